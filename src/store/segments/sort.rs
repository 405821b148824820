//! Putting any number of users in the order of their names with little memory: runs that fit are
//! sorted and written aside, then read together.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::path::{Path, PathBuf};

use super::USERS;
use super::moved::folded;
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::canonical;
use crate::store::fs::{Fs, Source};

/// How much is sorted at once, in bytes.
const RUN: usize = 32 << 20;
/// How much of a run is read at once, in bytes.
const WINDOW: usize = 128 << 10;

/// A record and what it is ordered by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    folded: String,
    record: String,
}

/// Takes users in any order and gives their records in that of their names.
pub(in crate::store) struct Sorter<'a> {
    fs: &'a dyn Fs,
    dir: &'a Path,
    lines: Vec<Line>,
    bytes: usize,
    runs: Vec<PathBuf>,
}

impl<'a> Sorter<'a> {
    /// Writes aside, if it has to, in the folder of the segment files of `dir`.
    pub(in crate::store) fn new(fs: &'a dyn Fs, dir: &'a Path) -> Self {
        Self {
            fs,
            dir,
            lines: Vec::new(),
            bytes: 0,
            runs: Vec::new(),
        }
    }

    pub(in crate::store) fn add(&mut self, user: &User) -> Result<(), StoreError> {
        let line = Line {
            folded: folded(user),
            record: canonical::line(user)?,
        };
        self.bytes += line.folded.len() + line.record.len();
        self.lines.push(line);
        if self.bytes > RUN {
            self.write_aside()?;
        }
        Ok(())
    }

    fn write_aside(&mut self) -> Result<(), StoreError> {
        self.lines.sort_unstable();
        let mut bytes = Vec::with_capacity(self.bytes + 8 * self.lines.len());
        for Line { folded, record } in self.lines.drain(..) {
            for text in [&folded, &record] {
                let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
                bytes.extend_from_slice(&len.to_le_bytes());
            }
            bytes.extend_from_slice(folded.as_bytes());
            bytes.extend_from_slice(record.as_bytes());
        }
        self.bytes = 0;
        let name = format!("sort-{:04}.tmp", self.runs.len());
        let path = self.dir.join(USERS).join(name);
        self.runs.push(path.clone());
        let write = || self.fs.create(&path)?.write_at(&bytes, 0);
        write().map_err(|error| failed(&path, error))
    }

    /// Calls `each` with every record, in the order of the names.
    pub(in crate::store) fn finish(
        mut self,
        mut each: impl FnMut(&str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.lines.sort_unstable();
        let last = std::mem::take(&mut self.lines);
        if self.runs.is_empty() {
            return last.iter().try_for_each(|line| each(&line.record));
        }
        let mut runs: Vec<Run> = vec![Run::InMemory(last.into_iter())];
        for path in &self.runs {
            let source = self.fs.source(path).map_err(|error| failed(path, error))?;
            let len = self.fs.stat(path).map_err(|error| failed(path, error))?.len;
            runs.push(Run::Aside(Reader {
                source,
                len,
                at: 0,
                window: Vec::new(),
                used: 0,
            }));
        }
        let mut next = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            next.extend(run.next(&self)?.map(|line| Reverse((line, number))));
        }
        while let Some(Reverse((line, number))) = next.pop() {
            each(&line.record)?;
            if let Some(run) = runs.get_mut(number) {
                next.extend(run.next(&self)?.map(|line| Reverse((line, number))));
            }
        }
        Ok(())
    }
}

impl Drop for Sorter<'_> {
    fn drop(&mut self) {
        for path in &self.runs {
            // What stays is removed with other rests by a later fold.
            let _ = self.fs.unlink(path);
        }
    }
}

/// A sorted run.
enum Run {
    InMemory(std::vec::IntoIter<Line>),
    Aside(Reader),
}

impl Run {
    fn next(&mut self, sorter: &Sorter<'_>) -> Result<Option<Line>, StoreError> {
        match self {
            Self::InMemory(lines) => Ok(lines.next()),
            Self::Aside(reader) => reader.next().map_err(|error| {
                let path = sorter.runs.first().cloned().unwrap_or_default();
                failed(&path, error)
            }),
        }
    }
}

/// A run that was written aside, read a window at a time.
struct Reader {
    source: Box<dyn Source>,
    len: u64,
    /// Behind the window.
    at: u64,
    window: Vec<u8>,
    used: usize,
}

impl Reader {
    fn next(&mut self) -> io::Result<Option<Line>> {
        if self.used == self.window.len() && self.at == self.len {
            return Ok(None);
        }
        let lens: [usize; 2] = [self.length()?, self.length()?];
        let [folded, record] = [self.text(lens[0])?, self.text(lens[1])?];
        Ok(Some(Line { folded, record }))
    }

    fn length(&mut self) -> io::Result<usize> {
        let bytes = self.take(4)?;
        let bytes: [u8; 4] = bytes.try_into().unwrap_or_default();
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    fn text(&mut self, len: usize) -> io::Result<String> {
        let bytes = self.take(len)?.to_vec();
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    fn take(&mut self, len: usize) -> io::Result<&[u8]> {
        if self.window.len() - self.used < len {
            self.window.drain(..self.used);
            self.used = 0;
            let had = self.window.len();
            let left = usize::try_from(self.len - self.at).unwrap_or(usize::MAX);
            let more = left.min(WINDOW.max(len - had));
            self.window.resize(had + more, 0);
            self.source.read_at(&mut self.window[had..], self.at)?;
            self.at += more as u64;
        }
        let taken = self.window.get(self.used..self.used + len);
        self.used += len;
        taken.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

fn failed(path: &Path, error: io::Error) -> StoreError {
    StoreError::Io {
        path: path.to_owned(),
        what: "cannot be used to sort the users; free some space, then try again",
        error,
    }
}
