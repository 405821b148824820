//! The last line: what was just said, or the keys that work here, and whether changes are saved.

use ratatui::layout::Rect;

use crate::portal::act::Act;
use crate::portal::blades::outward::Outward;
use crate::portal::keymap::{Availability, Scope, bindings};
use crate::portal::lesson::Lesson;
use crate::portal::model::{Model, Saving, Status};
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::room::Room;
use crate::portal::theme::Tone;
use crate::store::Access;

/// Draws it: what was just said, until the next key (a clock would write while nothing happens),
/// else the keys that work here; on the right, whether changes are saved.
pub fn draw(model: &Model, painter: &mut Painter<'_>, area: Rect) {
    let rule = Rect {
        y: area.bottom().saturating_sub(2),
        height: 1,
        ..area
    };
    let row = Rect {
        y: area.bottom().saturating_sub(1),
        height: 1,
        x: area.x + 1,
        width: area.width.saturating_sub(2),
    };
    painter.rule(rule, Tone::Muted);
    let progress = model.saving.as_ref().and_then(Saving::progress);
    let progress = progress.or(model.reversing.progress());
    let progress = progress.map(|progress| progress.to_string());
    let (tone, text) = match (&model.saving, &model.access) {
        (Some(_), _) => (Tone::Caution, progress.as_deref().unwrap_or("saving")),
        (None, _) if progress.is_some() => (Tone::Caution, progress.as_deref().unwrap_or("")),
        (None, Access::Writable) => (Tone::Good, "saved"),
        (None, Access::Sandbox) => (Tone::Caution, "sandbox"),
        (None, Access::ReadOnly(_)) => (Tone::Caution, "read-only"),
    };
    let mut end = painter.right(row, text, tone).saturating_sub(2);
    let recording = model.presenter.recording.is_some();
    let lesson = model.lesson.as_ref().map(Lesson::progress);
    let besides = [
        lesson.map(|progress| (Tone::Accent, format!("scenario, {progress}"))),
        clock(model).map(|clock| (Tone::Caution, clock)),
        recording.then(|| (Tone::Danger, "recording".to_owned())),
        model.presenter.room.as_ref().map(Room::in_short),
    ];
    for (tone, text) in besides.iter().flatten() {
        let row = Rect {
            width: end.saturating_sub(row.x),
            ..row
        };
        end = painter.right(row, text, *tone).saturating_sub(2);
    }
    let row = Rect {
        width: end.saturating_sub(row.x),
        ..row
    };
    match &model.status {
        Some(Status::Done(text)) => said(painter, area, row, text, Tone::Good),
        Some(Status::Refused(why)) if model.asked.is_some() => {
            let text = format!("{why}. {} lists who could.", model.key("portal.who"));
            said(painter, area, row, &text, Tone::Danger);
        }
        Some(Status::Refused(why)) => said(painter, area, row, why, Tone::Danger),
        None => hints(model, painter, row),
    }
}

/// What the tenant's clock shows instead of the real time.
fn clock(model: &Model) -> Option<String> {
    let set = model.clock_is_set.then_some("--clock");
    let days = match model.snapshot.facts().clock_days {
        0 => return set.map(str::to_owned),
        1 => "clock +1 day".to_owned(),
        days => format!("clock +{days} days"),
    };
    Some(set.map_or(days.clone(), |set| format!("{set}, {days}")))
}

/// What was just said, whole: where `row` is too short for it, it takes as many lines above the
/// last one as it needs, until the next key.
fn said(painter: &mut Painter<'_>, area: Rect, row: Rect, text: &str, tone: Tone) {
    if width(text) <= row.width {
        painter.text(row.x, row.y, row.right(), text, tone);
        return;
    }
    let row = Rect {
        width: area.right().saturating_sub(row.x + 1),
        ..row
    };
    let lines = wrap(text, row.width);
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(area.height / 2);
    let top = area.bottom() - height;
    painter.clear(Rect {
        y: top - 1,
        height: height + 1,
        ..area
    });
    painter.rule(
        Rect {
            y: top - 1,
            height: 1,
            ..area
        },
        Tone::Muted,
    );
    for (y, line) in (top..area.bottom()).zip(&lines) {
        painter.text(row.x, y, row.right(), line, tone);
    }
}

fn hints(model: &Model, painter: &mut Painter<'_>, row: Rect) {
    let glyphs = painter.look.glyphs;
    let mut x = row.x;
    let mut hint = |painter: &mut Painter<'_>, key: &str, text: &str| {
        if x + width(key) + 1 + width(text) <= row.right() {
            x = painter.text(x, row.y, row.right(), key, Tone::Strong) + 1;
            x = painter.text(x, row.y, row.right(), text, Tone::Muted) + 2;
        }
    };
    let scopes = model.scopes();
    if scopes.contains(&Scope::Rows) || scopes.contains(&Scope::Pointing) {
        hint(painter, glyphs.key_up_down, "move");
    }
    // What Esc clears is told first; on the first blade there is no way back.
    let outward = match model.blade() {
        Some(blade) if scopes.contains(&Scope::Portal) => Some(blade.outward()),
        _ => None,
    };
    let clears = outward.and_then(Outward::hint);
    if let Some(clears) = clears {
        hint(painter, &model.key("portal.back"), clears);
    }
    let first = model.blades.len() == 1 && outward.is_some();
    for binding in scopes
        .iter()
        .flat_map(|scope| bindings(*scope))
        .filter(|binding| !binding.hint.is_empty())
    {
        if binding.act == Act::Back && (first || clears.is_some()) {
            continue;
        }
        if (binding.when)(model) == Availability::Enabled
            && let Some(key) = model.keymap.keys(binding).first()
        {
            hint(painter, &key.label(glyphs), binding.hint);
        }
    }
}
