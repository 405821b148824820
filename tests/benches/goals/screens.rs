//! From opening a tenant to its first 40 rows, and to knowing everybody.

use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use proofup::domain::audit::AuditEntry;
use proofup::domain::change::{Change, Fact};
use proofup::domain::time::Timestamp;
use proofup::domain::user::User;
use proofup::store::Store;
use proofup::store::folder::FolderStore;
use serde::{Deserialize, Serialize};

use crate::harness::{Table, alone, timed, turns};
use crate::support;
use crate::tenants::{Tenant, options, people};

/// How many rows a screen has.
const ROWS: usize = 40;

/// Opens it and takes the rows of the first screen; closing it is not part of it.
fn first_rows(dir: &Path) -> Duration {
    let start = Instant::now();
    let store = FolderStore::open(dir, &options()).unwrap();
    let snapshot = store.snapshot();
    for at in 0..ROWS.min(snapshot.len()) {
        black_box(snapshot.head(at).unwrap());
    }
    let time = start.elapsed();
    drop(snapshot);
    drop(store);
    time
}

pub fn first_screen(table: &mut Table, tenant: &Tenant) {
    let times = turns(
        |_| first_rows(&tenant.dir),
        |_| timed(|| tenant.database.first_screen()),
    );
    let what = format!(
        "first screen at {} / SQLite, 40 rows by name",
        tenant.size()
    );
    // The small form is read whole; from 1,001 users on it is not.
    let goal = if tenant.count == 1000 {
        (f64::MAX, "")
    } else {
        (0.6, "<= 0.6")
    };
    table.ratio(what, goal.0, goal.1, times);
    let what = format!("first screen at {}", tenant.size());
    let goal = if tenant.count == 1000 {
        (Duration::MAX, "")
    } else {
        (Duration::from_millis(5), "< 5 ms")
    };
    table.time(what, goal.0, goal.1, times[0]);
}

pub fn index(table: &mut Table, tenant: &Tenant) {
    let files = tenant.user_files();
    let index = |_| timed(|| tenant.ready());
    let times = turns(index, |_| timed(|| read_all(&files)));
    let what = format!(
        "index and sums at {} / pread of the same bytes, 2 threads",
        tenant.size()
    );
    table.ratio(what, 4.0, "<= 4", times);
    let times = turns(
        |_| {
            timed(|| {
                let store = tenant.open();
                assert_eq!(store.damage(), None);
                store
            })
        },
        |_| timed(|| read_all(&files)),
    );
    let what = format!(
        "the same at {}, and whether anybody is there twice",
        tenant.size()
    );
    table.ratio(what, f64::MAX, "", times);
    let json = serde_json::to_string(&people(tenant.count).collect::<Vec<_>>()).unwrap();
    let parse = || timed(|| serde_json::from_str::<Vec<User>>(&json).unwrap());
    let times = turns(index, |_| parse());
    let what = format!(
        "index and sums at {} / serde_json of the same records",
        tenant.size()
    );
    table.ratio(what, 0.10, "<= 0.10", times);
    let size = tenant.bytes() as f64;
    let row = |table: &mut Table, what: &str, most: f64, goal, other: f64| {
        let ratio = size / other;
        table.row(
            format!("bytes at {} / {what}", tenant.size()),
            goal,
            format!("{ratio:.3}"),
            ratio <= most,
        );
    };
    row(
        table,
        "those of the SQLite file",
        1.25,
        "<= 1.25",
        tenant.database.len() as f64,
    );
    row(table, "those of the JSON", 1.0, "< 1", json.len() as f64);
    drop(json);
    let cold = || files.iter().for_each(|file| forget(file));
    let times = turns(
        |_| {
            cold();
            index(0)
        },
        |_| {
            cold();
            timed(|| read_all(&files))
        },
    );
    let what = format!(
        "cold index at {} / cold pread of the same bytes",
        tenant.size()
    );
    table.ratio(what, 1.3, "<= 1.3", times);
}

/// Reads every file with two threads, each through a buffer that is used again.
fn read_all(files: &[PathBuf]) {
    let left = Mutex::new(files.iter());
    let work = || {
        let mut buffer = Vec::new();
        loop {
            let next = left.lock().unwrap().next();
            let Some(path) = next else {
                return;
            };
            let file = File::open(path).unwrap();
            buffer.resize(file.metadata().unwrap().len() as usize, 0);
            file.read_exact_at(&mut buffer, 0).unwrap();
            black_box(&buffer);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}

/// Has the system forget what it keeps of a file in memory.
fn forget(path: &Path) {
    let file = File::open(path).unwrap();
    file.sync_all().unwrap();
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).unwrap();
}

/// What a line of the journal says, for JSON.
#[derive(Serialize, Deserialize)]
struct Entry {
    n: usize,
    at: Timestamp,
    by: String,
    title: String,
    facts: Vec<Fact>,
    audit: Vec<AuditEntry>,
}

/// The longest tail that a large tenant has: just under what is folded.
pub fn full_tail(table: &mut Table) {
    let tenant = Tenant::of(10_000);
    let store = tenant.ready();
    let ids = crate::tenants::ids(&store);
    let journal = tenant.dir.join("journal/0000000001.ron");
    let (mut count, mut entries) = (0_usize, Vec::new());
    while std::fs::metadata(&journal).unwrap().len() < (8 << 20) - 50_000 {
        // Many at once, so that making the tail does not take a sync for each.
        let changes = vec![Change::Blocked(count.is_multiple_of(2))];
        let id = ids[(count * 7919) % ids.len()];
        let plan = support::plan(&*store.snapshot(), vec![(id, changes.clone())]);
        count += 1;
        entries.push(Entry {
            n: count,
            at: plan.at,
            by: plan.actor.upn.clone(),
            title: plan.title.clone(),
            facts: vec![Fact::User(id, changes.into())],
            audit: plan.audit.clone(),
        });
        store.submit(plan).unwrap();
    }
    // As after a kill: the tail is not folded when it is closed.
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&tenant.dir, copy.path());
    let reading = || proofup::store::folder::Options {
        read_only: true,
        ..options()
    };
    let time = alone(|_| {
        timed(|| {
            FolderStore::open(copy.path(), &reading())
                .unwrap()
                .snapshot()
        })
    });
    let what = format!("first screen with a tail of {count} changes (8 MiB)");
    table.time(what, Duration::from_millis(100), "< 100 ms", time);
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| serde_json::to_string(entry).unwrap())
        .collect();
    let times = turns(
        |_| timed(|| FolderStore::open(copy.path(), &reading()).unwrap()),
        |_| {
            timed(|| {
                let parse = |line: &String| serde_json::from_str::<Entry>(line).unwrap();
                lines.iter().map(parse).collect::<Vec<_>>()
            })
        },
    );
    table.ratio(
        "replay, sums and applying included / serde_json alone",
        1.5,
        "<= 1.5",
        times,
    );
}

pub fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
