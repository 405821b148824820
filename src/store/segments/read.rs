//! Reading the segment files of a tenant: some of them at once, each through one buffer that is
//! used again, its sum along with its columns.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::base::Base;
use super::columns::{Columns, record_of};
use super::file::{LONGEST, SegmentEntry};
use super::page::Page;
use super::segment::Segment;
use crate::domain::directory::Revision;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::canonical;
use crate::store::fs::Fs;
use crate::store::sum::Sum;

/// How much of the first file is read for the first screen, in bytes: many times what fits one.
const PAGE: usize = 64 << 10;

/// How many threads read.
const THREADS: usize = 2;

/// Something wrong in the segment files, in words, with the file's name.
pub(in crate::store) type Damage = String;

/// Everybody in these files, and what is wrong with them. `None`: `stop` was set meanwhile.
pub(in crate::store) fn read(
    fs: &dyn Fs,
    dir: &Path,
    entries: &[SegmentEntry],
    stop: &AtomicBool,
) -> Option<(Base, Vec<Damage>)> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        let mut buffer = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = entries.get(number) else {
                return;
            };
            let segment = segment(fs, dir, entry, &mut buffer);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((number, segment));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..THREADS.min(entries.len()) {
            scope.spawn(work);
        }
        work();
    });
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    let mut damage = Vec::new();
    let segments = done.into_iter().map(|(_, (segment, own))| {
        damage.extend(own);
        Arc::new(segment)
    });
    let (base, twice) = Base::new(segments.collect());
    damage.extend(twice.iter().map(|twice| twice.text(&base)));
    if let Some(place) = base.out_of_order() {
        let whom = base.whom(place);
        damage.push(format!("{whom} does not stand in the order of names"));
    }
    Some((base, damage))
}

/// The first users, from the beginning of the first file: what the first screen shows.
pub(in crate::store) fn page(
    fs: &dyn Fs,
    dir: &Path,
    facts: &TenantFacts,
    entries: &[SegmentEntry],
    revision: Revision,
) -> Result<Page, StoreError> {
    let mut users: Vec<User> = Vec::new();
    if let Some(first) = entries.first() {
        let mut bytes = vec![0; usize::try_from(first.bytes).map_or(PAGE, |len| len.min(PAGE))];
        let read = fs
            .source(&dir.join(&first.file))
            .and_then(|source| source.read_at(&mut bytes, 0));
        // What cannot be read is told of once all files are read.
        let bytes = read.map_or(Vec::new(), |()| bytes);
        let lines = bytes.split_inclusive(|&byte| byte == b'\n');
        let records = lines.filter_map(record_of);
        users.extend(records.map_while(canonical::read_canonical));
    }
    let len = entries.iter().map(|entry| entry.users).sum();
    Ok(Page::new(Tenant::new(facts.clone(), users, revision)?, len))
}

/// What is wrong with one file.
pub(in crate::store) fn look(fs: &dyn Fs, dir: &Path, entry: &SegmentEntry) -> Vec<Damage> {
    segment(fs, dir, entry, &mut Vec::new()).1
}

/// One file, as far as it can be read.
fn segment(
    fs: &dyn Fs,
    dir: &Path,
    entry: &SegmentEntry,
    buffer: &mut Vec<u8>,
) -> (Segment, Vec<Damage>) {
    let file = &entry.file;
    let mut damage = Vec::new();
    let mut opened = || {
        let source = fs.source(&dir.join(file))?;
        let len = usize::try_from(entry.bytes).unwrap_or(LONGEST).min(LONGEST);
        buffer.resize(len, 0);
        if source.read_at(buffer, 0).is_err() {
            // Shorter than it was: what is there is shown.
            *buffer = fs.read(&dir.join(file), 0)?;
        }
        Ok(source)
    };
    let source: Result<_, std::io::Error> = opened();
    let source = match source {
        Ok(source) => source,
        Err(why) => {
            damage.push(format!("{file} cannot be read: {why}"));
            return (
                Segment::new(entry.clone(), None, Columns::default()),
                damage,
            );
        }
    };
    let (columns, faults) = Columns::of(buffer);
    let sum = Sum::default().then(buffer);
    let places = faults
        .iter()
        .map(|(line, why)| format!("{file}:{line}: {why}"));
    damage.extend(places);
    if sum != entry.crc {
        damage.push(format!(
            "{file}: its bytes are not those that were written (their sum is {sum}, tenant.ron says {})",
            entry.crc
        ));
    } else if columns.len() != entry.users {
        damage.push(format!(
            "{file}: {} users, tenant.ron says {}",
            columns.len(),
            entry.users
        ));
    }
    (Segment::new(entry.clone(), Some(source), columns), damage)
}
