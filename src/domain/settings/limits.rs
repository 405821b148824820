//! What each setting may be, and which of them must not contradict each other. The form refuses
//! what is beyond it; a tenant that was written by hand is looked at as a whole.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use super::{Policies, ServiceSettings};
use crate::domain::number::grouped;

/// Days a user can trust a device for (`facts/portal.md` 5).
pub const REMEMBER_DAYS: RangeInclusive<u16> = 1..=365;
/// Ranges of trusted addresses, at the most (`facts/portal.md` 5).
pub const TRUSTED_IPS: usize = 50;
/// Minutes a Temporary Access Pass can live, whatever the policy (`facts/portal.md` 2.3).
pub const PASS_MINUTES: RangeInclusive<u32> = 10..=43_200;

/// `203.0.113.0/24`: an address and 0 to 32 leading bits.
pub fn is_ipv4_range(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, bits)| {
        let digits = !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit());
        address.parse::<Ipv4Addr>().is_ok() && digits && bits.parse::<u8>().is_ok_and(|n| n <= 32)
    })
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impossible {
    /// Its field, as the tenant names it, outermost first.
    pub setting: Path,
    /// The item of its list that it is about.
    pub item: Option<usize>,
    /// Its name and value, such as `least_minutes is 600`.
    pub is: String,
    /// The setting that it contradicts, and that one's name and value.
    pub but: Option<(Path, String)>,
    /// What is allowed.
    pub allowed: String,
}

/// Names of fields, one within the other.
pub type Path = &'static [&'static str];

const LEAST: Path = &["policies", "access_pass", "least_minutes"];
const MOST: Path = &["policies", "access_pass", "most_minutes"];
const DEFAULT: Path = &["policies", "access_pass", "default_minutes"];

/// Every setting that cannot be.
pub fn impossible(settings: &ServiceSettings, policies: &Policies) -> Vec<Impossible> {
    let mut found = remembering(settings);
    found.extend(trusted_ips(settings));
    found.extend(lockout(policies));
    found.extend(access_pass(policies));
    found
}

fn remembering(settings: &ServiceSettings) -> Vec<Impossible> {
    let days = settings.remember_days;
    let bad = days.filter(|days| !REMEMBER_DAYS.contains(days));
    let (least, most) = (REMEMBER_DAYS.start(), REMEMBER_DAYS.end());
    let fault = bad.map(|days| Impossible {
        setting: &["settings", "remember_days"],
        item: None,
        is: format!("remember_days is {days}"),
        but: None,
        allowed: format!("users can trust devices for {least} to {most} days; None: not at all"),
    });
    fault.into_iter().collect()
}

fn trusted_ips(settings: &ServiceSettings) -> Vec<Impossible> {
    let ranges = &settings.trusted_ips;
    let fault = |item, is, allowed: String| Impossible {
        setting: &["settings", "trusted_ips"],
        item,
        is,
        but: None,
        allowed,
    };
    let many = (ranges.len() > TRUSTED_IPS).then(|| {
        let is = format!("trusted_ips has {} ranges", ranges.len());
        fault(None, is, format!("{TRUSTED_IPS} at the most"))
    });
    let bad = ranges
        .iter()
        .enumerate()
        .filter(|(_, range)| !is_ipv4_range(range));
    let bad = bad.map(|(at, range)| {
        let is = format!("`{range}` is no IPv4 range");
        fault(Some(at), is, "such as 203.0.113.0/24".to_owned())
    });
    many.into_iter().chain(bad).collect()
}

fn lockout(policies: &Policies) -> Vec<Impossible> {
    let Policies {
        lockout_threshold,
        lockout_seconds,
        ..
    } = policies;
    let settings: [(Path, u32, &str); 2] = [
        (
            &["policies", "lockout_threshold"],
            (*lockout_threshold).into(),
            "a lockout takes 1 failed sign-in or more",
        ),
        (
            &["policies", "lockout_seconds"],
            *lockout_seconds,
            "a lockout lasts 1 second or longer",
        ),
    ];
    let none = settings.into_iter().filter(|&(_, value, _)| value == 0);
    none.map(|(setting, value, allowed)| Impossible {
        setting,
        item: None,
        is: named(setting, value),
        but: None,
        allowed: allowed.to_owned(),
    })
    .collect()
}

fn access_pass(policies: &Policies) -> Vec<Impossible> {
    let pass = &policies.access_pass;
    let values = [
        (LEAST, pass.least_minutes),
        (DEFAULT, pass.default_minutes),
        (MOST, pass.most_minutes),
    ];
    let beyond = values
        .into_iter()
        .filter(|(_, minutes)| !PASS_MINUTES.contains(minutes));
    let beyond: Vec<_> = beyond
        .map(|(setting, minutes)| Impossible {
            setting,
            item: None,
            is: named(setting, minutes),
            but: None,
            allowed: format!(
                "{} to {} minutes",
                grouped(PASS_MINUTES.start()),
                grouped(PASS_MINUTES.end())
            ),
        })
        .collect();
    if !beyond.is_empty() {
        return beyond;
    }
    // A default between bounds that are the wrong way round is no fault of its own.
    let [least, default, most] = values;
    let pairs = if pass.least_minutes > pass.most_minutes {
        vec![(least, most)]
    } else {
        vec![(least, default), (default, most)]
    };
    let wrong = pairs
        .into_iter()
        .filter(|((_, lower), (_, upper))| lower > upper);
    wrong
        .map(|((lower, less), (upper, more))| Impossible {
            setting: lower,
            item: None,
            is: named(lower, less),
            but: Some((upper, named(upper, more))),
            allowed: "least_minutes, default_minutes and most_minutes must not decrease".to_owned(),
        })
        .collect()
}

/// `least_minutes is 600`
fn named(setting: Path, value: u32) -> String {
    let name = setting.last().copied().unwrap_or_default();
    format!("{name} is {value}")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("203.0.113.0/24", true)]
    #[case("0.0.0.0/0", true)]
    #[case("203.0.113.7/32", true)]
    #[case("203.0.113.0", false)]
    #[case("203.0.113.0/33", false)]
    #[case("203.0.113.0/+8", false)]
    #[case("203.0.113.0/", false)]
    #[case("203.0.113/24", false)]
    #[case("2001:db8::/32", false)]
    #[case("office", false)]
    fn ranges(#[case] text: &str, #[case] accepted: bool) {
        assert_eq!(is_ipv4_range(text), accepted);
    }
}
