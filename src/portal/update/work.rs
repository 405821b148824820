//! What blades and dialogs want computed outside, and the answers. Nobody else asks for work, and
//! work that nobody waits for any more is given up, however that came about.

use crate::portal::blades::Blade;
use crate::portal::effect::{Effect, Ticket};
use crate::portal::model::Model;
use crate::portal::work::{Job, Progress, Worked};

fn jobs(blades: &mut [Box<dyn Blade>]) -> impl Iterator<Item = &mut Job> {
    blades.iter_mut().filter_map(|blade| blade.job())
}

/// What is to be asked for after the last message, and what to be given up.
pub(super) fn wanted(model: &mut Model) -> Vec<Effect> {
    let Model {
        blades, tickets, ..
    } = model;
    let mut asked = Vec::new();
    let mut awaited = Vec::new();
    for job in jobs(blades) {
        if let Some(work) = job.ask(*tickets + 1) {
            *tickets += 1;
            asked.push(Effect::Work(*tickets, Box::new(work)));
        }
        awaited.extend(job.ticket());
    }
    let mut idle = std::mem::replace(&mut model.under_way, awaited);
    idle.retain(|ticket| !model.under_way.contains(ticket));
    idle.into_iter().map(Effect::Stop).chain(asked).collect()
}

/// Some work is so far.
pub(super) fn on_progress(model: &mut Model, ticket: Ticket, progress: Progress) {
    jobs(&mut model.blades).for_each(|job| job.is_at(ticket, progress));
}

/// Some work is done. An answer that nobody waits for is dropped.
pub(super) fn on_worked(model: &mut Model, ticket: Ticket, worked: Option<Box<Worked>>) {
    model.under_way.retain(|own| *own != ticket);
    let mut blades = std::mem::take(&mut model.blades);
    let waits = |job: Option<&mut Job>| job.is_some_and(|job| job.answers(ticket));
    let blade = blades.iter_mut().find_map(|blade| {
        let waits = waits(blade.job());
        waits.then_some(blade)
    });
    if let (Some(blade), Some(worked), Some(desk)) = (blade, worked, model.desk()) {
        blade.worked(*worked, &desk);
    }
    model.blades = blades;
}
