//! Finds out whether lines of the picture have moved up or down, so that the terminal can be told to
//! move them, and whether that is worth it.

use std::ops::Range;

use super::picture::{Picture, text_of};
use crate::grid::{Glyph, Grid};

/// Lines that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scroll {
    /// The first line that takes part, 0 at the top of the screen.
    pub top: usize,
    /// The last one.
    pub bottom: usize,
    /// By how many lines they move up; negative: down. Never 0.
    pub lines: isize,
}

/// About as many bytes as a scroll takes itself.
const SEQUENCE: usize = 20;

/// About as many bytes as it takes to go to a line that differs.
const GO: usize = 5;

/// So many lines at the edge of what moved may move along with it.
const EDGE: usize = 4;

impl Scroll {
    /// The move that is worth it, where there is one. `changed` are the lines that differ.
    pub fn between(shown: &Picture, next: &Grid, changed: &[usize]) -> Option<Self> {
        let moved = Self::most(shown, next, changed)?;
        let first = *changed.first()?;
        // Beside what moves something may stand, which would have to be written again; but lines
        // in which little stands beside are better moved along.
        let tops = (moved.top.saturating_sub(EDGE).max(first)..=moved.top).rev();
        let own = |top| Self { top, ..moved };
        let reach = (moved.top + moved.lines.unsigned_abs()).min(moved.bottom + 1);
        let best = tops
            .map(|top| (own(top).cost(shown, next, first..reach), own(top)))
            .min_by_key(|(cost, _)| *cost)?
            .1;
        let lines = best.top..best.bottom + 1;
        let scrolled = best.cost(shown, next, lines.clone()) + SEQUENCE;
        // Counting ends as soon as that is dearer: after a few of the lines.
        let mut plain = 0;
        let dearer = |y| {
            plain += cost(shown.row(y), next.row(y));
            plain > scrolled
        };
        lines.clone().any(dearer).then_some(best)
    }

    /// The line of the old picture that stands in line `y` afterwards; `None`: a blank one.
    pub fn source(self, y: usize) -> Option<usize> {
        let region = self.top..self.bottom + 1;
        if !region.contains(&y) {
            return Some(y);
        }
        y.checked_add_signed(self.lines)
            .filter(|from| region.contains(from))
    }

    /// The move that most of the changed lines have made, where at least two have. Lines are
    /// compared by their characters: the row of a cursor looks different when it has moved.
    fn most(shown: &Picture, next: &Grid, changed: &[usize]) -> Option<Self> {
        let changed: Vec<(usize, Option<u64>, Option<u64>)> = changed
            .iter()
            .map(|&y| (y, text_of(shown.row(y)), text_of(next.row(y))))
            .collect();
        let (first, last) = (changed.first()?.0, changed.last()?.0);
        let span = last - first;
        let mut moves = vec![0u16; 2 * span + 1];
        let same = |old: Option<u64>, new: Option<u64>| old.is_some() && old == new;
        for (from, old, _) in &changed {
            for (to, _, new) in &changed {
                if from != to && same(*old, *new) {
                    moves[from + span - to] += 1;
                }
            }
        }
        let (at, count) = (0..moves.len())
            .map(|at| (at, moves[at]))
            .max_by_key(|(at, count)| (*count, std::cmp::Reverse(at.abs_diff(span))))?;
        if count < 2 {
            return None;
        }
        let lines = isize::try_from(at).ok()? - isize::try_from(span).ok()?;
        let mut top = usize::MAX;
        let mut bottom = 0;
        for (from, old, _) in &changed {
            for (to, _, new) in &changed {
                if from + span == to + at && same(*old, *new) {
                    top = top.min(*from).min(*to);
                    bottom = bottom.max(*from).max(*to);
                }
            }
        }
        Some(Self { top, bottom, lines })
    }

    /// About as many bytes as it takes to make these lines what they are to be, after the scroll.
    fn cost(self, shown: &Picture, next: &Grid, lines: Range<usize>) -> usize {
        let costs = lines.map(|y| match self.source(y) {
            Some(from) => cost(shown.row(from), next.row(y)),
            None => cost_of(
                next.row(y)
                    .iter()
                    .map(|new| usize::from(*new != Glyph::BLANK)),
            ),
        });
        costs.sum()
    }
}

fn cost(old: &[Glyph], new: &[Glyph]) -> usize {
    if Glyph::same(old, new) {
        return 0;
    }
    cost_of(
        old.iter()
            .zip(new)
            .map(|(old, new)| usize::from(old != new)),
    )
}

fn cost_of(differ: impl Iterator<Item = usize>) -> usize {
    match differ.sum() {
        0 => 0,
        cells => cells + GO,
    }
}
