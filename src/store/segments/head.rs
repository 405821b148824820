//! The head of a record: what lists show, read off its line without reading the rest.

use std::borrow::Cow;
use std::fmt;

use enumset::EnumSet;
use serde::de::{
    self, EnumAccess, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer};

use crate::domain::change::Change;
use crate::domain::directory::Head;
use crate::domain::id::UserId;
use crate::domain::method::{MethodKind, MethodKinds};
use crate::domain::phone::PhoneType;
use crate::domain::role::Role;
use crate::domain::user::{PerUserMfa, User, UserType};

/// What lists show of a user besides names and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) methods: MethodKinds,
    pub(super) roles: EnumSet<Role>,
    /// More than 65,535 count as that many.
    pub(super) app_passwords: u16,
    /// More than 65,535 count as that many.
    pub(super) devices: u16,
    pub(super) user_type: UserType,
    pub(super) mfa: PerUserMfa,
    pub(super) synced: bool,
    pub(super) blocked: bool,
    pub(super) must_register_again: bool,
    pub(super) deleted: bool,
}

impl State {
    pub(super) fn of(user: &User) -> Self {
        Self {
            methods: user.method_kinds(),
            roles: user.roles,
            app_passwords: short(user.app_passwords.len()),
            devices: short(user.devices.len()),
            user_type: user.user_type,
            mfa: user.mfa,
            synced: user.synced,
            blocked: user.blocked,
            must_register_again: user.must_register_again,
            deleted: user.deleted.is_some(),
        }
    }

    /// The head of a user in this state.
    pub(super) fn head<'a>(&self, id: UserId, [name, upn, folded]: [&'a str; 3]) -> Head<'a> {
        Head {
            id,
            name,
            upn,
            folded,
            user_type: self.user_type,
            synced: self.synced,
            blocked: self.blocked,
            mfa: self.mfa,
            methods: self.methods,
            roles: self.roles,
            must_register_again: self.must_register_again,
            app_passwords: self.app_passwords.into(),
            devices: self.devices.into(),
            deleted: self.deleted,
        }
    }
}

/// What a change to a user is to what lists show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of it is known, and it fits whatever the user has.
    Known,
    /// All of it is known of a user whom it fits, but for the kinds of methods.
    KnownIfItFits,
    /// The user has to be looked at.
    Unknown,
}

impl State {
    /// Takes `change` in, as far as that can be done without the user.
    pub(super) fn take_in(&mut self, change: &Change) -> Shown {
        let counted = |count: &mut u16, by: fn(u16, u16) -> Option<u16>| {
            // From so many on nobody counts.
            let exact = Some(*count).filter(|count| *count < u16::MAX);
            match exact.and_then(|exact| by(exact, 1)) {
                Some(now) => {
                    *count = now;
                    Shown::KnownIfItFits
                }
                None => Shown::Unknown,
            }
        };
        match change {
            Change::Blocked(to) => self.blocked = *to,
            Change::Mfa(to) => self.mfa = *to,
            Change::MustRegisterAgain(to) => self.must_register_again = *to,
            Change::Roles(to) => self.roles = *to,
            Change::Deleted(to) => self.deleted = to.is_some(),
            Change::Default(_)
            | Change::Password(_)
            | Change::MfaAtNextSignIn(_)
            | Change::Lockout(_)
            | Change::SessionsValidFrom(_)
            | Change::Profile(_) => {}
            Change::AddDevice(..) => return counted(&mut self.devices, u16::checked_add),
            Change::RemoveDevice(_) => return counted(&mut self.devices, u16::checked_sub),
            Change::AddAppPassword(..) => {
                return counted(&mut self.app_passwords, u16::checked_add);
            }
            Change::RemoveAppPassword(_) => {
                return counted(&mut self.app_passwords, u16::checked_sub);
            }
            Change::AddMethod(..) | Change::ReplaceMethod(_) | Change::RemoveMethod(_) => {
                return Shown::KnownIfItFits;
            }
            // Whoever is renamed stands elsewhere.
            Change::Name(_) => return Shown::Unknown,
        }
        Shown::Known
    }
}

fn short(count: usize) -> u16 {
    count.try_into().unwrap_or(u16::MAX)
}

/// The fields of a record; those that no list shows are passed over.
#[derive(Deserialize)]
#[serde(rename = "User", deny_unknown_fields)]
pub(super) struct RecordHead<'a> {
    pub(super) id: UserId,
    #[serde(borrow)]
    pub(super) upn: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(default)]
    user_type: UserType,
    #[serde(default)]
    blocked: bool,
    #[serde(default)]
    synced: bool,
    #[serde(default)]
    roles: EnumSet<Role>,
    #[serde(default, rename = "protections")]
    _protections: IgnoredAny,
    #[serde(default)]
    mfa: PerUserMfa,
    #[serde(default, rename = "profile")]
    _profile: IgnoredAny,
    #[serde(rename = "password")]
    _password: IgnoredAny,
    #[serde(default)]
    methods: Kinds,
    #[serde(default, rename = "default_method")]
    _default_method: IgnoredAny,
    #[serde(default)]
    must_register_again: bool,
    #[serde(default, rename = "mfa_at_next_sign_in")]
    _mfa_at_next_sign_in: IgnoredAny,
    #[serde(default)]
    devices: Count,
    #[serde(default)]
    app_passwords: Count,
    #[serde(default, rename = "lockout")]
    _lockout: IgnoredAny,
    #[serde(default, rename = "sessions_valid_from")]
    _sessions_valid_from: IgnoredAny,
    #[serde(rename = "created")]
    _created: IgnoredAny,
    #[serde(default)]
    deleted: Option<IgnoredAny>,
}

impl RecordHead<'_> {
    pub(super) fn state(&self) -> State {
        State {
            methods: self.methods.0,
            roles: self.roles,
            app_passwords: self.app_passwords.0,
            devices: self.devices.0,
            user_type: self.user_type,
            mfa: self.mfa,
            synced: self.synced,
            blocked: self.blocked,
            must_register_again: self.must_register_again,
            deleted: self.deleted.is_some(),
        }
    }
}

/// How many a list has.
#[derive(Default)]
struct Count(u16);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Counting;
        impl<'de> Visitor<'de> for Counting {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Count, A::Error> {
                let mut count = 0_u16;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count = count.saturating_add(1);
                }
                Ok(Count(count))
            }
        }
        deserializer.deserialize_seq(Counting)
    }
}

/// The kinds of a list of methods.
#[derive(Default)]
struct Kinds(MethodKinds);

impl<'de> Deserialize<'de> for Kinds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collecting;
        impl<'de> Visitor<'de> for Collecting {
            type Value = Kinds;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of methods")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Kinds, A::Error> {
                let mut kinds = MethodKinds::empty();
                while let Some(method) = list.next_element::<MethodHead>()? {
                    kinds.insert(method.detail.0);
                }
                Ok(Kinds(kinds))
            }
        }
        deserializer.deserialize_seq(Collecting)
    }
}

#[derive(Deserialize)]
#[serde(rename = "Method", deny_unknown_fields)]
struct MethodHead {
    #[serde(rename = "id")]
    _id: IgnoredAny,
    #[serde(rename = "added")]
    _added: IgnoredAny,
    detail: Kind,
}

/// The kind of one method: the name of its variant, but for telephones.
struct Kind(MethodKind);

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Naming;
        impl<'de> Visitor<'de> for Naming {
            type Value = Kind;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a method")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Kind, A::Error> {
                let (name, fields) = data.variant::<&str>()?;
                if name == "Phone" {
                    return fields.struct_variant(&[], Fields(true)).and_then(|phone| {
                        let phone = phone.ok_or_else(|| de::Error::missing_field("phone_type"))?;
                        Ok(Kind(phone.into()))
                    });
                }
                let name: de::value::StrDeserializer<'_, A::Error> = name.into_deserializer();
                let kind = MethodKind::deserialize(name)?;
                if kind == MethodKind::QrCode {
                    fields.unit_variant()?;
                } else {
                    fields.struct_variant(&[], Fields(false))?;
                }
                Ok(Kind(kind))
            }
        }
        deserializer.deserialize_enum("Detail", &[], Naming)
    }
}

/// Passes over the fields of a method, but for the type of a telephone.
struct Fields(bool);

impl<'de> Visitor<'de> for Fields {
    type Value = Option<PhoneType>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fields of a method")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut phone = None;
        while let Some(name) = fields.next_key::<&str>()? {
            if self.0 && name == "phone_type" {
                phone = Some(fields.next_value()?);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(phone)
    }
}
