//! Mistakes that a store could make, planted between ours and its disk. The test of power cuts must
//! catch each of them: a test that cannot fail proves nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proofup::store::fs::{Fs, Handle};

use crate::simulated::Simulated;
use crate::through::{Otherwise, Through};

/// One mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// Lines of the journal are not made durable.
    NoJournalSync,
    /// Names are not made durable.
    NoFolderSync,
    /// `tenant.ron` is written over, not replaced.
    TenantInPlace,
    /// `tenant.ron` is put in its place before its bytes are durable.
    CommitFirst,
    /// What was torn off stays, and the next line comes behind it.
    TornTailLeft,
    /// A failed sync is tried again, and believed.
    SyncRetried,
    /// Segment files are not made durable.
    NoSegmentSync,
    /// The names of segment files are not made durable.
    NoSegmentNameSync,
    /// Segment files are made durable only once `tenant.ron` names them.
    SegmentsLate,
    /// Segment files are removed before `tenant.ron` names others in their place.
    SegmentsGoneEarly,
    /// A segment file is written over that of an earlier generation.
    NamesReused,
    /// Nothing at all is made durable: the disk lies.
    NoSync,
}

impl Bug {
    /// The store's disk, seen through this mistake.
    pub fn before(self, behind: &Simulated) -> Arc<dyn Fs> {
        let behind = behind.clone();
        Arc::new(Through(Planted { bug: self, behind }))
    }

    /// Whether it can only be made where there are segment files.
    pub fn is_of_segments(self) -> bool {
        matches!(
            self,
            Self::NoSegmentSync
                | Self::NoSegmentNameSync
                | Self::SegmentsLate
                | Self::SegmentsGoneEarly
                | Self::NamesReused
        )
    }
}

struct Planted {
    bug: Bug,
    behind: Simulated,
}

fn is_journal(path: &Path) -> bool {
    path.parent()
        .is_some_and(|folder| folder.ends_with("journal"))
}

fn is_segment(path: &Path) -> bool {
    path.parent()
        .is_some_and(|folder| folder.ends_with("users"))
}

impl Planted {
    /// The file of an earlier generation that has this one's number.
    fn earlier(&self, path: &Path) -> Option<PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        let number = name.split_once('-')?.1;
        let names = self.behind.list(folder).ok()?;
        let earlier = names.into_iter().rfind(|other| other.ends_with(number));
        Some(folder.join(earlier?))
    }

    /// Removes the segment files that the text in the file `tenant` does not name.
    fn remove_unnamed(&self, tenant: &Path) -> io::Result<()> {
        let text = self.behind.read(tenant, 0)?;
        let text = String::from_utf8_lossy(&text);
        let users = tenant.with_file_name("users");
        let names = self.behind.list(&users).unwrap_or_default();
        let mut unnamed = names.iter().filter(|name| !text.contains(*name));
        unnamed.try_for_each(|name| self.behind.unlink(&users.join(name)))
    }
}

impl Otherwise for Planted {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        match self.earlier(path) {
            Some(earlier) if self.bug == Bug::NamesReused && is_segment(path) => {
                self.behind.link(&earlier, path)?;
                let file = self.behind().open(path)?;
                file.set_len(0)?;
                Ok(file)
            }
            _ => self.behind.create(path),
        }
    }

    fn behind(&self) -> &dyn Fs {
        &self.behind
    }

    fn handle(&self, path: &Path, handle: Box<dyn Handle>) -> Box<dyn Handle> {
        Box::new(Wrong {
            bug: self.bug,
            path: path.to_owned(),
            behind: self.behind.clone(),
            handle,
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.bug == Bug::SegmentsGoneEarly && to.ends_with("tenant.ron") {
            self.remove_unnamed(from)?;
        }
        if self.bug != Bug::TenantInPlace || !to.ends_with("tenant.ron") {
            return self.behind.rename(from, to);
        }
        let bytes = self.behind.read(from, 0)?;
        let file = self.behind().open(to)?;
        file.set_len(0)?;
        file.write_at(&bytes, 0)?;
        file.sync()?;
        self.behind.unlink(from)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        let left_out = match self.bug {
            Bug::NoFolderSync | Bug::NoSync => true,
            Bug::NoSegmentNameSync => folder.ends_with("users"),
            _ => false,
        };
        if left_out {
            return Ok(());
        }
        self.behind.sync_dir(folder)?;
        let tenant = folder.join("tenant.ron");
        if self.bug == Bug::CommitFirst && self.behind.stat(&tenant).is_ok() {
            self.behind().open(&tenant)?.sync()?;
        }
        if self.bug == Bug::SegmentsLate && self.behind.stat(&tenant).is_ok() {
            let users = folder.join("users");
            for name in self.behind.list(&users).unwrap_or_default() {
                self.behind().open(&users.join(name))?.sync()?;
            }
        }
        Ok(())
    }
}

/// A file that is treated so.
struct Wrong {
    bug: Bug,
    path: PathBuf,
    behind: Simulated,
    handle: Box<dyn Handle>,
}

impl Handle for Wrong {
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        let at = match self.bug {
            Bug::TornTailLeft if is_journal(&self.path) => self.behind.stat(&self.path)?.len,
            _ => at,
        };
        self.handle.write_at(bytes, at)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        if self.bug == Bug::TornTailLeft {
            return Ok(());
        }
        self.handle.set_len(len)
    }

    fn sync(&self) -> io::Result<()> {
        match self.bug {
            Bug::NoSync => Ok(()),
            Bug::NoJournalSync if is_journal(&self.path) => Ok(()),
            Bug::NoSegmentSync | Bug::SegmentsLate if is_segment(&self.path) => Ok(()),
            Bug::CommitFirst if self.path.ends_with("tenant.ron.tmp") => Ok(()),
            Bug::SyncRetried => self.handle.sync().or_else(|_| self.handle.sync()),
            _ => self.handle.sync(),
        }
    }
}
