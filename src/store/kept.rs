//! Checkpoints in memory, for tenants of which nothing is written.

use super::{Checkpoint, Snapshot};

/// Those there are, oldest first.
#[derive(Default)]
pub(super) struct Kept {
    all: Vec<(Checkpoint, Snapshot)>,
}

impl Kept {
    pub(super) fn list(&self) -> impl Iterator<Item = Checkpoint> {
        self.all.iter().map(|(checkpoint, _)| checkpoint.clone())
    }

    /// Keeps `state` as `new`, whose number is the next one behind `last` and those there are.
    pub(super) fn keep(&mut self, new: Checkpoint, state: Snapshot, last: u64) {
        let last = self
            .all
            .last()
            .map_or(last, |(own, _)| own.number.max(last));
        let number = last + 1;
        self.all.push((Checkpoint { number, ..new }, state));
    }

    /// False: it was not there.
    pub(super) fn delete(&mut self, number: u64) -> bool {
        let before = self.all.len();
        self.all.retain(|(one, _)| one.number != number);
        self.all.len() < before
    }

    pub(super) fn state(&self, number: u64) -> Option<Snapshot> {
        let mut all = self.all.iter();
        let found = all.find(|(one, _)| one.number == number);
        found.map(|(_, state)| state.clone())
    }
}
