//! Checkpoints on disk: whole or not at all, there again after a restart, and never in the way.

use std::path::Path;

use proofup::domain::time::Timestamp;
use proofup::store::folder::{FolderStore, Options};
use proofup::store::fs::Fs as _;
use proofup::store::{Earlier, Store as _};

use crate::simulated::{DIR, Faults, Simulated};
use crate::support::*;

const AT: Timestamp = Timestamp(1_795_338_000);

#[test]
fn a_checkpoint_is_there_after_a_restart_and_holds_the_state_it_was_kept_in() {
    let fs = Simulated::tenant(2);
    let store = fs.open();
    rename(&store, user(0).id, "1");
    store
        .keep_checkpoint("Before \"lesson 2\"", "admin@contoso.com", AT)
        .unwrap();
    rename(&store, user(0).id, "2");
    store
        .keep_checkpoint("Later", "admin@contoso.com", AT)
        .unwrap();
    drop(store);
    let store = fs.open();
    let all = store.checkpoints().unwrap();
    let names: Vec<_> = all
        .iter()
        .map(|one| (one.number, &*one.name, one.revision))
        .collect();
    assert_eq!(names, [(1, "Before \"lesson 2\"", 1), (2, "Later", 2)]);
    let name = |which| {
        let then = store.earlier(which).unwrap().unwrap();
        then.user(user(0).id).unwrap().name.clone()
    };
    assert_eq!(name(Earlier::Checkpoint(1)), "1");
    assert_eq!(name(Earlier::Checkpoint(2)), "2");
    assert_eq!(name(Earlier::Start), user(0).name);
    store.delete_checkpoint(1).unwrap();
    assert!(store.earlier(Earlier::Checkpoint(1)).unwrap().is_none());
    assert_eq!(store.checkpoints().unwrap().len(), 1);
    assert_eq!(store.snapshot().revision(), 2, "the tenant stays as it is");
}

#[test]
fn every_call_failing_while_one_is_kept_leaves_it_whole_or_not_there() {
    let mut at = 1;
    loop {
        let fs = Simulated::tenant(2);
        let store = fs.open();
        fs.set_faults(Faults {
            at,
            kind: Some(std::io::ErrorKind::StorageFull),
            ..Faults::default()
        });
        let kept = store.keep_checkpoint("A", "admin@contoso.com", AT);
        let calls = fs.calls().len();
        fs.set_faults(Faults::default());
        let all = store.checkpoints().unwrap();
        assert!(kept.is_err() || all.len() == 1, "{kept:?}, then {all:?}");
        for one in all {
            assert!(
                store
                    .earlier(Earlier::Checkpoint(one.number))
                    .unwrap()
                    .is_some()
            );
        }
        store.keep_checkpoint("B", "admin@contoso.com", AT).unwrap();
        if at > calls {
            break;
        }
        at += 1;
    }
    assert!(at > 4, "{at} positions only");
}

#[test]
fn a_sandbox_keeps_in_memory_and_leaves_what_is_on_disk() {
    let fs = Simulated::tenant(2);
    let store = fs.open();
    let by = "admin@contoso.com";
    store.keep_checkpoint("On disk", by, AT).unwrap();
    drop(store);
    let before = fs.copy();
    let sandbox = Options {
        sandbox: true,
        ..fs.options()
    };
    let store = FolderStore::open(Path::new(DIR), &sandbox).unwrap();
    rename(&store, user(0).id, "1");
    store.keep_checkpoint("In memory", by, AT).unwrap();
    let all = store.checkpoints().unwrap();
    let names: Vec<_> = all.iter().map(|one| (one.number, &*one.name)).collect();
    assert_eq!(names, [(1, "On disk"), (2, "In memory")]);
    let then = store.earlier(Earlier::Checkpoint(2)).unwrap().unwrap();
    assert_eq!(then.user(user(0).id).unwrap().name, "1");
    let refused = store.delete_checkpoint(1).unwrap_err();
    assert!(refused.to_string().contains("on disk"), "{refused}");
    store.delete_checkpoint(2).unwrap();
    assert_eq!(store.checkpoints().unwrap().len(), 1);
    drop(store);
    let files = |fs: &Simulated| fs.list(&Path::new(DIR).join("checkpoints")).unwrap();
    assert_eq!(files(&fs), files(&before));
}

#[test]
fn above_a_thousand_users_none_is_kept_and_it_says_so() {
    let fs = Simulated::tenant(1001);
    let store = fs.open();
    store.wait_until_ready();
    let why = store.may_keep().unwrap_err();
    assert!(why.contains("up to 1,000 users"), "{why}");
    let refused = store.keep_checkpoint("A", "admin@contoso.com", AT);
    assert_eq!(refused.unwrap_err().to_string(), why);
    assert!(store.checkpoints().unwrap().is_empty());
    assert!(fs.list(&Path::new(DIR).join("checkpoints")).is_err());
    assert!(store.earlier(Earlier::Start).unwrap().is_none());
}
