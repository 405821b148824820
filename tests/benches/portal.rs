//! From a key to the bytes of its frame: update, view, comparison and encoding, in memory, on tenants
//! of up to a million users. Run with `cargo bench --bench portal`, and with words of the cases that
//! are wanted behind `--`.
//!
//! `us`, `p99` and `max` are the frame that answers the key: all that the drawing thread does for it.
//! `late` is the longest of the others, on the way there or behind it: those that show rows, a plan or a
//! part of what is being saved, which are worked out on another thread as in the program. `rows us` is
//! until all of it is there, work outside included. Beside them stand baselines of the same run: the
//! same view through ratatui's own cells and `CrosstermBackend`, a plain draw that writes the window's
//! lines as text and nothing else, and a plain search for a text through the names of everybody, one
//! behind the other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark stops where it fails"
)]

#[path = "cases.rs"]
mod cases;
#[path = "crowd.rs"]
mod crowd;
#[path = "helper.rs"]
mod helper;
#[path = "memory.rs"]
mod memory;
#[path = "sink.rs"]
mod sink;

use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cases::{CASES, Case, MILLION};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use crowd::Crowd;
use helper::Helper;
use proofup::demo::generated;
use proofup::domain::entropy::Entropy;
use proofup::domain::tenant::Tenant;
use proofup::grid::Grid;
use proofup::portal::effect::{Effect, Submission, Ticket};
use proofup::portal::message::Msg;
use proofup::portal::model::{Model, Start};
use proofup::portal::theme::{Look, Theme, UNICODE};
use proofup::portal::work::Work;
use proofup::portal::{ViewState, update, view};
use proofup::store::memory::MemoryStore;
use proofup::store::{Access, Snapshot, Store as _};
use ratatui::layout::Size;
use sink::Sink;

const SIZE: Size = Size::new(120, 40);

/// The longest that a key may wait for its frame; `!` stands before the figures where one in a
/// hundred waits longer.
const FRAME: Duration = Duration::from_millis(16);

/// A portal somebody is signed in to.
struct Portal {
    model: Model,
    state: ViewState,
    sink: Sink,
    /// Work that was asked for; what is given up is taken out.
    works: Vec<(Ticket, Work)>,
    /// Where it is saved; `None`: nothing is.
    store: Option<Arc<MemoryStore>>,
    /// What is on its way there.
    submitted: Option<(Ticket, Submission)>,
    /// Frames that showed what came of work, until somebody takes them.
    late: Vec<Duration>,
    helper: Helper,
}

/// What a case came to.
struct Measured {
    /// The frame that answers each key.
    frames: Vec<Duration>,
    /// The longest of the others.
    late: Duration,
    /// All until the rows are there.
    rows: Vec<Duration>,
    bytes: usize,
}

impl Portal {
    fn new(crowd: &Everybody, sink: Sink) -> Self {
        let snapshot = &crowd.snapshot;
        let store = crowd.tenant.clone();
        let store = store.map(|tenant| MemoryStore::beginning_with(tenant, Access::Sandbox));
        let model = Model::new(Start {
            account: Some("admin@contoso.com".to_owned()),
            look: Look {
                theme: Theme::ansi(),
                glyphs: &UNICODE,
            },
            ..Start::of(Arc::clone(snapshot), Access::Sandbox, Entropy::from_seed(7))
        });
        let mut portal = Self {
            model,
            state: ViewState::default(),
            sink,
            works: Vec::new(),
            store: store.map(Arc::new),
            submitted: None,
            late: Vec::new(),
            helper: Helper::new(),
        };
        portal.tell(Msg::Resize(SIZE.width, SIZE.height));
        let ctrl_t = KeyEvent::new(KeyCode::Char('t'), KeyModifiers::CONTROL);
        portal.tell(Msg::Key(ctrl_t));
        let asked = portal.tell(Msg::Key(KeyCode::Enter.into()));
        let Some(Effect::CheckPassword(ticket, ..)) = asked.first() else {
            panic!("no password was asked for");
        };
        portal.tell(Msg::PasswordChecked(*ticket, true));
        portal.draw();
        portal
    }

    fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = update(&mut self.model, msg, generated::PRESENT);
        let mut others = Vec::new();
        for effect in effects {
            match effect {
                Effect::Work(ticket, work) => self.works.push((ticket, *work)),
                Effect::Stop(ticket) => self.works.retain(|(own, _)| *own != ticket),
                Effect::Free(heavy) => self.helper.free(heavy),
                Effect::Submit(ticket, plan) => self.submitted = Some((ticket, plan)),
                effect => others.push(effect),
            }
        }
        others
    }

    /// Does the work there is, saves what is to be saved, and draws what came of it.
    fn settle(&mut self) {
        loop {
            let answers = if let Some((ticket, work)) = self.works.pop() {
                let worked = self
                    .helper
                    .run(move || work.run(&mut |_| true).map(Box::new));
                vec![Msg::Worked(ticket, worked)]
            } else if let Some((ticket, plan)) = self.submitted.take()
                && let Some(store) = self.store.clone()
            {
                let saved = self
                    .helper
                    .run(move || (store.submit(plan.plan()), store.snapshot()));
                vec![Msg::State(saved.1), Msg::Submitted(ticket, saved.0)]
            } else {
                return;
            };
            for answer in answers {
                let start = Instant::now();
                self.tell(answer);
                self.draw();
                self.late.push(start.elapsed());
            }
        }
    }

    fn draw(&mut self) -> usize {
        let Self {
            model, state, sink, ..
        } = self;
        sink.draw(|grid| view(model, state, grid))
    }

    /// What the loop does for a key. Gives the bytes of the frame.
    fn key(&mut self, key: KeyCode) -> usize {
        self.tell(Msg::Key(key.into()));
        self.draw()
    }

    fn keys(&mut self, keys: &[KeyCode]) {
        for key in keys {
            self.key(*key);
            self.settle();
        }
    }

    /// The dialog over all that are marked, with the plan, before Save.
    fn plan_for_all(&mut self) {
        let keys = ['A', '2', 'm', ' '].map(KeyCode::Char);
        self.keys(&keys);
        self.keys(&[KeyCode::Tab; 3]);
    }

    /// Each user of a plan or a result instead of the sum.
    fn each_user(&mut self) {
        let ctrl_d = KeyEvent::new(KeyCode::Char('d'), KeyModifiers::CONTROL);
        let start = Instant::now();
        self.tell(Msg::Key(ctrl_d));
        self.draw();
        self.late.push(start.elapsed());
    }

    fn mark_a_thousand(&mut self) {
        self.keys(&[KeyCode::Home, KeyCode::Char('v')]);
        for _ in 1..1000 {
            self.tell(Msg::Key(KeyCode::Down.into()));
        }
        self.keys(&[KeyCode::Char('v')]);
    }

    /// Times and the median size of the case's frames.
    fn measure(&mut self, case: &Case, rounds: usize) -> Measured {
        (case.before)(self);
        let (mut frames, mut rows, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            for key in case.timed {
                let start = Instant::now();
                let size = black_box(self.key(*key));
                frames.push(start.elapsed());
                self.settle();
                rows.push(start.elapsed());
                sizes.push(size);
            }
            let late = self.late.len();
            self.keys(case.after);
            self.late.truncate(late);
        }
        frames.sort_unstable();
        Measured {
            frames,
            late: self.late.iter().max().copied().unwrap_or_default(),
            rows,
            bytes: median(sizes),
        }
    }
}

impl Measured {
    /// The frame that `percent` of all frames took no longer than.
    fn percentile(&self, percent: usize) -> Duration {
        self.frames[(self.frames.len() * percent / 100).min(self.frames.len() - 1)]
    }
}

/// Looks for a text through the names of everybody, one behind the other.
fn plain_search(snapshot: &Snapshot) -> Duration {
    let mut texts = String::new();
    for at in 0..snapshot.len() {
        texts.push_str(snapshot.folded(at).unwrap());
        texts.push('\n');
    }
    let times = (0..5).map(|_| {
        let start = Instant::now();
        black_box(texts.matches("megan").count());
        start.elapsed()
    });
    median(times.collect())
}

/// So many users, kept in memory unless they are too many.
struct Everybody {
    snapshot: Snapshot,
    tenant: Option<Arc<Tenant>>,
}

impl Everybody {
    fn of(users: u32) -> Self {
        if users == MILLION {
            return Self {
                snapshot: Arc::new(Crowd::new(MILLION)),
                tenant: None,
            };
        }
        let everybody = generated::users(users, 1, generated::PRESENT);
        let tenant = Arc::new(Tenant::new(generated::facts(), everybody, 0).unwrap());
        Self {
            snapshot: Arc::clone(&tenant) as Snapshot,
            tenant: Some(tenant),
        }
    }
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// Every line of the window, as text, into memory.
fn plain_draw(everybody: &Everybody, rounds: usize) -> (Duration, usize) {
    let mut portal = Portal::new(everybody, Sink::ours());
    let mut grid = Grid::new(SIZE);
    view(&portal.model, &mut portal.state, &mut grid);
    let text = grid.text();
    let lines: Vec<&str> = text.lines().collect();
    let mut bytes = Vec::new();
    let times = (0..rounds.max(1)).map(|_| {
        let start = Instant::now();
        bytes.clear();
        for (y, line) in lines.iter().enumerate() {
            write!(bytes, "\x1b[{}H{}", y + 1, line.trim_end()).unwrap();
        }
        black_box(&bytes);
        start.elapsed()
    });
    (median(times.collect()), bytes.len())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn ratio(ours: usize, theirs: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand bytes")]
    let (ours, theirs) = (ours as f64, theirs as f64);
    ours / theirs
}

#[expect(clippy::print_stdout, reason = "a table is what it is for")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, users] = &arguments[..]
        && word == memory::CHILD
    {
        println!("{}", memory::child(users.parse().unwrap()));
        return;
    }
    // `cargo test --benches` only wants to know whether it runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let names: Vec<String> = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'))
        .collect();
    let wanted =
        |case: &Case| names.is_empty() || names.iter().any(|name| case.name.contains(name));
    println!(
        "{:<9}{:<29}{:>8}{:>8}{:>8}{:>8}{:>10}{:>7}{:>10}{:>7}{:>10}",
        "users",
        "one key",
        "us",
        "p99",
        "max",
        "late",
        "rows us",
        "bytes",
        "of stock",
        "bytes",
        "of plain"
    );
    for users in if measuring {
        &[25, 10_000, 100_000, MILLION][..]
    } else {
        &[25, 2000]
    } {
        let everybody = Everybody::of(*users);
        let (plain, _) = plain_draw(&everybody, if measuring { 1000 } else { 1 });
        let fits = |case: &&Case| (case.from..=case.to).contains(users) && wanted(case);
        for case in CASES.iter().filter(fits) {
            let rounds = if measuring { case.rounds } else { 1 };
            let ours = Portal::new(&everybody, Sink::ours()).measure(case, rounds);
            let stock = Portal::new(&everybody, Sink::stock()).measure(case, rounds.min(20));
            let late = if ours.percentile(99).max(ours.late) > FRAME {
                '!'
            } else {
                ' '
            };
            println!(
                "{users:<9}{:<28}{late}{:>8.0}{:>8.0}{:>8.0}{:>8.0}{:>10.0}{:>7}{:>10.2}{:>7.2}{:>10.1}",
                case.name,
                micros(ours.percentile(50)),
                micros(ours.percentile(99)),
                micros(ours.percentile(100)),
                micros(ours.late),
                micros(median(ours.rows)),
                ours.bytes,
                micros(ours.frames[ours.frames.len() / 2]) / micros(stock.percentile(50)),
                ratio(ours.bytes, stock.bytes),
                micros(ours.frames[ours.frames.len() / 2]) / micros(plain),
            );
        }
        println!("{users:<9}{:<29}{:>8.0}", "(plain draw)", micros(plain));
        println!(
            "{users:<9}{:<29}{:>8.0}",
            "(plain search)",
            micros(plain_search(&everybody.snapshot))
        );
        println!("{users:<9}{:<29}{:>8}", "(memory, kB)", memory::of(*users));
    }
}
