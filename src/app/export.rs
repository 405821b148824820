//! Writing users to a file of their own, with the columns of the portal's "Download users"
//! (`facts/portal.md` 1). Carries no secret and no hash.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::domain::method::{Method, MethodKind};
use crate::domain::user::User;
use crate::portal::effect::{Export, Format};

/// Readable by its owner only: it holds private numbers and addresses.
const FILE_MODE: u32 = 0o600;

/// What a column says of a user; an empty text: nothing.
type Cell = fn(&User) -> String;

/// What a tenant has no place for.
const NOTHING: Cell = |_| String::new();

/// The portal's columns in the portal's order. As when such a file is read, the first of the two
/// authentication columns is the mobile phone.
const COLUMNS: [(&str, Cell); 25] = [
    ("userPrincipalName", |user| user.upn.clone()),
    ("displayName", |user| user.name.clone()),
    ("surname", |user| user.profile.surname.clone()),
    ("mail", |user| user.profile.mail.clone()),
    ("givenName", |user| user.profile.given_name.clone()),
    ("objectId", |user| user.id.to_string()),
    ("userType", |user| user.user_type.label().to_owned()),
    ("jobTitle", |user| user.profile.job_title.clone()),
    ("department", |user| user.profile.department.clone()),
    ("accountEnabled", |user| (!user.blocked).to_string()),
    ("usageLocation", NOTHING),
    ("streetAddress", NOTHING),
    ("state", NOTHING),
    ("country", |user| user.profile.country.clone()),
    ("physicalDeliveryOfficeName", |user| {
        user.profile.office.clone()
    }),
    ("city", NOTHING),
    ("postalCode", NOTHING),
    ("telephoneNumber", |user| {
        user.profile.business_phone.clone()
    }),
    ("mobile", |user| user.profile.mobile_phone.clone()),
    ("authenticationAlternativePhoneNumber", |user| {
        registered(user, MethodKind::MobilePhone)
    }),
    ("authenticationEmail", |user| {
        registered(user, MethodKind::Email)
    }),
    ("alternateEmailAddress", |user| {
        user.profile.other_mails.join(" ")
    }),
    ("ageGroup", NOTHING),
    ("consentProvidedForMinor", NOTHING),
    ("legalAgeGroupClassification", NOTHING),
];

fn registered(user: &User, kind: MethodKind) -> String {
    let method = user.method_of_kind(kind);
    method.map_or_else(String::new, |method| method.detail.text())
}

/// Carries an export out. `Err`: why it could not be, in one line with what to do.
pub(super) fn carry_out(export: &Export) -> Result<PathBuf, String> {
    let path = at_home(&export.path);
    let said = |error: &io::Error| {
        let why = match error.kind() {
            io::ErrorKind::AlreadyExists => {
                return format!(
                    "{} exists already: choose another name, or tick the box that replaces it",
                    path.display()
                );
            }
            io::ErrorKind::NotFound => "there is no such folder: choose another one".to_owned(),
            io::ErrorKind::PermissionDenied => "no permission: choose another folder".to_owned(),
            _ => format!("{error}: choose another place"),
        };
        format!("{} was not written: {why}", path.display())
    };
    let written = if export.replace {
        replace(export, &path)
    } else {
        create(export, &path)
    };
    written.map(|()| path.clone()).map_err(|error| said(&error))
}

/// `~/` as a shell would take it.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// Writes a file that must be new. What cannot be written whole does not stay.
fn create(export: &Export, path: &Path) -> io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(path)?;
    write(export, &file).inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })
}

/// Writes beside the old file and takes its place when all of it is there.
fn replace(export: &Export, path: &Path) -> io::Result<()> {
    let Some(name) = path.file_name() else {
        return Err(io::ErrorKind::IsADirectory.into());
    };
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(beside);
    create(export, &beside)?;
    std::fs::rename(&beside, path).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

fn write(export: &Export, file: &File) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    let users = export.users.users().into_iter();
    let users = users.filter_map(|id| export.snapshot.user(id));
    match export.format {
        Format::Csv => as_csv(users, &mut out)?,
        Format::Json => as_json(users, &mut out)?,
    }
    out.flush()?;
    file.sync_all()
}

fn as_csv(users: impl Iterator<Item = impl AsRef<User>>, out: &mut impl Write) -> io::Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    lines.write_record(COLUMNS.map(|(name, _)| name))?;
    for user in users {
        lines.write_record(COLUMNS.map(|(_, cell)| cell(user.as_ref())))?;
    }
    lines.flush()
}

/// One object with `value`, as Graph lists, each user on a line; an empty cell is left out. With
/// what the list shows and the portal's file does not: per-user MFA and kinds of method.
fn as_json(users: impl Iterator<Item = impl AsRef<User>>, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{{\"value\":[")?;
    for (position, user) in users.enumerate() {
        let user = user.as_ref();
        let mut object = Map::new();
        for (name, cell) in COLUMNS {
            let value = match cell(user) {
                text if text.is_empty() => continue,
                _ if name == "accountEnabled" => Value::Bool(!user.blocked),
                text => Value::String(text),
            };
            object.insert(name.to_owned(), value);
        }
        let kinds = user.methods.iter().map(Method::kind).map(MethodKind::label);
        let kinds = kinds.map(|kind| Value::String(kind.to_owned())).collect();
        object.insert("methodsRegistered".to_owned(), Value::Array(kinds));
        let state = Value::String(user.mfa.label().to_lowercase());
        object.insert("perUserMfaState".to_owned(), state);
        write!(out, "{}", if position == 0 { "\n" } else { ",\n" })?;
        serde_json::to_writer(&mut *out, &object)?;
    }
    writeln!(out, "\n]}}")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;

    use super::*;
    use crate::demo;
    use crate::domain::directory::Directory;
    use crate::domain::entropy::Entropy;
    use crate::domain::tenant::Tenant;
    use crate::domain::time::Timestamp;
    use crate::portal::blades::user_list::selection::Selection;
    use crate::store::Snapshot;
    use crate::users_csv;

    fn contoso(path: PathBuf, format: Format) -> Export {
        let (facts, users) = demo::contoso().unwrap();
        let tenant = Tenant::new(facts, users, 0).unwrap();
        let heads = (0..tenant.len()).filter_map(|at| tenant.head(at));
        let users = heads.map(|head| head.id).collect();
        let snapshot: Snapshot = Arc::new(tenant);
        Export {
            path,
            replace: false,
            format,
            users: Selection::named(Arc::clone(&snapshot), users),
            snapshot,
        }
    }

    #[test]
    fn the_csv_can_be_read_back_and_is_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let export = contoso(folder.path().join("users.csv"), Format::Csv);
        let path = carry_out(&export).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let mut entropy = Entropy::from_seed(1);
        let file = File::open(path).unwrap();
        let import = users_csv::read(file, &mut entropy, Timestamp(0)).unwrap();
        assert!(import.refused.is_empty(), "{:?}", import.refused);
        assert_eq!(import.users.len(), export.users.len());
        for (own, read) in export.users.users().iter().zip(&import.users) {
            let own = export.snapshot.user(*own).unwrap();
            assert_eq!(
                (&own.upn, &own.name, own.id),
                (&read.upn, &read.name, read.id)
            );
            assert_eq!(own.profile, read.profile, "{}", own.upn);
        }
    }

    #[test]
    fn the_json_holds_what_the_list_shows() {
        let folder = tempfile::tempdir().unwrap();
        let export = contoso(folder.path().join("users.json"), Format::Json);
        let text = std::fs::read_to_string(carry_out(&export).unwrap()).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let users = json["value"].as_array().unwrap();
        assert_eq!(users.len(), export.users.len());
        let adele = users
            .iter()
            .find(|user| user["userPrincipalName"] == "AdeleV@contoso.com")
            .unwrap();
        assert_eq!(adele["accountEnabled"], true);
        assert_eq!(adele["perUserMfaState"], "enforced");
        assert!(adele.get("ageGroup").is_none());
    }

    #[test]
    fn no_hash_is_written() {
        for format in [Format::Csv, Format::Json] {
            let folder = tempfile::tempdir().unwrap();
            let export = contoso(folder.path().join("users"), format);
            let text = std::fs::read_to_string(carry_out(&export).unwrap()).unwrap();
            assert!(!text.contains("argon2"));
            assert!(!text.to_lowercase().contains("hash"));
        }
    }

    #[test]
    fn a_file_is_replaced_only_where_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.csv");
        std::fs::write(&path, "mine").unwrap();
        let mut export = contoso(path.clone(), Format::Csv);
        let why = carry_out(&export).unwrap_err();
        assert!(why.contains("exists already"), "{why}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        export.replace = true;
        carry_out(&export).unwrap();
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
        let mut export = contoso(path, Format::Csv);
        assert!(carry_out(&export).is_err());
        export.replace = true;
        carry_out(&export).unwrap();
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
    }

    #[test]
    fn what_cannot_be_written_says_where_why_and_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let export = contoso(folder.path().join("no/users.csv"), Format::Csv);
        let why = carry_out(&export).unwrap_err();
        assert!(
            why.contains("no/users.csv was not written: there is no such folder"),
            "{why}"
        );
        let mut export = contoso(folder.path().to_owned(), Format::Csv);
        export.replace = true;
        assert!(
            carry_out(&export)
                .unwrap_err()
                .contains("choose another place")
        );
    }
}
