//! A log: entries of one kind, the newest first, with the search, the filters and the date range
//! that narrow it. Audit logs and Sign-in logs are this; entries come from the store by message,
//! never while drawing.

mod draw;
pub mod filters;

use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use super::{Desk, Request};
use crate::domain::directory::{Revision, fold};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::filters::{AddFilter, Pick};
use crate::portal::effect::Rows;
use crate::portal::parts::field::Field;
use crate::portal::parts::table::Column;
use crate::portal::theme::Tone;
use filters::Filters;

/// The newest entries that are read; older ones stay in the journal.
pub const NEWEST: usize = 5_000;

/// A kind of entry, and how its log tells of it.
pub trait Entry: Clone + PartialEq + Debug + 'static {
    /// What the log says of itself.
    const WORDS: Words;
    /// What it can be filtered by.
    const FIELDS: &'static [By<Self>];

    /// When it happened.
    fn at(&self) -> Timestamp;

    /// Whom it concerns, where that is a user.
    fn user(&self) -> Option<UserId>;

    /// The columns of the table.
    fn columns() -> Vec<Column>;

    /// What stands in them.
    fn cells(&self) -> Vec<(Tone, String)>;

    /// All of it on one line, for the search and for copying.
    fn text(&self) -> String;

    /// Entries on their way to a file.
    fn rows(entries: Vec<Self>) -> Rows;
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
    search: Field,
    searching: bool,
    filters: Filters,
    at: usize,
    /// The entries as the search reads them, once somebody searches.
    texts: OnceLock<Vec<String>>,
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
            search: Field::default(),
            searching: false,
            filters: Filters::default(),
            at: 0,
            texts: OnceLock::new(),
            now: Timestamp::default(),
        }
    }
}

impl<E: Entry> Log<E> {
    /// Whether it has not asked for its entries at `revision` yet; then it has.
    pub fn wants(&mut self, revision: Revision) -> bool {
        self.asked_at.replace(revision) != Some(revision)
    }

    /// The entries have been read. The cursor stays on its entry while others come in above.
    pub fn take(&mut self, reading: Reading<E>, now: Timestamp) {
        let chosen = self.chosen().cloned().filter(|_| self.at > 0);
        (self.reading, self.now) = (reading, now);
        self.texts = OnceLock::new();
        let found = chosen.and_then(|chosen| self.shown().iter().position(|own| **own == chosen));
        self.at = found.unwrap_or(0);
    }

    /// Beside the title.
    pub fn note(&self) -> String {
        let more = self.reading.entries().len() == NEWEST;
        if more { "the newest 5,000 entries" } else { "" }.to_owned()
    }

    /// Whether keys go into its search field.
    pub fn searching(&self) -> bool {
        self.searching
    }

    /// The search field, while keys go into it.
    pub fn search_field(&mut self) -> Option<&mut Field> {
        self.searching.then(|| {
            self.at = 0;
            &mut self.search
        })
    }

    /// The entry under the cursor.
    pub fn chosen(&self) -> Option<&E> {
        let shown = self.shown();
        let at = self.at.min(shown.len().saturating_sub(1));
        shown.get(at).copied()
    }

    /// A filter was chosen from its list.
    pub fn filter(&mut self, pick: &Pick) {
        self.filters.take(pick);
        self.at = 0;
    }

    /// Does what every log can. `None`: it means nothing to all of them alike.
    pub fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        self.now = desk.now;
        let request = match act {
            Act::Move(motion) => {
                let len = self.shown().len();
                self.at = motion.from(self.at.min(len.saturating_sub(1)), len, desk.page);
                return Some(Vec::new());
            }
            Act::Search => {
                self.searching = true;
                return Some(Vec::new());
            }
            Act::DateRange => {
                self.filters.next_range();
                self.at = 0;
                return Some(Vec::new());
            }
            Act::Filter => {
                let kinds = self.filters.kinds(self.reading.entries());
                Request::Ask(Box::new(Dialog::Filters(AddFilter::new(kinds))))
            }
            Act::OpenUser => match self.chosen()?.user() {
                Some(user) => Request::User(user),
                None => Request::Say("This entry concerns no user of the tenant".to_owned()),
            },
            Act::Copy => Request::Copy(Secret::new(self.chosen()?.text())),
            Act::Export => {
                let rows = E::rows(self.shown().into_iter().cloned().collect());
                let Words { title, file, .. } = E::WORDS;
                Request::Ask(Box::new(Dialog::download(title, file, rows, desk)))
            }
            Act::Back => self.back(),
            _ => return None,
        };
        Some(vec![request])
    }

    /// The cursor goes to `row`. True: it was there.
    pub fn click(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.at, row) == row
    }

    /// The entries that search and filters show.
    fn shown(&self) -> Vec<&E> {
        let query = fold(self.search.text().trim());
        let words: Vec<_> = query.split_whitespace().collect();
        let entries = self.reading.entries();
        let texts = || entries.iter().map(|entry| fold(&entry.text())).collect();
        let found = |at: usize| {
            let text = self.texts.get_or_init(texts).get(at);
            text.is_some_and(|text| words.iter().all(|word| text.contains(word)))
        };
        let fits = |(at, entry): &(usize, &E)| {
            self.filters.fit(*entry, self.now) && (words.is_empty() || found(*at))
        };
        let shown = entries.iter().enumerate().filter(fits);
        shown.map(|(_, entry)| entry).collect()
    }

    fn back(&mut self) -> Request {
        if std::mem::take(&mut self.searching) {
            return Request::Say("Back in the list; Esc again clears the search".to_owned());
        }
        if !self.search.text().is_empty() {
            self.search.set("");
            return Request::Say("Search cleared".to_owned());
        }
        if self.filters.any() {
            self.filters = Filters::default();
            return Request::Say("Filters cleared".to_owned());
        }
        Request::Close
    }
}
