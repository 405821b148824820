use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use serde_json::Value;

use super::*;
use crate::demo;
use crate::domain::audit::AuditEntry;
use crate::domain::bulk_update;
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::method::{Method, MethodKind};
use crate::domain::oath::Seed;
use crate::domain::plan::{Actor, Plan, plan};
use crate::domain::sign_in::{Attempt, Means, SignInEntry, rehearse};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::portal::blades::user_list::selection::Selection;
use crate::portal::effect::Format;
use crate::store::Snapshot;
use crate::users_csv;

/// 2026-11-22T09:00:00Z.
const NOW: Timestamp = Timestamp(1_795_338_000);

fn tenant() -> Tenant {
    let (facts, users) = demo::contoso().unwrap();
    Tenant::new(facts, users, 0).unwrap()
}

fn everybody(tenant: &Tenant) -> Vec<UserId> {
    tenant.users().map(|user| user.id).collect()
}

fn sheet(sheet: Sheet) -> Rows {
    let tenant = tenant();
    let users = everybody(&tenant);
    let users = users.into_iter().filter(|id| {
        let deleted = tenant.user(*id).unwrap().deleted.is_some();
        deleted == (sheet == Sheet::DeletedUsers)
    });
    let users = users.collect();
    of(sheet, users, &(Arc::new(tenant) as Snapshot))
}

fn of(sheet: Sheet, users: Vec<UserId>, tenant: &Snapshot) -> Rows {
    let users = Selection::named(Arc::clone(tenant), users);
    Rows::Users(sheet, users, Arc::clone(tenant))
}

fn to(path: PathBuf, format: Format, rows: Rows) -> Export {
    Export {
        path,
        replace: false,
        format,
        rows,
    }
}

/// Writes it, and nobody stops it.
fn written(export: &Export) -> Result<PathBuf, String> {
    carry_out(export, &mut |_| true)
}

/// What is written.
fn text(format: Format, rows: Rows) -> String {
    let folder = tempfile::tempdir().unwrap();
    let export = to(folder.path().join("file"), format, rows);
    std::fs::read_to_string(written(&export).unwrap()).unwrap()
}

/// The headings, and the first row that has `name` somewhere.
fn csv_of(rows: Rows, name: &str) -> Vec<(String, String)> {
    let text = text(Format::Csv, rows);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings: Vec<_> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let mut records = reader.records().map(Result::unwrap);
    let row = records.find(|row| row.iter().any(|cell| cell.contains(name)));
    let row = row.unwrap_or_else(|| panic!("no {name} in {text}"));
    headings
        .into_iter()
        .zip(row.iter().map(str::to_owned))
        .collect()
}

/// The first object that has `name` somewhere.
fn json_of(rows: Rows, name: &str) -> Value {
    let json: Value = serde_json::from_str(&text(Format::Json, rows)).unwrap();
    let rows = json["value"].as_array().unwrap();
    rows.iter()
        .find(|row| row.to_string().contains(name))
        .unwrap()
        .clone()
}

fn cell<'a>(row: &'a [(String, String)], heading: &str) -> &'a str {
    let found = row.iter().find(|(own, _)| own == heading);
    &found.unwrap_or_else(|| panic!("no {heading} in {row:?}")).1
}

/// A wrong password, a sign-in with a code, and a sign-in that fails.
fn sign_ins() -> Vec<SignInEntry> {
    let tenant = tenant();
    let means = [
        ("DiegoS@contoso.com", Means::Password),
        ("DiegoS@contoso.com", Means::Wrong),
        ("=nobody", Means::Password),
    ];
    let entries = means.into_iter().flat_map(|(upn, means)| {
        let attempt = Attempt::new_browser();
        let mut machine = rehearse(&tenant, upn, attempt, means, Entropy::from_seed(2), NOW);
        machine.take_plan().unwrap().sign_ins
    });
    entries.collect()
}

fn reset() -> Plan {
    let tenant = tenant();
    let admin = tenant
        .user(tenant.find("admin@contoso.com").unwrap())
        .unwrap();
    let actor = Actor {
        id: admin.id,
        upn: admin.upn.clone(),
        roles: admin.roles,
    };
    let user = tenant.find("PatrickR@contoso.com").unwrap();
    let command = Command::ResetPassword { user };
    plan(&tenant, &actor, &command, &mut Entropy::from_seed(1), NOW)
}

fn audit() -> Vec<AuditEntry> {
    reset().audit
}

#[test]
fn the_csv_can_be_read_back_and_is_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.csv");
    let export = to(path.clone(), Format::Csv, sheet(Sheet::AllUsers));
    written(&export).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut entropy = Entropy::from_seed(1);
    let import = users_csv::read(File::open(path).unwrap(), &mut entropy, Timestamp(0)).unwrap();
    assert!(import.refused.is_empty(), "{:?}", import.refused);
    let Rows::Users(_, users, tenant) = export.rows else {
        panic!()
    };
    assert_eq!(import.users.len(), users.len());
    for (own, read) in users.users().iter().zip(&import.users) {
        let own = tenant.user(*own).unwrap();
        assert_eq!(
            (&own.upn, &own.name, own.id),
            (&read.upn, &read.name, read.id)
        );
        assert_eq!(own.profile, read.profile, "{}", own.upn);
    }
}

#[test]
fn the_json_holds_what_the_list_shows() {
    let adele = json_of(sheet(Sheet::AllUsers), "AdeleV@contoso.com");
    assert_eq!(adele["accountEnabled"], true);
    assert_eq!(adele["perUserMfaState"], "enforced");
    assert!(adele.get("ageGroup").is_none());
}

#[test]
fn deleted_users_have_the_date() {
    let row = csv_of(sheet(Sheet::DeletedUsers), "Sven Mortensen");
    assert_eq!(cell(&row, "deletedDateTime"), "2026-11-10T15:00:00Z");
    let json = json_of(sheet(Sheet::DeletedUsers), "Sven Mortensen");
    assert_eq!(json["deletedDateTime"], "2026-11-10T15:00:00Z");
}

/// The file of the per-user MFA page is one that its bulk update takes.
#[test]
fn the_states_can_be_taken_in_again() {
    let file = text(Format::Csv, sheet(Sheet::PerUserMfa));
    let tenant = tenant();
    let rows = bulk_update::read(&tenant, &file).unwrap();
    assert_eq!(rows.len(), 63);
    for row in rows {
        let (user, state) = row.verdict.unwrap();
        assert_eq!(tenant.user(user).unwrap().mfa, state);
    }
    let json = json_of(sheet(Sheet::PerUserMfa), "DiegoS");
    assert_eq!(json["perUserMfaState"], "enforced");
}

#[test]
fn registration_details_say_who_is_capable_of_what() {
    let row = csv_of(sheet(Sheet::Registration), "KimA@contoso.com");
    assert_eq!(cell(&row, "MFA Capable"), "Not Capable");
    assert_eq!(cell(&row, "SSPR Registered"), "Not Registered");
    let row = csv_of(sheet(Sheet::Registration), "DiegoS@contoso.com");
    assert_eq!(cell(&row, "MFA Capable"), "Capable");
    assert_eq!(cell(&row, "Methods registered"), "Mobile phone");
    let json = json_of(sheet(Sheet::Registration), "HollyD@contoso.com");
    assert_eq!(json["isMfaCapable"], true);
    assert_eq!(json["isPasswordlessCapable"], true);
}

#[test]
fn sign_ins_have_the_portals_columns_and_graphs_names() {
    let rows = || Rows::SignIns(sign_ins());
    let row = csv_of(rows(), "50126");
    assert_eq!(cell(&row, "Date (UTC)"), "2026-11-22T09:00:00Z");
    assert_eq!(cell(&row, "Username"), "DiegoS@contoso.com");
    assert_eq!(cell(&row, "Status"), "Failure");
    assert!(cell(&row, "Failure reason").starts_with("The account or the password"));
    assert_eq!(cell(&csv_of(rows(), "50034"), "Username"), "=nobody");
    let json = json_of(rows(), "multiFactorAuthentication");
    assert_eq!(json["createdDateTime"], "2026-11-22T09:00:00Z");
    assert_eq!(json["status"]["errorCode"], 0);
    assert_eq!(json["clientAppUsed"], "Browser");
    assert_eq!(json["mfaDetail"]["authMethod"], "Text message");
    let details = json["status"]["additionalDetails"].as_str().unwrap();
    assert!(details.contains("per-user MFA Enforced"), "{details}");
}

#[test]
fn audit_entries_have_the_portals_columns_and_graphs_names() {
    let rows = || Rows::Audit(audit());
    let row = csv_of(rows(), "Reset password (by admin)");
    assert_eq!(cell(&row, "Result"), "Success");
    assert_eq!(cell(&row, "Actor User Principal Name"), "admin@contoso.com");
    assert_eq!(
        cell(&row, "Target1 User Principal Name"),
        "PatrickR@contoso.com"
    );
    let modified: Value = serde_json::from_str(cell(&row, "Target1 Modified Properties")).unwrap();
    assert!(modified.as_array().is_some_and(|all| !all.is_empty()));
    let json = json_of(rows(), "Reset password (by admin)");
    assert_eq!(json["loggedByService"], "Self-service Password Management");
    assert_eq!(json["result"], "success");
    assert_eq!(
        json["initiatedBy"]["user"]["userPrincipalName"],
        "admin@contoso.com"
    );
    let target = &json["targetResources"][0];
    assert_eq!(target["userPrincipalName"], "PatrickR@contoso.com");
    assert!(target["modifiedProperties"][0]["displayName"].is_string());
}

/// No table carries a hash, a key, or what was shown once.
#[test]
fn no_secret_is_written() {
    let plan = reset();
    let shown_once = plan.revealed.as_ref().unwrap().secret.reveal().to_owned();
    let (facts, mut users) = demo::contoso().unwrap();
    let (user, method) = users
        .iter_mut()
        .find_map(|user| {
            let of_app = |own: &Method| own.kind() == MethodKind::SoftwareOath;
            let at = user.methods.iter().position(of_app)?;
            Some((user, at))
        })
        .unwrap();
    let key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let seed = Seed::from_base32(key).unwrap();
    let method = &mut user.methods[method];
    method.detail = method.detail.clone().with_seed(seed);
    assert!(method.detail.seed().is_some());
    let tenant: Snapshot = Arc::new(Tenant::new(facts, users, 0).unwrap());
    let ids: Vec<_> = (0..tenant.len())
        .map(|at| tenant.head(at).unwrap().id)
        .collect();
    let sheets = [
        Sheet::AllUsers,
        Sheet::DeletedUsers,
        Sheet::PerUserMfa,
        Sheet::Registration,
    ];
    let tables = sheets.map(|sheet| of(sheet, ids.clone(), &tenant));
    let logs = [Rows::SignIns(sign_ins()), Rows::Audit(plan.audit)];
    for rows in tables.into_iter().chain(logs) {
        for format in Format::ALL {
            let text = text(format, rows.clone());
            assert!(text.len() > 100);
            for secret in ["argon2", demo::PASSWORD, &shown_once, key] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
            assert!(!text.to_lowercase().contains("hash"));
        }
    }
}

#[test]
fn a_file_is_replaced_only_where_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.csv");
    std::fs::write(&path, "mine").unwrap();
    let mut export = to(path.clone(), Format::Csv, sheet(Sheet::AllUsers));
    let why = written(&export).unwrap_err();
    assert!(why.contains("exists already"), "{why}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    export.replace = true;
    written(&export).unwrap();
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .starts_with("userPrincipalName,")
    );
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(
        mode & 0o777,
        0o600,
        "also in the place of a file that others may read"
    );
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_link_is_never_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    std::fs::write(&other, "mine").unwrap();
    let path = folder.path().join("users.csv");
    std::os::unix::fs::symlink(&other, &path).unwrap();
    let mut export = to(path, Format::Csv, sheet(Sheet::AllUsers));
    assert!(written(&export).is_err());
    export.replace = true;
    written(&export).unwrap();
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
}

#[test]
fn what_cannot_be_written_says_where_why_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let export = to(
        folder.path().join("no/users.csv"),
        Format::Csv,
        sheet(Sheet::AllUsers),
    );
    let why = written(&export).unwrap_err();
    assert!(
        why.contains("no/users.csv was not written: there is no such folder"),
        "{why}"
    );
    let mut export = to(
        folder.path().to_owned(),
        Format::Csv,
        sheet(Sheet::AllUsers),
    );
    export.replace = true;
    assert!(
        written(&export)
            .unwrap_err()
            .contains("choose another place")
    );
}

#[test]
fn what_is_stopped_leaves_nothing_and_what_was_there_before() {
    let folder = tempfile::tempdir().unwrap();
    let tenant = tenant();
    // More than are written before somebody is told.
    let users = everybody(&tenant).repeat(40);
    let tenant = Arc::new(tenant) as Snapshot;
    let rows = of(Sheet::AllUsers, users, &tenant);
    let mut export = to(folder.path().join("users.csv"), Format::Csv, rows);
    for format in Format::ALL {
        export.format = format;
        let mut seen = Vec::new();
        let stopped = carry_out(&export, &mut |progress| {
            seen.push(progress.to_string());
            seen.len() < 3
        });
        let why = stopped.unwrap_err();
        assert!(
            why.ends_with("it was stopped, and nothing of it stays"),
            "{why}"
        );
        assert_eq!(seen[2], "written 2,048 of 2,560");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    std::fs::write(&export.path, "before").unwrap();
    export.replace = true;
    assert!(carry_out(&export, &mut |_| false).is_err());
    assert_eq!(std::fs::read_to_string(&export.path).unwrap(), "before");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
