//! The audit trail: every action, allowed or refused, with before and after (D18). Append-only.

pub(super) mod modified;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::command::Action;
use super::id::UserId;
use super::text::Text;
use super::time::Timestamp;

/// One entry of the Audit logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: user principal name of the administrator, or of the user where they act themselves.
    pub actor: Text,
    /// Whom it concerned; `None`: the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// What.
    pub activity: Activity,
    /// How it ended.
    pub result: AuditResult,
    /// What was before and what is after, property by property. Never a secret (D20).
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub modified: Arc<[Modified]>,
}

fn is_nothing(modified: &[Modified]) -> bool {
    modified.is_empty()
}

/// Whom an entry concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Object id.
    pub id: UserId,
    /// User principal name at that time.
    pub upn: Text,
}

/// How an action ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditResult {
    /// It was done.
    Success,
    /// There was nothing to do (D19); the text says so.
    NothingToDo(String),
    /// It was refused; the text gives reason and rule.
    Failure(String),
}

/// A property with its old and its new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modified {
    /// The property's name in the directory, such as `StrongAuthenticationMethod`.
    pub property: String,
    /// Before; empty where there was none.
    pub old: String,
    /// After; empty where there is none.
    pub new: String,
}

/// An activity of `facts/portal.md` 9.1, and this program's own four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Activity {
    /// Reset password (by admin).
    ResetPasswordByAdmin,
    /// Set force change user password.
    SetForceChangeUserPassword,
    /// Admin registered security info.
    AdminRegisteredSecurityInfo,
    /// Admin updated security info.
    AdminUpdatedSecurityInfo,
    /// Admin deleted security info.
    AdminDeletedSecurityInfo,
    /// The default method set by an administrator.
    PatchSignInPreferences,
    /// Update user: also the entry of a re-register (`facts/portal.md` 9.1, assumption).
    UpdateUser,
    /// Restore multifactor authentication on all remembered devices.
    RestoreRememberedDevices,
    /// Delete application password for user.
    DeleteApplicationPassword,
    /// Update StsRefreshTokenValidFrom Timestamp.
    UpdateStsRefreshTokenValidFrom,
    /// Update per-user multifactor authentication state.
    UpdatePerUserMfaState,
    /// MFA Service Policy Update.
    MfaServicePolicyUpdate,
    /// Update Hardware Oath Token.
    UpdateHardwareOathToken,
    /// Create Hardware Oath Token.
    CreateHardwareOathToken,
    /// Hard Delete user.
    HardDeleteUser,
    /// Add user.
    AddUser,
    /// Delete user.
    DeleteUser,
    /// Restore user.
    RestoreUser,
    /// Enable account.
    EnableAccount,
    /// Disable account.
    DisableAccount,
    /// Add member to role.
    AddMemberToRole,
    /// Remove member from role.
    RemoveMemberFromRole,
    /// User registered security info.
    UserRegisteredSecurityInfo,
    /// User updated security info.
    UserUpdatedSecurityInfo,
    /// User deleted security info.
    UserDeletedSecurityInfo,
    /// User changed default security info.
    UserChangedDefaultSecurityInfo,
    /// User registered all required security info: a registration is complete.
    UserRegisteredAllRequired,
    /// Change password (self-service).
    ChangePasswordSelfService,
    /// Create application password for user.
    CreateApplicationPassword,
    /// Sign-in activity. Sign-ins stand in a log of their own; this one names what they changed.
    SignInActivity,
    /// The tenant's clock was set.
    ClockSet,
    /// This program's undo.
    Undo,
    /// This program's redo.
    Redo,
    /// `tenant.ron` was edited by hand.
    EditedByHand,
    /// The tenant came back to an earlier state.
    CameBack,
}

impl Activity {
    /// The activity that an action is first of all.
    pub fn of(action: Action) -> Self {
        match action {
            Action::ResetPassword => Self::ResetPasswordByAdmin,
            Action::RequireReregister | Action::EditProfile | Action::EditContactInformation => {
                Self::UpdateUser
            }
            Action::RevokeMfaSessions | Action::RestoreOwnDevices => Self::RestoreRememberedDevices,
            Action::DeleteAppPasswords | Action::DeleteAppPassword => {
                Self::DeleteApplicationPassword
            }
            Action::RevokeSessions | Action::SignOutEverywhere => {
                Self::UpdateStsRefreshTokenValidFrom
            }
            Action::AddMethod => Self::AdminRegisteredSecurityInfo,
            Action::ChangeMethod => Self::AdminUpdatedSecurityInfo,
            Action::DeleteMethod => Self::AdminDeletedSecurityInfo,
            Action::SetDefaultMethod => Self::PatchSignInPreferences,
            Action::ActivateHardwareToken | Action::DeactivateHardwareToken => {
                Self::UpdateHardwareOathToken
            }
            Action::SetPerUserMfa => Self::UpdatePerUserMfaState,
            Action::ServiceSettings => Self::MfaServicePolicyUpdate,
            Action::BlockSignIn => Self::DisableAccount,
            Action::UnblockSignIn => Self::EnableAccount,
            Action::UploadHardwareToken => Self::CreateHardwareOathToken,
            Action::HardDeleteUser => Self::HardDeleteUser,
            Action::CreateUser => Self::AddUser,
            Action::DeleteUser => Self::DeleteUser,
            Action::RestoreUser => Self::RestoreUser,
            Action::AssignRole => Self::AddMemberToRole,
            Action::RemoveRole => Self::RemoveMemberFromRole,
            Action::SignIn => Self::SignInActivity,
            Action::RegisterSecurityInfo => Self::UserRegisteredSecurityInfo,
            Action::UpdateSecurityInfo => Self::UserUpdatedSecurityInfo,
            Action::DeleteSecurityInfo => Self::UserDeletedSecurityInfo,
            Action::ChangeDefaultSecurityInfo => Self::UserChangedDefaultSecurityInfo,
            Action::ChangePassword => Self::ChangePasswordSelfService,
            Action::CreateAppPassword => Self::CreateApplicationPassword,
            Action::SetClock => Self::ClockSet,
            Action::Undo => Self::Undo,
            Action::Redo => Self::Redo,
            Action::ComeBack => Self::CameBack,
        }
    }

    /// Name, service and category, as the Audit logs show them.
    pub fn names(self) -> [&'static str; 3] {
        const METHODS: &str = "Authentication Methods";
        const CORE: &str = "Core Directory";
        const USERS: &str = "UserManagement";
        const APPLICATIONS: &str = "ApplicationManagement";
        match self {
            Self::ResetPasswordByAdmin => [
                "Reset password (by admin)",
                "Self-service Password Management",
                USERS,
            ],
            Self::SetForceChangeUserPassword => ["Set force change user password", CORE, USERS],
            Self::AdminRegisteredSecurityInfo => ["Admin registered security info", METHODS, USERS],
            Self::AdminUpdatedSecurityInfo => ["Admin updated security info", METHODS, USERS],
            Self::AdminDeletedSecurityInfo => ["Admin deleted security info", METHODS, USERS],
            Self::PatchSignInPreferences => [
                "PATCH UserAuthMethod.PatchSignInPreferencesAsync",
                METHODS,
                APPLICATIONS,
            ],
            Self::UpdateUser => ["Update user", CORE, USERS],
            Self::RestoreRememberedDevices => [
                "Restore multifactor authentication on all remembered devices",
                METHODS,
                USERS,
            ],
            Self::DeleteApplicationPassword => {
                ["Delete application password for user", CORE, USERS]
            }
            Self::UpdateStsRefreshTokenValidFrom => {
                ["Update StsRefreshTokenValidFrom Timestamp", CORE, USERS]
            }
            Self::UpdatePerUserMfaState => [
                "Update per-user multifactor authentication state",
                METHODS,
                USERS,
            ],
            Self::MfaServicePolicyUpdate => ["MFA Service Policy Update", METHODS, APPLICATIONS],
            Self::UpdateHardwareOathToken => ["Update Hardware Oath Token", METHODS, APPLICATIONS],
            Self::CreateHardwareOathToken => ["Create Hardware Oath Token", METHODS, APPLICATIONS],
            Self::HardDeleteUser => ["Hard Delete user", CORE, USERS],
            Self::AddUser => ["Add user", CORE, USERS],
            Self::DeleteUser => ["Delete user", CORE, USERS],
            Self::RestoreUser => ["Restore user", CORE, USERS],
            Self::EnableAccount => ["Enable account", CORE, USERS],
            Self::DisableAccount => ["Disable account", CORE, USERS],
            Self::AddMemberToRole => ["Add member to role", CORE, "RoleManagement"],
            Self::RemoveMemberFromRole => ["Remove member from role", CORE, "RoleManagement"],
            Self::UserRegisteredSecurityInfo => ["User registered security info", METHODS, USERS],
            Self::UserUpdatedSecurityInfo => ["User updated security info", METHODS, USERS],
            Self::UserDeletedSecurityInfo => ["User deleted security info", METHODS, USERS],
            Self::UserChangedDefaultSecurityInfo => {
                ["User changed default security info", METHODS, USERS]
            }
            Self::UserRegisteredAllRequired => {
                ["User registered all required security info", METHODS, USERS]
            }
            Self::ChangePasswordSelfService => [
                "Change password (self-service)",
                "Self-service Password Management",
                USERS,
            ],
            Self::CreateApplicationPassword => {
                ["Create application password for user", CORE, USERS]
            }
            Self::SignInActivity => ["Sign-in activity", CORE, USERS],
            Self::ClockSet => ["Set clock", "proofup", "DirectoryManagement"],
            Self::Undo => ["Undo", "proofup", USERS],
            Self::Redo => ["Redo", "proofup", USERS],
            Self::CameBack => [
                "Come back to an earlier state",
                "proofup",
                "DirectoryManagement",
            ],
            Self::EditedByHand => ["Edited by hand", "proofup", USERS],
        }
    }
}
