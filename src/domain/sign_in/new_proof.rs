//! What users can register: the choices of the wizard and of Security info (`facts/portal.md` 8.2).

use super::ways::{self, Proof};
use crate::domain::method::{Detail, MethodKind};
use crate::domain::phone::{PhoneError, PhoneNumber, PhoneType};
use crate::domain::plan::email_address;
use crate::domain::plan::text::plain;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;

/// Apps and tokens a user can have in all (SET, REG).
pub(crate) const APPS_AND_TOKENS: usize = 5;

/// Something that can be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Microsoft Authenticator.
    Authenticator,
    /// "I want to use a different authenticator app".
    OtherApp,
    /// A telephone.
    Phone(PhoneType),
    /// An e-mail address, on Security info only.
    Email,
    /// A FIDO2 security key, on Security info only.
    SecurityKey,
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
        /// Which of the three.
        phone_type: PhoneType,
        /// As typed.
        number: String,
        /// How it is tried out.
        by: PhoneProof,
    },
    /// An e-mail address, as typed.
    Email(String),
    /// A security key of this name.
    SecurityKey {
        /// Its name.
        name: String,
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
    /// No e-mail address.
    #[error("Type an e-mail address such as kim@contoso.com.")]
    Email,
    /// Not among the choices.
    #[error("That cannot be registered here: choose one of the list.")]
    NotOffered,
    /// It was denied while it was tried out.
    #[error("It was not confirmed: try again or choose another one.")]
    NotConfirmed,
    /// Too many wrong codes.
    #[error("Too many wrong codes: begin again.")]
    TooManyWrong,
}

impl Choice {
    /// The kind it becomes.
    pub fn kind(self) -> MethodKind {
        match self {
            Self::Authenticator => MethodKind::MicrosoftAuthenticator,
            Self::OtherApp => MethodKind::SoftwareOath,
            Self::Phone(phone_type) => phone_type.into(),
            Self::Email => MethodKind::Email,
            Self::SecurityKey => MethodKind::Fido2,
        }
    }

    /// Whether there is a way to try it out, room for it, and a policy that enables it.
    fn can_be_registered(self, facts: &TenantFacts, user: &User) -> bool {
        let kind = self.kind();
        let way = match self {
            // An Authenticator app is tried out by a notification at first.
            Self::Authenticator => Proof::Notification.offered(&facts.settings),
            Self::Email => true,
            _ => {
                let mut ways = ways::proofs(kind).iter();
                ways.any(|way| way.offered(&facts.settings))
            }
        };
        let apps = user.methods.iter().filter(|own| is_app(own.kind())).count();
        let room = !is_app(kind) || apps < APPS_AND_TOKENS;
        way && room && !facts.policies.disabled_methods.contains(kind)
    }

    /// What `user` can register at a sign-in: what the policy enables and the settings have a way
    /// for.
    pub(super) fn at_sign_in(facts: &TenantFacts, user: &User) -> Vec<Self> {
        let all = [
            Self::Authenticator,
            Self::OtherApp,
            Self::Phone(PhoneType::Mobile),
            Self::Phone(PhoneType::Office),
        ];
        let can = |choice: &Self| choice.can_be_registered(facts, user);
        all.into_iter().filter(can).collect()
    }

    /// What `user` can add on Security info: also an alternate telephone, an e-mail address and a
    /// security key, where the edition's page has them; what is there already is changed instead.
    pub fn on_security_info(facts: &TenantFacts, user: &User) -> Vec<Self> {
        let all = [
            Self::Authenticator,
            Self::OtherApp,
            Self::Phone(PhoneType::Mobile),
            Self::Phone(PhoneType::AlternateMobile),
            Self::Phone(PhoneType::Office),
            Self::Email,
            Self::SecurityKey,
        ];
        let has = |kind| user.method_of_kind(kind).is_some();
        let can = |choice: &Self| {
            let kind = choice.kind();
            let free = kind.fixed_id().is_none() || !has(kind);
            let stands = kind != MethodKind::AlternateMobilePhone || has(MethodKind::MobilePhone);
            let offered = facts.edition.on_security_info().contains(kind);
            free && stands && offered && choice.can_be_registered(facts, user)
        };
        all.into_iter().filter(can).collect()
    }
}

impl NewProof {
    /// The choice it is.
    pub fn choice(&self) -> Choice {
        match self {
            Self::Authenticator { .. } => Choice::Authenticator,
            Self::OtherApp { .. } => Choice::OtherApp,
            Self::Phone { phone_type, .. } => Choice::Phone(*phone_type),
            Self::Email(_) => Choice::Email,
            Self::SecurityKey { .. } => Choice::SecurityKey,
        }
    }

    /// How it is tried out, the first way in front: what scans the key of Microsoft Authenticator
    /// may be an app that knows nothing but codes.
    pub(super) fn proofs(&self) -> &'static [Proof] {
        match self {
            Self::Authenticator { .. } => &[Proof::Notification, Proof::Code],
            Self::OtherApp { .. } => &[Proof::Code],
            Self::Phone {
                phone_type: PhoneType::Mobile,
                by: PhoneProof::Text,
                ..
            } => &[Proof::Text],
            Self::Phone {
                by: PhoneProof::Text,
                ..
            } => &[],
            Self::Phone {
                by: PhoneProof::Call,
                ..
            } => &[Proof::Call],
            Self::Email(_) => &[Proof::Mail],
            Self::SecurityKey { .. } => &[Proof::Key],
        }
    }

    /// What is registered, without a key.
    pub(super) fn detail(&self) -> Result<Detail, RegistrationFault> {
        Ok(match self {
            Self::Authenticator { device } => Detail::MicrosoftAuthenticator {
                device: named(device, "Phone"),
                seed: None,
            },
            Self::OtherApp { name } => Detail::SoftwareOath {
                name: named(name, "Authenticator app"),
                seed: None,
            },
            Self::Phone {
                phone_type, number, ..
            } => Detail::Phone {
                phone_type: *phone_type,
                number: PhoneNumber::parse_for(number, *phone_type)?,
            },
            Self::Email(address) => Detail::Email {
                address: email_address(address).map_err(|_| RegistrationFault::Email)?,
            },
            Self::SecurityKey { name } => Detail::Fido2 {
                name: named(name, "Security key"),
                model: "FIDO2 security key".to_owned(),
            },
        })
    }
}

/// `text` as a name, or `otherwise` where it is none.
fn named(text: &str, otherwise: &str) -> String {
    match plain(text) {
        text if text.is_empty() => otherwise.to_owned(),
        text => text,
    }
}

pub(crate) fn is_app(kind: MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::MicrosoftAuthenticator | MethodKind::SoftwareOath | MethodKind::HardwareOath
    )
}
