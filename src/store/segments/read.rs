//! Reading the segment files of a tenant: some of them at once, each through one buffer that is
//! used again, its sum along with its columns.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::base::Base;
use super::columns::{Columns, record_of};
use super::file::SegmentEntry;
use super::page::Page;
use super::reading::Reading;
use super::segment::Segment;
use crate::domain::directory::Revision;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::canonical;
use crate::store::fs::{Fs, Source};
use crate::store::sum::Sum;

/// How much of the first file is read for the first screen, in bytes: some fifty users, as many as a
/// tall window has rows.
const PAGE: usize = 40 << 10;

/// How much of a file is read at once, in bytes.
const BLOCK: usize = 128 << 10;

/// How many threads read.
const THREADS: usize = 2;

/// Something wrong in the segment files, in words, with the file's name.
pub(in crate::store) type Damage = String;

/// Everybody in these files, and what is wrong with them, but for who is there twice. `None`: `stop` was set meanwhile.
pub(in crate::store) fn read(
    fs: &dyn Fs,
    dir: &Path,
    entries: &[SegmentEntry],
    stop: &AtomicBool,
) -> Option<(Base, Vec<Damage>)> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        let mut reader = Reader::default();
        while !stop.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = entries.get(number) else {
                return;
            };
            let segment = reader.segment(fs, dir, entry);
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
    let base = Base::new(segments.collect());
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
    Reader::default().segment(fs, dir, entry).1
}

/// Reads one file after the other. Its room is used again for each.
#[derive(Default)]
struct Reader {
    reading: Reading,
    block: Vec<u8>,
}

impl Reader {
    /// One file, as far as it can be read.
    fn segment(&mut self, fs: &dyn Fs, dir: &Path, entry: &SegmentEntry) -> (Segment, Vec<Damage>) {
        let file = &entry.file;
        let path = dir.join(file);
        let read = fs.source(&path).and_then(|source| {
            let sum = self
                .blocks(&*source, entry.bytes)
                .or_else(|_| -> io::Result<_> {
                    // Shorter than it was: what is there is shown.
                    let bytes = fs.read(&path, 0)?;
                    self.reading = Reading::default();
                    self.reading.take(&bytes, true);
                    Ok(Sum::default().then(&bytes))
                })?;
            Ok((source, sum))
        });
        let (columns, faults) = self.reading.finish();
        let (source, sum) = match read {
            Ok((source, sum)) => (source, sum),
            Err(why) => {
                let none = Segment::new(entry.clone(), None, Columns::default());
                return (none, vec![format!("{file} cannot be read: {why}")]);
            }
        };
        let places = faults.iter();
        let mut damage: Vec<Damage> = places
            .map(|(line, why)| format!("{file}:{line}: {why}"))
            .collect();
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

    /// Reads `len` bytes of a file and gives their sum. A block at a time, which is summed and read
    /// while the processor still has it at hand.
    fn blocks(&mut self, source: &dyn Source, len: u64) -> io::Result<Sum> {
        let mut sum = Sum::default();
        let (mut at, mut begun) = (0, 0);
        while at < len {
            self.block.resize(self.block.len().max(begun + BLOCK), 0);
            let left = usize::try_from(len - at).unwrap_or(usize::MAX);
            let end = (begun + left).min(self.block.len());
            let block = &mut self.block[..end];
            source.read_at(&mut block[begun..], at)?;
            sum = sum.then(&block[begun..]);
            at += (end - begun) as u64;
            let taken = self.reading.take(block, at == len);
            // A line that goes on in the next block stands before it.
            block.copy_within(taken.., 0);
            begun = end - taken;
        }
        Ok(sum)
    }
}
