//! The tenant's clock: the program's own, some days ahead. Advancing it lets people watch what is
//! kept for a time run out. What a real authenticator app shows never follows it.

use super::directory::Directory;
use super::id::UserId;
use super::method::Detail;
use super::plan::accounts::RESTORABLE_DAYS;
use super::tenant::TenantFacts;
use super::time::{DAY, MINUTE, Timestamp};
use super::user::User;

/// The clock is no more days ahead than that.
pub const MOST_DAYS: u32 = 36_500;

/// What the clock shows once `before` became `after`, where it shows `now`.
pub fn moved(before: &TenantFacts, after: &TenantFacts, now: Timestamp) -> Timestamp {
    let days = i64::from(after.clock_days) - i64::from(before.clock_days);
    now.plus_seconds(days * DAY).min(Timestamp::LATEST)
}

/// Something that a moment changes without anybody doing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// A device is no longer remembered (D11).
    DeviceExpires,
    /// A Temporary Access Pass begins to work (TAP).
    PassBegins,
    /// A Temporary Access Pass no longer works (TAP).
    PassExpires,
    /// A smart lockout is over (LOCK).
    LockoutEnds,
    /// A deleted user can no longer be restored (`facts/portal.md` 1).
    DeletedForGood,
}

/// A turn for one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passing {
    /// What happens.
    pub turn: Turn,
    /// To whom.
    pub user: UserId,
    /// With what, where there is a name to it: the device's.
    pub what: String,
}

/// What turns between two moments, whichever is the earlier, kind by kind and user by user.
pub fn passing(directory: &dyn Directory, one: Timestamp, other: Timestamp) -> Vec<Passing> {
    let (from, to) = (one.min(other), one.max(other));
    let heads = (0..directory.len()).filter_map(|at| directory.head(at));
    let users = heads.filter_map(|head| directory.user(head.id));
    let mut passing = Vec::new();
    for user in users {
        let between = turns(&user).filter(|(at, ..)| from < *at && *at <= to);
        passing.extend(between.map(|(_, turn, what)| Passing {
            turn,
            user: user.id,
            what: what.to_owned(),
        }));
    }
    passing.sort_by_key(|one| one.turn);
    passing
}

/// From which moment on which turn holds for `user`, with what.
fn turns(user: &User) -> impl Iterator<Item = (Timestamp, Turn, &str)> {
    let deleted = user.deleted.map(|at| {
        // To the end of that second it can still be restored.
        let at = at.plus_days(RESTORABLE_DAYS).plus_seconds(1);
        (at, Turn::DeletedForGood, "")
    });
    let there = user.deleted.is_none();
    let devices = user.devices.iter();
    let devices = devices.map(|device| (device.until, Turn::DeviceExpires, &*device.name));
    let passes = user.methods.iter().filter_map(|own| match own.detail {
        Detail::TemporaryAccessPass {
            starts,
            lifetime_minutes,
            one_time,
            used,
            ..
        } if !(one_time && used) => {
            let ends = starts.plus_seconds(i64::from(lifetime_minutes) * MINUTE);
            Some([
                (starts, Turn::PassBegins, ""),
                (ends, Turn::PassExpires, ""),
            ])
        }
        _ => None,
    });
    let lockout = user.lockout.until;
    let lockout = lockout.map(|until| (until, Turn::LockoutEnds, ""));
    let own = devices.chain(passes.flatten()).chain(lockout);
    own.filter(move |_| there).chain(deleted)
}
