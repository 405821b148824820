//! Points in time: whole seconds, UTC. `now` only ever comes in as an argument.

mod rfc3339;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::parsed;

/// Seconds in a minute, an hour and a day.
pub const MINUTE: i64 = 60;
/// Seconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC:
/// `2026-03-04T05:06:07Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// What time it is, twice: in the tenant, whose clock may be told to show another time, and truly.
/// Codes of apps and tokens go by the true one, as the telephones of real people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// What the clock shows that the tenant goes by.
    pub tenant: Timestamp,
    /// What it really is.
    pub real: Timestamp,
}

/// The tenant's clock is right.
impl From<Timestamp> for Now {
    fn from(now: Timestamp) -> Self {
        Self {
            tenant: now,
            real: now,
        }
    }
}

impl Timestamp {
    /// 9000-01-01T00:00:00Z, where a tenant's clock stops: what is counted on from there, such as
    /// how long a device is remembered, can still be written as a date.
    pub const LATEST: Self = Self(221_845_392_000);

    /// `days` days later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        self.plus_seconds(i64::from(days) * DAY)
    }

    /// `seconds` seconds later (earlier if negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Whole days from `self` until `later`, rounded up; negative when `later` has passed.
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0 + DAY - 1).div_euclid(DAY)
    }

    /// The date as lists show it: `4 Mar 2026`.
    pub fn date(self) -> String {
        self.format("%-d %b %Y")
    }

    /// Date and minute, in UTC: `4 Mar 2026 05:06`.
    pub fn date_and_time(self) -> String {
        self.format("%-d %b %Y %H:%M")
    }

    /// Hour, minute and second, in UTC: `05:06:07`.
    pub fn time(self) -> String {
        self.format("%H:%M:%S")
    }

    /// What `take` makes of the time in RFC 3339.
    fn spelled<T>(self, take: impl FnOnce(&str) -> T) -> T {
        let text = rfc3339::write(self.0);
        match text.as_ref().map(|text| std::str::from_utf8(text)) {
            Some(Ok(text)) => take(text),
            _ => take(&self.format("%Y-%m-%dT%H:%M:%SZ")),
        }
    }

    fn format(self, format: &str) -> String {
        jiff::Timestamp::from_second(self.0).map_or_else(
            |_| "?".to_owned(),
            |moment| moment.strftime(format).to_string(),
        )
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spelled(|text| f.pad(text))
    }
}

/// The text is no RFC 3339 time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no time such as 2026-03-04T05:06:07Z")]
pub struct BadTimestamp(String);

impl FromStr for Timestamp {
    type Err = BadTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(seconds) = rfc3339::read(text) {
            return Ok(Self(seconds));
        }
        text.parse::<jiff::Timestamp>()
            .map(|moment| Self(moment.as_second()))
            .map_err(|_| BadTimestamp(text.to_owned()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.spelled(|text| serializer.serialize_str(text))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_and_print_as_rfc_3339_in_utc() {
        let moment: Timestamp = "2026-03-04T05:06:07Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-03-04T05:06:07Z");
        assert_eq!("2026-03-04T07:06:07+02:00".parse(), Ok(moment));
        assert_eq!(moment.date(), "4 Mar 2026");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    #[test]
    fn days_are_counted_upwards() {
        let now = Timestamp(0);
        assert_eq!(now.days_until(Timestamp(1)), 1);
        assert_eq!(now.days_until(Timestamp(DAY)), 1);
        assert_eq!(now.days_until(Timestamp(-1)), 0);
        assert_eq!(now.days_until(Timestamp(-DAY - 1)), -1);
    }
}
