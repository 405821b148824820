//! "Add sign-in method" on Security info: what is added, its scan, its try-out
//! (`facts/portal.md` 8.2). It decides nothing of its own: what has proved itself becomes a
//! [`OwnCommand`], planned like any other.

use super::ask::{Answer, Ask, NotAsked, Registration};
use super::challenge::WRONG_CODES;
use super::new_proof::{Choice, NewProof, RegistrationFault};
use super::phone::PhoneEvent;
use super::try_out::{Tried, TryOut};
use crate::domain::directory::Directory;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::method::{Detail, Method};
use crate::domain::plan::OwnMethod;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::{Now, Timestamp};
use crate::domain::user::User;

/// A method that a user is adding.
#[derive(Debug, Clone)]
pub struct Adding {
    user: UserId,
    entropy: Entropy,
    step: AddStep,
    trying: Option<TryOut>,
    wrong: u8,
}

/// Where adding a method stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddStep {
    /// The user is asked.
    Ask(Ask),
    /// It proved itself: this is to be added.
    Proved(OwnMethod),
}

impl Adding {
    /// Begins with the choice of what to add; `None`: there is no such user.
    pub fn begin(directory: &dyn Directory, user: UserId, entropy: Entropy) -> Option<Self> {
        let own = directory.user(user)?;
        Some(Self {
            user,
            entropy,
            step: offer(directory.facts(), &own, None),
            trying: None,
            wrong: 0,
        })
    }

    /// Where it stands.
    pub fn step(&self) -> &AddStep {
        &self.step
    }

    /// What the user's telephone, mail or key shows at `real`, the true time.
    pub fn phone(&self, real: Timestamp) -> Option<PhoneEvent> {
        self.trying.as_ref()?.shown(real)
    }

    /// Goes on with `answer`. An answer that was not asked for changes nothing.
    pub fn answer(
        &mut self,
        directory: &dyn Directory,
        answer: &Answer,
        now: Now,
    ) -> Result<(), NotAsked> {
        let facts = directory.facts();
        let user = directory.user(self.user).ok_or(NotAsked)?;
        match (&self.step, answer) {
            (AddStep::Ask(Ask::Register(_)), Answer::Choose(new)) => {
                self.choose(facts, &user, new, now);
                Ok(())
            }
            (AddStep::Ask(Ask::Scan(_) | Ask::Verify(_)), answer) => {
                self.try_out(facts, &user, answer, now)
            }
            _ => Err(NotAsked),
        }
    }

    fn choose(&mut self, facts: &TenantFacts, user: &User, new: &NewProof, now: Now) {
        let choices = Choice::on_security_info(facts, user);
        let offered = (user.upn.as_str(), choices.as_slice());
        match TryOut::begin(facts, offered, new, &mut self.entropy, now) {
            Ok(begun) => self.goes_on(begun),
            Err(fault) => self.step = offer(facts, user, Some(fault)),
        }
    }

    fn goes_on(&mut self, trying: TryOut) {
        self.step = AddStep::Ask(trying.ask.clone());
        self.trying = Some(trying);
    }

    fn try_out(
        &mut self,
        facts: &TenantFacts,
        user: &User,
        answer: &Answer,
        now: Now,
    ) -> Result<(), NotAsked> {
        let mut trying = self.trying.take().ok_or(NotAsked)?;
        let (edition, real) = (facts.edition, now.real);
        match trying.answer(edition, answer, &mut self.entropy, real) {
            Ok(Tried::Asks) => self.goes_on(trying),
            Ok(Tried::Proved(method)) => {
                self.step = match own(method) {
                    Some(own) => AddStep::Proved(own),
                    None => offer(facts, user, Some(RegistrationFault::NotOffered)),
                };
            }
            Ok(Tried::Dropped(fault)) => self.step = offer(facts, user, fault),
            Ok(Tried::Wrong(fault)) => {
                self.wrong += 1;
                if self.wrong >= WRONG_CODES {
                    self.wrong = 0;
                    self.step = offer(facts, user, Some(RegistrationFault::TooManyWrong));
                } else {
                    trying.again(edition, fault, &mut self.entropy, real);
                    self.goes_on(trying);
                }
            }
            Err(not_asked) => {
                self.trying = Some(trying);
                return Err(not_asked);
            }
        }
        Ok(())
    }
}

fn offer(facts: &TenantFacts, user: &User, fault: Option<RegistrationFault>) -> AddStep {
    let choices = Choice::on_security_info(facts, user);
    AddStep::Ask(Ask::Register(Registration { choices, fault }))
}

/// What the command says of a method that has proved itself.
fn own(method: Method) -> Option<OwnMethod> {
    match method.detail {
        Detail::MicrosoftAuthenticator { device, seed } => {
            Some(OwnMethod::Authenticator { device, seed })
        }
        Detail::SoftwareOath { name, seed } => Some(OwnMethod::OtherApp { name, seed }),
        Detail::Phone { phone_type, number } => Some(OwnMethod::Phone {
            phone_type,
            number: number.to_string(),
        }),
        Detail::Email { address } => Some(OwnMethod::Email(address)),
        Detail::Fido2 { name, .. } => Some(OwnMethod::SecurityKey(name)),
        _ => None,
    }
}
