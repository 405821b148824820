//! Lists of any size: what takes longer than a frame is computed outside, the rows stay until it is
//! there, and what is typed meanwhile means the rows to come.

#[path = "../../../tests/benches/crowd.rs"]
mod crowd;

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use self::crowd::{ADMINISTRATOR, Crowd};
use super::harness::{AIRY, NOW, SMALL, parse};
use super::picture;
use crate::domain::entropy::Entropy;
use crate::grid::on_frame;
use crate::portal::effect::{Effect, Heavy, Ticket};
use crate::portal::message::Msg;
use crate::portal::model::{Model, Start};
use crate::portal::theme::{Look, Theme, UNICODE};
use crate::portal::work::{Progress, Work};
use crate::portal::{ViewState, update, view};
use crate::store::{Access, Snapshot};

/// A portal whose work is done when the test says so.
pub struct Late {
    pub model: Model,
    state: ViewState,
    pub works: Vec<(Ticket, Work)>,
    pub stopped: Vec<Ticket>,
    /// Files that were to be read or written.
    pub files: Vec<Ticket>,
    /// What was to be freed.
    pub freed: Vec<Heavy>,
    /// Work is done at once instead.
    prompt: bool,
}

impl Late {
    pub fn over(snapshot: &Snapshot, size: (u16, u16)) -> Self {
        let snapshot = Arc::clone(snapshot);
        let model = Model::new(Start {
            account: Some(ADMINISTRATOR.to_owned()),
            look: Look {
                theme: Theme::probe(),
                glyphs: &UNICODE,
            },
            ..Start::of(snapshot, Access::Sandbox, Entropy::from_seed(1))
        });
        let mut late = Self {
            model,
            state: ViewState::default(),
            works: Vec::new(),
            stopped: Vec::new(),
            files: Vec::new(),
            freed: Vec::new(),
            prompt: false,
        };
        late.tell(Msg::Resize(size.0, size.1));
        late.keys("<C-t><Enter>");
        late.tell(Msg::PasswordChecked(1, true));
        assert!(late.model.session.is_some());
        late.keys("<Home>");
        late
    }

    pub fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg, NOW) {
            match effect {
                Effect::Work(ticket, work) if self.prompt => {
                    let worked = work.run(&mut |_| true).map(Box::new);
                    self.tell(Msg::Worked(ticket, worked));
                }
                Effect::Work(ticket, work) => self.works.push((ticket, *work)),
                Effect::Stop(ticket) => self.stopped.push(ticket),
                Effect::Free(heavy) => self.freed.push(heavy),
                Effect::ListFolder(ticket, _) => {
                    self.tell(Msg::FolderListed(ticket, Ok(Vec::new())));
                }
                Effect::ReadFile(ticket, _) | Effect::Export(ticket, _) => self.files.push(ticket),
                _ => {}
            }
        }
    }

    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Does the `at`th piece of work, wanted or not.
    fn work(&mut self, at: usize) -> &mut Self {
        let (ticket, work) = self.works.remove(at);
        let worked = work.run(&mut |_| true).map(Box::new);
        self.tell(Msg::Worked(ticket, worked));
        self
    }

    /// Does all work there is, the newest first.
    pub fn catch_up(&mut self) -> &mut Self {
        while let Some(last) = self.works.len().checked_sub(1) {
            self.work(last);
        }
        self
    }

    /// The newest work is so far.
    pub fn is_at(&mut self, what: &'static str, done: usize, of: usize) -> &mut Self {
        let ticket = self.works.last().unwrap().0;
        let progress = Progress { what, done, of };
        self.tell(Msg::Progress(ticket, progress));
        self
    }

    fn draw(&mut self) -> Terminal<TestBackend> {
        let (columns, rows) = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let (model, state) = (&self.model, &mut self.state);
        terminal
            .draw(|frame| on_frame(frame, |grid| view(model, state, grid)))
            .unwrap();
        terminal
    }

    fn screen(&mut self) -> String {
        picture::text(self.draw().backend().buffer())
    }

    pub fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "`{text}` is not on:\n{screen}");
        self
    }

    pub fn snapshot(&mut self, name: &str) -> &mut Self {
        let (columns, rows) = self.model.size;
        let terminal = self.draw();
        let cursor = terminal.backend().cursor_visible();
        let cursor = cursor.then(|| terminal.backend().cursor_position());
        let picture = picture::picture(terminal.backend().buffer(), cursor);
        picture::hold(&format!("{name}_{columns}x{rows}"), &picture);
        self
    }
}

pub fn crowd(len: u32) -> Snapshot {
    Arc::new(Crowd::new(len))
}

/// The same hundred thousand, so many changes later.
fn changed(revision: u64) -> Snapshot {
    let mut crowd = Crowd::new(100_000);
    crowd.revision = revision;
    Arc::new(crowd)
}

#[test]
fn the_rows_stay_while_they_are_being_sorted_and_the_list_says_how_far_it_is() {
    for size in [SMALL, AIRY] {
        let mut late = Late::over(&crowd(100_000), size);
        late.shows("100,000 users").keys("s");
        late.shows("aaa administrator");
        late.is_at("sorting", 34_000, 100_000);
        late.shows("sorting 34,000 of 100,000").snapshot("sorting");
        late.catch_up().shows("100,000 users");
        late.shows("name \u{25b2}");
    }
}

#[test]
fn a_letter_is_echoed_at_once_and_each_search_takes_up_what_the_one_before_found() {
    let mut late = Late::over(&crowd(100_000), SMALL);
    late.keys("/me");
    late.shows("me").shows("aaa administrator");
    let [_, (newest, _)] = &late.works[..] else {
        panic!("a search for each letter: {:?}", late.works.len());
    };
    // The first letter's search is given up for the second's.
    assert_eq!(late.stopped, [*newest - 1]);
    late.catch_up().shows("megan akers");
    // Few enough are left to be looked at on the spot.
    late.keys("gan bo");
    assert!(late.works.is_empty());
    late.shows("megan bowen").snapshot("searched");
}

#[test]
fn what_is_pressed_while_rows_are_on_their_way_means_those_rows() {
    let mut late = Late::over(&crowd(100_000), SMALL);
    late.keys("/zoe<Enter><Space><Space>");
    late.shows("aaa administrator");
    late.catch_up().shows("zoe akers").shows("2 selected");
    let list = late.model.blade().unwrap().list().unwrap();
    let marked = list.selected().users();
    let names = marked
        .iter()
        .map(|id| late.model.snapshot.user(*id).unwrap());
    assert!(
        names
            .map(|user| user.name.clone())
            .all(|name| name.starts_with("zoe"))
    );
}

#[test]
fn esc_gives_up_and_the_list_is_as_it_was() {
    let mut late = Late::over(&crowd(100_000), SMALL);
    late.keys("s<Space><Space>")
        .is_at("sorting", 10_000, 100_000);
    let ticket = late.works[0].0;
    late.keys("<Esc>").shows("Given up: the list is as it was");
    assert_eq!(late.stopped, [ticket]);
    let before = late.screen();
    // The answer of what was given up comes too late.
    late.catch_up();
    assert_eq!(late.screen(), before);
    let list = late.model.blade().unwrap().list().unwrap();
    assert_eq!(list.counts(), (0, 0), "what was held is given up too");
}

#[test]
fn a_click_on_a_row_that_is_about_to_move_hits_nobody() {
    let mut late = Late::over(&crowd(100_000), SMALL);
    late.keys("s");
    late.tell(Msg::Click(crate::portal::view::Target::Row(3)));
    late.shows("The rows are on their way");
}

#[test]
fn somebody_elses_change_costs_nothing_where_names_decide_and_holds_nothing_up_where_not() {
    let mut late = Late::over(&crowd(100_000), SMALL);
    late.keys("A").shows("100,000 selected");
    let first = changed(1);
    late.tell(Msg::State(first));
    assert!(late.works.is_empty());
    late.keys("sss").catch_up();
    let again: Snapshot = changed(2);
    late.tell(Msg::State(again));
    assert_eq!(late.works.len(), 1, "sorted anew, outside");
    late.keys("<Space>").shows("99,999 selected");
    late.catch_up().shows("99,999 selected");
}

#[test]
fn a_page_that_looks_at_everybody_says_so_until_it_is_there() {
    let mut late = Late::over(&crowd(100_000), SMALL);
    late.keys("A").keys("m").is_at("filtering", 12_288, 100_000);
    late.shows("filtering 12,288 of 100,000")
        .snapshot("listing");
    late.catch_up().shows("100,000 selected");
}

#[test]
fn a_million_are_marked_inverted_and_spanned_in_no_time() {
    let mut late = Late::over(&crowd(1_000_000), SMALL);
    late.keys("A")
        .shows("1,000,000 users")
        .shows("1,000,000 selected");
    late.keys("<Space>*").shows("1 selected");
    late.keys("<Esc><Home>v<End>").shows("1,000,000 selected");
    assert!(late.works.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// However late the answers come, and in whatever order, those given up too: in the end the
    /// screen is what it is where nothing takes any time.
    #[test]
    fn late_answers_in_any_order_lead_to_the_same_screen(
        keys in proptest::collection::vec(select(vec![
            "s", "S", "<Space>", "<Down>", "<PageDown>", "<End>", "A", "*", "v", "<S-Down>",
            "/me<Enter>", "/<C-u>zo", "<Backspace>", "<Enter>", "fguest<Enter>", "m", "t", "q",
        ]), 1..14),
        answers in proptest::collection::vec((any::<bool>(), 0..9usize), 14),
    ) {
        thread_local! {
            static CROWD: Snapshot = crowd(50_000);
        }
        let snapshot = CROWD.with(Arc::clone);
        let mut late = Late::over(&snapshot, SMALL);
        let mut prompt = Late::over(&snapshot, SMALL);
        prompt.prompt = true;
        for (keys, (answered, which)) in keys.iter().zip(answers) {
            late.keys(keys);
            prompt.keys(keys);
            if answered && !late.works.is_empty() {
                late.work(which % late.works.len());
            }
        }
        late.catch_up();
        prop_assert_eq!(late.screen(), prompt.screen());
    }
}
