//! The tenant as of the last entry, in one of its two forms, or as far as it is known yet.

use std::sync::Arc;

use crate::domain::change::{Fact, Misfit};
use crate::domain::directory::{Directory, Revision};
use crate::domain::edition::Edition;
use crate::domain::plan::Row;
use crate::domain::tenant::Tenant;
use crate::store::memory::{Changeable, MemoryStore};
use crate::store::segments::{Large, Page};
use crate::store::{Access, Snapshot, Store, StoreError};

fn copy_of(tenant: Arc<impl Changeable>) -> Arc<dyn Store> {
    Arc::new(MemoryStore::beginning_with(tenant, Access::Sandbox))
}

/// A tenant in memory. Cloning copies a pointer.
#[derive(Clone)]
pub(super) enum Held {
    /// Every user is in memory.
    Small(Arc<Tenant>),
    /// The segment files are being read: the first users, and how many there are.
    Counting(Arc<Page>),
    /// The columns are in memory, the records in the segment files.
    Large(Arc<Large>),
}

impl Held {
    pub(super) fn directory(&self) -> &dyn Directory {
        match self {
            Self::Small(tenant) => &**tenant,
            Self::Counting(page) => &**page,
            Self::Large(large) => &**large,
        }
    }

    pub(super) fn revision(&self) -> Revision {
        self.directory().revision()
    }

    pub(super) fn is_ready(&self) -> bool {
        self.directory().is_ready()
    }

    /// Who is there twice, in words. Waits until that is known; of a small tenant it always is.
    pub(super) fn twice(&self) -> Option<String> {
        match self {
            Self::Large(large) => large.twice().next(),
            Self::Small(_) | Self::Counting(_) => None,
        }
    }

    /// As it is shown: in `edition`, if one was asked for.
    pub(super) fn shown(&self, edition: Option<Edition>) -> Snapshot {
        match (self, edition) {
            (Self::Small(tenant), None) => Arc::clone(tenant) as Snapshot,
            (Self::Counting(page), None) => Arc::clone(page) as Snapshot,
            (Self::Large(large), None) => Arc::clone(large) as Snapshot,
            (Self::Small(tenant), Some(edition)) => {
                Arc::new(Tenant::clone(tenant).in_edition(edition))
            }
            (Self::Counting(page), Some(edition)) => Arc::new(page.in_edition(edition)),
            (Self::Large(large), Some(edition)) => Arc::new(large.in_edition(edition)),
        }
    }

    /// A store in memory that begins with it, in `edition`, if one was asked for.
    pub(super) fn sandbox(&self, edition: Option<Edition>) -> Result<Arc<dyn Store>, StoreError> {
        match self {
            Self::Small(tenant) => {
                let of = |edition| Arc::new(Tenant::clone(tenant).in_edition(edition));
                Ok(copy_of(edition.map_or_else(|| Arc::clone(tenant), of)))
            }
            Self::Large(large) => {
                let of = |edition| Arc::new(large.in_edition(edition));
                Ok(copy_of(edition.map_or_else(|| Arc::clone(large), of)))
            }
            Self::Counting(_) => {
                let why = "its users are still being read: try again in a moment";
                Err(StoreError::ReadOnly(why.to_owned()))
            }
        }
    }

    /// What a plan makes of it, and the inverse facts; see [`Changeable::planned`].
    pub(super) fn planned(
        &self,
        facts: &[Fact],
        rows: &[Row],
        revision: Revision,
    ) -> Result<(Self, Vec<Fact>), Misfit> {
        match self {
            Self::Small(tenant) => {
                let (after, inverse) = tenant.planned(facts, rows, revision)?;
                Ok((Self::Small(Arc::new(after)), inverse))
            }
            Self::Large(large) => {
                let (after, inverse) = large.planned(facts, rows, revision)?;
                Ok((Self::Large(Arc::new(after)), inverse))
            }
            // Nobody changes what is still being read.
            Self::Counting(_) => Ok((self.clone(), Vec::new())),
        }
    }

    /// What these facts make of it.
    pub(super) fn replayed(&self, facts: &[Fact], revision: Revision) -> Result<Self, Misfit> {
        Ok(match self {
            Self::Small(tenant) => {
                let (after, _) = tenant.applied(facts.iter().cloned(), revision)?;
                Self::Small(Arc::new(after))
            }
            Self::Large(large) => {
                let mut large = Large::clone(large);
                large.replay(facts, revision)?;
                Self::Large(Arc::new(large))
            }
            Self::Counting(page) => {
                let mut page = Page::clone(page);
                page.replay(facts, revision);
                Self::Counting(Arc::new(page))
            }
        })
    }

    /// Why [`Held::planned`] gave nothing.
    pub(super) fn refused(&self, misfit: Misfit) -> StoreError {
        match (misfit, self) {
            (Misfit::Unreadable(_), Self::Large(large)) => StoreError::Damaged(format!(
                "not saved, because a record cannot be read: {}; try again, or look with `proofup check`",
                large.fault().unwrap_or("in a segment file")
            )),
            _ => misfit.into(),
        }
    }

    /// The same at another revision.
    pub(super) fn at_revision(&self, revision: Revision) -> Self {
        match self {
            Self::Small(tenant) => {
                Self::Small(Arc::new(Tenant::clone(tenant).at_revision(revision)))
            }
            Self::Counting(page) => {
                let mut page = Page::clone(page);
                page.replay(&[], revision);
                Self::Counting(Arc::new(page))
            }
            Self::Large(large) => Self::Large(Arc::new(large.at_revision(revision))),
        }
    }
}
