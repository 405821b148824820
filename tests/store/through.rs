//! A file system in front of another: says what it does otherwise, and hands on the rest.

use std::io;
use std::path::Path;

use proofup::store::fs::{Fs, Handle, Lock, Source, Stat};

/// What is done otherwise; the defaults hand everything on.
pub trait Otherwise: Send + Sync {
    /// The one behind.
    fn behind(&self) -> &dyn Fs;

    /// Comes between the store and a file that it writes.
    fn handle(&self, _: &Path, handle: Box<dyn Handle>) -> Box<dyn Handle> {
        handle
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.behind().create(path)
    }

    /// Comes between the store and a file that it reads here and there.
    fn source(&self, source: Box<dyn Source>) -> Box<dyn Source> {
        source
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.behind().rename(from, to)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.behind().sync_dir(folder)
    }

    fn lock(&self, path: &Path, note: &str) -> io::Result<Lock> {
        self.behind().lock(path, note)
    }
}

/// The file system that does so.
pub struct Through<T>(pub T);

impl<T: Otherwise> Fs for Through<T> {
    fn read(&self, path: &Path, from: u64) -> io::Result<Vec<u8>> {
        self.0.behind().read(path, from)
    }

    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        Ok(self.0.source(self.0.behind().source(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let handle = self.0.create(path)?;
        Ok(self.0.handle(path, handle))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let handle = self.0.behind().open(path)?;
        Ok(self.0.handle(path, handle))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.behind().link(from, to)
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        self.0.behind().unlink(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.0.behind().list(folder)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.0.sync_dir(folder)
    }

    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        self.0.behind().make_dir(folder)
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.0.behind().stat(path)
    }

    fn lock(&self, path: &Path, note: &str) -> io::Result<Lock> {
        self.0.lock(path, note)
    }
}
