//! Writing the journal: one line a change, durable before anybody sees it.

use std::path::{Path, PathBuf};

use super::files::{self, JOURNAL, failed};
use super::load::any_header;
use crate::store::StoreError;
use crate::store::fs::{Fs, Handle};
use crate::store::journal::{self, Entry, Header, Line};
use crate::store::sum::Sum;

/// A journal file this long is sealed and another is begun, in bytes.
pub(super) const ROLL_AT: u64 = 8 << 20;

/// The first line of a file is shorter, in bytes.
const HEADER: u64 = 256;

/// The newest journal file, and where its last good line ends.
pub(super) struct Journal {
    /// The number of its first entry.
    pub(super) first: u64,
    /// Its length up to the last good line, in bytes.
    pub(super) end: u64,
    /// The sum of that line.
    pub(super) sum: Sum,
    /// What its first line calls it; `None`: not read yet.
    pub(super) format: Option<u32>,
    /// Open for writing; opened at the first change.
    pub(super) handle: Option<Box<dyn Handle>>,
    /// Set by a failed sync: nothing is written any more (`store.md` 7.7).
    pub(super) frozen: Option<String>,
    /// How long a file gets, in bytes.
    limit: u64,
    /// Once the file is this long another is begun; further away after a failed attempt.
    roll_at: u64,
}

impl Journal {
    pub(super) fn new(first: u64, end: u64, sum: Sum) -> Self {
        Self {
            first,
            end,
            sum,
            format: None,
            handle: None,
            frozen: None,
            limit: ROLL_AT,
            roll_at: ROLL_AT,
        }
    }

    /// With files of this length, in bytes.
    pub(super) fn limited(self, limit: u64) -> Self {
        Self {
            limit,
            roll_at: limit,
            ..self
        }
    }

    /// `journal/0000000001.ron`
    pub(super) fn name(&self) -> String {
        format!("{JOURNAL}/{}", journal::file_name(self.first))
    }

    pub(super) fn path(&self, dir: &Path) -> PathBuf {
        dir.join(self.name())
    }

    /// Refuses to go on after a failed sync.
    pub(super) fn check_frozen(&self) -> Result<(), StoreError> {
        match &self.frozen {
            Some(why) => Err(StoreError::Frozen(why.clone())),
            None => Ok(()),
        }
    }

    /// Appends `entry`, whose line says `line`, and makes it durable. Gives its length in bytes.
    ///
    /// # Errors
    ///
    /// After a failed write the file is as before and the next change may work. After a failed
    /// sync nobody knows what is on disk: the store is frozen, because a second sync may report
    /// success for bytes that are gone.
    pub(super) fn append(
        &mut self,
        fs: &dyn Fs,
        dir: &Path,
        entry: &Entry,
        line: Result<Line, StoreError>,
    ) -> Result<u64, StoreError> {
        self.check_frozen()?;
        let Line { text, bulk } = line?;
        let mut line = text;
        if bulk && !self.takes_bulks(fs, dir) && !self.rolled(fs, dir, entry.n)? {
            line = journal::word_by_word(entry)?;
        }
        if line.len() + journal::SUM_LEN > journal::LINE_CAP {
            let what = "the change is too large for one journal entry: apply it to fewer users";
            return Err(StoreError::Damaged(what.to_owned()));
        }
        if self.end >= self.roll_at && !self.rolled(fs, dir, entry.n)? {
            // The old file goes on; the next attempt comes an eighth later.
            self.roll_at = self.end + self.limit / 8;
        }
        // Chained to the header of a new file, if there is one now.
        let sum = journal::close(&mut line, self.sum);
        self.write(fs, dir, line.as_bytes())?;
        self.end += line.len() as u64;
        self.sum = sum;
        Ok(line.len() as u64)
    }

    /// Whether the file is of a format that has bulks; asked of its first line, once.
    fn takes_bulks(&mut self, fs: &dyn Fs, dir: &Path) -> bool {
        let format = self.format.or_else(|| {
            let len = self.end.min(HEADER);
            let mut bytes = vec![0; usize::try_from(len).unwrap_or_default()];
            fs.source(&self.path(dir))
                .ok()?
                .read_at(&mut bytes, 0)
                .ok()?;
            let (_, _, header) = any_header(&bytes, self.first).ok()?;
            Some(header.journal)
        });
        self.format = format;
        format.is_some_and(|format| format >= journal::FORMAT)
    }

    fn write(&mut self, fs: &dyn Fs, dir: &Path, line: &[u8]) -> Result<(), StoreError> {
        let path = self.path(dir);
        let handle = match self.handle.take() {
            Some(handle) => handle,
            None => fs
                .open(&path)
                .map_err(|error| failed(&path, "not saved: the journal cannot be opened", error))?,
        };
        let handle = self.handle.insert(handle);
        if let Err(error) = handle.write_at(line, self.end) {
            if let Err(second) = handle.set_len(self.end) {
                let why = format!(
                    "{}: half a line could not be taken back: {second}",
                    path.display()
                );
                self.frozen = Some(why);
            }
            let what = "not saved; free some space, then try again";
            return Err(failed(&path, what, error));
        }
        handle.sync().map_err(|error| {
            let why = format!("{}: {error}", path.display());
            self.frozen = Some(why.clone());
            StoreError::Frozen(why)
        })
    }

    /// Goes on in another file, if one can be begun.
    fn rolled(&mut self, fs: &dyn Fs, dir: &Path, next: u64) -> Result<bool, StoreError> {
        // A file without entries has the name that the other would have.
        let rolled = self.first < next && self.roll(fs, dir, next).is_ok();
        self.check_frozen()?;
        Ok(rolled)
    }

    /// Seals the file and begins another with entry `next`.
    fn roll(&mut self, fs: &dyn Fs, dir: &Path, next: u64) -> Result<(), StoreError> {
        let after = begin(fs, dir, next, self.sum)?;
        fs.sync_dir(&dir.join(JOURNAL)).map_err(|error| {
            // The new name may or may not be there after a crash.
            let why = format!("{}: {error}", dir.join(JOURNAL).display());
            self.frozen = Some(why.clone());
            StoreError::Frozen(why)
        })?;
        *self = after.limited(self.limit);
        Ok(())
    }
}

/// Makes a journal file that begins with entry `first`. Its folder is not synced yet.
pub(super) fn begin(fs: &dyn Fs, dir: &Path, first: u64, prev: Sum) -> Result<Journal, StoreError> {
    let header = Header {
        journal: journal::FORMAT,
        first,
        prev,
    };
    let (line, sum) = journal::header(&header)?;
    let mut journal = Journal::new(first, line.len() as u64, sum);
    journal.format = Some(header.journal);
    files::put(fs, &journal.path(dir), line.as_bytes())?;
    Ok(journal)
}
