//! Folding a large tenant: the segments that somebody was changed in are written anew, the others
//! stay.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::super::State;
use super::super::files::failed;
use super::super::held::Held;
use super::super::options::Sizes;
use super::super::written::{Written, WrittenUsers};
use super::commit::{commit, named};
use crate::domain::directory::Directory;
use crate::store::StoreError;
use crate::store::fs::{Fs, Stat};
use crate::store::segments::{Base, Large, Segment, USERS, Writer};
use crate::store::tenant_file::{self, SnapshotBlock, rewritten_as};

/// A fold that was begun.
pub(super) struct Job {
    large: Arc<Large>,
    written: Written,
    snapshot: SnapshotBlock,
    tail: u64,
}

/// A fold that is durable.
pub(super) struct Done {
    job: Job,
    base: Arc<Base>,
    text: String,
    stat: Option<Stat>,
}

impl Job {
    /// From now on changes are kept for [`Done::finish`].
    pub(super) fn begin(state: &mut State, large: Arc<Large>) -> Self {
        // Also after a fold that failed: no name is used twice (`store.md` 7.4).
        state.generation += 1;
        state.since = Some(Vec::new());
        Self {
            large,
            written: state.written.clone(),
            snapshot: super::block(state, state.generation),
            tail: state.tail,
        }
    }

    /// Writes the segments and commits. Until then nothing refers to them, so after an error they
    /// are removed again, unless it is not known whether they are referred to.
    pub(super) fn write(self, fs: &dyn Fs, dir: &Path, sizes: Sizes) -> Result<Done, StoreError> {
        let mut writer = Writer::new(fs, dir, self.snapshot.generation);
        let (limit, much) = (sizes.segment, sizes.two_threads);
        let written = self.large.rewrite(&mut writer, limit, much);
        let written = written.and_then(|segments| {
            sync_users(fs, dir)?;
            Ok(segments)
        });
        let segments = match written {
            Ok(segments) => segments,
            Err(error) => {
                writer.take_back();
                return Err(error);
            }
        };
        let base = Arc::new(self.large.rebased(segments));
        let text = self.text(&base)?;
        let stat = commit(fs, dir, &self.written, &text)?;
        Ok(Done {
            job: self,
            base,
            text,
            stat,
        })
    }

    fn text(&self, base: &Base) -> Result<String, StoreError> {
        let entries = base.segments.iter().map(|segment| &segment.entry);
        let users = tenant_file::segments(entries)?;
        let was = (self.written.facts(), &self.written.snapshot);
        let now = (self.large.facts(), &self.snapshot);
        Ok(rewritten_as(&self.written.text, was, now, &users)?)
    }
}

impl Done {
    /// The tenant as of when the fold began, on its new files.
    pub(super) fn fresh(&self) -> Large {
        let large = &self.job.large;
        large.on(Arc::clone(&self.base))
    }

    /// The segment files that must stay: those of the new text and of the one before.
    pub(super) fn files(&self) -> HashSet<String> {
        let segments = self.base.segments.iter();
        let mut files = named([&self.job.written]);
        files.extend(segments.map(|segment| segment.entry.file.clone()));
        files
    }

    /// Makes it the present state; `fresh` is [`Done::fresh`] with a part of what was changed since.
    /// All of it fitted once, on the same users; but a record may be one that cannot be read. Then
    /// the tenant in memory stays as it is: on the files of before, which are open, with everything.
    pub(super) fn finish(self, state: &mut State, fresh: Option<Large>) {
        let since = state.since.take().unwrap_or_default();
        let now = state.tenant.revision();
        let caught_up = fresh.and_then(|mut fresh| {
            for (revision, facts) in since {
                fresh.replay(&facts, revision).ok()?;
            }
            Some(fresh.at_revision(now))
        });
        if let Some(fresh) = caught_up {
            state.tenant = Held::Large(Arc::new(fresh));
        }
        let segments = self.base.segments.iter();
        state.written = Written {
            text: self.text,
            stat: self.stat,
            users: WrittenUsers::Segments {
                facts: Arc::new(self.job.large.facts().clone()),
                entries: segments.map(|segment| segment.entry.clone()).collect(),
            },
            snapshot: self.job.snapshot,
        };
        state.tail = state.tail.saturating_sub(self.job.tail);
        state.rests = true;
    }
}

/// Makes the names of the segment files durable.
pub(super) fn sync_users(fs: &dyn Fs, dir: &Path) -> Result<(), StoreError> {
    let users = dir.join(USERS);
    let synced = fs.sync_dir(&users);
    synced.map_err(|error| {
        failed(
            &users,
            "the segment files cannot be made durable; what was done is in the journal",
            error,
        )
    })
}

/// What `tenant.ron` says of these segments.
pub(super) fn entries(segments: &[Arc<Segment>]) -> WrittenEntries {
    segments
        .iter()
        .map(|segment| segment.entry.clone())
        .collect()
}

pub(super) type WrittenEntries = Vec<crate::store::segments::SegmentEntry>;
