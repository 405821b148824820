//! Being told when another process writes, without asking again and again: the kernel wakes a
//! thread of its own. Where the system cannot, the thread looks once a second.

use std::sync::{Arc, Weak};
use std::thread;

use super::{FolderStore, Inner};
use crate::store::Access;

impl FolderStore {
    /// From now on takes in what another process writes, as soon as it is written, and tells the
    /// watchers. The writer itself has nothing to follow. Ends with the store.
    pub fn follow(&self) {
        if !matches!(self.inner.access(), Access::ReadOnly(_)) {
            return;
        }
        let journal = self.inner.dir.join("journal");
        let store = Arc::downgrade(&self.inner);
        // Without a thread one sees the state as of now, which the banner says anyway.
        let _ = thread::Builder::new()
            .name("follow".to_owned())
            .spawn(move || run(&journal, &store));
    }
}

/// Looks again after each change to `journal`, until the store is gone.
fn run(journal: &std::path::Path, store: &Weak<Inner>) {
    let Some(mut change) = Changes::of(journal) else {
        return;
    };
    while let Some(store) = store.upgrade() {
        // What cannot be read now is taken in the next time.
        let _ = store.refresh();
        drop(store);
        if change.wait().is_none() {
            return;
        }
    }
}

#[cfg(target_os = "linux")]
struct Changes {
    inotify: std::os::fd::OwnedFd,
}

#[cfg(target_os = "linux")]
impl Changes {
    fn of(dir: &std::path::Path) -> Option<Self> {
        use rustix::fs::inotify;
        let inotify = inotify::init(inotify::CreateFlags::CLOEXEC).ok()?;
        let events = inotify::WatchFlags::MODIFY | inotify::WatchFlags::MOVED_TO;
        inotify::add_watch(&inotify, dir, events).ok()?;
        Some(Self { inotify })
    }

    /// Sleeps until something is written. `None`: nothing can be told any more.
    fn wait(&mut self) -> Option<()> {
        // The events say only that there was something; reading them empties the queue.
        let mut events = [0_u8; 4096];
        match rustix::io::read(&self.inotify, &mut events) {
            Ok(0) => None,
            Ok(_) | Err(rustix::io::Errno::INTR) => Some(()),
            Err(_) => None,
        }
    }
}

#[cfg(not(target_os = "linux"))]
struct Changes;

#[cfg(not(target_os = "linux"))]
impl Changes {
    fn of(_: &std::path::Path) -> Option<Self> {
        Some(Self)
    }

    fn wait(&mut self) -> Option<()> {
        thread::sleep(std::time::Duration::from_secs(1));
        Some(())
    }
}
