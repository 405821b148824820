//! Who may write: the lock, permissions, links, media that cannot be written.

use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::Arc;

use proofup::store::folder::{FolderStore, Made, Options, create};
use proofup::store::fs::{Disk, Fs, Lock};
use proofup::store::{Access, Store, StoreError};
use rstest::rstest;

use crate::support::*;
use crate::through::{Otherwise, Through};

fn reason(store: &FolderStore) -> String {
    match store.access() {
        Access::ReadOnly(why) => why,
        access => panic!("{access:?}"),
    }
}

#[test]
fn second_process_reads_follows_and_names_the_holder() {
    let home = tenant(3);
    let first = open(home.path());
    let second = open(home.path());
    let expected = format!(
        "another proofup (process {} has it open since 4 Mar 2026 05:06 UTC",
        std::process::id()
    );
    assert_eq!(reason(&second).replacen(") has", " has", 1), expected);
    let refused = second
        .submit(facts_plan(&*second.snapshot(), vec![]))
        .unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly(_)));

    assert!(!second.refresh().unwrap());
    let (sender, told) = std::sync::mpsc::channel();
    second.watch(Box::new(move |revision| sender.send(revision).is_ok()));
    for (number, name) in ["Zoe", "Yve", "Xia"].into_iter().enumerate() {
        rename(&first, user(number as u64).id, name);
        if number == 1 {
            first.fold().unwrap();
        }
        assert!(second.refresh().unwrap());
        assert_eq!(contents(&*second.snapshot()), contents(&*first.snapshot()));
    }
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(second.audit(9).unwrap(), first.audit(9).unwrap());

    // An edit by hand is in no journal: the follower reads the file again.
    drop(first);
    let text = read(home.path(), "tenant.ron").replacen("\"Zoe\"", "\"Zora\"", 1);
    write(home.path(), "tenant.ron", text);
    let third = open(home.path());
    assert_eq!(third.access(), Access::Writable);
    assert!(second.refresh().unwrap());
    assert_eq!(contents(&*second.snapshot()), contents(&*third.snapshot()));
}

#[test]
fn a_follower_goes_over_to_the_next_journal_file() {
    let home = tenant(3);
    let options = Options {
        journal_limit: 700,
        ..options()
    };
    let first = FolderStore::open(home.path(), &options).unwrap();
    let second = open(home.path());
    for name in ["Zoe", "Yve", "Xia", "Wes", "Vic", "Uma"] {
        rename(&first, user(0).id, name);
    }
    assert!(
        std::fs::read_dir(home.path().join("journal"))
            .unwrap()
            .count()
            >= 3
    );
    assert!(second.refresh().unwrap());
    assert_eq!(second.snapshot().revision(), 6);
    assert_eq!(contents(&*second.snapshot()), contents(&*first.snapshot()));
    let audit = first.audit(100).unwrap();
    drop(first);
    let again = open(home.path());
    assert_eq!(again.audit(100).unwrap(), audit);
    assert_eq!(contents(&*second.snapshot()), contents(&*again.snapshot()));
}

#[test]
fn the_lock_is_given_back_and_its_file_stays() {
    let home = tenant(1);
    open(home.path()).close().unwrap();
    assert!(home.path().join("lock").exists());
    assert_eq!(open(home.path()).access(), Access::Writable);
}

/// The disk, but for the lock.
struct OddLock(fn() -> io::Result<Lock>);

impl Otherwise for OddLock {
    fn behind(&self) -> &dyn Fs {
        &Disk
    }

    fn lock(&self, _: &Path, _: &str) -> io::Result<Lock> {
        (self.0)()
    }
}

#[test]
fn lock_unsupported_is_read_only_unless_told_otherwise() {
    let home = tenant(1);
    let unsupported = || Ok(Lock::Unsupported(io::ErrorKind::Unsupported.into()));
    let mut options = Options {
        fs: Arc::new(Through(OddLock(unsupported))),
        ..options()
    };
    let store = FolderStore::open(home.path(), &options).unwrap();
    assert!(reason(&store).starts_with("this file system has no locks (unsupported): --no-lock"));
    options.without_lock = true;
    let store = FolderStore::open(home.path(), &options).unwrap();
    assert_eq!(store.access(), Access::Writable);
}

#[test]
fn read_only_medium_is_open_for_reading() {
    let home = tenant(1);
    let read_only = || Err(io::ErrorKind::ReadOnlyFilesystem.into());
    let options = Options {
        fs: Arc::new(Through(OddLock(read_only))),
        ..options()
    };
    let store = FolderStore::open(home.path(), &options).unwrap();
    assert_eq!(
        reason(&store),
        "the folder cannot be written: read-only filesystem or storage medium"
    );
}

#[rstest]
#[case("tenant.ron", 0o600, None, None)]
#[case(
    "tenant.ron",
    0o640,
    Some("tenant.ron can be read by others (mode 0640): run chmod -R go= on the tenant's folder"),
    None
)]
#[case(
    "journal/0000000001.ron",
    0o604,
    Some(
        "journal/0000000001.ron can be read by others (mode 0604): run chmod -R go= on the tenant's folder"
    ),
    None
)]
#[case(
    "tenant.ron",
    0o620,
    Some("tenant.ron can be read by others (mode 0620): run chmod -R go= on the tenant's folder"),
    Some("tenant.ron can be changed by others (mode 0620): run chmod go-w on it")
)]
#[case(
    "journal",
    0o702,
    None,
    Some("journal can be changed by others (mode 0702): run chmod go-w on it")
)]
fn wrong_permissions(
    #[case] name: &str,
    #[case] mode: u32,
    #[case] notice: Option<&str>,
    #[case] refused: Option<&str>,
) {
    let home = tenant(1);
    std::fs::set_permissions(home.path().join(name), PermissionsExt::from_mode(mode)).unwrap();
    let store = open(home.path());
    assert_eq!(store.notices(), notice.into_iter().collect::<Vec<_>>());
    let expected = match refused {
        Some(why) => Access::ReadOnly(why.to_owned()),
        None => Access::Writable,
    };
    assert_eq!(store.access(), expected);
}

#[test]
fn symlinked_tenant_directory_is_followed_once_and_links_inside_are_refused_for_write() {
    let home = tenant(1);
    let outside = tempfile::tempdir().unwrap();
    let link = outside.path().join("link");
    symlink(home.path(), &link).unwrap();
    let store = open(&link);
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(store.folder(), home.path().canonicalize().unwrap());
    rename(&store, user(0).id, "Zoe");
    drop(store);

    let moved = outside.path().join("tenant.ron");
    std::fs::rename(home.path().join("tenant.ron"), &moved).unwrap();
    symlink(&moved, home.path().join("tenant.ron")).unwrap();
    // Also one that comes once it is open leads nowhere.
    assert!(Disk.open(&home.path().join("tenant.ron")).is_err());
    let store = open(home.path());
    assert_eq!(
        reason(&store),
        "tenant.ron is a symbolic link: put the file itself in its place"
    );
    assert_eq!(store.snapshot().user(user(0).id).unwrap().name, "Zoe");
}

#[test]
fn umask_000_still_makes_0600_in_0700() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("contoso");
    // The umask belongs to the process: a process of its own sets it.
    let test = crate::kill::again("access::makes_a_tenant", &dir);
    let mut shell = std::process::Command::new("sh");
    let command = format!("umask 000; exec {}", test.get_program().to_str().unwrap());
    shell
        .arg("-c")
        .arg(format!("{command} \"$@\""))
        .arg("sh")
        .args(test.get_args());
    shell.envs(
        test.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    assert!(shell.output().unwrap().status.success());
    let mut seen = 0;
    let mut folders = vec![dir];
    while let Some(folder) = folders.pop() {
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode(&folder), 0o700);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
                seen += 1;
            }
        }
    }
    // tenant.ron, a journal, the lock, a backup, the state it was made with.
    assert_eq!(seen, 5);
}

/// Not a test of its own: [`umask_000_still_makes_0600_in_0700`] runs it.
#[test]
fn makes_a_tenant() {
    let Some(dir) = crate::kill::folder() else {
        return;
    };
    create(&Disk, &dir, Made::Of(&facts(), &users(2))).unwrap();
    let store = open(&dir);
    rename(&store, user(0).id, "Zoe");
    store.close().unwrap();
}
