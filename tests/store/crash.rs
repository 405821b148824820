//! Power cuts at any instant of any work, in both forms of a tenant: a model says what must be there
//! afterwards. A failure prints its seed; `PROOFUP_CRASH_SEED=N cargo test --test store crash` runs
//! that work alone.

use std::io::ErrorKind;
use std::ops::AddAssign;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use proofup::domain::change::{Change, Fact};
use proofup::domain::directory::Directory;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::tenant::Tenant;
use proofup::store::folder::{FolderStore, Options, Sizes, check, create_large};
use proofup::store::fs::Fs;
use proofup::store::{Access, Store, StoreError};

use crate::planted::Bug;
use crate::simulated::{Chance, DIR, Faults, Picture, Simulated};
use crate::support::*;

/// Which form the tenant has while it is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Everybody in `tenant.ron`.
    Small,
    /// Everybody in segment files at first; then it goes to and fro as users come and go.
    Large,
}

impl Form {
    /// How many users the tenant begins with.
    fn users(self) -> u64 {
        match self {
            Self::Small => 3,
            Self::Large => 6,
        }
    }

    /// A picture is taken before one call in so many: folds of segment files have many.
    fn one_in(self) -> usize {
        match self {
            Self::Small => 2,
            Self::Large => 6,
        }
    }

    /// The tenant that every work begins with.
    fn golden(self) -> Simulated {
        if self == Self::Small {
            return Simulated::tenant(self.users());
        }
        let (fs, users) = (Simulated::default(), users(self.users()));
        create_large(
            &fs,
            Path::new(DIR),
            &facts(),
            users.into_iter(),
            &mut |_| (),
        )
        .unwrap();
        fs
    }

    /// A large tenant has very small files, and folds by itself in one work of four.
    fn sizes(self, chance: &mut Chance) -> Sizes {
        if self == Self::Small {
            return Sizes::default();
        }
        let small_below = 5 + chance.below(2);
        Sizes {
            large_from: small_below + 1,
            small_below,
            segment: 1 + chance.below(3),
            fold_at: [300, 1 << 20][chance.below(4).min(1)],
            ..Sizes::default()
        }
    }
}

/// What was looked at: a test of power cuts that never saw a form, or never a roll, says nothing of
/// it.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    /// States after a power cut.
    states: u64,
    /// Those of them in the large form.
    large: u64,
    /// Those in which a segment file is there that `tenant.ron` does not name.
    rests: u64,
    /// How often the tenant was found in the other form than at the last look.
    changed_form: u64,
    /// How often a journal file was begun.
    rolls: u64,
}

impl AddAssign for Seen {
    fn add_assign(&mut self, other: Self) {
        self.states += other.states;
        self.large += other.large;
        self.rests += other.rests;
        self.changed_form += other.changed_form;
        self.rolls += other.rolls;
    }
}

/// What must be there: the tenant at each revision.
#[derive(Clone)]
struct Model {
    states: Vec<Tenant>,
}

impl Model {
    fn new(form: Form) -> Self {
        let states = vec![Tenant::new(facts(), users(form.users()), 0).unwrap()];
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
    form: Form,
    chance: Chance,
    sizes: Sizes,
    bug: Option<Bug>,
    fs: Simulated,
    model: Model,
    seen: Seen,
    /// Whether the tenant was in the large form at the last look.
    was_large: bool,
}

/// What one seed brings to light: what was looked at, and what was wrong there.
fn run(seed: u64, form: Form, bug: Option<Bug>, golden: &Simulated) -> (Seen, Vec<String>) {
    let mut chance = Chance::new(seed);
    let mut run = Run {
        form,
        sizes: form.sizes(&mut chance),
        chance,
        bug,
        fs: golden.copy(),
        model: Model::new(form),
        seen: Seen::default(),
        was_large: form == Form::Large,
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
    (run.seen, faults)
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
        self.fs.watch(camera, self.form.one_in());
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
        let journals = self.fs.list(&Path::new(DIR).join("journal"));
        self.seen.rolls += journals.map_or(0, |names| names.len() as u64 - 1);
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
                        // One call failed, and that was reading a record.
                        Err(StoreError::Damaged(why)) if why.starts_with("not saved, ") => {
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
        let number = self.chance.next() % (self.form.users() + 3);
        let id = user(number).id;
        let text = self.chance.next().to_string();
        // Where users come and go the form changes.
        let kinds = match self.form {
            Form::Small => 10,
            Form::Large => 12,
        };
        match self.chance.below(kinds) {
            0 | 10 => vec![Fact::Create(Box::new(user(number)))],
            1 | 11 if number > 0 => vec![Fact::Purge(id)],
            2 => vec![Fact::Settings(Box::new(ServiceSettings {
                remember_days: Some(1 + u16::from(self.chance.byte())),
                ..Default::default()
            }))],
            3 => {
                let last = self.model.last();
                let change = || vec![Change::Name(text.clone())];
                last.users()
                    .map(|user| Fact::User(user.id, change().into()))
                    .collect()
            }
            4 => vec![Fact::User(
                id,
                vec![Change::Blocked(self.chance.below(2) == 0)].into(),
            )],
            // A line that is longer than a sector.
            5 => vec![Fact::User(id, vec![Change::Name(text.repeat(40))].into())],
            _ => vec![Fact::User(id, vec![Change::Name(text)].into())],
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
            let camera = Chance::new(self.chance.next());
            picture.fs.watch(camera, self.form.one_in());
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
        self.see(fs);
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

impl Run {
    /// Counts what is looked at.
    fn see(&mut self, fs: &Simulated) {
        let text = fs.bytes("tenant.ron");
        let text = String::from_utf8_lossy(&text);
        let large = text.contains("users: Segments([");
        let files = fs.list(&Path::new(DIR).join("users")).unwrap_or_default();
        self.seen += Seen {
            states: 1,
            large: large.into(),
            rests: files.iter().any(|name| !text.contains(name)).into(),
            changed_form: (large != self.was_large).into(),
            rolls: 0,
        };
        self.was_large = large;
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

/// Runs seeds on all processors until so many states were looked at; what was, and the faults.
fn states(count: u64, form: Form, bug: Option<Bug>) -> (Seen, Vec<String>) {
    let golden = form.golden();
    golden.settle();
    if let Some(seed) = number_from("PROOFUP_CRASH_SEED") {
        return run(seed, form, bug, &golden);
    }
    let (seeds, looked, seen) = (AtomicU64::new(1), AtomicU64::new(0), Mutex::default());
    let work = || {
        let mut faults = Vec::new();
        // A planted mistake needs to be caught once only.
        while looked.load(Ordering::Relaxed) < count && (bug.is_none() || faults.is_empty()) {
            let (own, found) = run(seeds.fetch_add(1, Ordering::Relaxed), form, bug, &golden);
            looked.fetch_add(own.states, Ordering::Relaxed);
            *seen.lock().unwrap() += own;
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
    (seen.into_inner().unwrap(), faults)
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// As many as are asked for in each form.
fn power_cuts(form: Form) -> Seen {
    let count = number_from("PROOFUP_CRASH_STATES").unwrap_or(20_000);
    let (seen, faults) = states(count, form, None);
    eprintln!("{seen:?}");
    assert!(
        faults.is_empty(),
        "{} faults in {seen:?}:\n{}",
        faults.len(),
        faults[..faults.len().min(5)].join("\n")
    );
    seen
}

#[test]
fn power_cut_keeps_what_was_saved_and_at_most_one_change_that_was_not() {
    let seen = power_cuts(Form::Small);
    assert_eq!([seen.large, seen.rests, seen.changed_form], [0; 3]);
    assert!(seen.rolls * 100 > seen.states, "{seen:?}");
}

/// Folds of some segments or of all, rolls between them, and both changes of form.
#[test]
fn power_cut_of_a_large_tenant_keeps_what_was_saved_and_at_most_one_change_that_was_not() {
    let seen = power_cuts(Form::Large);
    assert!(seen.large * 2 > seen.states, "{seen:?}");
    assert!(seen.rests * 10 > seen.states, "{seen:?}");
    assert!(seen.changed_form * 200 > seen.states, "{seen:?}");
    assert!(seen.rolls * 100 > seen.states, "{seen:?}");
}

/// Each mistake is caught at the latest within so many states, in each form that it can be made in.
#[rstest::rstest]
#[case(Bug::NoJournalSync, 200)]
#[case(Bug::NoFolderSync, 200)]
#[case(Bug::TenantInPlace, 600)]
#[case(Bug::CommitFirst, 600)]
#[case(Bug::TornTailLeft, 4_000)]
#[case(Bug::SyncRetried, 4_000)]
#[case(Bug::NoSegmentSync, 1_000)]
#[case(Bug::NoSegmentNameSync, 1_000)]
#[case(Bug::SegmentsLate, 4_000)]
#[case(Bug::SegmentsGoneEarly, 1_000)]
#[case(Bug::NamesReused, 2_000)]
// A disk that says of every sync that it worked, and does nothing.
#[case(Bug::NoSync, 200)]
fn a_planted_mistake_is_caught_by_the_same_test(#[case] bug: Bug, #[case] within: u64) {
    for form in [Form::Small, Form::Large] {
        if form == Form::Small && bug.is_of_segments() {
            continue;
        }
        let (seen, faults) = states(within, form, Some(bug));
        assert!(!faults.is_empty(), "{bug:?} was not caught in {seen:?}");
    }
}
