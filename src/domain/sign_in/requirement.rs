//! What is asked after the first factor: registration, a second factor, or nothing (D3, D4, D11).

use super::attempt::Attempt;
use super::entry::Requirement;
use super::why::Why;
use super::{trusted, ways};
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::{PerUserMfa, User};

/// What comes after the first factor, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) verdict: Verdict,
    pub(super) why: Vec<Why>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The registration interrupt.
    Registration,
    /// A second factor.
    Challenge,
    /// Nothing: MFA is required, and skipped for this reason (REP).
    Skipped(&'static str),
    /// Nothing: MFA is not required.
    NotRequired,
}

impl Verdict {
    pub(super) fn requirement(self) -> Requirement {
        match self {
            Self::Registration | Self::Challenge | Self::Skipped(_) => Requirement::Multifactor,
            Self::NotRequired => Requirement::SingleFactor,
        }
    }
}

/// D3: the flag goes before everything else, the remembered device included. D11: then MFA is
/// required by the user's state, by policy or, in 2018, by restored marks, which nothing skips.
/// D4: where it is required and not skipped, registration comes only if no usable method is left.
pub(super) fn of(facts: &TenantFacts, user: &User, attempt: &Attempt, now: Timestamp) -> Ruling {
    let ruling = |verdict, why| Ruling { verdict, why };
    if user.must_register_again && facts.edition.flag_asks_registration() {
        return ruling(Verdict::Registration, vec![Why::MustRegisterAgain]);
    }
    let mut why = Vec::new();
    if user.mfa != PerUserMfa::Disabled {
        why.push(Why::PerUser(user.mfa));
    }
    if facts.policies.require_mfa_for_all {
        why.push(Why::Policy);
    }
    let forced = user.mfa_at_next_sign_in && facts.edition.restore_forces_mfa();
    if forced {
        why.push(Why::MfaAtNextSignIn);
    } else if why.is_empty() {
        why.extend([Why::PerUser(user.mfa), Why::NoPolicy]);
        return ruling(Verdict::NotRequired, why);
    } else if let Some((reason, detail)) = skipped(facts, user, attempt, now) {
        why.push(reason);
        return ruling(Verdict::Skipped(detail), why);
    } else {
        why.push(unmarked(user, attempt));
    }
    if ways::of(facts, user, now).is_empty() {
        why.push(Why::NoMethod);
        return ruling(Verdict::Registration, why);
    }
    ruling(Verdict::Challenge, why)
}

/// Why MFA is skipped where it is required, and what the log says of it.
fn skipped(
    facts: &TenantFacts,
    user: &User,
    attempt: &Attempt,
    now: Timestamp,
) -> Option<(Why, &'static str)> {
    let settings = &facts.settings;
    if let Some(device) = attempt.remembered(user).filter(|own| now < own.until) {
        let (name, until) = (device.name.clone(), device.until);
        return Some((
            Why::Remembered { name, until },
            "skipped due to remembered device",
        ));
    }
    if trusted::contains(&settings.trusted_ips, attempt.ip) {
        return Some((Why::TrustedIp, "skipped due to location"));
    }
    // A user of an on-premises directory is what "federated" can mean here.
    if settings.skip_federated_intranet && attempt.intranet && user.synced {
        return Some((Why::Intranet, "skipped due to location"));
    }
    None
}

fn unmarked(user: &User, attempt: &Attempt) -> Why {
    match attempt.remembered(user) {
        Some(device) => Why::RememberedOnce {
            name: device.name.clone(),
            until: device.until,
        },
        None => Why::NotRemembered(attempt.device.name.clone()),
    }
}
