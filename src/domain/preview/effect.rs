//! What facts mean in words: each change is one effect, counted.

use std::collections::BTreeMap;

use enumset::EnumSet;

use super::{Line, Tone};
use crate::domain::audit::modified;
use crate::domain::change::{Change, Fact};
use crate::domain::command::Action;
use crate::domain::method::{DefaultMethod, Detail, Method, MethodKind};
use crate::domain::number::grouped;
use crate::domain::plan::{Part, Row};
use crate::domain::role::Role;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::{PerUserMfa, User};

/// Something that happens to a user, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    Created,
    Purged,
    PasswordReset,
    LockoutLifted,
    MethodDeleted,
    MethodAdded,
    MethodChanged,
    TokenDeactivated,
    TokenActivated,
    Default(Option<DefaultMethod>),
    RegisterAgain(bool),
    AppPasswordDeleted,
    AppPasswordBack,
    AppPasswordCreated,
    DeviceForgotten,
    DeviceBack,
    MfaAtNextSignIn(bool),
    Mfa(PerUserMfa),
    SessionsEnded,
    SessionsBack,
    Blocked(bool),
    Deleted(bool),
    Renamed,
    ProfileChanged,
    RoleAssigned(Role),
    RoleRemoved(Role),
    SettingChanged,
    Clock(u32),
}

/// How many users and how many items; for methods, of which kinds.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) users: usize,
    pub(super) items: usize,
    pub(super) kinds: BTreeMap<MethodKind, usize>,
}

impl Tally {
    pub(super) fn merge(&mut self, other: &Self) {
        self.users += other.users;
        self.items += other.items;
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
    }
}

/// The effects of a row of a plan for the tenant of these facts, whose user is `before` before; in
/// the order in which they are told.
pub(super) fn of_row(
    tenant: &TenantFacts,
    row: &Row,
    before: Option<&User>,
) -> Vec<(Effect, Tally)> {
    // A few at most: a map would take longer.
    let mut effects: Vec<(Effect, Tally)> = Vec::new();
    let mut add = |effect, kind: Option<MethodKind>| {
        let at = effects.iter().position(|(own, _)| *own == effect);
        let at = at.unwrap_or_else(|| {
            effects.push((effect, Tally::default()));
            effects.len() - 1
        });
        let (_, tally) = &mut effects[at];
        tally.users = 1;
        tally.items += 1;
        if let Some(kind) = kind {
            *tally.kinds.entry(kind).or_default() += 1;
        }
    };
    let parts = row.parts.iter();
    for fact in parts.filter_map(|part| part.outcome.facts()).flatten() {
        match fact {
            Fact::Create(_) => add(Effect::Created, None),
            Fact::Purge(_) => add(Effect::Purged, None),
            Fact::Settings(_) | Fact::Tenant(_) => {
                for _ in modified::by_fact(fact, None, None, tenant) {
                    add(Effect::SettingChanged, None);
                }
            }
            Fact::Clock(days) => add(Effect::Clock(*days), None),
            Fact::User(_, changes) => {
                for change in &**changes {
                    of_change(change, before, &mut add);
                }
            }
        }
    }
    let creates = |part: &Part| part.action == Action::CreateAppPassword;
    if row.parts.iter().any(creates) {
        for (effect, _) in &mut effects {
            if *effect == Effect::AppPasswordBack {
                *effect = Effect::AppPasswordCreated;
            }
        }
    }
    // Who loses a method and with it the default is told so once.
    if effects
        .iter()
        .any(|(effect, _)| *effect == Effect::MethodDeleted)
    {
        effects.retain(|(effect, _)| *effect != Effect::Default(None));
    }
    effects.sort_unstable_by_key(|(effect, _)| *effect);
    effects
}

fn of_change(
    change: &Change,
    before: Option<&User>,
    mut add: impl FnMut(Effect, Option<MethodKind>),
) {
    let effect = match change {
        Change::AddMethod(_, method) => {
            return add(Effect::MethodAdded, Some(method.kind()));
        }
        Change::RemoveMethod(id) => {
            let method = before.and_then(|user| user.method(*id));
            return add(Effect::MethodDeleted, method.map(Method::kind));
        }
        Change::ReplaceMethod(method) => match method.detail {
            Detail::HardwareOath { active: true, .. } => Effect::TokenActivated,
            Detail::HardwareOath { active: false, .. } => Effect::TokenDeactivated,
            _ => return add(Effect::MethodChanged, Some(method.kind())),
        },
        Change::Roles(after) => {
            let before = before.map_or_else(EnumSet::empty, |user| user.roles);
            for role in *after - before {
                add(Effect::RoleAssigned(role), None);
            }
            for role in before - *after {
                add(Effect::RoleRemoved(role), None);
            }
            return;
        }
        Change::Default(to) => Effect::Default(*to),
        Change::Password(_) => Effect::PasswordReset,
        Change::MustRegisterAgain(to) => Effect::RegisterAgain(*to),
        Change::MfaAtNextSignIn(to) => Effect::MfaAtNextSignIn(*to),
        Change::Mfa(to) => Effect::Mfa(*to),
        Change::AddDevice(..) => Effect::DeviceBack,
        Change::RemoveDevice(_) => Effect::DeviceForgotten,
        Change::AddAppPassword(..) => Effect::AppPasswordBack,
        Change::RemoveAppPassword(_) => Effect::AppPasswordDeleted,
        Change::Lockout(_) => Effect::LockoutLifted,
        Change::SessionsValidFrom(Some(_)) => Effect::SessionsEnded,
        Change::SessionsValidFrom(None) => Effect::SessionsBack,
        Change::Blocked(to) => Effect::Blocked(*to),
        Change::Name(_) => Effect::Renamed,
        Change::Profile(_) => Effect::ProfileChanged,
        Change::Deleted(to) => Effect::Deleted(to.is_some()),
    };
    add(effect, None);
}

impl Effect {
    /// What it counts, where that is not users.
    fn nouns(self) -> Option<[&'static str; 2]> {
        match self {
            Self::MethodDeleted | Self::MethodAdded | Self::MethodChanged => {
                Some(["method", "methods"])
            }
            Self::TokenDeactivated | Self::TokenActivated => {
                Some(["hardware OATH token", "hardware OATH tokens"])
            }
            Self::AppPasswordDeleted | Self::AppPasswordBack | Self::AppPasswordCreated => {
                Some(["app password", "app passwords"])
            }
            Self::DeviceForgotten | Self::DeviceBack => {
                Some(["remembered device", "remembered devices"])
            }
            Self::SettingChanged => Some(["service setting", "service settings"]),
            _ => None,
        }
    }

    /// What happens to what [`Effect::nouns`] names, or else to the user.
    fn predicate(self) -> String {
        let text = match self {
            Self::Clock(0) => "clock set back to the real time",
            Self::Clock(days) => return format!("clock {days} days ahead"),
            Self::Created | Self::AppPasswordCreated => "created",
            Self::Purged => "removed for good",
            Self::PasswordReset => "password reset",
            Self::LockoutLifted => "smart lockout lifted",
            Self::MethodAdded => "added",
            Self::MethodChanged | Self::SettingChanged => "changed",
            Self::TokenActivated => "activated",
            Self::TokenDeactivated => "deactivated",
            Self::Default(None) => "no default sign-in method left",
            Self::Default(Some(to)) => return format!("default sign-in method: {}", to.label()),
            Self::RegisterAgain(true) => "must register again",
            Self::RegisterAgain(false) => "need not register again",
            Self::MethodDeleted | Self::AppPasswordDeleted | Self::Deleted(true) => "deleted",
            Self::AppPasswordBack | Self::DeviceBack | Self::Deleted(false) => "restored",
            Self::DeviceForgotten => "forgotten",
            Self::MfaAtNextSignIn(true) => "MFA at the next sign-in",
            Self::MfaAtNextSignIn(false) => "MFA when policy asks for it",
            Self::Mfa(to) => return format!("MFA {}", to.label()),
            Self::SessionsEnded => "sessions revoked",
            Self::SessionsBack => "sessions valid again",
            Self::Blocked(true) => "sign-in blocked",
            Self::Blocked(false) => "sign-in unblocked",
            Self::Renamed => "renamed",
            Self::ProfileChanged => "profile changed",
            Self::RoleAssigned(role) => return format!("{} assigned", role.label()),
            Self::RoleRemoved(role) => return format!("{} removed", role.label()),
        };
        text.to_owned()
    }

    /// For one user, without naming the user: `2 methods deleted`, `password reset`.
    pub(super) fn phrase(self, items: usize) -> String {
        match self.nouns() {
            Some(nouns) => format!("{items} {} {}", plural(items, nouns), self.predicate()),
            None => self.predicate(),
        }
    }

    /// For all users: `23 users` `lose 31 methods: 22 phones, 9 Authenticator apps`.
    pub(super) fn line(self, tally: &Tally) -> Line {
        let verbs = match self {
            Self::MethodDeleted => Some(["loses", "lose"]),
            Self::MethodAdded => Some(["gets", "get"]),
            Self::MethodChanged => Some(["has changed", "have changed"]),
            _ => None,
        };
        match (verbs, self.nouns()) {
            (Some(verbs), Some(nouns)) => {
                let verb = plural(tally.users, verbs);
                let methods = plural(tally.items, nouns);
                let kinds = kinds_text(&tally.kinds);
                let text = format!("{verb} {} {methods}: {kinds}", grouped(tally.items));
                Line::users(Tone::Change, tally.users, text)
            }
            (_, Some(nouns)) => Line::counted(Tone::Change, tally.items, nouns, self.predicate()),
            (_, None) => Line::users(Tone::Change, tally.users, self.predicate()),
        }
    }
}

/// `22 phones, 9 Authenticator apps`.
pub(super) fn kinds_text(kinds: &BTreeMap<MethodKind, usize>) -> String {
    let texts: Vec<_> = kinds
        .iter()
        .map(|(&kind, &count)| match count {
            1 => format!("1 {}", singular(kind)),
            _ => format!("{} {}", grouped(count), kind.facts().plural),
        })
        .collect();
    texts.join(", ")
}

/// One of what [`crate::domain::method::Facts::plural`] names.
fn singular(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Email => "email address",
        MethodKind::SecurityQuestions => "set of security questions",
        MethodKind::TemporaryAccessPass => "Temporary Access Pass",
        _ => {
            let plural = kind.facts().plural;
            plural.strip_suffix('s').unwrap_or(plural)
        }
    }
}

/// The first of one, the second of any other number.
pub(super) fn plural(count: usize, [one, many]: [&'static str; 2]) -> &'static str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::method::MethodKinds;

    #[test]
    fn one_of_each_kind_reads_as_one() {
        for kind in MethodKinds::all() - MethodKind::SecurityQuestions {
            let text = singular(kind);
            assert!(!text.ends_with('s') || text.ends_with("ss"), "{text}");
        }
        assert_eq!(
            singular(MethodKind::SecurityQuestions),
            "set of security questions"
        );
    }
}
