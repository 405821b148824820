//! Plans on their way to the store, and what can be taken back afterwards.

use std::path::PathBuf;

use super::perform::on_shown;
use crate::domain::audit::Activity;
use crate::domain::plan::{Outcome, Part, Plan};
use crate::domain::undo::{self, Direction, Step};
use crate::portal::availability;
use crate::portal::dialogs::form::{Done, Form, Stage};
use crate::portal::dialogs::{Dialog, direction_label};
use crate::portal::effect::{Effect, Ticket};
use crate::portal::keymap::Availability;
use crate::portal::model::{Model, Saving, Status};
use crate::store::{Committed, StoreError};

pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    if let Availability::Disabled(why) = availability::save(model) {
        model.refused(why);
        return Vec::new();
    }
    let ticket = model.next_ticket();
    let Some(Dialog::Form(form)) = model.dialogs.last_mut() else {
        return Vec::new();
    };
    if let Some(export) = form.export.clone() {
        form.stage = Stage::Saving(ticket);
        return vec![Effect::Export(ticket, Box::new(export))];
    }
    let Some(plan) = form.plan.clone() else {
        return Vec::new();
    };
    form.stage = Stage::Saving(ticket);
    model.saving = Some(Saving {
        ticket,
        title: plan.title.clone(),
        at: plan.at,
        activities: activities(&plan),
        step: None,
    });
    vec![Effect::Submit(ticket, Box::new(plan))]
}

/// Saves a plan that needs no dialog. A blade asks for it only while nothing else is being saved.
pub(super) fn submit(model: &mut Model, plan: Plan) -> Effect {
    let ticket = model.next_ticket();
    model.saving = Some(Saving {
        ticket,
        title: plan.title.clone(),
        at: plan.at,
        activities: activities(&plan),
        step: None,
    });
    Effect::Submit(ticket, Box::new(plan))
}

/// What the audit trail will call a plan.
fn activities(plan: &Plan) -> Vec<Activity> {
    let mut activities: Vec<_> = plan.audit.iter().map(|entry| entry.activity).collect();
    activities.sort_unstable();
    activities.dedup();
    activities
}

/// Takes the last action back, or does the last one taken back again.
pub(super) fn history(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let session = model.session.as_ref();
    match session.and_then(|session| session.history.last(direction)) {
        Some(step) => take(model, step),
        None => Vec::new(),
    }
}

/// Takes this step in the session's history.
pub(super) fn take(model: &mut Model, step: Step) -> Vec<Effect> {
    if model.saving.is_some() {
        model.refused("Still saving: wait a moment");
        return Vec::new();
    }
    let Some(session) = &model.session else {
        return Vec::new();
    };
    let Some(done) = session.history.at(step) else {
        return Vec::new();
    };
    let plan = undo::plan(
        &*model.snapshot,
        &session.actor,
        done,
        step.direction,
        model.now,
    );
    let title = done.title.clone();
    let ticket = model.next_ticket();
    model.saving = Some(Saving {
        ticket,
        title,
        at: plan.at,
        activities: activities(&plan),
        step: Some(step),
    });
    vec![Effect::Submit(ticket, Box::new(plan))]
}

pub(super) fn on_submitted(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Committed, StoreError>,
) -> Vec<Effect> {
    let Some(saving) = model.saving.take_if(|saving| saving.ticket == ticket) else {
        return Vec::new();
    };
    let failed = result.as_ref().err().map(ToString::to_string);
    let revision = result.as_ref().map(|committed| committed.revision).ok();
    if let Ok(committed) = result {
        remember(model, &saving, committed);
    }
    if saving.step.is_some()
        && let Some(why) = &failed
    {
        model.refused(format!("Not saved: {why}"));
    }
    let mut notices = Vec::new();
    let mut by_dialog = false;
    for dialog in &mut model.dialogs {
        if let Dialog::Form(form) = dialog
            && matches!(form.stage, Stage::Saving(own) if own == ticket)
        {
            notices.extend(
                form.plan
                    .as_ref()
                    .map(|plan| notice(plan, failed.as_deref())),
            );
            finish(form, failed.clone());
            by_dialog = true;
        }
    }
    for notice in notices {
        model.notices.add(model.now, notice);
    }
    let of_blade = !by_dialog && saving.step.is_none();
    let result = match (revision, failed) {
        (Some(revision), _) => Ok(revision),
        (None, why) => Err(why.unwrap_or_default()),
    };
    let result = of_blade.then_some(result);
    on_shown(model, |blade, desk| blade.saved(result, desk))
}

/// A file was written, or the form says why not.
pub(super) fn on_exported(model: &mut Model, ticket: Ticket, result: Result<PathBuf, String>) {
    let waits = |dialog: &Dialog| matches!(dialog, Dialog::Form(form) if matches!(form.stage, Stage::Saving(own) if own == ticket));
    let Some(at) = model.dialogs.iter().position(waits) else {
        return;
    };
    match result {
        Ok(path) => {
            if let Dialog::Form(form) = model.dialogs.remove(at)
                && let Some(export) = form.export
            {
                let count = export.rows.count();
                model.done(format!("{count} written to {}", path.display()));
            }
        }
        Err(why) => {
            if let Dialog::Form(form) = &mut model.dialogs[at] {
                form.stage = Stage::Asking;
                form.focus = 0;
                if let Some(file) = form.controls.first_mut() {
                    file.say(&why, true);
                }
            }
        }
    }
}

/// Takes what was done into the history, so that it can be taken back.
fn remember(model: &mut Model, saving: &Saving, committed: Committed) {
    let Some(session) = &mut model.session else {
        return;
    };
    let changed = !committed.inverse.is_empty();
    let done = undo::Done::new(saving.title.clone(), committed.inverse, &*model.snapshot)
        .audited(saving.at, saving.activities.clone());
    match saving.step {
        None if changed => session.history.did(done),
        None => {}
        Some(step) if changed => {
            session.history.moved(step, done);
            let back = match step.direction {
                Direction::Undo => format!("{} does it again", model.key("portal.redo")),
                Direction::Redo => format!("{} takes it back", model.key("portal.undo")),
            };
            model.done(format!("{}: {}. {back}.", direction_label(step.direction), saving.title));
        }
        Some(_) => model.refused(format!(
            "{} was changed by somebody else since, so nothing was taken back. The audit log has the details.",
            saving.title
        )),
    }
}

/// What the notifications say of a dialog's result.
fn notice(plan: &Plan, failed: Option<&str>) -> Status {
    let title = &plan.title;
    let refused = plan.rows.iter().filter(|row| {
        let refused = |part: &Part| matches!(part.outcome, Outcome::Refused(_));
        row.parts.iter().any(refused)
    });
    let refused = match refused.count() {
        0 => String::new(),
        count => format!(", {count} of {} refused", plan.rows.len()),
    };
    match failed {
        Some(why) => Status::Refused(format!("Not saved: {title}: {why}")),
        None if plan.changes_anything() => Status::Done(format!("Done: {title}{refused}")),
        None => Status::Done(format!("Nothing was changed: {title}{refused}")),
    }
}

fn finish(form: &mut Form, failed: Option<String>) {
    let Some(plan) = form.plan.take() else { return };
    let revealed = if failed.is_none() {
        plan.revealed.clone()
    } else {
        None
    };
    form.scroll = 0;
    form.stage = Stage::Done(Box::new(Done {
        before: form.before.clone(),
        plan,
        revealed,
        failed,
    }));
}
