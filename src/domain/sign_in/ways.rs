//! The ways a user can prove the second factor with the methods at hand, best first.

use crate::domain::edition::Edition;
use crate::domain::id::MethodId;
use crate::domain::method::{DefaultMethod, Detail, Method, MethodKind};
use crate::domain::phone::PhoneType;
use crate::domain::settings::ServiceSettings;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// One way to prove a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// With which method.
    pub method: MethodId,
    /// Of which kind.
    pub kind: MethodKind,
    /// How.
    pub proof: Proof,
    /// As the list "Verify your identity" says it: `Text +X XXXXXXXX50`.
    pub label: String,
}

/// How a method is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// A notification is approved in the app.
    Notification,
    /// A code of the app or the token is typed.
    Code,
    /// A code comes in a text message.
    Text,
    /// A code comes by mail: registers an address, and is no second factor (D13).
    Mail,
    /// The telephone rings; # is pressed.
    Call,
    /// A key is touched, a certificate shown.
    Key,
    /// A Temporary Access Pass is typed.
    AccessPass,
    /// Another provider's page is passed.
    Provider,
}

impl Proof {
    /// As the log's "method used" says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Notification => "Mobile app notification",
            Self::Code => "OATH verification code",
            Self::Text => "Text message",
            Self::Mail => "Email",
            Self::Call => "Phone call",
            Self::Key => "Security key or certificate",
            Self::AccessPass => "Temporary Access Pass",
            Self::Provider => "External authentication method",
        }
    }

    /// Whether the service settings offer it (`facts/portal.md` 5, verification options).
    pub(super) fn offered(self, settings: &ServiceSettings) -> bool {
        match self {
            Self::Notification => settings.app_notification,
            Self::Code => settings.app_code,
            Self::Text => settings.text_message,
            Self::Call => settings.call_to_phone,
            Self::Mail | Self::Key | Self::AccessPass | Self::Provider => true,
        }
    }
}

/// How a method of this kind proves a second factor; empty where it cannot (D13).
pub(super) fn proofs(kind: MethodKind) -> &'static [Proof] {
    use MethodKind as Kind;
    match kind {
        Kind::MobilePhone => &[Proof::Text, Proof::Call],
        Kind::AlternateMobilePhone | Kind::OfficePhone => &[Proof::Call],
        Kind::MicrosoftAuthenticator => &[Proof::Notification, Proof::Code],
        Kind::AuthenticatorLite => &[Proof::Notification],
        Kind::SoftwareOath | Kind::HardwareOath => &[Proof::Code],
        Kind::Fido2 | Kind::PlatformCredential | Kind::Certificate => &[Proof::Key],
        Kind::TemporaryAccessPass => &[Proof::AccessPass],
        Kind::External => &[Proof::Provider],
        Kind::Email
        | Kind::SecurityQuestions
        | Kind::PasswordlessPhoneSignIn
        | Kind::WindowsHello
        | Kind::QrCode => &[],
    }
}

/// Every way open to `user`, the one to be asked first in front: the system's choice where that
/// holds, else the user's default, else the system's order (SPM).
pub(super) fn of(facts: &TenantFacts, user: &User, now: Timestamp) -> Vec<Way> {
    let mut ways: Vec<_> = user
        .usable_methods(&facts.policies, now)
        .flat_map(|method| {
            let proofs = proofs(method.kind()).iter();
            proofs.map(move |&proof| way(method, proof))
        })
        .filter(|way| way.proof.offered(&facts.settings))
        .collect();
    let rank = |way: &Way| {
        // In the app a notification goes before a code, whose place is that of other codes.
        let app_code = way.kind == MethodKind::MicrosoftAuthenticator && way.proof == Proof::Code;
        let kind = if app_code {
            MethodKind::SoftwareOath
        } else {
            way.kind
        };
        kind.facts().preferred.unwrap_or(u8::MAX)
    };
    ways.sort_by_key(rank);
    let default = user.default_method.filter(|_| !system_prefers(facts));
    if let Some(default) = default
        && let Some(at) = ways.iter().position(|way| serves(way, default))
    {
        ways[..=at].rotate_right(1);
    }
    ways
}

fn system_prefers(facts: &TenantFacts) -> bool {
    let edition: Edition = facts.edition;
    edition.system_preferred_mfa() && facts.policies.system_preferred_mfa
}

fn serves(way: &Way, default: DefaultMethod) -> bool {
    let proof = match default {
        DefaultMethod::Push => Proof::Notification,
        DefaultMethod::Oath => Proof::Code,
        DefaultMethod::Sms => Proof::Text,
        DefaultMethod::VoiceMobile
        | DefaultMethod::VoiceAlternateMobile
        | DefaultMethod::VoiceOffice => Proof::Call,
    };
    way.proof == proof && default.kinds().contains(way.kind)
}

pub(super) fn way(method: &Method, proof: Proof) -> Way {
    let label = match (&method.detail, proof) {
        (Detail::Phone { number, .. }, Proof::Text) => format!("Text {}", masked(number.as_str())),
        (Detail::Phone { number, phone_type }, _) => {
            let which = match phone_type {
                PhoneType::Mobile => "",
                PhoneType::AlternateMobile => " (alternate mobile)",
                PhoneType::Office => " (office)",
            };
            format!("Call {}{which}", masked(number.as_str()))
        }
        (_, Proof::Notification) => {
            "Approve a request on my Microsoft Authenticator app".to_owned()
        }
        (Detail::HardwareOath { .. }, _) => "Use a code from my hardware token".to_owned(),
        (_, Proof::Code) => "Use a verification code".to_owned(),
        (Detail::Email { address }, _) => format!("Email {address}"),
        (_, Proof::AccessPass) => "Use a Temporary Access Pass".to_owned(),
        (Detail::Certificate { .. }, _) => "Use a certificate".to_owned(),
        (_, Proof::Key) => "Use a security key".to_owned(),
        (detail, _) => format!("Use {}", detail.text()),
    };
    Way {
        method: method.id,
        kind: method.kind(),
        proof,
        label,
    }
}

/// `+X XXXXXXXX50`: all digits but the last two hidden.
fn masked(number: &str) -> String {
    let number = number.split('x').next().unwrap_or(number);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let mut seen = 0;
    number
        .chars()
        .map(|c| {
            let digit = c.is_ascii_digit();
            seen += usize::from(digit);
            if digit && seen + 2 <= digits { 'X' } else { c }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::method::MethodKinds;

    #[test]
    fn every_kind_that_satisfies_mfa_has_a_way_and_no_other_has() {
        for kind in MethodKinds::all() {
            assert_eq!(!proofs(kind).is_empty(), kind.facts().mfa, "{kind:?}");
        }
    }

    #[test]
    fn a_number_is_masked_but_for_its_last_two_digits() {
        assert_eq!(masked("+1 4255550150"), "+X XXXXXXXX50");
        assert_eq!(masked("+44 2079460123x45"), "+XX XXXXXXXX23");
    }
}
