//! A tenant in a folder: `tenant.ron`, the journal behind it, backups and a lock (`store.md` 6).
//!
//! A change is appended to the journal and made durable before it is seen. From time to time the
//! journal is folded into `tenant.ron`, whose rename is the only commit point.

mod append;
mod archive;
mod check;
mod create;
mod files;
mod fold;
mod follow;
mod guard;
mod load;
mod open;
mod options;
mod origin;
mod repair;
mod trail;
mod verify;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::fresh::Touched;
use super::fs::{Fs, Stat};
use super::journal::Entry;
use super::tenant_file::SnapshotBlock;
use super::{Access, Committed, Snapshot, Store, StoreError, Watcher};
use crate::domain::audit::AuditEntry;
use crate::domain::change::Fact;
use crate::domain::directory::{Directory, Revision};
use crate::domain::edition::Edition;
use crate::domain::id::UserId;
use crate::domain::plan::Plan;
use crate::domain::sign_in::SignInEntry;
use crate::domain::tenant::Tenant;
use append::Journal;
pub use archive::{archive, restore};
pub use check::{Checked, check};
pub use create::{Made, create, holds_tenant, read_text};
pub use options::Options;
pub use repair::Repair;
use trail::Trail;
pub use verify::{Verdict, Worth, verify};

/// A tenant that is kept in a folder.
pub struct FolderStore {
    dir: PathBuf,
    fs: Arc<dyn Fs>,
    /// For this run only; never written.
    edition: Option<Edition>,
    published: RwLock<Arc<Tenant>>,
    state: Mutex<State>,
    watchers: Mutex<Vec<Watcher>>,
    access: Access,
    /// Held for life.
    _lock: Option<Box<dyn Send + Sync>>,
}

/// What only the one writer, or the one follower, touches.
struct State {
    /// What `tenant.ron` says, and how it says it.
    written: Written,
    /// The tenant as of the last entry, in its own edition.
    tenant: Arc<Tenant>,
    journal: Journal,
    touched: Touched,
    trail: Trail,
    /// The tail is folded once it is this long, in bytes.
    fold_at: u64,
    notices: Vec<String>,
}

/// `tenant.ron` as it was last read or written here.
struct Written {
    text: String,
    /// `None`: not known, so the text is compared.
    stat: Option<Stat>,
    tenant: Arc<Tenant>,
    snapshot: SnapshotBlock,
    /// The users in the order of the file.
    order: Vec<UserId>,
}

impl FolderStore {
    /// The tenant's folder, symbolic links resolved.
    pub fn folder(&self) -> &Path {
        &self.dir
    }

    /// What somebody should be told once: an unfinished change that was dropped, an edit by hand
    /// that was taken over, files that others can read.
    pub fn notices(&self) -> Vec<String> {
        self.state().notices.clone()
    }

    /// Folds and gives the lock back. The same happens, as far as it can, when the store is
    /// dropped; this way its error is seen.
    pub fn close(self) -> Result<(), StoreError> {
        self.fold()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn publish(&self, tenant: &Arc<Tenant>) {
        let shown = in_edition(tenant, self.edition);
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
}

fn in_edition(tenant: &Arc<Tenant>, edition: Option<Edition>) -> Arc<Tenant> {
    match edition {
        Some(edition) => Arc::new(Tenant::clone(tenant).in_edition(edition)),
        None => Arc::clone(tenant),
    }
}

impl Store for FolderStore {
    fn settle(&self) -> Result<(), StoreError> {
        self.fold()
    }

    fn snapshot(&self) -> Snapshot {
        let tenant = self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&*tenant) as Snapshot
    }

    fn submit(&self, mut plan: Plan) -> Result<Committed, StoreError> {
        if let Access::ReadOnly(why) = &self.access {
            return Err(StoreError::ReadOnly(why.clone()));
        }
        plan.seal();
        let mut state = self.state();
        state.touched.check(&plan)?;
        let facts: Vec<Fact> = plan.facts().cloned().collect();
        let revision = state.tenant.revision() + 1;
        let (after, inverse) = state.tenant.applied(facts.iter().cloned(), revision)?;
        let entry = Entry {
            n: revision,
            at: plan.at,
            by: plan.actor.upn,
            title: plan.title,
            facts,
            audit: plan.audit,
            sign_ins: plan.sign_ins,
            edit: None,
        };
        state.journal.append(&*self.fs, &self.dir, &entry)?;
        state.touched.record(&entry.facts, revision);
        state.trail.extend(entry.audit, entry.sign_ins);
        state.tenant = Arc::new(after);
        self.publish(&state.tenant);
        drop(state);
        self.tell(revision);
        self.fold_if_long();
        Ok(Committed { revision, inverse })
    }

    fn access(&self) -> Access {
        self.access.clone()
    }

    fn watch(&self, told: Watcher) {
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.push(told);
    }

    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        self.state().trail.audit(&*self.fs, &self.dir, limit)
    }

    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError> {
        self.state().trail.sign_ins(&*self.fs, &self.dir, limit)
    }
}

impl Drop for FolderStore {
    fn drop(&mut self) {
        // Nothing is lost if this fails: the journal has every change.
        let _ = self.fold();
    }
}
