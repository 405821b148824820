//! What the store costs beside what nobody can avoid: `cargo bench --bench store`. Ratios of one
//! run count, not milliseconds (`store.md` 12).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::default_trait_access,
    dead_code,
    reason = "a benchmark that cannot go on stops; it shares its tenant with the tests"
)]

#[path = "../store/support.rs"]
mod support;

use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use proofup::domain::change::Change;
use proofup::domain::user::User;
use proofup::store::Store;
use support::{open, options, plan, tenant, user, users};

fn main() {
    println!(
        "{:<44} {:>10} {:>10} {:>7}",
        "median", "ours", "floor", "ratio"
    );
    for count in [25, 1000] {
        changes(count);
    }
    for count in [25, 1000] {
        opening(count);
    }
    for count in [25, 1000] {
        folds(count);
    }
    tails();
}

/// No comparison takes longer than this: beside busy neighbours a sync can take milliseconds.
const LIMIT: Duration = Duration::from_millis(800);

/// Runs both in turns, so that both meet the same disk and the same neighbours.
fn compare(name: &str, rounds: u32, mut ours: impl FnMut(u32), mut floor: impl FnMut(u32)) {
    let mut times = [Vec::new(), Vec::new()];
    let start = Instant::now();
    for round in (0..rounds).take_while(|&round| round < 5 || start.elapsed() < LIMIT) {
        times[0].push(timed(|| ours(round)));
        times[1].push(timed(|| floor(round)));
    }
    let [ours, floor] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{name:<44} {:>10} {:>10} {ratio:>7.2}",
        show(ours),
        show(floor)
    );
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn show(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

/// Appends to a file and syncs it, as a script would.
struct Append {
    file: File,
    end: u64,
}

impl Append {
    fn new(dir: &Path) -> Self {
        let file = File::create(dir.join("floor")).unwrap();
        Self { file, end: 0 }
    }

    fn line(&mut self, line: &[u8]) {
        self.file.write_all_at(line, self.end).unwrap();
        self.file.sync_data().unwrap();
        self.end += line.len() as u64;
    }
}

fn changes(count: u64) {
    let home = tenant(count);
    let store = open(home.path());
    let mut floor = Append::new(home.path());
    let line = [b'x'; 340];
    compare(
        &format!("durable change at {count} / append + fdatasync"),
        800,
        |round| {
            let changes = vec![Change::Blocked(round.is_multiple_of(2))];
            let plan = plan(&*store.snapshot(), vec![(user(3).id, changes)]);
            store.submit(plan).unwrap();
        },
        |_| floor.line(&line),
    );
    if count == 1000 {
        let ids: Vec<_> = users(1000).iter().map(|user| user.id).collect();
        let bulk = vec![b'x'; 140_000];
        compare(
            "bulk of 1000 users / append + fdatasync",
            40,
            |round| {
                let change = || vec![Change::Blocked(round.is_multiple_of(2))];
                let all = ids.iter().map(|id| (*id, change())).collect();
                store.submit(plan(&*store.snapshot(), all)).unwrap();
            },
            |_| floor.line(&bulk),
        );
    }
}

fn opening(count: u64) {
    let home = tenant(count);
    let json = serde_json::to_string(&users(count)).unwrap();
    let rounds = if count == 25 { 200 } else { 25 };
    compare(
        &format!("open and close at {count} / serde_json parse"),
        rounds,
        |_| drop(black_box(open(home.path()))),
        |_| drop(black_box(serde_json::from_str::<Vec<User>>(&json).unwrap())),
    );
    let list: Vec<String> = users(count)
        .iter()
        .map(|user| proofup::store::format_user(user).unwrap())
        .collect();
    let list = format!("[{}]", list.join(","));
    compare(
        &format!("open and close at {count} / ron parse alone"),
        rounds,
        |_| drop(black_box(open(home.path()))),
        |_| drop(black_box(ron::from_str::<Vec<User>>(&list).unwrap())),
    );
}

fn folds(count: u64) {
    let home = tenant(count);
    let store = open(home.path());
    let bytes = std::fs::read(home.path().join("tenant.ron")).unwrap();
    let [temporary, floor] = ["floor.tmp", "floor"].map(|name| home.path().join(name));
    compare(
        &format!("change + fold at {count} / write, sync, rename"),
        if count == 25 { 200 } else { 25 },
        |round| {
            let changes = vec![Change::Blocked(round.is_multiple_of(2))];
            store
                .submit(plan(&*store.snapshot(), vec![(user(3).id, changes)]))
                .unwrap();
            store.fold().unwrap();
        },
        |_| {
            let file = File::create(&temporary).unwrap();
            file.write_all_at(&bytes, 0).unwrap();
            file.sync_data().unwrap();
            std::fs::rename(&temporary, &floor).unwrap();
            File::open(home.path()).unwrap().sync_all().unwrap();
        },
    );
}

/// The longest tail there can be: just under what is folded at once.
fn tails() {
    let home = tenant(25);
    let store = open(home.path());
    let mut count = 0_u32;
    let journal = home.path().join("journal/0000000001.ron");
    while std::fs::metadata(&journal).unwrap().len() < 1_040_000 {
        let changes = vec![Change::Blocked(count.is_multiple_of(2))];
        store
            .submit(plan(&*store.snapshot(), vec![(user(3).id, changes)]))
            .unwrap();
        count += 1;
    }
    let read_only = proofup::store::folder::Options {
        read_only: true,
        ..options()
    };
    compare(
        &format!("open with a tail of {count} entries / read it"),
        10,
        |_| drop(proofup::store::folder::FolderStore::open(home.path(), &read_only).unwrap()),
        |_| drop(black_box(std::fs::read(&journal).unwrap())),
    );
}
