//! A user and everything the blades show of one.

use std::hash::{DefaultHasher, Hash, Hasher};

use enumset::EnumSet;
use serde::{Deserialize, Serialize};

use super::id::{AppPasswordId, DeviceId, MethodId, UserId};
use super::method::{DefaultMethod, Method, MethodKind, MethodKinds};
use super::profile::PublicProfile;
use super::role::{Protection, Role};
use super::secret::{PasswordHash, Secret};
use super::settings::Policies;
use super::time::Timestamp;

/// One user. Two sets of contact information, kept apart: `profile` is public, `methods` are for
/// authentication only (S2, S3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Object id.
    pub id: UserId,
    /// User principal name; unique in the tenant, whatever its case.
    pub upn: String,
    /// Display name.
    pub name: String,
    /// Member or guest.
    #[serde(default, skip_serializing_if = "is_default")]
    pub user_type: UserType,
    /// Whether sign-in is blocked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub blocked: bool,
    /// Whether the account is synced from on-premises Active Directory (D17).
    #[serde(default, skip_serializing_if = "is_default")]
    pub synced: bool,
    /// Directory roles.
    #[serde(default, skip_serializing_if = "EnumSet::is_empty")]
    pub roles: EnumSet<Role>,
    /// What else lifts the account out of most administrators' reach (matrix 7.1).
    #[serde(default, skip_serializing_if = "EnumSet::is_empty")]
    pub protections: EnumSet<Protection>,
    /// Per-user multifactor authentication.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mfa: PerUserMfa,
    /// The public profile.
    #[serde(default, skip_serializing_if = "is_default")]
    pub profile: PublicProfile,
    /// The password.
    pub password: Password,
    /// Registered authentication methods, in the order of registration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// The user's default sign-in method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_method: Option<DefaultMethod>,
    /// An administrator requires the user to provide contact methods again (2018, 2020, 2022).
    #[serde(default, skip_serializing_if = "is_default")]
    pub must_register_again: bool,
    /// In 2018 restored marks force MFA at the next sign-in, policy or not (D11).
    #[serde(default, skip_serializing_if = "is_default")]
    pub mfa_at_next_sign_in: bool,
    /// Devices and browsers that multifactor authentication is remembered on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<RememberedDevice>,
    /// App passwords, for legacy clients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub app_passwords: Vec<AppPassword>,
    /// Smart-lockout counters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lockout: Lockout,
    /// Sessions that began before are no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions_valid_from: Option<Timestamp>,
    /// When the account was made.
    pub created: Timestamp,
    /// When it was deleted; kept 30 days, restorable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Timestamp>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Member or guest.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum UserType {
    /// Of the organisation.
    #[default]
    Member,
    /// Invited from elsewhere.
    Guest,
}

impl UserType {
    /// As the "User type" column says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

/// The state of per-user multifactor authentication (`facts/portal.md` 4.3).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum PerUserMfa {
    /// Not required by this user's state.
    #[default]
    Disabled,
    /// Asked to register; legacy clients still work with the password.
    Enabled,
    /// Required; legacy clients need an app password.
    Enforced,
}

impl PerUserMfa {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Disabled, Self::Enabled, Self::Enforced];

    /// As the "Multi-Factor Auth Status" column says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Disabled => "Disabled",
            Self::Enabled => "Enabled",
            Self::Enforced => "Enforced",
        }
    }

    /// Whether the page offers the quick step to `to` for a user in this state: Enable for
    /// disabled, Enforce and Disable for enabled, Disable for enforced (`facts/portal.md` 4.2).
    /// What other surfaces may set is not bound by it (4.3).
    pub fn offers(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::Disabled, Self::Enabled)
                | (Self::Enabled, Self::Enforced)
                | (Self::Enabled | Self::Enforced, Self::Disabled)
        )
    }
}

/// The password of a user.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// Its argon2id hash.
    pub hash: PasswordHash,
    /// Whether it must be changed at the next sign-in (a temporary password).
    #[serde(default, skip_serializing_if = "is_default")]
    pub must_change: bool,
    /// When it was last changed or reset.
    pub changed: Timestamp,
}

/// A device or browser on which the user chose "Don't ask again".
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RememberedDevice {
    /// Unique within its user.
    pub id: DeviceId,
    /// Its name, such as `LAPTOP-7`.
    pub name: String,
    /// Browser or app, such as `Edge on Windows`.
    pub client: String,
    /// Since when it is remembered.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// An app password: lets one legacy client in without multifactor authentication.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppPassword {
    /// Unique within its user.
    pub id: AppPasswordId,
    /// The name the user gave it, one per device advised.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<Timestamp>,
    /// What it is checked against.
    pub hash: PasswordHash,
}

impl AppPassword {
    /// How many lower-case letters one has (`facts/portal.md` 6).
    pub const LETTERS: usize = 16;

    /// Whether `secret` looks like one.
    pub fn is_shape_of(secret: &Secret) -> bool {
        let text = secret.reveal();
        text.len() == Self::LETTERS && text.bytes().all(|b| b.is_ascii_lowercase())
    }
}

/// Smart-lockout counters (D1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lockout {
    /// Failed sign-ins in a row.
    pub failures: u16,
    /// How many lockouts followed each other; each is longer than the one before.
    pub rounds: u16,
    /// Locked out until then.
    pub until: Option<Timestamp>,
}

/// Tells one state of a user from every other, without being it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print(u64);

impl User {
    /// The print of this state. Only to be compared within one run of the program.
    pub fn print(&self) -> Print {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        Print(hasher.finish())
    }

    /// What one calls the user in a sentence: the given name, or the display name, in which nobody
    /// knows where a given name stands.
    pub fn first_name(&self) -> &str {
        match &*self.profile.given_name {
            "" => &self.name,
            given => given,
        }
    }

    /// A member without roles, methods, devices or app passwords, with per-user MFA disabled.
    pub fn new(
        id: UserId,
        upn: String,
        name: String,
        password: Password,
        created: Timestamp,
    ) -> Self {
        Self {
            id,
            upn,
            name,
            user_type: UserType::Member,
            blocked: false,
            synced: false,
            roles: EnumSet::empty(),
            protections: EnumSet::empty(),
            mfa: PerUserMfa::Disabled,
            profile: PublicProfile::default(),
            password,
            methods: Vec::new(),
            default_method: None,
            must_register_again: false,
            mfa_at_next_sign_in: false,
            devices: Vec::new(),
            app_passwords: Vec::new(),
            lockout: Lockout::default(),
            sessions_valid_from: None,
            created,
            deleted: None,
        }
    }

    /// The method of this id.
    pub fn method(&self, id: MethodId) -> Option<&Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    /// The first method of this kind.
    pub fn method_of_kind(&self, kind: MethodKind) -> Option<&Method> {
        self.methods.iter().find(|method| method.kind() == kind)
    }

    /// The kinds of all registered methods, usable or not.
    pub fn method_kinds(&self) -> MethodKinds {
        self.methods.iter().map(Method::kind).collect()
    }

    /// The methods of the "Usable authentication methods" list.
    pub fn usable_methods<'a>(
        &'a self,
        policies: &Policies,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a Method> {
        let disabled = policies.disabled_methods;
        self.methods
            .iter()
            .filter(move |method| method.usable(disabled, now).is_ok())
    }

    /// The method that serves the user's default: the first usable one that can.
    pub fn default_method_row(&self, policies: &Policies, now: Timestamp) -> Option<&Method> {
        let kinds = self.default_method?.kinds();
        self.usable_methods(policies, now)
            .find(|method| kinds.contains(method.kind()))
    }

    /// The kind that system-preferred MFA would ask for: the first in its order among the usable
    /// methods that satisfy MFA (`facts/portal.md` 2.2, SPM).
    pub fn system_preferred(&self, policies: &Policies, now: Timestamp) -> Option<MethodKind> {
        self.usable_methods(policies, now)
            .map(Method::kind)
            .filter_map(|kind| Some((kind.facts().preferred?, kind)))
            .min()
            .map(|(_, kind)| kind)
    }

    /// Whether an administrator's role is among the roles.
    pub fn is_administrator(&self) -> bool {
        !self.roles.is_empty()
    }
}
