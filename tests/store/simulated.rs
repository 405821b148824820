//! A file system in memory: fast, it fails when told to, and its power can be cut: then bytes and
//! names that were not synced are there, not there, or half there. A camera in it takes such
//! pictures while work goes on.

mod file;
mod open_file;

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, UNIX_EPOCH};

use file::Data;
use open_file::OpenFile;
use proofup::store::folder::{FolderStore, Made, Options, create};
use proofup::store::fs::{Fs, Handle, Lock, Source, Stat};

use crate::support::{facts, options, rename, user, users};

pub const DIR: &str = "/simulated/contoso";

/// Clones are the same file system.
#[derive(Clone, Default)]
pub struct Simulated(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    /// `None`: a folder.
    names: Names,
    /// The names as they surely are after a power cut, and what may have happened to them since.
    durable: Names,
    pending: Vec<Renaming>,
    writes: u64,
    locked: bool,
    faults: Faults,
    calls: Vec<&'static str>,
    camera: Option<Camera>,
}

type Names = BTreeMap<PathBuf, Option<File>>;
type File = Arc<Mutex<Data>>;

/// One step of the names: what is gone, and what is there.
#[derive(Clone)]
struct Renaming {
    gone: Option<PathBuf>,
    there: Option<(PathBuf, Option<File>)>,
}

/// Takes pictures of what a power cut would leave, before some of the calls that change anything.
struct Camera {
    chance: Chance,
    /// One call in so many.
    one_in: usize,
    /// The revision that is known to be saved, and the last that was tried.
    claim: [u64; 2],
    pictures: Vec<Picture>,
}

/// What a power cut at one instant left.
pub struct Picture {
    pub fs: Simulated,
    /// What the camera was told at that instant: the last revision that was saved, and the last
    /// that was tried.
    pub claim: [u64; 2],
    /// The call that was not made any more.
    pub before: &'static str,
}

/// Small numbers that repeat for the same seed.
#[derive(Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Splitmix: short, fast unoptimised, and good enough to roll dice.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// Which calls fail.
#[derive(Debug, Default, Clone, Copy)]
pub struct Faults {
    /// The call of this number, counted from 1.
    pub at: usize,
    /// Only calls of this name fail, and are counted.
    pub only: Option<&'static str>,
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

    /// With three journal files of two changes each; `each` is called behind each change, with its
    /// number.
    pub fn rolled(each: impl Fn(&FolderStore, u64)) -> (Self, FolderStore) {
        let fs = Self::tenant(2);
        let options = Options {
            journal_limit: 700,
            ..fs.options()
        };
        let store = FolderStore::open(Path::new(DIR), &options).unwrap();
        for number in 1..=6 {
            rename(&store, user(0).id, &number.to_string());
            each(&store, number);
        }
        (fs, store)
    }

    /// From now on, counting calls from 1 again.
    pub fn set_faults(&self, faults: Faults) {
        let mut inner = self.inner();
        inner.faults = faults;
        inner.calls.clear();
    }

    /// What fails now.
    pub fn faults(&self) -> Faults {
        self.inner().faults
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
        copy.settle();
        copy
    }

    /// Everything so far is durable.
    pub fn settle(&self) {
        let mut inner = self.inner();
        inner.pending.clear();
        inner.durable = inner.names.clone();
        for file in inner.names.values().flatten() {
            file.lock().unwrap().settle();
        }
    }

    /// From now on pictures are taken before one call in `one_in`; those so far are gone.
    pub fn watch(&self, chance: Chance, one_in: usize) {
        self.inner().camera = Some(Camera {
            chance,
            one_in,
            claim: [0; 2],
            pictures: Vec::new(),
        });
    }

    /// What is true from now on: the last revision that is saved, and the last that was tried.
    pub fn claim(&self, saved: u64, tried: u64) {
        if let Some(camera) = &mut self.inner().camera {
            camera.claim = [saved, tried];
        }
    }

    /// The pictures so far.
    pub fn pictures(&self) -> Vec<Picture> {
        let camera = &mut self.inner().camera;
        let camera = camera.as_mut().map(|camera| &mut camera.pictures);
        camera.map(std::mem::take).unwrap_or_default()
    }

    /// What is found after a power cut.
    pub fn after_power_cut(&self, chance: &mut Chance) -> Self {
        self.inner().after_power_cut(chance)
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
        let mut data = Data::durable(bytes.into(), 7);
        data.written = written;
        *file.lock().unwrap() = data;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Counts a call; its own error, if it is to fail.
    fn call(&self, name: &'static str) -> io::Result<MutexGuard<'_, Inner>> {
        let mut inner = self.inner();
        inner.calls.push(name);
        inner.photograph(name);
        let faults = inner.faults;
        let count = match faults.only {
            None => inner.calls.len(),
            Some(only) if only == name => inner.calls.iter().filter(|call| **call == only).count(),
            Some(_) => 0,
        };
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

    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        let file = file(&*self.call("source")?, path)?;
        Ok(Box::new(OpenFile(self.clone(), file)))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut inner = self.call("create")?;
        if inner.names.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        inner.writes += 1;
        let mut data = Data::durable(Vec::new(), inner.writes);
        data.written = inner.writes;
        let file = Arc::new(Mutex::new(data));
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
        let (of_it, others): (Vec<_>, Vec<_>) = inner
            .pending
            .drain(..)
            .partition(|step: &Renaming| step.is_in(folder));
        inner.pending = others;
        for step in of_it {
            step.apply(&mut inner.durable);
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

/// Those that leave everything as it is: a power cut before them is one before the next.
const LOOKS: [&str; 6] = ["read", "source", "read_at", "list", "stat", "lock"];

impl Inner {
    /// Takes a picture now and then.
    fn photograph(&mut self, before: &'static str) {
        let Some(mut camera) = self.camera.take() else {
            return;
        };
        if !LOOKS.contains(&before) && camera.chance.below(camera.one_in) == 0 {
            camera.pictures.push(Picture {
                fs: self.after_power_cut(&mut camera.chance),
                claim: camera.claim,
                before,
            });
        }
        self.camera = Some(camera);
    }

    /// Any of the names' steps may have reached the disk before those of others.
    fn after_power_cut(&self, chance: &mut Chance) -> Simulated {
        let mut names = self.durable.clone();
        for step in &self.pending {
            if chance.below(2) == 0 {
                step.apply(&mut names);
            }
        }
        let found = |file: File| {
            let data = file.lock().unwrap();
            let bytes = data.after_power_cut(chance);
            Arc::new(Mutex::new(Data::durable(bytes, data.inode)))
        };
        let mut found = found;
        for file in names.values_mut() {
            *file = file.take().map(&mut found);
        }
        let after = Simulated::default();
        {
            let mut inner = after.inner();
            inner.durable.clone_from(&names);
            inner.names = names;
            inner.writes = self.writes;
        }
        after
    }

    fn step(&mut self, step: Renaming) {
        step.apply(&mut self.names);
        self.pending.push(step);
    }
}

impl Renaming {
    fn apply(&self, names: &mut Names) {
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
