//! A tenant of made-up people, and the same people in SQLite.

use std::path::PathBuf;
use std::time::Duration;

use proofup::demo::generated::{PRESENT, facts, users};
use proofup::domain::id::UserId;
use proofup::domain::user::User;
use proofup::store::Store;
use proofup::store::folder::{FolderStore, Made, Options, create, create_large};
use proofup::store::fs::Disk;
use tempfile::TempDir;

use crate::sqlite::Database;

/// So many and more are kept in the large form.
const LARGE: u32 = 1001;

pub struct Tenant {
    pub count: u32,
    pub dir: PathBuf,
    pub database: Database,
    /// Room for whatever a comparison writes.
    pub scratch: PathBuf,
    _home: TempDir,
}

impl Tenant {
    pub fn of(count: u32) -> Self {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("tenant");
        if count < LARGE {
            let users: Vec<User> = people(count).collect();
            create(&Disk, &dir, Made::Of(&facts(), &users)).unwrap();
        } else {
            create_large(&Disk, &dir, &facts(), people(count), &mut |_| {}).unwrap();
        }
        Self {
            count,
            dir,
            database: Database::of(home.path(), people(count)),
            scratch: home.path().join("scratch"),
            _home: home,
        }
    }

    /// How a comparison calls it.
    pub fn size(&self) -> String {
        match self.count {
            1_000_000 => "1M".to_owned(),
            count if count >= 1000 => format!("{}k", count / 1000),
            count => count.to_string(),
        }
    }

    pub fn open(&self) -> FolderStore {
        FolderStore::open(&self.dir, &options()).unwrap()
    }

    /// Open, everybody known.
    pub fn ready(&self) -> FolderStore {
        let store = self.open();
        store.wait_until_ready();
        store
    }

    /// The files that hold the users.
    pub fn user_files(&self) -> Vec<PathBuf> {
        let Ok(files) = std::fs::read_dir(self.dir.join("users")) else {
            return vec![self.dir.join("tenant.ron")];
        };
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    }

    pub fn bytes(&self) -> u64 {
        let files = self.user_files();
        files
            .iter()
            .map(|file| file.metadata().unwrap().len())
            .sum()
    }
}

pub fn options() -> Options {
    Options {
        lock_wait: Duration::from_secs(5),
        ..Options::default()
    }
}

pub fn people(count: u32) -> impl Iterator<Item = User> {
    users(count, 7, PRESENT)
}

/// Everybody's id, in the order of names.
pub fn ids(store: &FolderStore) -> Vec<UserId> {
    let snapshot = store.snapshot();
    let mut ids = Vec::new();
    snapshot.heads(0..usize::MAX, &mut |_, head| ids.push(head.id));
    ids
}
