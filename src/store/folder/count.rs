//! Reading the segment files of a large tenant on a thread of its own, while the first screen is
//! shown already.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Inner;
use super::held::Held;
use super::load::{Loaded, misfits};
use super::written::WrittenUsers;
use crate::domain::change::Fact;
use crate::domain::directory::Revision;
use crate::domain::tenant::TenantFacts;
use crate::store::fs::Fs;
use crate::store::segments::{self, Damage, Large, SegmentEntry};

/// So many users are found sooner by looking at all than by making a table of them first.
const FEW: usize = 32;

/// What there is to be read, and what happened since it was written.
pub(super) struct Count {
    facts: Arc<TenantFacts>,
    entries: Vec<SegmentEntry>,
    base: Revision,
    tail: Vec<(Revision, Vec<Fact>)>,
}

impl Count {
    /// What is left to be read of `loaded`, with the facts of its entries; `None`: nothing.
    pub(super) fn of(loaded: &mut Loaded) -> Option<Self> {
        let WrittenUsers::Segments { facts, entries } = &loaded.written.users else {
            return None;
        };
        let tail = loaded.entries.iter_mut();
        Some(Self {
            facts: Arc::clone(facts),
            entries: entries.clone(),
            base: loaded.written.snapshot.base,
            tail: tail
                .map(|entry| (entry.n, std::mem::take(&mut entry.facts)))
                .collect(),
        })
    }

    /// Reads it. `None`: `stop` was set meanwhile.
    pub(super) fn read(
        self,
        fs: &dyn Fs,
        dir: &std::path::Path,
        stop: &AtomicBool,
    ) -> Option<(Large, Vec<Damage>)> {
        let (large, mut damage) = self.read_to_show(fs, dir, stop)?;
        damage.extend(large.twice());
        Some((large, damage))
    }

    /// The same, but for who is there twice, which no list needs to know.
    fn read_to_show(
        self,
        fs: &dyn Fs,
        dir: &std::path::Path,
        stop: &AtomicBool,
    ) -> Option<(Large, Vec<Damage>)> {
        let (base, mut damage) = segments::read(fs, dir, &self.entries, stop)?;
        let mut large = Large::new(self.facts, Arc::new(base), self.base);
        if self
            .tail
            .iter()
            .map(|(_, facts)| facts.len())
            .sum::<usize>()
            > FEW
        {
            large.find_quickly();
        }
        for (revision, facts) in self.tail {
            if let Err(misfit) = large.replay(&facts, revision) {
                damage.push(misfits(revision, misfit));
                break;
            }
        }
        Some((large, damage))
    }
}

impl Inner {
    /// Reads what is left to be read and shows it. Behind that it looks whether anybody is there
    /// twice; until then nothing is saved.
    pub(super) fn count(&self, count: Count) {
        let Some((large, damage)) = count.read_to_show(&*self.fs, &self.dir, &self.stop) else {
            return;
        };
        if let Some(first) = damage.first() {
            self.only_read(first);
        }
        let mut state = self.state();
        let revision = state.tenant.revision();
        // What does not fit any more is not shown; the entries behind it are in the journal.
        let large = Arc::new(large.at_revision(revision));
        state.tenant = Held::Large(Arc::clone(&large));
        self.publish(&state.tenant);
        drop(state);
        self.ready.notify_all();
        self.tell(revision);
        if let Some(twice) = large.twice().next() {
            self.only_read(&twice);
            self.tell(revision);
        }
    }
}
