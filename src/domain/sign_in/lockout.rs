//! Smart lockout (LOCK; `facts/portal.md` 8.3): ten wrong passwords lock for a minute; each further
//! one locks again, longer.

use crate::domain::settings::Policies;
use crate::domain::time::{DAY, Timestamp};
use crate::domain::user::Lockout;

/// How much longer each lockout is than the one before. The rate is secret (LOCK); twice.
const GROWTH: i64 = 2;
/// No lockout is longer.
const LONGEST: i64 = DAY;

impl Lockout {
    /// Until when nobody gets in, if that is still to come.
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| now < *until)
    }

    /// After one more wrong password at `now`.
    #[must_use]
    pub(super) fn after_failure(self, policies: &Policies, now: Timestamp) -> Self {
        let failures = self.failures.saturating_add(1);
        if failures < policies.lockout_threshold.max(1) {
            return Self { failures, ..self };
        }
        let first = i64::from(policies.lockout_seconds);
        let growth = GROWTH.saturating_pow(u32::from(self.rounds));
        let length = first.saturating_mul(growth).min(LONGEST.max(first));
        Self {
            failures,
            rounds: self.rounds.saturating_add(1),
            until: Some(now.plus_seconds(length)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_lock_for_a_minute_and_each_further_one_for_twice_as_long() {
        let policies = Policies::default();
        let mut now = Timestamp(0);
        let mut lockout = Lockout::default();
        for _ in 0..9 {
            lockout = lockout.after_failure(&policies, now);
            assert_eq!(lockout.locked_until(now), None);
        }
        for seconds in [60, 120, 240, 480] {
            lockout = lockout.after_failure(&policies, now);
            assert_eq!(lockout.until, Some(now.plus_seconds(seconds)));
            assert!(
                lockout
                    .locked_until(now.plus_seconds(seconds - 1))
                    .is_some()
            );
            now = now.plus_seconds(seconds);
            assert_eq!(lockout.locked_until(now), None);
        }
    }

    #[test]
    fn no_lockout_is_longer_than_a_day_whatever_the_counters_say() {
        let worst = Lockout {
            failures: u16::MAX,
            rounds: u16::MAX,
            until: None,
        };
        let after = worst.after_failure(&Policies::default(), Timestamp(0));
        assert_eq!(after.until, Some(Timestamp(DAY)));
    }
}
