//! How a log looks: search and chips, headings, entries, or what an empty list says.

use ratatui::layout::Rect;

use super::{Entry, Log, LogColumn};
use crate::portal::act::Act;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::parts::table::{Column, Place, line, places};
use crate::portal::theme::Tone;
use crate::portal::view::{Heading, Scene, Target, Top};
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
        let columns: Vec<_> = E::COLUMNS.iter().map(LogColumn::column).collect();
        let places = places(&columns, area.width.saturating_sub(1));
        let inner = |y: u16| Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(1),
            ..row(y)
        };
        self.headings(painter, inner(y), &columns, &places, top);
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
            let cells = E::COLUMNS.iter().map(|own| (own.cell)(entry));
            let cells: Vec<_> = cells.collect();
            line(painter, inner(y), &places, &cells);
            top.click(row(y), Target::Row(at));
            if at == cursor && scene.focused {
                painter.focus(row(y));
                if !self.searching {
                    top.cursor(area.x, y);
                }
            }
        }
    }

    fn headings(
        &self,
        painter: &mut Painter<'_>,
        row: Rect,
        columns: &[Column],
        places: &[Place],
        top: &mut Top,
    ) {
        for (at, (column, place)) in columns.iter().zip(places).enumerate() {
            let Some((x, cells)) = *place else { continue };
            let area = Rect {
                x: row.x + x,
                width: cells,
                ..row
            };
            if at == self.sort.column {
                let arrow = painter.look.glyphs.sorted(self.sort.descending);
                let room = area.width.saturating_sub(width(&column.title));
                let gap = if room > 1 { " " } else { "" };
                let title = format!("{}{gap}{arrow}", column.title);
                painter.text(area.x, area.y, area.right(), &title, Tone::Strong);
            } else {
                painter.text(area.x, area.y, area.right(), &column.title, Tone::Muted);
            }
            top.click(area, Target::Sort(Heading::Log(at)));
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
