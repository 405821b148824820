//! How dialogs look: one frame, controls on the left, the plan on the right (below, where the
//! window is narrow), buttons at the foot.

mod asking;
mod bulk_update;
mod columns;
mod details;
mod editions;
mod filters;
mod find;
mod lesson;
mod lines;
mod next;
mod result;
mod rows;
mod window;

use ratatui::layout::Rect;

use super::Dialog;
use super::form::Stage;
use crate::portal::model::Model;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::{Top, content};

/// Draws a dialog into the middle of `area`.
pub fn draw(model: &Model, dialog: &Dialog, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    match dialog {
        Dialog::Form(form) => match &form.stage {
            Stage::Done(done) => result::result(model, form, done, painter, area, top),
            Stage::Asking | Stage::Saving(_) => asking::asking(model, form, painter, area, top),
        },
        Dialog::Editions(all) => editions::editions(model, all, painter, area, top),
        Dialog::Details(entry) => details::details(model, entry, painter, area, top),
        Dialog::Finder(finder) => find::find(finder, painter, area, top),
        Dialog::BulkUpdate(bulk) => {
            let title = bulk.purpose.title(model.wording());
            bulk_update::bulk_update(bulk, title, painter, area, top);
        }
        Dialog::Columns(dialog) => {
            columns::columns(dialog, model.wording(), painter, area, top);
        }
        Dialog::Filters(dialog) => filters::filters(dialog, painter, area, top),
        Dialog::Lesson(scroll) => lesson::lesson(model, *scroll, painter, area, top),
    }
}

/// How wide a dialog is in `area`, at most `limit`: airy where there is room.
fn width_of(area: Rect, limit: u16) -> u16 {
    let margin = if area.width > 90 { 8 } else { 2 };
    area.width.saturating_sub(margin).min(limit)
}

/// Rows that frame, title and buttons take.
const AROUND: usize = 6;

/// Rows of a dialog whose body has `lines`, where there is room.
fn frame_height(lines: usize) -> u16 {
    u16::try_from(lines + AROUND).unwrap_or(u16::MAX)
}

/// Rows of that body in `area`.
fn body_height(lines: usize, area: Rect) -> usize {
    lines.min(usize::from(area.height).saturating_sub(AROUND))
}

/// How far the top dialog can be scrolled.
pub fn most(model: &Model) -> usize {
    let (width, height) = model.size;
    let area = content(Rect::new(0, 0, width, height));
    match model.dialogs.last() {
        Some(Dialog::Form(form)) => match &form.stage {
            Stage::Done(done) => result::most(form, done, area),
            Stage::Asking | Stage::Saving(_) => asking::most(model, form, area),
        },
        Some(Dialog::Editions(all)) => editions::most(all, area),
        Some(Dialog::Details(entry)) => details::most(model, entry, area),
        Some(Dialog::Lesson(_)) => lesson::most(model, area),
        Some(
            Dialog::Finder(_) | Dialog::BulkUpdate(_) | Dialog::Filters(_) | Dialog::Columns(_),
        )
        | None => 0,
    }
}

/// A frame of `size` in the middle of `area`, with its title. Gives the room inside.
fn frame(
    painter: &mut Painter<'_>,
    area: Rect,
    size: (u16, u16),
    title: &str,
    subtitle: &str,
) -> Rect {
    let width = size.0.min(area.width);
    let height = size.1.min(area.height);
    let outer = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    painter.clear(outer);
    painter.border(outer, Tone::Border);
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    };
    let x = painter.text(inner.x, inner.y, inner.right(), title, Tone::Strong);
    painter.text(x + 2, inner.y, inner.right(), subtitle, Tone::Muted);
    Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    }
}
