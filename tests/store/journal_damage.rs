//! A golden journal, cut and flipped at every byte: what is read is a true earlier state, or
//! nothing is read, and nothing that follows is lost in silence.

use std::path::Path;

use proofup::domain::change::Change;
use proofup::domain::user::PerUserMfa;
use proofup::store::folder::FolderStore;
use proofup::store::{Access, Store};

use crate::simulated::{DIR, Simulated};
use crate::support::*;

const JOURNAL: &str = "journal/0000000001.ron";

/// A tenant with a journal of four changes that were not folded, and what it held after each.
fn golden() -> (Simulated, Vec<String>, Vec<usize>) {
    let fs = Simulated::tenant(2);
    let store = fs.open();
    let mut states = vec![contents(&*store.snapshot())];
    let mut ends = vec![fs.bytes(JOURNAL).len()];
    for change in [
        Change::Name("Zoë \"Z\" // O'Neil".to_owned()),
        Change::Mfa(PerUserMfa::Enforced),
        Change::RemoveMethod(user(0).methods[0].id),
        Change::Blocked(true),
    ] {
        let plan = plan(&*store.snapshot(), vec![(user(0).id, vec![change])]);
        store.submit(plan).unwrap();
        states.push(contents(&*store.snapshot()));
        ends.push(fs.bytes(JOURNAL).len());
    }
    (fs.copy(), states, ends)
}

#[test]
fn torn_last_line_every_truncation_recovers_to_what_was_whole() {
    let (fs, states, ends) = golden();
    let bytes = fs.bytes(JOURNAL);
    for len in ends[0]..bytes.len() {
        let fs = fs.copy();
        fs.set_bytes(JOURNAL, &bytes[..len]);
        let whole = ends.iter().filter(|&&end| end <= len).count() - 1;
        let store = fs.open();
        assert_eq!(contents(&*store.snapshot()), states[whole], "cut at {len}");
        assert_eq!(store.access(), Access::Writable);
        let torn = len > ends[whole];
        let expected = if torn {
            vec!["1 unfinished change dropped"]
        } else {
            vec![]
        };
        assert_eq!(store.notices(), expected, "cut at {len}");
        if torn {
            let kept = fs.bytes(&format!("{JOURNAL}.cut-{}-0", ends[whole]));
            assert_eq!(kept, &bytes[ends[whole]..len]);
        }
        if !len.is_multiple_of(9) {
            continue;
        }
        // It goes on from there.
        rename(&store, user(1).id, "After");
        let after = contents(&*store.snapshot());
        let again = fs.copy().open();
        assert_eq!(contents(&*again.snapshot()), after);
        assert_eq!(again.notices(), Vec::<String>::new());
    }
}

#[test]
fn a_journal_cut_before_the_snapshot_is_damage() {
    let (fs, states, ends) = golden();
    let bytes = fs.bytes(JOURNAL);
    for len in 0..ends[0] {
        let fs = fs.copy();
        fs.set_bytes(JOURNAL, &bytes[..len]);
        let store = fs.open();
        assert_eq!(contents(&*store.snapshot()), states[0]);
        let Access::ReadOnly(why) = store.access() else {
            panic!("writable at {len}");
        };
        assert!(
            why.starts_with(&format!(
                "{JOURNAL} ends at byte {len}, before byte {}",
                ends[0]
            )),
            "{why}"
        );
    }
}

#[test]
fn flipped_bit_in_mid_journal_is_named_and_nothing_behind_it_is_shown() {
    let (fs, states, ends) = golden();
    let bytes = fs.bytes(JOURNAL);
    for at in ends[0]..bytes.len() {
        for flip in [0x01, 0x80, bytes[at] ^ b'\n'] {
            if flip == 0 {
                continue;
            }
            let fs = fs.copy();
            let mut bytes = bytes.clone();
            bytes[at] ^= flip;
            fs.set_bytes(JOURNAL, bytes.clone());
            let hit = ends.iter().filter(|&&end| end <= at).count() - 1;
            let last = hit + 2 == states.len();
            let store = FolderStore::open(Path::new(DIR), &fs.options()).unwrap();
            assert_eq!(
                contents(&*store.snapshot()),
                states[hit],
                "byte {at} ^ {flip:#x}"
            );
            match store.access() {
                Access::ReadOnly(why) => {
                    let place = format!("{JOURNAL}: entry {}, at byte {}: ", hit + 1, ends[hit]);
                    assert!(why.starts_with(&place), "{why}");
                    assert_eq!(fs.bytes(JOURNAL), bytes, "damage is left as it is");
                }
                // Only the last line can be taken for one that was never finished.
                access => assert!(
                    last && access == Access::Writable,
                    "byte {at} ^ {flip:#x}: {access:?}"
                ),
            }
        }
    }
}

#[test]
fn power_cut_zeros_and_garbage_behind_the_last_line_are_cut() {
    let (fs, states, _) = golden();
    let bytes = fs.bytes(JOURNAL);
    for tail in [
        &[0; 700][..],
        b"(n:5,",
        b"\n\n\n",
        b"(n:5) //00000000\n(n:6) //11111111\n",
        &[0xff; 3],
    ] {
        let fs = fs.copy();
        fs.set_bytes(JOURNAL, [&bytes[..], tail].concat());
        let store = fs.open();
        assert_eq!(contents(&*store.snapshot()), states[4]);
        assert_eq!(store.notices(), ["1 unfinished change dropped"]);
        drop(store);
        assert_eq!(fs.open().notices(), Vec::<String>::new());
    }
}

#[test]
fn a_line_that_verifies_and_says_nonsense_is_damage() {
    let (fs, states, ends) = golden();
    let mut bytes = fs.bytes(JOURNAL);
    let header = String::from_utf8(bytes[..ends[0]].to_vec()).unwrap();
    let sum = header.trim_end().rsplit_once(" //").unwrap().1;
    let mut hasher = crc32fast::Hasher::new_with_initial(u32::from_str_radix(sum, 16).unwrap());
    let line = "(n:7,at:\"2026-03-04T05:06:07Z\",by:\"x\",title:\"x\")";
    hasher.update(line.as_bytes());
    bytes.truncate(ends[0]);
    bytes.extend(format!("{line} //{:08x}\n", hasher.finalize()).into_bytes());
    fs.set_bytes(JOURNAL, bytes);
    let store = fs.open();
    assert_eq!(contents(&*store.snapshot()), states[0]);
    let Access::ReadOnly(why) = store.access() else {
        panic!("writable");
    };
    assert!(
        why.contains("entry 1, at byte") && why.contains("it says it is entry 7"),
        "{why}"
    );
}

#[test]
fn segment_journal_or_tenant_ron_missing_is_refused_by_name() {
    let home = tenant(2);
    let store = open(home.path());
    rename(&store, user(0).id, "Zoe");
    store.close().unwrap();
    let refusal = || {
        let refused = FolderStore::open(home.path(), &options()).err().unwrap();
        refused
            .to_string()
            .replace(home.path().canonicalize().unwrap().to_str().unwrap(), "DIR")
    };
    std::fs::rename(home.path().join(JOURNAL), home.path().join("kept")).unwrap();
    assert_eq!(
        refusal(),
        format!(
            "DIR/{JOURNAL} is missing: tenant.ron goes on there; put it back, or the last good copy is backup/tenant-0000000001.ron"
        )
    );
    std::fs::rename(home.path().join("kept"), home.path().join(JOURNAL)).unwrap();
    std::fs::rename(home.path().join("tenant.ron"), home.path().join("kept")).unwrap();
    assert_eq!(
        refusal(),
        "DIR/tenant.ron is missing; copy one of these back to it: backup/tenant-0000000001.ron"
    );
    let empty = tempfile::tempdir().unwrap();
    let refused = FolderStore::open(empty.path(), &options())
        .err()
        .unwrap()
        .to_string();
    assert!(refused.starts_with("no tenant in "), "{refused}");
}
