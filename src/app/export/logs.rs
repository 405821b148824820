//! The two logs: columns as the portal's downloads name them, objects as Graph's `signIn` and
//! `directoryAudit` (`facts/graph.md`). What the tenant has no place for is left out.

use serde_json::{Value, json};

use super::table::Table;
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::sign_in::{Code, Requirement, SignInEntry, SignInStatus};

/// Sign-in logs.
pub(super) const SIGN_INS: Table<SignInEntry> = Table {
    columns: &[
        ("Date (UTC)", |entry| entry.at.to_string()),
        ("User ID", user_id),
        ("User", |entry| entry.name.clone()),
        ("Username", username),
        ("Application", |entry| entry.application.clone()),
        ("IP address", |entry| entry.ip.clone()),
        ("Status", |entry| entry.status.label().to_owned()),
        ("Sign-in error code", |entry| entry.code.to_string()),
        ("Failure reason", failure),
        ("Client app", |entry| entry.client_app.clone()),
        ("Device name", |entry| entry.device.clone()),
        ("Authentication requirement", |entry| {
            entry.requirement.label().to_owned()
        }),
        ("Authentication method", |entry| entry.method.clone()),
        ("Multifactor authentication result", |entry| {
            entry.detail.clone()
        }),
        ("Additional details", |entry| entry.why.join("; ")),
    ],
    object: |entry| {
        json!({
            "createdDateTime": entry.at.to_string(),
            "userDisplayName": entry.name,
            "userPrincipalName": username(entry),
            "userId": user_id(entry),
            "appDisplayName": entry.application,
            "ipAddress": entry.ip,
            "clientAppUsed": entry.client_app,
            "isInteractive": true,
            "conditionalAccessStatus": "notApplied",
            "authenticationRequirement": match entry.requirement {
                Requirement::SingleFactor => "singleFactorAuthentication",
                Requirement::Multifactor => "multiFactorAuthentication",
            },
            "status": {
                "errorCode": entry.code,
                "failureReason": failure(entry),
                "additionalDetails": entry.why.join("; "),
            },
            "deviceDetail": { "displayName": entry.device },
            "mfaDetail": match entry.requirement {
                Requirement::Multifactor => json!({
                    "authMethod": entry.method,
                    "authDetail": entry.detail,
                }),
                Requirement::SingleFactor => Value::Null,
            },
        })
    },
};

fn user_id(entry: &SignInEntry) -> String {
    let user = entry.user.as_ref();
    user.map_or_else(String::new, |user| user.id.to_string())
}

fn username(entry: &SignInEntry) -> String {
    let user = entry.user.as_ref();
    user.map_or_else(|| entry.name.clone(), |user| user.upn.to_string())
}

/// What the code means; nothing where it went well.
fn failure(entry: &SignInEntry) -> String {
    let code = Code::all().find(|code| code.number() == entry.code);
    match (entry.status, code) {
        (SignInStatus::Success, _) | (_, None) => String::new(),
        (_, Some(code)) => code.text().to_owned(),
    }
}

/// Audit logs.
pub(super) const AUDIT: Table<AuditEntry> = Table {
    columns: &[
        ("Date (UTC)", |entry| entry.at.to_string()),
        ("Service", |entry| entry.activity.names()[1].to_owned()),
        ("Category", |entry| entry.activity.names()[2].to_owned()),
        ("Activity", |entry| entry.activity.names()[0].to_owned()),
        ("Result", |entry| result(entry).0.to_owned()),
        ("Result Reason", |entry| result(entry).1.to_owned()),
        ("Actor User Principal Name", |entry| entry.actor.to_string()),
        ("Target1 Type", |entry| {
            if entry.target.is_some() { "User" } else { "" }.to_owned()
        }),
        ("Target1 ObjectId", target_id),
        ("Target1 User Principal Name", target_upn),
        // As many as there are, in one cell: the portal's file has columns for a few only.
        ("Target1 Modified Properties", |entry| {
            match modified(entry) {
                Value::Array(all) if all.is_empty() => String::new(),
                all => all.to_string(),
            }
        }),
    ],
    object: |entry| {
        let [activity, service, category] = entry.activity.names();
        let (result, reason) = result(entry);
        let target = entry.target.as_ref().map(|_| {
            json!({
                "id": target_id(entry),
                "type": "User",
                "userPrincipalName": target_upn(entry),
                "modifiedProperties": modified(entry),
            })
        });
        // What concerns the whole tenant is modified there.
        let tenant = || json!({ "type": "Directory", "modifiedProperties": modified(entry) });
        json!({
            "activityDateTime": entry.at.to_string(),
            "activityDisplayName": activity,
            "loggedByService": service,
            "category": category,
            "result": result.to_lowercase(),
            "resultReason": reason,
            "initiatedBy": { "user": { "userPrincipalName": entry.actor } },
            "targetResources": [target.unwrap_or_else(tenant)],
        })
    },
};

/// Result and reason.
fn result(entry: &AuditEntry) -> (&'static str, &str) {
    match &entry.result {
        AuditResult::Success => ("Success", ""),
        AuditResult::NothingToDo(why) => ("Success", why),
        AuditResult::Failure(why) => ("Failure", why),
    }
}

fn target_id(entry: &AuditEntry) -> String {
    let target = entry.target.as_ref();
    target.map_or_else(String::new, |target| target.id.to_string())
}

fn target_upn(entry: &AuditEntry) -> String {
    let target = entry.target.as_ref();
    target.map_or_else(String::new, |target| target.upn.to_string())
}

fn modified(entry: &AuditEntry) -> Value {
    let modified = entry.modified.iter().map(
        |one| json!({ "displayName": one.property, "oldValue": one.old, "newValue": one.new }),
    );
    modified.collect()
}
