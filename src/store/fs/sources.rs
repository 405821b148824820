//! The files that stay open for reading. A very large tenant has more of them than a process may have
//! open, so only as many as there is room for stay open; the others are opened again when they are
//! read.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Source;

/// Those of this process.
static SOURCES: LazyLock<Arc<Sources>> = LazyLock::new(|| Arc::new(Sources::new(room())));

/// No more of them stay open, whatever the system allows.
const MOST: usize = 1 << 16;

/// Opens a file for reading here and there.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Source>> {
    Ok(Box::new(SOURCES.open(path)?))
}

/// Opens a file by `open`; where the process may not open any more, some that stay open are closed
/// first.
pub(super) fn with_room<T>(open: impl Fn() -> io::Result<T>) -> io::Result<T> {
    SOURCES.with_room(open)
}

/// How many may stay open: half of what the process may open, once it has asked for as much as it is
/// allowed to. The rest is for whatever else it has open: connections, above all.
fn room() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    let now = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => raised,
        Err(_) => limit,
    };
    let most = now
        .current
        .map_or(MOST, |most| usize::try_from(most).unwrap_or(MOST));
    (most / 2).min(MOST)
}

/// The files that stay open, oldest first.
struct Sources {
    most: usize,
    open: Mutex<VecDeque<Weak<Slot>>>,
}

/// A file, while it is open.
#[derive(Default)]
struct Slot(Mutex<Option<Arc<File>>>);

impl Slot {
    fn file(&self) -> MutexGuard<'_, Option<Arc<File>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sources {
    fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            open: Mutex::default(),
        }
    }

    fn open(self: &Arc<Self>, path: &Path) -> io::Result<Opened> {
        let file = Arc::new(self.with_room(|| File::open(path))?);
        let meta = file.metadata()?;
        let opened = Opened {
            path: path.to_owned(),
            number: [meta.dev(), meta.ino()],
            slot: Arc::default(),
            sources: Arc::clone(self),
        };
        opened.keep(file);
        Ok(opened)
    }

    fn with_room<T>(&self, open: impl Fn() -> io::Result<T>) -> io::Result<T> {
        loop {
            let error = match open() {
                Err(error) => error,
                opened => return opened,
            };
            let errno = Errno::from_io_error(&error);
            if !matches!(errno, Some(Errno::MFILE | Errno::NFILE)) {
                return Err(error);
            }
            let half = self.list().len().div_ceil(2);
            if self.close(half) == 0 {
                return Err(io::Error::new(
                    error.kind(),
                    "this process may not open any more files; allow it more (`ulimit -n`), then try again",
                ));
            }
        }
    }

    /// Closes as many as that, those first that are open longest; how many there were.
    fn close(&self, count: usize) -> usize {
        let mut open = self.list();
        let mut closed = 0;
        while closed < count
            && let Some(slot) = open.pop_front()
        {
            let file = slot.upgrade().and_then(|slot| slot.file().take());
            closed += usize::from(file.is_some());
        }
        closed
    }

    fn list(&self) -> MutexGuard<'_, VecDeque<Weak<Slot>>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() > self.most {
            // Those that nobody reads any more are closed.
            open.retain(|slot| slot.strong_count() > 0);
        }
        open
    }
}

/// One of them.
struct Opened {
    path: PathBuf,
    /// The device's and the file's number.
    number: [u64; 2],
    slot: Arc<Slot>,
    sources: Arc<Sources>,
}

impl Opened {
    fn keep(&self, file: Arc<File>) {
        *self.slot.file() = Some(file);
        let mut open = self.sources.list();
        open.push_back(Arc::downgrade(&self.slot));
        let over = open.len().saturating_sub(self.sources.most);
        drop(open);
        self.sources.close(over);
    }

    /// The file, which was closed. Another one of its name is not what was asked for.
    fn again(&self) -> io::Result<Arc<File>> {
        let replaced = || {
            let why = "a later change replaced it; look again";
            io::Error::new(io::ErrorKind::NotFound, why)
        };
        let opened = self.sources.with_room(|| File::open(&self.path));
        let file = Arc::new(opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => replaced(),
            _ => error,
        })?);
        let meta = file.metadata()?;
        if [meta.dev(), meta.ino()] != self.number {
            return Err(replaced());
        }
        self.keep(Arc::clone(&file));
        Ok(file)
    }
}

impl Source for Opened {
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let open = self.slot.file().clone();
        let file = open.map_or_else(|| self.again(), Ok)?;
        file.read_exact_at(bytes, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &Opened) -> io::Result<String> {
        let mut bytes = [0; 5];
        source.read_at(&mut bytes, 0)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn open_now(sources: &Sources) -> usize {
        let open = sources.list();
        let slots = open.iter().filter_map(Weak::upgrade);
        slots.filter(|slot| slot.file().is_some()).count()
    }

    #[test]
    fn more_files_are_read_than_stay_open() {
        let home = tempfile::tempdir().unwrap();
        let sources = Arc::new(Sources::new(3));
        let opened = (0..9).map(|number| {
            let path = home.path().join(number.to_string());
            std::fs::write(&path, format!("file{number}")).unwrap();
            sources.open(&path).unwrap()
        });
        let opened: Vec<_> = opened.collect();
        for round in 0..3 {
            for (number, source) in opened.iter().enumerate() {
                assert_eq!(text(source).unwrap(), format!("file{number}"));
                assert!(open_now(&sources) <= 3, "round {round}");
            }
        }
        drop(opened);
        assert_eq!(open_now(&sources), 0);
    }

    #[test]
    fn a_file_that_was_replaced_is_read_while_it_is_open_and_never_taken_for_another() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a");
        std::fs::write(&path, "first").unwrap();
        let sources = Arc::new(Sources::new(1));
        let first = sources.open(&path).unwrap();
        std::fs::write(home.path().join("b"), "other").unwrap();
        std::fs::rename(home.path().join("b"), &path).unwrap();
        assert_eq!(text(&first).unwrap(), "first");
        let other = sources.open(&path).unwrap();
        assert_eq!(text(&other).unwrap(), "other");
        let refused = text(&first).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::NotFound);
        assert_eq!(
            refused.to_string(),
            "a later change replaced it; look again"
        );
        std::fs::remove_file(&path).unwrap();
        assert_eq!(text(&other).unwrap(), "other", "it is open");
    }
}
