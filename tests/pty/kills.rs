//! `kill -9` of the program as it is shipped, at random instants: while it starts, while it saves,
//! while it folds on its way out. A failure prints its seed; `PROOFUP_KILL_SEED=N cargo test --test
//! pty two_hundred_kills` draws the same instants again, and `PROOFUP_KILLS=5000` more of them.

use std::collections::BTreeSet;
use std::iter;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use proofup::domain::directory::Directory;
use proofup::domain::entropy::Entropy;
use proofup::domain::id::UserId;
use proofup::store::Store as _;
use proofup::store::folder::{FolderStore, Options};
use rustix::process::Signal;
use tempfile::TempDir;

use super::harness::Pty;

const ADMIN: &str = "admin@contoso.com";

/// Those whom it is about are on the first rows.
const ROWS: usize = 12;

/// What makes a tenant of each form: 64 users in `tenant.ron`, 1,200 in segment files.
const FORMS: [&[&str]; 2] = [&[], &["--users", "1200"]];

#[test]
fn two_hundred_kills_of_the_program_lose_nothing_that_it_answered_for() {
    let kills = number_from("PROOFUP_KILLS").unwrap_or(200);
    let seed = number_from("PROOFUP_KILL_SEED").unwrap_or(20_231_124);
    // Two tenants of each form at once: while one victim is looked at, another one works.
    let each = kills.div_ceil(4);
    let seen = thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|worker| scope.spawn(move || Worker::new(seed + worker).run(each)))
            .collect();
        let mut seen = Seen::default();
        for worker in workers {
            seen += worker.join().unwrap_or_else(|_| {
                panic!("PROOFUP_KILL_SEED={seed} draws the same instants again")
            });
        }
        seen
    });
    // A kill that never comes between a key and its answer says little.
    assert!(
        seen.kills >= kills && seen.kept > 0 && seen.lost > 0 && seen.leaving > 0,
        "{seen:?}"
    );
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// What the kills met.
#[derive(Debug, Default)]
struct Seen {
    kills: u64,
    /// Changes that were answered for.
    answered: u64,
    /// Changes whose answer never came, but which are there.
    kept: u64,
    /// Changes whose answer never came, and which are not there.
    lost: u64,
    /// Kills on the way out, where everything is folded.
    leaving: u64,
    /// Kills in the middle of a fold: a file is there that is not the tenant's, or not yet.
    rests: u64,
}

impl AddAssign for Seen {
    fn add_assign(&mut self, other: Self) {
        self.kills += other.kills;
        self.answered += other.answered;
        self.kept += other.kept;
        self.lost += other.lost;
        self.leaving += other.leaving;
        self.rests += other.rests;
    }
}

/// Who may not sign in: all that is changed here.
type Blocked = BTreeSet<UserId>;

/// What an administrator does.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// Blocks whoever is on this row, or unblocks them.
    One(usize),
    /// Blocks all on the first rows, or unblocks them where all are blocked.
    Many,
    /// Takes back what was done last.
    Undo,
}

impl Change {
    /// The one that has it done.
    fn last_key(self) -> &'static str {
        match self {
            Self::One(_) | Self::Many => "y",
            Self::Undo => "u",
        }
    }
}

/// Works on one tenant, is killed, looks what is there, and goes on.
struct Worker {
    dice: Dice,
    _home: TempDir,
    dir: PathBuf,
    log: PathBuf,
    large: bool,
    /// Who is on which row of All users.
    rows: Vec<UserId>,
    admin: UserId,
    /// By revision: what must be there.
    states: Vec<Blocked>,
    /// How many changes this victim answered for on its screen.
    answered: usize,
    /// Whether the last of them can be taken back.
    undo: bool,
    seen: Seen,
    /// From a key to its answer, from the start to the first answer, from `q` to the end.
    saving: Usual,
    starting: Usual,
    leaving: Usual,
}

impl Worker {
    fn new(seed: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("contoso");
        let form = usize::try_from(seed).unwrap() % FORMS.len();
        let made = proofup(&dir, "init", FORMS[form]);
        assert!(made.starts_with("Made "), "{made}");
        let store = open(&dir);
        let snapshot = store.snapshot();
        let heads: Vec<_> = (0..snapshot.len())
            .map(|at| snapshot.head(at).unwrap())
            .filter(|head| !head.deleted)
            .collect();
        Self {
            dice: Dice(Entropy::from_seed(seed)),
            log: home.path().join("log"),
            _home: home,
            dir,
            large: form == 1,
            rows: heads.iter().map(|head| head.id).collect(),
            admin: snapshot.find(ADMIN).unwrap(),
            states: vec![blocked(&*snapshot)],
            answered: 0,
            undo: false,
            seen: Seen::default(),
            saving: Usual::of(20),
            starting: Usual::of(150),
            leaving: Usual::of(20),
        }
    }

    fn run(mut self, kills: u64) -> Seen {
        while self.seen.kills < kills {
            match self.dice.below(4) {
                0 => self.killed_at_the_start(),
                1 => self.killed_on_the_way_out(),
                _ => self.killed_while_saving(),
            }
        }
        self.ends_well();
        self.seen
    }

    /// Signs in and changes something, all typed ahead.
    fn killed_at_the_start(&mut self) {
        let began = Instant::now();
        let mut pty = self.start();
        let change = Change::One(self.row());
        let (keys, after) = self.pressed(change);
        let instant = self.starting.instant(&mut self.dice);
        if pty.shows_within("Password", instant) {
            pty.keys(&format!("<ctrl-t><enter>{keys}y"));
            pty.bytes_within(instant.saturating_sub(began.elapsed()));
        }
        self.kill(pty, Some(after));
    }

    /// Changes a few things, and is killed behind the keys of another one.
    fn killed_while_saving(&mut self) {
        let mut pty = self.work();
        let change = self.any_change();
        let after = self.asked(&mut pty, change);
        pty.keys(change.last_key());
        pty.bytes_within(self.saving.instant(&mut self.dice));
        self.kill(pty, Some(after));
    }

    /// Changes a few things and leaves: what was changed is folded.
    fn killed_on_the_way_out(&mut self) {
        let mut pty = self.work();
        let began = Instant::now();
        pty.keys("q");
        let instant = self.leaving.instant(&mut self.dice);
        if pty.exits_within(instant).is_some() {
            self.leaving.learn(began);
            return self.look(None);
        }
        self.kill(pty, None);
        self.seen.leaving += 1;
        self.seen.rests += u64::from(self.has_rests());
    }

    /// The portal, with a few changes answered for.
    fn work(&mut self) -> Pty {
        let began = Instant::now();
        let mut pty = self.start();
        pty.wait_for("Password");
        pty.keys("<ctrl-t><enter>");
        for at in 0..self.dice.below(4) {
            let change = self.any_change();
            let after = self.asked(&mut pty, change);
            let pressed = Instant::now();
            pty.keys(change.last_key());
            match change {
                Change::Undo => pty.wait_for("Undid"),
                _ => pty.wait_for("[ close ]"),
            }
            if at == 0 {
                self.starting.learn(began);
            } else {
                self.saving.learn(pressed);
            }
            if !matches!(change, Change::Undo) {
                pty.keys("<enter>");
                pty.wait("the answer to go", |pty| {
                    !pty.screen().contains("[ close ]")
                });
            }
            if matches!(change, Change::Many) {
                pty.keys(&self.marked());
            }
            self.states.push(after);
            self.answered += 1;
            self.undo = !matches!(change, Change::Undo);
        }
        pty.wait_for("users");
        pty
    }

    fn start(&mut self) -> Pty {
        (self.answered, self.undo) = (0, false);
        let (dir, log) = (self.dir.to_string_lossy(), self.log.to_string_lossy());
        std::fs::write(&self.log, "").unwrap();
        Pty::start(&["--tenant", &dir, "--as", ADMIN, "--log", &log], (80, 24))
    }

    fn any_change(&mut self) -> Change {
        if self.undo && self.dice.below(4) == 0 {
            Change::Undo
        } else if self.dice.below(5) == 0 {
            Change::Many
        } else {
            Change::One(self.row())
        }
    }

    fn row(&mut self) -> usize {
        let rows = iter::repeat_with(|| self.dice.below(ROWS));
        let mut others = rows.filter(|&row| self.rows[row] != self.admin);
        others.next().unwrap()
    }

    /// Presses all keys of a change but the last one. Who is blocked behind it.
    fn asked(&self, pty: &mut Pty, change: Change) -> Blocked {
        let (keys, after) = self.pressed(change);
        pty.keys(&keys);
        if !matches!(change, Change::Undo) {
            pty.wait_for("Next sign-in");
        }
        after
    }

    /// The keys that mark all on the first rows, or unmark them.
    fn marked(&self) -> String {
        let rows = self.rows[..ROWS].iter();
        let keys = rows.map(|&user| if user == self.admin { "j" } else { " " });
        iter::once("g").chain(keys).collect()
    }

    /// The keys of a change on All users up to its last one, and who is blocked behind it.
    fn pressed(&self, change: Change) -> (String, Blocked) {
        let mut after = self.states.last().unwrap().clone();
        let keys = match change {
            Change::One(row) => {
                let user = self.rows[row];
                let key = if after.remove(&user) { "U" } else { "b" };
                if key == "b" {
                    after.insert(user);
                }
                format!("g{}{key}", "j".repeat(row))
            }
            Change::Many => {
                let others = self.rows[..ROWS].iter().copied();
                let others: Blocked = others.filter(|&user| user != self.admin).collect();
                let all = others.is_subset(&after);
                after = if all {
                    &after - &others
                } else {
                    &after | &others
                };
                format!("{}{}", self.marked(), if all { "U" } else { "b" })
            }
            Change::Undo => {
                after.clone_from(&self.states[self.states.len() - 2]);
                String::new()
            }
        };
        (keys, after)
    }

    fn kill(&mut self, mut pty: Pty, in_flight: Option<Blocked>) {
        pty.signal(Signal::KILL);
        pty.exit();
        self.seen.kills += 1;
        self.look(in_flight);
    }

    /// The tenant opens and has no fault; every change that was answered for is there, and at the
    /// most the one in flight.
    fn look(&mut self, in_flight: Option<Blocked>) {
        let when = format!("kill {} of {}", self.seen.kills, self.dir.display());
        let checked = proofup(&self.dir, "check", &[]);
        assert!(checked.contains("no faults"), "{when}: {checked}");
        let store = open(&self.dir);
        let snapshot = store.snapshot();
        let found = usize::try_from(snapshot.revision()).unwrap();
        let shown = self.states.len() - 1;
        let said = last_saved(&self.log).unwrap_or(shown - self.answered);
        assert!(said >= shown, "{when}: shown, but not in the log");
        assert!(
            found >= said,
            "{when}: {said} was answered for, {found} is there"
        );
        if let Some(after) = in_flight {
            self.seen.lost += u64::from(found == shown);
            if found > shown {
                self.states.push(after);
                self.seen.kept += 1;
            }
        }
        assert_eq!(
            found,
            self.states.len() - 1,
            "{when}: a change that nobody made"
        );
        self.seen.answered += self.answered as u64;
        assert!(
            blocked(&*snapshot) == *self.states.last().unwrap(),
            "{when}: revision {found} is not what was done"
        );
        assert!(
            self.told(&store) == *self.states.last().unwrap(),
            "{when}: the audit log does not lead to revision {found}"
        );
    }

    /// Whether there is more in the folder than the tenant's own files.
    fn has_rests(&self) -> bool {
        let count = |folder| std::fs::read_dir(self.dir.join(folder)).map_or(0, Iterator::count);
        self.dir.join("tenant.ron.tmp").exists() || count("users") > 1
    }

    /// Who is blocked by what the audit log says.
    fn told(&self, store: &FolderStore) -> Blocked {
        let mut blocked = self.states[0].clone();
        for entry in store.audit(usize::MAX).unwrap().iter().rev() {
            let enabled = entry
                .modified
                .iter()
                .find(|one| one.property == "AccountEnabled");
            match (enabled, &entry.target) {
                (Some(one), Some(target)) if one.new == "false" => blocked.insert(target.id),
                (Some(_), Some(target)) => blocked.remove(&target.id),
                _ => false,
            };
        }
        blocked
    }

    /// Every file is sound, and from what is left the way leads back to the start.
    fn ends_well(&self) {
        let verified = proofup(&self.dir, "verify", &[]);
        let mut worth = verified.lines().filter_map(|line| line.split('\t').next());
        assert!(
            worth.all(|worth| matches!(worth, "sound" | "spare")),
            "{verified}"
        );
        if self.large {
            // It keeps no start.
            return;
        }
        proofup(&self.dir, "reset", &["--yes"]);
        let store = open(&self.dir);
        assert!(blocked(&*store.snapshot()) == self.states[0]);
        assert!(self.told(&store) == self.states[0]);
    }
}

/// The program with a command on the folder `dir`: what it says. It must succeed.
fn proofup(dir: &Path, command: &str, more: &[&str]) -> String {
    let mut proofup = Command::new(env!("CARGO_BIN_EXE_proofup"));
    let output = proofup.arg(command).arg(dir).args(more).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {said}{why}");
    said
}

/// Takes no lock and writes nothing: the next victim finds what this one left.
fn open(dir: &Path) -> FolderStore {
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let store = FolderStore::open(dir, &options).unwrap();
    store.wait_until_ready();
    assert_eq!(store.damage(), None);
    store
}

fn blocked(directory: &dyn Directory) -> Blocked {
    (0..directory.len())
        .map(|at| directory.head(at).unwrap())
        .filter(|head| head.blocked)
        .map(|head| head.id)
        .collect()
}

/// The revision in the log's last `save 3: done, revision 17, 12 ms`.
fn last_saved(log: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(log).unwrap();
    let (_, behind) = text.rsplit_once(": done, revision ")?;
    behind.split(',').next()?.parse().ok()
}

/// How long something usually takes on this machine, as busy as it is.
struct Usual(Duration);

impl Usual {
    fn of(millis: u64) -> Self {
        Self(Duration::from_millis(millis))
    }

    fn learn(&mut self, began: Instant) {
        self.0 = (self.0 * 3 + began.elapsed()) / 4;
    }

    /// An instant from the beginning to a little behind the end.
    fn instant(&self, dice: &mut Dice) -> Duration {
        self.0 * u32::try_from(dice.below(130)).unwrap() / 100
    }
}

struct Dice(Entropy);

impl Dice {
    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        let number = u32::from_le_bytes(self.0.bytes());
        usize::try_from(number).unwrap() % limit
    }
}
