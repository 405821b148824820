//! Playing a scenario by hand: choosing one, checking its steps, leaving it.

use super::perform::refresh;
use crate::domain::edition::Edition;
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::finder::Finder;
use crate::portal::dialogs::form::Stage;
use crate::portal::effect::{Effect, Ticket};
use crate::portal::lesson::{Begun, Source};
use crate::portal::model::Model;

/// The steps of the scenario that is being played, else the scenarios there are.
pub(super) fn show(model: &mut Model) {
    let dialog = if model.lesson.is_some() {
        Dialog::Lesson(0)
    } else {
        Dialog::Finder(Finder::scenarios(model))
    };
    model.dialogs.push(dialog);
}

/// Does `act` where the steps are shown, which can be scrolled `most` lines.
pub(super) fn in_steps(model: &mut Model, act: Act, page: usize, most: usize) -> Vec<Effect> {
    match act {
        Act::Scroll(motion) | Act::Move(motion) => {
            if let Some(Dialog::Lesson(scroll)) = model.dialogs.last_mut() {
                *scroll = motion.from(*scroll, usize::from(u16::MAX), page).min(most);
            }
        }
        Act::Press => return check(model),
        Act::LeaveScenario => return leave(model),
        Act::Back => drop(model.dialogs.pop()),
        _ => {}
    }
    Vec::new()
}

/// Wants to play `source`; without an edition, in the only one it names.
pub(super) fn play(model: &mut Model, source: Source, edition: Option<Edition>) -> Vec<Effect> {
    if let Some(why) = model.busy() {
        model.refused(why);
        return Vec::new();
    }
    let ticket = model.next_ticket();
    model.beginning = Some(ticket);
    vec![Effect::PlayScenario(ticket, source, edition)]
}

pub(super) fn on_begun(model: &mut Model, ticket: Ticket, result: Result<Begun, String>) {
    let by_form = |dialog: &Dialog| dialog.is_saving(ticket);
    let form = model.dialogs.iter().position(by_form);
    if model.beginning.take_if(|own| *own == ticket).is_none() && form.is_none() {
        return;
    }
    let result = match model.busy() {
        Some(why) => Err(why.to_owned()),
        None => result,
    };
    match (result, form) {
        (Ok(Begun::Which(offered)), _) => {
            model.dialogs.clear();
            let editions = Finder::editions_of(&offered);
            model.dialogs.push(Dialog::Finder(editions));
        }
        (Ok(Begun::Lesson(lesson, snapshot)), _) => {
            let title = format!("{} ({})", lesson.title, lesson.edition);
            model.begin_lesson(lesson, snapshot);
            model.done(format!("{title} begins, in a sandbox. L shows its steps."));
            model.dialogs.push(Dialog::Lesson(0));
        }
        (Err(why), Some(at)) => {
            if let Dialog::Form(form) = &mut model.dialogs[at] {
                form.stage = Stage::Asking;
                form.focus = 0;
                if let Some(file) = form.controls.first_mut() {
                    file.say(&why, true);
                }
            }
        }
        (Err(why), None) => model.refused(why),
    }
}

/// Has the next step checked.
fn check(model: &mut Model) -> Vec<Effect> {
    let left = model
        .lesson
        .as_ref()
        .is_some_and(|lesson| lesson.at < lesson.steps.len());
    if !left {
        model.say("All steps are done: x leaves the scenario");
        return Vec::new();
    }
    if model.saving.is_some() {
        model.refused("Still saving: wait a moment");
        return Vec::new();
    }
    vec![Effect::CheckStep]
}

/// What differs from what the step expects; nothing: on to the next one, as whoever does that.
pub(super) fn on_checked(model: &mut Model, result: Result<Vec<String>, String>) {
    let Some(lesson) = &mut model.lesson else {
        return;
    };
    match result {
        Ok(faults) if faults.is_empty() => {
            lesson.at += 1;
            lesson.faults = None;
            let said = format!("As expected: {}", lesson.progress());
            let role = lesson.role();
            if let (Some(session), Some(role)) = (&mut model.session, role) {
                session.actor.roles = role.into();
            }
            refresh(model);
            model.done(said);
        }
        Ok(faults) => {
            let said = match faults.len() {
                1 => "1 thing is not as expected yet".to_owned(),
                count => format!("{count} things are not as expected yet"),
            };
            lesson.faults = Some(faults);
            model.refused(said);
        }
        Err(why) => model.refused(why),
    }
}

/// Back to the tenant as it was.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    if model.saving.is_some() || model.reversing.is_awaited() {
        model.refused("Still saving: wait a moment");
        return Vec::new();
    }
    let Some(title) = model.end_lesson() else {
        return Vec::new();
    };
    refresh(model);
    model.done(format!("{title} is left; back in the tenant"));
    vec![Effect::LeaveScenario]
}
