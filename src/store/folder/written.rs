//! `tenant.ron` as it was last read or written here.

use std::sync::Arc;

use crate::domain::directory::Directory;
use crate::domain::id::UserId;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::store::fs::Stat;
use crate::store::segments::SegmentEntry;
use crate::store::tenant_file::SnapshotBlock;

/// The text and what it says.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) text: String,
    /// `None`: not known, so the text is compared.
    pub(super) stat: Option<Stat>,
    pub(super) snapshot: SnapshotBlock,
    pub(super) users: WrittenUsers,
}

/// Where it says that the users are.
#[derive(Clone)]
pub(super) enum WrittenUsers {
    /// In the text.
    Inline {
        tenant: Arc<Tenant>,
        /// The users in the order of the text.
        order: Vec<UserId>,
    },
    /// In these files.
    Segments {
        facts: Arc<TenantFacts>,
        entries: Vec<SegmentEntry>,
    },
}

impl Written {
    pub(super) fn facts(&self) -> &TenantFacts {
        match &self.users {
            WrittenUsers::Inline { tenant, .. } => tenant.facts(),
            WrittenUsers::Segments { facts, .. } => facts,
        }
    }

    /// The segment files that it names.
    pub(super) fn entries(&self) -> &[SegmentEntry] {
        match &self.users {
            WrittenUsers::Inline { .. } => &[],
            WrittenUsers::Segments { entries, .. } => entries,
        }
    }
}
