//! Non-browser clients: one secret, yes or no (D12; `facts/portal.md` 4.3, 5).

use super::ask::{Check, Purpose};
use super::code::Code;
use super::machine::SignIn;
use super::trusted;
use super::why::Why;
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::id::AppPasswordId;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::tenant::TenantFacts;
use crate::domain::user::{AppPassword, PerUserMfa, User};

/// What a legacy client's secret is compared with: the app passwords and the password, first those
/// it looks like, because every comparison takes its time.
pub(super) fn check(user: &User, secret: Secret) -> Check {
    let own = (None, user.password.hash.clone());
    let apps = user
        .app_passwords
        .iter()
        .map(|one| (Some(one.id), one.hash.clone()));
    let (credentials, against): (Vec<_>, Vec<PasswordHash>) = if AppPassword::is_shape_of(&secret) {
        apps.chain([own]).unzip()
    } else {
        [own].into_iter().chain(apps).unzip()
    };
    Check {
        against,
        secret,
        purpose: Purpose::Legacy(credentials),
    }
}

impl SignIn {
    /// The secret fits an app password, or the password where `used` is `None`.
    pub(super) fn legacy_in(
        &mut self,
        facts: &TenantFacts,
        used: Option<AppPasswordId>,
        secret: Secret,
    ) {
        let Some(user) = self.user.clone() else {
            return;
        };
        self.notes.why.push(Why::PerUser(user.mfa));
        let Some(id) = used else {
            return self.legacy_password(facts, &user);
        };
        let Some(at) = user.app_passwords.iter().position(|own| own.id == id) else {
            return;
        };
        if user.mfa == PerUserMfa::Disabled {
            self.notes.why.push(Why::AppPasswordsOff);
            return self.wrong_password(facts, secret);
        }
        let mut own = user.app_passwords[at].clone();
        own.last_used = Some(self.now);
        self.notes.why.push(Why::AppPassword(own.name.clone()));
        self.notes.method = "App password";
        self.notes.detail = "skipped due to app password";
        self.forget_failures(facts);
        let used = vec![
            Change::RemoveAppPassword(id),
            Change::AddAppPassword(at, own),
        ];
        self.decide(facts, Action::SignIn, used);
        self.end(Code::Success);
    }

    fn legacy_password(&mut self, facts: &TenantFacts, user: &User) {
        let trusted = trusted::contains(&facts.settings.trusted_ips, self.attempt.ip);
        // On a trusted address the password works until an app password was made.
        let works = user.mfa != PerUserMfa::Enforced || trusted && user.app_passwords.is_empty();
        if !works {
            self.notes.why.push(Why::LegacyNeedsAppPassword);
            return self.end(Code::MfaRequired);
        }
        self.notes.why.push(Why::LegacyPassword);
        if user.password.must_change {
            self.notes.why.push(Why::MustChange);
            return self.end(Code::PasswordExpired);
        }
        self.forget_failures(facts);
        self.end(Code::Success);
    }
}
