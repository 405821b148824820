//! An audit entry in full, property by property.

use ratatui::layout::Rect;
use serde_json::Value;

use super::lines::{self, Line, wrapped};
use super::{body_height, frame, width_of};
use crate::domain::audit::{AuditResult, Modified};
use crate::portal::blades::audit_logs::status;
use crate::portal::dialogs::details::Details;
use crate::portal::model::Model;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};

/// How far it can be scrolled in `area`.
pub(super) fn most(model: &Model, details: &Details, area: Rect) -> usize {
    let cells = width_of(area, 100).saturating_sub(4);
    let lines = wrapped(all(model, details, ""), cells).len();
    lines.saturating_sub(body_height(lines, area))
}

pub(super) fn details(
    model: &Model,
    details: &Details,
    painter: &mut Painter<'_>,
    area: Rect,
    top: &mut Top,
) {
    let outer = width_of(area, 100);
    let cells = outer.saturating_sub(4);
    let lines = wrapped(all(model, details, painter.look.glyphs.arrow), cells);
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(6);
    let subtitle = details.entry.activity.names()[0];
    let size = (outer, height);
    let inner = frame(painter, area, size, "Activity details", subtitle);
    let body = Rect {
        height: inner.height.saturating_sub(2),
        ..inner
    };
    lines::draw(painter, body, &lines, details.scroll);
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
    let (tone, text) = match details.undo(model) {
        Ok(step) => {
            let undo = model.key("details.undo");
            let session = model.session.as_ref();
            let done = session.and_then(|session| session.history.at(step));
            let title = done.map_or("", |done| &done.title);
            (Tone::Plain, format!("{undo} takes it back: {title}"))
        }
        Err(why) => (Tone::Muted, why),
    };
    painter.text(close.right() + 2, foot.y, foot.right(), &text, tone);
}

fn all(model: &Model, details: &Details, arrow: &str) -> Vec<Line> {
    let entry = &details.entry;
    let [activity, service, category] = entry.activity.names();
    let (status, reason) = status(entry);
    let tone = match entry.result {
        AuditResult::Success => Tone::Plain,
        AuditResult::NothingToDo(_) => Tone::Muted,
        AuditResult::Failure(_) => Tone::Danger,
    };
    let target = match &entry.target {
        None => model.snapshot.facts().name.clone(),
        Some(target) => match model.snapshot.user(target.id) {
            Some(user) => format!("{}, {} (o opens)", user.name, target.upn),
            None => format!("{} (no longer there)", target.upn),
        },
    };
    let fact = |name: &str, value: &str| Line::of(Tone::Plain, name, value);
    let mut lines = vec![
        fact("Date", &format!("{} UTC", entry.at.date_and_time())),
        fact("Service", service),
        fact("Category", category),
        fact("Activity", activity),
        Line::of(tone, "Status", status),
    ];
    if !reason.is_empty() {
        lines.push(Line::of(tone, "Status reason", reason));
    }
    lines.push(fact("Target", &target));
    lines.push(fact("Initiated by", &entry.actor));
    lines.push(Line::plain(Tone::Plain, ""));
    if entry.modified.is_empty() {
        lines.push(Line::plain(Tone::Muted, "No property was modified."));
    } else {
        lines.push(Line::plain(Tone::Muted, "Modified properties"));
    }
    for modified in &*entry.modified {
        lines.push(Line::plain(Tone::Strong, &modified.property));
        lines.extend(before_and_after(modified, arrow));
    }
    lines
}

/// Lists item by item: what went, what came, what stayed; all else as `old → new`.
fn before_and_after(modified: &Modified, arrow: &str) -> Vec<Line> {
    let (old, new) = (items(&modified.old), items(&modified.new));
    if old.is_none() && new.is_none() {
        let text = format!("{} {arrow} {}", shown(&modified.old), shown(&modified.new));
        return vec![Line::of(Tone::Plain, "changed", text)];
    }
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let gone = old.iter().filter(|item| !new.contains(item));
    let came = new.iter().filter(|item| !old.contains(item));
    let kept = old.iter().filter(|item| new.contains(item));
    let line = |tone, word: &'static str| move |item: &String| Line::of(tone, word, item.clone());
    gone.map(line(Tone::Danger, "removed"))
        .chain(came.map(line(Tone::Good, "added")))
        .chain(kept.map(line(Tone::Muted, "kept")))
        .collect()
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "(none)" } else { value }
}

/// The items of a value that is a list, each in words.
fn items(value: &str) -> Option<Vec<String>> {
    let Ok(Value::Array(items)) = serde_json::from_str(value) else {
        return None;
    };
    Some(items.iter().map(item).collect())
}

fn item(value: &Value) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let Value::Object(fields) = value else {
        return plain(value);
    };
    let named = ["MethodType", "Detail"];
    let first = named.iter().filter_map(|name| fields.get(*name)).map(plain);
    let rest = fields
        .iter()
        .filter(|(name, _)| !named.contains(&name.as_str()))
        .map(|(name, value)| format!("{name} {}", plain(value)));
    let texts: Vec<_> = first.chain(rest).filter(|text| !text.is_empty()).collect();
    texts.join(", ")
}
