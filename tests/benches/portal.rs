//! From a key to the bytes of its frame: update, view, comparison and encoding, in memory, on tenants
//! of up to a million users. Run with `cargo bench --bench portal`, and with words of the cases that
//! are wanted behind `--`.
//!
//! `us`, `p99` and `max` are the frame that answers the key: all that the drawing thread does for it.
//! `rows us` is until the rows or the plan are there, work outside included. Beside them stand
//! baselines of the same run: the same view through ratatui's own cells and `CrosstermBackend`, a plain
//! draw that writes the window's lines as text and nothing else, and a plain search for a text through
//! the names of everybody, one behind the other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark stops where it fails"
)]

#[path = "crowd.rs"]
mod crowd;
#[path = "memory.rs"]
mod memory;
#[path = "sink.rs"]
mod sink;

use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use crowd::Crowd;
use proofup::demo::generated;
use proofup::domain::entropy::Entropy;
use proofup::domain::plan::Plan;
use proofup::domain::tenant::Tenant;
use proofup::grid::Grid;
use proofup::portal::effect::{Effect, Ticket};
use proofup::portal::message::Msg;
use proofup::portal::model::{Model, Reach, Start};
use proofup::portal::saved_view::SavedView;
use proofup::portal::theme::{Look, Theme, UNICODE};
use proofup::portal::work::Work;
use proofup::portal::{ViewState, update, view};
use proofup::store::{Access, Snapshot};
use ratatui::layout::Size;
use sink::Sink;

const SIZE: Size = Size::new(120, 40);

/// What is measured: keys that lead there, keys that are timed one by one, keys that take back what
/// they did, and after how many rounds there is nothing more to learn.
struct Case {
    name: &'static str,
    /// Between how many users there is enough to do, and not too much.
    from: u32,
    to: u32,
    before: fn(&mut Portal),
    timed: &'static [KeyCode],
    after: &'static [KeyCode],
    rounds: usize,
}

const CASES: [Case; 12] = [
    Case {
        name: "scroll by a row",
        from: 1000,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Down; 45]),
        timed: &[KeyCode::Down],
        after: &[],
        rounds: 400,
    },
    Case {
        name: "scroll by a page",
        from: 1000,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::PageDown]),
        timed: &[KeyCode::PageDown, KeyCode::PageUp],
        after: &[],
        rounds: 100,
    },
    Case {
        name: "move the highlight",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Down, KeyCode::Up],
        after: &[],
        rounds: 200,
    },
    Case {
        name: "letter in search",
        from: 0,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('/')]),
        timed: &[
            KeyCode::Char('m'),
            KeyCode::Char('e'),
            KeyCode::Char('g'),
            KeyCode::Char('a'),
            KeyCode::Char('n'),
        ],
        after: &[KeyCode::Backspace; 5],
        rounds: 10,
    },
    Case {
        name: "mark a row",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 20,
    },
    Case {
        name: "mark one more of 1000",
        from: 1000,
        to: MILLION,
        before: Portal::mark_a_thousand,
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 40,
    },
    Case {
        name: "sort by the next column",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Char('s')],
        after: &[],
        rounds: 12,
    },
    Case {
        name: "filter by status",
        from: 0,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('2')]),
        timed: &[KeyCode::Char('t')],
        after: &[],
        rounds: 12,
    },
    Case {
        name: "mark all, mark none",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Char('A')],
        after: &[],
        rounds: 20,
    },
    Case {
        name: "span a range over all",
        from: 0,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('s'), KeyCode::Home, KeyCode::Char('v')]),
        timed: &[KeyCode::End, KeyCode::Home],
        after: &[],
        rounds: 10,
    },
    Case {
        name: "tick a box over all marked",
        from: 1000,
        to: 100_000,
        before: |portal| {
            let keys = ['A', '2', 'm'].map(KeyCode::Char);
            portal.keys(&keys);
        },
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 4,
    },
    Case {
        name: "dialog over 1000 marked",
        from: 1000,
        to: MILLION,
        before: |portal| {
            portal.mark_a_thousand();
            portal.keys(&[KeyCode::Char('m')]);
        },
        timed: &[KeyCode::Char('m')],
        after: &[KeyCode::Esc],
        rounds: 20,
    },
];

const MILLION: u32 = 1_000_000;

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
    /// Plans that somebody else is to free.
    freed: Vec<Arc<Plan>>,
}

/// What a case came to.
struct Measured {
    /// The frame that answers each key.
    frames: Vec<Duration>,
    /// All until the rows are there.
    rows: Vec<Duration>,
    bytes: usize,
}

impl Portal {
    fn new(snapshot: &Snapshot, sink: Sink) -> Self {
        let model = Model::new(Start {
            snapshot: Arc::clone(snapshot),
            access: Access::Sandbox,
            entropy: Entropy::from_seed(7),
            account: Some("admin@contoso.com".to_owned()),
            look: Look {
                theme: Theme::ansi(),
                glyphs: &UNICODE,
            },
            keymap: Arc::default(),
            mouse: true,
            view: SavedView::default(),
            clock_is_set: false,
            scenarios: Vec::new,
            notices: Vec::new(),
            reach: Reach::Everything,
        });
        let mut portal = Self {
            model,
            state: ViewState::default(),
            sink,
            works: Vec::new(),
            freed: Vec::new(),
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
        let (work, others): (Vec<_>, _) = effects.into_iter().partition(|effect| {
            matches!(effect, Effect::Work(..) | Effect::Stop(_) | Effect::Free(_))
        });
        for effect in work {
            match effect {
                Effect::Work(ticket, work) => self.works.push((ticket, *work)),
                Effect::Stop(ticket) => self.works.retain(|(own, _)| *own != ticket),
                Effect::Free(plan) => self.freed.push(plan),
                _ => {}
            }
        }
        others
    }

    /// Does the work there is, and draws what came of it.
    fn settle(&mut self) {
        self.freed.clear();
        while let Some((ticket, work)) = self.works.pop() {
            let worked = work.run(&mut |_| true).map(Box::new);
            self.tell(Msg::Worked(ticket, worked));
            self.draw();
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
            self.keys(case.after);
        }
        frames.sort_unstable();
        Measured {
            frames,
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

fn snapshot_of(users: u32) -> Snapshot {
    if users == MILLION {
        return Arc::new(Crowd::new(MILLION));
    }
    let everybody = generated::users(users, 1, generated::PRESENT);
    Arc::new(Tenant::new(generated::facts(), everybody, 0).unwrap())
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// Every line of the window, as text, into memory.
fn plain_draw(snapshot: &Snapshot, rounds: usize) -> (Duration, usize) {
    let mut portal = Portal::new(snapshot, Sink::ours());
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
        "{:<9}{:<27}{:>8}{:>8}{:>8}{:>10}{:>7}{:>10}{:>7}{:>10}",
        "users", "one key", "us", "p99", "max", "rows us", "bytes", "of stock", "bytes", "of plain"
    );
    for users in if measuring {
        &[25, 10_000, 100_000, MILLION][..]
    } else {
        &[25, 2000]
    } {
        let snapshot = snapshot_of(*users);
        let (plain, _) = plain_draw(&snapshot, if measuring { 1000 } else { 1 });
        let fits = |case: &&Case| (case.from..=case.to).contains(users) && wanted(case);
        for case in CASES.iter().filter(fits) {
            let rounds = if measuring { case.rounds } else { 1 };
            let ours = Portal::new(&snapshot, Sink::ours()).measure(case, rounds);
            let stock = Portal::new(&snapshot, Sink::stock()).measure(case, rounds.min(20));
            let late = if ours.percentile(99) > FRAME {
                '!'
            } else {
                ' '
            };
            println!(
                "{users:<9}{:<26}{late}{:>8.0}{:>8.0}{:>8.0}{:>10.0}{:>7}{:>10.2}{:>7.2}{:>10.1}",
                case.name,
                micros(ours.percentile(50)),
                micros(ours.percentile(99)),
                micros(ours.percentile(100)),
                micros(median(ours.rows)),
                ours.bytes,
                micros(ours.frames[ours.frames.len() / 2]) / micros(stock.percentile(50)),
                ratio(ours.bytes, stock.bytes),
                micros(ours.frames[ours.frames.len() / 2]) / micros(plain),
            );
        }
        println!("{users:<9}{:<27}{:>8.0}", "(plain draw)", micros(plain));
        println!(
            "{users:<9}{:<27}{:>8.0}",
            "(plain search)",
            micros(plain_search(&snapshot))
        );
        println!("{users:<9}{:<27}{:>8}", "(memory, kB)", memory::of(*users));
    }
}
