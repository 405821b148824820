//! Horizontal bars: a label, how many as a length, how many as a number.

use ratatui::layout::Rect;

use super::paint::{Painter, width};
use crate::domain::number::grouped;
use crate::portal::theme::Tone;

/// One bar.
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: usize,
    /// How many fill the whole length.
    pub most: usize,
    /// Behind the number: `of 63 users`.
    pub note: String,
    /// How it looks.
    pub tone: Tone,
}

/// Cells of the labels of charts.
pub(super) const LABEL: u16 = 39;
/// The longest a bar gets: lengths far from their numbers are hard to read.
const LONGEST: u16 = 48;

/// Draws the bar into the first row of `area`.
pub fn draw(painter: &mut Painter<'_>, area: Rect, bar: &Bar) {
    let number = |count: usize| match &*bar.note {
        "" => grouped(count),
        note => format!("{} {note}", grouped(count)),
    };
    // The same room for every bar of a chart, whatever its number.
    let widest = width(&number(bar.most));
    let label = LABEL.min(area.width * 2 / 3);
    let room = area.width.saturating_sub(label + widest + 2);
    let length = cells(bar.count, bar.most, room.min(LONGEST));
    let x = area.x + 1;
    painter.text(x, area.y, area.x + label, &bar.label, Tone::Plain);
    let text = painter.look.glyphs.bar.repeat(length.into());
    let x = painter.text(area.x + label + 1, area.y, area.right(), &text, bar.tone);
    let x = if length == 0 { x } else { x + 1 };
    painter.text(x, area.y, area.right(), &number(bar.count), Tone::Muted);
}

/// Cells for `count`, where `most` fills `room`. Anything at all is at least one cell.
fn cells(count: usize, most: usize, room: u16) -> u16 {
    if count == 0 || most == 0 || room == 0 {
        return 0;
    }
    let share = count.min(most) * usize::from(room) / most;
    u16::try_from(share).unwrap_or(room).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_its_share_and_never_nothing_for_something() {
        assert_eq!(cells(5, 10, 20), 10);
        assert_eq!(cells(10, 10, 20), 20);
        assert_eq!(cells(1, 100_000, 20), 1);
        assert_eq!(cells(0, 10, 20), 0);
        assert_eq!(cells(3, 0, 20), 0);
        assert_eq!(cells(20, 10, 20), 20);
        assert_eq!(cells(3, 10, 0), 0);
    }
}
