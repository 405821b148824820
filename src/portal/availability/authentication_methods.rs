//! The Authentication methods blade.

use super::no;
use crate::domain::command::Command;
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

/// Why the experience of the blade has no default sign-in method; `None`: it has.
pub fn no_default(model: &Model) -> Option<String> {
    let session = model.session.as_ref()?;
    let original = session.experience == Experience::Original;
    if !original || !model.snapshot.edition().has_two_experiences() {
        return None;
    }
    let [default, ..] = DefaultMethod::ALL;
    let user = model.subject()?;
    let command = Command::SetDefaultMethod { user, default };
    model.refusal(&command.within(Experience::Original))
}
