//! What undo and the logs will call a command: `Manage user settings for 5 users`.

use std::collections::HashSet;

use super::text::plain;
use crate::domain::command::{Command, NewMethod};
use crate::domain::directory::Directory;
use crate::domain::id::{MethodId, UserId};
use crate::domain::method::MethodKind;
use crate::domain::number::grouped;
use crate::domain::user::PerUserMfa;

pub(super) fn title(directory: &dyn Directory, command: &Command) -> String {
    let who = |users: &[UserId]| who(directory, users);
    let one = |user: &UserId| who(&[*user]);
    let method = |user: &UserId, method: &MethodId| {
        let user = directory.user(*user);
        let kind = user.and_then(|user| Some(user.method(*method)?.kind()));
        kind.map_or("a method", MethodKind::label)
    };
    match command {
        Command::InOriginalExperience(command) => title(directory, command),
        Command::AddMethod { user, method } => format!("Add {} for {}", added(method), one(user)),
        Command::ChangeMethod {
            user, method: id, ..
        } => format!("Change {} of {}", method(user, id), one(user)),
        Command::DeleteMethod { user, method: id } => {
            format!("Delete {} of {}", method(user, id), one(user))
        }
        Command::SetDefaultMethod { user, .. } => {
            format!("Set default sign-in method of {}", one(user))
        }
        Command::ResetPassword { user } => format!("Reset password of {}", one(user)),
        Command::RequireReregister { user } => {
            format!("Require re-register MFA of {}", one(user))
        }
        Command::RevokeMfaSessions { user } => format!("Revoke MFA sessions of {}", one(user)),
        Command::RevokeSessions { user } => format!("Revoke sessions of {}", one(user)),
        Command::ManageUserSettings { users, .. } => {
            format!("Manage user settings for {}", who(users))
        }
        Command::SetPerUserMfa { users, to } => {
            format!("{} MFA for {}", verb(*to), who(users))
        }
        Command::SetPerUserMfaEach { states } => {
            let users: Vec<_> = states.iter().map(|(user, _)| *user).collect();
            format!("Bulk update MFA for {}", who(&users))
        }
        Command::SaveServiceSettings(_) => "Save service settings".to_owned(),
        Command::AdvanceClock { days: 1 } => "Advance the clock by 1 day".to_owned(),
        Command::AdvanceClock { days } => format!("Advance the clock by {days} days"),
        Command::ResetClock => "Set the clock back to the real time".to_owned(),
        Command::BlockSignIn { users } => format!("Block sign-in for {}", who(users)),
        Command::UnblockSignIn { users } => format!("Unblock sign-in for {}", who(users)),
        Command::EditProfile { user, .. } => format!("Edit profile of {}", one(user)),
        Command::CreateUser(new) => format!("Create {}", plain(&new.name)),
        Command::DeleteUsers { users } => format!("Delete {}", who(users)),
        Command::RestoreUsers { users } => format!("Restore {}", who(users)),
        Command::DeletePermanently { users } => format!("Delete {} permanently", who(users)),
        Command::UploadHardwareTokens { tokens } => {
            let users: Vec<_> = tokens.iter().map(|(user, _)| *user).collect();
            format!("Upload hardware tokens for {}", who(&users))
        }
        Command::AssignRole { user, role } => format!("Assign {} to {}", role.label(), one(user)),
        Command::RemoveRole { user, role } => {
            format!("Remove {} from {}", role.label(), one(user))
        }
        Command::ActivateHardwareToken { user, .. } => {
            format!("Activate hardware token of {}", one(user))
        }
        Command::DeactivateHardwareToken { user, .. } => {
            format!("Deactivate hardware token of {}", one(user))
        }
    }
}

fn added(method: &NewMethod) -> &'static str {
    match method {
        NewMethod::Phone { phone_type, .. } => MethodKind::from(*phone_type).label(),
        NewMethod::Email { .. } => MethodKind::Email.label(),
        NewMethod::TemporaryAccessPass { .. } => MethodKind::TemporaryAccessPass.label(),
    }
}

/// What a command is called that is about `many` users who are not looked up yet.
pub fn title_for_many(command: &Command, many: usize) -> String {
    let users = format!("{} users", grouped(many));
    match command {
        Command::ManageUserSettings { .. } => format!("Manage user settings for {users}"),
        Command::SetPerUserMfa { to, .. } => format!("{} MFA for {users}", verb(*to)),
        Command::BlockSignIn { .. } => format!("Block sign-in for {users}"),
        Command::UnblockSignIn { .. } => format!("Unblock sign-in for {users}"),
        Command::DeleteUsers { .. } => format!("Delete {users}"),
        Command::RestoreUsers { .. } => format!("Restore {users}"),
        Command::DeletePermanently { .. } => format!("Delete {users} permanently"),
        _ => String::new(),
    }
}

fn verb(to: PerUserMfa) -> &'static str {
    match to {
        PerUserMfa::Disabled => "Disable",
        PerUserMfa::Enabled => "Enable",
        PerUserMfa::Enforced => "Enforce",
    }
}

/// The one user's name, or how many there are.
fn who(directory: &dyn Directory, users: &[UserId]) -> String {
    let distinct: HashSet<_> = users.iter().collect();
    match (distinct.len(), users.first()) {
        (1, Some(&id)) => directory
            .position(id)
            .and_then(|at| directory.head(at))
            .map_or_else(
                || "a user who is gone".to_owned(),
                |head| head.name.to_owned(),
            ),
        (count, _) => format!("{} users", grouped(count)),
    }
}
