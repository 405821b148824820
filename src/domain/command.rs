//! What somebody wants of the tenant, as data: at once the button, the cmdlet, the HTTP call and
//! the scenario step. [`crate::domain::plan::plan`] says what comes of it.

use serde::{Deserialize, Serialize};

use super::edition::Experience;
use super::id::{MethodId, UserId};
use super::method::DefaultMethod;
use super::phone::PhoneType;
use super::profile::ProfileField;
use super::role::Role;
use super::settings::ServiceSettings;
use super::token_upload::NewToken;
use super::user::{PerUserMfa, UserType};

/// A wish. Bulk work is one command with many users: one plan, one undo step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Add an authentication method for a user (S2, S3).
    AddMethod {
        /// For whom.
        user: UserId,
        /// Which.
        method: NewMethod,
    },
    /// The same, asked for in the original experience of the Authentication methods blade, which
    /// offers less (S2, S3: [`Experience::offers`]).
    InOriginalExperience(Box<Command>),
    /// Change a phone number or an e-mail address.
    ChangeMethod {
        /// Whose.
        user: UserId,
        /// Which.
        method: MethodId,
        /// The new number or address, as typed.
        to: String,
    },
    /// Delete one method (D15).
    DeleteMethod {
        /// Whose.
        user: UserId,
        /// Which.
        method: MethodId,
    },
    /// Set the default sign-in method.
    SetDefaultMethod {
        /// Whose.
        user: UserId,
        /// To what.
        default: DefaultMethod,
    },
    /// Reset the password to a temporary one that must be changed at the next sign-in
    /// (S1 to S3; D6, D17).
    ResetPassword {
        /// Whose.
        user: UserId,
    },
    /// Require re-register MFA.
    RequireReregister {
        /// Of whom.
        user: UserId,
    },
    /// Revoke MFA sessions: forget every remembered device.
    RevokeMfaSessions {
        /// Whose.
        user: UserId,
    },
    /// Revoke sessions: refresh tokens and session cookies end now.
    RevokeSessions {
        /// Whose.
        user: UserId,
    },
    /// The three-box "Manage user settings" dialog, over many users.
    ManageUserSettings {
        /// The selected users.
        users: Vec<UserId>,
        /// What is ticked.
        boxes: UserSettings,
    },
    /// Enable, Disable or Enforce per-user MFA.
    SetPerUserMfa {
        /// The selected users.
        users: Vec<UserId>,
        /// The new state.
        to: PerUserMfa,
    },
    /// Set per-user MFA user by user, as a bulk update from CSV does (`facts/portal.md` 4.2).
    SetPerUserMfaEach {
        /// Whom to which state; of two states of one user the first counts.
        states: Vec<(UserId, PerUserMfa)>,
    },
    /// Save the service settings.
    SaveServiceSettings(ServiceSettings),
    /// Advance the tenant's clock, so that what is kept for a time runs out while one watches.
    AdvanceClock {
        /// By how many days.
        days: u32,
    },
    /// Set the tenant's clock back to the real time.
    ResetClock,
    /// Block sign-in.
    BlockSignIn {
        /// The selected users.
        users: Vec<UserId>,
    },
    /// Unblock sign-in.
    UnblockSignIn {
        /// The selected users.
        users: Vec<UserId>,
    },
    /// Edit the display name or the public profile (D17).
    EditProfile {
        /// Whose.
        user: UserId,
        /// The new display name, where it changes.
        name: Option<String>,
        /// Changed fields and their new texts.
        fields: Vec<(ProfileField, String)>,
    },
    /// Create a user.
    CreateUser(NewUser),
    /// Delete users; they stay restorable for 30 days.
    DeleteUsers {
        /// The selected users.
        users: Vec<UserId>,
    },
    /// Restore deleted users.
    RestoreUsers {
        /// The selected users.
        users: Vec<UserId>,
    },
    /// Delete deleted users permanently.
    DeletePermanently {
        /// The selected users.
        users: Vec<UserId>,
    },
    /// Upload hardware OATH tokens; they come in deactivated (`facts/portal.md` 2.4).
    UploadHardwareTokens {
        /// Whom to give which.
        tokens: Vec<(UserId, NewToken)>,
    },
    /// Assign a directory role.
    AssignRole {
        /// To whom.
        user: UserId,
        /// Which.
        role: Role,
    },
    /// Remove a directory role.
    RemoveRole {
        /// From whom.
        user: UserId,
        /// Which.
        role: Role,
    },
    /// Activate a hardware OATH token.
    ActivateHardwareToken {
        /// Whose.
        user: UserId,
        /// Which.
        method: MethodId,
        /// The code that it shows, as typed; asked for where its key is known.
        code: Option<String>,
    },
    /// Deactivate a hardware OATH token.
    DeactivateHardwareToken {
        /// Whose.
        user: UserId,
        /// Which.
        method: MethodId,
    },
}

impl Command {
    /// The same for these users, where it is about many.
    #[must_use]
    pub fn with_users(mut self, selected: Vec<UserId>) -> Self {
        if let Some(users) = self.users_mut() {
            *users = selected;
        }
        self
    }

    /// The users of a command that is about many.
    pub fn users_mut(&mut self) -> Option<&mut Vec<UserId>> {
        match self {
            Self::InOriginalExperience(command) => command.users_mut(),
            Self::ManageUserSettings { users, .. }
            | Self::SetPerUserMfa { users, .. }
            | Self::BlockSignIn { users }
            | Self::UnblockSignIn { users }
            | Self::DeleteUsers { users }
            | Self::RestoreUsers { users }
            | Self::DeletePermanently { users } => Some(users),
            _ => None,
        }
    }

    /// The command as it is asked for in `experience`.
    #[must_use]
    pub fn within(self, experience: Experience) -> Self {
        match experience {
            Experience::Original => Self::InOriginalExperience(Box::new(self)),
            Experience::Preview => self,
        }
    }
}

/// A method an administrator may add (`facts/portal.md` 2.3). Texts come as typed; the plan
/// refuses what is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewMethod {
    /// A phone number.
    Phone {
        /// Which of the three.
        phone_type: PhoneType,
        /// `+CC number`, as typed.
        number: String,
    },
    /// An e-mail address: password reset only (D13).
    Email {
        /// As typed.
        address: String,
    },
    /// A Temporary Access Pass; replaces the user's old one.
    TemporaryAccessPass {
        /// From when; `None`: from now.
        starts: Option<super::time::Timestamp>,
        /// For how many minutes.
        lifetime_minutes: u32,
        /// Whether it works once only.
        one_time: bool,
    },
}

/// The three check boxes of "Manage user settings" (S0 to S4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UserSettings {
    /// Box 1: Require selected users to provide contact methods again.
    pub provide_contact_methods_again: bool,
    /// Box 2: Delete all existing app passwords generated by the selected users.
    pub delete_app_passwords: bool,
    /// Box 3: Restore multifactor authentication on all remembered devices.
    pub restore_remembered_devices: bool,
}

impl UserSettings {
    /// The actions of the ticked boxes, top to bottom. D7: box 1 is the blade's re-register, box
    /// 3 the blade's revoke.
    pub fn actions(self) -> Vec<Action> {
        [
            (
                self.provide_contact_methods_again,
                Action::RequireReregister,
            ),
            (self.delete_app_passwords, Action::DeleteAppPasswords),
            (self.restore_remembered_devices, Action::RevokeMfaSessions),
        ]
        .into_iter()
        .filter_map(|(ticked, action)| ticked.then_some(action))
        .collect()
    }
}

/// What the "New user" form asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUser {
    /// User principal name, as typed.
    pub upn: String,
    /// Display name, as typed.
    pub name: String,
    /// Member or guest.
    pub user_type: UserType,
}

/// What a step of a plan does: the unit that is permitted, refused and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Action {
    /// Reset password.
    ResetPassword,
    /// Require re-register MFA; box 1.
    RequireReregister,
    /// Revoke MFA sessions; box 3.
    RevokeMfaSessions,
    /// Delete all existing app passwords; box 2.
    DeleteAppPasswords,
    /// Revoke sessions.
    RevokeSessions,
    /// Add authentication method.
    AddMethod,
    /// Change a method.
    ChangeMethod,
    /// Delete a method.
    DeleteMethod,
    /// Set the default sign-in method.
    SetDefaultMethod,
    /// Activate a hardware OATH token.
    ActivateHardwareToken,
    /// Deactivate a hardware OATH token.
    DeactivateHardwareToken,
    /// Enable, Disable or Enforce per-user MFA.
    SetPerUserMfa,
    /// Save the service settings.
    ServiceSettings,
    /// Block sign-in.
    BlockSignIn,
    /// Unblock sign-in.
    UnblockSignIn,
    /// Edit the public profile.
    EditProfile,
    /// Edit only contact information of the public profile.
    EditContactInformation,
    /// Create a user.
    CreateUser,
    /// Delete a user.
    DeleteUser,
    /// Restore a deleted user.
    RestoreUser,
    /// Delete a deleted user permanently.
    HardDeleteUser,
    /// Upload a hardware OATH token.
    UploadHardwareToken,
    /// Assign a role.
    AssignRole,
    /// Remove a role.
    RemoveRole,
    /// Set the tenant's clock; allowed to everybody, because no portal has such a thing.
    SetClock,
    /// Take back what was done; allowed to whoever did it.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// The tenant comes back to an earlier state.
    ComeBack,
    /// A user signs in: counters, remembered devices, what was used.
    SignIn,
    /// A user registers a method, at sign-in or under Security info.
    RegisterSecurityInfo,
    /// A user changes a number or an address.
    UpdateSecurityInfo,
    /// A user deletes a method.
    DeleteSecurityInfo,
    /// A user chooses the default sign-in method.
    ChangeDefaultSecurityInfo,
    /// A user changes the own password.
    ChangePassword,
    /// A user makes an app password.
    CreateAppPassword,
    /// A user deletes an app password.
    DeleteAppPassword,
    /// A user signs out everywhere.
    SignOutEverywhere,
    /// A user restores multifactor authentication on all remembered devices.
    RestoreOwnDevices,
}

impl Action {
    /// Every action that a role table permits: all but the clock, undo, redo and what users do
    /// themselves.
    pub const ALL: [Self; 24] = [
        Self::ResetPassword,
        Self::RequireReregister,
        Self::RevokeMfaSessions,
        Self::DeleteAppPasswords,
        Self::RevokeSessions,
        Self::AddMethod,
        Self::ChangeMethod,
        Self::DeleteMethod,
        Self::SetDefaultMethod,
        Self::ActivateHardwareToken,
        Self::DeactivateHardwareToken,
        Self::SetPerUserMfa,
        Self::ServiceSettings,
        Self::BlockSignIn,
        Self::UnblockSignIn,
        Self::EditProfile,
        Self::EditContactInformation,
        Self::CreateUser,
        Self::DeleteUser,
        Self::RestoreUser,
        Self::HardDeleteUser,
        Self::UploadHardwareToken,
        Self::AssignRole,
        Self::RemoveRole,
    ];

    /// The action in the words of a sentence: `reset the password`.
    pub fn verb(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset the password",
            Self::RequireReregister => "require re-registration",
            Self::RevokeMfaSessions => "revoke MFA sessions",
            Self::DeleteAppPasswords => "delete app passwords",
            Self::RevokeSessions => "revoke sessions",
            Self::AddMethod => "add an authentication method",
            Self::ChangeMethod => "change an authentication method",
            Self::DeleteMethod => "delete an authentication method",
            Self::SetDefaultMethod => "set the default sign-in method",
            Self::ActivateHardwareToken => "activate a hardware token",
            Self::DeactivateHardwareToken => "deactivate a hardware token",
            Self::SetPerUserMfa => "change per-user MFA",
            Self::ServiceSettings => "change the service settings",
            Self::BlockSignIn => "block sign-in",
            Self::UnblockSignIn => "unblock sign-in",
            Self::EditProfile => "edit the public profile",
            Self::EditContactInformation => "edit contact information",
            Self::CreateUser => "create a user",
            Self::DeleteUser => "delete a user",
            Self::RestoreUser => "restore a user",
            Self::HardDeleteUser => "delete a user permanently",
            Self::UploadHardwareToken => "upload hardware tokens",
            Self::AssignRole => "assign a role",
            Self::RemoveRole => "remove a role",
            Self::SetClock => "set the tenant's clock",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::ComeBack => "come back to an earlier state",
            Self::SignIn => "sign in",
            Self::RegisterSecurityInfo => "register security info",
            Self::UpdateSecurityInfo => "update security info",
            Self::DeleteSecurityInfo => "delete security info",
            Self::ChangeDefaultSecurityInfo => "change the default sign-in method",
            Self::ChangePassword => "change the password",
            Self::CreateAppPassword => "create an app password",
            Self::DeleteAppPassword => "delete an app password",
            Self::SignOutEverywhere => "sign out everywhere",
            Self::RestoreOwnDevices => "restore multifactor authentication on remembered devices",
        }
    }

    /// Whether the performing role must also reach every role of the target (D16, matrix 7.1).
    /// Not for what concerns no existing user, nor for roles, which have a table of their own.
    pub fn within_reach(self) -> bool {
        !matches!(
            self,
            Self::ServiceSettings
                | Self::SetClock
                | Self::CreateUser
                | Self::AssignRole
                | Self::RemoveRole
        )
    }

    /// Whether it stands on the user's Authentication methods blade, where D14 holds.
    pub fn on_blade(self) -> bool {
        matches!(
            self,
            Self::ResetPassword
                | Self::RequireReregister
                | Self::RevokeMfaSessions
                | Self::AddMethod
                | Self::ChangeMethod
                | Self::DeleteMethod
                | Self::SetDefaultMethod
        )
    }
}
