//! What those who look on see instead of a picture that is not for them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::{Look, Tone};

/// A picture of this area that says `why` there is no other.
pub fn curtain(area: Rect, look: &Look, why: &str) -> Buffer {
    let mut buffer = Buffer::empty(area);
    let mut painter = Painter {
        buffer: &mut buffer,
        look,
    };
    let lines = wrap(why, area.width.saturating_sub(4));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(height) / 2;
    for (y, line) in (top..area.bottom()).zip(&lines) {
        let x = area.x + area.width.saturating_sub(width(line)) / 2;
        painter.text(x, y, area.right(), line, Tone::Muted);
    }
    buffer
}

/// One line about a picture that somebody else draws, in its own tone.
pub fn watch_line(buffer: &mut Buffer, row: Rect, look: &Look, text: &str) {
    let mut painter = Painter { buffer, look };
    painter.fill(row, Tone::Bar);
    painter.text(row.x + 1, row.y, row.right(), text, Tone::Bar);
}
