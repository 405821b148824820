//! JSON with the names of Microsoft Graph's users and authentication methods (`facts/graph.md`
//! 1.3, 1.5, 1.6). Carries no secret and no hash, as Graph does not.
//!
//! What Graph has no name for (remembered devices, app passwords) stands under `proofup`.

mod method;

use serde::Serialize;

use self::method::MethodJson;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::{PerUserMfa, User, UserType};

/// One user of a list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed<'a> {
    #[serde(flatten)]
    user: Properties<'a>,
    methods_registered: Vec<&'static str>,
    authentication: ListedAuthentication,
}

#[derive(Serialize)]
struct ListedAuthentication {
    requirements: Requirements,
}

/// One user with everything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    user: Properties<'a>,
    member_of: Vec<RoleJson>,
    methods_registered: Vec<&'static str>,
    authentication: Authentication<'a>,
    proofup: Extension<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Authentication<'a> {
    requirements: Requirements,
    sign_in_preferences: Preferences,
    methods: Vec<MethodJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Requirements {
    per_user_mfa_state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Preferences {
    is_system_preferred_authentication_method_enabled: bool,
    user_preferred_method_for_secondary_authentication: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RoleJson {
    #[serde(rename = "@odata.type")]
    kind: &'static str,
    display_name: &'static str,
}

/// A user's properties: Graph's default set in its order, then the useful others. An empty text
/// is `null`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    business_phones: Vec<&'a str>,
    display_name: &'a str,
    given_name: Option<&'a str>,
    job_title: Option<&'a str>,
    mail: Option<&'a str>,
    mobile_phone: Option<&'a str>,
    office_location: Option<&'a str>,
    preferred_language: Option<&'a str>,
    surname: Option<&'a str>,
    user_principal_name: &'a str,
    id: String,
    account_enabled: bool,
    user_type: &'static str,
    created_date_time: Timestamp,
    deleted_date_time: Option<Timestamp>,
    department: Option<&'a str>,
    country: Option<&'a str>,
    other_mails: &'a [String],
    on_premises_sync_enabled: Option<bool>,
    last_password_change_date_time: Timestamp,
    sign_in_sessions_valid_from_date_time: Option<Timestamp>,
    password_profile: PasswordProfile,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PasswordProfile {
    force_change_password_next_sign_in: bool,
}

/// What Graph has no name for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extension<'a> {
    must_provide_contact_methods_again: bool,
    remembered_devices: Vec<DeviceJson<'a>>,
    app_passwords: Vec<AppPasswordJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceJson<'a> {
    id: String,
    display_name: &'a str,
    client: &'a str,
    created_date_time: Timestamp,
    expiration_date_time: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppPasswordJson<'a> {
    id: String,
    display_name: &'a str,
    created_date_time: Timestamp,
    last_used_date_time: Option<Timestamp>,
}

impl<'a> Listed<'a> {
    pub(super) fn of(user: &'a User) -> Self {
        Self {
            user: Properties::of(user),
            methods_registered: method::registered(user),
            authentication: ListedAuthentication {
                requirements: Requirements::of(user),
            },
        }
    }
}

impl<'a> Whole<'a> {
    pub(super) fn of(user: &'a User, policies: &Policies, now: Timestamp) -> Self {
        let roles = user.roles.into_iter().map(|role| RoleJson {
            kind: "#microsoft.graph.directoryRole",
            display_name: role.label(),
        });
        Self {
            user: Properties::of(user),
            member_of: roles.collect(),
            methods_registered: method::registered(user),
            authentication: Authentication {
                requirements: Requirements::of(user),
                sign_in_preferences: Preferences {
                    is_system_preferred_authentication_method_enabled: policies
                        .system_preferred_mfa,
                    user_preferred_method_for_secondary_authentication: user
                        .default_method
                        .map_or("none", method::preference),
                },
                methods: method::all(user, policies, now),
            },
            proofup: Extension::of(user),
        }
    }
}

impl Requirements {
    fn of(user: &User) -> Self {
        Self {
            per_user_mfa_state: match user.mfa {
                PerUserMfa::Disabled => "disabled",
                PerUserMfa::Enabled => "enabled",
                PerUserMfa::Enforced => "enforced",
            },
        }
    }
}

impl<'a> Properties<'a> {
    fn of(user: &'a User) -> Self {
        let text = |field: &'a String| Some(field.as_str()).filter(|text| !text.is_empty());
        let profile = &user.profile;
        Self {
            business_phones: text(&profile.business_phone).into_iter().collect(),
            display_name: &user.name,
            given_name: text(&profile.given_name),
            job_title: text(&profile.job_title),
            mail: text(&profile.mail),
            mobile_phone: text(&profile.mobile_phone),
            office_location: text(&profile.office),
            preferred_language: None,
            surname: text(&profile.surname),
            user_principal_name: &user.upn,
            id: user.id.to_string(),
            account_enabled: !user.blocked,
            user_type: match user.user_type {
                UserType::Member => "Member",
                UserType::Guest => "Guest",
            },
            created_date_time: user.created,
            deleted_date_time: user.deleted,
            department: text(&profile.department),
            country: text(&profile.country),
            other_mails: &profile.other_mails,
            // Graph says `null` of a user that never was synced, not `false`.
            on_premises_sync_enabled: user.synced.then_some(true),
            last_password_change_date_time: user.password.changed,
            sign_in_sessions_valid_from_date_time: user.sessions_valid_from,
            password_profile: PasswordProfile {
                force_change_password_next_sign_in: user.password.must_change,
            },
        }
    }
}

impl<'a> Extension<'a> {
    fn of(user: &'a User) -> Self {
        let devices = user.devices.iter().map(|device| DeviceJson {
            id: device.id.to_string(),
            display_name: &device.name,
            client: &device.client,
            created_date_time: device.since,
            expiration_date_time: device.until,
        });
        let app_passwords = user.app_passwords.iter().map(|password| AppPasswordJson {
            id: password.id.to_string(),
            display_name: &password.name,
            created_date_time: password.created,
            last_used_date_time: password.last_used,
        });
        Self {
            must_provide_contact_methods_again: user.must_register_again,
            remembered_devices: devices.collect(),
            app_passwords: app_passwords.collect(),
        }
    }
}
