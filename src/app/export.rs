//! Writing what a table shows to a file of its own. Carries no secret and no hash.

mod logs;
mod table;
mod users;

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::portal::effect::{Export, Rows, Sheet};
use crate::portal::work::{Progress, Watch};

/// Readable by its owner only: it holds private numbers and addresses.
const FILE_MODE: u32 = 0o600;

/// Carries an export out. `Err`: why it could not be, in one line with what to do.
pub(super) fn carry_out(export: &Export, watch: Watch<'_>) -> Result<PathBuf, String> {
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
            io::ErrorKind::Interrupted => "it was stopped, and nothing of it stays".to_owned(),
            io::ErrorKind::PermissionDenied => "no permission: choose another folder".to_owned(),
            _ => format!("{error}: choose another place"),
        };
        format!("{} was not written: {why}", path.display())
    };
    let written = if export.replace {
        replace(export, &path, watch)
    } else {
        create(export, &path, watch)
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
fn create(export: &Export, path: &Path, watch: Watch<'_>) -> io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(path)?;
    write(export, &file, watch).inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })
}

/// Writes beside the old file and takes its place when all of it is there.
fn replace(export: &Export, path: &Path, watch: Watch<'_>) -> io::Result<()> {
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
    create(export, &beside, watch)?;
    std::fs::rename(&beside, path).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

fn write(export: &Export, file: &File, watch: Watch<'_>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    let of = export.rows.len();
    let watch = &mut |done| {
        watch(Progress {
            what: "written",
            done,
            of,
        })
    };
    let format = export.format;
    match &export.rows {
        Rows::Users(sheet, users, snapshot) => {
            let users = users.users().into_iter();
            let users = users.filter_map(|id| snapshot.user(id));
            let table = match sheet {
                Sheet::AllUsers => users::ALL_USERS,
                Sheet::DeletedUsers => users::DELETED_USERS,
                Sheet::PerUserMfa => users::PER_USER_MFA,
                Sheet::Registration => users::REGISTRATION,
            };
            table.write(users, format, &mut out, watch)?;
        }
        Rows::SignIns(entries) => logs::SIGN_INS.write(entries.iter(), format, &mut out, watch)?,
        Rows::Audit(entries) => logs::AUDIT.write(entries.iter(), format, &mut out, watch)?,
    }
    out.flush()?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
