//! The start: the tenant of a scenario's people.

use enumset::EnumSet;

use super::file::{Bad, New, Person, Scenario};
use super::notation::{Notation, Token};
use crate::demo;
use crate::domain::directory::fold;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::{AppPasswordId, DeviceId, MethodId, UserId};
use crate::domain::method::{DefaultMethod, Detail, Method, MethodKind};
use crate::domain::phone::{PhoneNumber, PhoneType};
use crate::domain::profile::PublicProfile;
use crate::domain::secret::PasswordHash;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::time::Timestamp;
use crate::domain::user::{AppPassword, Lockout, Password, RememberedDevice, User, UserType};
use crate::store::place_of_item;

pub(super) const DOMAIN: &str = "contoso.com";

/// The name with its domain.
pub(super) fn full(upn: &str) -> String {
    if upn.contains('@') {
        upn.to_owned()
    } else {
        format!("{upn}@{DOMAIN}")
    }
}

impl Scenario {
    /// The tenant before the first step.
    pub(super) fn tenant(&self, edition: Edition, entropy: &mut Entropy) -> Result<Tenant, Bad> {
        let file = &self.file;
        let mut users = Vec::new();
        for (at, person) in file.people.iter().enumerate() {
            let made = match person {
                Person::Demo(upn) => demo_person(upn).map(|user| vec![user]),
                Person::New(new) => new_people(new, entropy, file.now),
            };
            let place = || place_of_item(&self.text, "people", at);
            users.extend(made.map_err(|what| self.bad(place(), &what))?);
        }
        let facts = TenantFacts {
            name: "Contoso".to_owned(),
            domains: vec![DOMAIN.to_owned()],
            edition,
            demo: true,
            settings: file.settings.clone(),
            policies: file.policies.clone(),
            clock_days: 0,
        };
        Tenant::new(facts, users, 0).map_err(|misfit| {
            let place = place_of_item(&self.text, "people", 0);
            self.bad(place, &format!("two people are the same: {misfit}"))
        })
    }
}

fn demo_person(upn: &str) -> Result<User, String> {
    let (_, users) = demo::contoso().map_err(|error| error.to_string())?;
    let wanted = fold(&full(upn));
    let found = users.into_iter().find(|user| fold(&user.upn) == wanted);
    found.ok_or_else(|| format!("there is no {upn} in the demo tenant"))
}

fn new_people(new: &New, entropy: &mut Entropy, now: Timestamp) -> Result<Vec<User>, String> {
    let upns = match new.count {
        None => vec![new.upn.clone()],
        Some(count) => (1..=count.min(10_000))
            .map(|number| format!("{}{number:02}", new.upn))
            .collect(),
    };
    upns.into_iter()
        .map(|upn| new_person(new, &upn, entropy, now))
        .collect()
}

fn new_person(new: &New, upn: &str, entropy: &mut Entropy, now: Timestamp) -> Result<User, String> {
    let state = &new.state;
    let earlier = now.plus_seconds(-30 * crate::domain::time::DAY);
    let must_change = state.password == Some(super::notation::Word::Temporary);
    let mut user = User {
        id: UserId::generate(entropy),
        upn: full(upn),
        name: upn.split('@').next().unwrap_or(upn).to_owned(),
        user_type: UserType::Member,
        blocked: state.blocked.unwrap_or(false),
        synced: new.synced,
        roles: new.roles.iter().copied().collect(),
        protections: EnumSet::empty(),
        mfa: state.mfa.unwrap_or(new.mfa),
        profile: PublicProfile {
            mobile_phone: new.mobile.clone(),
            ..PublicProfile::default()
        },
        password: Password {
            hash: demo::pool::password(0),
            must_change,
            changed: earlier,
        },
        methods: Vec::new(),
        default_method: None,
        must_register_again: state.flag.unwrap_or(false),
        mfa_at_next_sign_in: state.next.unwrap_or(false),
        devices: Vec::new(),
        app_passwords: Vec::new(),
        lockout: Lockout {
            failures: state.failures.unwrap_or(0),
            ..Lockout::default()
        },
        sessions_valid_from: None,
        created: earlier,
        deleted: None,
    };
    holdings(&mut user, state, entropy, now)?;
    Ok(user)
}

/// Methods, devices and app passwords.
fn holdings(
    user: &mut User,
    state: &Notation,
    entropy: &mut Entropy,
    now: Timestamp,
) -> Result<(), String> {
    for token in state.methods.iter().flatten() {
        let detail = detail(token, now)?;
        if token.default {
            user.default_method = DefaultMethod::ALL
                .into_iter()
                .find(|default| default.kinds().contains(token.kind));
        }
        let own = token.kind.fixed_id();
        user.methods.push(Method {
            id: own.unwrap_or_else(|| MethodId::generate(entropy)),
            added: user.created,
            detail,
        });
    }
    for name in state.devices.iter().flatten() {
        user.devices.push(RememberedDevice {
            id: DeviceId::generate(entropy),
            name: name.clone(),
            client: "Edge on Windows".to_owned(),
            since: user.created,
            until: now.plus_days(60),
        });
    }
    for (position, name) in state.app_passwords.iter().flatten().enumerate() {
        user.app_passwords.push(AppPassword {
            id: AppPasswordId::generate(entropy),
            name: name.clone(),
            created: user.created,
            last_used: None,
            hash: demo::pool::app_password(position),
        });
    }
    Ok(())
}

fn detail(token: &Token, now: Timestamp) -> Result<Detail, String> {
    let text = |otherwise: &str| token.detail.clone().unwrap_or_else(|| otherwise.to_owned());
    let phone = |phone_type| {
        let number = PhoneNumber::parse_for(&text("+1 4255550100"), phone_type);
        let number = number.map_err(|error| error.to_string())?;
        Ok::<_, String>(Detail::Phone { phone_type, number })
    };
    Ok(match token.kind {
        MethodKind::MobilePhone => phone(PhoneType::Mobile)?,
        MethodKind::AlternateMobilePhone => phone(PhoneType::AlternateMobile)?,
        MethodKind::OfficePhone => phone(PhoneType::Office)?,
        MethodKind::Email => Detail::Email {
            address: text("someone@fabrikam.com"),
        },
        MethodKind::SecurityQuestions => Detail::SecurityQuestions { count: 5 },
        MethodKind::MicrosoftAuthenticator => Detail::MicrosoftAuthenticator {
            device: text("Phone"),
            seed: None,
        },
        MethodKind::PasswordlessPhoneSignIn => Detail::PasswordlessPhoneSignIn {
            device: text("Phone"),
        },
        MethodKind::AuthenticatorLite => Detail::AuthenticatorLite {
            device: text("Phone"),
        },
        MethodKind::SoftwareOath => Detail::SoftwareOath {
            name: text("Authenticator app"),
            seed: None,
        },
        MethodKind::HardwareOath => Detail::HardwareOath {
            serial: text("2308724"),
            manufacturer: "Fabrikam".to_owned(),
            model: "Token-C".to_owned(),
            interval: 30,
            active: token.usable,
            seed: None,
        },
        MethodKind::Fido2 => Detail::Fido2 {
            name: text("Key"),
            model: "Fabrikam Key 5".to_owned(),
        },
        MethodKind::WindowsHello => Detail::WindowsHello {
            device: text("Laptop"),
        },
        MethodKind::PlatformCredential => Detail::PlatformCredential {
            device: text("Laptop"),
        },
        MethodKind::Certificate => Detail::Certificate {
            subject: text("CN=someone"),
        },
        MethodKind::TemporaryAccessPass => Detail::TemporaryAccessPass {
            starts: now,
            lifetime_minutes: 480,
            one_time: false,
            used: false,
            hash: PasswordHash::from_phc("!"),
        },
        MethodKind::QrCode => Detail::QrCode,
        MethodKind::External => Detail::External {
            name: text("Provider"),
        },
    })
}
