//! A tenant in memory only: sandboxes and tests.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::fresh::Touched;
use super::{Access, Committed, Snapshot, Store, StoreError, Watcher};
use crate::domain::audit::AuditEntry;
use crate::domain::change::Fact;
use crate::domain::directory::Directory;
use crate::domain::plan::Plan;
use crate::domain::sign_in::SignInEntry;
use crate::domain::tenant::Tenant;

/// Keeps a tenant until it is dropped.
pub struct MemoryStore {
    tenant: RwLock<Arc<Tenant>>,
    touched: Mutex<Touched>,
    audit: Mutex<Vec<AuditEntry>>,
    sign_ins: Mutex<Vec<SignInEntry>>,
    watchers: Mutex<Vec<Watcher>>,
    access: Access,
}

impl MemoryStore {
    /// Keeps `tenant`, which can be changed.
    pub fn new(tenant: Tenant) -> Self {
        Self::with_access(tenant, Access::Sandbox)
    }

    /// Keeps `tenant` under this access; tests of read-only surfaces use it.
    pub fn with_access(tenant: Tenant, access: Access) -> Self {
        Self {
            touched: Mutex::new(Touched::since(tenant.revision())),
            tenant: RwLock::new(Arc::new(tenant)),
            audit: Mutex::default(),
            sign_ins: Mutex::default(),
            watchers: Mutex::default(),
            access,
        }
    }
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
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.check(&plan)?;
        let revision = tenant.revision() + 1;
        let (after, inverse) = tenant.applied(facts, revision)?;
        touched.record(plan.facts(), revision);
        drop(touched);
        *tenant = Arc::new(after);
        drop(tenant);
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

    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let audit = self.audit.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(audit.iter().rev().take(limit).cloned().collect())
    }

    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError> {
        let entries = self.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(entries.iter().rev().take(limit).cloned().collect())
    }
}
