//! Checkpoints: the list, and coming back to an earlier state.

use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::finder::Finder;
use crate::portal::effect::CheckpointAnswer;
use crate::portal::model::Model;
use crate::store::{Snapshot, StoreError};

pub(super) fn on_answer(model: &mut Model, answer: Result<CheckpointAnswer, StoreError>) {
    // Nobody waits for it any more.
    if model.session.is_none() || model.dialogs.iter().any(Dialog::is_form) {
        return;
    }
    match answer {
        Ok(CheckpointAnswer::Done(done)) => model.done(done),
        Ok(CheckpointAnswer::Listed(all, may_keep)) => {
            let list = Finder::checkpoints(model, &all, may_keep);
            model.dialogs.push(Dialog::Finder(list));
        }
        Ok(CheckpointAnswer::Opened(Some(then), title)) => come_back(model, then, &title),
        Ok(CheckpointAnswer::Opened(None, title)) => {
            model.refused(format!("{title}: that state is not kept here"));
        }
        Err(why) => model.refused(why.to_string()),
    }
}

fn come_back(model: &mut Model, then: Snapshot, title: &str) {
    let Some(desk) = model.desk() else { return };
    if !desk.snapshot.is_ready() {
        // Whoever is not known yet would seem to be missing.
        model.refused(format!(
            "{title}: the users are still being read; try again in a moment"
        ));
        return;
    }
    let dialog = Dialog::come_back(then, title, &desk);
    match &dialog {
        Dialog::Form(form) if form.plan.is_none() && !form.job.is_awaited() => {
            let why = form.missing.clone();
            model.refused(format!("{title}: {why}"));
        }
        _ => model.dialogs.push(dialog),
    }
}
