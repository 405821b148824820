//! Power cuts at any instant of any work: a model says what must be there afterwards. A failure
//! prints its seed; `PROOFUP_CRASH_SEED=N cargo test --test store crash` runs that work alone.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use proofup::domain::change::{Change, Fact};
use proofup::domain::directory::Directory;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::tenant::Tenant;
use proofup::store::folder::{FolderStore, Options, Sizes, check};
use proofup::store::{Access, Store, StoreError};

use crate::planted::Bug;
use crate::simulated::{Chance, DIR, Faults, Picture, Simulated};
use crate::support::*;

/// How many users the tenant begins with.
const USERS: u64 = 3;
/// A picture is taken before one call in so many.
const ONE_IN: usize = 2;

/// What must be there: the tenant at each revision.
#[derive(Clone)]
struct Model {
    states: Vec<Tenant>,
}

impl Model {
    fn new() -> Self {
        let states = vec![Tenant::new(facts(), users(USERS), 0).unwrap()];
        Self { states }
    }

    fn last(&self) -> &Tenant {
        self.states.last().unwrap()
    }

    fn revision(&self) -> u64 {
        self.last().revision()
    }

    /// The state that these facts lead to, if they fit.
    fn next(&self, facts: &[Fact]) -> Option<Tenant> {
        let applied = self
            .last()
            .applied(facts.iter().cloned(), self.revision() + 1);
        applied.ok().map(|(tenant, _)| tenant)
    }
}

/// One run: a store at work, a camera on its disk, and a model beside it.
struct Run {
    chance: Chance,
    sizes: Sizes,
    bug: Option<Bug>,
    fs: Simulated,
    model: Model,
    /// How many states were looked at.
    states: u64,
}

/// In two runs of three the tenant goes to and fro between its forms, and some fold by themselves.
fn sizes(chance: &mut Chance) -> Sizes {
    if chance.below(3) == 0 {
        return Sizes::default();
    }
    Sizes {
        large_from: 4,
        small_below: 3,
        segment: 1 + chance.below(3),
        fold_at: [300, 1 << 20][chance.below(4).min(1)],
    }
}

/// What one seed brings to light: how many states, and what was wrong in them.
fn run(seed: u64, bug: Option<Bug>, golden: &Simulated) -> (u64, Vec<String>) {
    let mut chance = Chance::new(seed);
    let mut run = Run {
        sizes: sizes(&mut chance),
        chance,
        bug,
        fs: golden.copy(),
        model: Model::new(),
        states: 0,
    };
    let mut faults = Vec::new();
    // Each life ends in a power cut, and the next begins with what it left.
    for _ in 0..2 {
        let life = run.life();
        faults.extend(life.map_err(|fault| format!("seed {seed}: {fault}")).err());
        if !faults.is_empty() {
            break;
        }
    }
    (run.states, faults)
}

impl Run {
    fn options(&self, fs: &Simulated) -> Options {
        Options {
            journal_limit: 900,
            sizes: self.sizes,
            fs: match self.bug {
                Some(bug) => bug.before(fs),
                None => Arc::new(fs.clone()),
            },
            ..options()
        }
    }

    fn open(&self, fs: &Simulated) -> Result<FolderStore, StoreError> {
        FolderStore::open(Path::new(DIR), &self.options(fs))
    }

    /// Works for a while, then the power goes.
    fn life(&mut self) -> Result<(), String> {
        let camera = Chance::new(self.chance.next());
        self.fs.watch(camera, ONE_IN);
        let begun = self.model.revision();
        self.fs.claim(begun, begun);
        let faults = self.faults();
        self.fs.set_faults(faults);
        let worked = self.work();
        self.fs.set_faults(Faults::default());
        let [saved, tried] = worked?;
        let mut goes_on = saved;
        let mut pictures = self.fs.pictures();
        pictures.push(Picture {
            fs: self.fs.after_power_cut(&mut self.chance),
            claim: [saved, tried],
            before: "the end",
        });
        let next = self.chance.below(pictures.len());
        for (at, picture) in pictures.iter().enumerate() {
            let found = self.look(picture)?;
            if at == next {
                goes_on = found;
            }
        }
        // The next life goes on with one of them.
        self.model
            .states
            .truncate(usize::try_from(goes_on).unwrap() + 1);
        self.fs = pictures.swap_remove(next).fs;
        Ok(())
    }

    /// One call fails in some lives, often a sync.
    fn faults(&mut self) -> Faults {
        let (at, only, kind) = match self.chance.below(6) {
            0 => (20 + self.chance.below(100), None, ErrorKind::StorageFull),
            1 => (1 + self.chance.below(12), Some("sync"), ErrorKind::Other),
            _ => return Faults::default(),
        };
        Faults {
            at,
            only,
            kind: Some(kind),
            ..Faults::default()
        }
    }

    /// Any work; the last revision that was saved, and the last that was tried.
    fn work(&mut self) -> Result<[u64; 2], String> {
        let mut store = self.open(&self.fs).ok();
        for _ in 0..4 + self.chance.below(8) {
            let Some(open) = &store else {
                break;
            };
            match self.chance.below(8) {
                0 | 1 => drop(open.fold()),
                2 => {
                    // Its lock is given back first.
                    drop(store.take());
                    store = self.open(&self.fs).ok();
                }
                _ => {
                    let facts = self.facts();
                    let Some(next) = self.model.next(&facts) else {
                        continue;
                    };
                    let saved = self.model.revision();
                    let tried = saved + 1;
                    self.fs.claim(saved, tried);
                    match open.submit(facts_plan(&*open.snapshot(), facts)) {
                        Ok(_) => {
                            self.model.states.push(next);
                            self.fs.claim(tried, tried);
                        }
                        Err(StoreError::Frozen(_)) => {
                            // Whether it was saved shows later; the model knows what it would be.
                            self.model.states.push(next);
                            return Ok([saved, tried]);
                        }
                        Err(StoreError::Io { .. } | StoreError::ReadOnly(_)) => {
                            self.fs.claim(saved, saved);
                        }
                        Err(error) => return Err(error.to_string()),
                    }
                }
            }
        }
        drop(store);
        let last = self.model.revision();
        Ok([last, last])
    }

    /// Changes of one user, of all, or of the settings; users that come and go.
    fn facts(&mut self) -> Vec<Fact> {
        let number = self.chance.next() % (USERS + 3);
        let id = user(number).id;
        let text = self.chance.next().to_string();
        match self.chance.below(10) {
            0 => vec![Fact::Create(Box::new(user(number)))],
            1 if number > 0 => vec![Fact::Purge(id)],
            2 => vec![Fact::Settings(Box::new(ServiceSettings {
                remember_days: Some(1 + u16::from(self.chance.byte())),
                ..Default::default()
            }))],
            3 => {
                let last = self.model.last();
                let change = || vec![Change::Name(text.clone())];
                last.users()
                    .map(|user| Fact::User(user.id, change()))
                    .collect()
            }
            4 => vec![Fact::User(
                id,
                vec![Change::Blocked(self.chance.below(2) == 0)],
            )],
            // A line that is longer than a sector.
            5 => vec![Fact::User(id, vec![Change::Name(text.repeat(40))])],
            _ => vec![Fact::User(id, vec![Change::Name(text)])],
        }
    }

    /// Opens what the power cut left: everything that was saved is there, and at most one change
    /// more. Then the power goes again while it recovers and goes on. Gives the revision found.
    fn look(&mut self, picture: &Picture) -> Result<u64, String> {
        let place = |fault: String| {
            format!(
                "power cut before {} {:?}: {fault}",
                picture.before, picture.claim
            )
        };
        let again = self.chance.below(3) == 0;
        if again {
            picture.fs.watch(Chance::new(self.chance.next()), 2);
            picture.fs.claim(picture.claim[0], picture.claim[1]);
        }
        let found = self.found(&picture.fs, picture.claim).map_err(place)?;
        for second in picture.fs.pictures() {
            self.found(&second.fs, second.claim)
                .map_err(|fault| place(format!("and again before {}: {fault}", second.before)))?;
        }
        Ok(found)
    }

    fn found(&mut self, fs: &Simulated, [saved, tried]: [u64; 2]) -> Result<u64, String> {
        self.states += 1;
        let store = self.open(fs).map_err(|error| error.to_string())?;
        store.wait_until_ready();
        if store.access() != Access::Writable {
            return Err(format!("{:?}", store.access()));
        }
        let snapshot = store.snapshot();
        let found = snapshot.revision();
        if !(saved..=tried).contains(&found) {
            return Err(format!("revision {found}"));
        }
        let expected = &self.model.states[usize::try_from(found).unwrap()];
        same(&*snapshot, expected)?;
        let entries = store.audit(usize::MAX).map_err(|error| error.to_string())?;
        if entries.len() as u64 != found {
            return Err(format!("{} audit entries", entries.len()));
        }
        drop(store);
        if self.chance.below(8) == 0 {
            let checked = check(fs, Path::new(DIR)).map_err(|error| error.to_string())?;
            if let Some(damage) = checked.damage {
                return Err(damage);
            }
        }
        Ok(found)
    }
}

/// Whether both hold the same.
fn same(found: &dyn Directory, expected: &Tenant) -> Result<(), String> {
    if found.facts() != expected.facts() || found.len() != expected.len() {
        return Err(format!("other facts at {}", found.revision()));
    }
    for user in expected.users() {
        if found.user(user.id).as_deref() != Some(user) {
            return Err(format!("{} differs at {}", user.upn, found.revision()));
        }
    }
    Ok(())
}

/// Runs seeds on all processors until so many states were looked at; how many, and the faults.
fn states(count: u64, bug: Option<Bug>) -> (u64, Vec<String>) {
    let golden = Simulated::tenant(USERS);
    golden.settle();
    if let Some(seed) = number_from("PROOFUP_CRASH_SEED") {
        return run(seed, bug, &golden);
    }
    let (seeds, looked) = (AtomicU64::new(1), AtomicU64::new(0));
    let work = || {
        let mut faults = Vec::new();
        // A planted mistake needs to be caught once only.
        while looked.load(Ordering::Relaxed) < count && (bug.is_none() || faults.is_empty()) {
            let (states, found) = run(seeds.fetch_add(1, Ordering::Relaxed), bug, &golden);
            looked.fetch_add(states, Ordering::Relaxed);
            faults.extend(found);
        }
        faults
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let faults = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    (looked.into_inner(), faults)
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn power_cut_keeps_what_was_saved_and_at_most_one_change_that_was_not() {
    let count = number_from("PROOFUP_CRASH_STATES").unwrap_or(20_000);
    let (states, faults) = states(count, None);
    assert!(
        faults.is_empty(),
        "{} faults in {states} states:\n{}",
        faults.len(),
        faults[..faults.len().min(5)].join("\n")
    );
}

/// Each mistake is caught at the latest within so many states.
#[rstest::rstest]
#[case(Bug::NoJournalSync, 200)]
#[case(Bug::NoFolderSync, 200)]
#[case(Bug::TenantInPlace, 600)]
#[case(Bug::CommitFirst, 600)]
#[case(Bug::TornTailLeft, 4_000)]
#[case(Bug::SyncRetried, 4_000)]
#[case(Bug::NoSegmentSync, 1_000)]
#[case(Bug::SegmentsLate, 4_000)]
#[case(Bug::NamesReused, 2_000)]
fn a_planted_mistake_is_caught_by_the_same_test(#[case] bug: Bug, #[case] within: u64) {
    let (states, faults) = states(within, Some(bug));
    assert!(
        !faults.is_empty(),
        "{bug:?} was not caught in {states} states"
    );
}

/// A disk that says of every sync that it worked, and does nothing.
#[test]
fn a_disk_that_lies_about_syncs_is_caught_by_the_same_test() {
    let (states, faults) = states(200, Some(Bug::NoSync));
    assert!(!faults.is_empty(), "not caught in {states} states");
}
