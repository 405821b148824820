//! What goes on behind a sign-in, on the user's own pages: the gate of Security info, where whoever
//! holds an MFA method passes MFA first (`facts/portal.md` 8.2, REG), and changing the password.

use super::ask::{Ask, Step};
use super::attempt::{Attempt, Client};
use super::entry::Requirement;
use super::machine::{Errand, Met, SignIn};
use super::ways;
use super::why::Why;
use crate::domain::directory::Directory;
use crate::domain::entropy::Entropy;
use crate::domain::time::Now;

/// What Security info is called in the sign-in log.
const APPLICATION: &str = "My Signins";

impl SignIn {
    /// Whether it ended with the user in, in a browser, where Security info can be gone to.
    pub fn leads_to_security_info(&self) -> bool {
        let changed = self.errand == Errand::NewPassword;
        self.is_in() && self.attempt.client == Client::Browser && !changed
    }

    /// Whether it ended with another password.
    pub fn changed_password(&self) -> bool {
        self.errand == Errand::NewPassword && self.is_in()
    }

    fn is_in(&self) -> bool {
        matches!(&self.step, Step::End(end) if end.is_in())
    }

    /// "Change password": the one that `account` has is asked for, then another one.
    pub fn change_password(
        directory: &dyn Directory,
        account: &str,
        entropy: Entropy,
        now: Now,
    ) -> Self {
        let attempt = Attempt {
            application: APPLICATION.to_owned(),
            ..Attempt::new_browser()
        };
        let mut own = Self::begin(directory, attempt, entropy, now.tenant);
        own.errand = Errand::NewPassword;
        own.account(directory, account);
        own
    }

    /// Whether Security info opens at once: a second factor was proved, or there is none to prove.
    pub fn opens_security_info(&self, directory: &dyn Directory) -> bool {
        let user = self.user.as_deref();
        let none = user.is_none_or(|user| ways::of(directory.facts(), user, self.now).is_empty());
        self.strong || none
    }

    /// The second factor alone, of the user who is in and goes to Security info.
    #[must_use]
    pub fn step_up(&self, directory: &dyn Directory, entropy: Entropy, now: Now) -> Self {
        let attempt = Attempt {
            application: APPLICATION.to_owned(),
            ..self.attempt.clone()
        };
        let mut next = Self::begin(directory, attempt, entropy, now.tenant);
        next.real = now.real;
        next.typed.clone_from(&self.typed);
        next.user = self.user.as_ref().and_then(|user| directory.user(user.id));
        next.errand = Errand::SecurityInfo;
        next.notes.requirement = Requirement::Multifactor;
        next.notes.why = vec![Why::SecurityInfo];
        let Some(user) = next.user.clone() else {
            next.leave();
            return next;
        };
        let mut ways = ways::of(directory.facts(), &user, now.tenant);
        if ways.is_empty() {
            next.finish();
            return next;
        }
        let first = ways.remove(0);
        next.met.push(Met::Mfa(first.kind, first.proof));
        let challenge = next.challenge(directory.facts(), &user, first, ways);
        next.ask(Ask::Challenge(challenge));
        next
    }
}
