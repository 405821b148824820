//! Following another process that writes: reading on where the journal was left.

use super::count::Count;
use super::held::Held;
use super::load::{header, load};
use super::open::state_of;
use super::{FolderStore, Inner, Journal, State};
use crate::store::{Access, StoreError, journal, replay};

impl FolderStore {
    /// Takes in what another process has written since, and gives whether there was anything.
    /// Cheap where there is nothing new: one read of nothing, one look for a next journal file.
    /// The writer itself has nothing to follow.
    ///
    /// # Errors
    ///
    /// What is not finished yet is no error, it is taken in the next time.
    pub fn refresh(&self) -> Result<bool, StoreError> {
        self.inner.refresh()
    }
}

impl Inner {
    pub(super) fn refresh(&self) -> Result<bool, StoreError> {
        if !matches!(self.access(), Access::ReadOnly(_)) {
            return Ok(false);
        }
        let mut state = self.state();
        if !state.tenant.is_ready() {
            // Looked at once everybody is known.
            return Ok(false);
        }
        let before = state.tenant.revision();
        while self.read_on(&mut state)? {}
        let revision = state.tenant.revision();
        if revision == before {
            return Ok(false);
        }
        self.publish(&state.tenant);
        drop(state);
        self.tell(revision);
        Ok(true)
    }

    /// Reads on in this journal file, or goes on to the next one. Whether there may be more.
    fn read_on(&self, state: &mut State) -> Result<bool, StoreError> {
        let next = state.tenant.revision() + 1;
        let path = state.journal.path(&self.dir);
        let bytes = self.fs.read(&path, state.journal.end).unwrap_or_default();
        if bytes.is_empty() {
            return self.next_file(state, next);
        }
        let lines = replay::lines(&bytes, next, state.journal.sum);
        if lines.entries.iter().any(|entry| entry.edit.is_some()) {
            // An edit by hand is in no entry.
            return self.read_again(state).map(|()| false);
        }
        // All of them or none: the next time it goes on behind what was taken in.
        let mut tenant = state.tenant.clone();
        for entry in &lines.entries {
            tenant = tenant.replayed(&entry.facts, entry.n)?;
        }
        state.tenant = tenant;
        for entry in lines.entries {
            state.touched.record(&entry.facts, entry.n);
            state.trail.extend(entry.audit, entry.sign_ins);
        }
        state.journal.end += lines.len as u64;
        state.journal.sum = lines.sum;
        Ok(lines.len > 0)
    }

    /// Reads everything again, as when it was opened.
    fn read_again(&self, state: &mut State) -> Result<(), StoreError> {
        let mut loaded = load(&*self.fs, &self.dir)?;
        let count = Count::of(&mut loaded);
        let notices = std::mem::take(&mut state.notices);
        *state = state_of(loaded, self.sizes);
        state.notices = notices;
        if let Some((large, damage)) =
            count.and_then(|count| count.read(&*self.fs, &self.dir, &self.stop))
        {
            if let Some(damage) = damage.first() {
                self.only_read(damage);
            }
            state.tenant = Held::Large(large.into());
        }
        Ok(())
    }

    fn next_file(&self, state: &mut State, next: u64) -> Result<bool, StoreError> {
        if next == state.journal.first {
            return Ok(false);
        }
        let path = Journal::new(next, 0, state.journal.sum).path(&self.dir);
        let Ok(bytes) = self.fs.read(&path, 0) else {
            return Ok(false);
        };
        let (len, sum) = header(&bytes, next, state.journal.sum).map_err(|why| {
            StoreError::Damaged(format!("journal/{}: {why}", journal::file_name(next)))
        })?;
        state.journal = Journal::new(next, len as u64, sum);
        Ok(true)
    }
}
