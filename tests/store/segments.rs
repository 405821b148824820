//! The large form: segment files, the switch between the forms, folds of what was changed only, and
//! what is said of files that are not as they were written.

use std::io::ErrorKind;
use std::path::Path;

use proofup::domain::change::{Change, Fact};
use proofup::domain::directory::Directory;
use proofup::store::folder::{FolderStore, Made, Options, Repair, archive, check, create, restore};
use proofup::store::fs::Fs;
use proofup::store::{Access, Store, StoreError};

use crate::simulated::{DIR, Faults, Simulated};
use crate::support::*;

fn options(fs: &Simulated) -> Options {
    Options {
        sizes: SIZES,
        ..fs.options()
    }
}

fn open(fs: &Simulated) -> FolderStore {
    let store = FolderStore::open(Path::new(DIR), &options(fs)).unwrap();
    store.wait_until_ready();
    store
}

/// A tenant of `count` users whose last change was folded.
fn folded(count: u64) -> Simulated {
    let fs = Simulated::tenant(count);
    let store = open(&fs);
    rename(&store, user(0).id, "Admin");
    store.close().unwrap();
    fs.set_faults(Faults::default());
    fs
}

fn files(fs: &Simulated) -> Vec<String> {
    fs.list(&Path::new(DIR).join("users")).unwrap_or_default()
}

fn text(fs: &Simulated, name: &str) -> String {
    String::from_utf8(fs.bytes(name)).unwrap()
}

fn submit(store: &FolderStore, facts: Vec<Fact>) {
    store.submit(facts_plan(&*store.snapshot(), facts)).unwrap();
}

fn blocked(number: u64) -> Fact {
    Fact::User(user(number).id, vec![Change::Blocked(true)].into())
}

#[test]
fn above_a_thousand_users_are_kept_in_segment_files() {
    let fs = Simulated::default();
    create(&fs, Path::new(DIR), Made::Of(&facts(), &users(1001))).unwrap();
    assert_eq!(files(&fs), ["000001-0001.ron"]);
    let segment = text(&fs, "users/000001-0001.ron");
    let listed: Vec<proofup::domain::user::User> = ron::from_str(&segment).unwrap();
    assert_eq!(listed, users(1001), "a list like any other");
    assert_eq!(segment.lines().count(), 1003, "a line for each");
    let store = fs.open();
    store.wait_until_ready();
    assert_eq!(store.snapshot().len(), 1001);
    assert_eq!(*store.snapshot().user(user(500).id).unwrap(), user(500));
}

#[test]
fn the_first_screen_is_there_before_everybody_is_known() {
    let fs = folded(12);
    let store = FolderStore::open(Path::new(DIR), &options(&fs)).unwrap();
    let first = store.snapshot();
    // Whether it is ready already is for the scheduler to say.
    assert_eq!(first.len(), 12);
    assert_eq!(first.head(0).unwrap().name, "Admin");
    store.wait_until_ready();
    assert!(store.snapshot().is_ready());
    assert_eq!(store.snapshot().revision(), first.revision());
}

#[test]
fn the_form_changes_with_the_number_of_users_and_not_all_the_time() {
    let fs = folded(9);
    assert!(text(&fs, "tenant.ron").contains("users: Inline(["));
    let store = open(&fs);
    let fold = |fact: Fact| {
        submit(&store, vec![fact]);
        store.fold().unwrap();
        text(&fs, "tenant.ron").contains("users: Segments([")
    };
    assert!(fold(Fact::Create(Box::new(user(20)))), "10 are many");
    assert!(fold(Fact::Purge(user(1).id)), "9 are not few again");
    assert!(fold(Fact::Purge(user(2).id)), "nor are 8");
    assert!(!fold(Fact::Purge(user(3).id)), "7 are few");
    assert!(!fold(Fact::Create(Box::new(user(21)))));
    assert!(!fold(Fact::Create(Box::new(user(22)))));
    assert!(fold(Fact::Create(Box::new(user(23)))));
    let expected = contents(&*store.snapshot());
    drop(store);
    assert_eq!(contents(&*open(&fs).snapshot()), expected);
}

#[test]
fn comments_outside_the_users_survive_the_change_of_form_and_every_fold() {
    let fs = Simulated::tenant(9);
    let edited = text(&fs, "tenant.ron").replacen("(\n", "( // ours\n", 1);
    fs.set_bytes("tenant.ron", edited);
    let store = open(&fs);
    submit(&store, vec![Fact::Create(Box::new(user(20)))]);
    store.fold().unwrap();
    submit(&store, vec![blocked(3)]);
    store.fold().unwrap();
    let text = text(&fs, "tenant.ron");
    assert!(text.starts_with("( // ours\n"), "{text}");
    assert!(text.contains("users: Segments(["), "{text}");
}

#[test]
fn a_fold_writes_only_what_was_changed_and_syncs_as_many_files_and_three() {
    let fs = folded(12);
    let before = files(&fs);
    assert_eq!(before.len(), 3);
    let store = open(&fs);
    submit(&store, vec![blocked(1), blocked(2)]);
    submit(&store, vec![blocked(9)]);
    fs.set_faults(Faults::default());
    store.fold().unwrap();
    let calls = fs.calls();
    let count = |name: &str| calls.iter().filter(|call| **call == name).count();
    assert_eq!(count("sync") + count("sync_dir"), 2 + 3, "{calls:?}");
    let now = text(&fs, "tenant.ron");
    assert_eq!(now.matches("000003-").count(), 2, "{now}");
    assert_eq!(now.matches("000002-").count(), 1, "{now}");
    // Those of the generation before stay until the next fold.
    assert_eq!(files(&fs).len(), 5);
    submit(&store, vec![blocked(3)]);
    store.fold().unwrap();
    assert_eq!(
        files(&fs),
        [
            "000002-0002.ron",
            "000003-0001.ron",
            "000003-0002.ron",
            "000004-0001.ron"
        ]
    );
}

#[test]
fn whoever_is_renamed_made_or_purged_stands_in_the_order_of_names() {
    let fs = folded(12);
    let store = open(&fs);
    rename(&store, user(3).id, "Zoë");
    rename(&store, user(11).id, "Aaron");
    submit(&store, vec![Fact::Create(Box::new(user(40)))]);
    submit(&store, vec![Fact::Purge(user(5).id)]);
    let names = |directory: &dyn Directory| -> Vec<String> {
        let heads = (0..directory.len()).map(|at| directory.head(at).unwrap());
        heads.map(|head| head.name.to_owned()).collect()
    };
    let before = names(&*store.snapshot());
    assert_eq!(before.first().unwrap(), "Aaron");
    assert_eq!(before.last().unwrap(), "Zoë");
    store.fold().unwrap();
    assert_eq!(names(&*store.snapshot()), before);
    drop(store);
    assert_eq!(names(&*open(&fs).snapshot()), before);
}

#[test]
fn a_missing_segment_is_refused_by_name() {
    let fs = folded(12);
    fs.unlink(&Path::new(DIR).join("users/000002-0002.ron"))
        .unwrap();
    let refused = FolderStore::open(Path::new(DIR), &options(&fs)).err();
    let refused = refused.unwrap().to_string();
    let expected = format!("{DIR}/users/000002-0002.ron is missing: 4 users are in it");
    assert!(refused.starts_with(&expected), "{refused}");
}

#[test]
fn a_flipped_bit_in_a_segment_is_found_named_and_the_others_still_open() {
    let name = "users/000002-0002.ron";
    let whole = folded(12).bytes(name);
    for at in (0..whole.len()).step_by(37) {
        let fs = folded(12);
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs.set_bytes(name, bytes);
        let store = open(&fs);
        let Access::ReadOnly(why) = store.access() else {
            panic!("byte {at} can be written over");
        };
        assert!(why.contains(name), "{why}");
        for number in [0, 1, 2, 3, 8, 9, 10, 11] {
            let found = store.snapshot().user(user(number).id).unwrap();
            assert_eq!(found.upn, user(number).upn);
        }
        let plan = facts_plan(&*store.snapshot(), vec![blocked(1)]);
        assert!(matches!(store.submit(plan), Err(StoreError::ReadOnly(_))));
        drop(store);
        let checked = check(&fs, Path::new(DIR)).unwrap();
        assert!(checked.damage.unwrap().contains(name));
    }
}

#[test]
fn somebody_who_is_there_twice_is_named_and_nothing_is_saved() {
    let fs = folded(12);
    let name = "users/000002-0002.ron";
    let twice = text(&fs, name).replace(&user(5).upn, &user(1).upn);
    let tenant = text(&fs, "tenant.ron");
    let of = |text: &str| format!("{:08x}", crc32fast::hash(text.as_bytes()));
    // As only a mistake of ours would write it: with the sums that fit.
    let tenant = tenant.replace(&of(&text(&fs, name)), &of(&twice));
    let body = &tenant[..tenant.rfind("//").unwrap()];
    fs.set_bytes("tenant.ron", format!("{body}//{}\n", of(body)));
    fs.set_bytes(name, twice);
    let store = open(&fs);
    let plan = facts_plan(&*store.snapshot(), vec![blocked(9)]);
    assert!(matches!(store.submit(plan), Err(StoreError::ReadOnly(_))));
    let damage = "the user principal name of user0001@contoso.com in users/000002-0002.ron is also that of user0001@contoso.com in users/000002-0001.ron";
    assert_eq!(store.damage(), Some(damage));
    drop(store);
    let checked = check(&fs, Path::new(DIR)).unwrap();
    assert_eq!(checked.damage.as_deref(), Some(damage));
}

#[test]
fn a_cut_segment_is_found_and_what_is_left_is_shown() {
    let fs = folded(12);
    let name = "users/000002-0001.ron";
    let bytes = fs.bytes(name);
    fs.set_bytes(name, &bytes[..bytes.len() / 2]);
    let store = open(&fs);
    assert!(matches!(store.access(), Access::ReadOnly(_)));
    let len = store.snapshot().len();
    assert!((9..12).contains(&len), "{len}");
}

#[test]
fn every_call_failing_once_in_a_fold_loses_nothing_and_uses_no_name_twice() {
    let mut at = 1;
    loop {
        let fs = folded(12);
        let store = open(&fs);
        submit(&store, vec![blocked(1), blocked(9)]);
        let expected = contents(&*store.snapshot());
        let before = files(&fs);
        fs.set_faults(Faults {
            at,
            only: None,
            for_good: false,
            kind: Some(ErrorKind::StorageFull),
        });
        let folded = store.fold();
        let names = fs.calls();
        let calls = names.len();
        let durable = names.iter().position(|name| *name == "sync_dir");
        fs.set_faults(Faults::default());
        if folded.is_err() && durable.is_none_or(|durable| at <= durable + 1) {
            assert_eq!(
                files(&fs),
                before,
                "call {at}: nothing refers to what was written"
            );
        }
        assert_eq!(contents(&*store.snapshot()), expected, "call {at}");
        // As after a kill at this moment.
        assert_eq!(contents(&*open(&fs.copy()).snapshot()), expected);
        let frozen = matches!(&folded, Err(StoreError::Frozen(_)));
        if !frozen {
            rename(&store, user(2).id, "After");
            store.fold().unwrap();
            let text = text(&fs, "tenant.ron");
            let generation = if folded.is_ok() { "000003-" } else { "000004-" };
            assert!(text.contains(generation), "call {at}: {folded:?} {text}");
        }
        let expected = contents(&*store.snapshot());
        drop(store);
        assert_eq!(contents(&*open(&fs).snapshot()), expected);
        if at > calls {
            break;
        }
        at += 1;
    }
    assert!(at > 15, "{at} positions only");
}

#[test]
fn what_was_changed_while_it_was_folded_is_there() {
    let fs = folded(40);
    let store = open(&fs);
    let names = std::thread::scope(|scope| {
        let folds = scope.spawn(|| {
            for _ in 0..30 {
                store.fold().unwrap();
            }
        });
        for round in 0..60 {
            rename(&store, user(round % 40).id, &format!("N{round}"));
        }
        folds.join().unwrap();
        contents(&*store.snapshot())
    });
    assert_eq!(contents(&*open(&fs.copy()).snapshot()), names);
    store.fold().unwrap();
    assert_eq!(contents(&*store.snapshot()), names);
}

#[test]
fn an_edit_of_tenant_ron_is_taken_over_and_one_that_does_not_fit_is_refused() {
    let fs = folded(12);
    let text = text(&fs, "tenant.ron");
    fs.set_bytes(
        "tenant.ron",
        text.replace("name: \"Contoso\"", "name: \"Fabrikam\""),
    );
    let store = open(&fs);
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(store.snapshot().facts().name, "Fabrikam");
    assert_eq!(store.notices().len(), 1, "{:?}", store.notices());
    assert_eq!(store.snapshot().len(), 12);
    drop(store);
    assert_eq!(open(&fs).notices(), Vec::<String>::new());
    for (from, to, expected) in [
        ("users: 4", "users: 5", "4 users, tenant.ron says 5"),
        ("000002-0002", "000002-0001", "is also at"),
        (
            "users/000002-0003.ron",
            "../../etc/passwd",
            "is no segment file",
        ),
        (
            "domains: [\"contoso.com\"]",
            "domains: [\"fabrikam.com\"]",
            "not among the tenant's",
        ),
    ] {
        let fs = folded(12);
        let text = String::from_utf8(fs.bytes("tenant.ron")).unwrap();
        assert!(text.contains(from), "{text}");
        fs.set_bytes("tenant.ron", text.replacen(from, to, 1));
        let refused = FolderStore::open(Path::new(DIR), &options(&fs)).err();
        let refused = refused.unwrap().to_string();
        assert!(refused.contains(expected), "{refused}");
    }
}

#[test]
fn a_sandbox_over_a_large_tenant_writes_nothing() {
    let fs = folded(12);
    let before = fs.bytes("tenant.ron");
    let sandbox = Options {
        sandbox: true,
        ..options(&fs)
    };
    let store = FolderStore::open(Path::new(DIR), &sandbox).unwrap();
    assert_eq!(store.access(), Access::Sandbox);
    fs.set_faults(Faults::default());
    submit(&store, vec![blocked(1)]);
    assert!(store.snapshot().user(user(1).id).unwrap().blocked);
    drop(store);
    assert!(
        !fs.calls()
            .iter()
            .any(|call| ["write_at", "create", "rename"].contains(call))
    );
    assert_eq!(fs.bytes("tenant.ron"), before);
    assert!(!open(&fs).snapshot().user(user(1).id).unwrap().blocked);
}

/// The generation before lives until the next fold, and the journal has what was changed since.
#[test]
fn a_damaged_segment_is_repaired_from_the_generation_before_with_every_change() {
    let fs = folded(12);
    let store = open(&fs);
    rename(&store, user(0).id, "Second");
    store.fold().unwrap();
    submit(&store, vec![blocked(7)]);
    let expected = contents(&*store.snapshot());
    let revision = store.snapshot().revision();
    let fs = fs.copy();
    drop(store);
    let newest = format!("users/{}", files(&fs).last().unwrap());
    let mut bytes = fs.bytes(&newest);
    bytes[40] ^= 1;
    fs.set_bytes(&newest, bytes.clone());
    let store = open(&fs);
    assert!(matches!(store.access(), Access::ReadOnly(_)));
    drop(store);
    let repair = Repair::of(Path::new(DIR), &options(&fs)).unwrap();
    assert!(
        repair.found.iter().any(|line| line.contains(&newest)),
        "{:?}",
        repair.found
    );
    assert_eq!(
        repair.outcome,
        format!("every change is there then, up to entry {revision}: the journal has them")
    );
    repair.carry_out().unwrap();
    assert_eq!(fs.bytes(&newest), bytes, "damage is left as it is");
    let store = open(&fs);
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(contents(&*store.snapshot()), expected);
    rename(&store, user(3).id, "Third");
    store.close().unwrap();
    assert_eq!(check(&fs, Path::new(DIR)).unwrap().damage, None);
}

#[test]
fn an_archive_of_a_large_tenant_makes_it_again() {
    let fs = folded(12);
    let store = open(&fs);
    submit(&store, vec![blocked(7)]);
    let mut tar = Vec::new();
    let to = (&mut tar as &mut dyn std::io::Write, Path::new("to.tar"));
    archive(&fs, Path::new(DIR), NOW, to).unwrap();
    let expected = contents(&*store.snapshot());
    submit(&store, vec![blocked(8)]);
    let home = Simulated::default();
    restore(&home, Path::new(DIR), &mut &tar[..]).unwrap();
    assert_eq!(contents(&*open(&home).snapshot()), expected);
}
