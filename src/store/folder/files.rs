//! The names in a tenant's folder, and whole files written so that they are there or not.

use std::io;
use std::path::{Path, PathBuf};

use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::tenant_file;

pub(super) const JOURNAL: &str = "journal";
pub(super) const BACKUP: &str = "backup";
/// The tenant as it was made, in the folder of backups. Not one of those that make room for newer.
pub(super) const ORIGIN: &str = "origin.ron";
pub(super) const LOCK: &str = "lock";

pub(super) fn tenant_path(dir: &Path) -> PathBuf {
    dir.join(tenant_file::NAME)
}

/// The temporary file beside `path`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes `path` hold `bytes`: written beside it, made durable, then put in its place. On an error
/// what was there is untouched and nothing is left beside it. The folder is not synced yet.
pub(super) fn put(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = beside(path, ".tmp");
    let written = write_new(fs, &temporary, bytes).and_then(|()| fs.rename(&temporary, path));
    written.map_err(|error| {
        // What cannot be removed is removed the next time.
        let _ = fs.unlink(&temporary);
        failed(
            path,
            "cannot be written; free some space or check the folder, then try again",
            error,
        )
    })
}

/// Writes a file that a crash may have left half done before.
fn write_new(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs.unlink(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = fs.create(path)?;
    file.write_at(bytes, 0)?;
    file.sync()
}

/// The error of one file.
pub(super) fn failed(path: &Path, what: &'static str, error: io::Error) -> StoreError {
    StoreError::Io {
        path: path.to_owned(),
        what,
        error,
    }
}

/// The backups there are, oldest first.
pub(super) fn backups(fs: &dyn Fs, dir: &Path) -> Vec<String> {
    let names = fs.list(&dir.join(BACKUP)).unwrap_or_default();
    let is_backup = |name: &String| {
        let is_ron = Path::new(name).extension().is_some_and(|end| end == "ron");
        is_ron && name != ORIGIN
    };
    names.into_iter().filter(is_backup).collect()
}

/// What to do with the backups, in words.
pub(super) fn backup_hint(fs: &dyn Fs, dir: &Path) -> String {
    match backups(fs, dir).last() {
        Some(newest) => format!("the last good copy is {BACKUP}/{newest}"),
        None => "there is no backup".to_owned(),
    }
}
