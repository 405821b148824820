//! Enable, Disable, Enforce (`facts/portal.md` 4.3; D10). Every transition is allowed; only
//! registration moves a user from Enabled to Enforced by itself, so Enable leaves a user who
//! already holds methods at Enabled.

use super::context::Ruling;
use super::{Nothing, Warning};
use crate::domain::change::Change;
use crate::domain::user::{PerUserMfa, User};

pub(super) fn set(user: &User, to: PerUserMfa) -> Ruling {
    if user.mfa == to {
        return Nothing::AlreadySo.into();
    }
    let has_app_passwords = !user.app_passwords.is_empty();
    let disabled = to == PerUserMfa::Disabled && has_app_passwords;
    Ruling::from(Change::Mfa(to))
        .warn_if(to == PerUserMfa::Enforced, Warning::LegacyNeedsAppPassword)
        .warn_if(disabled, Warning::AppPasswordsDisabled)
}
