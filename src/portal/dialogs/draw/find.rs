//! Help and palette.

use ratatui::layout::Rect;

use super::frame;
use crate::portal::dialogs::finder::Finder;
use crate::portal::keymap::Availability;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// Draws the list of commands.
pub(super) fn find(finder: &Finder, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let rows = finder.rows();
    let outer = area.width.saturating_sub(4).min(92);
    let inner = frame(
        painter,
        area,
        (outer, area.height.saturating_sub(2).min(30)),
        finder.title,
        "type to find, Enter runs",
    );
    let x = painter.text(
        inner.x,
        inner.y,
        inner.right(),
        painter.look.glyphs.search,
        Tone::Accent,
    ) + 1;
    let place = finder.search.draw(
        painter,
        Rect {
            x,
            width: inner.right().saturating_sub(x),
            height: 1,
            ..inner
        },
        true,
    );
    top.cursor(place.x, place.y);
    let list = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    if rows.is_empty() {
        painter.text(
            list.x,
            list.y,
            list.right(),
            "No command matches. Ctrl-U clears what you typed.",
            Tone::Muted,
        );
    }
    let first = top.keep(finder.at, usize::from(list.height), rows.len());
    let keys = 14;
    let labels = rows
        .iter()
        .map(|row| width(row.label))
        .max()
        .unwrap_or(0)
        .min(28)
        + 2;
    for (y, (at, row)) in (list.y..list.bottom()).zip(rows.iter().enumerate().skip(first)) {
        let area = Rect {
            y,
            height: 1,
            ..list
        };
        let spelled: Vec<_> = row
            .binding
            .keys
            .iter()
            .map(|key| key.label(painter.look.glyphs))
            .collect();
        let enabled = row.availability == Availability::Enabled;
        let tone = if enabled { Tone::Plain } else { Tone::Disabled };
        painter.text(
            list.x,
            y,
            list.x + keys,
            &spelled.join(" "),
            if enabled { Tone::Accent } else { tone },
        );
        painter.text(list.x + keys, y, list.x + keys + labels, row.label, tone);
        let help = match &row.availability {
            Availability::Disabled(why) => why.as_str(),
            Availability::Enabled | Availability::Hidden => row.binding.help,
        };
        painter.text(list.x + keys + labels, y, list.right(), help, Tone::Muted);
        top.click(area, Target::Row(at));
        if at == finder.at {
            painter.focus(area);
        }
    }
}
