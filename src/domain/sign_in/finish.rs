//! The last steps: forced password change, "Stay signed in?", and what the log says.

use super::ask::{Ask, End, Step};
use super::attempt::Client;
use super::code::Code;
use super::entry::{SignInEntry, SignInStatus};
use super::machine::{Errand, Met, SignIn};
use super::new_password::{self, PasswordFault};
use super::why::Why;
use crate::domain::audit::Target;
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::tenant::TenantFacts;
use crate::domain::user::Password;

impl SignIn {
    /// D1: then comes the forced password change, for whoever used the password.
    pub(super) fn second_factor_done(&mut self) {
        let must_change = self
            .user
            .as_ref()
            .is_some_and(|user| user.password.must_change);
        let wanted = self.errand == Errand::NewPassword;
        if (must_change || wanted) && self.password.is_some() {
            self.met.push(Met::PasswordChange);
            self.notes.why.push(if wanted {
                Why::PasswordChange
            } else {
                Why::MustChange
            });
            return self.ask(Ask::UpdatePassword { fault: None });
        }
        self.ask_to_stay();
    }

    pub(super) fn new_password(&mut self, facts: &TenantFacts, new: Secret, again: &Secret) {
        let Some(user) = self.user.clone() else {
            return;
        };
        let fault = if new == *again {
            new_password::check(&new, self.password.as_ref(), &user, &facts.name).err()
        } else {
            Some(PasswordFault::Different)
        };
        if fault.is_some() {
            return self.ask(Ask::UpdatePassword { fault });
        }
        let password = Password {
            hash: PasswordHash::pending(new, &mut self.entropy),
            must_change: false,
            changed: self.now,
        };
        let changes = vec![Change::Password(password)];
        self.decide(facts, Action::ChangePassword, changes);
        self.ask_to_stay();
    }

    fn ask_to_stay(&mut self) {
        match self.attempt.client {
            Client::Browser if self.errand == Errand::Application => self.ask(Ask::StaySignedIn),
            Client::Browser | Client::Modern | Client::Legacy(_) => self.finish(),
        }
    }

    pub(super) fn finish(&mut self) {
        self.end(Code::Success);
    }

    /// The window is closed. What was proved so far decides what the log calls it.
    pub(super) fn leave(&mut self) {
        let browser = self.attempt.client == Client::Browser;
        let code = match &self.step {
            Step::Ask(Ask::Account | Ask::Password { .. }) | Step::Check(_) | Step::End(_) => None,
            Step::Ask(Ask::Challenge(_)) if browser => Some(Code::MfaNotPassed),
            Step::Ask(Ask::Challenge(_)) => Some(Code::MfaRequired),
            Step::Ask(
                Ask::Register(_) | Ask::Scan(_) | Ask::Verify(_) | Ask::Registered { .. },
            ) if browser => Some(Code::RegistrationInterrupt),
            Step::Ask(
                Ask::Register(_) | Ask::Scan(_) | Ask::Verify(_) | Ask::Registered { .. },
            ) => Some(Code::RegistrationRequired),
            Step::Ask(Ask::UpdatePassword { .. }) => Some(Code::PasswordExpired),
            Step::Ask(Ask::StaySignedIn) => Some(Code::StaySignedInInterrupt),
        };
        match code {
            Some(code) => self.end(code),
            None => {
                self.step = Step::End(End {
                    code: None,
                    entry: None,
                    mark: self.notes.mark,
                });
            }
        }
    }

    /// Writes an entry of the log.
    pub(super) fn log(&mut self, code: Code) -> SignInEntry {
        let user = self.user.as_deref();
        let entry = SignInEntry {
            at: self.now,
            user: user.map(|user| Target {
                id: user.id,
                upn: (&user.upn).into(),
            }),
            name: user.map_or(&self.typed, |user| &user.name).clone(),
            application: self.attempt.application.clone(),
            client_app: self.attempt.client.label().to_owned(),
            device: self.attempt.device.name.clone(),
            ip: self
                .attempt
                .ip
                .map_or_else(String::new, |ip| ip.to_string()),
            status: self.status(code),
            code: code.number(),
            requirement: self.notes.requirement,
            method: self.notes.method.to_owned(),
            detail: self.notes.detail.to_owned(),
            why: self.notes.why.iter().map(ToString::to_string).collect(),
        };
        self.decided.entries.push(entry.clone());
        entry
    }

    /// A question left open is an interruption; a legacy client is asked none.
    fn status(&self, code: Code) -> SignInStatus {
        match code {
            Code::Success => SignInStatus::Success,
            Code::RegistrationInterrupt
            | Code::RegistrationRequired
            | Code::MfaNotPassed
            | Code::MfaRequired
            | Code::PasswordExpired
            | Code::StaySignedInInterrupt
                if !self.is_legacy() =>
            {
                SignInStatus::Interrupted
            }
            _ => SignInStatus::Failure,
        }
    }
}
