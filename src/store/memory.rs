//! A tenant in memory only: sandboxes and tests.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::{Access, Committed, Snapshot, Store, StoreError};
use crate::domain::audit::AuditEntry;
use crate::domain::change::Fact;
use crate::domain::directory::{Directory, Revision};
use crate::domain::plan::Plan;
use crate::domain::tenant::Tenant;

/// Keeps a tenant until it is dropped.
pub struct MemoryStore {
    tenant: RwLock<Arc<Tenant>>,
    audit: Mutex<Vec<AuditEntry>>,
    watchers: Mutex<Vec<Watcher>>,
    access: Access,
}

type Watcher = Box<dyn Fn(Revision) + Send + Sync>;

impl MemoryStore {
    /// Keeps `tenant`, which can be changed.
    pub fn new(tenant: Tenant) -> Self {
        Self::with_access(tenant, Access::Sandbox)
    }

    /// Keeps `tenant` under this access; tests of read-only surfaces use it.
    pub fn with_access(tenant: Tenant, access: Access) -> Self {
        Self {
            tenant: RwLock::new(Arc::new(tenant)),
            audit: Mutex::default(),
            watchers: Mutex::default(),
            access,
        }
    }
}

/// Refuses `plan` where a user it touches is not as it was when the plan was made.
pub(super) fn check_fresh(plan: &Plan, now: &dyn Directory) -> Result<(), StoreError> {
    if plan.revision == now.revision() {
        return Ok(());
    }
    // Which users changed is not recorded; every touched user counts as changed.
    let touched = plan
        .rows
        .iter()
        .find(|row| row.parts.iter().any(|part| part.outcome.facts().is_some()));
    touched.map_or(Ok(()), |row| Err(StoreError::Stale(row.name.clone())))
}

impl Store for MemoryStore {
    fn snapshot(&self) -> Snapshot {
        let tenant = self.tenant.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&*tenant) as Snapshot
    }

    fn submit(&self, mut plan: Plan) -> Result<Committed, StoreError> {
        if let Access::ReadOnly(why) = &self.access {
            return Err(StoreError::ReadOnly(why.clone()));
        }
        plan.seal();
        let facts: Vec<Fact> = plan.facts().cloned().collect();
        let mut tenant = self.tenant.write().unwrap_or_else(PoisonError::into_inner);
        check_fresh(&plan, &**tenant)?;
        let revision = tenant.revision() + 1;
        let mut after = Tenant::clone(&tenant);
        let inverse = after.apply(facts, revision)?;
        *tenant = Arc::new(after);
        drop(tenant);
        self.audit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(plan.audit);
        for told in self
            .watchers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
        {
            told(revision);
        }
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

    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let audit = self.audit.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(audit.iter().rev().take(limit).cloned().collect())
    }
}
