//! A user signs in: every step of the sequence (`facts/portal.md` 8.1), right and wrong. Here: the
//! sign-in that the tests beside this file drive.

mod access_pass;
mod answers;
mod first_factor;
mod password_change;
mod registration;
mod second_factor;

use proofup::domain::audit::Activity;
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::entropy::Entropy;
use proofup::domain::plan::Plan;
use proofup::domain::secret::Secret;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::sign_in::{Answer, Ask, Attempt, Challenge, Code, SignIn, SignInEntry, Step};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::time::{Now, Timestamp};
use proofup::domain::user::User;

use crate::support::*;

/// A sign-in of Kim that somebody drives by hand.
pub struct Driven {
    tenant: Tenant,
    pub machine: SignIn,
    /// What the tenant's clock shows.
    pub now: Timestamp,
    /// How many seconds the true time is ahead of it.
    pub ahead: i64,
    pub log: Vec<SignInEntry>,
    pub audit: Vec<Activity>,
}

impl Driven {
    pub fn new(tenant: &Tenant, attempt: Attempt) -> Self {
        let machine = SignIn::begin(tenant, attempt, Entropy::from_seed(5), NOW);
        Self {
            tenant: tenant.clone(),
            machine,
            now: NOW,
            ahead: 0,
            log: Vec::new(),
            audit: Vec::new(),
        }
    }

    /// Up to the password, which is right.
    pub fn in_browser(tenant: &Tenant) -> Self {
        Self::new(tenant, Attempt::new_browser()).right_password()
    }

    pub fn right_password(self) -> Self {
        self.account("Kim@contoso.com").password("right", Some(0))
    }

    pub fn account(self, text: &str) -> Self {
        self.answer(Answer::Account(text.to_owned()))
    }

    /// Types a password; the host finds `found`.
    pub fn password(self, text: &str, found: Option<usize>) -> Self {
        self.answer(Answer::Password(Secret::new(text)))
            .answer(Answer::Checked(found))
    }

    /// Answers, and saves what was decided.
    #[track_caller]
    pub fn answer(mut self, answer: Answer) -> Self {
        let before = self.machine.step().clone();
        let answered = self.machine.answer(&self.tenant, answer, self.times());
        assert!(answered.is_ok(), "not asked at {before:?}");
        self.save();
        self
    }

    fn save(&mut self) {
        let Some(plan) = self.machine.take_plan() else {
            return;
        };
        let Plan {
            ref audit,
            ref sign_ins,
            ..
        } = plan;
        self.audit.extend(audit.iter().map(|entry| entry.activity));
        self.log.extend(sign_ins.iter().cloned());
        self.tenant = applied(&self.tenant, &plan);
        self.machine.committed(self.tenant.revision());
    }

    pub fn times(&self) -> Now {
        Now {
            tenant: self.now,
            real: self.now.plus_seconds(self.ahead),
        }
    }

    /// The code that the telephone shows.
    pub fn right_code(self) -> Self {
        let code = self
            .machine
            .phone(self.times().real)
            .and_then(|phone| phone.code().cloned());
        self.answer(Answer::Code(code.expect("a code")))
    }

    #[track_caller]
    pub fn ask(&self) -> Ask {
        match self.machine.step() {
            Step::Ask(ask) => ask.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    pub fn challenge(&self) -> Challenge {
        match self.ask() {
            Ask::Challenge(challenge) | Ask::Verify(challenge) => challenge,
            other => panic!("{other:?}"),
        }
    }

    pub fn code(&self) -> Option<Code> {
        match self.machine.step() {
            Step::End(end) => end.code,
            _ => None,
        }
    }

    pub fn kim(&self) -> User {
        User::clone(&of(&self.tenant, "Kim"))
    }
}

/// A tenant of Kim where devices can be remembered for 60 days.
pub fn remembering(user: User) -> Tenant {
    let facts = TenantFacts {
        settings: ServiceSettings {
            remember_days: Some(60),
            trusted_ips: vec!["203.0.113.0/24".to_owned()],
            ..ServiceSettings::default()
        },
        ..tenant(Entra2023, []).facts().clone()
    };
    Tenant::new(facts, [user], 1).unwrap()
}

fn kim() -> User {
    user("Kim")
}

fn in_2023(user: User) -> Tenant {
    tenant(Entra2023, [user])
}

fn stay() -> Answer {
    Answer::StaySignedIn(false)
}

fn new_password(new: &str, again: &str) -> Answer {
    Answer::NewPassword {
        new: Secret::new(new),
        again: Secret::new(again),
    }
}
