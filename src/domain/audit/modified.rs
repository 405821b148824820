//! Before and after, property by property, as the directory names them (`facts/portal.md` 9.1).
//! Derived from the changes themselves, whatever decided them. Numbers and addresses appear;
//! passwords, passes and hashes never do (D20).

use serde::Serialize;

use super::Modified;
use crate::domain::change::{Change, Fact};
use crate::domain::method::{Detail, Method};
use crate::domain::profile::ProfileField;
use crate::domain::role::Role;
use crate::domain::settings::ServiceSettings;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::{PerUserMfa, User};

/// What `fact` modifies where its user was `user`, is `after` then (if that is known), and the
/// tenant was as `tenant` says.
pub fn by_fact(
    fact: &Fact,
    user: Option<&User>,
    after: Option<&User>,
    tenant: &TenantFacts,
) -> Vec<Modified> {
    match (fact, user) {
        (Fact::User(_, changes), Some(user)) => match after {
            Some(after) => by_changes(user, after, changes),
            None => by_changes(user, &changed(user, changes), changes),
        },
        (Fact::Create(user), _) => account(user)
            .map(|(property, text)| modified(property, String::new(), text))
            .collect(),
        (Fact::Purge(_), Some(user)) => account(user)
            .map(|(property, text)| modified(property, text, String::new()))
            .collect(),
        (Fact::User(..) | Fact::Purge(_), None) => Vec::new(),
        (Fact::Clock(days), _) => {
            let (old, new) = (tenant.clock_days.to_string(), days.to_string());
            vec![modified("ClockDaysAhead", old, new)]
        }
        (Fact::Tenant(after), _) => {
            let mut all = vec![
                modified("DisplayName", tenant.name.clone(), after.name.clone()),
                modified(
                    "VerifiedDomains",
                    tenant.domains.join(", "),
                    after.domains.join(", "),
                ),
                modified(
                    "Edition",
                    tenant.edition.to_string(),
                    after.edition.to_string(),
                ),
            ];
            let require = |facts: &TenantFacts| format!("{:?}", facts.policies);
            all.push(modified("Policies", require(tenant), require(after)));
            all.retain(|one| one.old != one.new);
            for part in [
                Fact::Clock(after.clock_days),
                Fact::Settings(Box::new(after.settings.clone())),
            ] {
                let parts = by_fact(&part, None, None, tenant).into_iter();
                all.extend(parts.filter(|one| one.old != one.new));
            }
            all
        }
        (Fact::Settings(after), _) => settings_text(&tenant.settings)
            .into_iter()
            .zip(settings_text(after))
            .filter(|((_, old), (_, new))| old != new)
            .map(|((property, old), (_, new))| modified(property, old, new))
            .collect(),
    }
}

/// What `change` modifies of one method of `user`, where it is about one.
pub fn of_method(user: &User, change: &Change) -> Option<Modified> {
    let (old, new) = match change {
        Change::RemoveMethod(id) => (user.method(*id), None),
        Change::ReplaceMethod(method) => (user.method(method.id), Some(method)),
        Change::AddMethod(_, method) => (None, Some(method)),
        _ => return None,
    };
    let text = |method: Option<&Method>| {
        method.map_or_else(String::new, |method| json(&MethodText::of(method)))
    };
    Some(modified(METHODS, text(old), text(new)))
}

const METHODS: &str = "StrongAuthenticationMethod";

fn changed(before: &User, changes: &[Change]) -> User {
    let mut after = before.clone();
    for change in changes {
        // A change that does not fit is refused where it is applied; here it modifies nothing.
        let _ = after.apply(change.clone());
    }
    after
}

fn by_changes(before: &User, after: &User, changes: &[Change]) -> Vec<Modified> {
    let mut properties: Vec<Property> = Vec::new();
    for change in changes {
        for property in touched(change) {
            if !properties.contains(property) {
                properties.push(*property);
            }
        }
    }
    properties
        .into_iter()
        .map(|property| modified(property.name(), property.of(before), property.of(after)))
        .filter(|modified| modified.old != modified.new)
        .collect()
}

fn modified(property: &str, old: String, new: String) -> Modified {
    Modified {
        property: property.to_owned(),
        old,
        new,
    }
}

/// A property of a user that the audit trail shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Property {
    Methods,
    DefaultMethod,
    ForceChangePassword,
    LastPasswordChange,
    ProvideContactMethodsAgain,
    MfaAtNextSignIn,
    PerUserMfa,
    RememberedDevices,
    AppPasswords,
    LockedUntil,
    SessionsValidFrom,
    AccountEnabled,
    DisplayName,
    Profile(ProfileField),
    Roles,
    Deleted,
}

fn touched(change: &Change) -> &'static [Property] {
    const PROFILE: [Property; ProfileField::ALL.len()] = {
        let mut all = [Property::Profile(ProfileField::GivenName); ProfileField::ALL.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = Property::Profile(ProfileField::ALL[at]);
            at += 1;
        }
        all
    };
    match change {
        Change::AddMethod(..) | Change::ReplaceMethod(_) | Change::RemoveMethod(_) => {
            &[Property::Methods]
        }
        Change::Default(_) => &[Property::DefaultMethod],
        Change::Password(_) => &[Property::ForceChangePassword, Property::LastPasswordChange],
        Change::MustRegisterAgain(_) => &[Property::ProvideContactMethodsAgain],
        Change::MfaAtNextSignIn(_) => &[Property::MfaAtNextSignIn],
        Change::Mfa(_) => &[Property::PerUserMfa],
        Change::AddDevice(..) | Change::RemoveDevice(_) => &[Property::RememberedDevices],
        Change::AddAppPassword(..) | Change::RemoveAppPassword(_) => &[Property::AppPasswords],
        Change::Lockout(_) => &[Property::LockedUntil],
        Change::SessionsValidFrom(_) => &[Property::SessionsValidFrom],
        Change::Blocked(_) => &[Property::AccountEnabled],
        Change::Name(_) => &[Property::DisplayName],
        Change::Profile(_) => &PROFILE,
        Change::Roles(_) => &[Property::Roles],
        Change::Deleted(_) => &[Property::Deleted],
    }
}

impl Property {
    fn name(self) -> &'static str {
        match self {
            Self::Methods => METHODS,
            Self::DefaultMethod => "DefaultSignInMethod",
            Self::ForceChangePassword => "ForceChangePassword",
            Self::LastPasswordChange => "LastPasswordChangeTimestamp",
            Self::ProvideContactMethodsAgain => "ProvideContactMethodsAgain",
            Self::MfaAtNextSignIn => "MfaAtNextSignIn",
            Self::PerUserMfa => "StrongAuthenticationRequirement",
            Self::RememberedDevices => "RememberedDevices",
            Self::AppPasswords => "AppPasswords",
            Self::LockedUntil => "LockedUntil",
            Self::SessionsValidFrom => "StsRefreshTokensValidFrom",
            Self::AccountEnabled => "AccountEnabled",
            Self::DisplayName => "DisplayName",
            Self::Profile(field) => match field {
                ProfileField::GivenName => "GivenName",
                ProfileField::Surname => "Surname",
                ProfileField::JobTitle => "JobTitle",
                ProfileField::Department => "Department",
                ProfileField::Office => "PhysicalDeliveryOfficeName",
                ProfileField::Country => "Country",
                ProfileField::BusinessPhone => "TelephoneNumber",
                ProfileField::MobilePhone => "Mobile",
                ProfileField::Mail => "Mail",
                ProfileField::OtherMails => "OtherMail",
            },
            Self::Roles => "Role.DisplayName",
            Self::Deleted => "DeletedDateTime",
        }
    }

    fn of(self, user: &User) -> String {
        match self {
            Self::Methods => list(user.methods.iter().map(MethodText::of)),
            Self::DefaultMethod => user
                .default_method
                .map_or_else(String::new, |default| default.label().to_owned()),
            Self::ForceChangePassword => user.password.must_change.to_string(),
            Self::LastPasswordChange => user.password.changed.to_string(),
            Self::ProvideContactMethodsAgain => user.must_register_again.to_string(),
            Self::MfaAtNextSignIn => user.mfa_at_next_sign_in.to_string(),
            Self::PerUserMfa => list(
                (user.mfa != PerUserMfa::Disabled)
                    .then(|| Requirement {
                        relying_party: "*",
                        state: user.mfa.label(),
                    })
                    .into_iter(),
            ),
            Self::RememberedDevices => list(user.devices.iter().map(|device| &device.name)),
            Self::AppPasswords => list(user.app_passwords.iter().map(|own| &own.name)),
            Self::LockedUntil => time(user.lockout.until),
            Self::SessionsValidFrom => time(user.sessions_valid_from),
            Self::AccountEnabled => (!user.blocked).to_string(),
            Self::DisplayName => user.name.clone(),
            Self::Profile(field) => user.profile.get(field),
            Self::Roles => list(user.roles.into_iter().map(Role::label)),
            Self::Deleted => time(user.deleted),
        }
    }
}

/// A method as the directory writes it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MethodText {
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    detail: String,
    method_type: &'static str,
}

impl MethodText {
    fn of(method: &Method) -> Self {
        Self {
            active: match method.detail {
                Detail::HardwareOath { active, .. } => Some(active),
                _ => None,
            },
            detail: method.detail.text(),
            method_type: method.kind().label(),
        }
    }
}

/// Per-user MFA as the directory writes it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Requirement {
    relying_party: &'static str,
    state: &'static str,
}

fn list(values: impl Iterator<Item = impl Serialize>) -> String {
    json(&values.collect::<Vec<_>>())
}

fn json(value: &impl Serialize) -> String {
    // Plain values, which nothing refuses to write.
    serde_json::to_string(value).unwrap_or_default()
}

fn time(moment: Option<Timestamp>) -> String {
    moment.map_or_else(String::new, |moment| moment.to_string())
}

fn account(user: &User) -> impl Iterator<Item = (&'static str, String)> {
    [
        ("UserPrincipalName", user.upn.clone()),
        ("DisplayName", user.name.clone()),
        ("UserType", user.user_type.label().to_owned()),
    ]
    .into_iter()
}

fn settings_text(settings: &ServiceSettings) -> [(&'static str, String); 8] {
    let ServiceSettings {
        app_passwords,
        skip_federated_intranet,
        trusted_ips,
        call_to_phone,
        text_message,
        app_notification,
        app_code,
        remember_days,
    } = settings;
    let days = remember_days.map_or_else(String::new, |days| days.to_string());
    [
        ("AppPasswords", format!("{app_passwords:?}")),
        ("SkipFederatedIntranet", skip_federated_intranet.to_string()),
        ("TrustedIps", trusted_ips.join(", ")),
        ("CallToPhone", call_to_phone.to_string()),
        ("TextMessageToPhone", text_message.to_string()),
        ("NotificationThroughMobileApp", app_notification.to_string()),
        ("VerificationCode", app_code.to_string()),
        ("RememberDevicesDays", days),
    ]
}
