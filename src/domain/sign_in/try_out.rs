//! A method that is being registered: scanned by the app that will hold its key, then tried out.
//! The wizard of a sign-in and Security info both run this (`facts/portal.md` 8.2).

use super::ask::{Answer, Ask, Challenge, ChallengeFault, NotAsked, Scan};
use super::new_proof::{Choice, NewProof, RegistrationFault};
use super::phone::PhoneEvent;
use super::sent::Sent;
use super::ways::{Proof, way};
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::MethodId;
use crate::domain::method::Method;
use crate::domain::oath::Seed;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::{Now, Timestamp};

/// A method that is being registered.
#[derive(Debug, Clone)]
pub(super) struct TryOut {
    method: Method,
    /// How it is tried out.
    proof: Proof,
    /// How else it can be.
    others: Vec<Proof>,
    sent: Sent,
    /// What is asked.
    pub(super) ask: Ask,
}

/// What an answer came to.
#[derive(Debug)]
pub(super) enum Tried {
    /// Something else is asked: [`TryOut::ask`].
    Asks,
    /// It proved itself: this is to be registered.
    Proved(Method),
    /// It did not; [`TryOut::again`] asks once more.
    Wrong(ChallengeFault),
    /// Something else is to be registered.
    Dropped(Option<RegistrationFault>),
}

impl TryOut {
    /// Begins with `new`, which has to be among the choices that are `offered` to `account`. An
    /// app that makes codes scans its key first; anything else is tried out at once.
    pub(super) fn begin(
        facts: &TenantFacts,
        (account, offered): (&str, &[Choice]),
        new: &NewProof,
        entropy: &mut Entropy,
        now: Now,
    ) -> Result<Self, RegistrationFault> {
        let choice = new.choice();
        let mut proofs = new.proofs().iter().copied();
        let mut proofs = proofs
            .by_ref()
            .filter(|proof| proof.offered(&facts.settings));
        let proof = proofs.next().filter(|_| offered.contains(&choice));
        let proof = proof.ok_or(RegistrationFault::NotOffered)?;
        // Whatever makes codes is told a key.
        let detail = new.detail()?.with_seed(Seed::generate(entropy));
        let id = choice.kind().fixed_id();
        let method = Method {
            id: id.unwrap_or_else(|| MethodId::generate(entropy)),
            added: now.tenant,
            detail,
        };
        let scan = method.detail.seed().map(|(seed, _)| Scan {
            app: choice.kind(),
            uri: seed.uri(&facts.name, account),
            key: seed.key(),
        });
        let mut own = Self {
            method,
            proof,
            others: proofs.collect(),
            sent: Sent::default(),
            ask: Ask::Account,
        };
        match scan {
            Some(scan) => own.ask = Ask::Scan(scan),
            None => own.send(facts.edition, entropy, now.real, None),
        }
        Ok(own)
    }

    /// What the user's telephone, mail or key shows at `real`.
    pub(super) fn shown(&self, real: Timestamp) -> Option<PhoneEvent> {
        self.sent.shown(Some(&self.method), real)
    }

    /// What `answer` comes to.
    pub(super) fn answer(
        &mut self,
        edition: Edition,
        answer: &Answer,
        entropy: &mut Entropy,
        real: Timestamp,
    ) -> Result<Tried, NotAsked> {
        match (&self.ask, answer) {
            (Ask::Scan(_), Answer::Deny) => return Ok(Tried::Dropped(None)),
            (_, Answer::Deny) => {
                return Ok(Tried::Dropped(Some(RegistrationFault::NotConfirmed)));
            }
            (Ask::Scan(_), Answer::Continue) => {}
            (Ask::Verify(_), Answer::OtherWay(at)) if *at < self.others.len() => {
                let before = std::mem::replace(&mut self.proof, self.others[*at]);
                self.others[*at] = before;
            }
            (Ask::Verify(_), _) => {
                let proved = self.sent.proves(self.proof, &self.method, answer, real)?;
                let method = self.method.clone();
                return Ok(match proved {
                    Ok(None) => Tried::Proved(method),
                    Ok(Some(seed)) => Tried::Proved(Method {
                        detail: method.detail.with_seed(seed),
                        ..method
                    }),
                    Err(fault) => Tried::Wrong(fault),
                });
            }
            _ => return Err(NotAsked),
        }
        self.send(edition, entropy, real, None);
        Ok(Tried::Asks)
    }

    /// Asks once more after `fault`. A number that was wrong is sent anew.
    pub(super) fn again(
        &mut self,
        edition: Edition,
        fault: ChallengeFault,
        entropy: &mut Entropy,
        real: Timestamp,
    ) {
        if fault == ChallengeFault::WrongNumber {
            self.send(edition, entropy, real, Some(fault));
        } else {
            self.verify(Some(fault));
        }
    }

    fn send(
        &mut self,
        edition: Edition,
        entropy: &mut Entropy,
        real: Timestamp,
        fault: Option<ChallengeFault>,
    ) {
        self.sent = Sent::out(edition, &self.method, self.proof, entropy, real);
        self.verify(fault);
    }

    fn verify(&mut self, fault: Option<ChallengeFault>) {
        let way = |proof: &Proof| way(&self.method, *proof);
        self.ask = Ask::Verify(Challenge {
            way: way(&self.proof),
            others: self.others.iter().map(way).collect(),
            number: self.sent.number,
            remember: None,
            ticked: false,
            fault,
        });
    }
}
