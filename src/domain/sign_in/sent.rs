//! What is sent out to prove a factor with: a notification, a text, a call; and whether an answer
//! proves it.

use super::ask::{Answer, ChallengeFault, NotAsked};
use super::phone::PhoneEvent;
use super::ways::Proof;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::method::Method;
use crate::domain::oath::{BadCode, Seed};
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;

/// What was sent last.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    event: Option<PhoneEvent>,
    /// The number to be typed into the app, where numbers are matched (NUM).
    pub(super) number: Option<u8>,
}

impl Sent {
    /// Sends what `proof` by `method` needs. `real` is the true time: codes go by it.
    pub(super) fn out(
        edition: Edition,
        method: &Method,
        proof: Proof,
        entropy: &mut Entropy,
        real: Timestamp,
    ) -> Self {
        let device = method.detail.text();
        let mut number = None;
        let event = match proof {
            Proof::Notification => {
                number = edition.number_matching().then(|| two_digits(entropy));
                PhoneEvent::Notification {
                    device,
                    number: number.is_some(),
                }
            }
            Proof::Text => PhoneEvent::Text {
                number: device,
                code: six_digits(entropy),
            },
            Proof::Mail => PhoneEvent::Mail {
                address: device,
                code: six_digits(entropy),
            },
            Proof::Code => {
                let code = match method.detail.seed() {
                    Some((seed, interval)) => seed.code_at(real, interval),
                    None => six_digits(entropy),
                };
                PhoneEvent::Code { device, code }
            }
            Proof::Call => PhoneEvent::Call { number: device },
            Proof::Key | Proof::Provider => PhoneEvent::Touch { device },
            // The user has it on paper.
            Proof::AccessPass => return Self::default(),
        };
        Self {
            event: Some(event),
            number,
        }
    }

    /// What the user's telephone, token or key shows at `real`.
    pub(super) fn shown(&self, method: Option<&Method>, real: Timestamp) -> Option<PhoneEvent> {
        let event = self.event.clone()?;
        let seed = method.and_then(|method| method.detail.seed());
        Some(match (event, seed) {
            (PhoneEvent::Code { device, .. }, Some((seed, interval))) => PhoneEvent::Code {
                device,
                code: seed.code_at(real, interval),
            },
            (event, _) => event,
        })
    }

    /// Whether `answer` proves `proof` by `method`; then its seed after the use, where it has one.
    pub(super) fn proves(
        &self,
        proof: Proof,
        method: &Method,
        answer: &Answer,
        real: Timestamp,
    ) -> Result<Result<Option<Seed>, ChallengeFault>, NotAsked> {
        Ok(match (proof, answer) {
            (Proof::Code | Proof::Text | Proof::Mail, Answer::Code(typed)) => {
                self.code_proves(method, typed, real)
            }
            (Proof::Notification, Answer::Approve(typed)) => match self.number {
                Some(_) if *typed != self.number => Err(ChallengeFault::WrongNumber),
                _ => Ok(None),
            },
            (Proof::Call | Proof::Key | Proof::Provider, Answer::Confirm) => Ok(None),
            (_, Answer::Deny) => Err(ChallengeFault::Denied),
            _ => return Err(NotAsked),
        })
    }

    /// By the seed where there is one, else by the code that was sent or made up.
    fn code_proves(
        &self,
        method: &Method,
        typed: &Secret,
        real: Timestamp,
    ) -> Result<Option<Seed>, ChallengeFault> {
        if let Some((seed, interval)) = method.detail.seed() {
            let accepted = seed.accept(typed.reveal(), real, interval);
            return accepted.map(Some).map_err(|bad| match bad {
                BadCode::Wrong => ChallengeFault::WrongCode,
                BadCode::Used => ChallengeFault::UsedCode,
            });
        }
        let typed: String = typed.reveal().split_whitespace().collect();
        match self.event.as_ref().and_then(PhoneEvent::code) {
            Some(code) if code.reveal() == typed => Ok(None),
            _ => Err(ChallengeFault::WrongCode),
        }
    }
}

fn two_digits(entropy: &mut Entropy) -> u8 {
    let [byte] = entropy.bytes();
    10 + byte % 90
}

fn six_digits(entropy: &mut Entropy) -> Secret {
    let digits = (0..6).map(|_| entropy.pick(b"0123456789"));
    Secret::new(digits.collect::<String>())
}
