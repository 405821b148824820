//! How one line of the blade is drawn.

use ratatui::layout::Rect;

use super::columns;
use crate::portal::act::Act;
use crate::portal::parts::paint::Painter;
use crate::portal::parts::table::{Place, line};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};

/// A line of the blade.
pub(super) enum Line {
    /// The link to the other experience.
    Banner(&'static str),
    Text(Vec<(Tone, String)>),
    Head,
    Method {
        row: usize,
        focus: bool,
        cells: Vec<(Tone, String)>,
    },
    Pair(Tone, String, String),
}

impl Line {
    /// Draws the line.
    pub(super) fn draw(
        &self,
        painter: &mut Painter<'_>,
        area: Rect,
        places: &[Place],
        scene: &Scene<'_>,
        top: &mut Top,
    ) {
        // Rows stand one cell in, so that the cursor covers no letter.
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(1),
            ..area
        };
        match self {
            Self::Text(pieces) => {
                let pieces: Vec<_> = pieces
                    .iter()
                    .map(|(tone, text)| (*tone, text.as_str()))
                    .collect();
                painter.line(area, &pieces);
            }
            Self::Banner(text) => {
                // Its key is the first letter there is of it.
                let key = text.find('e').unwrap_or_default();
                let pieces = [
                    (Tone::Accent, &text[..key]),
                    (Tone::Key, &text[key..=key]),
                    (Tone::Accent, &text[key + 1..]),
                ];
                let end = painter.line(area, &pieces);
                let width = end.saturating_sub(area.x);
                let act = Act::SwitchExperience;
                top.click(Rect { width, ..area }, Target::Act(act));
            }
            Self::Head => {
                let cells: Vec<_> = columns()
                    .into_iter()
                    .map(|column| (Tone::Muted, column.title))
                    .collect();
                line(painter, inner, places, &cells);
            }
            Self::Method { row, focus, cells } => {
                line(painter, inner, places, cells);
                top.click(area, Target::Row(*row));
                if *focus && scene.focused {
                    painter.focus(area);
                    top.cursor(area.x, area.y);
                }
            }
            Self::Pair(tone, left, right) => {
                let detail = places
                    .iter()
                    .flatten()
                    .nth(1)
                    .map_or(0, |(x, _)| inner.x + x);
                let x = painter.text(inner.x, area.y, area.x + area.width / 2, left, *tone);
                painter.text(detail.max(x + 2), area.y, area.right(), right, Tone::Muted);
            }
        }
    }
}
