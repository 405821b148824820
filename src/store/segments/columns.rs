//! What lists show of the users of one segment, as columns.

use memchr::memchr;

use crate::domain::directory::{Head, fold};
use crate::domain::id::UserId;
use crate::domain::user::User;
use crate::store::canonical;

use super::head::{RecordHead, State};

/// The columns of one segment. Never change.
#[derive(Debug, Default)]
pub(super) struct Columns {
    ids: Vec<UserId>,
    states: Vec<State>,
    /// Where each record begins in the file, and where the last one ends.
    records: Vec<u32>,
    /// Name and user principal name of each as they are searched, a line feed behind each.
    folded: String,
    folded_ends: Vec<u32>,
    /// The name of each as it is shown, and its user principal name where that is not how it is
    /// searched.
    shown: String,
    shown_ends: Vec<[u32; 2]>,
    /// How many are deleted.
    deleted: usize,
}

impl Columns {
    /// The columns of a segment file; the lines (from 1) that hold no record are left out and given
    /// with what is wrong there.
    pub(super) fn of(bytes: &[u8]) -> (Self, Vec<(usize, String)>) {
        let mut columns = Self::default();
        let mut faults = Vec::new();
        let (mut at, mut number) = (0, 0);
        while at < bytes.len() {
            let start = at;
            at = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |len| at + len + 1);
            number += 1;
            let line = &bytes[start..at];
            let bracket = number == 1 && line == b"[\n" || at == bytes.len() && line == b"]\n";
            if !bracket && let Err(why) = columns.add(line, start) {
                faults.push((number, why));
            }
        }
        columns.shrink();
        (columns, faults)
    }

    /// Adds the record that begins at byte `start` of the file.
    fn add(&mut self, line: &[u8], start: usize) -> Result<(), String> {
        let record = record_of(line).ok_or("no whole record")?;
        if let Some(head) = canonical::read_canonical::<RecordHead<'_>>(record) {
            self.push(head.id, [&head.name, &head.upn], head.state());
        } else {
            let user: User = canonical::read(record)
                .map_err(|error| format!("column {}: {}", error.span.start.col, error.code))?;
            self.push(user.id, [&user.name, &user.upn], State::of(&user));
        }
        self.records.pop();
        self.records.extend([start, start + line.len()].map(small));
        Ok(())
    }

    fn push(&mut self, id: UserId, [name, upn]: [&str; 2], state: State) {
        self.ids.push(id);
        self.deleted += usize::from(state.deleted);
        self.states.push(state);
        push_folded(&mut self.folded, name);
        self.folded.push('\n');
        let from = self.folded.len();
        push_folded(&mut self.folded, upn);
        let same = self.folded[from..] == *upn;
        self.folded.push('\n');
        self.folded_ends.push(small(self.folded.len()));
        self.shown.push_str(name);
        let name_end = small(self.shown.len());
        if !same {
            self.shown.push_str(upn);
        }
        self.shown_ends.push([name_end, small(self.shown.len())]);
    }

    fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.states.shrink_to_fit();
        self.records.shrink_to_fit();
        self.folded.shrink_to_fit();
        self.folded_ends.shrink_to_fit();
        self.shown.shrink_to_fit();
        self.shown_ends.shrink_to_fit();
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
        Some(folded.rsplit_once('\n')?.1)
    }

    pub(super) fn head(&self, row: usize) -> Option<Head<'_>> {
        let state = self.states.get(row)?;
        let folded = self.folded(row)?;
        let [name_end, end] = self.shown_ends.get(row)?.map(|end| end as usize);
        let start = row.checked_sub(1).map_or(0, |row| self.shown_ends[row][1]) as usize;
        let name = self.shown.get(start..name_end)?;
        let upn = if name_end == end {
            self.folded_upn(row)?
        } else {
            self.shown.get(name_end..end)?
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

/// [`fold`] without a text of its own where there are only plain letters.
fn push_folded(out: &mut String, text: &str) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        if let Some(new) = out.get_mut(from..) {
            new.make_ascii_lowercase();
        }
    } else {
        out.push_str(&fold(text));
    }
}

/// No segment file is longer: see [`super::file::LONGEST`].
fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
