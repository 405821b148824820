//! The Authentication methods blade.

use super::{no, to_user};
use crate::domain::command::{Action, Command};
use crate::domain::edition::Experience;
use crate::domain::method::DefaultMethod;
use crate::domain::refusal::Refusal;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

/// Switch between the two experiences, where the edition has them.
pub fn switch_experience(model: &Model) -> Availability {
    let edition = model.snapshot.edition();
    if edition.has_two_experiences() {
        Availability::Enabled
    } else {
        no(Refusal::OneExperience(edition).to_string())
    }
}

/// Set the default sign-in method. The original experience does not, whichever it were.
pub fn default_method(model: &Model) -> Availability {
    let permitted = to_user(model, Action::SetDefaultMethod, model.subject());
    let original = model.snapshot.edition().has_two_experiences()
        && model
            .session
            .as_ref()
            .is_some_and(|session| session.experience == Experience::Original);
    match model.subject() {
        Some(user) if original && permitted == Availability::Enabled => {
            let [default, ..] = DefaultMethod::ALL;
            let command = Command::SetDefaultMethod { user, default };
            let refusal = model.refusal(&command.within(Experience::Original));
            refusal.map_or(Availability::Enabled, no)
        }
        _ => permitted,
    }
}
