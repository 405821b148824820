//! What users, sign-ins and audit entries come to.

use std::collections::BTreeMap;

use crate::domain::audit::{Activity, AuditEntry, AuditResult};
use crate::domain::directory::{Directory, Revision};
use crate::domain::method::{MethodKind, MethodKinds};
use crate::domain::registration;
use crate::domain::sign_in::SignInEntry;
use crate::domain::time::{DAY, Timestamp};
use crate::portal::parts::spark::DAYS;
use crate::portal::work::{Watch, watched};

/// What the users come to.
#[derive(Debug, Clone, Default)]
pub struct Users {
    pub(super) revision: Revision,
    pub(super) all: usize,
    pub(super) mfa: usize,
    pub(super) passwordless: usize,
    pub(super) password_reset: usize,
    /// Users by kind of method, the most frequent first; none without users.
    pub(super) methods: Vec<(MethodKind, usize)>,
}

impl Users {
    /// Everybody but deleted users, who are absent from these reports.
    pub(super) fn of(directory: &dyn Directory) -> Self {
        Self::watched(directory, &mut |_| true).unwrap_or_default()
    }

    /// The same under the eyes of `watch`. `None`: it was given up.
    pub fn watched(directory: &dyn Directory, watch: Watch<'_>) -> Option<Self> {
        let mut counted = Self {
            revision: directory.revision(),
            ..Self::default()
        };
        let mut by_kind: Vec<_> = MethodKinds::all().iter().map(|kind| (kind, 0)).collect();
        let whole = watched("counting", 0..directory.len(), watch, |at| {
            let Some(head) = directory.head(at).filter(|head| !head.deleted) else {
                return;
            };
            counted.all += 1;
            counted.mfa += usize::from(registration::mfa(head.methods));
            counted.passwordless += usize::from(registration::passwordless(head.methods));
            counted.password_reset += usize::from(registration::password_reset(head.methods));
            for (kind, users) in &mut by_kind {
                *users += usize::from(head.methods.contains(*kind));
            }
        });
        by_kind.retain(|(_, users)| *users > 0);
        by_kind.sort_by_key(|(_, users)| std::cmp::Reverse(*users));
        counted.methods = by_kind;
        whole.then_some(counted)
    }
}

/// What happened on each of the last days, the oldest first. What a clock that was set back
/// leaves in the future counts as today's.
pub(super) fn by_day(times: impl Iterator<Item = Timestamp>, now: Timestamp) -> [usize; DAYS] {
    let mut days = [0; DAYS];
    for at in times {
        let ago = usize::try_from((now.0 - at.0) / DAY).unwrap_or(0);
        if let Some(day) = DAYS.checked_sub(ago + 1) {
            days[day] += 1;
        }
    }
    days
}

/// What stands under "Recent registrations and resets".
#[derive(Debug, Clone, Copy)]
pub(super) enum Recent {
    Registrations,
    Resets,
}

impl Recent {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Registrations => "Security info registered",
            Self::Resets => "Passwords reset or changed",
        }
    }

    fn counts(self, entry: &AuditEntry) -> bool {
        match self {
            Self::Registrations => matches!(
                entry.activity,
                Activity::UserRegisteredSecurityInfo | Activity::AdminRegisteredSecurityInfo
            ),
            Self::Resets => matches!(
                entry.activity,
                Activity::ResetPasswordByAdmin | Activity::ChangePasswordSelfService
            ),
        }
    }

    /// When it was done, and how often it was refused.
    pub(super) fn of(self, trail: &[AuditEntry]) -> (Vec<Timestamp>, usize) {
        let own = || trail.iter().filter(|entry| self.counts(entry));
        let failed = |entry: &&AuditEntry| matches!(entry.result, AuditResult::Failure(_));
        let done = own().filter(|entry| !failed(entry)).map(|entry| entry.at);
        (done.collect(), own().filter(failed).count())
    }
}

/// Sign-ins by what was used or asked last, the most frequent first.
pub(super) fn by_method(entries: &[SignInEntry]) -> Vec<(&str, usize)> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for entry in entries.iter().filter(|entry| !entry.method.is_empty()) {
        *counts.entry(&entry.method).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_back_from_now_and_older_ones_left_out() {
        let now = Timestamp(100 * DAY);
        let at = |ago: i64| now.plus_seconds(-ago);
        let times = [0, 1, DAY - 1, DAY, 29 * DAY, 30 * DAY, -5 * DAY].map(at);
        let days = by_day(times.into_iter(), now);
        assert_eq!(days[29], 4, "three of today, one of the future");
        assert_eq!((days[28], days[0]), (1, 1));
        assert_eq!(days.iter().sum::<usize>(), 6);
    }
}
