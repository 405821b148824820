//! Reading a folder: `tenant.ron`, then the journal behind it. Writes nothing, not even repairs.

use std::path::Path;
use std::sync::Arc;

use super::append::Journal;
use super::create::is_missing;
use super::files::{JOURNAL, backup_hint, backups, failed, tenant_path};
use super::held::Held;
use super::written::{Written, WrittenUsers};
use crate::domain::change::Misfit;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::journal::{self, Entry, Header};
use crate::store::replay::{self, End};
use crate::store::segments::{self, SegmentEntry, USERS};
use crate::store::sum::Sum;
use crate::store::tenant_file::{self, Users, parse, untouched};

/// What is on disk.
pub(super) struct Loaded {
    pub(super) written: Written,
    /// With what the journal has, as far as it is known yet.
    pub(super) tenant: Held,
    pub(super) journal: Journal,
    /// The entries behind the snapshot.
    pub(super) entries: Vec<Entry>,
    /// How long they are, in bytes.
    pub(super) tail: u64,
    /// The latest generation that a segment file is of, or `tenant.ron`.
    pub(super) generation: u64,
    /// Whether there are segment files.
    pub(super) rests: bool,
    /// `tenant.ron` is not as a store left it.
    pub(super) edited: bool,
    /// Behind the journal's last good line there is a change that was never finished.
    pub(super) torn: Option<Vec<u8>>,
    /// The journal is damaged from here on, in words: nothing may be written.
    pub(super) damage: Option<String>,
    pub(super) notices: Vec<String>,
}

pub(super) fn load(fs: &dyn Fs, dir: &Path) -> Result<Loaded, StoreError> {
    load_with(fs, dir, &tenant_path(dir))
}

/// The same as if the file `path` were `tenant.ron`.
pub(super) fn load_with(fs: &dyn Fs, dir: &Path, path: &Path) -> Result<Loaded, StoreError> {
    let mut notices = Vec::new();
    let names = fs.list(&dir.join(USERS)).unwrap_or_default();
    let (written, edited) = tenant(fs, dir, path, &names, &mut notices)?;
    let tail = Tail::read(fs, dir, &written)?;
    for entry in &tail.entries {
        if entry.edit.is_some() && !edited {
            return Err(StoreError::Missing(format!(
                "tenant.ron is older than the edit by hand that entry {} of the journal took over: put back the newer file; {}",
                entry.n,
                backup_hint(fs, dir)
            )));
        }
    }
    let mut damage = tail.damage;
    let tenant = match &written.users {
        WrittenUsers::Inline { tenant, .. } => {
            let mut tenant = Arc::clone(tenant);
            for entry in &tail.entries {
                let now = Arc::make_mut(&mut tenant);
                if let Err(misfit) = now.apply(entry.facts.iter().cloned(), entry.n) {
                    if edited {
                        return Err(no_longer_fits(entry, misfit));
                    }
                    damage = Some(misfits(entry.n, misfit));
                    break;
                }
            }
            Held::Small(tenant)
        }
        WrittenUsers::Segments { facts, entries } => {
            let mut page = segments::page(fs, dir, facts, entries, written.snapshot.base)?;
            for entry in &tail.entries {
                page.replay(&entry.facts, entry.n);
            }
            Held::Counting(page.into())
        }
    };
    let numbers = names.iter().filter_map(|name| segments::number_of(name));
    let generations = numbers.map(|(generation, _)| generation);
    let generation = written.snapshot.generation;
    Ok(Loaded {
        written,
        tenant,
        journal: tail.journal,
        entries: tail.entries,
        tail: tail.bytes,
        generation: generations.max().unwrap_or(0).max(generation),
        rests: !names.is_empty(),
        edited,
        torn: tail.torn,
        damage,
        notices,
    })
}

/// An entry of the journal that an edit by hand left without what it changes.
pub(super) fn no_longer_fits(entry: &Entry, misfit: Misfit) -> StoreError {
    StoreError::Damaged(format!(
        "tenant.ron was edited by hand and entry {} of the journal, \"{}\", no longer fits: {misfit}; take that part of the edit back, nothing was written",
        entry.n, entry.title
    ))
}

/// An entry of the journal that does not fit what the files hold, in words.
pub(super) fn misfits(entry: u64, misfit: Misfit) -> String {
    format!("{JOURNAL}: entry {entry}: {misfit}")
}

/// `tenant.ron`, and whether it was edited by hand. `segments` are the segment files there are.
fn tenant(
    fs: &dyn Fs,
    dir: &Path,
    path: &Path,
    segments: &[String],
    notices: &mut Vec<String>,
) -> Result<(Written, bool), StoreError> {
    let unreadable = |error| {
        if is_missing(&error) {
            missing(fs, dir)
        } else {
            failed(
                path,
                "cannot be read: check the folder and its permissions",
                error,
            )
        }
    };
    let stat = fs.stat(path).map_err(unreadable)?;
    let bytes = fs.read(path, 0).map_err(unreadable)?;
    let hinted = |faults: Vec<String>| {
        let hint = backup_hint(fs, dir);
        StoreError::Damaged(format!(
            "{}\nnothing was written; {hint}",
            faults.join("\n")
        ))
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes().get(..at).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        let fault =
            tenant_file::Fault::at(&text, at, "not UTF-8: save the file as UTF-8".to_owned());
        hinted(vec![fault.to_string()])
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(text) => {
            notices.push(
                "tenant.ron begins with a byte order mark, which is not needed: save it as UTF-8 without BOM".to_owned(),
            );
            text.to_owned()
        }
        None => text,
    };
    let file =
        parse(&text).map_err(|faults| hinted(faults.iter().map(ToString::to_string).collect()))?;
    if file.snapshot.journal.is_empty() {
        let what = "tenant.ron has no snapshot block, so nothing says which entries of the journal are in it: put the block back";
        return Err(hinted(vec![what.to_owned()]));
    }
    let edited = !untouched(&text);
    let order = file.order();
    let base = file.snapshot.base;
    let users = match file.users {
        Users::Inline(users) => WrittenUsers::Inline {
            tenant: Tenant::new(file.facts, users, base)?.into(),
            order,
        },
        Users::Segments(entries) => {
            all_there(fs, dir, &entries, segments)?;
            WrittenUsers::Segments {
                facts: file.facts.into(),
                entries,
            }
        }
    };
    let written = Written {
        text,
        stat: Some(stat),
        snapshot: file.snapshot,
        users,
    };
    Ok((written, edited))
}

/// Refuses where a segment file is missing among `names`, those that are there, in order.
fn all_there(
    fs: &dyn Fs,
    dir: &Path,
    entries: &[SegmentEntry],
    names: &[String],
) -> Result<(), StoreError> {
    let there = |entry: &&SegmentEntry| {
        let name = entry.file.strip_prefix("users/");
        name.is_some_and(|name| names.binary_search_by(|own| own.as_str().cmp(name)).is_ok())
    };
    match entries.iter().find(|entry| !there(entry)) {
        None => Ok(()),
        Some(SegmentEntry { file, users, .. }) => Err(StoreError::Missing(format!(
            "{}/{file} is missing: {users} users are in it; put it back, or {}",
            dir.display(),
            backup_hint(fs, dir)
        ))),
    }
}

fn missing(fs: &dyn Fs, dir: &Path) -> StoreError {
    let folder = dir.display();
    if fs.stat(&dir.join(JOURNAL)).is_err() {
        return StoreError::Missing(format!(
            "no tenant in {folder}: make one with `proofup init {folder}`"
        ));
    }
    let backups = backups(fs, dir);
    let hint = if backups.is_empty() {
        "there is no backup".to_owned()
    } else {
        format!(
            "copy one of these back to it: backup/{}",
            backups.join(", backup/")
        )
    };
    StoreError::Missing(format!("{folder}/tenant.ron is missing; {hint}"))
}

/// The journal behind the snapshot.
struct Tail {
    journal: Journal,
    entries: Vec<Entry>,
    /// How long the entries are.
    bytes: u64,
    torn: Option<Vec<u8>>,
    damage: Option<String>,
}

impl Tail {
    fn read(fs: &dyn Fs, dir: &Path, written: &Written) -> Result<Self, StoreError> {
        let snapshot = &written.snapshot;
        let name = snapshot.journal.strip_prefix("journal/");
        let first = name.and_then(journal::first_of).ok_or_else(|| {
            StoreError::Damaged(format!(
                "tenant.ron: snapshot: `{}` is no journal file such as journal/0000000001.ron; {}",
                snapshot.journal,
                backup_hint(fs, dir)
            ))
        })?;
        let mut tail = Self {
            journal: Journal::new(first, snapshot.at, snapshot.chain),
            entries: Vec::new(),
            bytes: 0,
            torn: None,
            damage: None,
        };
        let mut following = journals(fs, dir, first)?.into_iter();
        let mut bytes = read(fs, &tail.journal.path(dir), snapshot.at)?;
        let len = fs.stat(&tail.journal.path(dir)).map_or(0, |stat| stat.len);
        if len < snapshot.at {
            tail.damage = Some(format!(
                "{} ends at byte {len}, before byte {} where tenant.ron expects entry {}",
                tail.journal.name(),
                snapshot.at,
                snapshot.base + 1
            ));
            return Ok(tail);
        }
        loop {
            let last_file = following.len() == 0;
            tail.take(&bytes, written.snapshot.base, last_file);
            if tail.damage.is_some() || tail.torn.is_some() {
                return Ok(tail);
            }
            let Some(first) = following.next() else {
                return Ok(tail);
            };
            let entry = tail.next(written.snapshot.base);
            if first != entry {
                return Err(StoreError::Missing(format!(
                    "{JOURNAL}/{} is missing: entry {entry} is in no file, {JOURNAL}/{} begins with entry {first}; {}",
                    journal::file_name(entry),
                    journal::file_name(first),
                    backup_hint(fs, dir)
                )));
            }
            bytes = read(fs, &dir.join(JOURNAL).join(journal::file_name(first)), 0)?;
            match header(&bytes, first, tail.journal.sum) {
                Ok((len, sum)) => {
                    tail.journal = Journal::new(first, len as u64, sum);
                    bytes.drain(..len);
                }
                Err(why) => {
                    tail.damage = Some(format!("{JOURNAL}/{}: {why}", journal::file_name(first)));
                    return Ok(tail);
                }
            }
        }
    }

    /// The number of the entry that comes next.
    fn next(&self, base: u64) -> u64 {
        base + self.entries.len() as u64 + 1
    }

    /// Takes the entries in `bytes`, which go on behind the last good line.
    fn take(&mut self, bytes: &[u8], base: u64, last_file: bool) {
        let next = self.next(base);
        let lines = replay::lines(bytes, next, self.journal.sum);
        let entry = next + lines.entries.len() as u64;
        let at = self.journal.end + lines.len as u64;
        let damaged = |why: &str| {
            Some(format!(
                "{}: entry {entry}, at byte {at}: {why}",
                self.journal.name()
            ))
        };
        match lines.end {
            End::Whole => {}
            End::Torn if last_file => self.torn = Some(bytes[lines.len..].to_vec()),
            End::Torn => self.damage = damaged("its sum does not fit, and another file follows"),
            End::Damaged(why) => self.damage = damaged(&why),
        }
        self.entries.extend(lines.entries);
        self.bytes += lines.len as u64;
        self.journal.end = at;
        self.journal.sum = lines.sum;
    }
}

/// The journal files behind the one that begins with `first`, which must be there.
fn journals(fs: &dyn Fs, dir: &Path, first: u64) -> Result<Vec<u64>, StoreError> {
    let folder = dir.join(JOURNAL);
    let name = journal::file_name(first);
    let gone = || {
        StoreError::Missing(format!(
            "{} is missing: tenant.ron goes on there; put it back, or {}",
            folder.join(&name).display(),
            backup_hint(fs, dir)
        ))
    };
    let names = fs.list(&folder).map_err(|error| {
        if is_missing(&error) {
            gone()
        } else {
            failed(&folder, "cannot be read", error)
        }
    })?;
    let mut firsts: Vec<u64> = names
        .iter()
        .filter_map(|name| journal::first_of(name))
        .collect();
    firsts.sort_unstable();
    if !firsts.contains(&first) {
        return Err(gone());
    }
    firsts.retain(|&other| other > first);
    Ok(firsts)
}

fn read(fs: &dyn Fs, path: &Path, from: u64) -> Result<Vec<u8>, StoreError> {
    fs.read(path, from).map_err(|error| {
        failed(
            path,
            "cannot be read: check the folder and its permissions",
            error,
        )
    })
}

/// The length, line feed included, and the sum of the first line of a journal file that goes on
/// where one of sum `prev` ends.
pub(super) fn header(bytes: &[u8], first: u64, prev: Sum) -> Result<(usize, Sum), String> {
    let (len, sum, header) = any_header(bytes, first)?;
    if header.prev != prev {
        return Err("it does not go on where the file before ends".to_owned());
    }
    Ok((len, sum))
}

/// The first line of a journal file, whatever was before: its length, its sum, and what it says.
pub(super) fn any_header(bytes: &[u8], first: u64) -> Result<(usize, Sum, Header), String> {
    let len = bytes.iter().position(|&b| b == b'\n');
    let len = len.ok_or("its first line is cut")?;
    let (text, sum) = journal::verified(&bytes[..len], Sum::default())
        .ok_or("the sum of its first line does not fit")?;
    let header: Header = crate::store::ron_options()
        .from_str(text)
        .map_err(|error| format!("first line: {error}"))?;
    if header.journal > journal::FORMAT {
        let format = header.journal;
        return Err(format!(
            "format {format} is of a newer proofup: open it with that one"
        ));
    }
    if header.first != first {
        return Err(format!(
            "its name and its first line ({}) differ",
            header.first
        ));
    }
    Ok((len + 1, sum, header))
}
