//! The second factor: asked by the best way, proved, denied, or by another way.

use super::ask::{Answer, Ask, Challenge, ChallengeFault, Check, NotAsked, Purpose, Step};
use super::attempt::Client;
use super::code::Code;
use super::machine::{Errand, Met, SignIn};
use super::phone::PhoneEvent;
use super::requirement::{self, Verdict};
use super::sent::Sent;
use super::ways::{self, Proof, Way};
use super::why::Why;
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::id::{DeviceId, MethodId};
use crate::domain::method::{Detail, Method};
use crate::domain::oath::Seed;
use crate::domain::secret::Secret;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::{RememberedDevice, User, UserType};

/// After so many wrong codes it is over. The real count is not published.
pub(super) const WRONG_CODES: u8 = 5;

impl SignIn {
    /// The first factor is proved; `by_pass`: by a Temporary Access Pass, which is both factors.
    pub(super) fn first_factor_done(&mut self, facts: &TenantFacts, by_pass: bool) {
        // Whoever changes the password on Security info has passed its gate.
        if self.errand == Errand::NewPassword {
            return self.second_factor_done();
        }
        let Some(user) = self.user.clone() else {
            return;
        };
        let ruling = requirement::of(facts, &user, &self.attempt, self.now);
        self.notes.requirement = ruling.verdict.requirement();
        self.notes.why = ruling.why;
        match ruling.verdict {
            Verdict::NotRequired => self.second_factor_done(),
            Verdict::Skipped(detail) => {
                self.notes.detail = detail;
                self.second_factor_done();
            }
            Verdict::Registration => self.ask_registration(facts),
            Verdict::Challenge => {
                let mut ways = ways::of(facts, &user, self.now);
                if by_pass {
                    // Whoever has nothing but the pass was given it to register something.
                    if ways.iter().all(|way| way.proof == Proof::AccessPass) {
                        self.notes.why.push(Why::NoMethod);
                        return self.ask_registration(facts);
                    }
                    self.notes.why.push(Why::AccessPass);
                    self.notes.detail = "satisfied by strong authentication";
                    return self.factor_proved(facts);
                }
                let first = ways.remove(0);
                self.met.push(Met::Mfa(first.kind, first.proof));
                let challenge = self.challenge(facts, &user, first, ways);
                self.ask(Ask::Challenge(challenge));
            }
        }
    }

    /// A challenge by `way`, sent out anew.
    pub(super) fn challenge(
        &mut self,
        facts: &TenantFacts,
        user: &User,
        way: Way,
        others: Vec<Way>,
    ) -> Challenge {
        self.sent = user
            .method(way.method)
            .map(|method| {
                let entropy = &mut self.entropy;
                Sent::out(facts.edition, method, way.proof, entropy, self.real)
            })
            .unwrap_or_default();
        self.notes.method = way.proof.label();
        // Not for a guest, whose own organisation remembers (SET), nor in an app.
        let offered = self.attempt.client == Client::Browser && user.user_type == UserType::Member;
        Challenge {
            way,
            others,
            number: self.sent.number,
            remember: facts.settings.remember_days.filter(|_| offered),
            ticked: false,
            fault: None,
        }
    }

    pub(super) fn challenge_answered(
        &mut self,
        facts: &TenantFacts,
        mut challenge: Challenge,
        answer: Answer,
    ) -> Result<(), NotAsked> {
        match (challenge.way.proof, answer) {
            (_, Answer::DontAskAgain(ticked)) if challenge.remember.is_some() => {
                challenge.ticked = ticked;
                self.ask(Ask::Challenge(challenge));
            }
            (_, Answer::OtherWay(at)) if at < challenge.others.len() => {
                let way = challenge.others.remove(at);
                challenge.others.insert(0, challenge.way);
                self.resend(facts, way, challenge.others, challenge.ticked, None);
            }
            (Proof::AccessPass, Answer::AccessPass(secret)) => {
                self.check_pass(facts, challenge, secret);
            }
            (_, answer) => {
                let user = self.user.clone();
                let method = user
                    .as_ref()
                    .and_then(|user| user.method(challenge.way.method));
                let method = method.ok_or(NotAsked)?;
                let proof = challenge.way.proof;
                match self.sent.proves(proof, method, &answer, self.real)? {
                    Ok(seed) => {
                        if let Some(seed) = seed {
                            self.use_code(facts, method, seed);
                        }
                        self.challenge_passed(facts, &challenge);
                    }
                    Err(fault) => self.challenge_failed(facts, challenge, fault),
                }
            }
        }
        Ok(())
    }

    /// A code by seed works once, in this sign-in or any other.
    fn use_code(&mut self, facts: &TenantFacts, method: &Method, seed: Seed) {
        let detail = method.detail.clone().with_seed(seed);
        let used = Method {
            detail,
            ..method.clone()
        };
        self.decide(facts, Action::SignIn, vec![Change::ReplaceMethod(used)]);
    }

    /// What the user's telephone, token or key shows at `real`, the true time.
    pub fn phone(&self, real: Timestamp) -> Option<PhoneEvent> {
        if let Some(trying) = &self.registering {
            return trying.shown(real);
        }
        let Step::Ask(Ask::Challenge(asked)) = &self.step else {
            return None;
        };
        let user = self.user.as_ref();
        let method = user.and_then(|user| user.method(asked.way.method));
        self.sent.shown(method, real)
    }

    fn resend(
        &mut self,
        facts: &TenantFacts,
        way: Way,
        others: Vec<Way>,
        ticked: bool,
        fault: Option<ChallengeFault>,
    ) {
        let Some(user) = self.user.clone() else {
            return;
        };
        let challenge = self.challenge(facts, &user, way, others);
        self.ask(Ask::Challenge(Challenge {
            ticked,
            fault,
            ..challenge
        }));
    }

    fn challenge_failed(
        &mut self,
        facts: &TenantFacts,
        challenge: Challenge,
        fault: ChallengeFault,
    ) {
        let Challenge {
            way,
            others,
            ticked,
            ..
        } = challenge.clone();
        match fault {
            ChallengeFault::Denied => {
                self.notes.detail = match way.proof {
                    Proof::Call => "user hung up the phone",
                    _ => "user declined the authentication",
                };
                self.log(Code::MfaFailed);
                self.notes.detail = "";
                self.resend(facts, way, others, ticked, Some(fault));
            }
            _ if self.too_many_wrong() => self.end(Code::MfaFailed),
            ChallengeFault::WrongNumber => self.resend(facts, way, others, ticked, Some(fault)),
            _ => self.ask(Ask::Challenge(Challenge {
                fault: Some(fault),
                ..challenge
            })),
        }
    }

    /// Counts a wrong code, and says whether it was one too many.
    pub(super) fn too_many_wrong(&mut self) -> bool {
        self.wrong_codes += 1;
        let over = self.wrong_codes >= WRONG_CODES;
        if over {
            self.notes.detail = "entered incorrect code too many times";
        }
        over
    }

    fn check_pass(&mut self, facts: &TenantFacts, challenge: Challenge, secret: Secret) {
        let pass = self.usable_pass(facts);
        let hash = pass.and_then(|method| match &method.detail {
            Detail::TemporaryAccessPass { hash, .. } => Some((method.id, hash.clone())),
            _ => None,
        });
        match hash {
            Some((id, hash)) => {
                self.step = Step::Check(Check {
                    against: vec![hash],
                    secret,
                    purpose: Purpose::PassAsFactor(challenge, id),
                });
            }
            // It ran out meanwhile.
            None => self.challenge_failed(facts, challenge, ChallengeFault::WrongPass),
        }
    }

    pub(super) fn pass_checked(
        &mut self,
        facts: &TenantFacts,
        challenge: Challenge,
        id: MethodId,
        right: bool,
    ) {
        if right {
            self.use_pass(facts, id);
            self.challenge_passed(facts, &challenge);
        } else {
            self.challenge_failed(facts, challenge, ChallengeFault::WrongPass);
        }
    }

    fn challenge_passed(&mut self, facts: &TenantFacts, challenge: &Challenge) {
        self.notes.detail = "successfully completed";
        if let Some(days) = challenge.remember.filter(|_| challenge.ticked) {
            self.remember(facts, days);
        }
        self.factor_proved(facts);
    }

    /// Both factors are proved: what 2018 forced is done (D11).
    fn factor_proved(&mut self, facts: &TenantFacts) {
        self.strong = true;
        if self
            .user
            .as_ref()
            .is_some_and(|user| user.mfa_at_next_sign_in)
        {
            let done = vec![Change::MfaAtNextSignIn(false)];
            self.decide(facts, Action::SignIn, done);
        }
        self.second_factor_done();
    }

    /// "Don't ask again for N days": the device is marked, a mark that ran out replaced.
    fn remember(&mut self, facts: &TenantFacts, days: u16) {
        let Some(user) = self.user.clone() else {
            return;
        };
        let old = self.attempt.remembered(&user).map(|device| device.id);
        let at = user
            .devices
            .iter()
            .position(|device| Some(device.id) == old);
        let id = old.unwrap_or_else(|| DeviceId::generate(&mut self.entropy));
        let device = RememberedDevice {
            id,
            name: self.attempt.device.name.clone(),
            client: self.attempt.device.client.clone(),
            since: self.now,
            until: self.now.plus_days(u32::from(days)),
        };
        let mut changes: Vec<_> = old.map(Change::RemoveDevice).into_iter().collect();
        changes.push(Change::AddDevice(at.unwrap_or(user.devices.len()), device));
        self.notes.mark = Some(id);
        self.decide(facts, Action::SignIn, changes);
    }
}
