//! Graph's authentication method types (`facts/graph.md` 1.3) and the names of its reports (1.6).

use serde::Serialize;
use uuid::{Uuid, uuid};

use crate::domain::method::{DefaultMethod, Detail, Method, MethodKind, NotUsable};
use crate::domain::phone::PhoneType;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// The id that the password has with every user (`facts/graph.md` 1.2).
const PASSWORD: Uuid = uuid!("28c10230-6103-485e-b985-444c60001490");

/// One method of the mixed list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MethodJson<'a> {
    #[serde(rename = "@odata.type")]
    kind: &'static str,
    id: String,
    created_date_time: Timestamp,
    #[serde(flatten)]
    fields: Fields<'a>,
}

/// The fields of each type.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Fields<'a> {
    Phone {
        phone_number: &'a str,
        phone_type: &'static str,
        sms_sign_in_state: &'static str,
    },
    Email {
        email_address: &'a str,
    },
    Authenticator {
        display_name: &'a str,
        device_tag: &'static str,
        client_app_name: &'static str,
    },
    /// A secret that Graph never gives out.
    SecretKey {
        secret_key: Option<()>,
    },
    HardwareOath {
        device: HardwareDevice<'a>,
    },
    Fido2 {
        display_name: &'a str,
        model: &'a str,
    },
    Named {
        display_name: &'a str,
    },
    Platform {
        display_name: &'a str,
        platform: &'static str,
    },
    AccessPass {
        temporary_access_pass: Option<()>,
        start_date_time: Timestamp,
        lifetime_in_minutes: u32,
        is_usable_once: bool,
        is_usable: bool,
        method_usability_reason: &'static str,
    },
    Password {
        password: Option<()>,
    },
    None {},
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HardwareDevice<'a> {
    serial_number: &'a str,
    manufacturer: &'a str,
    model: &'a str,
    time_interval_in_seconds: u8,
    status: &'static str,
}

/// The user's methods as Graph lists them: the password first, then in the order of
/// registration. Security questions and certificates are no methods of Graph's.
pub(super) fn all<'a>(user: &'a User, policies: &Policies, now: Timestamp) -> Vec<MethodJson<'a>> {
    let password = MethodJson {
        kind: "#microsoft.graph.passwordAuthenticationMethod",
        id: PASSWORD.to_string(),
        created_date_time: user.password.changed,
        fields: Fields::Password { password: None },
    };
    let others = user.methods.iter().filter_map(|method| {
        let usable = method.usable(policies.disabled_methods, now);
        let (kind, fields) = typed(method, usable)?;
        Some(MethodJson {
            kind,
            id: method.id.to_string(),
            created_date_time: method.added,
            fields,
        })
    });
    std::iter::once(password).chain(others).collect()
}

fn typed(method: &Method, usable: Result<(), NotUsable>) -> Option<(&'static str, Fields<'_>)> {
    let authenticator = |device| Fields::Authenticator {
        display_name: device,
        device_tag: "SoftwareTokenActivated",
        client_app_name: match method.kind() {
            MethodKind::AuthenticatorLite => "outlookMobile",
            _ => "microsoftAuthenticator",
        },
    };
    Some(match &method.detail {
        Detail::Phone { phone_type, number } => (
            "#microsoft.graph.phoneAuthenticationMethod",
            phone(*phone_type, number.as_str()),
        ),
        Detail::Email { address } => (
            "#microsoft.graph.emailAuthenticationMethod",
            Fields::Email {
                email_address: address,
            },
        ),
        Detail::MicrosoftAuthenticator { device, .. }
        | Detail::PasswordlessPhoneSignIn { device }
        | Detail::AuthenticatorLite { device } => (
            "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
            authenticator(device),
        ),
        Detail::SoftwareOath { .. } => (
            "#microsoft.graph.softwareOathAuthenticationMethod",
            Fields::SecretKey { secret_key: None },
        ),
        Detail::HardwareOath {
            serial,
            manufacturer,
            model,
            interval,
            active,
            ..
        } => (
            "#microsoft.graph.hardwareOathAuthenticationMethod",
            Fields::HardwareOath {
                device: HardwareDevice {
                    serial_number: serial,
                    manufacturer,
                    model,
                    time_interval_in_seconds: *interval,
                    status: if *active { "activated" } else { "assigned" },
                },
            },
        ),
        Detail::Fido2 { name, model } => (
            "#microsoft.graph.fido2AuthenticationMethod",
            Fields::Fido2 {
                display_name: name,
                model,
            },
        ),
        Detail::WindowsHello { device } => (
            "#microsoft.graph.windowsHelloForBusinessAuthenticationMethod",
            Fields::Named {
                display_name: device,
            },
        ),
        Detail::PlatformCredential { device } => (
            "#microsoft.graph.platformCredentialAuthenticationMethod",
            Fields::Platform {
                display_name: device,
                platform: "macOS",
            },
        ),
        Detail::TemporaryAccessPass {
            starts,
            lifetime_minutes,
            one_time,
            ..
        } => (
            "#microsoft.graph.temporaryAccessPassAuthenticationMethod",
            Fields::AccessPass {
                temporary_access_pass: None,
                start_date_time: *starts,
                lifetime_in_minutes: *lifetime_minutes,
                is_usable_once: *one_time,
                is_usable: usable.is_ok(),
                method_usability_reason: reason(usable),
            },
        ),
        Detail::External { name } => (
            "#microsoft.graph.externalAuthenticationMethod",
            Fields::Named { display_name: name },
        ),
        Detail::QrCode => (
            "#microsoft.graph.qrCodePinAuthenticationMethod",
            Fields::None {},
        ),
        Detail::SecurityQuestions { .. } | Detail::Certificate { .. } => return None,
    })
}

fn phone(phone_type: PhoneType, number: &str) -> Fields<'_> {
    let (phone_type, sms_sign_in_state) = match phone_type {
        // No policy here ever allows signing in by text message.
        PhoneType::Mobile => ("mobile", "notAllowedByPolicy"),
        PhoneType::AlternateMobile => ("alternateMobile", "notSupported"),
        PhoneType::Office => ("office", "notSupported"),
    };
    Fields::Phone {
        phone_number: number,
        phone_type,
        sms_sign_in_state,
    }
}

fn reason(usable: Result<(), NotUsable>) -> &'static str {
    match usable {
        Ok(()) => "EnabledByPolicy",
        Err(NotUsable::Policy | NotUsable::Inactive) => "DisabledByPolicy",
        Err(NotUsable::NotYetValid) => "NotYetValid",
        Err(NotUsable::Expired) => "Expired",
        Err(NotUsable::OneTimeUsed) => "OneTimeUsed",
    }
}

/// The kinds of registered methods, as the registration report names them.
pub(super) fn registered(user: &User) -> Vec<&'static str> {
    user.method_kinds().into_iter().map(report_name).collect()
}

fn report_name(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::MobilePhone => "mobilePhone",
        MethodKind::AlternateMobilePhone => "alternateMobilePhone",
        MethodKind::OfficePhone => "officePhone",
        MethodKind::Email => "email",
        MethodKind::SecurityQuestions => "securityQuestion",
        MethodKind::MicrosoftAuthenticator => "microsoftAuthenticatorPush",
        MethodKind::PasswordlessPhoneSignIn => "microsoftAuthenticatorPasswordless",
        // The report has no names of its own for these; they are spelled in its manner.
        MethodKind::AuthenticatorLite => "authenticatorLite",
        MethodKind::Certificate => "x509Certificate",
        MethodKind::QrCode => "qrCodePin",
        MethodKind::External => "externalAuthenticationMethod",
        MethodKind::SoftwareOath => "softwareOneTimePasscode",
        MethodKind::HardwareOath => "hardwareOneTimePasscode",
        MethodKind::Fido2 => "passKeyDeviceBound",
        MethodKind::WindowsHello => "windowsHelloForBusiness",
        MethodKind::PlatformCredential => "macOsSecureEnclaveKey",
        MethodKind::TemporaryAccessPass => "temporaryAccessPass",
    }
}

/// The user's default, as sign-in preferences name it.
pub(super) fn preference(default: DefaultMethod) -> &'static str {
    match default {
        DefaultMethod::Push => "push",
        DefaultMethod::Oath => "oath",
        DefaultMethod::VoiceMobile => "voiceMobile",
        DefaultMethod::VoiceAlternateMobile => "voiceAlternateMobile",
        DefaultMethod::VoiceOffice => "voiceOffice",
        DefaultMethod::Sms => "sms",
    }
}
