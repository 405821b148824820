//! Reading a whole folder to say what is wrong in it. Takes no lock and writes nothing.

use std::path::Path;

use super::files::JOURNAL;
use super::guard;
use super::load::{any_header, load};
use crate::domain::directory::Directory;
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
    let loaded = load(fs, dir)?;
    let mut notices = loaded.notices;
    notices.extend(guard::readable_by_others(fs, dir));
    if loaded.torn.is_some() {
        notices.push("1 unfinished change will be dropped when it is opened".to_owned());
    }
    if loaded.edited {
        notices.push("tenant.ron was edited by hand since it was last opened".to_owned());
    }
    let mut damage: Vec<String> = loaded.damage.into_iter().collect();
    for fault in journals(fs, dir) {
        // What is wrong behind the snapshot is known by now.
        if !damage.contains(&fault) {
            damage.push(fault);
        }
    }
    Ok(Checked {
        users: loaded.tenant.len(),
        damage: (!damage.is_empty()).then(|| damage.join("\n")),
        notices,
    })
}

/// What is wrong in the journal, sealed files included: they are the audit log.
fn journals(fs: &dyn Fs, dir: &Path) -> Vec<String> {
    let names = fs.list(&dir.join(JOURNAL)).unwrap_or_default();
    let mut firsts: Vec<u64> = names
        .iter()
        .filter_map(|name| journal::first_of(name))
        .collect();
    firsts.sort_unstable();
    let mut reading = Reading {
        faults: Vec::new(),
        expected: Some((1, Sum::default())),
        newest: firsts.last().copied(),
    };
    for first in firsts {
        let bytes = fs.read(&dir.join(JOURNAL).join(journal::file_name(first)), 0);
        let read = bytes
            .map_err(|error| error.to_string())
            .and_then(|bytes| reading.file(&bytes, first));
        if let Err(why) = read {
            reading.fault(first, &why);
            reading.expected = None;
        }
    }
    reading.faults
}

/// The journal, file by file.
struct Reading {
    faults: Vec<String>,
    /// The entry and the sum that the next file goes on with; behind a fault nothing is known.
    expected: Option<(u64, Sum)>,
    /// The first entry of the newest file, whose end may be unfinished.
    newest: Option<u64>,
}

impl Reading {
    fn file(&mut self, bytes: &[u8], first: u64) -> Result<(), String> {
        let (len, sum, header) = any_header(bytes, first)?;
        match self.expected {
            Some((next, _)) if next != first => {
                let name = journal::file_name(first);
                let why = format!("is missing: {name} begins with entry {first}");
                self.faults
                    .push(format!("{JOURNAL}/{} {why}", journal::file_name(next)));
            }
            Some((_, prev)) if prev != header.prev => {
                self.fault(first, "it does not go on where the file before ends");
            }
            _ => {}
        }
        let lines = replay::lines(&bytes[len..], first, sum);
        let next = first + lines.entries.len() as u64;
        let place = format!("entry {next}, at byte {}", len + lines.len);
        self.expected = Some((next, lines.sum));
        match lines.end {
            End::Whole => Ok(()),
            End::Torn if self.newest == Some(first) => Ok(()),
            End::Torn => Err(format!("{place}: it was never finished")),
            End::Damaged(why) => Err(format!("{place}: {why}")),
        }
    }

    fn fault(&mut self, first: u64, why: &str) {
        let name = journal::file_name(first);
        self.faults.push(format!("{JOURNAL}/{name}: {why}"));
    }
}
