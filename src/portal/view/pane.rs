//! The user's side beside the administrator's: what the subject of the shown blade meets next, and
//! what they will meet once the open dialog is saved.

use ratatui::layout::Rect;

use crate::domain::forecast::{Line, forecast};
use crate::portal::dialogs::Dialog;
use crate::portal::model::Model;
use crate::portal::parts::forecast::{self, Row};
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::theme::Tone;

/// Columns beyond which the pane is shown.
const FROM: u16 = 160;
const PANE: u16 = 54;

/// Divides the window: what is left of the pane, and the pane where there is one.
pub(super) fn split(model: &Model, area: Rect) -> (Rect, Option<Rect>) {
    if area.width <= FROM || model.subject().is_none() {
        return (area, None);
    }
    let width = area.width - PANE;
    let pane = Rect {
        x: area.x + width,
        width: PANE,
        y: area.y + 1,
        height: area.height.saturating_sub(3),
    };
    (Rect { width, ..area }, Some(pane))
}

/// Draws the forecast of the subject into `area`.
pub(super) fn draw(model: &Model, painter: &mut Painter<'_>, area: Rect) {
    let Some(user) = model.subject().and_then(|id| model.snapshot.user(id)) else {
        return;
    };
    for y in area.y..area.bottom() {
        let line = painter.look.glyphs.vertical;
        painter.text(area.x, y, area.right(), line, Tone::Muted);
    }
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(1),
    };
    let next = match model.dialogs.last() {
        Some(Dialog::Form(form)) => form.next.user(user.id),
        _ => None,
    };
    let mut rows = vec![
        vec![(Tone::Strong, forecast::title(&user))],
        vec![(Tone::Muted, forecast::SUBTITLE.to_owned())],
        Vec::new(),
    ];
    let look = painter.look;
    let mut section = |lines: &[Line]| rows.extend(forecast::rows(lines, inner.width, look));
    match next {
        None => section(&forecast_now(model, user.id)),
        Some(next) => {
            section(&next.after);
            let changes: Vec<_> = next.changes().collect();
            rows.insert(2, changed(changes.is_empty()));
            if !changes.is_empty() {
                rows.push(Vec::new());
                rows.push(vec![(Tone::Strong, "What changes".to_owned())]);
            }
            for (place, before, after) in changes {
                rows.push(vec![(Tone::Plain, place)]);
                let text = format!("{before} {} {after}", look.glyphs.arrow);
                let lines = wrap(&text, inner.width.saturating_sub(2)).into_iter();
                rows.extend(lines.map(|line| vec![(Tone::Caution, format!("  {line}"))]));
            }
        }
    }
    for (y, row) in (inner.y..inner.bottom()).zip(&rows) {
        let pieces: Vec<_> = row
            .iter()
            .map(|(tone, text)| (*tone, text.as_str()))
            .collect();
        painter.line(
            Rect {
                y,
                height: 1,
                ..inner
            },
            &pieces,
        );
    }
}

fn forecast_now(model: &Model, user: crate::domain::id::UserId) -> Vec<Line> {
    forecast(&*model.snapshot, user, model.now)
}

fn changed(nothing: bool) -> Row {
    let text = if nothing {
        "as before, also once the dialog is saved"
    } else {
        "once the dialog is saved"
    };
    vec![(Tone::Accent, text.to_owned())]
}
