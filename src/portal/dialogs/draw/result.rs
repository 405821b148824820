//! What came of saving, and a secret where there is one.

use ratatui::layout::Rect;

use super::lines::{self, Line, tone_of, wrapped};
use super::window;
use super::{body_height, frame, frame_height, width_of};
use crate::domain::preview;
use crate::portal::dialogs::form::{Done, Form};
use crate::portal::model::Model;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};
use crate::portal::work::grouped;

/// What came of saving, row by row, and the secret where there is one.
/// Title, subtitle and lines of a result that is `outer` cells wide.
fn sheet(form: &Form, done: &Done, outer: u16) -> (&'static str, String, Vec<Line>) {
    let mut lines = Vec::new();
    let all = done.plan.rows.len();
    let saved = format!("{} of {} users", grouped(done.rows), grouped(all));
    let title = match &done.failed {
        Some(why) if done.rows > 0 => {
            let text = format!("Saved for {saved} only: {why}");
            lines.push(Line::plain(Tone::Danger, text));
            "Not all of it was saved"
        }
        Some(why) => {
            lines.push(Line::plain(Tone::Danger, format!("Not saved: {why}")));
            "Not saved"
        }
        None if done.was_stopped() => {
            let text = format!("Saved for {saved}; nothing was done to the others.");
            lines.push(Line::plain(Tone::Caution, text));
            "Stopped"
        }
        None if done.counts[0] == 0 && !done.plan.changes_anything() => "Nothing was changed",
        None => "Updates successful",
    };
    if let Some(revealed) = &done.revealed {
        lines.push(Line::plain(
            Tone::Muted,
            format!("{}, shown once:", revealed.label),
        ));
        lines.push(Line::plain(Tone::Accent, revealed.secret.reveal()));
        lines.push(Line::plain(
            Tone::Muted,
            "y sends it to the terminal's clipboard. Nobody can show it again.",
        ));
        lines.push(Line::plain(Tone::Plain, ""));
    }
    let rows = &done.plan.rows[..done.rows];
    let from = window::from(rows, form.scroll);
    for row in window::shown(rows, form.scroll) {
        let result = preview::result(&*done.before, row);
        lines.push(Line::of(tone_of(result.tone), &row.name, result.text));
    }
    let counts = counts(done);
    (
        title,
        format!("{}{counts}{from}", form.title),
        wrapped(lines, outer.saturating_sub(4)),
    )
}

/// How far a result can be scrolled in `area`.
pub(super) fn most(form: &Form, done: &Done, area: Rect) -> usize {
    if let Some(rows) = window::most(form) {
        return rows;
    }
    let (_, _, lines) = sheet(form, done, width_of(area, 100));
    lines.len().saturating_sub(body_height(lines.len(), area))
}

/// Draws what came of saving.
pub(super) fn result(
    model: &Model,
    form: &Form,
    done: &Done,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let outer = width_of(area, 100);
    let (title, subtitle, lines) = sheet(form, done, outer);
    let size = (outer, frame_height(lines.len()));
    let inner = frame(painter, area, size, title, &subtitle);
    lines::draw(
        painter,
        Rect {
            height: inner.height.saturating_sub(2),
            ..inner
        },
        &lines,
        if window::most(form).is_some() {
            0
        } else {
            form.scroll
        },
    );
    let foot = Rect {
        y: inner.bottom().saturating_sub(1),
        height: 1,
        ..inner
    };
    let close = Rect { width: 9, ..foot };
    painter.text(foot.x, foot.y, foot.right(), "[ close ]", Tone::Strong);
    painter.focus(close);
    top.cursor(foot.x + 2, foot.y);
    top.click(close, Target::Control(0));
    let mut hints = Vec::new();
    if done.counts[0] > 0 {
        hints.push(format!("{} takes it back", model.key("portal.undo")));
    }
    let again = model.key("result.retry");
    match (done.undone(), &done.failed) {
        (0, _) => {}
        (_, Some(_)) => hints.push(format!("{again} tries again")),
        (1, None) => hints.push(format!("{again} tries the one who was refused again")),
        (count, None) if done.was_stopped() => {
            let count = grouped(count);
            hints.push(format!("{again} plans for the other {count}"));
        }
        (count, None) => hints.push(format!("{again} tries the {count} who were refused again")),
    }
    painter.text(
        close.right() + 2,
        foot.y,
        foot.right(),
        &hints.join("; "),
        Tone::Muted,
    );
}

/// `: 23 done, 1 refused, 1 unchanged`, where there is more than one row.
fn counts(done: &Done) -> String {
    if done.rows < 2 {
        return String::new();
    }
    let kinds = ["done", "refused", "unchanged"];
    let parts = done.counts.iter().zip(kinds);
    let parts = parts.filter(|(count, _)| **count > 0);
    let parts: Vec<_> = parts
        .map(|(count, word)| format!("{} {word}", grouped(*count)))
        .collect();
    format!(": {}", parts.join(", "))
}
