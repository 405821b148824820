//! A tenant in memory only: sandboxes and tests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::fresh::Touched;
use super::kept::Kept;
use super::{Access, Checkpoint, Committed, Earlier, Snapshot, Store, StoreError, Watcher};
use crate::domain::audit::AuditEntry;
use crate::domain::change::{Fact, Misfit};
use crate::domain::directory::{Directory, Revision};
use crate::domain::plan::{Plan, Row};
use crate::domain::sign_in::SignInEntry;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;

/// A state of a tenant that another one is made of, the two sharing what is the same.
pub trait Changeable: Directory + Sized + 'static {
    /// The state that a plan makes of it, at `revision`, and the inverse facts in the order in which
    /// they undo: `facts` are all that it changes, `rows` say what becomes of whom. Nobody whom it
    /// changes was changed since it was made.
    fn planned(
        &self,
        facts: &[Fact],
        rows: &[Row],
        revision: Revision,
    ) -> Result<(Self, Vec<Fact>), Misfit>;
}

impl Changeable for Tenant {
    fn planned(
        &self,
        facts: &[Fact],
        _: &[Row],
        revision: Revision,
    ) -> Result<(Self, Vec<Fact>), Misfit> {
        self.applied(facts.iter().cloned(), revision)
    }
}

/// Keeps a tenant until it is dropped.
pub struct MemoryStore<T = Tenant> {
    tenant: RwLock<Arc<T>>,
    touched: Mutex<Touched>,
    audit: Mutex<Vec<AuditEntry>>,
    sign_ins: Mutex<Vec<SignInEntry>>,
    watchers: Mutex<Vec<Watcher>>,
    access: Access,
    start: Arc<T>,
    checkpoints: Mutex<Kept>,
}

impl MemoryStore {
    /// Keeps `tenant`, which can be changed.
    pub fn new(tenant: Tenant) -> Self {
        Self::with_access(tenant, Access::Sandbox)
    }

    /// Keeps `tenant` under this access; tests of read-only surfaces use it.
    pub fn with_access(tenant: Tenant, access: Access) -> Self {
        Self::beginning_with(Arc::new(tenant), access)
    }
}

impl<T: Changeable> MemoryStore<T> {
    /// Begins with a state that others may hold too, under this access.
    pub fn beginning_with(tenant: Arc<T>, access: Access) -> Self {
        Self {
            touched: Mutex::new(Touched::since(tenant.revision())),
            start: Arc::clone(&tenant),
            checkpoints: Mutex::default(),
            tenant: RwLock::new(tenant),
            audit: Mutex::default(),
            sign_ins: Mutex::default(),
            watchers: Mutex::default(),
            access,
        }
    }

    /// The tenant as it is.
    pub fn tenant(&self) -> Arc<T> {
        let tenant = self.tenant.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&tenant)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.checkpoints
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Changeable> Store for MemoryStore<T> {
    fn snapshot(&self) -> Snapshot {
        let tenant = self.tenant.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&*tenant) as Snapshot
    }

    fn submit(&self, mut plan: Plan) -> Result<Committed, StoreError> {
        if let Access::ReadOnly(why) = &self.access {
            return Err(StoreError::ReadOnly(why.clone()));
        }
        let facts = plan.take_facts();
        // One change after the other; whoever only looks does not wait.
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.check(&plan, &facts)?;
        let before = self.tenant();
        let revision = before.revision() + 1;
        let (after, inverse) = before.planned(&facts, &plan.rows, revision)?;
        touched.record(&facts, revision);
        *self.tenant.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(after);
        drop(touched);
        self.audit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(plan.audit);
        self.sign_ins
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(plan.sign_ins);
        self.watchers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|told| told(revision));
        Ok(Committed { revision, inverse })
    }

    fn access(&self) -> Access {
        self.access.clone()
    }

    fn watch(&self, told: Watcher) {
        self.watchers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(told);
    }

    fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        Ok(self.kept().list().collect())
    }

    fn may_keep(&self) -> Result<(), &'static str> {
        Ok(())
    }

    fn keep_checkpoint(&self, name: &str, by: &str, at: Timestamp) -> Result<(), StoreError> {
        let state = self.snapshot();
        let new = Checkpoint::new(name, by, at, state.revision());
        self.kept().keep(new, state, 0);
        Ok(())
    }

    fn delete_checkpoint(&self, number: u64) -> Result<(), StoreError> {
        self.kept().delete(number);
        Ok(())
    }

    fn earlier(&self, which: Earlier) -> Result<Option<Snapshot>, StoreError> {
        Ok(match which {
            Earlier::Start => Some(Arc::clone(&self.start) as Snapshot),
            Earlier::Checkpoint(number) => self.kept().state(number),
        })
    }

    fn sandbox(&self) -> Result<Arc<dyn Store>, StoreError> {
        let copy = Self::beginning_with(self.tenant(), Access::Sandbox);
        Ok(Arc::new(copy))
    }

    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let audit = self.audit.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(audit.iter().rev().take(limit).cloned().collect())
    }

    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError> {
        let entries = self.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(entries.iter().rev().take(limit).cloned().collect())
    }
}
