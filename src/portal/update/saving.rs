//! Plans on their way to the store: the very plan that was shown, all of it at once, or part by part
//! where it is for very many users.

mod history;

use std::path::PathBuf;
use std::sync::Arc;

use super::perform::on_shown;
use crate::domain::directory::Revision;
use crate::domain::plan::Plan;
use crate::domain::undo;
use crate::portal::availability;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::form::{Done, Form, Overtaken, Stage};
use crate::portal::effect::{Effect, Submission, Ticket};
use crate::portal::keymap::Availability;
use crate::portal::model::{Model, Saving, Status};
use crate::portal::work::grouped;
use crate::store::{Committed, StoreError};
pub(super) use history::{reverse, reversed, take};

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
        form.written = None;
        return vec![Effect::Export(ticket, Box::new(export))];
    }
    if let Some(source) = form.scenario.clone() {
        form.stage = Stage::Saving(ticket);
        return vec![Effect::PlayScenario(ticket, source, None)];
    }
    let Some(plan) = form.plan.clone() else {
        return Vec::new();
    };
    if form.asks_first() {
        model.refused(LOOK_AGAIN);
        return Vec::new();
    }
    form.stage = Stage::Saving(ticket);
    vec![begin(model, Saving::new(ticket, plan, None))]
}

/// Saves a plan that needs no dialog. A blade asks for it only while nothing else is being saved.
pub(super) fn submit(model: &mut Model, plan: Plan) -> Effect {
    let ticket = model.next_ticket();
    begin(model, Saving::new(ticket, Arc::new(plan), None))
}

fn begin(model: &mut Model, saving: Saving) -> Effect {
    let saving = model.saving.insert(saving);
    let submission = Submission::new(Arc::clone(&saving.plan), saving.part());
    Effect::Submit(saving.ticket, submission)
}

/// Stops between two parts of what is being saved, or writing a file.
pub(super) fn stop(model: &mut Model) -> Vec<Effect> {
    if let Some(Dialog::Form(form)) = model.dialogs.last()
        && let (Stage::Saving(ticket), true) = (&form.stage, form.export.is_some())
    {
        return vec![Effect::Stop(*ticket)];
    }
    if let Some(saving) = &mut model.saving
        && saving.has_more()
    {
        saving.stopped = true;
        model.say("Stopping behind the part that is being saved");
    }
    Vec::new()
}

pub(super) fn on_submitted(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Committed, StoreError>,
) -> Vec<Effect> {
    let Some(mut saving) = model.saving.take_if(|saving| saving.ticket == ticket) else {
        return Vec::new();
    };
    let part = saving.part();
    let result = result.map(|committed| {
        Done::count(&mut saving.counts, &saving.plan.rows[part.clone()]);
        let rows = &saving.plan.rows[part.clone()];
        saving
            .record
            .extend(committed.inverse, rows, &*model.snapshot);
        let more = saving.has_more();
        saving.rows = part.end;
        (committed.revision, more)
    });
    match result {
        Ok((_, true)) if !saving.stopped => vec![begin(model, saving)],
        Ok((revision, _)) => finish(model, saving, Ok(revision)),
        Err(StoreError::Stale(_)) if saving.rows == 0 && ask_again(model, ticket) => Vec::new(),
        Err(why) => finish(model, saving, Err(why.to_string())),
    }
}

/// Said where somebody changed what a plan is about before it was saved.
const LOOK_AGAIN: &str = "Not saved: somebody else was there first. Read the plan, then save again";

/// Nothing was saved, since somebody else was there first: the dialog stays, with the plan as of now.
/// False: no dialog asked for it.
fn ask_again(model: &mut Model, ticket: Ticket) -> bool {
    let mut dialogs = std::mem::take(&mut model.dialogs);
    let asked = dialogs.iter_mut().find(|dialog| dialog.is_saving(ticket));
    let desk = model.desk();
    let stays = match (asked, desk) {
        (Some(Dialog::Form(form)), Some(desk)) => {
            form.ask_again(&desk);
            true
        }
        _ => false,
    };
    model.dialogs = dialogs;
    if stays {
        model.refused(LOOK_AGAIN);
    }
    stays
}

/// Everything is saved, or nothing more will be.
fn finish(model: &mut Model, mut saving: Saving, result: Result<Revision, String>) -> Vec<Effect> {
    let failed = result.as_ref().err().cloned();
    if saving.stopped {
        // It no longer stops: it has.
        model.status = None;
    }
    let nothing = undo::Done::begun(String::new(), saving.at, Vec::new());
    let record = std::mem::replace(&mut saving.record, nothing);
    history::remember(model, &saving, record, failed.as_deref());
    let mut notices = Vec::new();
    let mut by_dialog = false;
    for dialog in &mut model.dialogs {
        if let Dialog::Form(form) = dialog
            && matches!(form.stage, Stage::Saving(own) if own == saving.ticket)
        {
            notices.push(notice(&saving, failed.as_deref()));
            show(form, &saving, failed.clone());
            by_dialog = true;
        }
    }
    for notice in notices {
        model.notices.add(model.now, notice);
    }
    let of_blade = !by_dialog && saving.step.is_none();
    let result = of_blade.then_some(result);
    on_shown(model, |blade, desk| blade.saved(result, desk))
}

/// A file was written, or the form says why not.
pub(super) fn on_exported(model: &mut Model, ticket: Ticket, result: Result<PathBuf, String>) {
    let waits = |dialog: &Dialog| dialog.is_saving(ticket);
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

/// What the notifications say of a dialog's result.
fn notice(saving: &Saving, failed: Option<&str>) -> Status {
    let (title, all) = (&saving.title, saving.plan.rows.len());
    let [done, refused, _] = saving.counts;
    let refused = match refused {
        0 => String::new(),
        count => format!(", {} of {} refused", grouped(count), grouped(all)),
    };
    let rows = format!("{} of {} users", grouped(saving.rows), grouped(all));
    match failed {
        Some(why) if saving.rows > 0 => {
            Status::Refused(format!("Saved for {rows} only: {title}: {why}"))
        }
        Some(why) => Status::Refused(format!("Not saved: {title}: {why}")),
        None if saving.rows < all => {
            Status::Done(format!("Stopped after {rows}: {title}{refused}"))
        }
        None if done > 0 => Status::Done(format!("Done: {title}{refused}")),
        None => Status::Done(format!("Nothing was changed: {title}{refused}")),
    }
}

/// Shows in the dialog what came of it.
fn show(form: &mut Form, saving: &Saving, failed: Option<String>) {
    let plan = Arc::clone(&saving.plan);
    let whole = saving.rows == plan.rows.len();
    form.plan = None;
    form.overtaken = Overtaken::No;
    form.scroll = 0;
    form.stage = Stage::Done(Box::new(Done {
        before: form.before.clone(),
        revealed: plan.revealed.clone().filter(|_| whole),
        rows: saving.rows,
        counts: saving.counts,
        failed,
        plan,
    }));
}
