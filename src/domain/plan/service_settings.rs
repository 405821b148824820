//! Saving the service settings (`facts/portal.md` 5).

use super::context::Context;
use super::text::plain;
use super::{Nothing, Outcome};
use crate::domain::change::Fact;
use crate::domain::refusal::Refusal;
use crate::domain::settings::ServiceSettings;
use crate::domain::settings::limits::{REMEMBER_DAYS, TRUSTED_IPS, is_ipv4_range};

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
