//! One segment: its file, which stays open, and its columns.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use super::columns::{Columns, record_of};
use super::file::SegmentEntry;
use crate::domain::user::User;
use crate::store::canonical;
use crate::store::fs::Source;

/// A segment that was read or written. Never changes.
pub(in crate::store) struct Segment {
    pub(in crate::store) entry: SegmentEntry,
    /// Open as long as somebody may ask for a record, though the file may be removed meanwhile;
    /// `None`: it cannot be opened.
    source: Option<Box<dyn Source>>,
    pub(super) columns: Columns,
    /// What went wrong when a record was asked for.
    fault: OnceLock<String>,
    /// Who was read last, by row: whoever is under the cursor is asked for several times a frame.
    last: Mutex<Option<(usize, Arc<User>)>>,
}

impl Segment {
    pub(super) fn new(
        entry: SegmentEntry,
        source: Option<Box<dyn Source>>,
        columns: Columns,
    ) -> Self {
        Self {
            entry,
            source,
            columns,
            fault: OnceLock::new(),
            last: Mutex::default(),
        }
    }

    /// The whole user in this row, read from the file.
    pub(super) fn user(&self, row: usize) -> Option<Arc<User>> {
        // Nobody waits for anybody else: whoever finds it taken reads.
        if let Ok(last) = self.last.try_lock()
            && let Some((at, user)) = &*last
            && *at == row
        {
            return Some(Arc::clone(user));
        }
        let user = self.read_user(row)?;
        if let Ok(mut last) = self.last.try_lock() {
            *last = Some((row, Arc::clone(&user)));
        }
        Some(user)
    }

    fn read_user(&self, row: usize) -> Option<Arc<User>> {
        let id = self.columns.id(row)?;
        let mut bytes = Vec::new();
        let record = self.record(row, &mut bytes)?;
        match canonical::read::<User>(record) {
            Ok(user) if user.id == id => Some(Arc::new(user)),
            Ok(_) => self.failed("another record stands there"),
            Err(error) => self.failed(&error.code.to_string()),
        }
    }

    /// The text of the record in this row, read into `bytes`.
    pub(super) fn record<'a>(&self, row: usize, bytes: &'a mut Vec<u8>) -> Option<&'a str> {
        let place = self.columns.record(row)?;
        bytes.resize(place.len(), 0);
        if let Err(error) = self.read_at(bytes, place.start.into()) {
            return self.failed(&error.to_string());
        }
        // Where a damaged line follows it is read along.
        let len = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |len| len + 1);
        record_of(&bytes[..len]).or_else(|| self.failed("the record is not whole"))
    }

    pub(super) fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let source = self.source.as_ref().ok_or(io::ErrorKind::NotFound)?;
        source.read_at(bytes, at)
    }

    fn failed<T>(&self, why: &str) -> Option<T> {
        let _ = self.fault.set(format!("{}: {why}", self.entry.file));
        None
    }

    /// Why a record could not be read, if that happened.
    pub(in crate::store) fn fault(&self) -> Option<&str> {
        self.fault.get().map(String::as_str)
    }
}
