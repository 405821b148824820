//! A file system in memory that never fails.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use proofup::store::fs::{Fs, Handle, Lock, Source, Stat};

type Bytes = Arc<Mutex<Vec<u8>>>;
type Names = BTreeMap<PathBuf, Option<Bytes>>;

/// Clones are the same file system.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Names>>);

impl Memory {
    fn names(&self) -> MutexGuard<'_, Names> {
        self.0.lock().expect("nobody panics here")
    }

    fn file(&self, path: &Path) -> io::Result<Bytes> {
        match self.names().get(path) {
            Some(Some(bytes)) => Ok(Arc::clone(bytes)),
            Some(None) => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    /// Makes a file hold these bytes.
    pub fn set(&self, path: &Path, bytes: &[u8]) {
        let bytes = Arc::new(Mutex::new(bytes.to_vec()));
        self.names().insert(path.to_owned(), Some(bytes));
    }

    /// Every file's bytes.
    pub fn clone_all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let names = self.names();
        let files = names
            .iter()
            .filter_map(|(path, file)| Some((path, file.as_ref()?)));
        files
            .map(|(path, file)| {
                (
                    path.clone(),
                    file.lock().expect("nobody panics here").clone(),
                )
            })
            .collect()
    }

    /// The same files on a file system of their own.
    pub fn copy(&self) -> Self {
        let copy = Self::default();
        for (path, file) in &*self.names() {
            let file = file.as_ref().map(|file| {
                let bytes = file.lock().expect("nobody panics here");
                Arc::new(Mutex::new(bytes.clone()))
            });
            copy.names().insert(path.clone(), file);
        }
        copy
    }

    /// Whether every file is as it was, the lock aside.
    pub fn holds(&self, before: &BTreeMap<PathBuf, Vec<u8>>) -> bool {
        let mut now = self.clone_all();
        now.retain(|path, _| !path.ends_with("lock"));
        let mut before = before.clone();
        before.retain(|path, _| !path.ends_with("lock"));
        now == before
    }
}

impl Fs for Memory {
    fn read(&self, path: &Path, from: u64) -> io::Result<Vec<u8>> {
        let file = self.file(path)?;
        let bytes = file.lock().expect("nobody panics here");
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(bytes.get(from..).unwrap_or_default().to_vec())
    }

    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        Ok(Box::new(Open(self.file(path)?)))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        if self.names().contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.set(path, &[]);
        self.open(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(Open(self.file(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut names = self.names();
        let file = names.remove(from).ok_or(ErrorKind::NotFound)?;
        names.insert(to.to_owned(), file);
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut names = self.names();
        if names.contains_key(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let file = names.get(from).cloned().ok_or(ErrorKind::NotFound)?;
        names.insert(to.to_owned(), file);
        Ok(())
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let gone = self.names().remove(path);
        gone.map(|_| ()).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names = self.names();
        if !names.contains_key(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let inside = names.keys().filter(|path| path.parent() == Some(folder));
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        Ok(inside.filter_map(name).collect())
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        let mut names = self.names();
        for path in folder.ancestors() {
            names.entry(path.to_owned()).or_default();
        }
        Ok(())
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let names = self.names();
        let file = names.get(path).ok_or(ErrorKind::NotFound)?;
        let len = file
            .as_ref()
            .map(|file| file.lock().expect("nobody panics here").len());
        Ok(Stat {
            mode: 0o600,
            link: false,
            folder: len.is_none(),
            inode: 1,
            len: len.unwrap_or_default() as u64,
            modified: None,
        })
    }

    fn lock(&self, _: &Path, _: &str) -> io::Result<Lock> {
        Ok(Lock::Held(Box::new(())))
    }
}

struct Open(Bytes);

impl Source for Open {
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let file = self.0.lock().expect("nobody panics here");
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let found = at
            .checked_add(bytes.len())
            .and_then(|end| file.get(at..end));
        bytes.copy_from_slice(found.ok_or(ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl Handle for Open {
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        let mut file = self.0.lock().expect("nobody panics here");
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let end = at + bytes.len();
        if file.len() < end {
            file.resize(end, 0);
        }
        file[at..end].copy_from_slice(bytes);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        self.0.lock().expect("nobody panics here").resize(len, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}
