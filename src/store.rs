//! Keeping a tenant: in one folder of RON, or in memory for sandboxes and tests.
//!
//! Owns the files and their promises (a change is saved only once it is durable; memory changes
//! only then). Never decides a rule: it writes what a plan decided.

mod canonical;
pub mod folder;
mod fresh;
pub mod fs;
mod invariants;
mod journal;
mod kept;
pub mod memory;
#[cfg(test)]
mod mutants;
mod outline;
mod replay;
mod segments;
mod splice;
mod sum;
mod tenant_file;
mod tokens;

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::audit::AuditEntry;
use crate::domain::change::{Fact, Misfit};
use crate::domain::directory::{Directory, Revision};
use crate::domain::plan::Plan;
use crate::domain::settings::{Policies, ServiceSettings};
use crate::domain::sign_in::SignInEntry;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
pub use canonical::{Unstorable, format_line, format_user, read_user};
use memory::MemoryStore;

/// One state of the tenant: cheap to get, never changes.
pub type Snapshot = Arc<dyn Directory>;

/// Is told of each new state. False: nobody listens any more, and it can be forgotten.
pub type Watcher = Box<dyn Fn(Revision) -> bool + Send + Sync>;

/// A tenant that is kept somewhere.
pub trait Store: Send + Sync {
    /// The present state. Never waits for a disk.
    fn snapshot(&self) -> Snapshot;

    /// Seals the plan's secrets, writes what it decided (audit entries of refusals included),
    /// makes it durable, and only then shows it in [`Store::snapshot`]. Refuses a plan whose
    /// touched users changed since it was made. May take tens of milliseconds: not for the thread
    /// that draws.
    fn submit(&self, plan: Plan) -> Result<Committed, StoreError>;

    /// Whether changes can be saved.
    fn access(&self) -> Access;

    /// Calls `told` after each new state, whoever made it, until it says that nobody listens any
    /// more. `told` must be quick: it runs on the writer's thread.
    fn watch(&self, told: Watcher);

    /// Brings what is on disk in its resting form before the program ends. What was saved is saved
    /// either way; an error says what somebody should look at.
    fn settle(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The checkpoints, oldest first.
    fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        Ok(Vec::new())
    }

    /// Whether the present state can be kept under a name, access aside; else why not, and what can
    /// be done.
    fn may_keep(&self) -> Result<(), &'static str> {
        Err("no checkpoints are kept here")
    }

    /// Keeps the present state under a name; durable when it returns.
    fn keep_checkpoint(&self, _name: &str, _by: &str, _at: Timestamp) -> Result<(), StoreError> {
        self.may_keep().map_err(StoreError::NotKept)
    }

    /// Deletes a checkpoint. The present state stays as it is.
    fn delete_checkpoint(&self, _number: u64) -> Result<(), StoreError> {
        Err(StoreError::NotKept("no checkpoints are kept here"))
    }

    /// An earlier state; `None`: it is not kept.
    fn earlier(&self, _which: Earlier) -> Result<Option<Snapshot>, StoreError> {
        Ok(None)
    }

    /// A store in memory that begins with the present state, for a sandbox. Neither sees what the
    /// other changes; what neither does is there once.
    fn sandbox(&self) -> Result<Arc<dyn Store>, StoreError> {
        let tenant = Tenant::copy_of(&*self.snapshot())?;
        Ok(Arc::new(MemoryStore::new(tenant)))
    }

    /// The newest audit entries, newest first, at most `limit`.
    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError>;

    /// The newest entries of the sign-in log, newest first, at most `limit`.
    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError>;
}

/// A state that was given a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Its number. Never used again while a later one is there.
    pub number: u64,
    /// Its name.
    pub name: String,
    /// When it was kept.
    pub at: Timestamp,
    /// By whom, a user principal name.
    pub by: String,
    /// Which state it is.
    pub revision: Revision,
}

impl Checkpoint {
    /// One that has no number yet.
    fn new(name: &str, by: &str, at: Timestamp, revision: Revision) -> Self {
        Self {
            number: 0,
            name: name.to_owned(),
            at,
            by: by.to_owned(),
            revision,
        }
    }
}

/// An earlier state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// The one the tenant was made with.
    Start,
    /// The checkpoint of this number.
    Checkpoint(u64),
}

/// What came of a submitted plan.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The state it led to.
    pub revision: Revision,
    /// What takes it back, in order; empty where nothing changed.
    pub inverse: Vec<Fact>,
}

/// Whether changes can be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Yes, on disk.
    Writable,
    /// In memory only, gone at the end (`--sandbox`).
    Sandbox,
    /// No, for this reason, in words for the reader: `another proofup has it open since 14:02`.
    ReadOnly(String),
}

/// Why the tenant cannot be read or a change cannot be saved. Each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The tenant is open for reading only.
    #[error("read-only: {0}")]
    ReadOnly(String),
    /// A checkpoint cannot be kept or deleted.
    #[error("{0}")]
    NotKept(&'static str),
    /// Somebody changed the same users since the plan was made.
    #[error("{0} was changed by somebody else meanwhile")]
    Stale(String),
    /// The plan does not fit the tenant.
    #[error("the change does not fit the tenant: {0}")]
    Misfit(#[from] Misfit),
    /// A secret that is not hashed yet, or another value that must not be stored.
    #[error("cannot be stored: {0}")]
    Unstorable(#[from] Unstorable),
    /// There is a tenant where one was to be made.
    #[error("{} holds a tenant already: choose another folder", .0.display())]
    Exists(PathBuf),
    /// A file that must be there is not. The text names it and what can be put in its place.
    #[error("{0}")]
    Missing(String),
    /// `tenant.ron` was edited by hand while it was open. Nothing is lost: see the text.
    #[error(
        "tenant.ron was changed by another program while it was open; what you did is in the journal and in {}: leave and start again to have both, or put that file in the place of tenant.ron to drop the other change",
        .0.display()
    )]
    EditedWhileOpen(PathBuf),
    /// The system refused to read or write.
    #[error("{}: {what}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done, and what to do now.
        what: &'static str,
        /// The system's answer.
        error: std::io::Error,
    },
    /// A file is not what it should be. The text names file, line, column, what was expected, and
    /// what can be done.
    #[error("{0}")]
    Damaged(String),
    /// A failed sync: the change is not known to be saved, and nothing more is written.
    #[error(
        "not known to be saved: {0}; proofup writes nothing more, leave and start again to see what is on disk"
    )]
    Frozen(String),
}

/// How `ron` reads every file of ours: no record nests deeper.
fn ron_options() -> ron::Options {
    ron::Options::default().with_recursion_limit(32)
}

/// Line and column of the `item`th value in the list `field` of a RON text; of its beginning where
/// there is none.
pub(crate) fn place_of_item(text: &str, field: &str, item: usize) -> (usize, usize) {
    let root = outline::outline(text);
    let list = root.as_ref().and_then(|root| root.field(text, field));
    let item = list.and_then(|list| list.value.items().get(item));
    tokens::line_and_column(text, item.map_or(0, outline::Item::start))
}

/// Line and column of the first `wanted` in `text` behind that place of [`place_of_item`]; of the
/// item itself where there is none.
pub(crate) fn place_of_text(text: &str, field: &str, item: usize, wanted: &str) -> (usize, usize) {
    let root = outline::outline(text);
    let list = root.as_ref().and_then(|root| root.field(text, field));
    let item = list.and_then(|list| list.value.items().get(item));
    let start = item.map_or(0, outline::Item::start);
    let found = text.get(start..).and_then(|rest| rest.find(wanted));
    tokens::line_and_column(text, start + found.unwrap_or(0))
}

/// The first thing that is wrong with the `settings` and `policies` of a RON text, behind its line
/// and column.
pub(crate) fn fault_of_settings(
    text: &str,
    settings: &ServiceSettings,
    policies: &Policies,
) -> Option<((usize, usize), String)> {
    let mut faults = invariants::settings_faults(text, settings, policies).into_iter();
    let (at, what) = faults.next()?;
    Some((tokens::line_and_column(text, at), what))
}
