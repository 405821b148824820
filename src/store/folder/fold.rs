//! Folding: `tenant.ron` is written anew as of the last entry. Its rename is the only commit point;
//! everything it names was durable before (`store.md` 7.3).

use std::path::Path;
use std::sync::Arc;

use super::create::is_missing;
use super::files::{self, BACKUP, beside, failed, tenant_path};
use super::{FolderStore, State, Written};
use crate::domain::directory::Directory;
use crate::store::fs::Fs;
use crate::store::tenant_file::{SnapshotBlock, rewritten};
use crate::store::{Access, StoreError};

/// How many older `tenant.ron` are kept.
const BACKUPS: usize = 5;
/// A tail longer than this is folded at once, in bytes: it would make the next start slow.
pub(super) const LONG_TAIL: u64 = 1 << 20;

impl FolderStore {
    /// Writes `tenant.ron` as of the last change. Nothing is written if it is so already, or if
    /// the tenant is open for reading.
    ///
    /// # Errors
    ///
    /// [`StoreError::EditedWhileOpen`] where somebody else changed the file; it is left as it is.
    /// After any other error the journal still has every change, and the next fold tries again.
    pub fn fold(&self) -> Result<(), StoreError> {
        if self.access != Access::Writable {
            return Ok(());
        }
        fold(&*self.fs, &self.dir, &mut self.state())
    }

    /// Folds once the tail is long. Nobody waits for it, so an error waits for the next fold.
    pub(super) fn fold_if_long(&self) {
        let mut state = self.state();
        let same = state.written.snapshot.journal == state.journal.name();
        let tail = state.journal.end - if same { state.written.snapshot.at } else { 0 };
        if tail > state.fold_at {
            let failed = fold(&*self.fs, &self.dir, &mut state).is_err();
            state.fold_at = if failed { tail + LONG_TAIL } else { LONG_TAIL };
        }
    }
}

pub(super) fn fold(fs: &dyn Fs, dir: &Path, state: &mut State) -> Result<(), StoreError> {
    state.journal.check_frozen()?;
    let written = &state.written;
    if written.snapshot.base == state.tenant.revision() {
        return Ok(());
    }
    let snapshot = SnapshotBlock {
        generation: written.snapshot.generation + 1,
        base: state.tenant.revision(),
        journal: state.journal.name(),
        at: state.journal.end,
        chain: state.journal.sum,
    };
    let was = (&*written.tenant, &written.snapshot);
    let (text, order) = rewritten(
        &written.text,
        was,
        (&*state.tenant, &snapshot),
        &written.order,
    )?;
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
        let why = format!("{}: {error}", dir.display());
        state.journal.frozen = Some(why.clone());
        return Err(StoreError::Frozen(why));
    }
    state.written = Written {
        order,
        text,
        stat: fs.stat(&path).ok(),
        tenant: Arc::clone(&state.tenant),
        snapshot,
    };
    Ok(())
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
    let old = backups.len().saturating_sub(BACKUPS);
    for name in &backups[..old] {
        // One too many does no harm.
        let _ = fs.unlink(&folder.join(name));
    }
    Ok(())
}
