//! Finds out whether lines of the picture have moved up or down, so that the terminal can be told to
//! move them. A wrong guess costs nothing but time: what it leads to is compared with plain painting.

use super::picture::{Picture, text_of};

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

impl Scroll {
    /// The move that most of the changed lines have made, where at least two have. Lines are
    /// compared by their characters: the row of a cursor looks different when it has moved.
    pub fn between(shown: &Picture, next: &Picture) -> Option<Self> {
        let changed: Vec<(usize, Option<u64>, Option<u64>)> = shown
            .rows()
            .zip(next.rows())
            .enumerate()
            .filter(|(_, (old, new))| old != new)
            .map(|(y, (old, new))| (y, text_of(old), text_of(new)))
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
}
