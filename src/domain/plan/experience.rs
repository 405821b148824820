//! What the original experience of the Authentication methods blade leaves out (S2, S3).

use crate::domain::command::{Command, NewMethod};
use crate::domain::edition::{Edition, Experience};
use crate::domain::method::{Method, MethodKind};
use crate::domain::refusal::Refusal;
use crate::domain::user::User;

/// Refuses `command` where it concerns a kind of method that the original experience does not
/// offer, or where the edition knows no such thing. Commands on no method are the same in both.
pub(super) fn original(edition: Edition, command: &Command, user: &User) -> Result<(), Refusal> {
    if !edition.has_two_experiences() {
        return Err(Refusal::OneExperience(edition));
    }
    if let Command::SetDefaultMethod { .. } = command {
        let what = "the default sign-in method";
        return Err(Refusal::NotInOriginalExperience { what, edition });
    }
    match kind(command, user) {
        Some(kind) if !Experience::Original.offers().contains(kind) => {
            let what = kind.label();
            Err(Refusal::NotInOriginalExperience { what, edition })
        }
        _ => Ok(()),
    }
}

/// The kind of method that a command adds, changes or deletes. One that is not there is for the
/// command's own rule to refuse.
fn kind(command: &Command, user: &User) -> Option<MethodKind> {
    match command {
        Command::AddMethod { method, .. } => Some(match method {
            NewMethod::Phone { phone_type, .. } => MethodKind::from(*phone_type),
            NewMethod::Email { .. } => MethodKind::Email,
            NewMethod::TemporaryAccessPass { .. } => MethodKind::TemporaryAccessPass,
        }),
        Command::ChangeMethod { method, .. }
        | Command::DeleteMethod { method, .. }
        | Command::ActivateHardwareToken { method, .. }
        | Command::DeactivateHardwareToken { method, .. } => user.method(*method).map(Method::kind),
        _ => None,
    }
}
