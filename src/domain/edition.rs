//! Editions: the documents contradict each other because the product changed. One value selects
//! a row of each table here and in [`crate::domain::plan`]; nothing else asks for a year.

mod sections;

use std::fmt;
use std::str::FromStr;

use enumset::EnumSet;
use serde::{Deserialize, Serialize};

use super::command::Action;
use super::method::{MethodKind, MethodKinds};
use super::role::Role;

/// The product as one of the documents describes it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Edition {
    /// S0, 2018-07-11: everything on the per-user page.
    Azure2018,
    /// S1, 2020-04-13: three buttons on the user's blade.
    Azure2020,
    /// S2, 2022: methods can be added for a user.
    Azure2022,
    /// S3, 2023-08-29, and S4: re-register deletes methods.
    #[default]
    Entra2023,
}

impl Edition {
    /// All four, oldest first.
    pub const ALL: [Self; 4] = [
        Self::Azure2018,
        Self::Azure2020,
        Self::Azure2022,
        Self::Entra2023,
    ];

    /// The year, as the command line takes it.
    pub fn year(self) -> u16 {
        match self {
            Self::Azure2018 => 2018,
            Self::Azure2020 => 2020,
            Self::Azure2022 => 2022,
            Self::Entra2023 => 2023,
        }
    }

    /// As the header shows it beside the tenant: `Azure 2018`, `Entra 2023`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Azure2018 => "Azure 2018",
            Self::Azure2020 => "Azure 2020",
            Self::Azure2022 => "Azure 2022",
            Self::Entra2023 => "Entra 2023",
        }
    }

    /// Where the edition's re-registration and remembered-device rules come from.
    pub fn document(self) -> &'static str {
        match self {
            Self::Azure2018 => "S0",
            Self::Azure2020 => "S1",
            Self::Azure2022 => "S2",
            Self::Entra2023 => "S3",
        }
    }

    /// The document with its date.
    pub fn cited(self) -> &'static str {
        match self {
            Self::Azure2018 => "S0, 11 Jul 2018",
            Self::Azure2020 => "S1, 13 Apr 2020",
            Self::Azure2022 => "S2, undated",
            Self::Entra2023 => "S3, 29 Aug 2023",
        }
    }

    /// What "Require re-register" does to methods (`rules.md` 1, row 1).
    pub fn reregister(self) -> Reregister {
        match self {
            Self::Azure2018 => Reregister::EmptyAndFlag,
            Self::Azure2020 | Self::Azure2022 => Reregister::Flag,
            Self::Entra2023 => Reregister::DeleteAndDeactivate,
        }
    }

    /// Whether the user's Authentication methods blade has the three buttons; in 2018 everything
    /// is done on the per-user page (S0).
    pub fn has_methods_blade(self) -> bool {
        self != Self::Azure2018
    }

    /// Whether forgotten devices mean MFA at the very next sign-in, policy or not (S0; D11).
    pub fn restore_forces_mfa(self) -> bool {
        self == Self::Azure2018
    }

    /// Whether the re-register flag asks for registration at the next sign-in, on a remembered
    /// device too (S0 to S2; D3). In 2023 there is no flag (S3; D4).
    pub fn flag_asks_registration(self) -> bool {
        self.reregister() != Reregister::DeleteAndDeactivate
    }

    /// Whether a notification shows a number to be typed into the app (NUM: for all since May
    /// 2023); before, it is approved or denied.
    pub fn number_matching(self) -> bool {
        self == Self::Entra2023
    }

    /// Whether system-preferred MFA goes before the user's default (SPM).
    pub fn system_preferred_mfa(self) -> bool {
        self == Self::Entra2023
    }

    /// Whether an administrator may act on the own account from the blade (D14).
    pub fn own_account_allowed(self) -> bool {
        self != Self::Entra2023
    }

    /// Kinds that users can add on the page of their own security info (`facts/portal.md` 8.2): up
    /// to 2020 "Additional security verification", with telephones and apps only.
    pub fn on_security_info(self) -> MethodKinds {
        let phones_and_apps = MethodKind::MobilePhone
            | MethodKind::AlternateMobilePhone
            | MethodKind::OfficePhone
            | MethodKind::MicrosoftAuthenticator
            | MethodKind::SoftwareOath;
        match self {
            Self::Azure2018 | Self::Azure2020 => phones_and_apps,
            Self::Azure2022 | Self::Entra2023 => {
                phones_and_apps | MethodKind::Email | MethodKind::Fido2
            }
        }
    }

    /// Whether the blade has two experiences to switch between (S2, S3).
    pub fn has_two_experiences(self) -> bool {
        matches!(self, Self::Azure2022 | Self::Entra2023)
    }

    /// Which roles may perform `action`; `None`: this edition does not document it, so it is not
    /// offered there. For most actions the roles hold within reach only: see
    /// [`Action::within_reach`].
    pub fn performers(self, action: Action) -> Option<EnumSet<Role>> {
        let (_, by) = PERFORMERS.iter().find(|(of, _)| *of == action)?;
        by[self as usize].map(|roles| roles.iter().copied().collect())
    }
}

/// One of the two generations of the Authentication methods blade (S2, S3; `facts/portal.md` 2.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Experience {
    /// The original experience: contact information, of which phone and alternate phone can be
    /// updated.
    Original,
    /// The preview, later the only one: every method, and any that an administrator may add.
    #[default]
    Preview,
}

impl Experience {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Original => Self::Preview,
            Self::Preview => Self::Original,
        }
    }

    /// The kinds that an administrator may add, change or delete in it.
    pub fn offers(self) -> MethodKinds {
        match self {
            Self::Original => MethodKind::MobilePhone | MethodKind::AlternateMobilePhone,
            Self::Preview => MethodKinds::all(),
        }
    }
}

/// What a re-register does in an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reregister {
    /// The usable list is emptied and the flag set (S0).
    EmptyAndFlag,
    /// The flag is set; no method is deleted (S1, S2).
    Flag,
    /// Phones, Authenticator apps and software OATH tokens are deleted, hardware OATH tokens
    /// deactivated; no flag (S3; D5).
    DeleteAndDeactivate,
}

use Role::{
    AuthenticationAdministrator as AA, AuthenticationPolicyAdministrator as APA,
    GlobalAdministrator as GA, HelpdeskAdministrator as HD, PasswordAdministrator as PW,
    PrivilegedAuthenticationAdministrator as PAA, PrivilegedRoleAdministrator as PRA,
    UserAdministrator as UA,
};

type Performers = Option<&'static [Role]>;

/// Not documented in that edition.
const NONE: Performers = None;
/// "A full administrator" (D8).
const FULL: Performers = Some(&[GA]);
/// The Authentication Administrator and those above.
const AUTH: Performers = Some(&[AA, PAA, GA]);
/// Whoever may reset a password (matrix 7.1).
const RESET: Performers = Some(&[PW, HD, AA, UA, PAA, GA]);
/// Sensitive actions (matrix 7.1).
const SENSITIVE: Performers = Some(&[AA, UA, PAA, GA]);
const USERS: Performers = Some(&[UA, GA]);
const POLICY: Performers = Some(&[APA, GA]);
const STATE: Performers = Some(&[AA, PAA, APA, GA]);
const ROLES: Performers = Some(&[PRA, GA]);

/// Who may do what: action, then 2018, 2020, 2022, 2023 (`rules.md` 1; `facts/portal.md` 7.2, 13).
#[rustfmt::skip]
const PERFORMERS: &[(Action, [Performers; 4])] = &[
    (Action::ResetPassword,           [NONE, RESET,     RESET,     RESET]),
    (Action::RequireReregister,       [FULL, AUTH,      AUTH,      AUTH]),
    (Action::RevokeMfaSessions,       [FULL, AUTH,      AUTH,      AUTH]),
    (Action::DeleteAppPasswords,      [FULL, FULL,      AUTH,      AUTH]),
    (Action::RevokeSessions,          [NONE, NONE,      RESET,     RESET]),
    (Action::AddMethod,               [NONE, NONE,      AUTH,      AUTH]),
    (Action::ChangeMethod,            [NONE, NONE,      AUTH,      AUTH]),
    (Action::DeleteMethod,            [NONE, NONE,      AUTH,      AUTH]),
    (Action::SetDefaultMethod,        [NONE, NONE,      AUTH,      AUTH]),
    (Action::ActivateHardwareToken,   [NONE, NONE,      FULL,      FULL]),
    (Action::DeactivateHardwareToken, [NONE, NONE,      FULL,      FULL]),
    (Action::SetPerUserMfa,           [FULL, FULL,      FULL,      STATE]),
    (Action::ServiceSettings,         [FULL, FULL,      POLICY,    POLICY]),
    (Action::BlockSignIn,             [FULL, SENSITIVE, SENSITIVE, SENSITIVE]),
    (Action::UnblockSignIn,           [FULL, SENSITIVE, SENSITIVE, SENSITIVE]),
    (Action::EditProfile,             [FULL, USERS,     USERS,     USERS]),
    (Action::EditContactInformation,  [FULL, RESET,     RESET,     RESET]),
    (Action::CreateUser,              [FULL, USERS,     USERS,     USERS]),
    (Action::DeleteUser,              [FULL, SENSITIVE, SENSITIVE, SENSITIVE]),
    (Action::RestoreUser,             [FULL, SENSITIVE, SENSITIVE, SENSITIVE]),
    (Action::HardDeleteUser,          [FULL, USERS,     USERS,     USERS]),
    (Action::UploadHardwareToken,     [NONE, NONE,      FULL,      FULL]),
    (Action::AssignRole,              [FULL, ROLES,     ROLES,     ROLES]),
    (Action::RemoveRole,              [FULL, ROLES,     ROLES,     ROLES]),
];

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// The text names no edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no edition `{0}`: use 2018, 2020, 2022 or 2023")]
pub struct BadEdition(String);

impl FromStr for Edition {
    type Err = BadEdition;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.year().to_string() == text)
            .ok_or_else(|| BadEdition(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_row() {
        for action in Action::ALL {
            assert!(PERFORMERS.iter().any(|(of, _)| *of == action), "{action:?}");
        }
    }

    #[test]
    fn in_2018_a_full_administrator_or_nobody() {
        for action in Action::ALL {
            let performers = Edition::Azure2018.performers(action);
            assert!(performers.is_none_or(|roles| roles == GA), "{action:?}");
        }
    }

    #[test]
    fn app_passwords_need_a_global_administrator_in_2020_only() {
        let who = |edition: Edition| edition.performers(Action::DeleteAppPasswords).unwrap();
        assert_eq!(who(Edition::Azure2020), EnumSet::only(GA));
        assert!(who(Edition::Azure2022).contains(AA) && who(Edition::Entra2023).contains(AA));
    }
}
