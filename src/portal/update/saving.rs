//! Plans on their way to the store, and what can be taken back afterwards.

use crate::domain::undo::{self, Direction};
use crate::portal::availability;
use crate::portal::dialogs::form::{Done, Form, Stage};
use crate::portal::dialogs::{Dialog, direction_label};
use crate::portal::effect::{Effect, Ticket};
use crate::portal::keymap::Availability;
use crate::portal::model::{Model, Saving};
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
    let Some(plan) = form.plan.clone() else {
        return Vec::new();
    };
    form.stage = Stage::Saving(ticket);
    model.saving = Some(Saving {
        ticket,
        title: plan.title.clone(),
        direction: None,
    });
    vec![Effect::Submit(ticket, Box::new(plan))]
}

pub(super) fn history(model: &mut Model, direction: Direction) -> Vec<Effect> {
    if model.saving.is_some() {
        model.refused("Still saving: wait a moment");
        return Vec::new();
    }
    let Some(session) = &model.session else {
        return Vec::new();
    };
    let Some(done) = session.history.next(direction) else {
        return Vec::new();
    };
    let plan = undo::plan(&*model.snapshot, &session.actor, done, direction, model.now);
    let title = done.title.clone();
    let ticket = model.next_ticket();
    model.saving = Some(Saving {
        ticket,
        title,
        direction: Some(direction),
    });
    vec![Effect::Submit(ticket, Box::new(plan))]
}

pub(super) fn on_submitted(
    model: &mut Model,
    ticket: Ticket,
    result: Result<Committed, StoreError>,
) {
    let Some(saving) = model.saving.take_if(|saving| saving.ticket == ticket) else {
        return;
    };
    let failed = result.as_ref().err().map(ToString::to_string);
    if let Ok(committed) = result {
        remember(model, &saving, committed);
    }
    if saving.direction.is_some()
        && let Some(why) = &failed
    {
        model.refused(format!("Not saved: {why}"));
    }
    for dialog in &mut model.dialogs {
        if let Dialog::Form(form) = dialog
            && matches!(form.stage, Stage::Saving(own) if own == ticket)
        {
            finish(form, failed.clone());
        }
    }
}

/// Takes what was done into the history, so that it can be taken back.
fn remember(model: &mut Model, saving: &Saving, committed: Committed) {
    let Some(session) = &mut model.session else {
        return;
    };
    let changed = !committed.inverse.is_empty();
    let done = undo::Done::new(saving.title.clone(), committed.inverse, &*model.snapshot);
    match saving.direction {
        None if changed => session.history.did(done),
        None => {}
        Some(direction) if changed => {
            session.history.moved(direction, done);
            let back = if direction == Direction::Undo { "Ctrl-R does it again" } else { "u takes it back" };
            model.done(format!("{}: {}. {back}.", direction_label(direction), saving.title));
        }
        Some(_) => model.refused(format!(
            "{} was changed by somebody else since, so nothing was taken back. The audit log has the details.",
            saving.title
        )),
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
