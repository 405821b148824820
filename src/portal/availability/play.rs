//! Whether a user's sign-in can be played.

use super::{no, writable};
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

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
