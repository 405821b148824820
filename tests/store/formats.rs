//! What a released proofup wrote is readable for ever; what a newer one writes is left alone.
//! `fixtures/` holds folders as they were written then; they are never written anew.

use std::path::Path;

use proofup::store::folder::{FolderStore, check};
use proofup::store::fs::Disk;
use proofup::store::{Access, Store, StoreError};
use rstest::rstest;
use tempfile::TempDir;

use crate::reopen::copy_folder;
use crate::support::*;

fn fixture(name: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/fixtures");
    copy_folder(&from.join(name), home.path());
    home
}

/// Small: two journal files, five changes of which two are not folded, an edit by hand, backups, a
/// comment. Large: three segment files of two generations, four changes of which two are not
/// folded. Commands: what 66 commands of nearly every kind left in five journal files, folded once,
/// in either form.
#[rstest]
#[case("format-1-small", 5, true)]
#[case("format-1-large", 4, false)]
#[case("format-1-commands", 66, false)]
#[case("format-1-commands-large", 66, false)]
fn format_1_is_read_and_goes_on(#[case] name: &str, #[case] changes: usize, #[case] comment: bool) {
    let home = fixture(name);
    assert_eq!(check(&Disk, home.path()).unwrap().damage, None);
    let store = open(home.path());
    store.wait_until_ready();
    let notices = store.notices().into_iter();
    let mut said = notices.filter(|notice| !notice.contains("can be read by others"));
    assert_eq!(said.next(), None);
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(store.snapshot().revision(), changes as u64);
    let users = contents(&*store.snapshot());
    let users = users.split_once('\n').unwrap().1;
    assert_eq!(users, read(home.path(), "users.txt").trim_end());
    assert!(store.audit(usize::MAX).unwrap().len() >= changes);
    let first = store.snapshot().head(0).unwrap().id;
    rename(&store, first, "It goes on");
    let after = contents(&*store.snapshot());
    store.close().unwrap();
    let store = open(home.path());
    store.wait_until_ready();
    assert_eq!(contents(&*store.snapshot()), after);
    let text = read(home.path(), "tenant.ron");
    assert_eq!(text.contains("// kept since format 1"), comment);
}

/// A bulk is in no file of format 1: it begins another.
#[rstest]
#[case("format-1-small")]
#[case("format-1-large")]
fn a_bulk_begins_a_file_of_its_own_format(#[case] name: &str) {
    let home = fixture(name);
    let journals = || {
        let names = std::fs::read_dir(home.path().join("journal")).unwrap();
        let mut names: Vec<_> = names.map(|name| name.unwrap().file_name()).collect();
        names.sort();
        let journal = |name| std::fs::read_to_string(home.path().join("journal").join(name));
        names
            .into_iter()
            .map(journal)
            .map(Result::unwrap)
            .collect::<Vec<_>>()
    };
    let before = journals();
    let store = open(home.path());
    store.wait_until_ready();
    // As many audit entries as make a bulk, whoever they are about.
    let mut plan = facts_plan(&*store.snapshot(), Vec::new());
    plan.audit = vec![plan.audit[0].clone(); 20];
    store.submit(plan.clone()).unwrap();
    let after = journals();
    assert_eq!(after[..before.len()], before);
    let [new] = &after[before.len()..] else {
        panic!("{after:?}")
    };
    assert!(
        new.starts_with("(journal:2,") && new.contains(",bulk:["),
        "{new}"
    );
    drop(store);
    let store = open(home.path());
    store.wait_until_ready();
    assert_eq!(store.audit(20).unwrap(), plan.audit);
}

#[test]
fn a_newer_format_is_refused_by_its_number_and_left_alone() {
    for (name, from, to) in [
        ("tenant.ron", "format: 1", "format: 3"),
        ("journal/0000000004.ron", "(journal:1,", "(journal:3,"),
    ] {
        let home = fixture("format-1-small");
        let path = home.path().join(name);
        let mut text = std::fs::read_to_string(&path).unwrap().replace(from, to);
        if name.starts_with("journal") {
            // With the sum that a newer proofup would have written.
            let (first, rest) = text.split_once('\n').unwrap();
            let (line, _) = first.rsplit_once(" //").unwrap();
            text = format!("{line} //{:08x}\n{rest}", crc32fast::hash(line.as_bytes()));
        }
        std::fs::write(&path, &text).unwrap();
        let why = match FolderStore::open(home.path(), &options()) {
            Ok(store) => match store.access() {
                Access::ReadOnly(why) => why,
                access => panic!("{access:?}"),
            },
            Err(StoreError::Damaged(why)) => why,
            Err(error) => panic!("{error}"),
        };
        assert!(why.contains("format 3 is of a newer proofup"), "{why}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}
