//! What a list of users can be narrowed to (`facts/portal.md` 1, "Filters", and 4.2): one value
//! of each kind, all of them together.

use enumset::EnumSet;

use crate::domain::directory::Head;
use crate::domain::method::MethodKind;
use crate::domain::role::Role;
use crate::domain::user::{PerUserMfa, UserType};
use crate::portal::dialogs::filters::{Kind, Pick, Value};

/// A kind of filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Member or guest.
    UserType,
    /// Enabled or blocked.
    Account,
    /// Synced from on-premises or not.
    Synced,
    /// Per-user MFA.
    Mfa,
    /// A kind of registered method.
    Method,
    /// A directory role.
    Role,
}

/// A filter in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Users of this type.
    UserType(UserType),
    /// Users whose sign-in is blocked; false: who may sign in.
    Blocked(bool),
    /// Users who are synced; false: who are not.
    Synced(bool),
    /// Users in this state.
    Mfa(PerUserMfa),
    /// Users who registered a method of this kind; `None`: who registered none at all.
    Method(Option<MethodKind>),
    /// Users who hold this role; `None`: who hold none.
    Role(Option<Role>),
}

impl By {
    /// Every kind, as the dialog lists them.
    pub const ALL: [Self; 6] = [
        Self::UserType,
        Self::Account,
        Self::Synced,
        Self::Mfa,
        Self::Method,
        Self::Role,
    ];

    /// As a chip says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::UserType => "User type",
            Self::Account => "Account",
            Self::Synced => "On-premises sync",
            Self::Mfa => "MFA status",
            Self::Method => "Method",
            Self::Role => "Role",
        }
    }

    /// The kind that chips call so.
    pub fn called(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.label() == label)
    }

    /// Its value that chips call so.
    pub fn called_value(self, label: &str) -> Option<Filter> {
        let mut values = self.values().into_iter();
        values.find(|own| own.value() == label)
    }

    /// What can be chosen.
    pub fn values(self) -> Vec<Filter> {
        match self {
            Self::UserType => [UserType::Member, UserType::Guest]
                .map(Filter::UserType)
                .into(),
            Self::Account => [false, true].map(Filter::Blocked).into(),
            Self::Synced => [true, false].map(Filter::Synced).into(),
            Self::Mfa => PerUserMfa::ALL.map(Filter::Mfa).into(),
            Self::Method => with_none(EnumSet::<MethodKind>::all())
                .map(Filter::Method)
                .collect(),
            Self::Role => with_none(EnumSet::<Role>::all())
                .map(Filter::Role)
                .collect(),
        }
    }
}

fn with_none<T>(all: impl IntoIterator<Item = T>) -> impl Iterator<Item = Option<T>> {
    std::iter::once(None).chain(all.into_iter().map(Some))
}

impl Filter {
    /// Its kind.
    pub fn by(self) -> By {
        match self {
            Self::UserType(_) => By::UserType,
            Self::Blocked(_) => By::Account,
            Self::Synced(_) => By::Synced,
            Self::Mfa(_) => By::Mfa,
            Self::Method(_) => By::Method,
            Self::Role(_) => By::Role,
        }
    }

    /// Its value, as a chip says it.
    pub fn value(self) -> &'static str {
        match self {
            Self::UserType(user_type) => user_type.label(),
            Self::Blocked(true) => "blocked",
            Self::Blocked(false) => "enabled",
            Self::Synced(true) => "yes",
            Self::Synced(false) => "no",
            Self::Mfa(state) => state.label(),
            Self::Method(kind) => kind.map_or("none", MethodKind::label),
            Self::Role(role) => role.map_or("none", Role::label),
        }
    }

    /// Kind and value: `User type: Guest`.
    pub fn label(self) -> String {
        format!("{}: {}", self.by().label(), self.value())
    }

    /// Whether it lets this user through.
    pub fn holds(self, head: &Head<'_>) -> bool {
        match self {
            Self::UserType(user_type) => head.user_type == user_type,
            Self::Blocked(blocked) => head.blocked == blocked,
            Self::Synced(synced) => head.synced == synced,
            Self::Mfa(state) => head.mfa == state,
            Self::Method(None) => head.methods.is_empty(),
            Self::Method(Some(kind)) => head.methods.contains(kind),
            Self::Role(None) => head.roles.is_empty(),
            Self::Role(Some(role)) => head.roles.contains(role),
        }
    }
}

fn value(filter: Filter) -> Value {
    Value {
        label: filter.value().to_owned(),
        note: String::new(),
    }
}

/// The filters in force, in the order in which they were added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters(Vec<Filter>);

impl Filters {
    /// What can be chosen.
    pub fn kinds(&self) -> Vec<Kind> {
        let kind = |by: By| Kind {
            label: by.label(),
            values: by.values().into_iter().map(value).collect(),
            in_force: self.of(by).map(|filter| filter.value().to_owned()),
        };
        By::ALL.map(kind).into()
    }

    /// Narrows, or widens again.
    pub fn take(&mut self, pick: &Pick) {
        match pick {
            Pick::Set(kind, label) => {
                self.add(By::called(kind).and_then(|by| by.called_value(label)));
            }
            Pick::Any(kind) => self.0.retain(|own| own.by().label() != *kind),
            Pick::None => self.0.clear(),
        }
    }

    /// Narrows to `filter`, in the place of another one of its kind.
    pub fn add(&mut self, filter: Option<Filter>) {
        let by = filter.map(Filter::by);
        self.0.retain(|own| Some(own.by()) != by);
        self.0.extend(filter);
    }

    /// The filter of this kind.
    pub fn of(&self, by: By) -> Option<Filter> {
        self.iter().find(|own| own.by() == by)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The filters.
    pub fn iter(&self) -> impl Iterator<Item = Filter> {
        self.0.iter().copied()
    }

    /// Whether all of them let this user through.
    pub fn hold(&self, head: &Head<'_>) -> bool {
        self.iter().all(|filter| filter.holds(head))
    }
}
