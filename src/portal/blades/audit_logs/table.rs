//! How the Audit logs look: search and chips, headings, entries, or what an empty list says.

use ratatui::layout::Rect;

use super::{AuditLogs, Trail, status};
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::portal::act::Act;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::parts::table::{Column, line, places};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};

/// Cells of the search field.
const FIELD: u16 = 20;

pub(super) fn draw(
    blade: &AuditLogs,
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let shown = blade.shown(scene.now);
    let row = |y: u16| Rect {
        y,
        height: 1,
        ..area
    };
    narrowing(blade, shown.len(), painter, row(area.y), scene, top);
    let mut y = area.y + 1 + u16::from(scene.airy);
    let columns = columns();
    let places = places(&columns, area.width.saturating_sub(1));
    let inner = |y: u16| Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(1),
        ..row(y)
    };
    let headings: Vec<_> = columns
        .iter()
        .map(|column| (Tone::Muted, column.title.clone()))
        .collect();
    line(painter, inner(y), &places, &headings);
    painter.rule(row(y + 1), Tone::Muted);
    y += 2;
    let list = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    if shown.is_empty() {
        return nothing(blade, painter, list);
    }
    let cursor = blade.at.min(shown.len() - 1);
    let first = top.keep(cursor, usize::from(list.height), shown.len());
    for (y, (at, entry)) in (y..area.bottom()).zip(shown.iter().enumerate().skip(first)) {
        line(painter, inner(y), &places, &cells(entry));
        top.click(row(y), Target::Row(at));
        if at == cursor && scene.focused {
            painter.focus(row(y));
            if !blade.searching {
                top.cursor(area.x, y);
            }
        }
    }
}

fn narrowing(
    blade: &AuditLogs,
    shown: usize,
    painter: &mut Painter<'_>,
    row: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let all = blade.all().len();
    let entries = if all == 1 { "entry" } else { "entries" };
    let count = if shown == all {
        format!("{all} {entries}")
    } else {
        format!("{shown} of {all} {entries}")
    };
    let end = painter.right(row, &count, Tone::Muted).saturating_sub(2);
    let x = painter.text(row.x, row.y, end, painter.look.glyphs.search, Tone::Accent) + 1;
    let field = Rect {
        x,
        width: FIELD.min(end.saturating_sub(x)),
        ..row
    };
    top.click(field, Target::Act(Act::Search));
    if blade.searching && scene.focused {
        let place = blade.search.draw(painter, field, true);
        top.cursor(place.x, place.y);
    } else if blade.search.text().is_empty() {
        painter.text(x, row.y, field.right(), "Search entries", Tone::Muted);
    } else {
        blade.search.draw(painter, field, false);
    }
    let mut x = field.right() + 2;
    let chips = blade.filters.chips();
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

fn columns() -> [Column; 8] {
    let column = |title: &str, least, most, rank| Column {
        title: title.to_owned(),
        least,
        most,
        rank,
    };
    [
        column("Date", 17, 17, 0),
        column("Service", 12, 32, 5),
        column("Category", 14, 21, 6),
        column("Activity", 26, 48, 0),
        column("Status", 7, 7, 1),
        column("Status reason", 18, 60, 4),
        column("Target(s)", 18, 30, 2),
        column("Initiated by", 16, 30, 3),
    ]
}

fn cells(entry: &AuditEntry) -> [(Tone, String); 8] {
    let [activity, service, category] = entry.activity.names();
    let (status, reason) = status(entry);
    let tone = match entry.result {
        AuditResult::Success => Tone::Good,
        AuditResult::NothingToDo(_) => Tone::Muted,
        AuditResult::Failure(_) => Tone::Danger,
    };
    let target = entry.target.as_ref();
    let target = target.map_or_else(String::new, |target| target.upn.clone());
    [
        (Tone::Muted, entry.at.date_and_time()),
        (Tone::Muted, service.to_owned()),
        (Tone::Muted, category.to_owned()),
        (Tone::Plain, activity.to_owned()),
        (tone, status.to_owned()),
        (Tone::Muted, reason.to_owned()),
        (Tone::Plain, target),
        (Tone::Muted, entry.actor.clone()),
    ]
}

fn nothing(blade: &AuditLogs, painter: &mut Painter<'_>, area: Rect) {
    let (tone, text) = match &blade.trail {
        Trail::Awaited => (Tone::Muted, "Reading the audit trail."),
        Trail::Failed(why) => (Tone::Danger, why.as_str()),
        Trail::Read(entries) if entries.is_empty() => (
            Tone::Muted,
            "Nothing has happened in this tenant yet. Whatever an administrator does, or is refused, will stand here.",
        ),
        Trail::Read(_) => (
            Tone::Muted,
            "No entry fits the search and the filters. Esc clears them.",
        ),
    };
    let lines = wrap(text, area.width);
    for (y, line) in (area.y + u16::from(area.height > 2)..area.bottom()).zip(&lines) {
        painter.text(area.x, y, area.right(), line, tone);
    }
}
