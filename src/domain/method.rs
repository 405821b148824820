//! Authentication methods: what a user can prove who they are with. The catalogue of
//! `facts/portal.md` 2.4 as one enum and one table.

use enumset::{EnumSet, EnumSetType};
use serde::{Deserialize, Serialize};
use uuid::{Uuid, uuid};

use super::id::MethodId;
use super::oath::{self, Seed};
use super::phone::{PhoneNumber, PhoneType};
use super::secret::PasswordHash;
use super::time::{MINUTE, Timestamp};

/// One registered authentication method.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Unique within its user.
    pub id: MethodId,
    /// When it was registered.
    pub added: Timestamp,
    /// What it is.
    pub detail: Detail,
}

/// What a method is, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Detail {
    /// A telephone number. Kept apart from the public profile's numbers, which never count here.
    Phone {
        /// Which of the three it is.
        phone_type: PhoneType,
        /// The number.
        number: PhoneNumber,
    },
    /// An e-mail address: password reset only, never sign-in (S2, S3; D13).
    Email {
        /// The address.
        address: String,
    },
    /// Answers nobody can read: password reset only (D13).
    SecurityQuestions {
        /// How many were answered.
        count: u8,
    },
    /// The Microsoft Authenticator app: notification with number matching, and its code.
    MicrosoftAuthenticator {
        /// The telephone it runs on, as the portal names it.
        device: String,
        /// What its codes are made from; `None`: the simulated telephone makes them up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seed: Option<Seed>,
    },
    /// Passwordless phone sign-in by the Microsoft Authenticator app.
    PasswordlessPhoneSignIn {
        /// The telephone it runs on.
        device: String,
    },
    /// Authenticator Lite, inside Outlook.
    AuthenticatorLite {
        /// The telephone it runs on.
        device: String,
    },
    /// Six-digit codes from any authenticator app.
    SoftwareOath {
        /// The app, as the user named it.
        name: String,
        /// What its codes are made from; `None`: the simulated telephone makes them up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seed: Option<Seed>,
    },
    /// A hardware token with six-digit codes.
    HardwareOath {
        /// Serial number, printed on the token.
        serial: String,
        /// Maker.
        manufacturer: String,
        /// Model.
        model: String,
        /// Seconds between two codes: 30 or 60.
        interval: u8,
        /// False until activated, and again after a re-register in 2023 (S3).
        active: bool,
        /// What its codes are made from; `None`: the simulated token makes them up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seed: Option<Seed>,
    },
    /// A FIDO2 security key or a device-bound passkey.
    Fido2 {
        /// The name given to the key.
        name: String,
        /// Model.
        model: String,
    },
    /// Windows Hello for Business on one computer.
    WindowsHello {
        /// The computer.
        device: String,
    },
    /// Platform Credential for macOS on one computer.
    PlatformCredential {
        /// The computer.
        device: String,
    },
    /// Certificate-based authentication.
    Certificate {
        /// The certificate's subject.
        subject: String,
    },
    /// A Temporary Access Pass. One per user; a new one replaces the old.
    TemporaryAccessPass {
        /// From when it works.
        starts: Timestamp,
        /// For how many minutes, 10 to 43,200.
        lifetime_minutes: u32,
        /// Whether it works once only.
        one_time: bool,
        /// Whether it was used (ends a one-time pass).
        used: bool,
        /// What the pass is checked against.
        hash: PasswordHash,
    },
    /// A QR code with PIN.
    QrCode,
    /// A method of another provider.
    External {
        /// The provider's name.
        name: String,
    },
}

/// The kind of a method: a row of the catalogue.
#[derive(Debug, Hash, PartialOrd, Ord, Serialize, Deserialize, EnumSetType)]
#[enumset(serialize_repr = "list")]
pub enum MethodKind {
    /// Mobile phone.
    MobilePhone,
    /// Alternate mobile phone.
    AlternateMobilePhone,
    /// Office phone.
    OfficePhone,
    /// Email.
    Email,
    /// Security questions.
    SecurityQuestions,
    /// Microsoft Authenticator app.
    MicrosoftAuthenticator,
    /// Microsoft passwordless phone sign-in.
    PasswordlessPhoneSignIn,
    /// Authenticator Lite.
    AuthenticatorLite,
    /// Software OATH token.
    SoftwareOath,
    /// Hardware OATH token.
    HardwareOath,
    /// FIDO2 security key.
    Fido2,
    /// Windows Hello for Business.
    WindowsHello,
    /// Platform Credential for macOS.
    PlatformCredential,
    /// Certificate-based authentication.
    Certificate,
    /// Temporary Access Pass.
    TemporaryAccessPass,
    /// QR code.
    QrCode,
    /// External authentication method.
    External,
}

/// A set of kinds, as list heads carry it.
pub type MethodKinds = EnumSet<MethodKind>;

/// A row of the catalogue (`facts/portal.md` 2.4).
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The kind.
    pub kind: MethodKind,
    /// Its name in lists and reports.
    pub label: &'static str,
    /// One short lower-case word or two, for a narrow "Methods" column.
    pub short: &'static str,
    /// What several of them are called in a sentence.
    pub plural: &'static str,
    /// Whether it satisfies multifactor authentication.
    pub mfa: bool,
    /// Whether it serves self-service password reset.
    pub password_reset: bool,
    /// Whether an administrator may add it for a user.
    pub admin_adds: bool,
    /// Its place in the system-preferred order, 1 first; `None`: never preferred
    /// (`facts/portal.md` 2.2, SPM order).
    pub preferred: Option<u8>,
}

const fn row(
    kind: MethodKind,
    names: [&'static str; 3],
    [mfa, password_reset, admin_adds]: [bool; 3],
    preferred: Option<u8>,
) -> Facts {
    let [label, short, plural] = names;
    Facts {
        kind,
        label,
        short,
        plural,
        mfa,
        password_reset,
        admin_adds,
        preferred,
    }
}

const Y: bool = true;
const N: bool = false;

/// The catalogue: one row per kind, in the order of [`MethodKind`].
#[rustfmt::skip]
pub const CATALOGUE: [Facts; 17] = [
    // kind                                     label, short, plural                                                               MFA reset admin-adds  preferred
    row(MethodKind::MobilePhone,             ["Mobile phone", "phone", "phones"],                                                  [Y, Y, Y], Some(6)),
    row(MethodKind::AlternateMobilePhone,    ["Alternate mobile phone", "alternate phone", "alternate phones"],                    [Y, N, Y], Some(6)),
    row(MethodKind::OfficePhone,             ["Office phone", "office phone", "office phones"],                                    [Y, Y, Y], Some(6)),
    row(MethodKind::Email,                   ["Email", "email", "email addresses"],                                                [N, Y, Y], None),
    row(MethodKind::SecurityQuestions,       ["Security questions", "questions", "sets of security questions"],                    [N, Y, N], None),
    row(MethodKind::MicrosoftAuthenticator,  ["Microsoft Authenticator", "app", "Authenticator apps"],                             [Y, Y, N], Some(4)),
    row(MethodKind::PasswordlessPhoneSignIn, ["Microsoft passwordless phone sign-in", "passwordless", "passwordless sign-ins"],    [N, N, N], None),
    row(MethodKind::AuthenticatorLite,       ["Authenticator Lite", "app lite", "Authenticator Lite registrations"],               [Y, N, N], Some(4)),
    row(MethodKind::SoftwareOath,            ["Software OATH token", "software token", "software OATH tokens"],                    [Y, Y, N], Some(5)),
    row(MethodKind::HardwareOath,            ["Hardware OATH token", "hardware token", "hardware OATH tokens"],                    [Y, Y, N], Some(5)),
    row(MethodKind::Fido2,                   ["FIDO2 security key", "security key", "security keys"],                              [Y, N, N], Some(2)),
    row(MethodKind::WindowsHello,            ["Windows Hello for Business", "Windows Hello", "Windows Hello credentials"],         [N, N, N], None),
    row(MethodKind::PlatformCredential,      ["Platform Credential for macOS", "macOS", "platform credentials"],                   [Y, N, N], Some(2)),
    row(MethodKind::Certificate,             ["Certificate-based authentication", "certificate", "certificates"],                  [Y, N, N], Some(7)),
    row(MethodKind::TemporaryAccessPass,     ["Temporary Access Pass", "access pass", "Temporary Access Passes"],                  [Y, N, Y], Some(1)),
    row(MethodKind::QrCode,                  ["QR code", "QR code", "QR codes"],                                                   [N, N, N], None),
    row(MethodKind::External,                ["External authentication method", "external", "external methods"],                   [Y, N, N], Some(3)),
];

impl MethodKind {
    /// The row of the catalogue.
    pub fn facts(self) -> &'static Facts {
        &CATALOGUE[self as usize]
    }

    /// Its name in lists and reports.
    pub fn label(self) -> &'static str {
        self.facts().label
    }

    /// The id that a method of this kind has with every user, where Graph fixes one
    /// (`facts/graph.md` 1.2).
    pub fn fixed_id(self) -> Option<MethodId> {
        const MOBILE: Uuid = uuid!("3179e48a-750b-4051-897c-87b9720928f7");
        const ALTERNATE: Uuid = uuid!("b6332ec1-7057-4abe-9331-3d72feddfe41");
        const OFFICE: Uuid = uuid!("e37fc753-ff3b-4958-9484-eaa9425c82bc");
        const EMAIL: Uuid = uuid!("3ddfcfc8-9383-446f-83cc-3ab9be4be18f");
        match self {
            Self::MobilePhone => Some(MethodId(MOBILE)),
            Self::AlternateMobilePhone => Some(MethodId(ALTERNATE)),
            Self::OfficePhone => Some(MethodId(OFFICE)),
            Self::Email => Some(MethodId(EMAIL)),
            _ => None,
        }
    }
}

impl From<PhoneType> for MethodKind {
    fn from(phone_type: PhoneType) -> Self {
        match phone_type {
            PhoneType::Mobile => Self::MobilePhone,
            PhoneType::AlternateMobile => Self::AlternateMobilePhone,
            PhoneType::Office => Self::OfficePhone,
        }
    }
}

impl Detail {
    /// The row of the catalogue this is one of.
    pub fn kind(&self) -> MethodKind {
        match self {
            Self::Phone { phone_type, .. } => MethodKind::from(*phone_type),
            Self::Email { .. } => MethodKind::Email,
            Self::SecurityQuestions { .. } => MethodKind::SecurityQuestions,
            Self::MicrosoftAuthenticator { .. } => MethodKind::MicrosoftAuthenticator,
            Self::PasswordlessPhoneSignIn { .. } => MethodKind::PasswordlessPhoneSignIn,
            Self::AuthenticatorLite { .. } => MethodKind::AuthenticatorLite,
            Self::SoftwareOath { .. } => MethodKind::SoftwareOath,
            Self::HardwareOath { .. } => MethodKind::HardwareOath,
            Self::Fido2 { .. } => MethodKind::Fido2,
            Self::WindowsHello { .. } => MethodKind::WindowsHello,
            Self::PlatformCredential { .. } => MethodKind::PlatformCredential,
            Self::Certificate { .. } => MethodKind::Certificate,
            Self::TemporaryAccessPass { .. } => MethodKind::TemporaryAccessPass,
            Self::QrCode => MethodKind::QrCode,
            Self::External { .. } => MethodKind::External,
        }
    }

    /// What its codes are made from, and how many seconds each is good for.
    pub fn seed(&self) -> Option<(&Seed, u8)> {
        match self {
            Self::MicrosoftAuthenticator { seed, .. } | Self::SoftwareOath { seed, .. } => {
                Some((seed.as_ref()?, oath::INTERVAL))
            }
            Self::HardwareOath { seed, interval, .. } => Some((seed.as_ref()?, *interval)),
            _ => None,
        }
    }

    /// The same with its seed as it is after a code was used.
    #[must_use]
    pub fn with_seed(self, new: Seed) -> Self {
        self.seeded(Some(new))
    }

    /// The same as anybody may see it.
    #[must_use]
    pub fn without_seed(self) -> Self {
        self.seeded(None)
    }

    fn seeded(mut self, new: Option<Seed>) -> Self {
        if let Self::MicrosoftAuthenticator { seed, .. }
        | Self::SoftwareOath { seed, .. }
        | Self::HardwareOath { seed, .. } = &mut self
        {
            *seed = new;
        }
        self
    }

    /// The portal's "Detail" column: number, address, device or serial number.
    pub fn text(&self) -> String {
        match self {
            Self::Phone { number, .. } => number.to_string(),
            Self::Email { address } => address.clone(),
            Self::SecurityQuestions { count } => format!("{count} answered"),
            Self::MicrosoftAuthenticator { device, .. }
            | Self::PasswordlessPhoneSignIn { device }
            | Self::AuthenticatorLite { device }
            | Self::WindowsHello { device }
            | Self::PlatformCredential { device } => device.clone(),
            Self::SoftwareOath { name, .. } | Self::External { name } => name.clone(),
            Self::HardwareOath {
                serial,
                manufacturer,
                model,
                ..
            } => {
                format!("{manufacturer} {model}, SN {serial}")
            }
            Self::Fido2 { name, model } => format!("{name} ({model})"),
            Self::Certificate { subject } => subject.clone(),
            Self::TemporaryAccessPass {
                starts,
                lifetime_minutes,
                one_time,
                ..
            } => {
                let ends = starts.plus_seconds(i64::from(*lifetime_minutes) * MINUTE);
                let uses = if *one_time { "one-time" } else { "multi-use" };
                format!("{uses}, until {}", ends.date_and_time())
            }
            Self::QrCode => "QR code and PIN".to_owned(),
        }
    }
}

/// Why a method stands under "Non-usable authentication methods" (`facts/portal.md` 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotUsable {
    /// The tenant's policy does not enable the kind.
    #[error("not enabled by policy")]
    Policy,
    /// A hardware OATH token that is not activated, or was deactivated by a re-register (S3).
    #[error("deactivated")]
    Inactive,
    /// A Temporary Access Pass before its time.
    #[error("not yet valid")]
    NotYetValid,
    /// A Temporary Access Pass after its time.
    #[error("expired")]
    Expired,
    /// A one-time Temporary Access Pass that was used.
    #[error("already used")]
    OneTimeUsed,
}

impl Method {
    /// The row of the catalogue this is one of.
    pub fn kind(&self) -> MethodKind {
        self.detail.kind()
    }

    /// Whether it can be used at `now` where the tenant's policy disables `disabled`.
    pub fn usable(&self, disabled: MethodKinds, now: Timestamp) -> Result<(), NotUsable> {
        if disabled.contains(self.kind()) {
            return Err(NotUsable::Policy);
        }
        match &self.detail {
            Detail::HardwareOath { active: false, .. } => Err(NotUsable::Inactive),
            Detail::TemporaryAccessPass {
                starts,
                lifetime_minutes,
                one_time,
                used,
                ..
            } => {
                let ends = starts.plus_seconds(i64::from(*lifetime_minutes) * MINUTE);
                match () {
                    () if *one_time && *used => Err(NotUsable::OneTimeUsed),
                    () if now < *starts => Err(NotUsable::NotYetValid),
                    () if now >= ends => Err(NotUsable::Expired),
                    () => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}

/// A default sign-in method, by Graph's values (`facts/portal.md` 2.2, GPREF).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DefaultMethod {
    /// Notification through the Authenticator app.
    Push,
    /// Code of an authenticator app or a hardware token.
    Oath,
    /// Call to the mobile phone.
    VoiceMobile,
    /// Call to the alternate mobile phone.
    VoiceAlternateMobile,
    /// Call to the office phone.
    VoiceOffice,
    /// Text message to the mobile phone.
    Sms,
}

impl DefaultMethod {
    /// All six, in the order the portal offers them.
    pub const ALL: [Self; 6] = [
        Self::Push,
        Self::Oath,
        Self::Sms,
        Self::VoiceMobile,
        Self::VoiceAlternateMobile,
        Self::VoiceOffice,
    ];

    /// As the blade's "Default sign-in method" line says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Push => "Microsoft Authenticator notification",
            Self::Oath => "Authenticator app or hardware token - code",
            Self::VoiceMobile => "Phone call",
            Self::VoiceAlternateMobile => "Phone call (alternate mobile)",
            Self::VoiceOffice => "Phone call (office)",
            Self::Sms => "Phone (text message)",
        }
    }

    /// The kinds of method that can serve it.
    pub fn kinds(self) -> MethodKinds {
        match self {
            Self::Push => MethodKind::MicrosoftAuthenticator | MethodKind::AuthenticatorLite,
            Self::Oath => {
                MethodKind::SoftwareOath
                    | MethodKind::HardwareOath
                    | MethodKind::MicrosoftAuthenticator
            }
            Self::VoiceMobile | Self::Sms => MethodKind::MobilePhone.into(),
            Self::VoiceAlternateMobile => MethodKind::AlternateMobilePhone.into(),
            Self::VoiceOffice => MethodKind::OfficePhone.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_has_one_row_per_kind_in_order() {
        for (position, facts) in CATALOGUE.iter().enumerate() {
            assert_eq!(facts.kind as usize, position);
        }
        assert_eq!(CATALOGUE.len(), MethodKinds::all().len());
    }

    #[test]
    fn only_password_reset_for_email_and_questions() {
        for kind in [MethodKind::Email, MethodKind::SecurityQuestions] {
            assert!(!kind.facts().mfa && kind.facts().password_reset);
        }
    }
}
