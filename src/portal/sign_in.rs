//! Sign in: pick an administrator, type the password. The hash is checked off the thread that
//! draws.

use crossterm::event::KeyEvent;

use crate::domain::id::UserId;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::sign_in::{self, Candidate, SignInRefusal};
use crate::domain::time::Timestamp;
use crate::store::Snapshot;

use super::act::Motion;
use super::effect::Ticket;
use super::parts::field::Field;

/// The published password of every account of a demo tenant.
pub const DEMO_PASSWORD: &str = "Proof-up!2026";

/// The state of the sign-in screen.
#[derive(Debug)]
pub struct SignIn {
    /// Administrators to pick from.
    pub accounts: Vec<UserId>,
    /// The cursor among them.
    pub at: usize,
    /// Where one is.
    pub step: Step,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// A step of signing in.
#[derive(Debug)]
pub enum Step {
    /// Picking an account.
    Account,
    /// Typing the password of this account.
    Password {
        /// Its user principal name.
        upn: String,
        /// What was typed.
        field: Field,
        /// How far it is.
        entry: Entry,
    },
}

/// What becomes of a password.
#[derive(Debug)]
pub enum Entry {
    /// It is being typed.
    Typed,
    /// It was entered while the users are still being read: checked as soon as the account is known.
    Entered,
    /// It is being checked, for whom.
    Checked(Box<(Ticket, Candidate)>),
}

impl SignIn {
    /// The screen at its start; `account` is filled in where it exists.
    pub fn new(snapshot: &Snapshot, account: Option<&str>) -> Self {
        let accounts = sign_in::administrators(&**snapshot);
        let mut own = Self {
            accounts,
            at: 0,
            step: Step::Account,
            error: None,
        };
        if let Some(upn) = account {
            let found = snapshot.find(upn);
            own.at = own
                .accounts
                .iter()
                .position(|id| Some(*id) == found)
                .unwrap_or_default();
            own.step = password_of(upn);
        }
        own
    }

    /// The tenant has another state: the cursor stays on its account.
    pub fn take_state(&mut self, snapshot: &Snapshot) {
        let chosen = self.accounts.get(self.at).copied();
        self.accounts = sign_in::administrators(&**snapshot);
        let found = self.accounts.iter().position(|id| Some(*id) == chosen);
        self.at = found.unwrap_or_default();
    }

    /// Moves among the accounts.
    pub fn motion(&mut self, motion: Motion, page: usize) {
        self.at = motion.from(self.at, self.accounts.len(), page);
    }

    /// Goes on with the account under the cursor.
    pub fn choose(&mut self, snapshot: &Snapshot) {
        self.error = None;
        let chosen = self.accounts.get(self.at).and_then(|id| snapshot.user(*id));
        match chosen {
            Some(user) => self.step = password_of(&user.upn),
            None if !snapshot.is_ready() => {
                self.error = Some(SignInRefusal::StillReading.to_string());
            }
            None => {
                self.error = Some(
                    "Nobody here has an administrator role: make a tenant with proofup init"
                        .to_owned(),
                );
            }
        }
    }

    /// Whether a password was entered and nobody knows yet whether it is right.
    pub fn is_checking(&self) -> bool {
        let Step::Password { entry, .. } = &self.step else {
            return false;
        };
        !matches!(entry, Entry::Typed)
    }

    /// Whether a password was entered that can only be checked once the account is known.
    pub fn is_entered(&self) -> bool {
        let Step::Password { entry, .. } = &self.step else {
            return false;
        };
        matches!(entry, Entry::Entered)
    }

    /// Back to the accounts.
    pub fn back(&mut self) {
        self.error = None;
        self.step = Step::Account;
    }

    /// Edits the password. False: the key means nothing here.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        match &mut self.step {
            Step::Password {
                field,
                entry: Entry::Typed,
                ..
            } => field.key(key),
            _ => false,
        }
    }

    /// Replaces the password typed so far.
    pub fn type_password(&mut self, text: &str) {
        if let Step::Password {
            field,
            entry: Entry::Typed,
            ..
        } = &mut self.step
        {
            field.set(text);
        }
    }

    /// Pastes into the password.
    pub fn paste(&mut self, text: &str) {
        if let Step::Password {
            field,
            entry: Entry::Typed,
            ..
        } = &mut self.step
        {
            field.paste(text);
        }
    }

    /// Begins to check the password. `None`: it is refused at once, being checked already, or waits
    /// until the account is known.
    pub fn check(
        &mut self,
        snapshot: &Snapshot,
        now: Timestamp,
        ticket: Ticket,
    ) -> Option<(PasswordHash, Secret)> {
        let Step::Password { upn, field, entry } = &mut self.step else {
            return None;
        };
        if matches!(entry, Entry::Checked(_)) {
            return None;
        }
        if field.text().is_empty() {
            self.error = Some("Type the password first".to_owned());
            return None;
        }
        self.error = None;
        match sign_in::administrator(&**snapshot, upn, now) {
            Ok(candidate) => {
                let answer = (candidate.hash().clone(), Secret::new(field.text()));
                *entry = Entry::Checked(Box::new((ticket, candidate)));
                return Some(answer);
            }
            Err(SignInRefusal::StillReading) => *entry = Entry::Entered,
            Err(why) => {
                *entry = Entry::Typed;
                self.error = Some(why.to_string());
            }
        }
        None
    }

    /// Takes the answer in: who is signed in now, if anybody.
    pub fn checked(&mut self, ticket: Ticket, right: bool) -> Option<crate::domain::plan::Actor> {
        let Step::Password { field, entry, .. } = &mut self.step else {
            return None;
        };
        let candidate = match std::mem::replace(entry, Entry::Typed) {
            Entry::Checked(checked) if checked.0 == ticket => checked.1,
            other => {
                *entry = other;
                return None;
            }
        };
        match candidate.finish(right) {
            Ok(actor) => Some(actor),
            Err(why) => {
                field.set("");
                self.error = Some(why.to_string());
                None
            }
        }
    }
}

fn password_of(upn: &str) -> Step {
    Step::Password {
        upn: upn.to_owned(),
        field: Field::password(),
        entry: Entry::Typed,
    }
}
