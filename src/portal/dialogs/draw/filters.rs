//! Add filter.

use ratatui::layout::Rect;

use super::{frame, width_of};
use crate::portal::blades::user_list::filter::{By, Filter};
use crate::portal::dialogs::filters::{AddFilter, Entry};
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// Cells of the kinds, where their values stand behind them.
const KINDS: u16 = 20;

/// Draws the dialog.
pub(super) fn filters(dialog: &AddFilter, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let entries = dialog.entries();
    let most = u16::try_from(entries.len().max(By::ALL.len() + 1)).unwrap_or(u16::MAX);
    let size = (width_of(area, 60), most.saturating_add(6));
    let (title, subtitle) = match dialog.within {
        Some(by) => (by.label(), "type to find, Esc: other kinds"),
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
        let text = "No filter matches. Ctrl-U clears what you typed.";
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

fn draw_entry(dialog: &AddFilter, entry: Entry, painter: &mut Painter<'_>, area: Rect) {
    let (kind, value, in_force) = match entry {
        Entry::Within(by) => {
            let value = dialog.in_force(by).map_or("any", Filter::value);
            (by.label(), value, dialog.in_force(by).is_some())
        }
        Entry::Set(filter) => {
            let in_force = dialog.in_force(filter.by()) == Some(filter);
            (filter.by().label(), filter.value(), in_force)
        }
        Entry::Any(by) => (by.label(), "any", false),
        Entry::None => ("Clear all filters", "", false),
    };
    let tone = if in_force { Tone::Accent } else { Tone::Muted };
    if dialog.within.is_some() {
        let tone = if in_force { Tone::Accent } else { Tone::Plain };
        painter.text(area.x, area.y, area.right(), value, tone);
        return;
    }
    painter.text(area.x, area.y, area.right(), kind, Tone::Plain);
    painter.text(area.x + KINDS, area.y, area.right(), value, tone);
}
