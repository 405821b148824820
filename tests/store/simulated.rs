//! A file system in memory: fast, it fails when told to, and its power can be cut: then bytes and
//! names that were not synced are there, not there, or half there.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, UNIX_EPOCH};

use proofup::store::folder::{FolderStore, Made, Options, create};
use proofup::store::fs::{Fs, Handle, Lock, Stat};

use crate::support::{facts, options, users};

pub const DIR: &str = "/simulated/contoso";

/// Clones are the same file system.
#[derive(Clone, Default)]
pub struct Simulated(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    /// `None`: a folder.
    names: BTreeMap<PathBuf, Option<File>>,
    /// The names as they surely are after a power cut, and what may have happened to them since.
    durable: BTreeMap<PathBuf, Option<File>>,
    pending: Vec<Renaming>,
    /// Syncs say that they worked and do nothing: a planted fault.
    lying: bool,
    writes: u64,
    locked: bool,
    faults: Faults,
    calls: Vec<&'static str>,
}

type File = Arc<Mutex<Data>>;

/// One step of the names: what is gone, and what is there.
#[derive(Clone)]
struct Renaming {
    gone: Option<PathBuf>,
    there: Option<(PathBuf, Option<File>)>,
}

#[derive(Clone)]
struct Data {
    bytes: Vec<u8>,
    /// What a power cut leaves for certain.
    synced: Vec<u8>,
    inode: u64,
    /// Which write was the last.
    written: u64,
}

/// Which calls fail.
#[derive(Default, Clone, Copy)]
pub struct Faults {
    /// The call of this number, counted from 1.
    pub at: usize,
    /// And every call after it.
    pub for_good: bool,
    /// With this error; `None`: nothing fails.
    pub kind: Option<ErrorKind>,
}

impl Simulated {
    /// With a tenant of `count` users in [`DIR`].
    pub fn tenant(count: u64) -> Self {
        let fs = Self::default();
        create(&fs, Path::new(DIR), Made::Of(&facts(), &users(count))).unwrap();
        fs.set_faults(Faults::default());
        fs
    }

    pub fn options(&self) -> Options {
        Options {
            fs: Arc::new(self.clone()),
            ..options()
        }
    }

    pub fn open(&self) -> FolderStore {
        FolderStore::open(Path::new(DIR), &self.options()).unwrap()
    }

    /// From now on, counting calls from 1 again.
    pub fn set_faults(&self, faults: Faults) {
        let mut inner = self.inner();
        inner.faults = faults;
        inner.calls.clear();
    }

    /// The names of the calls since [`Simulated::set_faults`].
    pub fn calls(&self) -> Vec<&'static str> {
        self.inner().calls.clone()
    }

    /// The same files on a file system of their own, as found after a kill.
    pub fn copy(&self) -> Self {
        let copy = Self::default();
        for (path, file) in &self.inner().names {
            let file = file.as_ref().map(|file| {
                let data = file.lock().unwrap();
                Arc::new(Mutex::new(data.clone()))
            });
            copy.inner().names.insert(path.clone(), file);
        }
        copy
    }

    /// Everything so far is durable; from now on syncs lie if `lying`.
    pub fn settle(&self, lying: bool) {
        let mut inner = self.inner();
        inner.lying = lying;
        inner.pending.clear();
        inner.durable = inner.names.clone();
        for file in inner.names.values().flatten() {
            let mut data = file.lock().unwrap();
            let data = &mut *data;
            data.synced.clone_from(&data.bytes);
        }
    }

    /// What is found after a power cut; `chance` gives a number below its argument.
    pub fn after_power_cut(&self, mut chance: impl FnMut(usize) -> usize) -> Self {
        let inner = self.inner();
        let mut names = inner.durable.clone();
        for step in &inner.pending {
            if chance(2) == 0 {
                step.apply(&mut names);
            }
        }
        let after = Self::default();
        for (path, file) in names {
            let file = file.map(|file| {
                let mut data = file.lock().unwrap().clone();
                data.bytes = half_there(&data, &mut chance);
                Arc::new(Mutex::new(data))
            });
            after.inner().names.insert(path, file);
        }
        after.settle(false);
        after
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        self.read(&Path::new(DIR).join(name), 0).unwrap()
    }

    /// As another program would: in place.
    pub fn set_bytes(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        let mut inner = self.inner();
        inner.writes += 1;
        let written = inner.writes;
        let file = File::clone(inner.names[&Path::new(DIR).join(name)].as_ref().unwrap());
        *file.lock().unwrap() = Data {
            bytes: bytes.into(),
            synced: Vec::new(),
            inode: 7,
            written,
        };
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Counts a call; its own error, if it is to fail.
    fn call(&self, name: &'static str) -> io::Result<MutexGuard<'_, Inner>> {
        let mut inner = self.inner();
        inner.calls.push(name);
        let (count, faults) = (inner.calls.len(), inner.faults);
        let hit = count == faults.at || faults.for_good && faults.at > 0 && count >= faults.at;
        match faults.kind {
            Some(kind) if hit => Err(kind.into()),
            _ => Ok(inner),
        }
    }
}

fn file(inner: &Inner, path: &Path) -> io::Result<File> {
    match inner.names.get(path) {
        Some(Some(file)) => Ok(File::clone(file)),
        Some(None) => Err(ErrorKind::IsADirectory.into()),
        None => Err(ErrorKind::NotFound.into()),
    }
}

impl Fs for Simulated {
    fn read(&self, path: &Path, from: u64) -> io::Result<Vec<u8>> {
        let file = file(&*self.call("read")?, path)?;
        let from = usize::try_from(from).unwrap();
        let data = file.lock().unwrap();
        Ok(data.bytes.get(from..).unwrap_or_default().to_vec())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut inner = self.call("create")?;
        if inner.names.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        inner.writes += 1;
        let file = Arc::new(Mutex::new(Data {
            bytes: Vec::new(),
            synced: Vec::new(),
            inode: inner.writes,
            written: inner.writes,
        }));
        inner.step(Renaming {
            gone: None,
            there: Some((path.to_owned(), Some(File::clone(&file)))),
        });
        Ok(Box::new(OpenFile(self.clone(), file)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let file = file(&*self.call("open")?, path)?;
        Ok(Box::new(OpenFile(self.clone(), file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut inner = self.call("rename")?;
        let file = inner.names.get(from).cloned().ok_or(ErrorKind::NotFound)?;
        inner.step(Renaming {
            gone: Some(from.to_owned()),
            there: Some((to.to_owned(), file)),
        });
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut inner = self.call("link")?;
        if inner.names.contains_key(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let file = inner.names.get(from).cloned().ok_or(ErrorKind::NotFound)?;
        inner.step(Renaming {
            gone: None,
            there: Some((to.to_owned(), file)),
        });
        Ok(())
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.call("unlink")?;
        if !inner.names.contains_key(path) {
            return Err(ErrorKind::NotFound.into());
        }
        inner.step(Renaming {
            gone: Some(path.to_owned()),
            there: None,
        });
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let inner = self.call("list")?;
        if !inner.names.contains_key(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let inside = inner
            .names
            .keys()
            .filter(|path| path.parent() == Some(folder));
        Ok(inside
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect())
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        let mut inner = self.call("sync_dir")?;
        if !inner.lying {
            let (of_it, others): (Vec<_>, Vec<_>) = inner
                .pending
                .drain(..)
                .partition(|step: &Renaming| step.is_in(folder));
            inner.pending = others;
            for step in of_it {
                step.apply(&mut inner.durable);
            }
        }
        Ok(())
    }

    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        let mut inner = self.call("make_dir")?;
        for path in folder.ancestors() {
            if !inner.names.contains_key(path) {
                inner.step(Renaming {
                    gone: None,
                    there: Some((path.to_owned(), None)),
                });
            }
        }
        Ok(())
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let inner = self.call("stat")?;
        let entry = inner.names.get(path).ok_or(ErrorKind::NotFound)?;
        let mut stat = Stat {
            mode: 0o600,
            link: false,
            folder: entry.is_none(),
            inode: 0,
            len: 0,
            modified: None,
        };
        if let Some(file) = entry {
            let data = file.lock().unwrap();
            stat.inode = data.inode;
            stat.len = data.bytes.len() as u64;
            stat.modified = Some(UNIX_EPOCH + Duration::from_secs(data.written));
        }
        Ok(stat)
    }

    fn lock(&self, _: &Path, note: &str) -> io::Result<Lock> {
        let mut inner = self.call("lock")?;
        if std::mem::replace(&mut inner.locked, true) {
            return Ok(Lock::Taken(note.to_owned()));
        }
        Ok(Lock::Held(Box::new(Held(self.clone()))))
    }
}

struct Held(Simulated);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.inner().locked = false;
    }
}

struct OpenFile(Simulated, File);

impl Handle for OpenFile {
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        // A write that fails has written half.
        let (failed, written) = match self.0.call("write_at") {
            Ok(mut inner) => {
                inner.writes += 1;
                (None, inner.writes)
            }
            Err(error) => (Some(error), 0),
        };
        let bytes = if failed.is_some() {
            &bytes[..bytes.len() / 2]
        } else {
            bytes
        };
        let at = usize::try_from(at).unwrap();
        let mut data = self.1.lock().unwrap();
        let end = (at + bytes.len()).max(data.bytes.len());
        data.bytes.resize(end, 0);
        data.bytes[at..at + bytes.len()].copy_from_slice(bytes);
        data.written = written;
        failed.map_or(Ok(()), Err)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        drop(self.0.call("set_len")?);
        self.1
            .lock()
            .unwrap()
            .bytes
            .resize(usize::try_from(len).unwrap(), 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let lying = self.0.call("sync")?.lying;
        if !lying {
            let mut data = self.1.lock().unwrap();
            let data = &mut *data;
            data.synced.clone_from(&data.bytes);
        }
        Ok(())
    }
}

impl Inner {
    fn step(&mut self, step: Renaming) {
        step.apply(&mut self.names);
        self.pending.push(step);
    }
}

impl Renaming {
    fn apply(&self, names: &mut BTreeMap<PathBuf, Option<File>>) {
        if let Some(gone) = &self.gone {
            names.remove(gone);
        }
        if let Some((path, file)) = &self.there {
            names.insert(path.clone(), file.clone());
        }
    }

    fn is_in(&self, folder: &Path) -> bool {
        let there = self.there.as_ref().map(|(path, _)| path);
        let path = there.or(self.gone.as_ref()).unwrap();
        path.parent() == Some(folder)
    }
}

/// What was synced, what was written, or something between the two: cut, or full of zeros.
fn half_there(data: &Data, chance: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let Data { bytes, synced, .. } = data;
    if bytes == synced {
        return bytes.clone();
    }
    let same = bytes.iter().zip(synced).take_while(|(a, b)| a == b).count();
    let cut = same + chance(bytes.len() - same + 1);
    match chance(4) {
        0 => synced.clone(),
        1 => bytes.clone(),
        2 => bytes[..cut].to_vec(),
        _ => bytes
            .iter()
            .enumerate()
            .map(|(at, b)| if at < cut { *b } else { 0 })
            .collect(),
    }
}
