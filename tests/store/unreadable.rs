//! Records that cannot be read for a while: a large tenant reads them when they are asked for, so
//! this comes in the middle of things, and not only when it is opened.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use proofup::domain::change::{Change, Fact};
use proofup::store::folder::{FolderStore, Options, Sizes};
use proofup::store::fs::{Fs, Source};
use proofup::store::{Access, Store, StoreError};

use crate::simulated::{DIR, Simulated};
use crate::support::*;
use crate::through::{Otherwise, Through};

const USERS: u64 = 100;
/// The byte that rots: in the name of the first user of a file.
const ROTTEN: u64 = 80;

/// A disk whose records cannot be read while that is switched on, and that waits before the next
/// `tenant.ron` is put in its place where it was told to.
#[derive(Clone)]
struct Flaky {
    behind: Simulated,
    unreadable: Arc<AtomicBool>,
    /// A bit of every file is another one by now.
    rotten: Arc<AtomicBool>,
    /// Passed once for "about to be put in its place", once for "go on".
    commit: Arc<Mutex<Option<Arc<Barrier>>>>,
}

impl Otherwise for Flaky {
    fn behind(&self) -> &dyn Fs {
        &self.behind
    }

    fn source(&self, source: Box<dyn Source>) -> Box<dyn Source> {
        let (unreadable, rotten) = (Arc::clone(&self.unreadable), Arc::clone(&self.rotten));
        Box::new(Records {
            source,
            unreadable,
            rotten,
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if to.ends_with("tenant.ron")
            && let Some(commit) = self.commit.lock().unwrap().take()
        {
            commit.wait();
            commit.wait();
        }
        self.behind.rename(from, to)
    }
}

struct Records {
    source: Box<dyn Source>,
    unreadable: Arc<AtomicBool>,
    rotten: Arc<AtomicBool>,
}

impl Source for Records {
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        if self.unreadable.load(Ordering::Relaxed) {
            return Err(io::Error::other("the disk does not answer"));
        }
        self.source.read_at(bytes, at)?;
        let bit = ROTTEN
            .checked_sub(at)
            .and_then(|at| bytes.get_mut(usize::try_from(at).ok()?));
        if let Some(bit) = bit.filter(|_| self.rotten.load(Ordering::Relaxed)) {
            *bit ^= 1;
        }
        Ok(())
    }
}

/// A large tenant on such a disk.
fn flaky() -> (Flaky, FolderStore) {
    let behind = Simulated::tenant(USERS);
    let sizes = Sizes {
        segment: 10,
        ..SIZES
    };
    let options = |fs: Arc<dyn Fs>| Options {
        fs,
        sizes,
        ..options()
    };
    let store = FolderStore::open(Path::new(DIR), &options(Arc::new(behind.clone()))).unwrap();
    rename(&store, user(0).id, "Admin");
    store.close().unwrap();
    let flaky = Flaky {
        behind,
        unreadable: Arc::default(),
        rotten: Arc::default(),
        commit: Arc::default(),
    };
    let fs = Arc::new(Through(flaky.clone()));
    let store = FolderStore::open(Path::new(DIR), &options(fs)).unwrap();
    store.wait_until_ready();
    (flaky, store)
}

fn blocked(number: u64) -> Fact {
    Fact::User(user(number).id, vec![Change::Blocked(true)].into())
}

fn submit(store: &FolderStore, facts: Vec<Fact>) -> Result<(), StoreError> {
    let plan = facts_plan(&*store.snapshot(), facts);
    store.submit(plan).map(drop)
}

#[test]
fn a_record_that_cannot_be_read_is_named_nothing_is_saved_and_the_next_try_works() {
    let (disk, store) = flaky();
    disk.unreadable.store(true, Ordering::Relaxed);
    for fact in [blocked(57), Fact::Purge(user(57).id)] {
        let refused = submit(&store, vec![fact]).unwrap_err().to_string();
        let begin = "not saved, because a record cannot be read: users/000002-0006.ron: \
                     the disk does not answer; try again";
        assert!(refused.starts_with(begin), "{refused}");
    }
    assert_eq!(store.snapshot().revision(), 1);
    disk.unreadable.store(false, Ordering::Relaxed);
    submit(&store, vec![blocked(57)]).unwrap();
    assert!(store.snapshot().user(user(57).id).unwrap().blocked);
}

/// What is changed while a fold is under way is applied once more to what was folded, for which
/// records are read. Where they cannot be, memory keeps what it has, and so does the next fold.
#[test]
fn a_record_that_cannot_be_read_at_the_end_of_a_fold_takes_no_change_with_it() {
    // So many at once are applied without the lock, so few with it.
    for changed in [USERS - 1, 5] {
        let commit = Arc::new(Barrier::new(2));
        let (disk, store) = flaky();
        *disk.commit.lock().unwrap() = Some(Arc::clone(&commit));
        submit(&store, vec![blocked(1)]).unwrap();
        thread::scope(|scope| {
            let fold = scope.spawn(|| store.fold());
            commit.wait();
            submit(&store, (1..=changed).map(blocked).collect()).unwrap();
            rename(&store, user(3).id, "Zoe");
            disk.unreadable.store(true, Ordering::Relaxed);
            commit.wait();
            fold.join().unwrap().unwrap();
        });
        disk.unreadable.store(false, Ordering::Relaxed);
        let expected = |number: u64| {
            let name = match number {
                0 => "Admin".to_owned(),
                3 => "Zoe".to_owned(),
                _ => format!("User {number:04}"),
            };
            (name, (1..=changed).contains(&number))
        };
        let holds_all = |store: &FolderStore, when: &str| {
            for number in 0..USERS {
                let found = store.snapshot().user(user(number).id).unwrap();
                let found = (found.name.clone(), found.blocked);
                assert_eq!(found, expected(number), "{changed} changed, {when}");
            }
        };
        holds_all(&store, "in memory");
        store.fold().unwrap();
        holds_all(&store, "after the next fold");
        let copy = disk.behind.copy();
        let again = FolderStore::open(Path::new(DIR), &copy.options()).unwrap();
        again.wait_until_ready();
        holds_all(&again, "on disk");
    }
}

/// A fold copies the records that nobody changed; with a sum of its own the copy would look right.
#[test]
fn a_segment_that_rots_while_it_is_open_is_named_and_not_copied() {
    let (disk, store) = flaky();
    let before = disk.behind.bytes("tenant.ron");
    submit(&store, vec![blocked(57)]).unwrap();
    disk.rotten.store(true, Ordering::Relaxed);
    let refused = store.fold().unwrap_err().to_string();
    let expected = "users/000002-0006.ron: its bytes are not those that were written";
    assert!(refused.contains(expected), "{refused}");
    assert!(matches!(store.access(), Access::ReadOnly(why) if why.contains(expected)));
    assert_eq!(disk.behind.bytes("tenant.ron"), before);
    // What was changed is in the journal.
    let again = disk.behind.copy().open();
    again.wait_until_ready();
    assert!(again.snapshot().user(user(57).id).unwrap().blocked);
}
