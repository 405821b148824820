//! How a log looks: search and chips, headings, entries, or what an empty list says.

use ratatui::layout::Rect;

use super::{Entry, Log};
use crate::portal::act::Act;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::parts::table::{line, places};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};
use crate::portal::work::grouped;

/// Cells of the search field.
const FIELD: u16 = 20;

impl<E: Entry> Log<E> {
    /// Draws it into `area`.
    pub(super) fn draw_log(
        &self,
        painter: &mut Painter<'_>,
        area: Rect,
        scene: &Scene<'_>,
        top: &mut Top,
    ) {
        let shown = self.found.len();
        let row = |y: u16| Rect {
            y,
            height: 1,
            ..area
        };
        self.narrowing(shown, painter, row(area.y), scene, top);
        let mut y = area.y + 1 + u16::from(scene.airy);
        let columns = E::columns();
        let places = places(&columns, area.width.saturating_sub(1));
        let inner = |y: u16| Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(1),
            ..row(y)
        };
        let headings = columns.into_iter();
        let headings: Vec<_> = headings.map(|column| (Tone::Muted, column.title)).collect();
        line(painter, inner(y), &places, &headings);
        painter.rule(row(y + 1), Tone::Muted);
        y += 2;
        let list = Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        if shown == 0 {
            return self.nothing(painter, list);
        }
        let cursor = self.at.min(shown - 1);
        let first = top.keep(cursor, usize::from(list.height), shown);
        for (y, at) in (y..area.bottom()).zip(first..shown) {
            let Some(entry) = self.entry(at) else { break };
            line(painter, inner(y), &places, &entry.cells());
            top.click(row(y), Target::Row(at));
            if at == cursor && scene.focused {
                painter.focus(row(y));
                if !self.searching {
                    top.cursor(area.x, y);
                }
            }
        }
    }

    fn narrowing(
        &self,
        shown: usize,
        painter: &mut Painter<'_>,
        row: Rect,
        scene: &Scene<'_>,
        top: &mut Top,
    ) {
        let all = self.reading.entries().len();
        let [one, many] = E::WORDS.nouns;
        let noun = if all == 1 { one } else { many };
        let count = if shown == all {
            format!("{} {noun}", grouped(all))
        } else {
            format!("{} of {} {noun}", grouped(shown), grouped(all))
        };
        let end = painter.right(row, &count, Tone::Muted).saturating_sub(2);
        let x = painter.text(row.x, row.y, end, painter.look.glyphs.search, Tone::Accent) + 1;
        let field = Rect {
            x,
            width: FIELD.min(end.saturating_sub(x)),
            ..row
        };
        top.click(field, Target::Act(Act::Search));
        if self.searching && scene.focused {
            let place = self.search.draw(painter, field, true);
            top.cursor(place.x, place.y);
        } else if self.search.text().is_empty() {
            painter.text(x, row.y, field.right(), E::WORDS.search, Tone::Muted);
        } else {
            self.search.draw(painter, field, false);
        }
        let mut x = field.right() + 2;
        let chips = self.filters.chips();
        for (at, chip) in chips.iter().enumerate() {
            // A chip that does not fit is counted, never cut.
            let left = chips.len() - at;
            let more = format!("+{left}");
            if x + width(chip) + 4 > end {
                painter.text(x, row.y, end, &more, Tone::Chip);
                break;
            }
            let area = Rect {
                x,
                width: width(chip),
                ..row
            };
            x = painter.text(x, row.y, end, chip, Tone::Chip) + 1;
            top.click(area, Target::Act(Act::Filter));
        }
    }

    fn nothing(&self, painter: &mut Painter<'_>, area: Rect) {
        let empty = if self.reading.entries().is_empty() {
            E::WORDS.nothing
        } else {
            "No entry fits the search and the filters. Esc clears them."
        };
        let (tone, text) = self.reading.missing().unwrap_or((Tone::Muted, empty));
        let lines = wrap(text, area.width);
        for (y, line) in (area.y + u16::from(area.height > 2)..area.bottom()).zip(&lines) {
            painter.text(area.x, y, area.right(), line, tone);
        }
    }
}
