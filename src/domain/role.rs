//! Directory roles and their reach: matrix 7.1 of `facts/portal.md` as data (D16).

use enumset::{EnumSet, EnumSetType};
use serde::{Deserialize, Serialize};

/// A directory role.
#[derive(Debug, Hash, PartialOrd, Ord, Serialize, Deserialize, EnumSetType)]
#[enumset(serialize_repr = "list")]
pub enum Role {
    /// Global Administrator.
    GlobalAdministrator,
    /// Privileged Authentication Administrator.
    PrivilegedAuthenticationAdministrator,
    /// Authentication Administrator.
    AuthenticationAdministrator,
    /// Authentication Policy Administrator.
    AuthenticationPolicyAdministrator,
    /// User Administrator.
    UserAdministrator,
    /// Helpdesk Administrator.
    HelpdeskAdministrator,
    /// Password Administrator.
    PasswordAdministrator,
    /// Privileged Role Administrator.
    PrivilegedRoleAdministrator,
    /// Global Reader.
    GlobalReader,
    /// Reports Reader.
    ReportsReader,
    /// Security Reader.
    SecurityReader,
    /// Security Administrator.
    SecurityAdministrator,
    /// Conditional Access Administrator.
    ConditionalAccessAdministrator,
    /// Exchange Administrator.
    ExchangeAdministrator,
    /// Groups Administrator.
    GroupsAdministrator,
    /// Directory Readers.
    DirectoryReaders,
    /// Guest Inviter.
    GuestInviter,
    /// Message Center Reader.
    MessageCenterReader,
    /// User Experience Success Manager.
    UserExperienceSuccessManager,
    /// Usage Summary Reports Reader.
    UsageSummaryReportsReader,
}

/// What besides a role lifts a user out of most administrators' reach (matrix 7.1).
#[derive(Debug, Hash, PartialOrd, Ord, Serialize, Deserialize, EnumSetType)]
#[enumset(serialize_repr = "list")]
pub enum Protection {
    /// Member or owner of a role-assignable group.
    RoleAssignableGroup,
    /// Role scoped to a restricted-management administrative unit.
    RestrictedManagementUnit,
}

impl Role {
    /// The role's name.
    pub fn label(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Global Administrator",
            Self::PrivilegedAuthenticationAdministrator => {
                "Privileged Authentication Administrator"
            }
            Self::AuthenticationAdministrator => "Authentication Administrator",
            Self::AuthenticationPolicyAdministrator => "Authentication Policy Administrator",
            Self::UserAdministrator => "User Administrator",
            Self::HelpdeskAdministrator => "Helpdesk Administrator",
            Self::PasswordAdministrator => "Password Administrator",
            Self::PrivilegedRoleAdministrator => "Privileged Role Administrator",
            Self::GlobalReader => "Global Reader",
            Self::ReportsReader => "Reports Reader",
            Self::SecurityReader => "Security Reader",
            Self::SecurityAdministrator => "Security Administrator",
            Self::ConditionalAccessAdministrator => "Conditional Access Administrator",
            Self::ExchangeAdministrator => "Exchange Administrator",
            Self::GroupsAdministrator => "Groups Administrator",
            Self::DirectoryReaders => "Directory Readers",
            Self::GuestInviter => "Guest Inviter",
            Self::MessageCenterReader => "Message Center Reader",
            Self::UserExperienceSuccessManager => "User Experience Success Manager",
            Self::UsageSummaryReportsReader => "Usage Summary Reports Reader",
        }
    }

    /// The name with its article, for a sentence: `a Global Administrator`.
    pub fn with_article(self) -> String {
        let label = self.label();
        let article = if label.starts_with(['A', 'E', 'I', 'O']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {label}")
    }
}

/// What a target is, as far as reach goes: a row of matrix 7.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Standing {
    /// No admin role and no protection.
    Ordinary,
    /// Holds this role.
    Holds(Role),
    /// Is protected in this way.
    Protected(Protection),
}

impl Standing {
    /// As a refusal names it: `a Global Administrator`, `a user without an admin role`.
    pub fn describe(self) -> String {
        match self {
            Self::Ordinary => "a user without an admin role".to_owned(),
            Self::Holds(role) => role.with_article(),
            Self::Protected(Protection::RoleAssignableGroup) => {
                "a member or owner of a role-assignable group".to_owned()
            }
            Self::Protected(Protection::RestrictedManagementUnit) => {
                "a user in a restricted-management administrative unit".to_owned()
            }
        }
    }

    /// The roles that reach a target of this standing.
    pub fn reached_by(self) -> EnumSet<Role> {
        REACH
            .iter()
            .find(|(standing, _)| *standing == self)
            .map_or_else(|| roles(PRIVILEGED), |(_, by)| roles(by))
    }
}

/// Every standing of a user: its roles and protections, or [`Standing::Ordinary`].
pub fn standings(
    held: EnumSet<Role>,
    protections: EnumSet<Protection>,
) -> impl Iterator<Item = Standing> {
    let ordinary = (held.is_empty() && protections.is_empty()).then_some(Standing::Ordinary);
    let protections = protections.into_iter().map(Standing::Protected);
    held.into_iter()
        .map(Standing::Holds)
        .chain(protections)
        .chain(ordinary)
}

fn roles(list: &[Role]) -> EnumSet<Role> {
    list.iter().copied().collect()
}

use Role::{
    AuthenticationAdministrator as AA, GlobalAdministrator as GA, HelpdeskAdministrator as HD,
    PasswordAdministrator as PW, PrivilegedAuthenticationAdministrator as PAA,
    UserAdministrator as UA,
};

/// Who reaches "any other built-in or custom role" and every protected user.
const PRIVILEGED: &[Role] = &[PAA, GA];

/// Matrix 7.1: target's standing, roles that reach it. A standing that is not listed is "any
/// other role": [`PRIVILEGED`]. "Every role of the target must be within the actor's reach."
#[rustfmt::skip]
const REACH: &[(Standing, &[Role])] = &[
    (Standing::Ordinary,                                        &[PW, HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::AuthenticationAdministrator),        &[        AA,     PAA, GA]),
    (Standing::Holds(Role::DirectoryReaders),                   &[PW, HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::GlobalAdministrator),                &[                PAA, GA]),
    (Standing::Holds(Role::GroupsAdministrator),                &[            UA, PAA, GA]),
    (Standing::Holds(Role::GuestInviter),                       &[PW, HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::HelpdeskAdministrator),              &[    HD,     UA, PAA, GA]),
    (Standing::Holds(Role::MessageCenterReader),                &[    HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::PasswordAdministrator),              &[PW, HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::PrivilegedAuthenticationAdministrator), &[             PAA, GA]),
    (Standing::Holds(Role::PrivilegedRoleAdministrator),        &[                PAA, GA]),
    (Standing::Holds(Role::ReportsReader),                      &[    HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::UserAdministrator),                  &[            UA, PAA, GA]),
    (Standing::Holds(Role::UserExperienceSuccessManager),       &[    HD, AA, UA, PAA, GA]),
    (Standing::Holds(Role::UsageSummaryReportsReader),          &[    HD, AA, UA, PAA, GA]),
    (Standing::Protected(Protection::RoleAssignableGroup),      PRIVILEGED),
    (Standing::Protected(Protection::RestrictedManagementUnit), PRIVILEGED),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_global_administrator_is_reached_by_two_roles_only() {
        let reached = Standing::Holds(GA).reached_by();
        assert_eq!(reached, PAA | GA);
    }

    #[test]
    fn a_role_the_matrix_does_not_list_is_any_other_role() {
        assert_eq!(
            Standing::Holds(Role::ExchangeAdministrator).reached_by(),
            PAA | GA
        );
    }

    #[test]
    fn a_user_without_roles_is_ordinary() {
        let all: Vec<_> = standings(EnumSet::empty(), EnumSet::empty()).collect();
        assert_eq!(all, [Standing::Ordinary]);
    }
}
