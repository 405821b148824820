//! `kill -9` at any instant: this test program runs itself as the victim.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proofup::store::folder::FolderStore;
use proofup::store::{Access, Store};

use crate::support::*;

const FOLDER: &str = "PROOFUP_TEST_FOLDER";

/// This program, to run one test on a folder.
pub fn again(test: &str, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, dir);
    command
}

/// The folder that this run is to work on; `None`: it is an ordinary run.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(|dir: OsString| dir.into())
}

/// Not a test of its own: changes the tenant until it is killed, and says what was saved.
#[test]
fn victim() {
    let Some(dir) = folder() else {
        return;
    };
    let store = FolderStore::open(&dir, &Default::default()).unwrap();
    assert_eq!(store.access(), Access::Writable);
    let mut out = std::io::stderr().lock();
    loop {
        let next = store.snapshot().revision() + 1;
        rename(&store, user(0).id, &next.to_string());
        writeln!(out, "saved {next}").unwrap();
        if next.is_multiple_of(3) {
            store.fold().unwrap();
        }
    }
}

#[test]
fn kill_9_at_any_instant_loses_nothing_that_was_saved() {
    let home = tenant(5);
    let mut saved = 0_u64;
    for round in 0..200 {
        let mut victim = again("kill::victim", home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(victim.stderr.take().unwrap()).lines();
        let mut lines = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("saved ")?.parse().ok());
        // Another instant in each round.
        for _ in 0..=round % 7 {
            saved = lines.next().unwrap();
        }
        victim.kill().unwrap();
        saved = lines.last().unwrap_or(saved);
        victim.wait().unwrap();
        let store = FolderStore::open(home.path(), &Default::default()).unwrap();
        assert_eq!(store.access(), Access::Writable, "round {round}");
        let found = store.snapshot().revision();
        assert!(
            found == saved || found == saved + 1,
            "round {round}: {saved} was saved, {found} is there"
        );
        assert_eq!(
            store.snapshot().user(user(0).id).unwrap().name,
            found.to_string()
        );
    }
}
