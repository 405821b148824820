//! What was saved is there again.

use std::os::unix::fs::PermissionsExt;

use proofup::domain::change::{Change, Fact};
use proofup::domain::edition::Edition;
use proofup::domain::entropy::Entropy;
use proofup::domain::method::{Detail, Method, MethodKind};
use proofup::domain::settings::ServiceSettings;
use proofup::domain::sign_in::{Attempt, Means, rehearse};
use proofup::domain::user::PerUserMfa;
use proofup::store::folder::{FolderStore, Made, Options, create};
use proofup::store::fs::Disk;
use proofup::store::{Access, Store, StoreError};

use crate::support::*;

#[test]
fn every_change_is_there_after_a_clean_exit_and_without_one() {
    let home = tenant(25);
    let store = open(home.path());
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(store.notices(), Vec::<String>::new());
    let id = user(3).id;
    let email = Method {
        id: MethodKind::Email.fixed_id().unwrap(),
        added: NOW,
        detail: Detail::Email {
            address: "a@b.example".to_owned(),
        },
    };
    let facts = vec![
        Fact::User(
            id,
            vec![
                Change::Mfa(PerUserMfa::Disabled),
                Change::AddMethod(0, email),
            ]
            .into(),
        ),
        Fact::Create(Box::new(user(700))),
        Fact::Purge(user(9).id),
        Fact::Settings(Box::new(ServiceSettings {
            remember_days: Some(14),
            ..Default::default()
        })),
        Fact::Clock(15),
    ];
    let committed = store.submit(facts_plan(&*store.snapshot(), facts)).unwrap();
    assert_eq!(committed.revision, 1);
    assert_eq!(committed.inverse.len(), 5);
    let expected = contents(&*store.snapshot());
    let audit = store.audit(10).unwrap();
    // As after a kill: the lock is given back, nothing is folded.
    let copy = tempfile::tempdir().unwrap();
    copy_folder(home.path(), copy.path());
    store.close().unwrap();
    for dir in [home.path(), copy.path()] {
        let store = open(dir);
        assert_eq!(store.snapshot().revision(), 1);
        assert_eq!(contents(&*store.snapshot()), expected);
        assert_eq!(store.audit(10).unwrap(), audit);
        assert_eq!(store.access(), Access::Writable);
    }
}

#[test]
fn the_inverse_takes_a_change_back() {
    let home = tenant(3);
    let store = open(home.path());
    let before = contents(&*store.snapshot());
    let plan = plan(
        &*store.snapshot(),
        vec![(user(1).id, vec![Change::Blocked(true)])],
    );
    let committed = store.submit(plan).unwrap();
    assert_ne!(contents(&*store.snapshot()), before);
    store
        .submit(facts_plan(&*store.snapshot(), committed.inverse))
        .unwrap();
    assert_eq!(contents(&*store.snapshot()), before);
}

#[test]
fn watchers_are_told_and_may_ask_for_anything() {
    let home = tenant(2);
    let store = std::sync::Arc::new(open(home.path()));
    let (sender, told) = std::sync::mpsc::channel();
    let asked = std::sync::Arc::downgrade(&store);
    store.watch(Box::new(move |revision| {
        let store = asked.upgrade().unwrap();
        sender
            .send((
                revision,
                store.snapshot().revision(),
                store.audit(9).unwrap().len(),
            ))
            .is_ok()
    }));
    rename(&*store, user(0).id, "Zoe");
    assert_eq!(told.recv().unwrap(), (1, 1, 1));
}

#[test]
fn a_plan_is_stale_only_if_a_user_it_touches_was_changed() {
    let home = tenant(3);
    let store = open(home.path());
    let old = store.snapshot();
    rename(&store, user(0).id, "Zoe");
    let other = plan(&*old, vec![(user(1).id, vec![Change::Blocked(true)])]);
    store.submit(other).unwrap();
    let same = plan(&*old, vec![(user(0).id, vec![Change::Blocked(true)])]);
    let refused = store.submit(same).unwrap_err();
    assert!(
        matches!(&refused, StoreError::Stale(name) if name == "User 0000"),
        "{refused}"
    );
    assert_eq!(store.snapshot().revision(), 2);
}

#[test]
fn the_edition_of_a_run_is_never_written() {
    let home = tenant(2);
    let options = Options {
        edition: Some(Edition::Azure2018),
        ..options()
    };
    let store = FolderStore::open(home.path(), &options).unwrap();
    assert_eq!(store.snapshot().edition(), Edition::Azure2018);
    rename(&store, user(0).id, "Zoe");
    assert_eq!(store.snapshot().edition(), Edition::Azure2018);
    store.close().unwrap();
    assert_eq!(open(home.path()).snapshot().edition(), Edition::Entra2023);
    assert!(!read(home.path(), "tenant.ron").contains("Azure2018"));
}

#[test]
fn a_folder_that_holds_a_tenant_is_not_made_again() {
    let home = tenant(2);
    let before = read(home.path(), "tenant.ron");
    let refused = create(&Disk, home.path(), Made::Of(&facts(), &[])).unwrap_err();
    assert!(matches!(refused, StoreError::Exists(_)), "{refused}");
    assert_eq!(read(home.path(), "tenant.ron"), before);
}

#[test]
fn the_audit_trail_reads_older_entries_from_the_journal() {
    let home = tenant(2);
    for round in 0..3 {
        let store = open(home.path());
        rename(&store, user(0).id, &format!("Zoe {round}"));
        store.close().unwrap();
    }
    let store = open(home.path());
    rename(&store, user(0).id, "Zoe 3");
    let changes = |limit| {
        let entries = store.audit(limit).unwrap();
        entries
            .iter()
            .map(|entry| format!("{:?}", entry.result))
            .collect::<Vec<_>>()
    };
    assert_eq!(changes(1), ["NothingToDo(\"change 4\")"]);
    let all: Vec<String> = (1..=4)
        .rev()
        .map(|n| format!("NothingToDo(\"change {n}\")"))
        .collect();
    assert_eq!(changes(100), all);
}

pub fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o700)).unwrap();
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The sign-in log is in the journal, as the audit trail is.
#[test]
fn sign_ins_are_there_again_newest_first() {
    let home = tenant(25);
    let store = open(home.path());
    let upn = user(3).upn;
    for code in [50126, 0] {
        let snapshot = store.snapshot();
        let means = if code == 0 {
            Means::Password
        } else {
            Means::Wrong
        };
        let entropy = Entropy::from_seed(1);
        let attempt = Attempt::new_browser();
        let mut machine = rehearse(&*snapshot, &upn, attempt, means, entropy, NOW);
        store.submit(machine.take_plan().unwrap()).unwrap();
        let newest = store.sign_ins(1).unwrap();
        assert_eq!(newest[0].code, code);
    }
    let log = store.sign_ins(10).unwrap();
    assert_eq!(log.len(), 2);
    store.close().unwrap();
    assert_eq!(open(home.path()).sign_ins(10).unwrap(), log);
}
