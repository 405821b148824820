//! Sandboxes made of a store: each changes its own, and what nobody changes is there once.

use std::sync::Arc;

use proofup::domain::change::{Change, Fact};
use proofup::store::folder::{FolderStore, Options, Sizes};
use proofup::store::{Access, Earlier, Store};

use crate::support::*;

/// In the small form, and in the large one.
fn stores() -> [(tempfile::TempDir, FolderStore); 2] {
    [8, 40].map(|count| {
        let home = tenant(count);
        let sizes = Sizes {
            small_below: 9,
            ..SIZES
        };
        let options = Options { sizes, ..options() };
        let store = FolderStore::open(home.path(), &options).unwrap();
        rename(&store, user(0).id, "Somebody");
        store.fold().unwrap();
        store.wait_until_ready();
        (home, store)
    })
}

fn block(store: &dyn Store, number: u64) {
    let fact = Fact::User(user(number).id, vec![Change::Blocked(true)].into());
    let plan = facts_plan(&*store.snapshot(), vec![fact]);
    store.submit(plan).unwrap();
}

#[test]
fn a_sandbox_is_the_very_state_until_it_is_changed_and_nobody_sees_the_other() {
    for (_home, store) in stores() {
        let before = contents(&*store.snapshot());
        let [ann, bob] = [(); 2].map(|()| store.sandbox().unwrap());
        assert_eq!(ann.access(), Access::Sandbox);
        assert!(
            std::ptr::addr_eq(Arc::as_ptr(&ann.snapshot()), Arc::as_ptr(&store.snapshot())),
            "a copy was made before anything was changed"
        );
        block(&*ann, 1);
        block(&store, 2);
        rename(&*ann, user(3).id, "Another");
        let blocked =
            |store: &dyn Store, number| store.snapshot().user(user(number).id).unwrap().blocked;
        assert_eq!([1, 2].map(|number| blocked(&*ann, number)), [true, false]);
        assert_eq!([1, 2].map(|number| blocked(&store, number)), [false, true]);
        assert_eq!(contents(&*bob.snapshot()), before);
        let start = ann.earlier(Earlier::Start).unwrap().unwrap();
        assert_eq!(contents(&*start), before, "a reset leads back there");
        // Whatever becomes of the files.
        rename(&store, user(4).id, "Elsewhere");
        store.fold().unwrap();
        assert_eq!(contents(&*bob.snapshot()), before);
        assert_eq!(bob.snapshot().find(&user(4).upn), Some(user(4).id));
    }
}
