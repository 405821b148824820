//! The state a tenant was made with: a copy of its first `tenant.ron`, kept beside the backups.
//!
//! Coming back to it is a change like any other: facts that are appended to the journal and folded.
//! The journal is not cut and no new one is begun, so the audit log keeps what came before, and a
//! crash at any instant leaves the state before the reset or the one after it (`store.md` 7.2).

use std::path::{Path, PathBuf};

use super::FolderStore;
use super::create::{is_missing, read_text};
use super::files::{BACKUP, ORIGIN, failed};
use crate::domain::tenant::Tenant;
use crate::store::StoreError;
use crate::store::tenant_file::split_sum;

pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join(BACKUP).join(ORIGIN)
}

impl FolderStore {
    /// The state the tenant was made with; `None`: it is not kept, as for tenants that were
    /// brought here from a backup of the files.
    ///
    /// # Errors
    ///
    /// Where it is kept, but cannot be read, or is not a tenant's.
    pub fn origin(&self) -> Result<Option<Tenant>, StoreError> {
        let path = path(self.folder());
        let bytes = match self.inner.fs.read(&path, 0) {
            Err(error) if is_missing(&error) => return Ok(None),
            read => read.map_err(|error| failed(&path, "cannot be read", error))?,
        };
        let damaged = |why: String| {
            StoreError::Damaged(format!(
                "{BACKUP}/{ORIGIN}: {why}: the tenant cannot be reset; make another one with `proofup init`"
            ))
        };
        let text = String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
        tenant_of(&text).map(Some).map_err(damaged)
    }
}

/// The tenant that the text of a `tenant.ron` says.
pub(super) fn tenant_of(text: &str) -> Result<Tenant, String> {
    let (body, _) = split_sum(text);
    let (facts, users) = read_text(body).map_err(|error| error.to_string())?;
    Tenant::new(facts, users, 0).map_err(|error| error.to_string())
}
