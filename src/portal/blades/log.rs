//! A log: entries of one kind, the newest first where nobody sorts otherwise, with the search, the
//! filters and the date range that narrow it. Audit logs and Sign-in logs are this; entries come from the store by message,
//! never while drawing.

mod blade;
mod draw;
pub mod filters;
mod sort;

use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use super::outward::Outward;
use super::{Desk, Request};
use crate::domain::audit::AuditEntry;
use crate::domain::directory::{Revision, fold};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::SignInEntry;
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::filters::{AddFilter, Pick};
use crate::portal::effect::Rows;
use crate::portal::parts::field::Field;
use crate::portal::theme::Tone;
use crate::portal::work::grouped;
use filters::Filters;
use sort::Sort;
pub use sort::{LogColumn, column};

/// So many entries are read at first: the newest.
pub const NEWEST: usize = 5_000;

/// More than these no log shows; older ones stay in the journal.
pub const MOST: usize = 40_000;

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Audit logs.
    Audit,
    /// Sign-in logs.
    SignIns,
}

/// What came of reading one.
#[derive(Debug)]
pub enum Read {
    /// Audit logs.
    Audit(Reading<AuditEntry>),
    /// Sign-in logs.
    SignIns(Reading<SignInEntry>),
}

/// A kind of entry, and how its log tells of it.
pub trait Entry: Clone + PartialEq + Debug + 'static {
    /// Which log it stands in.
    const WHICH: Which;
    /// Where that is in the menu.
    const PLACE: Place;
    /// What the log says of itself.
    const WORDS: Words;
    /// The columns of its table; the first is the date.
    const COLUMNS: &'static [LogColumn<Self>];
    /// What it can be filtered by.
    const FIELDS: &'static [By<Self>];

    /// When it happened.
    fn at(&self) -> Timestamp;

    /// Whom it concerns, where that is a user.
    fn user(&self) -> Option<UserId>;

    /// All of it on one line, for the search and for copying.
    fn text(&self) -> String {
        let cells = Self::COLUMNS.iter().map(|column| (column.cell)(self).1);
        cells.collect::<Vec<_>>().join("\t")
    }

    /// Entries on their way to a file.
    fn rows(entries: Vec<Self>) -> Rows;

    /// What was read, where it is this log.
    fn of(read: &Read) -> Option<&Reading<Self>>;

    /// What shows the entry in full.
    fn open(&self) -> Request;
}

/// A field to filter by: its heading, and what an entry says there.
pub type By<E> = (&'static str, fn(&E) -> &str);

/// What a log says of itself.
#[derive(Debug)]
pub struct Words {
    /// Its title.
    pub title: &'static str,
    /// One and many.
    pub nouns: [&'static str; 2],
    /// What stands in the empty search field.
    pub search: &'static str,
    /// While it is read.
    pub reading: &'static str,
    /// While nothing is in it.
    pub nothing: &'static str,
    /// How the name of its file begins.
    pub file: &'static str,
}

/// What is known of a log.
#[derive(Debug, Clone, Default)]
pub enum Reading<E> {
    /// Asked for.
    #[default]
    Awaited,
    /// The newest first.
    Read(Arc<Vec<E>>),
    /// It cannot be read, and why.
    Failed(String),
}

/// A log on a blade.
#[derive(Debug, Clone)]
pub struct Log<E> {
    reading: Reading<E>,
    asked_at: Option<Revision>,
    /// So many of the newest are asked for.
    limit: usize,
    search: Field,
    searching: bool,
    filters: Filters,
    sort: Sort,
    at: usize,
    /// The entries as the search reads them, once somebody searches.
    texts: OnceLock<Vec<String>>,
    /// Those that search and filters show, by position.
    found: Vec<usize>,
    /// Whether somebody may have typed into the search since they were found.
    stale: bool,
    /// When it was looked at last: what its date range counts from.
    now: Timestamp,
}

impl<E: Entry> Reading<E> {
    /// What was read.
    pub fn entries(&self) -> &[E] {
        match self {
            Self::Read(entries) => entries,
            Self::Awaited | Self::Failed(_) => &[],
        }
    }

    /// What stands where nothing was read, and how it looks.
    pub fn missing(&self) -> Option<(Tone, &str)> {
        match self {
            Self::Awaited => Some((Tone::Muted, E::WORDS.reading)),
            Self::Failed(why) => Some((Tone::Danger, why)),
            Self::Read(_) => None,
        }
    }
}

impl<E> Default for Log<E> {
    fn default() -> Self {
        Self {
            reading: Reading::default(),
            asked_at: None,
            limit: NEWEST,
            search: Field::default(),
            searching: false,
            filters: Filters::default(),
            sort: Sort::default(),
            at: 0,
            texts: OnceLock::new(),
            found: Vec::new(),
            stale: false,
            now: Timestamp::default(),
        }
    }
}

impl<E: Entry> Log<E> {
    /// The entries have been read. The cursor stays on its entry while others come in above.
    fn take(&mut self, reading: Reading<E>, now: Timestamp) {
        let chosen = self.chosen().cloned().filter(|_| self.at > 0);
        (self.reading, self.now) = (reading, now);
        self.texts = OnceLock::new();
        self.find();
        let found = chosen.and_then(|chosen| self.shown().position(|own| *own == chosen));
        self.at = found.unwrap_or(0);
    }

    /// Beside the title: whether these are all.
    fn note(&self) -> String {
        if !self.has_more() {
            return String::new();
        }
        let limit = grouped(self.limit);
        format!("the newest {limit} {}", E::WORDS.nouns[1])
    }

    /// Whether there may be older entries than those that were read.
    fn has_more(&self) -> bool {
        self.reading.entries().len() >= self.limit
    }

    /// The entry under the cursor.
    fn chosen(&self) -> Option<&E> {
        let at = self.at.min(self.found.len().saturating_sub(1));
        self.entry(at)
    }

    /// A filter was chosen from its list.
    fn narrow(&mut self, pick: &Pick) {
        self.filters.take(pick);
        self.rearranged();
    }

    /// Sorts otherwise, and says how. The cursor stays on its entry.
    fn sorted(&mut self, sort: Sort) -> Request {
        self.sort = sort;
        let chosen = self.found.get(self.at).copied();
        self.find();
        let at = self.found.iter().position(|at| Some(*at) == chosen);
        self.at = at.unwrap_or(0);
        Request::Say(sort.said::<E>())
    }

    /// Search or filters are others.
    fn rearranged(&mut self) {
        self.find();
        self.at = 0;
    }

    /// Does `act`. `None`: it means nothing here.
    fn perform(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        if self.now != desk.now {
            self.now = desk.now;
            self.find();
        }
        let request = match act {
            Act::Move(motion) => {
                let len = self.found.len();
                self.at = motion.from(self.at.min(len.saturating_sub(1)), len, desk.page);
                return Some(Vec::new());
            }
            Act::Search => {
                self.searching = true;
                return Some(Vec::new());
            }
            Act::DateRange => {
                self.filters.next_range();
                self.rearranged();
                return Some(Vec::new());
            }
            Act::Sort => self.sorted(Sort::by((self.sort.column + 1) % E::COLUMNS.len())),
            Act::SortReverse => self.sorted(self.sort.reversed()),
            Act::LoadMore => {
                self.limit = (self.limit * 2).min(MOST);
                self.asked_at = None;
                return Some(Vec::new());
            }
            Act::Open => match self.chosen() {
                Some(entry) => entry.open(),
                None => Request::Refuse(format!("There is no {} to open", E::WORDS.nouns[0])),
            },
            Act::Filter => {
                let kinds = self.filters.kinds(self.reading.entries());
                Request::Ask(Box::new(Dialog::Filters(AddFilter::new(kinds))))
            }
            Act::OpenUser => match self.chosen()?.user() {
                Some(user) => Request::User(user),
                None => Request::Refuse("This entry concerns no user of the tenant".to_owned()),
            },
            Act::Copy => Request::Copy(Secret::new(self.chosen()?.text())),
            Act::Export => {
                let rows = E::rows(self.shown().cloned().collect());
                let Words { title, file, .. } = E::WORDS;
                Request::Ask(Box::new(Dialog::download(title, file, rows, desk)))
            }
            Act::Back => self.back(),
            _ => return None,
        };
        Some(vec![request])
    }

    /// Why there is nothing more to load; `None`: there is.
    fn no_more(&self) -> Option<String> {
        if !self.has_more() {
            return Some("Every entry is here: there is nothing older".to_owned());
        }
        let most = grouped(MOST);
        let why = format!("A log shows {most} entries at the most: the journal keeps the others");
        (self.limit >= MOST).then_some(why)
    }

    /// Finds those that search and filters show, in their order.
    fn find(&mut self) {
        self.stale = false;
        let entries = self.reading.entries();
        let query = fold(self.search.text().trim());
        let words: Vec<_> = query.split_whitespace().collect();
        let texts = || entries.iter().map(|entry| fold(&entry.text())).collect();
        let holds = |at: usize| {
            let text = self.texts.get_or_init(texts).get(at);
            text.is_some_and(|text| words.iter().all(|word| text.contains(word)))
        };
        let fits = |at: &usize| {
            self.filters.fit(&entries[*at], self.now) && (words.is_empty() || holds(*at))
        };
        let mut found: Vec<_> = (0..entries.len()).filter(fits).collect();
        self.sort.sort(&mut found, entries);
        self.found = found;
    }

    /// The entry in row `row` of those shown.
    fn entry(&self, row: usize) -> Option<&E> {
        let at = self.found.get(row)?;
        self.reading.entries().get(*at)
    }

    /// The entries that search and filters show.
    fn shown(&self) -> impl Iterator<Item = &E> {
        let entries = self.reading.entries();
        self.found.iter().filter_map(|at| entries.get(*at))
    }

    /// One step outward.
    fn back(&mut self) -> Request {
        let step = self.next_outward();
        match step {
            Outward::Rows => {
                self.searching = false;
                return Request::Say(step.to_rows(self.next_outward()));
            }
            Outward::Search => self.search.set(""),
            Outward::Filters => self.filters = Filters::default(),
            Outward::Range | Outward::Marks | Outward::Blade => return Request::Close,
        }
        self.rearranged();
        Request::Say(step.said().to_owned())
    }

    fn next_outward(&self) -> Outward {
        match () {
            () if self.searching => Outward::Rows,
            () if !self.search.text().is_empty() => Outward::Search,
            () if self.filters.any() => Outward::Filters,
            () => Outward::Blade,
        }
    }
}
