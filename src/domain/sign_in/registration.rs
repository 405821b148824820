//! The registration interrupt: "More information required" and the wizard behind it
//! (`facts/portal.md` 8.2; D2, D9, D10).

use super::ask::{Answer, Ask, NotAsked, Registration};
use super::code::Code;
use super::machine::{Met, SignIn};
use super::new_proof::{Choice, NewProof, RegistrationFault};
use super::sent::Sent;
use super::try_out::{Tried, TryOut};
use super::why::Why;
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::method::Method;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Now;
use crate::domain::user::PerUserMfa;

impl SignIn {
    pub(super) fn ask_registration(&mut self, facts: &TenantFacts) {
        self.met.push(Met::Registration);
        self.notes.method = "";
        self.notes.detail = "registration prompted";
        self.offer(facts, None);
    }

    fn offer(&mut self, facts: &TenantFacts, fault: Option<RegistrationFault>) {
        let choices = self.user.as_deref();
        let choices = choices.map(|user| Choice::at_sign_in(facts, user));
        let choices = choices.unwrap_or_default();
        self.sent = Sent::default();
        self.registering = None;
        if choices.is_empty() {
            return self.end(Code::RegistrationRequired);
        }
        self.ask(Ask::Register(Registration { choices, fault }));
    }

    pub(super) fn choose(&mut self, facts: &TenantFacts, new: &NewProof) {
        let Some(user) = self.user.clone() else {
            return;
        };
        let choices = Choice::at_sign_in(facts, &user);
        let now = Now {
            tenant: self.now,
            real: self.real,
        };
        let offered = (user.upn.as_str(), choices.as_slice());
        match TryOut::begin(facts, offered, new, &mut self.entropy, now) {
            Ok(begun) => {
                self.ask(begun.ask.clone());
                self.registering = Some(begun);
            }
            Err(fault) => self.offer(facts, Some(fault)),
        }
    }

    pub(super) fn registration_answered(
        &mut self,
        facts: &TenantFacts,
        answer: &Answer,
    ) -> Result<(), NotAsked> {
        let (edition, real) = (facts.edition, self.real);
        let Some(mut trying) = self.registering.take() else {
            return Err(NotAsked);
        };
        let tried = trying.answer(edition, answer, &mut self.entropy, real);
        match tried {
            Ok(Tried::Proved(method)) => self.register(facts, method),
            Ok(Tried::Dropped(fault)) => self.offer(facts, fault),
            Ok(Tried::Wrong(_)) if self.too_many_wrong() => self.end(Code::MfaFailed),
            Ok(Tried::Wrong(fault)) => {
                trying.again(edition, fault, &mut self.entropy, real);
                self.ask(trying.ask.clone());
                self.registering = Some(trying);
            }
            Ok(Tried::Asks) => {
                self.ask(trying.ask.clone());
                self.registering = Some(trying);
            }
            Err(not_asked) => {
                self.registering = Some(trying);
                return Err(not_asked);
            }
        }
        Ok(())
    }

    /// D9: registering clears the flag; D10: Enabled becomes Enforced. A number takes the place of
    /// the one of its type.
    fn register(&mut self, facts: &TenantFacts, method: Method) {
        let Some(user) = self.user.clone() else {
            return;
        };
        let (id, kind) = (method.id, method.kind());
        let older: Vec<_> = user
            .methods
            .iter()
            .filter(|own| own.id != id && own.kind().facts().mfa)
            .map(Method::kind)
            .collect();
        let mut changes = vec![match user.method(id) {
            Some(_) => Change::ReplaceMethod(method),
            None => Change::AddMethod(user.methods.len(), method),
        }];
        if user.must_register_again {
            changes.push(Change::MustRegisterAgain(false));
        }
        if user.mfa_at_next_sign_in {
            changes.push(Change::MfaAtNextSignIn(false));
        }
        if user.mfa == PerUserMfa::Enabled {
            changes.push(Change::Mfa(PerUserMfa::Enforced));
            self.notes.why.push(Why::NowEnforced);
        }
        self.strong = true;
        self.decide(facts, Action::RegisterSecurityInfo, changes);
        self.registered_all();
        self.ask(Ask::Registered {
            method: kind,
            default: self.user.as_ref().and_then(|user| user.default_method),
            older,
        });
    }
}
