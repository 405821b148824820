//! Making the columns of a segment file from its bytes, a block at a time.

use memchr::memchr;

use super::columns::{Columns, record_of, small};
use super::head::State;
use super::scan::scan;
use crate::domain::directory::fold_into;
use crate::domain::id::UserId;
use crate::domain::user::User;
use crate::store::canonical;

/// The lines (from 1) of a file that hold no record, with what is wrong there.
pub(super) type Faults = Vec<(usize, String)>;

/// The columns of a file that is being read. What it grows to is used again for the next file.
#[derive(Default)]
pub(super) struct Reading {
    ids: Vec<UserId>,
    states: Vec<State>,
    records: Vec<u32>,
    /// Plain letters in either case.
    folded: Vec<u8>,
    folded_ends: Vec<u32>,
    shown: Vec<u8>,
    shown_ends: Vec<u32>,
    deleted: usize,
    /// Room for a text that is being folded.
    letters: String,
    faults: Faults,
    /// How many lines were taken.
    lines: usize,
    /// How many bytes they were.
    len: usize,
}

impl Reading {
    /// Takes the lines that are whole in `bytes`, which go on behind what was taken; `last`: the file
    /// ends with them. How many bytes were taken.
    pub(super) fn take(&mut self, bytes: &[u8], last: bool) -> usize {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let len = match memchr(b'\n', rest) {
                Some(len) => len + 1,
                None if last => rest.len(),
                None => break,
            };
            let (line, behind) = rest.split_at(len);
            self.lines += 1;
            let opens = self.lines == 1 && line == b"[\n";
            let closes = last && behind.is_empty() && line == b"]\n";
            if !opens
                && !closes
                && let Err(why) = self.add(line)
            {
                self.faults.push((self.lines, why));
            }
            self.len += len;
            at += len;
        }
        at
    }

    /// Adds the record on a line.
    fn add(&mut self, line: &[u8]) -> Result<(), String> {
        let record = line.strip_suffix(b",\n").ok_or(NOT_WHOLE)?;
        let seen =
            scan(record).and_then(|seen| self.push(seen.id, [seen.name, seen.upn], seen.state));
        if seen.is_none() {
            let record = record_of(line).ok_or(NOT_WHOLE)?;
            let user: User = canonical::read(record)
                .map_err(|error| format!("column {}: {}", error.span.start.col, error.code))?;
            if user.upn.contains('\n') {
                // It stands behind the last line feed of what is kept of both names.
                return Err("the user principal name has a line feed".to_owned());
            }
            let names = [&user.name, &user.upn].map(String::as_bytes);
            self.push(user.id, names, State::of(&user));
        }
        self.records.pop();
        self.records
            .extend([self.len, self.len + line.len()].map(small));
        Ok(())
    }

    /// `None`: a name is no text.
    fn push(&mut self, id: UserId, [name, upn]: [&[u8]; 2], state: State) -> Option<()> {
        if !is_text(name) || !is_text(upn) {
            return None;
        }
        self.fold(name);
        let from = self.folded.len();
        self.fold(upn);
        self.folded_ends.push(small(self.folded.len()));
        self.shown.extend_from_slice(name);
        self.shown.push(b'\n');
        // Plain letters are folded when all are there.
        let is_folded = self.folded.get(from..self.folded.len() - 1) == Some(upn);
        if !is_folded || has_capitals(upn) {
            self.shown.extend_from_slice(upn);
        }
        self.shown_ends.push(small(self.shown.len()));
        self.states.push(state);
        self.deleted += usize::from(state.deleted);
        self.ids.push(id);
        Some(())
    }

    /// Adds a text as it is searched, with a line feed behind it.
    fn fold(&mut self, text: &[u8]) {
        if text.is_ascii() {
            self.folded.extend_from_slice(text);
        } else if let Ok(text) = std::str::from_utf8(text) {
            self.letters.clear();
            fold_into(&mut self.letters, text);
            self.folded.extend_from_slice(self.letters.as_bytes());
        }
        self.folded.push(b'\n');
    }

    /// The columns of what was taken. Ready for another file then.
    pub(super) fn finish(&mut self) -> (Columns, Faults) {
        self.folded.make_ascii_lowercase();
        let mut columns = Columns {
            ids: all(&mut self.ids),
            states: all(&mut self.states),
            records: all(&mut self.records),
            folded: text(&mut self.folded),
            folded_ends: all(&mut self.folded_ends),
            shown: text(&mut self.shown),
            shown_ends: all(&mut self.shown_ends),
            deleted: std::mem::take(&mut self.deleted),
            out_of_order: None,
        };
        columns.out_of_order = columns.first_out_of_order();
        self.lines = 0;
        self.len = 0;
        (columns, std::mem::take(&mut self.faults))
    }
}

const NOT_WHOLE: &str = "no whole record";

/// All there is, in no more memory than it needs; leaves none of it behind.
fn all<T: Copy>(items: &mut Vec<T>) -> Box<[T]> {
    let all = items.as_slice().into();
    items.clear();
    all
}

/// The same of a text, which it is: see [`Reading::push`].
fn text(bytes: &mut Vec<u8>) -> Box<str> {
    let all = String::from_utf8(bytes.as_slice().into()).unwrap_or_default();
    bytes.clear();
    all.into()
}

fn is_text(bytes: &[u8]) -> bool {
    bytes.is_ascii() || std::str::from_utf8(bytes).is_ok()
}

fn has_capitals(text: &[u8]) -> bool {
    // All of them, without a way out: several bytes at once are looked at.
    let is_capital = |any, byte: &u8| any | byte.is_ascii_uppercase();
    text.iter().fold(false, is_capital)
}
