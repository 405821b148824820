//! The registration interrupt: "More information required" and the wizard behind it
//! (`facts/portal.md` 8.2; D2, D9, D10).

use super::ask::{Answer, Ask, Challenge, ChallengeFault, NotAsked, Registration};
use super::code::Code;
use super::machine::{Met, SignIn};
use super::ways::{self, Proof, way};
use super::why::Why;
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::directory::Directory;
use crate::domain::id::MethodId;
use crate::domain::method::{Detail, Method, MethodKind};
use crate::domain::oath::Seed;
use crate::domain::phone::{PhoneError, PhoneNumber, PhoneType};
use crate::domain::plan::text::plain;
use crate::domain::secret::Secret;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::{PerUserMfa, User};

/// Apps and tokens a user can have in all (SET, REG).
pub(crate) const APPS_AND_TOKENS: usize = 5;

/// Something the wizard offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Microsoft Authenticator.
    Authenticator,
    /// "I want to use a different authenticator app".
    OtherApp,
    /// A telephone, mobile or office.
    Phone(PhoneType),
}

/// What the user registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewProof {
    /// Microsoft Authenticator on this telephone.
    Authenticator {
        /// The telephone.
        device: String,
    },
    /// Another authenticator app.
    OtherApp {
        /// Its name.
        name: String,
    },
    /// A telephone number, tried out by a text or a call.
    Phone {
        /// Mobile or office.
        phone_type: PhoneType,
        /// As typed.
        number: String,
        /// How it is tried out.
        by: PhoneProof,
    },
}

/// How a telephone number is tried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneProof {
    /// "Text me a code".
    Text,
    /// "Call me".
    Call,
}

/// What was wrong with what was to be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationFault {
    /// No telephone number.
    #[error("{0}")]
    Phone(#[from] PhoneError),
    /// Not among the choices.
    #[error("That cannot be registered here: choose one of the list.")]
    NotOffered,
    /// It was denied while it was tried out.
    #[error("It was not confirmed: try again or choose another one.")]
    NotConfirmed,
}

impl SignIn {
    pub(super) fn ask_registration(&mut self, facts: &TenantFacts) {
        self.met.push(Met::Registration);
        self.notes.method = "";
        self.notes.detail = "registration prompted";
        self.offer(facts, None);
    }

    fn offer(&mut self, facts: &TenantFacts, fault: Option<RegistrationFault>) {
        let choices = self.user.as_deref().map(|user| choices(facts, user));
        let choices = choices.unwrap_or_default();
        self.phone = None;
        self.code = None;
        self.registering = None;
        if choices.is_empty() {
            return self.end(Code::RegistrationRequired);
        }
        self.ask(Ask::Register(Registration { choices, fault }));
    }

    pub(super) fn choose(&mut self, facts: &TenantFacts, new: &NewProof) {
        let user = self.user.clone();
        let Some(user) = user.as_deref() else { return };
        let (choice, proof) = match new {
            NewProof::Authenticator { .. } => (Choice::Authenticator, Proof::Notification),
            NewProof::OtherApp { .. } => (Choice::OtherApp, Proof::Code),
            NewProof::Phone { phone_type, by, .. } => (
                Choice::Phone(*phone_type),
                match by {
                    PhoneProof::Text => Proof::Text,
                    PhoneProof::Call => Proof::Call,
                },
            ),
        };
        let served = ways::proofs(choice.kind()).contains(&proof);
        if !choices(facts, user).contains(&choice) || !served || !proof.offered(&facts.settings) {
            return self.offer(facts, Some(RegistrationFault::NotOffered));
        }
        let detail = match detail(new) {
            // Whatever makes codes is told a key.
            Ok(detail) => detail.with_seed(Seed::generate(&mut self.entropy)),
            Err(fault) => return self.offer(facts, Some(fault.into())),
        };
        let own = choice.kind().fixed_id();
        let method = Method {
            id: own.unwrap_or_else(|| MethodId::generate(&mut self.entropy)),
            added: self.now,
            detail,
        };
        self.try_out(facts, method, proof, None);
    }

    fn try_out(
        &mut self,
        facts: &TenantFacts,
        method: Method,
        proof: Proof,
        fault: Option<ChallengeFault>,
    ) {
        let number = self.send(facts, &method, proof);
        self.ask(Ask::Verify(Challenge {
            way: way(&method, proof),
            others: Vec::new(),
            number,
            remember: None,
            ticked: false,
            fault,
        }));
        self.registering = Some(method);
    }

    pub(super) fn verification_answered(
        &mut self,
        facts: &TenantFacts,
        challenge: Challenge,
        answer: &Answer,
    ) -> Result<(), NotAsked> {
        let Some(method) = self.registering.clone() else {
            return Err(NotAsked);
        };
        match self.proves(&challenge, &method, answer)? {
            Ok(Some(seed)) => {
                let detail = method.detail.clone().with_seed(seed);
                self.register(facts, Method { detail, ..method });
            }
            Ok(None) => self.register(facts, method),
            Err(ChallengeFault::Denied) => {
                self.offer(facts, Some(RegistrationFault::NotConfirmed));
            }
            Err(_) if self.too_many_wrong() => self.end(Code::MfaFailed),
            Err(fault @ ChallengeFault::WrongNumber) => {
                self.try_out(facts, method, challenge.way.proof, Some(fault));
            }
            Err(fault) => self.ask(Ask::Verify(Challenge {
                fault: Some(fault),
                ..challenge
            })),
        }
        Ok(())
    }

    /// "Scan the QR code": what an app is told that is being registered, as an `otpauth://`
    /// address. It holds the key: shown once, kept nowhere.
    pub fn scan(&self, directory: &dyn Directory) -> Option<Secret> {
        let (seed, _) = self.registering.as_ref()?.detail.seed()?;
        let account = &self.user.as_ref()?.upn;
        Some(seed.uri(&directory.facts().name, account))
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
        self.decide(facts, Action::RegisterSecurityInfo, changes);
        self.registered_all();
        self.phone = None;
        self.code = None;
        self.registering = None;
        self.ask(Ask::Registered {
            method: kind,
            default: self.user.as_ref().and_then(|user| user.default_method),
            older,
        });
    }
}

impl Choice {
    /// The kind it becomes.
    pub fn kind(self) -> MethodKind {
        match self {
            Self::Authenticator => MethodKind::MicrosoftAuthenticator,
            Self::OtherApp => MethodKind::SoftwareOath,
            Self::Phone(phone_type) => phone_type.into(),
        }
    }
}

/// What `user` can register at sign-in: what the policy enables and the settings have a way for.
fn choices(facts: &TenantFacts, user: &User) -> Vec<Choice> {
    let apps = user.methods.iter().filter(|own| is_app(own.kind())).count();
    [
        Choice::Authenticator,
        Choice::OtherApp,
        Choice::Phone(PhoneType::Mobile),
        Choice::Phone(PhoneType::Office),
    ]
    .into_iter()
    .filter(|choice| {
        let kind = choice.kind();
        let mut ways = ways::proofs(kind).iter();
        // An Authenticator app is tried out by a notification.
        let first = matches!(choice, Choice::Authenticator).then_some(Proof::Notification);
        let way = ways.any(|way| first.is_none_or(|f| f == *way) && way.offered(&facts.settings));
        let room = !is_app(kind) || apps < APPS_AND_TOKENS;
        way && room && !facts.policies.disabled_methods.contains(kind)
    })
    .collect()
}

pub(crate) fn is_app(kind: MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::MicrosoftAuthenticator | MethodKind::SoftwareOath | MethodKind::HardwareOath
    )
}

fn detail(new: &NewProof) -> Result<Detail, PhoneError> {
    let named = |text: &str, otherwise: &str| match plain(text) {
        text if text.is_empty() => otherwise.to_owned(),
        text => text,
    };
    Ok(match new {
        NewProof::Authenticator { device } => Detail::MicrosoftAuthenticator {
            device: named(device, "Phone"),
            seed: None,
        },
        NewProof::OtherApp { name } => Detail::SoftwareOath {
            name: named(name, "Authenticator app"),
            seed: None,
        },
        NewProof::Phone {
            phone_type, number, ..
        } => Detail::Phone {
            phone_type: *phone_type,
            number: PhoneNumber::parse_for(number, *phone_type)?,
        },
    })
}
