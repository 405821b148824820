//! Help and palette.

use ratatui::layout::Rect;

use super::{frame, width_of};
use crate::portal::dialogs::finder::{Finder, Mark, Row};
use crate::portal::keymap::Availability;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// Cells of the column of keys.
const KEYS: u16 = 15;
/// Cells of a name, at the most, where what it does stands behind it.
const LABELS: u16 = 40;
/// Rows that frame, search and foot take.
const AROUND: u16 = 9;
/// In a window of fewer rows none is left blank, and what is said of the chosen one may take another.
const TIGHT: u16 = 18;
/// The least rows, so that a list of few does not look lost.
const LOWEST: u16 = 14;
/// From this many cells on, each row also says what the command does.
const HELP_FROM: u16 = 84;

/// Draws the list of commands; the chosen one says below what it does, or why it cannot be used.
pub(super) fn find(finder: &Finder, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let rows = finder.rows();
    let tallest = area.height.saturating_sub(1).min(32);
    let all = finder.all().and_then(|all| u16::try_from(all).ok());
    let height = all.map_or(tallest, |all| {
        all.saturating_add(AROUND)
            .clamp(LOWEST, tallest.max(LOWEST))
    });
    let size = (width_of(area, 132), height);
    let inner = frame(painter, area, size, finder.title, finder.hint);
    let x = painter.text(
        inner.x,
        inner.y,
        inner.right(),
        painter.look.glyphs.search,
        Tone::Accent,
    ) + 1;
    let field = Rect {
        x,
        width: inner.right().saturating_sub(x),
        height: 1,
        ..inner
    };
    let place = finder.search.draw(painter, field, true);
    top.cursor(place.x, place.y);

    let (gap, said_in) = if area.height < TIGHT { (0, 3) } else { (1, 2) };
    let list = Rect {
        y: inner.y + 1 + gap,
        height: inner.height.saturating_sub(1 + gap + gap + said_in),
        ..inner
    };
    if rows.is_empty() {
        painter.text(list.x, list.y, list.right(), finder.nothing, Tone::Muted);
    }
    let first = top.keep(finder.at, usize::from(list.height), rows.len());
    let labels = rows
        .iter()
        .map(|row| width(&row.label))
        .max()
        .unwrap_or(0)
        .min(LABELS)
        + 2;
    for (y, (at, row)) in (list.y..list.bottom()).zip(rows.iter().enumerate().skip(first)) {
        let area = Rect {
            y,
            height: 1,
            ..list
        };
        draw_row(row, labels, painter, area);
        top.click(area, Target::Row(at));
        if at == finder.at {
            painter.focus(area);
        }
    }
    let Some(chosen) = finder.chosen() else {
        return;
    };
    let foot = Rect {
        y: list.bottom() + gap,
        height: said_in,
        ..list
    };
    let (tone, text) = said(chosen);
    for (y, line) in (foot.y..foot.bottom()).zip(wrap(text, foot.width)) {
        painter.text(foot.x, y, foot.right(), &line, tone);
    }
}

fn draw_row(row: &Row, labels: u16, painter: &mut Painter<'_>, area: Rect) {
    let enabled = row.availability == Availability::Enabled;
    let (strong, plain) = if enabled {
        (Tone::Accent, Tone::Plain)
    } else {
        (Tone::Disabled, Tone::Disabled)
    };
    let mark = match &row.mark {
        Mark::Keys(keys) => {
            let spelled = keys.iter().map(|key| key.label(painter.look.glyphs));
            spelled.collect::<Vec<_>>().join(" ")
        }
        Mark::Text(text) => text.clone(),
    };
    painter.text(area.x, area.y, area.x + KEYS - 1, &mark, strong);
    let help = area.x + KEYS + labels;
    let alone = area.width < HELP_FROM || row.help == row.label;
    let end = if alone { area.right() } else { help - 1 };
    painter.text(area.x + KEYS, area.y, end, &row.label, plain);
    if !alone {
        let (tone, text) = said(row);
        painter.text(help, area.y, area.right(), text, tone);
    }
}

fn said(row: &Row) -> (Tone, &str) {
    match &row.availability {
        Availability::Disabled(why) => (Tone::Caution, why),
        Availability::Enabled | Availability::Hidden => (Tone::Muted, &row.help),
    }
}
