//! Every call to the system fails once at each position, or is the last one before a kill: on the
//! real file system, by `strace`, where there is one. The same over the trait is in `faults.rs`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use proofup::domain::change::Change;
use proofup::store::folder::FolderStore;
use proofup::store::{Access, Store, StoreError};
use tempfile::TempDir;

use crate::kill::{again, folder};
use crate::support::*;

/// The calls that change anything, as `strace` names them; it takes those that a machine has.
const CALLS: &str = "?openat,?pwrite64,?fdatasync,?fsync,?ftruncate,?rename,?renameat,?renameat2,\
?link,?linkat,?unlink,?unlinkat,?mkdir,?mkdirat,?flock";

/// Not a test of its own: six changes, and a fold after every second. Says what was saved.
#[test]
fn works_for_a_while() {
    let Some(dir) = folder() else {
        return;
    };
    let Ok(store) = FolderStore::open(&dir, &options()) else {
        return;
    };
    let mut frozen = false;
    for number in 1..=6_u64 {
        let change = vec![(user(0).id, vec![Change::Name(number.to_string())])];
        match store.submit(plan(&*store.snapshot(), change)) {
            Ok(committed) => {
                assert!(!frozen, "written after a failed sync");
                eprintln!("saved {number} as {}", committed.revision);
            }
            Err(StoreError::Frozen(_)) => {
                frozen = true;
                eprintln!("unknown {number}");
            }
            Err(StoreError::Io { .. } | StoreError::ReadOnly(_)) => {}
            Err(error) => panic!("{error}"),
        }
        if number.is_multiple_of(2) {
            let _ = store.fold();
        }
    }
}

/// Runs [`works_for_a_while`] under `strace` with this injection: what it said, and the calls.
fn strace(home: &TempDir, injection: Option<&str>) -> (String, String) {
    let log = home.path().join("strace.log");
    let tenant = home.path().join("tenant");
    let victim = again("injected::works_for_a_while", &tenant);
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-qq", "-o"]).arg(&log);
    command.arg("-e").arg(format!("trace={CALLS}"));
    if let Some(injection) = injection {
        command.arg("-e").arg(format!("inject={injection}"));
    }
    command.arg(victim.get_program()).args(victim.get_args());
    let environment = victim
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let output = command
        .envs(environment)
        .stdout(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (said, std::fs::read_to_string(log).unwrap_or_default())
}

/// A folder with a tenant in it, in a folder for the log.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    proofup::store::folder::create(
        &proofup::store::fs::Disk,
        &home.path().join("tenant"),
        proofup::store::folder::Made::Of(&facts(), &users(2)),
    )
    .unwrap();
    home
}

/// How often each call was made until now, at each call that is about the tenant.
fn positions(log: &str, tenant: &Path) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::new();
    let mut positions = Vec::new();
    for line in log.lines() {
        // `1234 pwrite64(3</tmp/x/journal/0000000001.ron>, ...`
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let Some((name, _)) = call.trim_start().split_once('(') else {
            continue;
        };
        let count = counts
            .entry((thread.to_owned(), name.to_owned()))
            .or_insert(0);
        *count += 1;
        if line.contains(&*tenant.to_string_lossy()) {
            positions.push((name.to_owned(), *count));
        }
    }
    positions
}

/// What is there afterwards is what was saved, or one change more that nobody knows of.
fn judge(tenant: &Path, said: &str, what: &str) {
    assert!(!said.contains("panicked"), "{what}: {said}");
    let store = FolderStore::open(tenant, &Default::default()).unwrap();
    assert_eq!(store.access(), Access::Writable, "{what}");
    let name = store.snapshot().user(user(0).id).unwrap().name.clone();
    let found: u64 = name.parse().unwrap_or(0);
    let lines = said.lines().filter_map(|line| line.strip_prefix("saved "));
    let saved: Vec<(u64, u64)> = lines
        .filter_map(|line| line.split_once(" as "))
        .map(|(number, revision)| (number.parse().unwrap(), revision.parse().unwrap()))
        .collect();
    let (last, revision) = saved.last().copied().unwrap_or_default();
    assert!(
        found == last || found > last && store.snapshot().revision() == revision + 1,
        "{what}: {last} was saved, {found} is there: {said}"
    );
}

/// Runs every position with each of these endings; how many runs there were.
fn runs(endings: &[&str]) -> usize {
    let rehearsal = home();
    let (said, log) = strace(&rehearsal, None);
    if !said.contains("saved 6") {
        // No strace, or it is not allowed here: the trait is the test then.
        eprintln!("left out, strace cannot be used: {said}");
        return usize::MAX;
    }
    let positions = positions(&log, &rehearsal.path().join("tenant"));
    assert!(positions.len() > 40, "{log}");
    let mut runs = 0;
    for (call, when) in positions {
        for ending in endings {
            let home = home();
            let injection = format!("{call}:{ending}:when={when}");
            let (said, _) = strace(&home, Some(&injection));
            judge(&home.path().join("tenant"), &said, &injection);
            runs += 1;
        }
    }
    runs
}

#[test]
fn every_call_failing_once_at_each_position_on_the_real_file_system_loses_nothing() {
    assert!(runs(&["error=EIO", "error=ENOSPC"]) > 80);
}

#[test]
fn kill_9_at_each_call_on_the_real_file_system_loses_nothing() {
    assert!(runs(&["signal=SIGKILL"]) > 40);
}
