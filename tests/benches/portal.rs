//! From a key to the bytes of its frame: update, view, comparison and encoding, in memory, on tenants
//! of several sizes. Run with `cargo bench --bench portal`; takes under 20 seconds.
//!
//! Beside each figure stand two baselines of the same run: the same view through ratatui's own
//! `CrosstermBackend`, and a plain draw that writes the window's lines as text and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark stops where it fails"
)]

use std::cell::RefCell;
use std::hint::black_box;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proofup::demo::generated;
use proofup::domain::entropy::Entropy;
use proofup::domain::tenant::Tenant;
use proofup::portal::effect::Effect;
use proofup::portal::message::Msg;
use proofup::portal::model::{Model, Reach, Start};
use proofup::portal::theme::{Look, Theme, UNICODE};
use proofup::portal::{ViewState, update, view};
use proofup::store::{Access, Snapshot};
use proofup::terminal::screen::Screen;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::buffer::Cell;
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

const SIZE: Size = Size::new(120, 40);

/// What is measured: keys that lead there, keys that are timed one by one, keys that take back what
/// they did, and after how many rounds there is nothing more to learn.
struct Case {
    name: &'static str,
    /// From how many users on there is enough to do.
    from: u32,
    before: fn(&mut Portal),
    timed: &'static [KeyCode],
    after: &'static [KeyCode],
    rounds: usize,
}

const CASES: [Case; 7] = [
    Case {
        name: "scroll by a row",
        from: 1000,
        before: |portal| portal.keys(&[KeyCode::Down; 45]),
        timed: &[KeyCode::Down],
        after: &[],
        rounds: 400,
    },
    Case {
        name: "scroll by a page",
        from: 1000,
        before: |portal| portal.keys(&[KeyCode::PageDown]),
        timed: &[KeyCode::PageDown, KeyCode::PageUp],
        after: &[],
        rounds: 100,
    },
    Case {
        name: "move the highlight",
        from: 0,
        before: |_| (),
        timed: &[KeyCode::Down, KeyCode::Up],
        after: &[],
        rounds: 200,
    },
    Case {
        name: "letter in search",
        from: 0,
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
        before: |_| (),
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 20,
    },
    Case {
        name: "mark one more of 1000",
        from: 1000,
        before: Portal::mark_a_thousand,
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 40,
    },
    Case {
        name: "dialog over 1000 marked",
        from: 1000,
        before: |portal| {
            portal.mark_a_thousand();
            portal.keys(&[KeyCode::Char('m')]);
        },
        timed: &[KeyCode::Char('m')],
        after: &[KeyCode::Esc],
        rounds: 20,
    },
];

/// Where the frames go.
enum Sink {
    Ours(Box<Screen<Vec<u8>>>),
    Stock(Box<Terminal<CrosstermBackend<Shared>>>, Shared),
}

/// Bytes that somebody else may look at: the stock backend does not let go of its own.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink {
    fn ours() -> Self {
        Self::Ours(Box::new(Screen::new(SIZE, Vec::new())))
    }

    fn stock() -> Self {
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
        let bytes = Shared::default();
        let backend = CrosstermBackend::new(bytes.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport });
        Self::Stock(Box::new(terminal.unwrap()), bytes)
    }

    fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> usize {
        match self {
            Self::Ours(screen) => {
                screen.out_mut().clear();
                screen.draw(paint).unwrap()
            }
            Self::Stock(terminal, bytes) => {
                bytes.0.borrow_mut().clear();
                terminal.draw(paint).unwrap();
                bytes.0.borrow().len()
            }
        }
    }
}

/// A portal somebody is signed in to.
struct Portal {
    model: Model,
    state: ViewState,
    sink: Sink,
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
            clock_is_set: false,
            notices: Vec::new(),
            reach: Reach::Everything,
        });
        let mut portal = Self {
            model,
            state: ViewState::default(),
            sink,
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
        update(&mut self.model, msg, generated::PRESENT)
    }

    fn draw(&mut self) -> usize {
        let Self { model, state, sink } = self;
        sink.draw(|frame| view(model, state, frame))
    }

    /// What the loop does for a key. Gives the bytes of the frame.
    fn key(&mut self, key: KeyCode) -> usize {
        self.tell(Msg::Key(key.into()));
        self.draw()
    }

    fn keys(&mut self, keys: &[KeyCode]) {
        for key in keys {
            self.key(*key);
        }
    }

    fn mark_a_thousand(&mut self) {
        self.keys(&[KeyCode::Home, KeyCode::Char('v')]);
        for _ in 1..1000 {
            self.tell(Msg::Key(KeyCode::Down.into()));
        }
        self.keys(&[KeyCode::Char('v')]);
    }

    /// The median time and size of the case's frames.
    fn measure(&mut self, case: &Case, rounds: usize) -> (Duration, usize) {
        (case.before)(self);
        let (mut times, mut sizes) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            for key in case.timed {
                let start = Instant::now();
                let size = black_box(self.key(*key));
                times.push(start.elapsed());
                sizes.push(size);
            }
            self.keys(case.after);
        }
        (median(times), median(sizes))
    }
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// Every line of the window, as text, into memory.
fn plain_draw(snapshot: &Snapshot, rounds: usize) -> (Duration, usize) {
    let mut portal = Portal::new(snapshot, Sink::ours());
    let mut test = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).unwrap();
    test.draw(|frame| view(&portal.model, &mut portal.state, frame))
        .unwrap();
    let content = &test.backend().buffer().content;
    let lines: Vec<String> = content
        .chunks(usize::from(SIZE.width))
        .map(|line| line.iter().map(Cell::symbol).collect())
        .collect();
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
    // `cargo test --benches` only wants to know whether it runs.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let names: Vec<String> = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'))
        .collect();
    let wanted =
        |case: &Case| names.is_empty() || names.iter().any(|name| case.name.contains(name));
    println!(
        "{:<8}{:<26}{:>9}{:>7}{:>12}{:>9}{:>14}{:>9}",
        "users", "one key", "us", "bytes", "of stock us", "bytes", "of plain us", "bytes"
    );
    for users in if measuring {
        &[25, 10_000, 100_000][..]
    } else {
        &[25, 2000]
    } {
        let everybody = generated::users(*users, 1, generated::PRESENT);
        let tenant = Tenant::new(generated::facts(), everybody, 0).unwrap();
        let snapshot: Snapshot = Arc::new(tenant);
        let (plain, plain_bytes) = plain_draw(&snapshot, if measuring { 1000 } else { 1 });
        for case in CASES
            .iter()
            .filter(|case| *users >= case.from && wanted(case))
        {
            let rounds = if measuring { case.rounds } else { 1 };
            let (ours, bytes) = Portal::new(&snapshot, Sink::ours()).measure(case, rounds);
            let (stock, stock_bytes) = Portal::new(&snapshot, Sink::stock()).measure(case, rounds);
            println!(
                "{users:<8}{:<26}{:>9.0}{bytes:>7}{:>12.2}{:>9.2}{:>14.1}{:>9.2}",
                case.name,
                micros(ours),
                micros(ours) / micros(stock),
                ratio(bytes, stock_bytes),
                micros(ours) / micros(plain),
                ratio(bytes, plain_bytes),
            );
        }
        println!(
            "{users:<8}{:<26}{:>9.0}{plain_bytes:>7}",
            "(plain draw)",
            micros(plain)
        );
    }
}
