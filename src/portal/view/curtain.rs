//! What those who look on see instead of a picture that is not for them.

use ratatui::layout::Rect;

use crate::grid::Grid;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::{Look, Tone};

/// Says in the middle of `area` why there is no other picture.
pub fn curtain(grid: &mut Grid, area: Rect, look: &Look, why: &str) {
    let mut painter = Painter { grid, look };
    let lines = wrap(why, area.width.saturating_sub(4));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(height) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        let x = area.x + area.width.saturating_sub(width(line)) / 2;
        painter.text(x, y, area.right(), line, Tone::Muted);
    }
}

/// One line about a picture that somebody else draws, in its own tone.
pub fn watch_line(grid: &mut Grid, row: Rect, look: &Look, text: &str) {
    let mut painter = Painter { grid, look };
    painter.fill(row, Tone::Bar);
    painter.text(row.x + 1, row.y, row.right(), text, Tone::Bar);
}
