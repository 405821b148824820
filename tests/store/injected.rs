//! Every call to the system fails once at each position, or is the last one before a kill: on the
//! real file system, by `strace`, where there is one. The same over the trait is in `faults.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use proofup::domain::change::{Change, Fact};
use proofup::domain::tenant::Tenant;
use proofup::domain::user::User;
use proofup::store::folder::{FolderStore, Made, Options, create, create_large};
use proofup::store::fs::Disk;
use proofup::store::{Access, Store, StoreError};
use rstest::rstest;
use tempfile::TempDir;

use crate::kill::{again, folder};
use crate::support::*;

/// The calls that change anything, as `strace` names them; it takes those that a machine has.
const CALLS: &str = "?openat,?pwrite64,?fdatasync,?fsync,?ftruncate,?rename,?renameat,?renameat2,\
?link,?linkat,?unlink,?unlinkat,?mkdir,?mkdirat,?flock";

/// What is worked on, which the victim takes from the folder's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Two users in `tenant.ron`; six changes, and a fold after every second.
    Small,
    /// Twelve in segment files; eight changes, rolls between them, folds of one file and of many, and
    /// both changes of form.
    Large,
}

impl Form {
    fn folder(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }

    fn of(dir: &Path) -> Self {
        if dir.ends_with(Self::Large.folder()) {
            Self::Large
        } else {
            Self::Small
        }
    }

    fn begin(self) -> Vec<User> {
        match self {
            Self::Small => users(2),
            Self::Large => users(12),
        }
    }

    fn options(self) -> Options {
        if self == Self::Small {
            return options();
        }
        Options {
            journal_limit: 900,
            sizes: SIZES,
            ..options()
        }
    }

    fn steps(self) -> u64 {
        match self {
            Self::Small => 6,
            Self::Large => 8,
        }
    }

    /// What step `number` changes; it always calls user 0 so.
    fn step(self, number: u64) -> Vec<Fact> {
        let mut facts = vec![Fact::User(
            user(0).id,
            vec![Change::Name(number.to_string())].into(),
        )];
        if self == Self::Large {
            match number {
                // Too few for segment files, then many again.
                3 => facts.extend((6..12).map(|gone| Fact::Purge(user(gone).id))),
                6 => facts.extend((20..30).map(|come| Fact::Create(Box::new(user(come))))),
                _ => facts.push(Fact::User(
                    user(4).id,
                    vec![Change::Blocked(number.is_multiple_of(4))].into(),
                )),
            }
        }
        facts
    }
}

/// Not a test of its own: every step, and a fold after every second. Says what was saved.
#[test]
fn works_for_a_while() {
    let Some(dir) = folder() else {
        return;
    };
    let form = Form::of(&dir);
    let Ok(store) = FolderStore::open(&dir, &form.options()) else {
        return;
    };
    store.wait_until_ready();
    let mut frozen = false;
    for number in 1..=form.steps() {
        match store.submit(facts_plan(&*store.snapshot(), form.step(number))) {
            Ok(committed) => {
                assert!(!frozen, "written after a failed sync");
                eprintln!("saved {number} as {}", committed.revision);
            }
            Err(StoreError::Frozen(_)) => {
                frozen = true;
                eprintln!("unknown {number}");
            }
            Err(StoreError::Io { .. } | StoreError::ReadOnly(_)) => {}
            // A segment file could not be opened once it was written.
            Err(StoreError::Damaged(why)) if why.starts_with("not saved, ") => {}
            Err(error) => panic!("{error}"),
        }
        if number.is_multiple_of(2) {
            let _ = store.fold();
        }
    }
}

/// Runs [`works_for_a_while`] under `strace` with this injection: what it said, and the calls.
fn strace(form: Form, home: &TempDir, injection: Option<&str>) -> (String, String) {
    let log = home.path().join("strace.log");
    let tenant = home.path().join(form.folder());
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
fn home(form: Form) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let tenant = home.path().join(form.folder());
    let users = form.begin();
    match form {
        Form::Small => create(&Disk, &tenant, Made::Of(&facts(), &users)).unwrap(),
        Form::Large => {
            create_large(&Disk, &tenant, &facts(), users.into_iter(), &mut |_| ()).unwrap();
        }
    }
    home
}

/// How often each call was made until now by its thread, at each call that is about the tenant:
/// `strace` counts for each thread, so what is injected may come in several.
fn positions(log: &str, tenant: &Path) -> BTreeSet<(String, usize)> {
    let mut counts = BTreeMap::new();
    let mut positions = BTreeSet::new();
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
            positions.insert((name.to_owned(), *count));
        }
    }
    positions
}

/// What is there afterwards is what was saved, or one change more that nobody knows of.
fn judge(form: Form, tenant: &Path, said: &str, what: &str) {
    assert!(!said.contains("panicked"), "{what}: {said}");
    let store = FolderStore::open(tenant, &form.options()).unwrap();
    store.wait_until_ready();
    assert_eq!(store.access(), Access::Writable, "{what}");
    let snapshot = store.snapshot();
    let name = snapshot.user(user(0).id).unwrap().name.clone();
    let found: u64 = name.parse().unwrap_or(0);
    let lines = said.lines().filter_map(|line| line.strip_prefix("saved "));
    let saved: Vec<(u64, u64)> = lines
        .filter_map(|line| line.split_once(" as "))
        .map(|(number, revision)| (number.parse().unwrap(), revision.parse().unwrap()))
        .collect();
    let (last, revision) = saved.last().copied().unwrap_or_default();
    assert!(
        found == last || found > last && snapshot.revision() == revision + 1,
        "{what}: {last} was saved, {found} is there: {said}"
    );
    let mut expected = Tenant::new(facts(), form.begin(), 0).unwrap();
    let unknown = (found > last).then_some(found);
    let steps = saved.iter().map(|(number, _)| *number).chain(unknown);
    for (number, revision) in steps.zip(1..) {
        expected.apply(form.step(number), revision).unwrap();
    }
    assert_eq!(contents(&*snapshot), contents(&expected), "{what}: {said}");
}

/// Runs every position with each of these endings; how many runs there were.
fn runs(form: Form, endings: &[&str]) -> usize {
    let rehearsal = home(form);
    let tenant = rehearsal.path().join(form.folder());
    let (said, log) = strace(form, &rehearsal, None);
    if !said.contains(&format!("saved {} as", form.steps())) {
        // No strace, or it is not allowed here: the trait is the test then.
        eprintln!("left out, strace cannot be used: {said}");
        return usize::MAX;
    }
    if form == Form::Large {
        let names = |folder: &str| std::fs::read_dir(tenant.join(folder)).unwrap().count();
        assert!(names("journal") > 2, "rolls are among it");
        assert!(
            log.contains("users/000002-") && log.contains("users/000005-"),
            "{log}"
        );
    }
    let positions: Vec<_> = positions(&log, &tenant).into_iter().collect();
    assert!(positions.len() > 40, "{log}");
    let (next, runs) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some((call, when)) = positions.get(next.fetch_add(1, Ordering::Relaxed)) {
            for ending in endings {
                let home = home(form);
                let injection = format!("{call}:{ending}:when={when}");
                let (said, _) = strace(form, &home, Some(&injection));
                judge(form, &home.path().join(form.folder()), &said, &injection);
                runs.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    eprintln!("{form:?}: {runs:?} runs");
    runs.into_inner()
}

#[rstest]
#[case(Form::Small, 80)]
#[case(Form::Large, 200)]
fn every_call_failing_once_at_each_position_on_the_real_file_system_loses_nothing(
    #[case] form: Form,
    #[case] least: usize,
) {
    assert!(runs(form, &["error=EIO", "error=ENOSPC"]) > least);
}

#[rstest]
#[case(Form::Small, 40)]
#[case(Form::Large, 100)]
fn kill_9_at_each_call_on_the_real_file_system_loses_nothing(
    #[case] form: Form,
    #[case] least: usize,
) {
    assert!(runs(form, &["signal=SIGKILL"]) > least);
}
