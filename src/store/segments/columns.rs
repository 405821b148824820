//! What lists show of the users of one segment, as columns.

use memchr::memrchr;

use super::head::State;
use super::reading::{Faults, Reading};
use crate::domain::directory::Head;
use crate::domain::id::UserId;

/// The columns of one segment. Never change.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) ids: Box<[UserId]>,
    pub(super) states: Box<[State]>,
    /// Where each record begins in the file, and where the last one ends.
    pub(super) records: Box<[u32]>,
    /// Name and user principal name of each as they are searched, a line feed behind each.
    pub(super) folded: Box<str>,
    pub(super) folded_ends: Box<[u32]>,
    /// The name of each as it is shown, a line feed, and its user principal name where that is not
    /// how it is searched.
    pub(super) shown: Box<str>,
    pub(super) shown_ends: Box<[u32]>,
    /// How many are deleted.
    pub(super) deleted: usize,
    /// The first row that does not stand behind the one before it in the order of names.
    pub(super) out_of_order: Option<usize>,
}

impl Columns {
    /// The columns of a segment file; the lines that hold no record are left out.
    pub(super) fn of(bytes: &[u8]) -> (Self, Faults) {
        let mut reading = Reading::default();
        reading.take(bytes, true);
        reading.finish()
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn deleted(&self) -> usize {
        self.deleted
    }

    /// What lists show of whoever is in this row.
    pub(super) fn state(&self, row: usize) -> Option<State> {
        self.states.get(row).copied()
    }

    pub(super) fn id(&self, row: usize) -> Option<UserId> {
        self.ids.get(row).copied()
    }

    /// Where the record is in the file: from its beginning to that of the next.
    pub(super) fn record(&self, row: usize) -> Option<std::ops::Range<u32>> {
        let start = self.records.get(row)?;
        Some(*start..*self.records.get(row + 1)?)
    }

    /// Name and user principal name as they are searched.
    pub(super) fn folded(&self, row: usize) -> Option<&str> {
        let end = *self.folded_ends.get(row)? as usize;
        let start = row.checked_sub(1).map_or(0, |row| self.folded_ends[row]) as usize;
        self.folded.get(start..end - 1)
    }

    /// The user principal name as it is searched.
    pub(super) fn folded_upn(&self, row: usize) -> Option<&str> {
        let folded = self.folded(row)?;
        // No user principal name has a line feed; a name may.
        folded.get(memrchr(b'\n', folded.as_bytes())? + 1..)
    }

    /// The row of whoever has this id, found by looking at all.
    pub(super) fn find_id(&self, id: UserId) -> Option<usize> {
        self.ids.iter().position(|own| *own == id)
    }

    /// The same by the user principal name as it is searched; `finder` finds it between line feeds.
    pub(super) fn find_upn(&self, upn: &str, finder: &memchr::memmem::Finder<'_>) -> Option<usize> {
        let mut found = None;
        self.search(finder, |row| {
            if found.is_none() && self.folded_upn(row) == Some(upn) {
                found = Some(row);
            }
        });
        found
    }

    pub(super) fn first_out_of_order(&self) -> Option<usize> {
        let mut before = "";
        (0..self.len()).find(|&row| {
            let own = self.folded(row).unwrap_or_default();
            let broken = own < before;
            before = own;
            broken
        })
    }

    pub(super) fn head(&self, row: usize) -> Option<Head<'_>> {
        let state = self.states.get(row)?;
        let folded = self.folded(row)?;
        let end = *self.shown_ends.get(row)? as usize;
        let start = row.checked_sub(1).map_or(0, |row| self.shown_ends[row]) as usize;
        let (name, upn) = match self.shown.get(start..end)?.rsplit_once('\n')? {
            (name, "") => (name, self.folded_upn(row)?),
            apart => apart,
        };
        Some(state.head(*self.ids.get(row)?, [name, upn, folded]))
    }

    /// The rows whose folded text holds what `finder` looks for, in order.
    pub(super) fn search(&self, finder: &memchr::memmem::Finder<'_>, mut each: impl FnMut(usize)) {
        let bytes = self.folded.as_bytes();
        let mut row = 0;
        let mut at = 0;
        while let Some(found) = finder.find(&bytes[at..]) {
            let found = small(at + found);
            // Hits come often in one segment and seldom in the next: both are quick this way.
            row += self.folded_ends[row..]
                .iter()
                .take(8)
                .take_while(|&&end| end <= found)
                .count();
            if self.folded_ends[row] <= found {
                row += self.folded_ends[row..].partition_point(|&end| end <= found);
            }
            each(row);
            at = self.folded_ends[row] as usize;
            row += 1;
            if at >= bytes.len() {
                return;
            }
        }
    }
}

/// The record that a line holds; `None`: none that is whole.
pub(super) fn record_of(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line.strip_suffix(b",\n")?).ok()
}

/// A length in a segment file: none is longer than [`super::file::LONGEST`].
pub(super) fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
