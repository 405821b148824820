//! Setting the tenant's clock. Whoever is signed in may: it is a teacher's tool, and no role of
//! the portal knows of it.

use super::context::Context;
use super::{Nothing, Outcome};
use crate::domain::change::Fact;
use crate::domain::clock::MOST_DAYS;
use crate::domain::refusal::Refusal;
use crate::domain::time::{DAY, Timestamp};

/// So many days ahead, and no further than a date can be written.
pub(super) fn advance(context: &Context, days: u32) -> Result<Outcome, Refusal> {
    let ahead = context.directory.facts().clock_days;
    let left = (Timestamp::LATEST.0 - context.now.0).max(0) / DAY;
    let left = u32::try_from(left).unwrap_or(MOST_DAYS);
    let most = MOST_DAYS.saturating_sub(ahead).min(left);
    if !(1..=most).contains(&days) {
        return Err(Refusal::ClockDays(most));
    }
    Ok(Outcome::Change(vec![Fact::Clock(ahead + days)]))
}

/// Back to the real time.
pub(super) fn reset(context: &Context) -> Outcome {
    match context.directory.facts().clock_days {
        0 => Outcome::Nothing(Nothing::AlreadySo),
        _ => Outcome::Change(vec![Fact::Clock(0)]),
    }
}
