//! The time the portal lives in: the real one, or one that started where it was told to; and the
//! real one beside it.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::domain::time::{Now, Timestamp};

/// Tells the time.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Option<(Timestamp, Instant)>);

impl Clock {
    /// Starts at `start` now; `None`: tells the real time.
    pub fn starting_at(start: Option<Timestamp>) -> Self {
        Self(start.map(|start| (start, Instant::now())))
    }

    /// What it shows now.
    pub fn now(self) -> Now {
        let real = real();
        let tenant = self.0.map_or(real, |(start, began)| {
            let seconds = began.elapsed().as_secs();
            start.plus_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
        });
        Now { tenant, real }
    }
}

fn real() -> Timestamp {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_clock_starts_where_it_was_told_to_and_goes_on() {
        let start = Timestamp(1_000_000);
        let clock = Clock::starting_at(Some(start));
        assert!((0..60).contains(&(clock.now().tenant.0 - start.0)));
        let an_hour_ago = Instant::now().checked_sub(std::time::Duration::from_secs(3600));
        let clock = Clock(Some((start, an_hour_ago.unwrap())));
        assert!((3600..3660).contains(&(clock.now().tenant.0 - start.0)));
    }

    #[test]
    fn the_real_clock_tells_the_real_time() {
        let year_2024 = Timestamp(1_704_067_200);
        let now = Clock::starting_at(None).now();
        assert_eq!(now.tenant, now.real);
        assert!(now.real > year_2024);
        assert!(Clock::starting_at(Some(Timestamp(0))).now().real > year_2024);
    }
}
