//! Account, smart lockout, password or Temporary Access Pass (D1).

use super::ask::{Ask, Check, Purpose, Step};
use super::attempt::Client;
use super::code::Code;
use super::machine::SignIn;
use super::why::Why;
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::directory::Directory;
use crate::domain::method::{Detail, Method, MethodKind};
use crate::domain::plan::text::plain;
use crate::domain::secret::Secret;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::Lockout;

/// No account name is longer; what is typed in its place is cut.
const LONGEST_ACCOUNT: usize = 320;
/// How many of the last wrong passwords are not counted again (LOCK).
const REMEMBERED_WRONG: usize = 3;

impl SignIn {
    pub(super) fn account(&mut self, directory: &dyn Directory, text: &str) {
        self.typed = plain(text).chars().take(LONGEST_ACCOUNT).collect();
        self.read_at(directory.revision());
        self.user = directory
            .find(&self.typed)
            .and_then(|id| directory.user(id))
            .filter(|user| user.deleted.is_none());
        let Some(user) = &self.user else {
            return self.end(Code::AccountNotFound);
        };
        if user.blocked {
            self.notes.why.push(Why::Blocked);
            return self.end(Code::Disabled);
        }
        if self.end_if_locked() {
            return;
        }
        self.ask_password(directory.facts(), false);
    }

    fn end_if_locked(&mut self) -> bool {
        let until = self
            .user
            .as_ref()
            .and_then(|user| user.lockout.locked_until(self.now));
        if let Some(until) = until {
            self.notes.why.push(Why::LockedUntil(until));
            self.end(Code::Locked);
        }
        until.is_some()
    }

    fn ask_password(&mut self, facts: &TenantFacts, wrong: bool) {
        let pass = self.usable_pass(facts).is_some() && !self.is_legacy();
        self.ask(Ask::Password { pass, wrong });
    }

    pub(super) fn is_legacy(&self) -> bool {
        matches!(self.attempt.client, Client::Legacy(_))
    }

    /// The Temporary Access Pass that works now.
    pub(super) fn usable_pass(&self, facts: &TenantFacts) -> Option<&Method> {
        let user = self.user.as_ref()?;
        user.usable_methods(&facts.policies, self.now)
            .find(|method| method.kind() == MethodKind::TemporaryAccessPass)
    }

    pub(super) fn password_typed(&mut self, secret: Secret) {
        if self.end_if_locked() {
            return;
        }
        let Some(user) = &self.user else {
            return;
        };
        self.notes.method = "Password";
        self.step = Step::Check(if self.is_legacy() {
            super::legacy::check(user, secret)
        } else {
            Check {
                against: vec![user.password.hash.clone()],
                secret,
                purpose: Purpose::Password,
            }
        });
    }

    pub(super) fn pass_typed(&mut self, facts: &TenantFacts, secret: Secret) {
        if self.end_if_locked() {
            return;
        }
        let Some(Method { id, detail, .. }) = self.usable_pass(facts) else {
            return self.ask_password(facts, true);
        };
        if let Detail::TemporaryAccessPass { hash, .. } = detail {
            self.step = Step::Check(Check {
                against: vec![hash.clone()],
                secret,
                purpose: Purpose::Pass(*id),
            });
            self.notes.method = "Temporary Access Pass";
        }
    }

    /// The host has compared.
    pub(super) fn checked(&mut self, facts: &TenantFacts, check: Check, found: Option<usize>) {
        let found = found.filter(|at| *at < check.against.len());
        match (check.purpose, found) {
            (Purpose::PassAsFactor(challenge, id), found) => {
                self.pass_checked(facts, challenge, id, found.is_some());
            }
            (Purpose::Legacy(credentials), Some(at)) => {
                let credential = credentials.get(at).copied().flatten();
                self.legacy_in(facts, credential, check.secret);
            }
            (Purpose::Password, Some(_)) => {
                self.forget_failures(facts);
                self.password = Some(check.secret);
                self.first_factor_done(facts, false);
            }
            (Purpose::Pass(id), Some(_)) => {
                self.forget_failures(facts);
                self.use_pass(facts, id);
                self.first_factor_done(facts, true);
            }
            (purpose, None) => {
                if matches!(purpose, Purpose::Legacy(_)) {
                    self.notes.why.push(Why::NoSuchSecret);
                }
                self.wrong_password(facts, check.secret);
            }
        }
    }

    pub(super) fn forget_failures(&mut self, facts: &TenantFacts) {
        let none = Lockout::default();
        if self.user.as_ref().is_some_and(|user| user.lockout != none) {
            self.decide(facts, Action::SignIn, vec![Change::Lockout(none)]);
        }
    }

    /// A pass that was used. One that works once is over.
    pub(super) fn use_pass(&mut self, facts: &TenantFacts, id: crate::domain::id::MethodId) {
        let method = self.user.as_ref().and_then(|user| user.method(id)).cloned();
        let Some(mut method) = method else { return };
        if let Detail::TemporaryAccessPass { used, .. } = &mut method.detail
            && !*used
        {
            *used = true;
            self.decide(facts, Action::SignIn, vec![Change::ReplaceMethod(method)]);
        }
    }

    /// A wrong password is counted, unless it is one of the last three again (LOCK). Whoever is
    /// locked by it, and a legacy client in any case, is not asked again.
    pub(super) fn wrong_password(&mut self, facts: &TenantFacts, secret: Secret) {
        if !self.wrong_passwords.contains(&secret) {
            self.wrong_passwords.push(secret);
            if self.wrong_passwords.len() > REMEMBERED_WRONG {
                self.wrong_passwords.remove(0);
            }
            let now = self.now;
            if let Some(user) = &self.user {
                let lockout = user.lockout.after_failure(&facts.policies, now);
                self.decide(facts, Action::SignIn, vec![Change::Lockout(lockout)]);
            }
        }
        if self.end_if_locked() {
            return;
        }
        if self.is_legacy() {
            return self.end(Code::WrongPassword);
        }
        let failures = self.user.as_ref().map_or(0, |user| user.lockout.failures);
        self.notes.why = vec![Why::Failures(failures)];
        self.log(Code::WrongPassword);
        self.notes.why.clear();
        self.ask_password(facts, true);
    }
}
