//! Monitoring › Audit logs: every action, allowed or refused, with before and after (D18;
//! `facts/portal.md` 9.2). Entries come from the store by message, never while drawing.

pub mod filters;
mod table;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{Blade, Desk, Request};
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::directory::{Revision, fold};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::details::Details;
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;
use filters::{Filters, Narrow};

/// The newest entries that are read; older ones stay in the journal.
pub const NEWEST: usize = 5_000;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Audit logs";

/// What the blade knows of the trail.
#[derive(Debug, Clone, Default)]
pub enum Trail {
    /// Asked for.
    #[default]
    Awaited,
    /// The newest first.
    Read(Arc<Vec<AuditEntry>>),
    /// It cannot be read, and why.
    Failed(String),
}

/// The blade's state.
#[derive(Debug, Clone, Default)]
pub struct AuditLogs {
    trail: Trail,
    search: Field,
    searching: bool,
    filters: Filters,
    at: usize,
    asked_at: Option<Revision>,
}

impl AuditLogs {
    fn all(&self) -> &[AuditEntry] {
        match &self.trail {
            Trail::Read(entries) => entries,
            Trail::Awaited | Trail::Failed(_) => &[],
        }
    }

    /// The entries that search and filters show at `now`.
    fn shown(&self, now: Timestamp) -> Vec<&AuditEntry> {
        let query = fold(self.search.text().trim());
        let words: Vec<_> = query.split_whitespace().collect();
        let fits = |entry: &&AuditEntry| {
            let text = || fold(&text(entry));
            self.filters.fit(entry, now)
                && (words.is_empty() || {
                    let text = text();
                    words.iter().all(|word| text.contains(word))
                })
        };
        self.all().iter().filter(fits).collect()
    }

    fn chosen(&self, now: Timestamp) -> Option<AuditEntry> {
        let shown = self.shown(now);
        let at = self.at.min(shown.len().saturating_sub(1));
        shown.get(at).map(|entry| (*entry).clone())
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

/// Status and status reason, as the columns say them.
pub fn status(entry: &AuditEntry) -> (&'static str, &str) {
    match &entry.result {
        AuditResult::Success => ("Success", ""),
        AuditResult::NothingToDo(why) => ("Success", why),
        AuditResult::Failure(why) => ("Failure", why),
    }
}

/// An entry on one line, for the search and for copying.
pub fn text(entry: &AuditEntry) -> String {
    let [activity, service, category] = entry.activity.names();
    let (status, reason) = status(entry);
    let target = entry.target.as_ref().map_or("", |target| &target.upn);
    [
        &entry.at.date_and_time(),
        service,
        category,
        activity,
        status,
        reason,
        target,
        &entry.actor,
    ]
    .join("\t")
}

impl Blade for AuditLogs {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::AuditLogs, Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec![TITLE.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        let more = self.all().len() == NEWEST;
        let note = if more { "the newest 5,000 entries" } else { "" };
        (TITLE.to_owned(), note.to_owned())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::AuditLogs)
    }

    fn refresh(&mut self, _: &Snapshot) {}

    fn searching(&self) -> bool {
        self.searching
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        self.at = 0;
        self.searching.then_some(&mut self.search)
    }

    fn subject(&self) -> Option<UserId> {
        None
    }

    fn wants_audit(&mut self, revision: Revision) -> bool {
        self.asked_at.replace(revision) != Some(revision)
    }

    fn take_audit(&mut self, trail: Trail, now: Timestamp) {
        let chosen = self.chosen(now).filter(|_| self.at > 0);
        self.trail = trail;
        // The cursor stays on its entry while others come in above.
        let found =
            chosen.and_then(|chosen| self.shown(now).iter().position(|own| **own == chosen));
        self.at = found.unwrap_or(0);
    }

    fn narrow(&mut self, narrow: &Narrow) {
        self.filters.narrow(narrow);
        self.at = 0;
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if self.at == row {
            return self.act(Act::Open, desk).unwrap_or_default();
        }
        self.at = row;
        Vec::new()
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let request = match act {
            Act::Move(motion) => {
                self.at = motion.from(self.at, self.shown(desk.now).len(), desk.page);
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
            Act::Filter => Request::Ask(Box::new(Dialog::Finder(self.filters.choices(self.all())))),
            Act::Open => match self.chosen(desk.now) {
                Some(entry) => Request::Ask(Box::new(Dialog::Details(Details::new(entry)))),
                None => Request::Say("There is no entry to open".to_owned()),
            },
            Act::OpenUser => match self.chosen(desk.now)?.target {
                Some(target) => Request::User(target.id),
                None => Request::Say("This entry concerns the whole tenant".to_owned()),
            },
            Act::Copy => Request::Copy(Secret::new(text(&self.chosen(desk.now)?))),
            Act::Back => self.back(),
            _ => return None,
        };
        Some(vec![request])
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        table::draw(self, painter, area, scene, top);
    }
}
