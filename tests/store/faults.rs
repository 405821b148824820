//! Every call to the system fails once, at each position: no panic, no change that was reported
//! saved is lost, and at most one that was not is kept.

use std::io::ErrorKind;
use std::path::Path;

use proofup::domain::audit::Activity;
use proofup::domain::change::Change;
use proofup::store::folder::{self, FolderStore, Options};
use proofup::store::{Access, Store, StoreError};

use crate::simulated::{DIR, Faults, Simulated};
use crate::support::*;

/// Renames user 0 to its number, folds in between, and closes. What was reported saved, and
/// whether a failed sync froze the store.
fn session(fs: &Simulated) -> (Vec<u32>, bool) {
    let mut saved = Vec::new();
    let mut frozen = false;
    let Ok(store) = FolderStore::open(Path::new(DIR), &fs.options()) else {
        return (saved, frozen);
    };
    for number in 1..=6 {
        let change = vec![(user(0).id, vec![Change::Name(number.to_string())])];
        let began = fs.calls().len();
        match store.submit(plan(&*store.snapshot(), change)) {
            Ok(_) => {
                assert!(!frozen, "written after a failed sync");
                let failed = (began + 1..=fs.calls().len()).contains(&fs.faults().at);
                assert!(!failed, "saved, though a call failed: {:?}", fs.faults());
                saved.push(number);
            }
            Err(StoreError::Frozen(_)) => frozen = true,
            Err(StoreError::Io { .. } | StoreError::ReadOnly(_)) => {}
            Err(error) => panic!("{error}"),
        }
        let name = store.snapshot().user(user(0).id).unwrap().name.clone();
        let expected = saved
            .last()
            .map_or_else(|| "User 0000".to_owned(), u32::to_string);
        assert_eq!(name, expected, "memory changes only after the disk");
        if number % 2 == 0 {
            let folded = store.fold();
            assert!(
                frozen || !matches!(&folded, Err(StoreError::EditedWhileOpen(_))),
                "{folded:?}"
            );
        }
    }
    (saved, frozen)
}

fn check(faults: Faults) -> usize {
    let fs = Simulated::tenant(2);
    fs.set_faults(faults);
    let (saved, frozen) = session(&fs);
    let count = fs.calls().len();
    let failed = fs.calls().get(faults.at - 1).copied();
    fs.set_faults(Faults::default());
    let store = fs.open();
    assert_eq!(
        store.access(),
        Access::Writable,
        "{failed:?} at {}",
        faults.at
    );
    let name = store.snapshot().user(user(0).id).unwrap().name.clone();
    let last = saved.last().copied().unwrap_or(0);
    let found = name.parse().unwrap_or(0);
    let kept_unsaved = found != last;
    assert!(
        !kept_unsaved || frozen && found == last + 1,
        "{failed:?} at {}: {found} is there, {last} was saved",
        faults.at
    );
    assert_eq!(
        store.snapshot().revision(),
        saved.len() as u64 + u64::from(kept_unsaved),
        "{failed:?} at {}",
        faults.at
    );
    count
}

#[test]
fn every_call_failing_once_at_each_position_loses_nothing() {
    let mut at = 1;
    loop {
        let count = check(Faults {
            at,
            for_good: false,
            kind: Some(ErrorKind::Other),
            ..Faults::default()
        });
        if at > count {
            break;
        }
        at += 1;
    }
    assert!(at > 60, "{at} positions only");
}

#[test]
fn disk_full_or_broken_from_any_call_on_loses_nothing() {
    for at in 1..150 {
        check(Faults {
            at,
            for_good: true,
            kind: Some(ErrorKind::StorageFull),
            ..Faults::default()
        });
    }
}

/// The `nth` call of this name in `work`, counted from 1.
fn position(fs: &Simulated, name: &str, nth: usize, work: impl FnOnce()) -> usize {
    fs.set_faults(Faults::default());
    work();
    let calls = fs.calls();
    let mut hits = calls.iter().enumerate().filter(|(_, call)| **call == name);
    hits.nth(nth - 1).unwrap().0 + 1
}

/// A change to the name `to` that fails at its first call of this name, on a store that works.
fn failing_submit(name: &str, to: &str) -> (Simulated, FolderStore, StoreError) {
    let rehearsal = Simulated::tenant(2);
    let store = rehearsal.open();
    rename(&store, user(0).id, "before");
    let at = position(&rehearsal, name, 1, || rename(&store, user(0).id, "Zoe"));

    let fs = Simulated::tenant(2);
    let store = fs.open();
    rename(&store, user(0).id, "before");
    fs.set_faults(Faults {
        at,
        for_good: false,
        kind: Some(ErrorKind::StorageFull),
        ..Faults::default()
    });
    let change = vec![(user(0).id, vec![Change::Name(to.to_owned())])];
    let error = store.submit(plan(&*store.snapshot(), change)).unwrap_err();
    (fs, store, error)
}

#[test]
fn disk_full_on_append_is_not_saved_and_works_again_when_space_returns() {
    // Half of it is longer than the whole change that comes next.
    let (fs, store, error) = failing_submit("write_at", &"Zoe ".repeat(500));
    assert_eq!(
        error.to_string(),
        format!(
            "{DIR}/journal/0000000001.ron: not saved; free some space, then try again: no storage space"
        )
    );
    assert_eq!(store.snapshot().revision(), 1);
    rename(&store, user(0).id, "after");
    let again = fs.copy().open();
    assert_eq!(
        again.notices(),
        Vec::<String>::new(),
        "the partial line was taken back"
    );
    assert_eq!(again.snapshot().user(user(0).id).unwrap().name, "after");
}

#[test]
fn eio_from_fsync_freezes_the_store_and_reopening_shows_the_truth() {
    let (fs, store, error) = failing_submit("sync", "Zoe");
    assert!(matches!(error, StoreError::Frozen(_)), "{error}");
    let change = vec![(user(1).id, vec![Change::Blocked(true)])];
    let again = store.submit(plan(&*store.snapshot(), change)).unwrap_err();
    assert!(matches!(again, StoreError::Frozen(_)), "{again}");
    assert!(matches!(store.fold(), Err(StoreError::Frozen(_))));
    drop(store);
    assert_eq!(fs.open().snapshot().user(user(0).id).unwrap().name, "Zoe");
}

#[test]
fn disk_full_during_fold_leaves_no_rest_and_the_next_fold_works() {
    for (name, nth) in [("create", 1), ("write_at", 1), ("sync", 1), ("rename", 1)] {
        let rehearsal = Simulated::tenant(2);
        let store = rehearsal.open();
        rename(&store, user(0).id, "Zoe");
        let at = position(&rehearsal, name, nth, || store.fold().unwrap());

        let fs = Simulated::tenant(2);
        let store = fs.open();
        rename(&store, user(0).id, "Zoe");
        let before = fs.bytes("tenant.ron");
        fs.set_faults(Faults {
            at,
            for_good: false,
            kind: Some(ErrorKind::StorageFull),
            ..Faults::default()
        });
        assert!(
            matches!(store.fold(), Err(StoreError::Io { .. })),
            "{name} {nth}"
        );
        assert_eq!(fs.bytes("tenant.ron"), before);
        fs.set_faults(Faults::default());
        assert!(
            !proofup::store::fs::Fs::list(&fs, Path::new(DIR))
                .unwrap()
                .contains(&"tenant.ron.tmp".to_owned())
        );
        rename(&store, user(0).id, "Yve");
        store.fold().unwrap();
        assert_ne!(fs.bytes("tenant.ron"), before);
    }
}

#[test]
fn one_sync_a_change_and_two_a_fold() {
    let fs = Simulated::tenant(2);
    let store = fs.open();
    rename(&store, user(0).id, "Zoe");
    fs.set_faults(Faults::default());
    rename(&store, user(0).id, "Yve");
    let syncs = || {
        fs.calls()
            .into_iter()
            .filter(|call| call.starts_with("sync"))
            .count()
    };
    assert_eq!(fs.calls(), ["write_at", "sync"]);
    fs.set_faults(Faults::default());
    store.fold().unwrap();
    // The new file and the folder; the backup is a second name of the old one.
    assert_eq!(syncs(), 2);
    fs.set_faults(Faults::default());
    store.fold().unwrap();
    assert_eq!(syncs(), 0, "nothing to fold");
}

#[test]
fn disk_full_or_eio_during_roll_keeps_the_old_file_in_use() {
    let long = || {
        let fs = Simulated::tenant(1);
        let options = Options {
            journal_limit: 400,
            ..fs.options()
        };
        let store = FolderStore::open(Path::new(DIR), &options).unwrap();
        rename(&store, user(0).id, "first");
        rename(&store, user(0).id, "second");
        store.fold().unwrap();
        (fs, store)
    };
    let change = || vec![(user(0).id, vec![Change::Name("Zoe".to_owned())])];
    let (fs, store) = long();
    fs.set_faults(Faults::default());
    store.submit(plan(&*store.snapshot(), change())).unwrap();
    let calls = fs.calls();
    let renaming = calls.iter().position(|call| *call == "rename").unwrap();
    let begun = String::from_utf8(fs.bytes("journal/0000000003.ron")).unwrap();
    assert_eq!(begun.lines().count(), 2, "{begun}");
    for at in 1..=calls.len() {
        let (fs, store) = long();
        fs.set_faults(Faults {
            at,
            for_good: false,
            kind: Some(ErrorKind::StorageFull),
            ..Faults::default()
        });
        let submitted = store.submit(plan(&*store.snapshot(), change()));
        fs.set_faults(Faults::default());
        assert_eq!(
            submitted.is_ok(),
            at <= renaming + 1,
            "{} at {at}: {submitted:?}",
            calls[at - 1]
        );
        drop(store);
        let store = fs.open();
        assert_eq!(store.access(), Access::Writable);
        if submitted.is_ok() {
            assert_eq!(store.snapshot().user(user(0).id).unwrap().name, "Zoe");
        }
        rename(&store, user(0).id, "after");
    }
}

#[test]
fn every_call_failing_while_an_edit_by_hand_is_taken_over_keeps_the_edit() {
    for for_good in [false, true] {
        for at in 1..60 {
            let fs = Simulated::tenant(2);
            rename(&fs.open(), user(0).id, "Zoe");
            let text = String::from_utf8(fs.bytes("tenant.ron")).unwrap();
            fs.set_bytes("tenant.ron", text.replace("User 0001", "Yve"));
            fs.set_faults(Faults {
                at,
                for_good,
                kind: Some(ErrorKind::StorageFull),
                ..Faults::default()
            });
            drop(FolderStore::open(Path::new(DIR), &fs.options()));
            fs.set_faults(Faults::default());
            let store = fs.open();
            assert_eq!(store.access(), Access::Writable, "{at}");
            assert_eq!(store.snapshot().user(user(0).id).unwrap().name, "Zoe");
            assert_eq!(store.snapshot().user(user(1).id).unwrap().name, "Yve");
            drop(store);
            let store = fs.open();
            assert_eq!(store.notices(), Vec::<String>::new());
            let audit = store.audit(1).unwrap();
            assert_eq!(audit[0].activity, Activity::EditedByHand, "{at}");
            drop(store);
            let checked = folder::check(&fs, Path::new(DIR)).unwrap();
            assert_eq!(checked.damage, None, "{at}");
        }
    }
}
