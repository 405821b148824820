//! What a released proofup wrote is readable for ever; what a newer one writes is left alone.
//! `fixtures/` holds folders as they were written then; they are never written anew.

use std::path::Path;

use proofup::store::folder::{FolderStore, check};
use proofup::store::fs::Disk;
use proofup::store::{Access, Store, StoreError};
use tempfile::TempDir;

use crate::reopen::copy_folder;
use crate::support::*;

fn fixture(name: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/fixtures");
    copy_folder(&from.join(name), home.path());
    home
}

/// Format 1, small: three journal files, five changes of which two are not folded, an edit by
/// hand, a backup, a comment.
#[test]
fn format_1_small_is_read_and_goes_on() {
    let home = fixture("format-1-small");
    assert_eq!(check(&Disk, home.path()).unwrap().damage, None);
    let store = open(home.path());
    let said: Vec<String> = store
        .notices()
        .into_iter()
        .filter(|notice| !notice.contains("can be read by others"))
        .collect();
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(store.access(), Access::Writable);
    assert_eq!(store.snapshot().revision(), 5);
    let users = contents(&*store.snapshot());
    let users = users.split_once('\n').unwrap().1;
    assert_eq!(users, read(home.path(), "users.txt").trim_end());
    assert_eq!(store.audit(99).unwrap().len(), 5);
    rename(&store, user(2).id, "Six");
    store.close().unwrap();
    let store = open(home.path());
    assert_eq!(store.snapshot().revision(), 6);
    assert!(read(home.path(), "tenant.ron").contains("// kept since format 1"));
}

#[test]
fn a_newer_format_is_refused_by_its_number_and_left_alone() {
    for (name, from, to) in [
        ("tenant.ron", "format: 1", "format: 2"),
        ("journal/0000000004.ron", "(journal:1,", "(journal:2,"),
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
        assert!(why.contains("format 2 is of a newer proofup"), "{why}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}
