//! Answers other than yes. A refusal is not an error: it says which rule stands in the way and
//! what to do instead.

use enumset::EnumSet;

use super::command::Action;
use super::edition::Edition;
use super::id::{MethodId, UserId};
use super::method::MethodKind;
use super::number::grouped;
use super::phone::{PhoneError, PhoneType};
use super::role::{Role, Standing};

/// Why an action is not done to a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No document of this edition offers the action.
    #[error("{edition} does not offer to {}", .action.verb())]
    NotInThisEdition {
        /// What was asked for.
        action: Action,
        /// The edition in force.
        edition: Edition,
    },
    /// None of the actor's roles may do this to anybody.
    #[error("{} may not {} in {edition}: it takes {}", roles(*.actor), .action.verb(), one_of(*.needed))]
    NotPermitted {
        /// The actor's roles.
        actor: EnumSet<Role>,
        /// What was asked for.
        action: Action,
        /// The edition in force.
        edition: Edition,
        /// The roles that may.
        needed: EnumSet<Role>,
    },
    /// One of the target's roles is beyond the actor's reach (D16, matrix 7.1).
    #[error("{} may not {} of {} in {edition}: it takes {}", roles(*.actor), .action.verb(), .target.describe(), one_of(*.needed))]
    OutOfReach {
        /// The actor's roles.
        actor: EnumSet<Role>,
        /// The target's role that is out of reach.
        target: Standing,
        /// What was asked for.
        action: Action,
        /// The edition in force.
        edition: Edition,
        /// The roles that reach this target and may do this.
        needed: EnumSet<Role>,
    },
    /// The original experience does not offer that (S2, S3).
    #[error(
        "The original experience in {edition} only updates phone and alternate phone, not {what}: switch to the new experience"
    )]
    NotInOriginalExperience {
        /// What was asked for: a kind of method, or the default.
        what: &'static str,
        /// The edition in force.
        edition: Edition,
    },
    /// The edition has one experience only (S0, S1).
    #[error("{0} has no original and new experience of the blade")]
    OneExperience(Edition),
    /// An administrator acts on the own account (D14).
    #[error("In {edition} an administrator cannot {} of the own account here: use Security info", .action.verb())]
    OwnAccount {
        /// What was asked for.
        action: Action,
        /// The edition in force.
        edition: Edition,
    },
    /// The public profile of a synced user belongs to on-premises Active Directory (D17).
    #[error(
        "The profile of a synced user is managed in on-premises Active Directory: change it there"
    )]
    SyncedProfile,
    /// A synced user's password without writeback (D17).
    #[error(
        "The password of a synced user can only be reset with password writeback, which this tenant has switched off"
    )]
    WritebackOff,
    /// The password of a guest is kept in the guest's own organisation.
    #[error("A guest's password is kept in the guest's own organisation: reset it there")]
    GuestPassword,
    /// No such user, or none any more.
    #[error("There is no user {0} any more: refresh the list")]
    NoUser(UserId),
    /// The user was deleted.
    #[error("The user is deleted: restore the user first")]
    Deleted,
    /// No such method, or none any more.
    #[error("There is no method {0} any more: refresh the blade")]
    NoMethod(MethodId),
    /// The text is no telephone number.
    #[error("{0}")]
    Phone(#[from] PhoneError),
    /// A second phone of one type (D15).
    #[error("There is a {} number already, and one of each type at the most: change that one", .0.label().to_lowercase())]
    PhoneTypeTaken(PhoneType),
    /// An alternate mobile without a mobile (D15).
    #[error("An alternate mobile needs a mobile number: add the mobile number first")]
    AlternateNeedsMobile,
    /// A mobile that an alternate mobile stands on (D15).
    #[error(
        "The mobile number cannot be deleted without first deleting the alternate mobile number"
    )]
    MobileHasAlternate,
    /// The default method while other usable MFA methods remain (D15).
    #[error(
        "This is the default sign-in method: change the default, or delete the other methods, before deleting it"
    )]
    DefaultMethod,
    /// No usable method serves that default.
    #[error("No usable method of this user serves that default: add one first")]
    DefaultNotServed,
    /// The text is no e-mail address.
    #[error("Type an e-mail address such as kim@contoso.com.")]
    EmailAddress,
    /// A second e-mail address.
    #[error("There is an e-mail address already, and one at the most: change that one")]
    EmailTaken,
    /// A method of this kind has nothing to change.
    #[error("{} cannot be changed: delete it and register it again", .0.label())]
    NotChangeable(MethodKind),
    /// Only hardware tokens are activated and deactivated.
    #[error("{} is not a hardware OATH token", .0.label())]
    NoHardwareToken(MethodKind),
    /// A token is activated by the code that it shows.
    #[error("Type the six digits that the token shows now")]
    TokenCode,
    /// Only users who are deleted can be deleted permanently.
    #[error("Delete the user first: only deleted users can be deleted permanently")]
    NotDeleted,
    /// The policy does not enable the kind.
    #[error("{} is not enabled in this tenant's Authentication methods policy", .0.label())]
    MethodDisabled(MethodKind),
    /// A Temporary Access Pass that lives too long or not long enough for the policy.
    #[error("By this tenant's policy a Temporary Access Pass lives {} to {} minutes", grouped(.0), grouped(.1))]
    PassLifetime(u32, u32),
    /// The policy has passes for one time only.
    #[error("By this tenant's policy a Temporary Access Pass is for one time: tick the box")]
    PassOneTime,
    /// A Temporary Access Pass that starts more than a year from now.
    #[error("A Temporary Access Pass starts within a year: choose an earlier start")]
    PassStart,
    /// The user principal name is not well formed, or of another domain.
    #[error("{0}")]
    Upn(#[from] super::plan::accounts::UpnError),
    /// The user principal name is taken.
    #[error("{0} is taken: choose another user principal name")]
    UpnTaken(String),
    /// No display name.
    #[error("Type a display name.")]
    NoName,
    /// The last Global Administrator who can sign in.
    #[error("This is the last Global Administrator who can sign in: make another one first")]
    LastGlobalAdministrator,
    /// An administrator deletes the account they are signed in with.
    #[error("This is the account you are signed in with: ask another administrator to delete it")]
    DeletesItself,
    /// Deleted more than 30 days ago.
    #[error("The user was deleted more than 30 days ago and cannot be restored: create a new user")]
    DeletedForGood,
    /// Days beyond 1 to 365.
    #[error("Users can trust devices for 1 to 365 days")]
    RememberDays,
    /// More days than the clock can go, or none.
    #[error("{}", match .0 {
        0 => "The clock is as far ahead as it can be: set it back first".to_owned(),
        most => format!("The clock goes 1 to {most} days further"),
    })]
    ClockDays(u32),
    /// A range that is no IPv4 subnet in CIDR notation.
    #[error("`{0}` is no IPv4 range such as 203.0.113.0/24")]
    TrustedIp(String),
    /// More than 50 ranges.
    #[error("At most 50 IP address ranges")]
    TooManyTrustedIps,
    /// More apps and tokens than one user can have.
    #[error("A user has at most 5 authenticator apps and tokens: delete one first")]
    TooManyApps,
    /// The service settings do not allow app passwords.
    #[error("This tenant does not let users create or delete app passwords")]
    AppPasswordsNotAllowed,
    /// App passwords are for users whose per-user MFA is Enforced.
    #[error("App passwords are for users whose per-user MFA is Enforced")]
    AppPasswordsNeedEnforced,
    /// 40 app passwords.
    #[error("A user has at most 40 app passwords: delete one first")]
    TooManyAppPasswords,
    /// An app password without a name.
    #[error("Type a name for the app password, such as the device's.")]
    NoAppPasswordName,
    /// No such app password, or none any more.
    #[error("There is no such app password any more: refresh the page")]
    NoAppPassword,
    /// Somebody changed the same user since; nothing is overwritten.
    #[error("{0} was changed by somebody else since: look at it again")]
    ChangedSince(String),
}

impl Refusal {
    /// The reason as a summary gives it: the same for all boxes of a dialog where it is the same.
    pub fn in_short(&self) -> String {
        match self {
            Self::OutOfReach { actor, target, .. } => {
                let actor = list(*actor, " and ");
                format!("{} is out of {actor}'s reach", target.describe())
            }
            _ => self.to_string(),
        }
    }

    /// Which rule this is, for the audit trail and for whoever teaches it.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotInThisEdition { .. } | Self::OneExperience(_) => "editions (rules 1)",
            Self::NotInOriginalExperience { .. } => "S2, S3",
            Self::NotPermitted { action, .. } if *action == Action::DeleteAppPasswords => {
                "S1, S2, S3"
            }
            Self::NotPermitted {
                edition: Edition::Azure2018,
                ..
            } => "D8",
            Self::NotPermitted { .. } => "roles (facts 7.2)",
            Self::OutOfReach { .. } => "D16, matrix 7.1",
            Self::OwnAccount { .. } => "D14",
            Self::SyncedProfile | Self::WritebackOff | Self::GuestPassword => "D17",
            Self::Phone(_)
            | Self::PhoneTypeTaken(_)
            | Self::AlternateNeedsMobile
            | Self::MobileHasAlternate
            | Self::DefaultMethod
            | Self::DefaultNotServed => "D15",
            Self::EmailAddress
            | Self::EmailTaken
            | Self::NotChangeable(_)
            | Self::MethodDisabled(_) => "facts 2.3",
            Self::NoHardwareToken(_) => "S3",
            Self::PassLifetime(..) | Self::PassOneTime | Self::PassStart => "facts 2.3 (TAP)",
            Self::RememberDays | Self::TrustedIp(_) | Self::TooManyTrustedIps => "facts 5",
            Self::Upn(_)
            | Self::UpnTaken(_)
            | Self::NoName
            | Self::DeletedForGood
            | Self::NotDeleted => "facts 1",
            Self::LastGlobalAdministrator | Self::DeletesItself => {
                "a tenant keeps an administrator"
            }
            Self::ClockDays(_) => "the tenant's clock",
            Self::TokenCode | Self::TooManyApps => "facts 2.4",
            Self::AppPasswordsNotAllowed
            | Self::AppPasswordsNeedEnforced
            | Self::TooManyAppPasswords
            | Self::NoAppPasswordName => "facts 6",
            Self::NoUser(_)
            | Self::Deleted
            | Self::NoMethod(_)
            | Self::NoAppPassword
            | Self::ChangedSince(_) => "state",
        }
    }
}

/// `An Authentication Administrator`, or all of several roles.
fn roles(held: EnumSet<Role>) -> String {
    let text = list(held, " and ");
    let mut letters = text.chars();
    letters.next().map_or_else(
        || "An account without a role".to_owned(),
        |first| first.to_uppercase().chain(letters).collect(),
    )
}

/// `a Privileged Authentication Administrator or a Global Administrator`.
fn one_of(needed: EnumSet<Role>) -> String {
    list(needed, " or ")
}

fn list(roles: EnumSet<Role>, joint: &str) -> String {
    let mut names: Vec<_> = roles.into_iter().map(Role::with_article).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        return last;
    }
    format!("{}{joint}{last}", names.join(", "))
}
