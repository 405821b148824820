//! Lines of a dialog: a count or a name, and what is said of it, hanging behind the widest one.

use ratatui::layout::Rect;

use crate::domain::preview;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;

/// One line: `23 users`, `lose 31 methods`.
pub(super) struct Line {
    tone: Tone,
    count: String,
    what: String,
    hangs: bool,
}

impl Line {
    /// A line of its own.
    pub(super) fn plain(tone: Tone, what: impl Into<String>) -> Self {
        Self {
            tone,
            count: String::new(),
            what: what.into(),
            hangs: false,
        }
    }

    /// A line behind a count or a name.
    pub(super) fn of(tone: Tone, count: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            tone,
            count: count.into(),
            what: what.into(),
            hangs: true,
        }
    }
}

/// Tones lines down that are about to be others.
pub(super) fn tone_down(lines: &mut [Line]) {
    for line in lines.iter_mut().skip(1) {
        line.tone = Tone::Muted;
    }
}

/// How a kind of news looks.
pub(super) fn tone_of(tone: preview::Tone) -> Tone {
    match tone {
        preview::Tone::Change => Tone::Good,
        preview::Tone::Nothing | preview::Tone::Untouched => Tone::Muted,
        preview::Tone::Refused => Tone::Danger,
        preview::Tone::Warning => Tone::Caution,
    }
}

/// Cells before what hangs, where `cells` are there in all.
fn indent(lines: &[Line], cells: u16) -> u16 {
    match lines.iter().map(|line| width(&line.count)).max() {
        None | Some(0) => 0,
        Some(widest) => widest.min(cells * 2 / 5) + GAP,
    }
}

/// Blank cells between a count and what hangs behind it.
const GAP: u16 = 2;

/// Breaks lines at `cells`, and a count that is too wide before what hangs behind it.
pub(super) fn wrapped(lines: Vec<Line>, cells: u16) -> Vec<Line> {
    let indent = indent(&lines, cells);
    let mut all = Vec::new();
    for line in lines {
        if !line.hangs {
            let whats = wrap(&line.what, cells);
            all.extend(whats.into_iter().map(|what| Line::plain(line.tone, what)));
            continue;
        }
        let counts = wrap(&line.count, indent.saturating_sub(GAP));
        let whats = wrap(&line.what, cells.saturating_sub(indent));
        let piece = |pieces: &[String], at: usize| pieces.get(at).cloned().unwrap_or_default();
        let rows = 0..counts.len().max(whats.len());
        all.extend(rows.map(|at| Line::of(line.tone, piece(&counts, at), piece(&whats, at))));
    }
    all
}

/// Draws broken lines from `scroll` on, as far as there are any, with arrows where there is more.
pub(super) fn draw(painter: &mut Painter<'_>, area: Rect, lines: &[Line], scroll: usize) {
    let height = usize::from(area.height);
    let first = scroll.min(lines.len().saturating_sub(height));
    let indent = indent(lines, area.width);
    for (y, line) in (area.y..area.bottom()).zip(&lines[first..]) {
        // What is done is told by its count's tone alone; all else by the whole line.
        let tone = if line.tone == Tone::Good {
            Tone::Plain
        } else {
            line.tone
        };
        let x = if line.hangs { area.x + indent } else { area.x };
        painter.text(area.x, y, x.saturating_sub(1), &line.count, line.tone);
        painter.text(x, y, area.right(), &line.what, tone);
    }
    arrows(painter, area, first > 0, first + height < lines.len());
}

/// Arrows where there is more above or below `area`: behind the text, in the blank column before
/// the frame, so that they hide no letter.
pub(super) fn arrows(painter: &mut Painter<'_>, area: Rect, above: bool, below: bool) {
    let x = area.right();
    if area.height == 0 {
        return;
    }
    if above {
        painter.text(x, area.y, x + 1, painter.look.glyphs.up, Tone::Accent);
    }
    if below {
        let y = area.bottom() - 1;
        painter.text(x, y, x + 1, painter.look.glyphs.down, Tone::Accent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_is_too_wide_goes_on_in_the_next_row() {
        let line = Line::of(Tone::Good, "1,688 hardware OATH tokens", "deactivated");
        let rows = wrapped(vec![line, Line::plain(Tone::Plain, "all of it")], 40);
        let rows: Vec<_> = rows.iter().map(|row| (&*row.count, &*row.what)).collect();
        assert_eq!(
            rows,
            [
                ("1,688 hardware", "deactivated"),
                ("OATH tokens", ""),
                ("", "all of it")
            ]
        );
    }
}
