//! Bulks: one line of the journal that says once what was done to many, laid over their records
//! without reading them. What it comes to is what a plain tenant would come to, word by word.

use std::path::Path;

use pretty_assertions::assert_eq;
use proofup::domain::command::{Command, UserSettings};
use proofup::domain::entropy::Entropy;
use proofup::domain::id::UserId;
use proofup::domain::plan::{Actor, Plan, plan};
use proofup::domain::role::Role;
use proofup::domain::tenant::Tenant;
use proofup::domain::undo::{self, Direction, Done};
use proofup::domain::user::{PerUserMfa, User};
use proofup::store::Store;
use proofup::store::folder::{FolderStore, Made, Options, Sizes, create};
use proofup::store::fs::Fs as _;
use proofup::store::memory::MemoryStore;

use crate::simulated::{DIR, Faults, Simulated};
use crate::support::*;

const COUNT: u64 = 40;
/// So many are put into words on a thread of their own.
const MANY: u64 = 2100;

/// Seven fill a segment.
const SIZES: Sizes = Sizes {
    segment: 7,
    ..crate::support::SIZES
};

fn open(fs: &Simulated) -> FolderStore {
    let options = Options {
        sizes: SIZES,
        ..fs.options()
    };
    let store = FolderStore::open(Path::new(DIR), &options).unwrap();
    store.wait_until_ready();
    store
}

/// A folder in segments, and a plain tenant of the same users.
fn both() -> (Simulated, FolderStore, MemoryStore) {
    both_of(COUNT)
}

fn both_of(count: u64) -> (Simulated, FolderStore, MemoryStore) {
    let fs = Simulated::tenant(count);
    let store = open(&fs);
    rename(&store, user(0).id, "Admin");
    store.close().unwrap();
    fs.set_faults(Faults::default());
    let plain = MemoryStore::new(Tenant::new(facts(), users(count), 0).unwrap());
    rename(&plain, user(0).id, "Admin");
    let store = open(&fs);
    (fs, store, plain)
}

fn administrator() -> Actor {
    Actor {
        id: user(0).id,
        upn: user(0).upn,
        roles: Role::GlobalAdministrator.into(),
    }
}

fn planned(store: &dyn Store, command: &Command) -> Plan {
    let entropy = &mut Entropy::from_seed(5);
    plan(&*store.snapshot(), &administrator(), command, entropy, NOW)
}

fn everybody_but_the_first() -> Vec<UserId> {
    (1..COUNT).map(|number| user(number).id).collect()
}

/// One after the other: what concerns methods, what does not, what is done again, and what
/// nobody sees before the password is hashed.
fn commands() -> Vec<Command> {
    let users = everybody_but_the_first;
    let boxes = |again, app_passwords, devices| Command::ManageUserSettings {
        users: users(),
        boxes: UserSettings {
            provide_contact_methods_again: again,
            delete_app_passwords: app_passwords,
            restore_remembered_devices: devices,
        },
    };
    let to = PerUserMfa::Enforced;
    vec![
        Command::BlockSignIn { users: users() },
        Command::SetPerUserMfa { users: users(), to },
        boxes(true, false, true),
        Command::UnblockSignIn { users: users() },
        boxes(true, true, true),
        Command::DeleteUsers { users: users() },
        Command::RestoreUsers { users: users() },
    ]
}

fn assert_same(store: &FolderStore, plain: &MemoryStore, what: &str) {
    let (own, other) = (store.snapshot(), plain.snapshot());
    assert_eq!(contents(&*own), contents(&*other), "{what}");
    assert_eq!(own.deleted(), other.deleted(), "{what}");
    assert_eq!(own.in_roles(), other.in_roles(), "{what}");
    for at in 0..own.len() {
        assert_eq!(own.head(at), other.head(at), "{what}");
    }
    let audit = |store: &dyn Store| store.audit(usize::MAX).unwrap();
    assert_eq!(audit(store), audit(plain), "{what}");
}

#[test]
fn a_bulk_comes_to_what_a_plain_tenant_comes_to_whenever_it_is_folded_or_read_again() {
    for fold_after in [None, Some(2), Some(4), Some(5)] {
        let (fs, mut store, plain) = both();
        for (number, command) in commands().iter().enumerate() {
            let plan = planned(&store, command);
            assert_eq!(plan, planned(&plain, command));
            let title = plan.title.clone();
            let rows = plan.rows.clone();
            let inverse = store.submit(plan.clone()).unwrap().inverse;
            plain.submit(plan).unwrap();
            assert_same(&store, &plain, &title);
            // Taken back and done again, by what the plan knew and by looking.
            let mut known = Done::begun(title.clone(), NOW, Vec::new());
            known.extend(inverse.clone(), &rows, &*store.snapshot());
            let looked = Done::new(title.clone(), inverse, &*store.snapshot());
            assert_eq!(known.after, looked.after, "{title}");
            let back = undo::plan(
                &*store.snapshot(),
                &administrator(),
                &known,
                Direction::Undo,
                NOW,
            );
            assert!(
                back.changes_anything() || known.inverse.is_empty(),
                "{title}"
            );
            let title = back.title.clone();
            let again = store.submit(back.clone()).unwrap().inverse;
            plain.submit(back).unwrap();
            assert_same(&store, &plain, &format!("{title}, taken back"));
            let done = Done::new(title.clone(), again, &*store.snapshot());
            let redo = undo::plan(
                &*store.snapshot(),
                &administrator(),
                &done,
                Direction::Redo,
                NOW,
            );
            store.submit(redo.clone()).unwrap();
            plain.submit(redo).unwrap();
            assert_same(&store, &plain, &format!("{title}, done again"));
            if fold_after == Some(number) {
                store.fold().unwrap();
                assert_same(&store, &plain, &format!("{title}, folded"));
            }
            // As after a kill: the journal is read, nothing was folded in.
            let reopened = open(&fs.copy());
            assert_same(&reopened, &plain, &format!("{title}, read again"));
        }
        store.close().unwrap();
        store = open(&fs);
        assert_same(&store, &plain, "all of it");
    }
}

#[test]
fn a_bulk_is_one_run_whose_length_is_that_of_its_names() {
    let (fs, store, _) = both();
    let users = everybody_but_the_first();
    store
        .submit(planned(&store, &Command::BlockSignIn { users }))
        .unwrap();
    let journal = String::from_utf8(fs.bytes("journal/0000000001.ron")).unwrap();
    let line = journal.lines().last().unwrap();
    assert!(
        line.contains("bulk:[(changes:[[Blocked(true)]],audit:[("),
        "{line}"
    );
    assert_eq!(line.matches("DisableAccount").count(), 1);
    let names = everybody_but_the_first().len() * (user(1).upn.len() + 36 + "\" \",".len());
    assert!(
        line.len() < names + 400,
        "{} bytes for names of {names}",
        line.len()
    );
}

#[test]
fn very_many_come_to_the_same_on_two_threads() {
    let (fs, store, plain) = both_of(MANY);
    let users: Vec<_> = (1..MANY).map(|number| user(number).id).collect();
    let plan = planned(&store, &Command::BlockSignIn { users });
    store.submit(plan.clone()).unwrap();
    plain.submit(plan).unwrap();
    assert_same(&store, &plain, "blocked");
    assert_same(&open(&fs.copy()), &plain, "blocked, read again");
    let two_threads = Sizes {
        two_threads: 0,
        ..SIZES
    };
    drop(store);
    let options = Options {
        sizes: two_threads,
        ..fs.options()
    };
    let store = FolderStore::open(Path::new(DIR), &options).unwrap();
    store.wait_until_ready();
    rename(&store, user(7).id, "Zoë");
    rename(&plain, user(7).id, "Zoë");
    store.fold().unwrap();
    let names = fs.list(&Path::new(DIR).join("users")).unwrap();
    assert!(names.len() > 300, "{} segments", names.len());
    store.close().unwrap();
    let folded = open(&fs.copy());
    assert_eq!(contents(&*folded.snapshot()), contents(&*plain.snapshot()));
}

#[test]
fn a_name_that_has_to_be_escaped_is_read_again_as_it_was() {
    let odd = User {
        upn: "o\"neil\\é@contoso.com".to_owned(),
        ..user(3)
    };
    let mut everybody = users(COUNT);
    everybody[3] = odd.clone();
    let fs = Simulated::default();
    create(&fs, Path::new(DIR), Made::Of(&facts(), &everybody)).unwrap();
    let store = open(&fs);
    let users = (0..COUNT).map(|number| user(number).id).collect();
    let plan = planned(&store, &Command::BlockSignIn { users });
    store.submit(plan).unwrap();
    let said = store.audit(usize::MAX).unwrap();
    let names = said.iter().filter_map(|entry| entry.target.as_ref());
    assert_eq!(names.filter(|target| target.upn == odd.upn).count(), 1);
    assert_eq!(open(&fs.copy()).audit(usize::MAX).unwrap(), said);
}

#[test]
fn few_stand_in_the_journal_word_by_word() {
    let (fs, store, _) = both();
    let users = everybody_but_the_first().into_iter().take(5).collect();
    store
        .submit(planned(&store, &Command::BlockSignIn { users }))
        .unwrap();
    let journal = String::from_utf8(fs.bytes("journal/0000000001.ron")).unwrap();
    let line = journal.lines().last().unwrap();
    assert_eq!(line.matches("Blocked(true)").count(), 5);
    assert!(!line.contains("bulk:["), "{line}");
}
