//! A disk, a memory and a clock that are not as one would wish: on the real system, in programs of
//! their own, where they are allowed to be made so.

use std::process::Command;

use proofup::domain::change::Change;
use proofup::domain::time::Timestamp;
use proofup::store::folder::{FolderStore, Made, Options, create};
use proofup::store::fs::Disk;
use proofup::store::{Access, Store, StoreError};

use crate::kill::{again, folder};
use crate::support::*;

/// Runs a test of this program by a shell, after `before`; what it said on stderr.
fn shell(before: &str, wrapper: &[&str], test: &str, dir: &std::path::Path) -> String {
    let victim = again(test, dir);
    let script = format!("{before} && exec \"$0\" \"$@\"");
    let mut words = wrapper.to_vec();
    words.extend(["sh", "-c", &script]);
    let environment = victim
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let output = Command::new(words[0])
        .args(&words[1..])
        .arg(victim.get_program())
        .args(victim.get_args())
        .envs(environment)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The last number that was said to be saved.
fn last_saved(said: &str) -> u64 {
    let mut saved = said.lines().filter_map(|line| line.strip_prefix("saved "));
    saved
        .next_back()
        .map_or(0, |number| number.parse().unwrap())
}

/// Not a test of its own: fills a disk of 256 KiB, then makes room.
#[test]
fn fills_its_disk() {
    let Some(dir) = folder() else {
        return;
    };
    let home = dir.join("tenant");
    create(&Disk, &home, Made::Of(&facts(), &users(3))).unwrap();
    std::fs::write(dir.join("ballast"), vec![0; 100_000]).unwrap();
    let store = open(&home);
    let try_to_save = |name: String| {
        let change = vec![(user(0).id, vec![Change::Name(name)])];
        store.submit(plan(&*store.snapshot(), change))
    };
    let mut saved = 0;
    while try_to_save(saved.to_string()).is_ok() {
        saved += 1;
    }
    for _ in 0..100 {
        let refused = try_to_save("?".repeat(300)).unwrap_err();
        assert!(matches!(refused, StoreError::Io { .. }), "{refused}");
    }
    assert!(store.fold().is_err(), "there is no room for a fold");
    let name = || store.snapshot().user(user(0).id).unwrap().name.clone();
    assert_eq!(name(), (saved - 1).to_string());
    assert_eq!(
        contents(&*open_read_only(&home).snapshot()),
        contents(&*store.snapshot())
    );
    std::fs::remove_file(dir.join("ballast")).unwrap();
    try_to_save("there is space again".to_owned()).unwrap();
    store.close().unwrap();
    let store = open(&home);
    assert_eq!(store.notices(), Vec::<String>::new());
    assert_eq!(
        store.snapshot().user(user(0).id).unwrap().name,
        "there is space again"
    );
    eprintln!("saved {saved}");
}

fn open_read_only(home: &std::path::Path) -> FolderStore {
    let options = Options {
        read_only: true,
        ..options()
    };
    FolderStore::open(home, &options).unwrap()
}

#[test]
fn disk_full_on_a_small_disk_refuses_and_goes_on_when_space_returns() {
    let disk = tempfile::tempdir().unwrap();
    let mount = format!(
        "mount -t tmpfs -o size=256k tmpfs {}",
        disk.path().display()
    );
    let allowed = Command::new("unshare")
        .args(["-m", "sh", "-c", &mount])
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        eprintln!("left out, no disk can be mounted here; over the trait it is in faults.rs");
        return;
    }
    let said = shell(
        &mount,
        &["unshare", "-m"],
        "limits::fills_its_disk",
        disk.path(),
    );
    assert!(last_saved(&said) > 50, "{said}");
}

/// Not a test of its own: opens a tenant that it may not change.
#[test]
fn looks_at_a_read_only_disk() {
    let Some(dir) = folder() else {
        return;
    };
    let store = open(&dir);
    let Access::ReadOnly(why) = store.access() else {
        panic!("writable");
    };
    assert_eq!(store.snapshot().revision(), 1, "the tail is read");
    drop(store);
    eprintln!("saved 1: {why}");
}

#[test]
fn read_only_disk_is_open_for_reading_with_the_tail_in_memory() {
    let home = tenant(2);
    let copy = tempfile::tempdir().unwrap();
    let store = open(home.path());
    rename(&store, user(0).id, "Zoe");
    crate::reopen::copy_folder(home.path(), copy.path());
    let (disk, files) = (copy.path().display(), home.path().display());
    drop(store);
    let mount = format!("mount --bind {disk} {disk} && mount -o remount,ro,bind {disk}");
    let allowed = Command::new("unshare")
        .args(["-m", "sh", "-c", &mount])
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        eprintln!("left out, {files} cannot be mounted here; over the trait it is in access.rs");
        return;
    }
    let said = shell(
        &mount,
        &["unshare", "-m"],
        "limits::looks_at_a_read_only_disk",
        copy.path(),
    );
    assert!(
        said.contains("saved 1: the folder cannot be written: "),
        "{said}"
    );
}

/// Not a test of its own: changes more and more users at once until the memory does not do.
#[test]
fn asks_for_more_memory_than_there_is() {
    let Some(dir) = folder() else {
        return;
    };
    let store = open(&dir);
    for number in 1..40_u32 {
        let name = "x".repeat(1 << number.min(26));
        let changes = vec![(user(0).id, vec![Change::Name(name)])];
        match store.submit(plan(&*store.snapshot(), changes)) {
            Ok(committed) => eprintln!("saved {}", committed.revision),
            // Longer than any line may be.
            Err(error) => assert!(matches!(error, StoreError::Damaged(_)), "{error}"),
        }
    }
    eprintln!("never ended");
}

#[test]
fn out_of_memory_in_a_bulk_leaves_what_was_saved() {
    let home = tenant(2);
    let test = "limits::asks_for_more_memory_than_there_is";
    let said = shell("ulimit -v 160000", &["env"], test, home.path());
    assert!(!said.contains("never ended"), "{said}");
    let saved = last_saved(&said);
    assert!(saved > 10, "{said}");
    let store = open(home.path());
    assert_eq!(store.access(), Access::Writable);
    let found = store.snapshot().revision();
    assert!(
        found == saved || found == saved + 1,
        "{saved} was saved, {found} is there"
    );
}

/// Not a test of its own: has more segment files than it may open.
#[test]
fn has_more_files_than_it_may_open() {
    let Some(home) = folder() else {
        return;
    };
    let store = FolderStore::open(&home, &many_files()).unwrap();
    assert_eq!((store.damage(), store.access()), (None, Access::Writable));
    let change = |number: u64, to| {
        let change = vec![(user(number).id, vec![Change::Name(to)])];
        store.submit(plan(&*store.snapshot(), change)).unwrap();
    };
    let before = store.snapshot();
    for number in (0..400).step_by(50) {
        change(number, format!("Now {number}"));
    }
    store.fold().unwrap();
    let all = contents(&*store.snapshot());
    assert_eq!(all.matches("Now ").count(), 8);
    // The files of the state before stay until the next fold.
    assert_eq!(contents(&*before).matches("Now ").count(), 0);
    store.close().unwrap();
    let again = FolderStore::open(&home, &many_files()).unwrap();
    assert_eq!(again.damage(), None);
    assert_eq!(contents(&*again.snapshot()), all);
    eprintln!("saved");
}

fn many_files() -> Options {
    Options {
        sizes: SIZES,
        ..options()
    }
}

#[test]
fn more_segment_files_than_may_be_open_are_read_and_folded() {
    let home = tenant(400);
    let store = FolderStore::open(home.path(), &many_files()).unwrap();
    rename(&store, user(1).id, "Large from now on");
    store.close().unwrap();
    let files = std::fs::read_dir(home.path().join("users")).unwrap();
    assert_eq!(files.count(), 100);
    let test = "limits::has_more_files_than_it_may_open";
    let said = shell("ulimit -n 40", &["env"], test, home.path());
    assert!(said.contains("saved"), "{said}");
}

#[test]
fn a_clock_that_goes_backwards_changes_no_order() {
    let home = tenant(2);
    for (round, at) in [NOW, Timestamp(NOW.0 - 86_400), Timestamp(0)]
        .into_iter()
        .enumerate()
    {
        let options = Options {
            now: at,
            ..options()
        };
        let store = FolderStore::open(home.path(), &options).unwrap();
        let changes = vec![(user(0).id, vec![Change::Name(round.to_string())])];
        let mut plan = plan(&*store.snapshot(), changes);
        plan.at = at;
        plan.audit[0].at = at;
        store.submit(plan).unwrap();
        if round == 1 {
            store.close().unwrap();
        }
    }
    let store = open(home.path());
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(store.snapshot().user(user(0).id).unwrap().name, "2");
    let times: Vec<i64> = store
        .audit(9)
        .unwrap()
        .iter()
        .map(|entry| entry.at.0)
        .collect();
    assert_eq!(
        times,
        [0, NOW.0 - 86_400, NOW.0],
        "newest first by number, not by time"
    );
}
