//! Reset password, and the sessions that began with the old one (S1 to S3; D6, D17).

use super::context::{Context, Decision, Ruling};
use super::{Nothing, Warning};
use crate::domain::change::Change;
use crate::domain::refusal::Refusal;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::user::{Lockout, Password, User, UserType};

/// A temporary password, shown once, to be changed at the next sign-in. D6: nothing but the
/// password changes; a smart lockout ends.
pub(super) fn reset(context: &mut Context, user: &User) -> Decision {
    if user.user_type == UserType::Guest {
        return Err(Refusal::GuestPassword);
    }
    if user.synced && !context.policies().password_writeback {
        return Err(Refusal::WritebackOff);
    }
    let (password, secret) = temporary(context);
    let mut changes = vec![Change::Password(password)];
    if user.lockout != Lockout::default() {
        changes.push(Change::Lockout(Lockout::default()));
    }
    Ok(Ruling::from(changes)
        .warn_if(!user.app_passwords.is_empty(), Warning::AppPasswordsStay)
        .reveal(TEMPORARY_PASSWORD, secret))
}

/// What a revealed temporary password is called.
pub(super) const TEMPORARY_PASSWORD: &str = "Temporary password";

/// A generated password that must be changed at the next sign-in, and its text.
pub(super) fn temporary(context: &mut Context) -> (Password, Secret) {
    let secret = Secret::temporary_password(context.entropy);
    let password = Password {
        hash: PasswordHash::pending(secret.clone(), context.entropy),
        must_change: true,
        changed: context.now,
    };
    (password, secret)
}

/// Ends every session that began before now.
pub(super) fn revoke_sessions(context: &Context, user: &User) -> Ruling {
    let now = Some(context.now);
    if user.sessions_valid_from == now {
        return Nothing::AlreadySo.into();
    }
    let guest = user.user_type == UserType::Guest;
    Ruling::from(Change::SessionsValidFrom(now)).warn_if(guest, Warning::GuestSessions)
}
