//! When commands on accounts can be used: a user's Overview, new and deleted users.

use super::{no, planned, to_targets, writable};
use crate::domain::command::{Action, Command};
use crate::domain::id::UserId;
use crate::domain::plan::permission;
use crate::domain::profile::ProfileField;
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

use Availability::{Disabled, Enabled, Hidden};

/// Edit properties: the engine is asked about another mobile number, which whoever may edit
/// anything may edit.
pub fn edit_properties(model: &Model) -> Availability {
    let user = model.subject().and_then(|id| model.snapshot.user(id));
    let other = user.map(|user| format!("{} 1", user.profile.mobile_phone));
    planned(model, Action::EditContactInformation, |user| {
        Some(Command::EditProfile {
            user,
            name: None,
            fields: vec![(ProfileField::MobilePhone, other?)],
        })
    })
}

/// Revoke sessions.
pub fn revoke_sessions(model: &Model) -> Availability {
    planned(model, Action::RevokeSessions, |user| {
        Some(Command::RevokeSessions { user })
    })
}

/// Block sign-in, where it is not blocked.
pub fn block(model: &Model) -> Availability {
    if blocked(model) {
        return Hidden;
    }
    planned(model, Action::BlockSignIn, |user| {
        Some(Command::BlockSignIn { users: vec![user] })
    })
}

/// Unblock sign-in, where it is blocked.
pub fn unblock(model: &Model) -> Availability {
    if !blocked(model) {
        return Hidden;
    }
    planned(model, Action::UnblockSignIn, |user| {
        Some(Command::UnblockSignIn { users: vec![user] })
    })
}

fn blocked(model: &Model) -> bool {
    let user = model.subject().and_then(|id| model.snapshot.user(id));
    user.is_some_and(|user| user.blocked)
}

/// Delete the one user.
pub fn delete(model: &Model) -> Availability {
    planned(model, Action::DeleteUser, |user| {
        Some(Command::DeleteUsers { users: vec![user] })
    })
}

/// Assign role: the engine is asked about any of them.
pub fn assign_role(model: &Model) -> Availability {
    planned(model, Action::AssignRole, |user| {
        let role = Role::GlobalReader;
        Some(Command::AssignRole { user, role })
    })
}

/// Remove role.
pub fn remove_role(model: &Model) -> Availability {
    let user = model.subject().and_then(|id| model.snapshot.user(id));
    if user.is_some_and(|user| user.roles.is_empty()) {
        return no("This user holds no role");
    }
    // Whether a certain role may go is said beside the choice.
    planned(model, Action::RemoveRole, |user| {
        let role = Role::GlobalReader;
        Some(Command::RemoveRole { user, role })
    })
}

/// Restore the selected users.
pub fn restore(model: &Model) -> Availability {
    to_targets(model, Action::RestoreUser)
}

/// Delete the selected users permanently.
pub fn delete_permanently(model: &Model) -> Availability {
    to_targets(model, Action::HardDeleteUser)
}

/// Restore the one user, where deleted.
pub fn restore_one(model: &Model) -> Availability {
    let Some(user) = deleted(model) else {
        return Hidden;
    };
    let command = Command::RestoreUsers { users: vec![user] };
    match writable(model) {
        Err(not) => not,
        Ok(()) => model.refusal(&command).map_or(Enabled, no),
    }
}

/// Open the user's authentication methods, where not deleted.
pub fn methods(model: &Model) -> Availability {
    match deleted(model) {
        Some(_) => no(Refusal::Deleted.to_string()),
        None if !model.wording().door().has_methods() => {
            no(model.wording().not_behind("Authentication methods"))
        }
        None => Enabled,
    }
}

/// Whom the blade is about, where deleted.
fn deleted(model: &Model) -> Option<UserId> {
    let user = model.snapshot.user(model.subject()?)?;
    user.deleted.map(|_| user.id)
}

/// New user.
pub fn new_user(model: &Model) -> Availability {
    let check = || -> Result<(), Availability> {
        writable(model)?;
        let actor = model.actor().ok_or(Hidden)?;
        permission::performs(model.snapshot.edition(), actor, Action::CreateUser)
            .map_err(|why| Disabled(why.to_string()))
    };
    check().err().unwrap_or(Enabled)
}
