//! A tenant in one file: an ordinary tar of `tenant.ron`, segment files and the journal, which every system can
//! unpack. Taken while another process writes, it is the tenant as of one entry.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::check::{check, journals};
use super::count::Count;
use super::create::holds_tenant;
use super::files::{BACKUP, JOURNAL, beside, failed, tenant_path};
use super::load::{load, load_with};
use super::origin;
use crate::domain::directory::Revision;
use crate::domain::time::Timestamp;
use crate::store::fs::Fs;
use crate::store::segments::{SegmentEntry, USERS, number_of};
use crate::store::{StoreError, journal, tenant_file};

/// The state the tenant was made with, so that a restored one can be reset too.
const ORIGIN_NAME: &str = "backup/origin.ron";
/// So much is copied at once, in bytes.
const PIECE: usize = 1 << 20;

/// Writes the tenant in `dir` to `out`, and gives the entry that it is as of. Takes no lock and
/// writes nothing in `dir`.
///
/// # Errors
///
/// Where the tenant is damaged, so that nobody trusts a copy of it; `out`'s own are
/// [`StoreError::Io`] with the path `to`.
pub fn archive(
    fs: &dyn Fs,
    dir: &Path,
    now: Timestamp,
    (out, to): (&mut dyn Write, &Path),
) -> Result<Revision, StoreError> {
    let loaded = load(fs, dir)?;
    if let Some(damage) = loaded.damage.or(check(fs, dir)?.damage) {
        return Err(StoreError::Damaged(damage));
    }
    if loaded.edited {
        return Err(StoreError::Damaged(format!(
            "{}: it was edited by hand: open it once, so that the edit is part of the tenant",
            tenant_file::NAME
        )));
    }
    let unwritten = |error| failed(to, "cannot be written", error);
    let mut tar = tar::Builder::new(out);
    let mut put = |name: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(now.0).unwrap_or_default());
        tar.append_data(&mut header, name, bytes).map_err(unwritten)
    };
    put(tenant_file::NAME, loaded.written.text.as_bytes())?;
    if let Ok(bytes) = fs.read(&origin::path(dir), 0) {
        put(ORIGIN_NAME, &bytes)?;
    }
    for SegmentEntry { file, .. } in loaded.written.entries() {
        let path = dir.join(file);
        let read = fs.read(&path, 0);
        put(
            file,
            &read.map_err(|error| failed(&path, "cannot be read", error))?,
        )?;
    }
    let folder = dir.join(JOURNAL);
    let names = fs.list(&folder);
    let names = names.map_err(|error| failed(&folder, "cannot be read", error))?;
    let firsts = names.iter().filter_map(|name| journal::first_of(name));
    // What another process began since is behind the entry that this is as of.
    for first in firsts.filter(|&first| first <= loaded.journal.first) {
        let path = folder.join(journal::file_name(first));
        let read = fs.read(&path, 0);
        let mut bytes = read.map_err(|error| failed(&path, "cannot be read", error))?;
        if first == loaded.journal.first {
            bytes.truncate(usize::try_from(loaded.journal.end).unwrap_or(usize::MAX));
        }
        put(&format!("{JOURNAL}/{}", journal::file_name(first)), &bytes)?;
    }
    tar.finish().map_err(unwritten)?;
    let base = loaded.written.snapshot.base;
    Ok(base + loaded.entries.len() as u64)
}

/// Makes a tenant in `dir` of what [`archive`] wrote.
///
/// # Errors
///
/// Where there is a tenant already; where `from` is no such file, or a damaged one: then nothing
/// is left in `dir`.
pub fn restore(fs: &dyn Fs, dir: &Path, from: &mut dyn Read) -> Result<(), StoreError> {
    if holds_tenant(fs, dir) {
        return Err(StoreError::Exists(dir.to_owned()));
    }
    for folder in [dir, &dir.join(JOURNAL), &dir.join(BACKUP), &dir.join(USERS)] {
        let made = fs.make_dir(folder);
        made.map_err(|error| failed(folder, "cannot be made: choose another folder", error))?;
    }
    let sound = unpack(fs, dir, from).and_then(|()| {
        let tenant = arriving(dir);
        let mut loaded = load_with(fs, dir, &tenant)?;
        let journal = journals(fs, dir);
        let faults = journal.iter().flat_map(|read| &read.faults);
        let read =
            Count::of(&mut loaded).and_then(|count| count.read(fs, dir, &AtomicBool::new(false)));
        let damaged = loaded.damage.is_some() || read.is_some_and(|(_, damage)| !damage.is_empty());
        if loaded.edited || loaded.torn.is_some() || faults.count() > 0 || damaged {
            let what = "it is not as `proofup backup` wrote it: take another copy of it";
            return Err(StoreError::Damaged(what.to_owned()));
        }
        for name in [JOURNAL, USERS, BACKUP] {
            sync(fs, &dir.join(name))?;
        }
        sync(fs, dir)?;
        let path = tenant_path(dir);
        let named = fs.rename(&tenant, &path);
        named.map_err(|error| failed(&path, "cannot be put in its place", error))?;
        sync(fs, dir)
    });
    sound.inspect_err(|_| take_back(fs, dir))
}

fn sync(fs: &dyn Fs, folder: &Path) -> Result<(), StoreError> {
    let synced = fs.sync_dir(folder);
    synced.map_err(|error| failed(folder, "cannot be made durable: try again", error))
}

/// `tenant.ron` until everything that it names is there.
fn arriving(dir: &Path) -> std::path::PathBuf {
    beside(&tenant_path(dir), ".tmp")
}

fn unpack(fs: &dyn Fs, dir: &Path, from: &mut dyn Read) -> Result<(), StoreError> {
    let not_one = |why: String| {
        StoreError::Damaged(format!("it is no file that `proofup backup` wrote: {why}"))
    };
    let unread = |error: io::Error| not_one(error.to_string());
    let mut archive = tar::Archive::new(from);
    let mut tenant = false;
    for entry in archive.entries().map_err(unread)? {
        let mut entry = entry.map_err(unread)?;
        let name = entry.path().map_err(unread)?.display().to_string();
        let first = name.strip_prefix("journal/").and_then(journal::first_of);
        let segment = name
            .strip_prefix("users/")
            .filter(|name| number_of(name).is_some());
        // Written as the name says, whatever else a name might say.
        let path = match (first, segment) {
            (Some(first), _) => dir.join(JOURNAL).join(journal::file_name(first)),
            (None, Some(segment)) => dir.join(USERS).join(segment),
            (None, None) if name == ORIGIN_NAME => origin::path(dir),
            (None, None) if name == tenant_file::NAME => {
                tenant = true;
                arriving(dir)
            }
            (None, None) => return Err(not_one(format!("`{name}` is no part of a tenant"))),
        };
        copy(fs, &path, &mut entry).map_err(|error| failed(&path, "cannot be written", error))?;
    }
    if tenant {
        Ok(())
    } else {
        Err(not_one("there is no tenant.ron in it".to_owned()))
    }
}

fn copy(fs: &dyn Fs, path: &Path, from: &mut dyn Read) -> io::Result<()> {
    let file = fs.create(path)?;
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        let len = from.read(&mut piece)?;
        if len == 0 {
            return file.sync();
        }
        file.write_at(&piece[..len], at)?;
        at += len as u64;
    }
}

/// Removes what was unpacked: the folder was none of a tenant before.
fn take_back(fs: &dyn Fs, dir: &Path) {
    for folder in [dir.join(JOURNAL), dir.join(USERS)] {
        for name in fs.list(&folder).unwrap_or_default() {
            let _ = fs.unlink(&folder.join(name));
        }
    }
    let _ = fs.unlink(&arriving(dir));
}
