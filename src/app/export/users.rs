//! Tables of users: the portal's "Download users" (`facts/portal.md` 1), the same of deleted ones,
//! the per-user MFA page (4.2), and "User registration details" of Activity (10). None carries a
//! secret or a hash.

use serde_json::{Map, Value, json};

use super::table::Table;
use crate::domain::bulk_update;
use crate::domain::method::{Method, MethodKind};
use crate::domain::registration;
use crate::domain::time::Timestamp;
use crate::domain::user::{User, UserType};
use crate::users_csv::COLUMNS;

/// All users. In JSON with what the list shows and the portal's file does not: per-user MFA and
/// kinds of method.
pub(super) const ALL_USERS: Table<User> = Table {
    columns: &COLUMNS,
    object: |user| {
        let mut object = Map::new();
        for (name, cell) in COLUMNS {
            let value = match name {
                "accountEnabled" => Value::Bool(!user.blocked),
                _ => Value::String(cell(user)),
            };
            object.insert(name.to_owned(), value);
        }
        object.insert("methodsRegistered".to_owned(), kinds(user).into());
        object.insert("perUserMfaState".to_owned(), state(user).into());
        Value::Object(object)
    },
};

/// Deleted users: who they were, and since when they are gone.
pub(super) const DELETED_USERS: Table<User> = Table {
    columns: &[
        ("userPrincipalName", |user| user.upn.clone()),
        ("displayName", |user| user.name.clone()),
        ("objectId", |user| user.id.to_string()),
        ("userType", |user| user.user_type.label().to_owned()),
        ("deletedDateTime", deleted),
    ],
    object: |user| {
        json!({
            "id": user.id.to_string(),
            "displayName": user.name,
            "userPrincipalName": user.upn,
            "userType": user.user_type.label(),
            "deletedDateTime": deleted(user),
        })
    },
};

/// The per-user MFA page. Its file can be changed and taken in again by the bulk update.
pub(super) const PER_USER_MFA: Table<User> = Table {
    columns: &[
        ("Display Name", |user| user.name.clone()),
        (bulk_update::COLUMNS[0], |user| user.upn.clone()),
        (bulk_update::COLUMNS[1], |user| user.mfa.label().to_owned()),
    ],
    object: |user| {
        json!({
            "id": user.id.to_string(),
            "displayName": user.name,
            "userPrincipalName": user.upn,
            "perUserMfaState": state(user),
        })
    },
};

/// "User registration details".
pub(super) const REGISTRATION: Table<User> = Table {
    columns: &[
        ("User principal name", |user| user.upn.clone()),
        ("Name", |user| user.name.clone()),
        ("MFA Capable", |user| {
            capable(registration::mfa(user.method_kinds()))
        }),
        ("Passwordless Capable", |user| {
            capable(registration::passwordless(user.method_kinds()))
        }),
        ("SSPR Registered", |user| {
            let registered = registration::password_reset(user.method_kinds());
            if registered {
                "Registered"
            } else {
                "Not Registered"
            }
            .to_owned()
        }),
        ("Methods registered", |user| kinds(user).join(", ")),
        ("Last Updated Time", updated),
    ],
    object: |user| {
        let registered = user.method_kinds();
        json!({
            "id": user.id.to_string(),
            "userPrincipalName": user.upn,
            "userDisplayName": user.name,
            "userType": match user.user_type {
                UserType::Member => "member",
                UserType::Guest => "guest",
            },
            "isAdmin": user.is_administrator(),
            "isMfaCapable": registration::mfa(registered),
            "isMfaRegistered": registration::mfa(registered),
            "isPasswordlessCapable": registration::passwordless(registered),
            "isSsprRegistered": registration::password_reset(registered),
            "methodsRegistered": kinds(user),
            "lastUpdatedDateTime": updated(user),
        })
    },
};

fn kinds(user: &User) -> Vec<&'static str> {
    let kinds = user.methods.iter().map(Method::kind);
    kinds.map(MethodKind::label).collect()
}

fn state(user: &User) -> String {
    user.mfa.label().to_lowercase()
}

fn deleted(user: &User) -> String {
    user.deleted
        .as_ref()
        .map_or_else(String::new, Timestamp::to_string)
}

fn capable(capable: bool) -> String {
    if capable { "Capable" } else { "Not Capable" }.to_owned()
}

/// When the newest method came.
fn updated(user: &User) -> String {
    let newest = user.methods.iter().map(|method| method.added).max();
    newest.map_or_else(String::new, |at| at.to_string())
}
