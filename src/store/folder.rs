//! A tenant in a folder: `tenant.ron`, the journal behind it, backups and a lock (`store.md` 6).
//!
//! A change is appended to the journal and made durable before it is seen. From time to time the
//! journal is folded into `tenant.ron`, whose rename is the only commit point.

mod append;
mod archive;
mod check;
mod checkpoints;
mod count;
mod create;
mod files;
mod fold;
mod follow;
mod guard;
mod held;
mod keeper;
mod load;
mod open;
mod options;
mod origin;
mod repair;
mod trail;
mod verify;
mod watch;
mod written;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use super::fresh::Touched;
use super::fs::Fs;
use super::journal::{self, Entry};
use super::kept::Kept;
use super::{Access, Checkpoint, Committed, Earlier, Snapshot, Store, StoreError, Watcher};
use crate::domain::audit::AuditEntry;
use crate::domain::change::Fact;
use crate::domain::directory::Revision;
use crate::domain::edition::Edition;
use crate::domain::plan::Plan;
use crate::domain::sign_in::SignInEntry;
use crate::domain::time::Timestamp;
use append::Journal;
pub use archive::{archive, restore};
pub use check::{Checked, check};
pub use create::{Made, create, create_large, holds_tenant, read_text};
use held::Held;
use keeper::Keeper;
pub use options::{Options, Sizes};
pub use repair::Repair;
use trail::Trail;
pub use verify::{Verdict, Worth, verify};
use written::Written;

/// A change of more facts than this is carried out and put into words at once, on two threads.
const MANY: usize = 2048;

/// A tenant that is kept in a folder.
pub struct FolderStore {
    inner: Arc<Inner>,
}

/// What the store's threads share.
struct Inner {
    dir: PathBuf,
    fs: Arc<dyn Fs>,
    /// For this run only; never written.
    edition: Option<Edition>,
    sizes: Sizes,
    published: RwLock<Snapshot>,
    state: Mutex<State>,
    /// Told once everybody is known.
    ready: Condvar,
    watchers: Mutex<Vec<Watcher>>,
    access: RwLock<Access>,
    /// What is wrong with the segment files, once that is known.
    damage: OnceLock<String>,
    /// Held for life.
    _lock: Option<Box<dyn Send + Sync>>,
    /// Held while folding: one fold after the other.
    folding: Mutex<()>,
    keeper: Keeper,
    /// Set when the store is dropped: whoever reads or waits ends.
    stop: AtomicBool,
}

/// What only the one writer, or the one follower, touches.
struct State {
    /// What `tenant.ron` says, and how it says it.
    written: Written,
    /// The tenant as of the last entry, in its own edition.
    tenant: Held,
    journal: Journal,
    touched: Touched,
    trail: Trail,
    /// How long what is in the journal only is, in bytes.
    tail: u64,
    /// The tail is folded once it is this long, in bytes.
    fold_at: u64,
    /// There are, or were, segment files that `tenant.ron` does not name.
    rests: bool,
    /// No segment file of this generation or an earlier one will be made any more.
    generation: u64,
    /// What was changed since the fold that is under way began.
    since: Option<Vec<(Revision, Vec<Fact>)>>,
    /// The checkpoints of a sandbox, of which nothing is written.
    kept: Kept,
    notices: Vec<String>,
}

impl FolderStore {
    /// The tenant's folder, symbolic links resolved.
    pub fn folder(&self) -> &Path {
        &self.inner.dir
    }

    /// What somebody should be told once: an unfinished change that was dropped, an edit by hand
    /// that was taken over, files that others can read.
    pub fn notices(&self) -> Vec<String> {
        self.inner.state().notices.clone()
    }

    /// Waits until everybody is known, which takes a moment where there are very many.
    pub fn wait_until_ready(&self) {
        drop(self.inner.ready_state());
    }

    /// What is wrong with the files of a large tenant: users may be missing in what is shown.
    /// Waits until everybody is known, and whether anybody is there twice.
    pub fn damage(&self) -> Option<&str> {
        if let Some(twice) = self.inner.ready_state().tenant.twice() {
            self.inner.only_read(&twice);
        }
        self.inner.damage.get().map(String::as_str)
    }

    /// Folds and gives the lock back. The same happens, as far as it can, when the store is
    /// dropped; this way its error is seen.
    pub fn close(self) -> Result<(), StoreError> {
        self.inner.fold()
    }

    /// Writes `tenant.ron` as of the last change. Nothing is written if it is so already, or if
    /// the tenant is open for reading.
    ///
    /// # Errors
    ///
    /// [`StoreError::EditedWhileOpen`] where somebody else changed the file; it is left as it is.
    /// After any other error the journal still has every change, and the next fold tries again.
    pub fn fold(&self) -> Result<(), StoreError> {
        self.inner.fold()
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state once everybody is known.
    fn ready_state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        while !state.tenant.is_ready() {
            let woken = self.ready.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state
    }

    fn access(&self) -> Access {
        let access = self.access.read().unwrap_or_else(PoisonError::into_inner);
        access.clone()
    }

    /// From now on nothing is written, because of this damage.
    fn only_read(&self, damage: &str) {
        let _ = self.damage.set(damage.to_owned());
        let mut access = self.access.write().unwrap_or_else(PoisonError::into_inner);
        *access = Access::ReadOnly(format!(
            "{damage}; what can be read is shown. Run `proofup check` for all of it"
        ));
    }

    fn publish(&self, tenant: &Held) {
        let shown = tenant.shown(self.edition);
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = shown;
    }

    /// Called without the state's lock, so that who is told may ask anything.
    fn tell(&self, revision: Revision) {
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|told| told(revision));
    }

    fn submit(self: &Arc<Self>, mut plan: Plan) -> Result<Committed, StoreError> {
        if let Access::ReadOnly(why) = self.access() {
            return Err(StoreError::ReadOnly(why));
        }
        let facts = plan.take_facts();
        let mut state = self.ready_state();
        // Reading it may have brought damage to light.
        if let Some(damage) = state.tenant.twice() {
            self.only_read(&damage);
        }
        let access = self.access();
        if let Access::ReadOnly(why) = access {
            return Err(StoreError::ReadOnly(why));
        }
        state.touched.check(&plan, &facts)?;
        let revision = state.tenant.revision() + 1;
        let rows = plan.rows;
        let entry = Entry {
            n: revision,
            at: plan.at,
            facts,
            by: plan.actor.upn,
            title: plan.title,
            audit: plan.audit,
            sign_ins: plan.sign_ins,
            edit: None,
        };
        let writes = access == Access::Writable;
        let (line, planned) = both(
            entry.facts.len() > MANY,
            || writes.then(|| journal::line(&entry)),
            || state.tenant.planned(&entry.facts, &rows, revision),
        );
        let (after, inverse) = planned.map_err(|misfit| state.tenant.refused(misfit))?;
        if let Some(line) = line {
            let line = line.map_err(StoreError::from);
            state.tail += state.journal.append(&*self.fs, &self.dir, &entry, line)?;
        }
        state.touched.record(&entry.facts, revision);
        state.trail.extend(entry.audit, entry.sign_ins);
        let before = std::mem::replace(&mut state.tenant, after);
        if let Some(since) = &mut state.since {
            since.push((revision, entry.facts));
        }
        self.publish(&state.tenant);
        drop(state);
        self.tell(revision);
        // Of very many this takes a while, and everybody sees the change by now.
        drop((before, rows));
        self.fold_if_long();
        Ok(Committed { revision, inverse })
    }
}

/// What two things come to; the first on a thread of its own where it is `worth` that.
fn both<A: Send, B>(
    worth: bool,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B,
) -> (A, B) {
    if !worth {
        return (first(), second());
    }
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        // Fails only by a panic, which is passed on.
        let first = first.join();
        let first = first.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (first, second)
    })
}

impl Store for FolderStore {
    fn settle(&self) -> Result<(), StoreError> {
        self.inner.fold_at_the_end()
    }

    fn snapshot(&self) -> Snapshot {
        let published = &self.inner.published;
        Arc::clone(&published.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn submit(&self, plan: Plan) -> Result<Committed, StoreError> {
        self.inner.submit(plan)
    }

    fn access(&self) -> Access {
        self.inner.access()
    }

    fn watch(&self, told: Watcher) {
        let watchers = &self.inner.watchers;
        let mut watchers = watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.push(told);
    }

    fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        self.inner.checkpoints()
    }

    fn may_keep(&self) -> Result<(), &'static str> {
        self.inner.may_keep()
    }

    fn keep_checkpoint(&self, name: &str, by: &str, at: Timestamp) -> Result<(), StoreError> {
        self.inner.keep_checkpoint(name, by, at)
    }

    fn delete_checkpoint(&self, number: u64) -> Result<(), StoreError> {
        self.inner.delete_checkpoint(number)
    }

    fn earlier(&self, which: Earlier) -> Result<Option<Snapshot>, StoreError> {
        match which {
            Earlier::Start => Ok(self.origin()?.map(|tenant| Arc::new(tenant) as Snapshot)),
            Earlier::Checkpoint(number) => self.inner.checkpoint(number),
        }
    }

    fn sandbox(&self) -> Result<Arc<dyn Store>, StoreError> {
        self.inner.ready_state().tenant.sandbox(self.inner.edition)
    }

    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let Inner { fs, dir, .. } = &*self.inner;
        self.inner.state().trail.audit(&**fs, dir, limit)
    }

    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError> {
        let Inner { fs, dir, .. } = &*self.inner;
        self.inner.state().trail.sign_ins(&**fs, dir, limit)
    }
}

impl Drop for FolderStore {
    fn drop(&mut self) {
        self.inner.end_threads();
        // Nothing is lost if this fails: the journal has every change.
        let _ = self.inner.fold_at_the_end();
    }
}
