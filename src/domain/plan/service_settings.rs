//! Saving the service settings (`facts/portal.md` 5).

use std::net::Ipv4Addr;

use super::context::Context;
use super::text::plain;
use super::{Nothing, Outcome};
use crate::domain::change::Fact;
use crate::domain::refusal::Refusal;
use crate::domain::settings::ServiceSettings;

/// Days a user can trust a device for.
const REMEMBER_DAYS: std::ops::RangeInclusive<u16> = 1..=365;
/// Ranges of trusted addresses.
const TRUSTED_IPS: usize = 50;

pub(super) fn decide(context: &Context, settings: &ServiceSettings) -> Result<Outcome, Refusal> {
    let days = settings.remember_days;
    if days.is_some_and(|days| !REMEMBER_DAYS.contains(&days)) {
        return Err(Refusal::RememberDays);
    }
    let typed = settings.trusted_ips.iter().map(|range| plain(range));
    let trusted_ips: Vec<_> = typed.filter(|range| !range.is_empty()).collect();
    if trusted_ips.len() > TRUSTED_IPS {
        return Err(Refusal::TooManyTrustedIps);
    }
    if let Some(bad) = trusted_ips.iter().find(|range| !is_ipv4_range(range)) {
        return Err(Refusal::TrustedIp(bad.clone()));
    }
    let settings = ServiceSettings {
        trusted_ips,
        ..settings.clone()
    };
    if settings == context.directory.facts().settings {
        return Ok(Outcome::Nothing(Nothing::AlreadySo));
    }
    Ok(Outcome::Change(vec![Fact::Settings(Box::new(settings))]))
}

/// `203.0.113.0/24`: an address and 0 to 32 leading bits.
fn is_ipv4_range(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, bits)| {
        let digits = !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit());
        address.parse::<Ipv4Addr>().is_ok() && digits && bits.parse::<u8>().is_ok_and(|n| n <= 32)
    })
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
