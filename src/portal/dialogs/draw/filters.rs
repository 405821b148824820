//! Add filter.

use ratatui::layout::Rect;

use super::{frame, width_of};
use crate::portal::dialogs::filters::{AddFilter, Entry};
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// Cells of the kinds, where their values stand behind them.
const KINDS: u16 = 20;

/// Draws the dialog.
pub(super) fn filters(dialog: &AddFilter, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let entries = dialog.entries();
    let most = u16::try_from(entries.len().max(dialog.count() + 1)).unwrap_or(u16::MAX);
    let size = (width_of(area, 60), most.saturating_add(6));
    let (title, subtitle) = match dialog.within() {
        Some(kind) => (kind.label, "type to find, Esc: other kinds"),
        None => ("Add filter", "type a value, or choose a kind"),
    };
    let inner = frame(painter, area, size, title, subtitle);
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
    let place = dialog.search.draw(painter, field, true);
    top.cursor(place.x, place.y);

    let list = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    if entries.is_empty() {
        let text = match dialog.search.text().trim() {
            "" => "There is nothing to choose yet. Esc: other kinds.",
            _ => "No filter matches. Ctrl-U clears what you typed.",
        };
        painter.text(list.x, list.y, list.right(), text, Tone::Muted);
    }
    let first = top.keep(dialog.at, usize::from(list.height), entries.len());
    for (y, (at, entry)) in (list.y..list.bottom()).zip(entries.iter().enumerate().skip(first)) {
        let area = Rect {
            y,
            height: 1,
            ..list
        };
        draw_entry(dialog, *entry, painter, area);
        top.click(area, Target::Row(at));
        if at == dialog.at {
            painter.focus(area);
        }
    }
}

fn draw_entry(dialog: &AddFilter, entry: Entry<'_>, painter: &mut Painter<'_>, area: Rect) {
    let (kind, value, note, in_force) = match entry {
        Entry::Within(kind) => {
            let value = kind.in_force.as_deref();
            (kind.label, value.unwrap_or("any"), "", value.is_some())
        }
        Entry::Set(kind, value) => {
            let in_force = kind.in_force.as_ref() == Some(&value.label);
            (kind.label, &*value.label, &*value.note, in_force)
        }
        Entry::Any(kind) => (kind.label, "any", "", false),
        Entry::None => ("Clear all filters", "", "", false),
    };
    let end = match note {
        "" => area.right(),
        note => painter.right(area, note, Tone::Muted).saturating_sub(2),
    };
    if dialog.within().is_some() {
        let tone = if in_force { Tone::Accent } else { Tone::Plain };
        painter.text(area.x, area.y, end, value, tone);
        return;
    }
    let tone = if in_force { Tone::Accent } else { Tone::Muted };
    painter.text(area.x, area.y, end, kind, Tone::Plain);
    let at = KINDS.max(width(kind) + 2);
    painter.text(area.x + at, area.y, end, value, tone);
}
