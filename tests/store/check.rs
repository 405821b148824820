//! `check` reads everything and names every fault.

use std::path::Path;

use proofup::store::Store;
use proofup::store::folder::{FolderStore, check};
use proofup::store::fs::Fs;

use crate::simulated::{DIR, Simulated};

/// Three journal files of two changes each, folded.
fn rolled() -> Simulated {
    let (fs, store) = Simulated::rolled(|_, _| ());
    store.close().unwrap();
    fs
}

fn faults(fs: &Simulated) -> Vec<String> {
    let damage = match check(fs, Path::new(DIR)) {
        Ok(checked) => checked.damage.unwrap_or_default(),
        Err(error) => error.to_string(),
    };
    damage.lines().map(str::to_owned).collect()
}

#[test]
fn a_sound_tenant_has_no_fault() {
    assert_eq!(faults(&rolled()), Vec::<String>::new());
}

#[test]
fn a_flipped_bit_in_a_sealed_file_is_found_though_the_tenant_opens() {
    let fs = rolled();
    let name = "journal/0000000003.ron";
    let mut bytes = fs.bytes(name);
    bytes[100] ^= 1;
    fs.set_bytes(name, bytes);
    let found = faults(&fs);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("journal/0000000003.ron: entry 3, at byte 47: its sum does not fit"),
        "{found:?}"
    );
    let store = fs.open();
    assert_eq!(store.snapshot().revision(), 6);
}

#[test]
fn a_sealed_file_that_is_missing_is_named() {
    let fs = rolled();
    fs.unlink(&Path::new(DIR).join("journal/0000000003.ron"))
        .unwrap();
    assert_eq!(
        faults(&fs),
        ["journal/0000000003.ron: missing, 0000000005.ron begins with entry 5"]
    );
}

#[test]
fn an_unfinished_change_is_a_notice() {
    let fs = rolled();
    let bytes = fs.bytes("journal/0000000005.ron");
    fs.set_bytes("journal/0000000005.ron", [&bytes[..], b"(n:7,"].concat());
    let checked = check(&fs, Path::new(DIR)).unwrap();
    assert_eq!(checked.damage, None);
    assert_eq!(
        checked.notices,
        ["1 unfinished change will be dropped when it is opened"]
    );
}

#[test]
fn every_fault_of_the_tenant_is_named() {
    let fs = rolled();
    let text = String::from_utf8(fs.bytes("tenant.ron")).unwrap();
    let text = text.replace("user0000@", "a b@").replace("user0001@", "@");
    fs.set_bytes("tenant.ron", text);
    let found = faults(&fs);
    assert!(found[0].starts_with("tenant.ron:"), "{found:#?}");
    assert!(found[1].starts_with("tenant.ron:"), "{found:#?}");
}

/// Of what is not folded yet no file may be missing: what came in it is nowhere else.
#[test]
fn a_journal_file_that_is_missing_behind_the_snapshot_is_refused_by_name() {
    let (fs, _store) = Simulated::rolled(|_, _| ());
    let fs = fs.copy();
    fs.unlink(&Path::new(DIR).join("journal/0000000003.ron"))
        .unwrap();
    let refused = FolderStore::open(Path::new(DIR), &fs.options());
    let refused = refused.err().unwrap().to_string();
    let expected = "journal/0000000003.ron is missing: entry 3 is in no file, journal/0000000005.ron begins with entry 5";
    assert!(refused.starts_with(expected), "{refused}");
}
