//! Segment files: their names, what `tenant.ron` says of each, and writing them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::segment::Segment;
use super::{SEGMENT, USERS};
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::sum::Sum;

/// No segment file is longer, in bytes: its places fit 32 bits.
pub(super) const LONGEST: usize = 1 << 30;

/// A segment file as `tenant.ron` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct SegmentEntry {
    /// Its name from the tenant's folder on: `users/000012-0003.ron`.
    pub(in crate::store) file: String,
    /// How many users are in it.
    pub(in crate::store) users: usize,
    /// Its length in bytes.
    pub(in crate::store) bytes: u64,
    /// The display name of the first of them.
    pub(in crate::store) first: String,
    /// The sum of its bytes.
    pub(in crate::store) crc: Sum,
}

/// The name of a generation's `number`th segment file.
pub(in crate::store) fn name(generation: u64, number: usize) -> String {
    format!("{USERS}/{generation:06}-{number:04}.ron")
}

/// The generation and number in a segment file's name (without its folder); `None`: no such name.
pub(in crate::store) fn number_of(name: &str) -> Option<(u64, usize)> {
    let (generation, number) = name.strip_suffix(".ron")?.split_once('-')?;
    let digits = |text: &str, least: usize| {
        text.len() >= least && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let right = digits(generation, 6) && digits(number, 4);
    right.then(|| Some((generation.parse().ok()?, number.parse().ok()?)))?
}

/// Writes the segment files of one generation, each made durable once it is whole.
pub(in crate::store) struct Writer<'a> {
    fs: &'a dyn Fs,
    dir: &'a Path,
    generation: u64,
    made: Arc<MadeFiles>,
    /// The file in the making, up to the last record.
    bytes: Vec<u8>,
    users: usize,
}

/// The files of one generation, by all who write some of them.
#[derive(Default)]
struct MadeFiles(Mutex<Vec<PathBuf>>);

impl<'a> Writer<'a> {
    pub(in crate::store) fn new(fs: &'a dyn Fs, dir: &'a Path, generation: u64) -> Self {
        Self {
            fs,
            dir,
            generation,
            made: Arc::default(),
            bytes: Vec::new(),
            users: 0,
        }
    }

    /// Another one for the same generation, that may write on another thread.
    pub(super) fn beside(&self) -> Self {
        Self {
            made: Arc::clone(&self.made),
            ..Self::new(self.fs, self.dir, self.generation)
        }
    }

    /// How many records the file in the making has.
    pub(super) fn users(&self) -> usize {
        self.users
    }

    /// Removes what was written, also by those beside: nothing refers to it yet.
    pub(in crate::store) fn take_back(&mut self) {
        for path in self.made.all().drain(..) {
            // What stays is removed by a later fold.
            let _ = self.fs.unlink(&path);
        }
    }

    /// Adds a record. To be called in the order of the folded names.
    pub(in crate::store) fn add(&mut self, record: &str) {
        if self.users == 0 {
            self.bytes.extend_from_slice(b"[\n");
        }
        self.bytes.extend_from_slice(record.as_bytes());
        self.bytes.extend_from_slice(b",\n");
        self.users += 1;
    }

    /// Whether the file has `users` records, or as many as fit one.
    pub(in crate::store) fn is_full(&self, users: usize) -> bool {
        self.users >= users || self.bytes.len() > LONGEST / 2
    }

    /// Writes the file that was begun; `None`: none was.
    pub(in crate::store) fn finish(&mut self) -> Result<Option<Arc<Segment>>, StoreError> {
        if self.users == 0 {
            return Ok(None);
        }
        self.bytes.extend_from_slice(b"]\n");
        let file = self.made.begin(self.dir, self.generation);
        let (columns, faults) = Columns::of(&self.bytes);
        let entry = SegmentEntry {
            file,
            users: std::mem::take(&mut self.users),
            bytes: self.bytes.len() as u64,
            first: columns
                .head(0)
                .map_or_else(String::new, |head| head.name.to_owned()),
            crc: Sum::default().then(&self.bytes),
        };
        if columns.len() != entry.users || !faults.is_empty() {
            // A bug of ours, found before anything refers to it.
            return Err(StoreError::Damaged(format!(
                "{} would not be read as it was written: {faults:?}",
                entry.file
            )));
        }
        let path = self.dir.join(&entry.file);
        let written = || {
            let file = self.fs.create(&path)?;
            file.write_at(&self.bytes, 0)?;
            file.sync()?;
            self.fs.source(&path)
        };
        let source = written().map_err(|error| StoreError::Io {
            path: path.clone(),
            what: "cannot be written; free some space, what was done is in the journal",
            error,
        })?;
        self.bytes.clear();
        Ok(Some(Arc::new(Segment::new(entry, Some(source), columns))))
    }
}

impl MadeFiles {
    fn all(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of one more.
    fn begin(&self, dir: &Path, generation: u64) -> String {
        let mut made = self.all();
        let name = name(generation, made.len() + 1);
        made.push(dir.join(&name));
        name
    }
}

/// How many records each file gets, where `users` go into files of at most `limit` ([`SEGMENT`]
/// unless a test wants them small): about the same number in each.
pub(in crate::store) fn even(users: usize, limit: usize) -> usize {
    let files = users.div_ceil(limit.clamp(1, SEGMENT)).max(1);
    users.div_ceil(files).max(1)
}
