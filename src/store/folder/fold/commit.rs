//! Putting a text in the place of `tenant.ron`, and removing what no text names any more.

use std::collections::HashSet;
use std::path::Path;

use crate::store::fs::{Fs, Stat};
use crate::store::segments::USERS;
use crate::store::tenant_file::{Users, parse};
use crate::store::{StoreError, tenant_file};

use super::super::create::is_missing;
use super::super::files::{self, BACKUP, beside, failed, tenant_path};
use super::super::written::Written;

/// How many older `tenant.ron` are kept. Of a large tenant one: of the others the segment files
/// are gone.
const BACKUPS: usize = 5;

/// Makes `text` the tenant's, where `written` was before. Gives what the file is then.
pub(super) fn commit(
    fs: &dyn Fs,
    dir: &Path,
    written: &Written,
    text: &str,
) -> Result<Option<Stat>, StoreError> {
    let path = tenant_path(dir);
    if edited_since(fs, &path, written)? {
        let ours = beside(&path, ".ours");
        files::put(fs, &ours, text.as_bytes())?;
        return Err(StoreError::EditedWhileOpen(ours));
    }
    back_up(fs, dir, written)?;
    files::put(fs, &path, text.as_bytes())?;
    if let Err(error) = fs.sync_dir(dir) {
        // The new name may or may not be there after a crash. Either file is right, but after a
        // failed sync nothing more is written.
        return Err(StoreError::Frozen(format!("{}: {error}", dir.display())));
    }
    Ok(fs.stat(&path).ok())
}

/// Whether somebody else wrote the file since it was read or written here. A file that was only
/// touched, or is gone, has nothing in it to lose.
fn edited_since(fs: &dyn Fs, path: &Path, written: &Written) -> Result<bool, StoreError> {
    let unread = |error| failed(path, "cannot be compared, so it is not written anew", error);
    let stat = match fs.stat(path) {
        Err(error) if is_missing(&error) => return Ok(false),
        stat => stat.map_err(unread)?,
    };
    if Some(stat) == written.stat {
        return Ok(false);
    }
    Ok(fs.read(path, 0).map_err(unread)? != written.text.as_bytes())
}

/// Keeps the file that is about to be replaced.
fn back_up(fs: &dyn Fs, dir: &Path, written: &Written) -> Result<(), StoreError> {
    let folder = dir.join(BACKUP);
    if fs.stat(&folder).is_err() {
        let made = fs.make_dir(&folder);
        made.map_err(|error| failed(&folder, "cannot be made", error))?;
    }
    let name = format!("tenant-{:010}.ron", written.snapshot.generation);
    let backup = folder.join(name);
    // A second name costs neither a copy nor a sync: the file is durable, and is never written in
    // place by us. Where it cannot have one (or an attempt was cut short) it is copied.
    if fs.link(&tenant_path(dir), &backup).is_err() {
        files::put(fs, &backup, written.text.as_bytes())?;
    }
    let backups = files::backups(fs, dir);
    let kept = if written.entries().is_empty() {
        BACKUPS
    } else {
        1
    };
    let old = backups.len().saturating_sub(kept);
    for name in &backups[..old] {
        // One too many does no harm.
        let _ = fs.unlink(&folder.join(name));
    }
    Ok(())
}

/// The segment files that these name.
pub(super) fn named<'a>(written: impl IntoIterator<Item = &'a Written>) -> HashSet<String> {
    let entries = written.into_iter().flat_map(Written::entries);
    entries.map(|entry| entry.file.clone()).collect()
}

/// Removes every segment file but those in `keep`: those of the present `tenant.ron` and of the one
/// before. To be called once the folder is synced (`store.md` 7.5). What cannot be removed is
/// removed the next time.
pub(super) fn remove_rests(fs: &dyn Fs, dir: &Path, keep: &HashSet<String>) {
    let ours = beside(&tenant_path(dir), ".ours");
    let kept_apart = match fs.read(&ours, 0) {
        Err(error) if is_missing(&error) => HashSet::new(),
        // Not known what it names: nothing is removed.
        Err(_) => return,
        Ok(bytes) => match parse(tenant_file::split_sum(&String::from_utf8_lossy(&bytes)).0) {
            Ok(file) => match file.users {
                Users::Inline(_) => HashSet::new(),
                Users::Segments(entries) => entries.into_iter().map(|entry| entry.file).collect(),
            },
            Err(_) => return,
        },
    };
    for name in fs.list(&dir.join(USERS)).unwrap_or_default() {
        let file = format!("{USERS}/{name}");
        if !keep.contains(&file) && !kept_apart.contains(&file) {
            let _ = fs.unlink(&dir.join(file));
        }
    }
}
