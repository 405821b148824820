//! Sparklines: a label, one cell a day, the oldest first, and their sum.

use ratatui::layout::Rect;

use super::bars::LABEL;
use super::paint::Painter;
use crate::portal::theme::Tone;

/// Days that a sparkline shows, the last one being today.
pub const DAYS: usize = 30;

/// One sparkline.
pub struct Spark {
    /// What is counted.
    pub label: String,
    /// How many on each day, the oldest first.
    pub days: [usize; DAYS],
    /// How many fill a cell: the same for lines that are to be compared.
    pub most: usize,
    /// Behind the sum.
    pub note: String,
    /// How it looks.
    pub tone: Tone,
}

/// Draws the sparkline into the first row of `area`.
pub fn draw(painter: &mut Painter<'_>, area: Rect, spark: &Spark) {
    let label = LABEL.min(area.width / 2);
    painter.text(
        area.x + 1,
        area.y,
        area.x + label,
        &spark.label,
        Tone::Plain,
    );
    let levels = painter.look.glyphs.spark;
    let mut x = area.x + label + 1;
    for count in spark.days {
        let level = level(count, spark.most, levels.len() - 1);
        let tone = if count == 0 { Tone::Muted } else { spark.tone };
        x = painter.text(x, area.y, area.right(), levels[level], tone);
    }
    let sum: usize = spark.days.iter().sum();
    let text = match &*spark.note {
        "" => sum.to_string(),
        note => format!("{sum} {note}"),
    };
    painter.text(x + 1, area.y, area.right(), &text, Tone::Muted);
}

/// Names the ends of the sparklines above.
pub fn axis(painter: &mut Painter<'_>, area: Rect) {
    let x = area.x + LABEL.min(area.width / 2) + 1;
    let end = (x + u16::try_from(DAYS).unwrap_or(0)).min(area.right());
    let from = format!("{DAYS} days ago");
    painter.text(x, area.y, end, &from, Tone::Muted);
    painter.text(
        end.saturating_sub(5).max(x),
        area.y,
        end,
        "today",
        Tone::Muted,
    );
}

/// The level of `count`, where `most` is the highest of `levels`; anything at all is at least 1.
fn level(count: usize, most: usize, levels: usize) -> usize {
    if count == 0 || most == 0 {
        return 0;
    }
    (count.min(most) * levels).div_ceil(most).min(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_the_highest_and_something_is_never_nothing() {
        assert_eq!(level(0, 10, 8), 0);
        assert_eq!(level(1, 1_000, 8), 1);
        assert_eq!(level(5, 10, 8), 4);
        assert_eq!(level(10, 10, 8), 8);
        assert_eq!(level(11, 10, 8), 8);
        assert_eq!(level(3, 0, 8), 0);
    }
}
