//! Four editions beside each other; one below the other where the window is narrow.

use ratatui::layout::Rect;

use super::lines::{self, Line, tone_of, wrapped};
use super::{frame, width_of};
use crate::domain::edition::Edition;
use crate::domain::preview::Summary;
use crate::portal::dialogs::editions::Editions;
use crate::portal::model::Model;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::Top;

/// From this many cells inside the frame on, the editions stand beside each other.
const BESIDE_FROM: u16 = 100;
/// Blank cells between two editions.
const GAP: u16 = 2;

/// Rows that frame, title, headings and foot take.
const AROUND: u16 = 9;

/// How far it can be scrolled in `area`.
pub(super) fn most(editions: &Editions, area: Rect) -> usize {
    let cells = width_of(area, 156).saturating_sub(4);
    let lines = if cells >= BESIDE_FROM {
        side_by_side(editions, (cells - 3 * GAP) / 4).len()
    } else {
        wrapped(stacked(editions), cells).len()
    };
    lines.saturating_sub(usize::from(area.height.saturating_sub(AROUND)))
}

pub(super) fn editions(
    model: &Model,
    editions: &Editions,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let outer = width_of(area, 156);
    let cells = outer.saturating_sub(4);
    let beside = cells >= BESIDE_FROM;
    let column = if beside { (cells - 3 * GAP) / 4 } else { cells };
    let texts = if editions.compared.is_empty() {
        let text = if editions.job.is_awaited() {
            "The plans of all four editions are on their way. Esc gives up."
        } else {
            "Nobody is selected: there is nothing to compare. Enter switches all the same."
        };
        vec![Row::all(Tone::Muted, text.to_owned())]
    } else if beside {
        side_by_side(editions, column)
    } else {
        Vec::new()
    };
    let stacked = if beside || editions.compared.is_empty() {
        Vec::new()
    } else {
        wrapped(stacked(editions), cells)
    };
    let height = u16::try_from(texts.len().max(stacked.len())).unwrap_or(u16::MAX);
    let size = (outer, height.saturating_add(AROUND));
    let title = "What would this do in 2018, 2020, 2022 and 2023?";
    let inner = frame(painter, area, size, title, "");
    let heads = Rect { height: 2, ..inner };
    headings(editions, painter, heads, column, beside, top);
    let body = Rect {
        y: inner.y + 3,
        height: inner.height.saturating_sub(5),
        ..inner
    };
    if stacked.is_empty() {
        rows(&texts, painter, body, column, editions.scroll);
    } else {
        lines::draw(painter, body, &stacked, editions.scroll);
    }
    let foot = inner.bottom().saturating_sub(1);
    let text = foot_text(model, editions);
    painter.text(inner.x, foot, inner.right(), &text, Tone::Muted);
}

fn foot_text(model: &Model, editions: &Editions) -> String {
    if editions.job.is_awaited() {
        let progress = editions.job.progress();
        return progress.map_or_else(|| "Planning".to_owned(), |progress| progress.to_string());
    }
    let chosen = editions.chosen();
    if chosen == editions.in_force {
        return format!("{chosen} is in force. Left and right choose another.");
    }
    let own = model.own_edition();
    format!("Enter goes on in {chosen}, in this session only; the tenant stays {own}.")
}

fn headings(
    editions: &Editions,
    painter: &mut Painter<'_>,
    area: Rect,
    column: u16,
    beside: bool,
    top: &mut Top,
) {
    let mut x = area.x;
    for (at, edition) in Edition::ALL.into_iter().enumerate() {
        let name = format!(" {} ", edition.label());
        let tone = if edition == editions.in_force {
            Tone::Accent
        } else {
            Tone::Strong
        };
        let end = painter.text(x, area.y, area.right(), &name, tone);
        if at == editions.at {
            let name = Rect {
                x,
                width: end - x,
                height: 1,
                ..area
            };
            painter.focus(name);
            top.cursor(x + 1, area.y);
        }
        if beside {
            let source = format!(" {}", edition.cited());
            painter.text(x, area.y + 1, x + column, &source, Tone::Muted);
        }
        x += if beside {
            column + GAP
        } else {
            width(&name) + 2
        };
    }
    if !beside {
        let source = format!(" {}", editions.chosen().cited());
        painter.text(area.x, area.y + 1, area.right(), &source, Tone::Muted);
    }
}

/// One line over all columns, or one of each.
enum Row {
    All(Tone, String),
    Four([Option<(Tone, String)>; 4]),
}

impl Row {
    fn all(tone: Tone, text: String) -> Self {
        Self::All(tone, text)
    }
}

fn column_lines(summary: &Summary, citations: &[String], cells: u16) -> Vec<(Tone, String)> {
    let lines = summary.lines.iter().flat_map(|line| {
        let tone = tone_of(line.tone);
        let broken = wrap(&line.text(), cells);
        broken.into_iter().map(move |text| (tone, text))
    });
    let cited = citations.iter().flat_map(|text| wrap(text, cells));
    lines.chain(cited.map(|text| (Tone::Muted, text))).collect()
}

fn side_by_side(editions: &Editions, column: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for compared in &editions.compared {
        rows.push(Row::all(Tone::Strong, compared.title.clone()));
        let mut columns: Vec<_> = compared
            .summaries
            .iter()
            .zip(&compared.citations)
            .map(|(summary, cited)| {
                column_lines(summary, cited, column.saturating_sub(1)).into_iter()
            })
            .collect();
        loop {
            let mut four = [const { None }; 4];
            for (cell, column) in four.iter_mut().zip(&mut columns) {
                *cell = column.next();
            }
            if four.iter().all(Option::is_none) {
                break;
            }
            rows.push(Row::Four(four));
        }
        rows.push(Row::all(Tone::Plain, String::new()));
    }
    rows.pop();
    rows
}

fn rows(rows: &[Row], painter: &mut Painter<'_>, area: Rect, column: u16, scroll: usize) {
    let height = usize::from(area.height);
    let first = scroll.min(rows.len().saturating_sub(height));
    for (y, row) in (area.y..area.bottom()).zip(&rows[first..]) {
        match row {
            Row::All(tone, text) => {
                painter.text(area.x, y, area.right(), text, *tone);
            }
            Row::Four(cells) => {
                let mut x = area.x;
                for cell in cells {
                    if let Some((tone, text)) = cell {
                        painter.text(x + 1, y, x + column, text, *tone);
                    }
                    x += column + GAP;
                }
            }
        }
    }
    if first + height < rows.len() && height > 0 {
        let x = area.right().saturating_sub(1);
        let glyph = painter.look.glyphs.down;
        painter.text(x, area.bottom() - 1, area.right(), glyph, Tone::Accent);
    }
}

fn stacked(editions: &Editions) -> Vec<Line> {
    let mut lines = Vec::new();
    for compared in &editions.compared {
        lines.push(Line::plain(Tone::Strong, compared.title.clone()));
        let summaries = compared.summaries.iter().zip(&compared.citations);
        for (edition, (summary, cited)) in Edition::ALL.into_iter().zip(summaries) {
            let mut name = format!("{} {}", edition.year(), edition.document());
            for line in &summary.lines {
                let name = std::mem::take(&mut name);
                lines.push(Line::of(tone_of(line.tone), name, line.text()));
            }
            for text in cited {
                lines.push(Line::of(Tone::Muted, String::new(), text.clone()));
            }
        }
        lines.push(Line::plain(Tone::Plain, ""));
    }
    lines.pop();
    lines
}
