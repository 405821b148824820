//! What can be taken back and done again: one step each, however many users it was for.

use std::sync::Arc;

use super::begin;
use crate::domain::plan::Plan;
use crate::domain::undo::{Direction, Done, Step};
use crate::portal::dialogs::direction_label;
use crate::portal::effect::{Effect, Heavy};
use crate::portal::model::{Model, Saving};
use crate::portal::work::{Reversing, Work, grouped};

/// So much is planned to be taken back on the spot. More would take longer than a frame.
const ON_THE_SPOT: usize = 500;

/// Takes the last action back, or does the last one taken back again.
pub(in crate::portal::update) fn reverse(model: &mut Model, direction: Direction) -> Vec<Effect> {
    let session = model.session.as_ref();
    match session.and_then(|session| session.history.last(direction)) {
        Some(step) => take(model, step),
        None => Vec::new(),
    }
}

/// Takes this step in the session's history.
pub(in crate::portal::update) fn take(model: &mut Model, step: Step) -> Vec<Effect> {
    if model.saving.is_some() || model.reversing.is_awaited() {
        model.refused("Still saving: wait a moment");
        return Vec::new();
    }
    let Some(session) = &model.session else {
        return Vec::new();
    };
    let Some(done) = session.history.at(step) else {
        return Vec::new();
    };
    let reversing = Reversing {
        snapshot: model.snapshot.clone(),
        actor: session.actor.clone(),
        done: Arc::clone(done),
        step,
        now: model.now,
    };
    if done.inverse.len() > ON_THE_SPOT {
        model.reversing.want(Work::Reverse(Box::new(reversing)));
        return Vec::new();
    }
    let plan = reversing.run(&mut |_| true);
    let effect = plan.map(|plan| reversed(model, plan, step));
    effect.into_iter().collect()
}

/// It is planned: saves it.
pub(in crate::portal::update) fn reversed(
    model: &mut Model,
    plan: Arc<Plan>,
    step: Step,
) -> Effect {
    let ticket = model.next_ticket();
    begin(model, Saving::new(ticket, plan, Some(step)))
}

/// Takes what was done into the history, so that it can be taken back.
pub(super) fn remember(model: &mut Model, saving: &Saving, mut record: Done, failed: Option<&str>) {
    let Some(session) = &mut model.session else {
        return;
    };
    let changed = !record.inverse.is_empty();
    let title = &saving.title;
    let all = saving.plan.rows.len();
    match saving.step {
        None if changed => {
            if saving.rows < all {
                let rows = grouped(saving.rows);
                record.title = format!("{title} ({rows} of them)");
            }
            let gone = session.history.did(record);
            model.heavy.extend(gone.into_iter().map(Heavy::Done));
        }
        None => {}
        Some(step) if changed => {
            let gone = session.history.moved(step, record);
            model.heavy.extend(gone.map(Heavy::Done));
            let (undo, redo) = (model.key("portal.undo"), model.key("portal.redo"));
            let (again, rest) = match step.direction {
                Direction::Undo => (
                    format!("{redo} does it again"),
                    format!("{undo} takes the rest back"),
                ),
                Direction::Redo => (
                    format!("{undo} takes it back"),
                    format!("{redo} does the rest"),
                ),
            };
            let label = direction_label(step.direction);
            if saving.rows < all {
                let why = failed.map_or_else(String::new, |why| format!(": {why}"));
                model.refused(format!(
                    "{label} for {} of {} users: {title}{why}. {rest}.",
                    grouped(saving.rows),
                    grouped(all)
                ));
            } else {
                model.done(format!("{label}: {title}. {again}."));
            }
        }
        Some(_) => match failed {
            Some(why) => model.refused(format!("Not saved: {why}")),
            None => model.refused(format!(
                "{title} was changed by somebody else since, so nothing was taken back. The audit log has the details."
            )),
        },
    }
}
