//! The per-user MFA page.

use super::{no, writable};
use crate::domain::command::Action;
use crate::domain::plan::permission;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

/// Bulk update from a CSV file: the engine's word on role and edition; rows are refused one by one.
pub fn bulk_update(model: &Model) -> Availability {
    performed(model, Action::SetPerUserMfa)
}

/// Upload of hardware OATH tokens.
pub fn upload_tokens(model: &Model) -> Availability {
    performed(model, Action::UploadHardwareToken)
}

fn performed(model: &Model, action: Action) -> Availability {
    if let Err(not) = writable(model) {
        return not;
    }
    if let Some(why) = &model.no_files {
        return no(why);
    }
    let Some(actor) = model.actor() else {
        return Availability::Hidden;
    };
    let edition = model.snapshot.edition();
    match permission::performs(edition, actor, action) {
        Ok(()) => Availability::Enabled,
        Err(why) => no(why.to_string()),
    }
}
