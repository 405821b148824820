//! The bulk update: path and entries, then the verified rows.

use ratatui::layout::Rect;

use super::lines::{self, Line, wrapped};
use super::{frame, width_of};
use crate::portal::dialogs::bulk_update::{BulkUpdate, Row, Verified};
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};
use crate::portal::work::grouped;

/// Rows of the dialog, where there is room for so many.
const HEIGHT: u16 = 24;

/// Cells of the user names, at the most.
const NAMES: usize = 32;

/// Draws the dialog called `title`.
pub(super) fn bulk_update(
    bulk: &BulkUpdate,
    title: &str,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let size = (width_of(area, 92), area.height.min(HEIGHT));
    let subtitle = bulk
        .verified
        .as_ref()
        .map_or_else(|| "select a CSV file".to_owned(), sum);
    let inner = frame(painter, area, size, title, &subtitle);
    let foot = Rect {
        y: inner.bottom().saturating_sub(1),
        height: 1,
        ..inner
    };
    let columns = format!("Columns: {}", bulk.purpose.columns().join(", "));
    let (tone, text) = match (bulk.job.progress(), bulk.problem.as_str()) {
        (Some(progress), _) => (Tone::Caution, format!("{progress}; Esc stops")),
        (None, "") if bulk.is_busy() => (Tone::Caution, "Reading the file".to_owned()),
        (None, "") if bulk.verified.is_none() => (Tone::Muted, columns),
        (None, problem) => (Tone::Danger, problem.to_owned()),
    };
    painter.text(foot.x, foot.y, foot.right(), &text, tone);
    let body = Rect {
        height: inner.height.saturating_sub(2),
        ..inner
    };
    match &bulk.verified {
        None => file(bulk, painter, body, top),
        Some(verified) => rows(verified, painter, body),
    }
}

/// `6 rows: 4 in order, 2 left out`.
fn sum(verified: &Verified) -> String {
    let (all, ok) = (verified.rows.len(), verified.in_order);
    let noun = if all == 1 { "row" } else { "rows" };
    let rows = grouped(all);
    match all - ok {
        0 => format!("{rows} {noun}, all in order"),
        out => format!(
            "{rows} {noun}: {} in order, {} left out",
            grouped(ok),
            grouped(out)
        ),
    }
}

fn file(bulk: &BulkUpdate, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let row = |y: u16| Rect {
        y,
        height: 1,
        ..area
    };
    painter.text(area.x, area.y, area.right(), "File", Tone::Accent);
    let place = bulk.path.draw(painter, row(area.y + 1), true);
    top.cursor(place.x, place.y);
    painter.rule(row(area.y + 2), Tone::Border);
    let y = area.y + 3;
    let entries = bulk.entries();
    if let Some(why) = bulk.nothing_listed() {
        for (y, line) in (y..area.bottom()).zip(wrap(&why, area.width)) {
            painter.text(area.x, y, area.right(), &line, Tone::Muted);
        }
    }
    let height = usize::from(area.bottom().saturating_sub(y));
    let first = top.keep(bulk.at, height, entries.len());
    for (y, (at, entry)) in (y..area.bottom()).zip(entries.iter().enumerate().skip(first)) {
        let (tone, slash) = if entry.folder {
            (Tone::Muted, "/")
        } else {
            (Tone::Plain, "")
        };
        // Names may hold anything but a line break, or even that.
        let name: String = entry.name.chars().filter(|c| !c.is_control()).collect();
        painter.text(area.x + 1, y, area.right(), &format!("{name}{slash}"), tone);
        top.click(row(y), Target::Row(at));
        if at == bulk.at {
            painter.focus(row(y));
        }
    }
}

fn rows(verified: &Verified, painter: &mut Painter<'_>, area: Rect) {
    // Verdicts stand below each other; a very long name takes its own room.
    let names = verified.longest.min(NAMES);
    let line = |row: &Row| {
        let (tone, verdict) = match &row.verdict {
            Ok(what) => (Tone::Good, what),
            Err(fault) => (Tone::Danger, fault),
        };
        let text = format!("{:names$}  {verdict}", row.name);
        Line::of(tone, format!("line {}", row.line), text)
    };
    let shown = verified.rows.iter().skip(verified.scroll);
    // More than fit are not even made.
    let shown = shown.take(usize::from(area.height)).map(line).collect();
    lines::draw(painter, area, &wrapped(shown, area.width), 0);
    let below = verified.rows.len() > verified.scroll + usize::from(area.height);
    for (there, y, glyph) in [
        (verified.scroll > 0, area.y, painter.look.glyphs.up),
        (
            below,
            area.bottom().saturating_sub(1),
            painter.look.glyphs.down,
        ),
    ] {
        if there {
            let x = area.right().saturating_sub(1);
            painter.text(x, y, area.right(), glyph, Tone::Accent);
        }
    }
}
