//! Reading a whole folder file by file, and what each is worth. Takes no lock and writes nothing.

use std::path::Path;

use super::check::{JournalRead, journals};
use super::create::is_missing;
use super::files::{BACKUP, JOURNAL, LOCK, backups, failed};
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::segments::{self, SegmentEntry, USERS};
use crate::store::tenant_file::{self, TenantFile, Users, parse, untouched};

/// What came of reading one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its name from the tenant's folder on.
    pub file: String,
    /// What it is worth.
    pub worth: Worth,
    /// What it holds, or what is wrong with it: a line each.
    pub lines: Vec<String>,
}

/// What a file is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// It is as it was written.
    Sound,
    /// It is well-formed, and somebody edited it.
    Edited,
    /// It is kept for people; the tenant does not need it.
    Spare,
    /// It is not as it was written, or not there.
    Damaged,
}

impl Verdict {
    fn new(file: impl Into<String>, worth: Worth, line: impl Into<String>) -> Self {
        let (file, lines) = (file.into(), vec![line.into()]);
        Self { file, worth, lines }
    }
}

/// Reads every file in `dir`, each sum included, and calls `told` with what came of it.
///
/// # Errors
///
/// Where there is no tenant, or the folder cannot be listed.
pub fn verify(fs: &dyn Fs, dir: &Path, told: &mut dyn FnMut(Verdict)) -> Result<(), StoreError> {
    let unlisted = |error| {
        if is_missing(&error) {
            let folder = dir.display();
            return StoreError::Missing(format!(
                "no tenant in {folder}: make one with `proofup init {folder}`"
            ));
        }
        failed(dir, "cannot be read", error)
    };
    let names = fs.list(dir).map_err(unlisted)?;
    told(text(fs, dir, tenant_file::NAME, Worth::Edited));
    for entry in named(fs, dir) {
        told(segment(fs, dir, &entry));
    }
    for read in journals(fs, dir) {
        told(journal(read));
    }
    for name in backups(fs, dir) {
        told(text(fs, dir, &format!("{BACKUP}/{name}"), Worth::Damaged));
    }
    let spare = |folder: &str, name: &String| {
        let name = if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        rest(&name).map(|what| Verdict::new(name, Worth::Spare, what))
    };
    for folder in [JOURNAL, BACKUP] {
        let names = fs.list(&dir.join(folder)).unwrap_or_default();
        names
            .iter()
            .filter_map(|name| spare(folder, name))
            .for_each(&mut *told);
    }
    names
        .iter()
        .filter_map(|name| spare("", name))
        .for_each(told);
    Ok(())
}

/// A `tenant.ron`, present or past. `if_edited`: what it is worth where its sum does not fit.
fn text(fs: &dyn Fs, dir: &Path, name: &str, if_edited: Worth) -> Verdict {
    let bytes = match fs.read(&dir.join(name), 0) {
        Ok(bytes) => bytes,
        Err(error) if is_missing(&error) => {
            return Verdict::new(name, Worth::Damaged, "is missing");
        }
        Err(error) => {
            return Verdict::new(name, Worth::Damaged, format!("cannot be read: {error}"));
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return Verdict::new(name, Worth::Damaged, "not UTF-8");
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match parse(text) {
        Ok(file) if untouched(text) => Verdict::new(name, Worth::Sound, holds(&file)),
        Ok(file) if if_edited == Worth::Edited => Verdict::new(
            name,
            Worth::Edited,
            format!("{}, edited by hand", holds(&file)),
        ),
        Ok(_) => Verdict::new(name, Worth::Damaged, "its sum does not fit"),
        Err(faults) => Verdict {
            file: name.to_owned(),
            worth: Worth::Damaged,
            lines: faults.iter().map(ToString::to_string).collect(),
        },
    }
}

/// The segment files that `tenant.ron` names.
fn named(fs: &dyn Fs, dir: &Path) -> Vec<SegmentEntry> {
    let bytes = fs.read(&dir.join(tenant_file::NAME), 0).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    match parse(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
        Ok(TenantFile {
            users: Users::Segments(entries),
            ..
        }) => entries,
        _ => Vec::new(),
    }
}

fn segment(fs: &dyn Fs, dir: &Path, entry: &SegmentEntry) -> Verdict {
    let file = &entry.file;
    if fs
        .stat(&dir.join(file))
        .is_err_and(|error| is_missing(&error))
    {
        return Verdict::new(file, Worth::Damaged, "is missing");
    }
    let faults = segments::look(fs, dir, entry);
    if faults.is_empty() {
        return Verdict::new(file, Worth::Sound, format!("{} users", entry.users));
    }
    Verdict {
        file: file.clone(),
        worth: Worth::Damaged,
        lines: faults,
    }
}

fn holds(file: &TenantFile) -> String {
    let users = match file.users.count() {
        1 => "1 user".to_owned(),
        more => format!("{more} users"),
    };
    let snapshot = &file.snapshot;
    format!(
        "generation {}, {users}, up to entry {}",
        snapshot.generation, snapshot.base
    )
}

fn journal(read: JournalRead) -> Verdict {
    let JournalRead {
        name,
        first,
        next,
        torn,
        faults,
    } = read;
    let file = format!("{JOURNAL}/{name}");
    if !faults.is_empty() {
        return Verdict {
            file,
            worth: Worth::Damaged,
            lines: faults,
        };
    }
    let held = match next - first {
        0 => "no entry yet".to_owned(),
        1 => format!("entry {first}"),
        _ => format!("entries {first} to {}", next - 1),
    };
    let torn = if torn {
        ", and 1 unfinished change behind them"
    } else {
        ""
    };
    Verdict::new(file, Worth::Sound, format!("{held}{torn}"))
}

/// What a file beside the others is there for; `None`: it is one of them.
fn rest(name: &str) -> Option<&'static str> {
    const RESTS: [(&str, &str); 4] = [
        (".cut-", "was cut off, and kept"),
        (".damaged-", "was damaged, and kept"),
        (
            ".ours",
            "what proofup would have written while the file was edited",
        ),
        (
            ".tmp",
            "was never finished; it is removed when the file is written again",
        ),
    ];
    let found = RESTS.iter().find(|(ending, _)| name.contains(ending));
    let known = |name: &str| {
        let inside =
            name.contains('/') && Path::new(name).extension().is_some_and(|end| end == "ron");
        inside || [tenant_file::NAME, LOCK, JOURNAL, BACKUP, USERS].contains(&name)
    };
    match found {
        Some((_, what)) => Some(what),
        None if known(name) => None,
        None => Some("is none of proofup's files"),
    }
}
