//! What an act does to blades and frame.

use super::{dialog, lesson, room, saving, session, who};
use crate::domain::id::UserId;
use crate::domain::undo::Direction;
use crate::portal::act::{Act, Place};
use crate::portal::blades::authentication_methods::AuthenticationMethods;
use crate::portal::blades::user_properties::UserProperties;
use crate::portal::blades::{Blade, Desk, Request};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::finder::Finder;
use crate::portal::effect::{CheckpointAsk, Effect, Ticket};
use crate::portal::model::Model;
use crate::portal::saved_view;

pub(super) fn refresh(model: &mut Model) {
    // Those below are brought in line when they are shown again.
    let snapshot = model.snapshot.clone();
    if let Some(blade) = model.blades.last_mut() {
        blade.refresh(&snapshot);
    }
    let mut dialogs = std::mem::take(&mut model.dialogs);
    if let Some(desk) = model.desk() {
        for dialog in &mut dialogs {
            dialog.replan(&desk);
        }
    }
    model.dialogs = dialogs;
}

/// Does `act`, which is known to be available.
pub(super) fn perform(model: &mut Model, act: Act) -> Vec<Effect> {
    match act {
        Act::LeaveNow => return vec![Effect::Quit],
        Act::Suspend => return vec![Effect::Suspend],
        Act::Repaint => return vec![Effect::Repaint],
        _ => {}
    }
    if presenting(model, act) {
        return Vec::new();
    }
    if let Some(effects) = room::perform(model, act) {
        return effects;
    }
    if model.session.is_none() {
        return session::sign_in(model, act);
    }
    if !model.dialogs.is_empty() {
        return dialog::in_dialog(model, act);
    }
    match act {
        Act::Undo => return saving::reverse(model, Direction::Undo),
        Act::Redo => return saving::reverse(model, Direction::Redo),
        Act::Help => model.dialogs.push(Dialog::Finder(Finder::help(model))),
        Act::PickAccount => model.dialogs.push(Dialog::Finder(Finder::accounts(model))),
        Act::Palette => model.dialogs.push(Dialog::Finder(Finder::palette(model))),
        Act::WhoCould => who::show(model),
        Act::SwitchEdition => dialog::compare_editions(model),
        Act::SwitchDoor => model.dialogs.push(Dialog::Finder(Finder::doors(model))),
        Act::Checkpoints => return vec![Effect::Checkpoints(CheckpointAsk::List)],
        Act::Notifications => {
            model.notices.read();
            model
                .dialogs
                .push(Dialog::Finder(Finder::notifications(model)));
        }
        Act::Scenario => lesson::show(model),
        Act::SetClock => {
            let dialog = model.desk().map(|desk| Dialog::set_clock(&desk));
            model.dialogs.extend(dialog);
        }
        Act::ToggleMouse => {
            model.mouse = !model.mouse;
            model.done(if model.mouse {
                "Mouse on: click, wheel; hold Shift to select text"
            } else {
                "Mouse off: the terminal has it"
            });
            model.saved_view.mouse = model.mouse;
            return vec![Effect::SetMouse(model.mouse)];
        }
        Act::ResetView => return saved_view::reset(model),
        // The session of a scenario ends with it.
        Act::SignOut if model.lesson.is_some() => return lesson::leave(model),
        Act::SignOut => session::sign_out(model),
        Act::Leave => return leave(model),
        _ => return on_blade(model, act),
    }
    Vec::new()
}

/// Does what is the presenter's. False: `act` is something else.
fn presenting(model: &mut Model, act: Act) -> bool {
    let presenter = &mut model.presenter;
    let choosing = presenter.scopes().is_some();
    match act {
        Act::Presenter => presenter.choose(),
        Act::ShowKeys => presenter.toggle_keys(),
        Act::ZoomRow => presenter.toggle_zoom(),
        Act::Point => presenter.take_pointer(model.size),
        Act::DropPointer => presenter.drop_pointer(),
        Act::Back | Act::Press if choosing => presenter.leave(),
        Act::Move(motion) if choosing => presenter.move_pointer(motion, model.size),
        Act::Left | Act::Right if choosing => {
            presenter.move_sideways(act == Act::Right, model.size);
        }
        _ => return false,
    }
    true
}

fn on_blade(model: &mut Model, act: Act) -> Vec<Effect> {
    if let Act::Go(place) = act {
        go(model, place);
        return Vec::new();
    }
    on_shown(model, |blade, desk| {
        let requests = blade.act(act, desk);
        blade.refresh(desk.snapshot);
        requests.unwrap_or_default()
    })
}

/// Runs `run` on the shown blade with the desk beside it, and does what it asks for.
pub(super) fn on_shown(
    model: &mut Model,
    run: impl FnOnce(&mut dyn Blade, &Desk<'_>) -> Vec<Request>,
) -> Vec<Effect> {
    let Some(mut blade) = model.blades.pop() else {
        return Vec::new();
    };
    let requests = model.desk().map(|desk| run(&mut *blade, &desk));
    model.blades.push(blade);
    carry_out(model, requests.unwrap_or_default())
}

fn carry_out(model: &mut Model, requests: Vec<Request>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for request in requests {
        match request {
            Request::Open(blade) => model.blades.push(blade),
            Request::User(user) => open_user(model, user),
            Request::Close => close(model),
            Request::Go(place) => go(model, place),
            Request::Ask(dialog) => model.dialogs.push(*dialog),
            Request::Experience(experience) => {
                if let Some(session) = &mut model.session {
                    session.experience = experience;
                }
                if model.lesson.is_none() {
                    model.saved_view.experience = experience;
                }
            }
            Request::Say(text) => model.say(text),
            Request::Refuse(why) => model.refused(why),
            Request::Done(text) => model.done(text),
            Request::Copy(text) => {
                model.done("Sent to the terminal's clipboard");
                effects.push(Effect::Copy(text));
            }
            Request::Check(check) => {
                let ticket = model.next_ticket();
                model.checking = Some(ticket);
                effects.push(Effect::Check(ticket, check));
            }
            Request::Submit(plan) => effects.push(saving::submit(model, *plan)),
        }
    }
    effects
}

/// Opens a user on top of the shown blade; the same user is not opened twice.
pub(super) fn open_user(model: &mut Model, user: UserId) {
    let shown = model.blade().is_some_and(|blade| {
        blade.list().is_none() && blade.place().is_none() && blade.subject() == Some(user)
    });
    if !shown {
        let Some(experience) = model.session.as_ref().map(|session| session.experience) else {
            return;
        };
        let blade: Box<dyn Blade> = if model.wording().door().has_methods() {
            let blade = AuthenticationMethods::new(user, experience, &model.snapshot);
            Box::new(blade)
        } else {
            Box::new(UserProperties::new(user))
        };
        model.blades.push(blade);
    }
}

/// The answer to a comparison goes to the blade that asked, unless it has asked anew or was closed.
pub(super) fn on_checked(model: &mut Model, ticket: Ticket, found: Option<usize>) -> Vec<Effect> {
    if model.checking.take_if(|own| *own == ticket).is_none() {
        return Vec::new();
    }
    on_shown(model, |blade, desk| blade.checked(found, desk))
}

/// Closes the shown blade; the outermost one stays.
fn close(model: &mut Model) {
    if model.blades.len() > 1 {
        model.note_view();
        model.blades.pop();
        refresh(model);
    } else {
        let leave = model.key("portal.leave");
        model.say(format!(
            "Leave proofup? {leave} leaves, any other key stays"
        ));
    }
}

fn leave(model: &mut Model) -> Vec<Effect> {
    if model.blades.len() > 1 {
        close(model);
        return Vec::new();
    }
    if model.lesson.is_some() {
        return lesson::leave(model);
    }
    vec![Effect::Quit]
}

/// To a blade of the menu. One that is open already is as one left it: cursor, search, marks.
fn go(model: &mut Model, place: Place) {
    model.note_view();
    if let Some(at) = model
        .blades
        .iter()
        .position(|blade| blade.place() == Some(place))
    {
        model.blades.truncate(at + 1);
        return;
    }
    let blade = model.open(place);
    // All users is where every way begins.
    model.blades.truncate(1);
    model.blades.push(blade);
}
