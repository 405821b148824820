//! Signing in and out.

use crate::domain::undo::History;
use crate::portal::act::{Act, Place};
use crate::portal::blades::Blade;
use crate::portal::effect::{Effect, Ticket};
use crate::portal::keymap::Scope;
use crate::portal::model::{Model, Session};
use crate::portal::notices::Notices;
use crate::portal::sign_in::{DEMO_PASSWORD, SignIn, Step};
use crate::portal::words::Door;

pub(super) fn sign_in(model: &mut Model, act: Act) -> Vec<Effect> {
    let page = model.page();
    match act {
        Act::Move(motion) => model.sign_in.motion(motion, page),
        Act::Back => model.sign_in.back(),
        Act::NextDoor => next_door(model),
        Act::TypeDemoPassword => model.sign_in.type_password(DEMO_PASSWORD),
        Act::Press => match model.sign_in.step {
            Step::Account => model.sign_in.choose(&model.snapshot),
            Step::Password { .. } => return check(model),
        },
        _ => {}
    }
    Vec::new()
}

fn check(model: &mut Model) -> Vec<Effect> {
    let ticket = model.next_ticket();
    let checked = model.sign_in.check(&model.snapshot, model.now, ticket);
    checked
        .map(|(hash, secret)| Effect::CheckPassword(ticket, hash, secret))
        .into_iter()
        .collect()
}

/// The tenant has another state. More of its users may be known.
pub(super) fn on_state(model: &mut Model) -> Vec<Effect> {
    // Whoever signs out begins with the accounts of then.
    if model.session.is_some() {
        return Vec::new();
    }
    model.sign_in.take_state(&model.snapshot);
    if !model.sign_in.is_entered() {
        return Vec::new();
    }
    let effects = check(model);
    if !model.sign_in.is_checking() {
        // There is no such administrator: what was typed for the portal is no part of a password.
        model.held.clear();
    }
    effects
}

/// To the next portal that the edition has.
fn next_door(model: &mut Model) {
    let edition = model.snapshot.edition();
    model.door = model.wording().door().next(edition);
}

/// Goes on in this portal. Blades that it does not have are closed.
pub(super) fn switch_door(model: &mut Model, door: Door) {
    model.door = door;
    let has = |blade: &dyn Blade| {
        blade.place().is_none_or(|place| door.leads_to(place))
            && (door.has_methods() || !blade.scopes().contains(&Scope::Methods))
    };
    let kept = model.blades.iter().take_while(|blade| has(&***blade));
    let kept = kept.count().max(1);
    model.note_view();
    model.blades.truncate(kept);
    model.done(format!("Now in the {}", door.name()));
}

pub(super) fn on_password_checked(model: &mut Model, ticket: Ticket, right: bool) {
    if let Some(actor) = model.sign_in.checked(ticket, right) {
        model.notices = Notices::default();
        model.done(format!("Signed in as {}", actor.upn));
        // The top bar says it too; the last line is better used for the first keys.
        model.status = None;
        // The greeting itself needs no bell.
        model.notices.read();
        model.session = Some(Session {
            actor,
            history: History::default(),
            experience: model.saved_view.experience,
        });
        model.blades = vec![model.open(Place::AllUsers)];
    } else if !model.sign_in.is_checking() {
        // It was typed for the portal, which does not open: it is no part of another password.
        model.held.clear();
    }
}

pub(super) fn sign_out(model: &mut Model) {
    model.switch_edition(None);
    model.note_view();
    model.session = None;
    model.blades.clear();
    model.dialogs.clear();
    model.sign_in = SignIn::new(&model.snapshot, None);
    model.done("Signed out");
}
