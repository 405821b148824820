//! The machine run dry: whoever signs in answers everything rightly. The forecast and the
//! scenarios are this and nothing else.

use super::ask::{Answer, Ask, Purpose, Step};
use super::attempt::Attempt;
use super::machine::SignIn;
use super::new_proof::{Choice, NewProof, PhoneProof};
use super::ways::Proof;
use crate::domain::directory::Directory;
use crate::domain::entropy::Entropy;
use crate::domain::id::AppPasswordId;
use crate::domain::secret::Secret;
use crate::domain::settings::ServiceSettings;
use crate::domain::time::{Now, Timestamp};

/// What somebody proves the first factor with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// The password.
    Password,
    /// An app password.
    AppPassword(AppPasswordId),
    /// Something that fits nothing: a wrong password, a deleted app password.
    Wrong,
}

/// More steps than any sign-in takes.
const MOST_STEPS: usize = 32;

/// A new password that no rule refuses, unless it is the one somebody has.
const NEW_PASSWORD: &str = "q7!Zv9#Kd2$Wm4";

/// Signs `account` in by `means`, answering rightly, to the end.
pub fn rehearse(
    directory: &dyn Directory,
    account: &str,
    attempt: Attempt,
    means: Means,
    entropy: Entropy,
    now: Timestamp,
) -> SignIn {
    let mut sign_in = SignIn::begin(directory, attempt, entropy, now);
    let mut now = Now::from(now);
    for _ in 0..MOST_STEPS {
        // Whoever has used a code waits for the next one, however long.
        now.real = now.real.max(sign_in.code_free_from());
        let Some(answer) = sign_in.right_answer(directory, account, means, now.real) else {
            break;
        };
        // A right answer is one that was asked for.
        if sign_in.answer(directory, answer, now).is_err() {
            break;
        }
    }
    sign_in
}

impl SignIn {
    /// From when on a code of what is asked for works that was not used before.
    fn code_free_from(&self) -> Timestamp {
        let Step::Ask(Ask::Challenge(challenge)) = &self.step else {
            return Timestamp::default();
        };
        let user = self.user.as_ref();
        let method = user.and_then(|user| user.method(challenge.way.method));
        let seed = method.and_then(|method| method.detail.seed());
        seed.map_or_else(Timestamp::default, |(seed, interval)| {
            seed.free_from(interval)
        })
    }

    /// What somebody answers who holds everything that is asked for, and chooses what comes first;
    /// `None` at the end. A wrong first factor is given once, then the window is closed.
    pub fn right_answer(
        &self,
        directory: &dyn Directory,
        account: &str,
        means: Means,
        real: Timestamp,
    ) -> Option<Answer> {
        let settings = &directory.facts().settings;
        Some(match &self.step {
            Step::Ask(Ask::Account) => Answer::Account(account.to_owned()),
            Step::Ask(Ask::Password { wrong: true, .. }) => Answer::Leave,
            Step::Ask(Ask::Password { .. }) => Answer::Password(Secret::new("")),
            Step::Check(check) => Answer::Checked(match (&check.purpose, means) {
                (_, Means::Wrong) | (Purpose::Password, Means::AppPassword(_)) => None,
                (Purpose::Legacy(all), Means::Password) => all.iter().position(Option::is_none),
                (Purpose::Legacy(all), Means::AppPassword(id)) => {
                    all.iter().position(|one| *one == Some(id))
                }
                _ => Some(0),
            }),
            Step::Ask(Ask::Challenge(challenge) | Ask::Verify(challenge)) => {
                match challenge.way.proof {
                    Proof::Code | Proof::Text | Proof::Mail => {
                        Answer::Code(self.phone(real)?.code()?.clone())
                    }
                    Proof::Notification => Answer::Approve(challenge.number),
                    Proof::AccessPass => Answer::AccessPass(Secret::new("")),
                    Proof::Call | Proof::Key | Proof::Provider => Answer::Confirm,
                }
            }
            Step::Ask(Ask::Register(registration)) => {
                let choice = registration.choices.first()?;
                Answer::Choose(something(*choice, settings))
            }
            Step::Ask(Ask::Scan(_) | Ask::Registered { .. }) => Answer::Continue,
            Step::Ask(Ask::UpdatePassword { fault: None }) => Answer::NewPassword {
                new: Secret::new(NEW_PASSWORD),
                again: Secret::new(NEW_PASSWORD),
            },
            Step::Ask(Ask::UpdatePassword { .. }) => Answer::Leave,
            Step::Ask(Ask::StaySignedIn) => Answer::StaySignedIn(false),
            Step::End(_) => return None,
        })
    }
}

fn something(choice: Choice, settings: &ServiceSettings) -> NewProof {
    match choice {
        Choice::Authenticator => NewProof::Authenticator {
            device: "New phone".to_owned(),
        },
        Choice::OtherApp => NewProof::OtherApp {
            name: "New app".to_owned(),
        },
        Choice::Email => NewProof::Email("new@example.com".to_owned()),
        Choice::SecurityKey => NewProof::SecurityKey {
            name: "New key".to_owned(),
        },
        Choice::Phone(phone_type) => NewProof::Phone {
            phone_type,
            number: "+1 4255550100".to_owned(),
            by: if settings.call_to_phone {
                PhoneProof::Call
            } else {
                PhoneProof::Text
            },
        },
    }
}
