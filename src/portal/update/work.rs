//! What blades and dialogs want computed outside, and the answers. Nobody else asks for work, and
//! work that nobody waits for any more is given up, however that came about.

use std::sync::Arc;

use super::saving;
use crate::portal::blades::Blade;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::form::Stage;
use crate::portal::effect::{Effect, Heavy, Ticket};
use crate::portal::model::Model;
use crate::portal::work::{Job, Progress, Worked};

/// Every job there is.
fn jobs<'a>(
    blades: &'a mut [Box<dyn Blade>],
    dialogs: &'a mut [Dialog],
    reversing: &'a mut Job,
) -> impl Iterator<Item = &'a mut Job> {
    let of_blades = blades.iter_mut().filter_map(|blade| blade.job());
    let of_dialogs = dialogs.iter_mut().filter_map(Dialog::job);
    of_blades.chain(of_dialogs).chain([reversing])
}

/// What is to be asked for after the last message, and what to be given up.
pub(super) fn wanted(model: &mut Model) -> Vec<Effect> {
    let Model {
        blades,
        dialogs,
        reversing,
        tickets,
        ..
    } = model;
    let mut asked = Vec::new();
    let mut awaited = Vec::new();
    for job in jobs(blades, dialogs, reversing) {
        if let Some(work) = job.ask(*tickets + 1) {
            *tickets += 1;
            asked.push(Effect::Work(*tickets, Box::new(work)));
        }
        awaited.extend(job.ticket());
    }
    let mut idle = std::mem::replace(&mut model.under_way, awaited);
    idle.retain(|ticket| !model.under_way.contains(ticket));
    let unused = model.heavy.extract_if(.., |heavy| heavy.is_last());
    let freed: Vec<_> = unused.map(Effect::Free).collect();
    let stopped = idle.into_iter().map(Effect::Stop);
    stopped.chain(asked).chain(freed).collect()
}

/// Some work is so far, or some file.
pub(super) fn on_progress(model: &mut Model, ticket: Ticket, progress: Progress) {
    for dialog in &mut model.dialogs {
        if let Dialog::Form(form) = dialog
            && matches!(form.stage, Stage::Saving(own) if own == ticket)
        {
            form.written = Some(progress);
        }
    }
    let Model {
        blades,
        dialogs,
        reversing,
        ..
    } = model;
    for job in jobs(blades, dialogs, reversing) {
        job.is_at(ticket, progress);
    }
}

/// Some work is done. An answer that nobody waits for is dropped.
pub(super) fn on_worked(
    model: &mut Model,
    ticket: Ticket,
    worked: Option<Box<Worked>>,
) -> Vec<Effect> {
    model.under_way.retain(|own| *own != ticket);
    if let Some(Worked::Proposed(proposal)) = worked.as_deref() {
        model.heavy.push(Heavy::Plan(Arc::clone(&proposal.plan)));
        let command = proposal.command.iter().map(Arc::clone);
        model.heavy.extend(command.map(Heavy::Command));
    }
    if let Some(Worked::Reversed(plan, _)) = worked.as_deref() {
        model.heavy.push(Heavy::Plan(Arc::clone(plan)));
    }
    let Some(worked) = worked else {
        return Vec::new();
    };
    let waits = |job: Option<&mut Job>| job.is_some_and(|job| job.answers(ticket));
    if model.reversing.answers(ticket) {
        return match *worked {
            Worked::Reversed(plan, step) => vec![saving::reversed(model, plan, step)],
            _ => Vec::new(),
        };
    }
    if let Some(at) = model
        .dialogs
        .iter_mut()
        .position(|dialog| waits(dialog.job()))
    {
        model.dialogs[at].worked(*worked);
        return Vec::new();
    }
    if let Some(at) = model.blades.iter_mut().position(|blade| waits(blade.job())) {
        let mut blades = std::mem::take(&mut model.blades);
        if let Some(desk) = model.desk() {
            blades[at].worked(*worked, &desk);
        }
        model.blades = blades;
    }
    Vec::new()
}
