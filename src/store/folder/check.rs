//! Reading a whole folder to say what is wrong in it. Takes no lock and writes nothing.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::count::Count;
use super::files::JOURNAL;
use super::guard;
use super::held::Held;
use super::load::{any_header, load};
use crate::store::fs::Fs;
use crate::store::replay::End;
use crate::store::sum::Sum;
use crate::store::{StoreError, journal, replay};

/// What reading a whole tenant brought to light.
#[derive(Debug, PartialEq, Eq)]
pub struct Checked {
    /// How many users there are.
    pub users: usize,
    /// Damage in the journal, a line each: what would have it opened for reading only first, then
    /// what is wrong in sealed files, which are the audit log.
    pub damage: Option<String>,
    /// What to know, though nothing is lost.
    pub notices: Vec<String>,
}

/// Reads the tenant in `dir` whole.
///
/// # Errors
///
/// Where it could not be opened at all; [`StoreError::Damaged`] has a line for each fault, with
/// its place.
pub fn check(fs: &dyn Fs, dir: &Path) -> Result<Checked, StoreError> {
    let mut loaded = load(fs, dir)?;
    let count = Count::of(&mut loaded);
    let read = count.and_then(|count| count.read(fs, dir, &AtomicBool::new(false)));
    let segments = read.map_or_else(Vec::new, |(large, mut faults)| {
        faults.extend(large.faults());
        loaded.tenant = Held::Large(large.into());
        faults
    });
    let mut notices = loaded.notices;
    notices.extend(guard::readable_by_others(&guard::present(fs, dir)));
    if loaded.torn.is_some() {
        notices.push("1 unfinished change will be dropped when it is opened".to_owned());
    }
    if loaded.edited {
        notices.push("tenant.ron was edited by hand since it was last opened".to_owned());
    }
    let mut damage: Vec<String> = loaded.damage.into_iter().collect();
    damage.extend(segments);
    let faults = journals(fs, dir).into_iter().flat_map(|read| {
        let file = format!("{JOURNAL}/{}", read.name);
        let named = move |fault| format!("{file}: {fault}");
        read.faults.into_iter().map(named)
    });
    for fault in faults {
        // What is wrong behind the snapshot is known by now.
        if !damage.contains(&fault) {
            damage.push(fault);
        }
    }
    Ok(Checked {
        users: loaded.tenant.directory().len(),
        damage: (!damage.is_empty()).then(|| damage.join("\n")),
        notices,
    })
}

/// What came of reading a journal file.
pub(super) struct JournalRead {
    pub(super) name: String,
    /// The number of its first entry, by its name.
    pub(super) first: u64,
    /// The number behind its last good entry.
    pub(super) next: u64,
    /// A change behind the last good line was never finished.
    pub(super) torn: bool,
    /// What is wrong.
    pub(super) faults: Vec<String>,
}

/// Every journal file, sealed ones included: they are the audit log. One that is missing is there
/// with a fault.
pub(super) fn journals(fs: &dyn Fs, dir: &Path) -> Vec<JournalRead> {
    let names = fs.list(&dir.join(JOURNAL)).unwrap_or_default();
    let mut firsts: Vec<u64> = names
        .iter()
        .filter_map(|name| journal::first_of(name))
        .collect();
    firsts.sort_unstable();
    let mut read = Vec::new();
    // The entry and the sum that the next file goes on with; behind a fault nothing is known.
    let mut expected = Some((1, Sum::default()));
    for (at, &first) in firsts.iter().enumerate() {
        if let Some((next, _)) = expected.filter(|&(next, _)| next != first) {
            let name = journal::file_name(first);
            let why = format!("missing, {name} begins with entry {first}");
            read.push(JournalRead::faulty(next, why));
            expected = None;
        }
        let mut file = JournalRead::faulty(first, String::new());
        file.faults.clear();
        let bytes = fs.read(&dir.join(JOURNAL).join(&file.name), 0);
        let end = bytes
            .map_err(|error| error.to_string())
            .and_then(|bytes| file.read(&bytes, expected, at + 1 == firsts.len()));
        expected = end.map_err(|why| file.faults.push(why)).ok();
        read.push(file);
    }
    read
}

impl JournalRead {
    fn faulty(first: u64, why: String) -> Self {
        Self {
            name: journal::file_name(first),
            first,
            next: first,
            torn: false,
            faults: vec![why],
        }
    }

    /// Reads it behind what is `expected`. Gives what the next file goes on with.
    fn read(
        &mut self,
        bytes: &[u8],
        expected: Option<(u64, Sum)>,
        newest: bool,
    ) -> Result<(u64, Sum), String> {
        let (len, sum, header) = any_header(bytes, self.first)?;
        if expected.is_some_and(|(_, prev)| prev != header.prev) {
            let why = "it does not go on where the file before ends";
            self.faults.push(why.to_owned());
        }
        let lines = replay::lines(&bytes[len..], self.first, sum);
        self.next = self.first + lines.entries.len() as u64;
        let place = format!("entry {}, at byte {}", self.next, len + lines.len);
        match lines.end {
            End::Whole => {}
            // The end of the newest may be unfinished.
            End::Torn if newest => self.torn = true,
            End::Torn => return Err(format!("{place}: it was never finished")),
            End::Damaged(why) => return Err(format!("{place}: {why}")),
        }
        Ok((self.next, lines.sum))
    }
}
