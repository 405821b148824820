//! Whether a user's sign-in can be played.

use super::{no, writable};
use crate::portal::act::Act;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

/// What the shown blade says of an act of its own, once anything can be saved at all.
pub fn own(model: &Model, act: Act) -> Availability {
    if let Err(not) = writable(model) {
        return not;
    }
    let desk = model.desk();
    let refused = desk.and_then(|desk| model.blade()?.refuses(act, &desk));
    refused.map_or(Availability::Enabled, no)
}

/// A place is being chosen.
pub fn at_places(model: &Model) -> Availability {
    let refused = model
        .desk()
        .and_then(|desk| model.blade()?.refuses(Act::EditAddress, &desk));
    refused.map_or(Availability::Enabled, |_| Availability::Hidden)
}

/// A sign-in can be played.
pub fn anybody(model: &Model) -> Availability {
    writable(model).err().unwrap_or(Availability::Enabled)
}

/// A key that an app scans is shown.
pub fn scan(model: &Model) -> Availability {
    match model.blade() {
        Some(blade) if blade.scan() => Availability::Enabled,
        _ => no("There is nothing to copy here"),
    }
}

/// Somebody is there to sign in as, and what comes of it can be saved.
pub fn play(model: &Model) -> Availability {
    if let Err(not) = writable(model) {
        return not;
    }
    match model.subject().and_then(|user| model.snapshot.user(user)) {
        Some(_) => Availability::Enabled,
        None => no("Nobody is under the cursor"),
    }
}
