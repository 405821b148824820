//! Service settings: whoever may not change them reads them, and why.

use super::{no, writable};
use crate::domain::command::Action;
use crate::domain::plan::permission;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

/// Change the service settings.
pub fn edit_settings(model: &Model) -> Availability {
    let Some(actor) = model.actor() else {
        return Availability::Hidden;
    };
    let edition = model.snapshot.edition();
    match (
        writable(model),
        permission::performs(edition, actor, Action::ServiceSettings),
    ) {
        (Err(not), _) => not,
        (Ok(()), Err(why)) => no(why.to_string()),
        (Ok(()), Ok(())) => Availability::Enabled,
    }
}
