//! Sign in: pick an administrator, type the password. The hash is checked off the thread that
//! draws.

use crossterm::event::KeyEvent;

use crate::domain::id::UserId;
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::sign_in::{self, Candidate};
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
        /// The password being checked, and for whom.
        checking: Option<Box<(Ticket, Candidate)>>,
    },
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
                self.error = Some(sign_in::SignInRefusal::StillReading.to_string());
            }
            None => {
                self.error = Some(
                    "Nobody here has an administrator role: make a tenant with proofup init"
                        .to_owned(),
                );
            }
        }
    }

    /// Whether the password is being checked.
    pub fn is_checking(&self) -> bool {
        matches!(
            self.step,
            Step::Password {
                checking: Some(_),
                ..
            }
        )
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
                checking: None,
                ..
            } => field.key(key),
            _ => false,
        }
    }

    /// Replaces the password typed so far.
    pub fn type_password(&mut self, text: &str) {
        if let Step::Password {
            field,
            checking: None,
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
            checking: None,
            ..
        } = &mut self.step
        {
            field.paste(text);
        }
    }

    /// Begins to check the password. `None`: it is refused at once, or being checked already.
    pub fn check(
        &mut self,
        snapshot: &Snapshot,
        now: Timestamp,
        ticket: Ticket,
    ) -> Option<(PasswordHash, Secret)> {
        let Step::Password {
            upn,
            field,
            checking,
        } = &mut self.step
        else {
            return None;
        };
        if checking.is_some() {
            return None;
        }
        match sign_in::administrator(&**snapshot, upn, now) {
            Ok(candidate) => {
                let answer = (candidate.hash().clone(), Secret::new(field.text()));
                *checking = Some(Box::new((ticket, candidate)));
                self.error = None;
                Some(answer)
            }
            Err(why) => {
                self.error = Some(why.to_string());
                None
            }
        }
    }

    /// Takes the answer in: who is signed in now, if anybody.
    pub fn checked(&mut self, ticket: Ticket, right: bool) -> Option<crate::domain::plan::Actor> {
        let Step::Password {
            field, checking, ..
        } = &mut self.step
        else {
            return None;
        };
        let (_, candidate) = *checking.take_if(|checking| checking.0 == ticket)?;
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
        checking: None,
    }
}
