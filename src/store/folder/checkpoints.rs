//! Checkpoints: states that were given a name, a file each: a line that says which it is, then the
//! tenant as `tenant.ron` says it. Each is written whole or not at all, and never changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Inner;
use super::create::is_missing;
use super::files::{self, failed};
use super::held::Held;
use super::origin::tenant_of;
use crate::domain::directory::Directory as _;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::store::fs::Fs;
use crate::store::tenant_file::{SnapshotBlock, format_tenant};
use crate::store::{Access, Checkpoint, Snapshot, StoreError, ron_options};

const FOLDER: &str = "checkpoints";
/// Enough for a course, and few enough that the folder stays small.
const MOST: usize = 50;
const FULL: &str = "there are 50 checkpoints: delete one first";
const TOO_LARGE: &str = "checkpoints are for tenants of up to 1,000 users";

impl Inner {
    pub(super) fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        let mut all = list(&*self.fs, &self.dir)?;
        all.extend(self.state().kept.list());
        Ok(all)
    }

    /// In memory a state costs nothing; on disk it is a copy of all users.
    pub(super) fn may_keep(&self) -> Result<(), &'static str> {
        match (self.access(), &self.state().tenant) {
            (Access::Sandbox, _) | (_, Held::Small(_)) => Ok(()),
            (_, Held::Counting(_) | Held::Large(_)) => Err(TOO_LARGE),
        }
    }

    pub(super) fn keep_checkpoint(
        &self,
        name: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (fs, dir) = (&*self.fs, &*self.dir);
        let mut state = self.ready_state();
        let new = Checkpoint::new(name, by, at, state.tenant.revision());
        match (self.access(), &state.tenant) {
            (Access::ReadOnly(why), _) => Err(StoreError::ReadOnly(why)),
            (Access::Sandbox, tenant) => {
                let (tenant, last) = (tenant.shown(None), list(fs, dir)?.pop());
                let last = last.map_or(0, |last| last.number);
                state.kept.keep(new, tenant, last);
                Ok(())
            }
            (Access::Writable, Held::Small(tenant)) => {
                state.journal.check_frozen()?;
                keep(fs, dir, new, tenant)
            }
            (Access::Writable, _) => Err(StoreError::NotKept(TOO_LARGE)),
        }
    }

    pub(super) fn delete_checkpoint(&self, number: u64) -> Result<(), StoreError> {
        let mut state = self.state();
        match self.access() {
            Access::ReadOnly(why) => Err(StoreError::ReadOnly(why)),
            Access::Sandbox if state.kept.delete(number) => Ok(()),
            Access::Sandbox => Err(StoreError::NotKept(
                "a sandbox writes nothing: this checkpoint is on disk and stays there",
            )),
            Access::Writable => delete(&*self.fs, &self.dir, number),
        }
    }

    /// The state of this number; `None`: it was deleted.
    pub(super) fn checkpoint(&self, number: u64) -> Result<Option<Snapshot>, StoreError> {
        if let Some(state) = self.state().kept.state(number) {
            return Ok(Some(state));
        }
        let tenant = read(&*self.fs, &self.dir, number)?;
        Ok(tenant.map(|tenant| Arc::new(tenant) as Snapshot))
    }
}

fn path(dir: &Path, number: u64) -> PathBuf {
    dir.join(FOLDER).join(format!("{number:010}.ron"))
}

/// Those there are, oldest first.
fn list(fs: &dyn Fs, dir: &Path) -> Result<Vec<Checkpoint>, StoreError> {
    let folder = dir.join(FOLDER);
    let names = match fs.list(&folder) {
        Err(error) if is_missing(&error) => return Ok(Vec::new()),
        names => names.map_err(|error| failed(&folder, "cannot be read", error))?,
    };
    let numbers = names.iter().filter_map(|name| name.strip_suffix(".ron"));
    let numbers = numbers.filter_map(|number| number.parse().ok());
    numbers.map(|number| Ok(open(fs, dir, number)?.0)).collect()
}

/// Keeps `tenant` as `new`, under the next number.
fn keep(fs: &dyn Fs, dir: &Path, new: Checkpoint, tenant: &Tenant) -> Result<(), StoreError> {
    let there = list(fs, dir)?;
    if there.len() >= MOST {
        return Err(StoreError::NotKept(FULL));
    }
    let number = there.last().map_or(1, |last| last.number + 1);
    let new = Checkpoint { number, ..new };
    let head = ron::to_string(&new).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let body = format_tenant(tenant.facts(), &SnapshotBlock::default(), tenant.users())?;
    let folder = dir.join(FOLDER);
    let made = fs.make_dir(&folder).and_then(|()| fs.sync_dir(dir));
    made.map_err(|error| failed(&folder, "cannot be made: try again", error))?;
    files::put(fs, &path(dir, number), format!("{head}\n{body}").as_bytes())?;
    synced(fs, dir)
}

/// Deletes the one of this number.
fn delete(fs: &dyn Fs, dir: &Path, number: u64) -> Result<(), StoreError> {
    let path = path(dir, number);
    match fs.unlink(&path) {
        Err(error) if !is_missing(&error) => {
            return Err(failed(&path, "cannot be deleted: try again", error));
        }
        _ => {}
    }
    synced(fs, dir)
}

/// The tenant of the one of this number; `None`: it was deleted.
fn read(fs: &dyn Fs, dir: &Path, number: u64) -> Result<Option<Tenant>, StoreError> {
    if fs.stat(&path(dir, number)).is_err() {
        return Ok(None);
    }
    let (_, text) = open(fs, dir, number)?;
    tenant_of(&text)
        .map(Some)
        .map_err(|why| damaged(number, &why))
}

fn synced(fs: &dyn Fs, dir: &Path) -> Result<(), StoreError> {
    let folder = dir.join(FOLDER);
    let synced = fs.sync_dir(&folder);
    synced.map_err(|error| failed(&folder, "cannot be made durable: try again", error))
}

/// What the file says of itself, and the text of the tenant.
fn open(fs: &dyn Fs, dir: &Path, number: u64) -> Result<(Checkpoint, String), StoreError> {
    let path = path(dir, number);
    let bytes = fs.read(&path, 0);
    let bytes = bytes.map_err(|error| failed(&path, "cannot be read", error))?;
    let text = String::from_utf8(bytes).map_err(|why| damaged(number, &why.to_string()))?;
    let (head, body) = text
        .split_once('\n')
        .ok_or_else(|| damaged(number, "it is cut"))?;
    let checkpoint: Checkpoint = ron_options()
        .from_str(head)
        .map_err(|why| damaged(number, &why.to_string()))?;
    if checkpoint.number != number {
        return Err(damaged(number, "its name and its first line differ"));
    }
    Ok((checkpoint, body.to_owned()))
}

fn damaged(number: u64, why: &str) -> StoreError {
    StoreError::Damaged(format!(
        "{FOLDER}/{number:010}.ron: {why}: remove the file, the tenant itself is sound"
    ))
}
