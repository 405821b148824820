//! The few things the store asks of a file system, so that a test can put a failing or a simulated
//! one behind it. Files are made 0600 and folders 0700 whatever the umask (`store.md` 7.9).

mod sources;

use std::fs::{DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::SystemTime;

use rustix::fs::OFlags;
use sources::with_room;

/// A file system.
pub trait Fs: Send + Sync {
    /// The bytes of a file, from the `from`th on.
    fn read(&self, path: &Path, from: u64) -> io::Result<Vec<u8>>;
    /// Opens a file for reading here and there. It can be read as long as the answer lives,
    /// whatever becomes of its name, unless there are more of them than may stay open: then it is
    /// [`io::ErrorKind::NotFound`] once another file was put in its place.
    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>>;
    /// Makes a file that is not there yet, for writing.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    /// Opens a file for writing in place; never through a symbolic link.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    /// Puts a file in another's place, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name, in a place where there is none of that name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn unlink(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder, in order.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Makes the names in a folder durable.
    fn sync_dir(&self, folder: &Path) -> io::Result<()>;
    /// Makes a folder.
    fn make_dir(&self, folder: &Path) -> io::Result<()>;
    /// What a path is, without following a symbolic link.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// What everything in a folder is, by name and in order, as [`Fs::stat`] says it.
    fn stats(&self, folder: &Path) -> io::Result<Vec<(String, Stat)>> {
        let names = self.list(folder)?.into_iter();
        let stats = names.filter_map(|name| {
            let stat = self.stat(&folder.join(&name)).ok()?;
            Some((name, stat))
        });
        Ok(stats.collect())
    }
    /// Takes the lock for as long as the answer lives and leaves `note` in it.
    fn lock(&self, path: &Path, note: &str) -> io::Result<Lock>;
}

/// A file open for reading.
pub trait Source: Send + Sync {
    /// Fills `bytes` from the `at`th byte on; an error where the file ends before.
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()>;
}

/// A file open for writing.
pub trait Handle: Send {
    /// Writes all of `bytes` at the `at`th byte.
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()>;
    /// Cuts or extends the file.
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Makes its bytes durable.
    fn sync(&self) -> io::Result<()>;
}

/// What came of asking for the lock.
pub enum Lock {
    /// Held until dropped.
    Held(Box<dyn Send + Sync>),
    /// Somebody else has it and left this note.
    Taken(String),
    /// This file system has no locks.
    Unsupported(io::Error),
}

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Permission bits.
    pub mode: u32,
    /// A symbolic link.
    pub link: bool,
    /// A folder.
    pub folder: bool,
    /// The file's number.
    pub inode: u64,
    /// Length in bytes.
    pub len: u64,
    /// When it was last written.
    pub modified: Option<SystemTime>,
}

impl Stat {
    fn of(meta: &Metadata) -> Self {
        Self {
            mode: meta.mode() & 0o7777,
            link: meta.is_symlink(),
            folder: meta.is_dir(),
            inode: meta.ino(),
            len: meta.len(),
            modified: meta.modified().ok(),
        }
    }
}

/// The machine's own file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// The system's flag word for "not through a symbolic link".
fn no_follow() -> i32 {
    i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0)
}

impl Fs for Disk {
    fn read(&self, path: &Path, from: u64) -> io::Result<Vec<u8>> {
        let mut file = with_room(|| File::open(path))?;
        let mut bytes = Vec::new();
        if from > 0 {
            file.seek(SeekFrom::Start(from))?;
        }
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        sources::open(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(FILE_MODE);
        Ok(Box::new(with_room(|| options.open(path))?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut options = OpenOptions::new();
        options.write(true).custom_flags(no_follow());
        Ok(Box::new(with_room(|| options.open(path))?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::hard_link(from, to)
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in with_room(|| std::fs::read_dir(folder))? {
            // A name that is no Unicode is none of ours.
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        with_room(|| File::open(folder))?.sync_all()
    }

    fn make_dir(&self, folder: &Path) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(FOLDER_MODE)
            .create(folder)
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        std::fs::symlink_metadata(path).map(|meta| Stat::of(&meta))
    }

    fn stats(&self, folder: &Path) -> io::Result<Vec<(String, Stat)>> {
        let mut stats = Vec::new();
        for entry in with_room(|| std::fs::read_dir(folder))? {
            let entry = entry?;
            // By its name in the folder: no way to it is gone again for each.
            let stat = entry.metadata().ok().map(|meta| Stat::of(&meta));
            stats.extend(entry.file_name().into_string().ok().zip(stat));
        }
        stats.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(stats)
    }

    fn lock(&self, path: &Path, note: &str) -> io::Result<Lock> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(FILE_MODE)
            .custom_flags(no_follow())
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {
                // The note is information only: a full disk must not keep anybody out. Not cut to
                // nothing first: some file systems then write it to the disk at once.
                let _ = file
                    .write_all(note.as_bytes())
                    .and_then(|()| file.set_len(note.len() as u64));
                Ok(Lock::Held(Box::new(file)))
            }
            Err(TryLockError::WouldBlock) => {
                let mut note = String::new();
                file.read_to_string(&mut note).unwrap_or_default();
                Ok(Lock::Taken(note))
            }
            Err(TryLockError::Error(error)) => Ok(Lock::Unsupported(error)),
        }
    }
}

impl Handle for File {
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        File::set_len(self, len)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}
