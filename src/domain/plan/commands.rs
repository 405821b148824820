//! The commands one by one: whom each concerns, which actions it takes, which rule decides.

use super::context::{Context, Decision};
use super::user_settings;
use super::{
    Nothing, accounts, default_method, experience, methods, password, per_user_mfa, profile, tokens,
};
use crate::domain::command::{Action, Command};
use crate::domain::id::UserId;
use crate::domain::user::User;

/// Whom a command concerns, as it names them.
pub(super) fn targets(command: &Command) -> &[UserId] {
    match command {
        Command::InOriginalExperience(command) => targets(command),
        Command::AddMethod { user, .. }
        | Command::ChangeMethod { user, .. }
        | Command::DeleteMethod { user, .. }
        | Command::SetDefaultMethod { user, .. }
        | Command::ResetPassword { user }
        | Command::RequireReregister { user }
        | Command::RevokeMfaSessions { user }
        | Command::RevokeSessions { user }
        | Command::EditProfile { user, .. }
        | Command::AssignRole { user, .. }
        | Command::RemoveRole { user, .. }
        | Command::ActivateHardwareToken { user, .. }
        | Command::DeactivateHardwareToken { user, .. } => std::slice::from_ref(user),
        Command::ManageUserSettings { users, .. }
        | Command::SetPerUserMfa { users, .. }
        | Command::BlockSignIn { users }
        | Command::UnblockSignIn { users }
        | Command::DeleteUsers { users }
        | Command::RestoreUsers { users }
        | Command::DeletePermanently { users } => users,
        Command::SetPerUserMfaEach { .. }
        | Command::UploadHardwareTokens { .. }
        | Command::SaveServiceSettings(_)
        | Command::AdvanceClock { .. }
        | Command::ResetClock
        | Command::CreateUser(_) => &[],
    }
}

/// The actions of a command, in order. What an edit of the profile is depends on what it changes.
pub(super) fn actions(command: &Command, user: Option<&User>) -> Vec<Action> {
    vec![match command {
        Command::ManageUserSettings { boxes, .. } => return boxes.actions(),
        Command::EditProfile { name, fields, .. } => profile::action(user, name.as_deref(), fields),
        Command::InOriginalExperience(command) => return actions(command, user),
        Command::AddMethod { .. } => Action::AddMethod,
        Command::ChangeMethod { .. } => Action::ChangeMethod,
        Command::DeleteMethod { .. } => Action::DeleteMethod,
        Command::SetDefaultMethod { .. } => Action::SetDefaultMethod,
        Command::ResetPassword { .. } => Action::ResetPassword,
        Command::RequireReregister { .. } => Action::RequireReregister,
        Command::RevokeMfaSessions { .. } => Action::RevokeMfaSessions,
        Command::RevokeSessions { .. } => Action::RevokeSessions,
        Command::SetPerUserMfa { .. } | Command::SetPerUserMfaEach { .. } => Action::SetPerUserMfa,
        Command::BlockSignIn { .. } => Action::BlockSignIn,
        Command::UnblockSignIn { .. } => Action::UnblockSignIn,
        Command::DeleteUsers { .. } => Action::DeleteUser,
        Command::RestoreUsers { .. } => Action::RestoreUser,
        Command::DeletePermanently { .. } => Action::HardDeleteUser,
        Command::UploadHardwareTokens { .. } => Action::UploadHardwareToken,
        Command::AssignRole { .. } => Action::AssignRole,
        Command::RemoveRole { .. } => Action::RemoveRole,
        Command::ActivateHardwareToken { .. } => Action::ActivateHardwareToken,
        Command::DeactivateHardwareToken { .. } => Action::DeactivateHardwareToken,
        Command::SaveServiceSettings(_) => Action::ServiceSettings,
        Command::AdvanceClock { .. } | Command::ResetClock => Action::SetClock,
        Command::CreateUser(_) => Action::CreateUser,
    }]
}

/// The rule of one action of `command`, permission given.
pub(super) fn rule(
    context: &mut Context,
    command: &Command,
    action: Action,
    user: &User,
) -> Decision {
    match command {
        Command::InOriginalExperience(command) => {
            experience::original(context.edition, command, user)?;
            rule(context, command, action, user)
        }
        Command::AddMethod { method, .. } => methods::add(context, user, method),
        Command::ChangeMethod { method, to, .. } => methods::change(user, *method, to),
        Command::DeleteMethod { method, .. } => methods::delete(context, user, *method),
        Command::SetDefaultMethod { default, .. } => default_method::set(context, user, *default),
        Command::ActivateHardwareToken { method, code, .. } => {
            tokens::activate(context, user, *method, code.as_deref())
        }
        Command::DeactivateHardwareToken { method, .. } => tokens::deactivate(user, *method),
        Command::UploadHardwareTokens { tokens } => tokens::upload(context, user, tokens),
        Command::ResetPassword { .. } => password::reset(context, user),
        Command::RevokeSessions { .. } => Ok(password::revoke_sessions(context, user)),
        Command::RequireReregister { .. } => Ok(user_settings::reregister(context, user, false)),
        Command::RevokeMfaSessions { .. } => Ok(user_settings::forget_devices(context, user)),
        Command::ManageUserSettings { boxes, .. } => {
            Ok(user_settings::tick(context, user, *boxes, action))
        }
        Command::SetPerUserMfa { to, .. } => Ok(per_user_mfa::set(user, *to)),
        Command::BlockSignIn { .. } => accounts::block(context, user),
        Command::UnblockSignIn { .. } => Ok(accounts::unblock(user)),
        Command::DeleteUsers { .. } => accounts::delete(context, user),
        Command::RestoreUsers { .. } => accounts::restore(context, user),
        Command::AssignRole { role, .. } => Ok(accounts::assign_role(user, *role)),
        Command::RemoveRole { role, .. } => accounts::remove_role(context, user, *role),
        Command::EditProfile { name, fields, .. } => profile::edit(user, name.as_deref(), fields),
        // They are planned apart: user by user, or for no existing user.
        Command::SetPerUserMfaEach { .. }
        | Command::DeletePermanently { .. }
        | Command::SaveServiceSettings(_)
        | Command::AdvanceClock { .. }
        | Command::ResetClock
        | Command::CreateUser(_) => Ok(Nothing::AlreadySo.into()),
    }
}
