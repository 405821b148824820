//! The list of users that several blades show: search, sort, cursor and marks. Marks are positions in
//! the state of the tenant that the rows are of; they go along to each later state.

mod acts;
pub mod arranging;
pub(super) mod bits;
pub mod columns;
pub mod filter;
pub mod kept;
mod marks;
mod rows;
pub mod selection;

use std::sync::Arc;

use crate::domain::directory::{Head, fold};
use crate::domain::id::UserId;
use crate::portal::act::Motion;
use crate::portal::blades::Request;
use crate::portal::blades::outward::Outward;
use crate::portal::blades::per_user_mfa::filters::Filters;
use crate::portal::parts::field::Field;
use crate::portal::work::{Job, Progress, Work};
use crate::store::Snapshot;

use arranging::{Arranged, Arranging, same_places};
use bits::Bits;
use rows::{Order, Rows};

/// A column one can sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// Display name.
    Name,
    /// User principal name.
    Upn,
    /// Member or guest.
    UserType,
    /// Synced from on-premises.
    Synced,
    /// Per-user MFA.
    Mfa,
    /// How many kinds of method.
    Methods,
    /// When the user was deleted, the last first.
    Deletion,
}

/// The state of a list of users.
#[derive(Debug, Clone)]
pub struct UserList {
    /// The search field.
    pub search: Field,
    /// Whether keys go into the search field.
    pub searching: bool,
    /// What it is narrowed to, a chip each.
    pub chips: filter::Filters,
    /// View and status, on the per-user MFA page.
    pub filters: Filters,
    /// The sort column.
    pub sort: SortBy,
    /// Downwards.
    pub descending: bool,
    /// What it says where there is nobody.
    pub empty: &'static str,
    /// The rows that are wanted, while it takes a while to arrange them.
    pub job: Job,
    columns: &'static [SortBy],
    deleted: bool,
    /// The state of the tenant that rows, marks and cursor are of.
    state: Snapshot,
    rows: Rows,
    /// What the rows on their way are arranged by.
    awaited: Option<Order>,
    marks: Bits,
    anchor: Option<UserId>,
    /// Those in the range that was begun.
    range: Option<Bits>,
    /// The user that the cursor was put on. A search may hide them, and bring them back.
    chosen: Option<UserId>,
    at: usize,
}

/// Whether all, some or none of the shown rows are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// None.
    None,
    /// Some.
    Some,
    /// All.
    All,
}

/// So many users are looked at on the spot. More would take longer than a frame.
const ON_THE_SPOT: usize = 40_000;

impl UserList {
    /// A list that can be sorted by `columns`, the first at first.
    pub fn new(columns: &'static [SortBy], snapshot: &Snapshot) -> Self {
        let mut list = Self::blank(columns, snapshot);
        list.refresh(snapshot);
        list
    }

    /// A list of the deleted users instead.
    pub fn of_deleted(columns: &'static [SortBy], snapshot: &Snapshot) -> Self {
        let mut list = Self {
            deleted: true,
            empty: "Nobody was deleted. Deleted users stand here for 30 days and can be restored.",
            ..Self::blank(columns, snapshot)
        };
        list.refresh(snapshot);
        list
    }

    /// A list with the marks and the cursor of another, narrowed to `filters`.
    pub fn beside(
        columns: &'static [SortBy],
        filters: Filters,
        snapshot: &Snapshot,
        other: Option<&Self>,
    ) -> Self {
        let state = other.map_or(snapshot, |other| &other.state);
        let mut list = Self {
            filters,
            ..Self::blank(columns, state)
        };
        if let Some(other) = other {
            list.marks.add(&other.marks);
            list.marks
                .add(other.range.as_ref().unwrap_or(&Bits::default()));
            list.chosen = other.cursor();
        }
        list.refresh(snapshot);
        list
    }

    fn blank(columns: &'static [SortBy], state: &Snapshot) -> Self {
        let order = Order {
            text: String::new(),
            query: String::new(),
            deleted: false,
            chips: filter::Filters::default(),
            filters: Filters::default(),
            sort: columns.first().copied().unwrap_or(SortBy::Name),
            descending: false,
        };
        Self {
            search: Field::default(),
            searching: false,
            chips: order.chips.clone(),
            filters: order.filters,
            sort: order.sort,
            descending: order.descending,
            empty: "There are no users in this tenant.",
            job: Job::default(),
            columns,
            deleted: false,
            state: Arc::clone(state),
            rows: Rows::unarranged(order),
            awaited: None,
            marks: Bits::none(state.len()),
            anchor: None,
            range: None,
            chosen: None,
            at: 0,
        }
    }

    fn order(&self) -> Order {
        let text = self.search.text();
        Order {
            query: fold(text.trim()),
            text: text.to_owned(),
            deleted: self.deleted,
            chips: self.chips.clone(),
            filters: self.filters,
            sort: self.sort,
            descending: self.descending,
        }
    }

    /// Brings rows, cursor and marks in line with the tenant, the search and the sort. To be
    /// called after each of them may have changed; does nothing where none did. What takes longer
    /// than a frame is asked for, and the rows stay until it is there.
    pub fn refresh(&mut self, snapshot: &Snapshot) {
        let order = self.order();
        if same_places(&*self.state, &**snapshot) {
            self.state = Arc::clone(snapshot);
        }
        let same_state = self.rows.arranged == Some(snapshot.revision())
            && self.state.is_ready() == snapshot.is_ready();
        if same_state && order == self.rows.order {
            self.job.give_up();
            self.awaited = None;
            return;
        }
        // Rows that come too late for the very last state are better than none.
        if self.awaited.as_ref() == Some(&order) && self.job.is_awaited() {
            return;
        }
        let arranging = Arranging {
            snapshot: Arc::clone(snapshot),
            order: order.clone(),
            before: self.rows.clone(),
            state: Arc::clone(&self.state),
            follow: self.marks.count() > 0,
        };
        if arranging.weight() > ON_THE_SPOT {
            // Marks may be made while it is on its way.
            let follow = true;
            let arranging = Arranging {
                follow,
                ..arranging
            };
            self.job.want(Work::Arrange(Box::new(arranging)));
            self.awaited = Some(order);
        } else if let Some(arranged) = arranging.run(&mut |_| true) {
            self.take(arranged);
        }
    }

    /// The rows that were asked for are there.
    pub fn take(&mut self, arranged: Arranged) {
        let Arranged {
            snapshot,
            rows,
            moved,
        } = arranged;
        if let Some(moved) = moved {
            self.marks = self.marks.moved(&moved, snapshot.len());
        } else if self.state.len() != snapshot.len() {
            // Nobody is marked.
            self.marks = Bits::none(snapshot.len());
        }
        if let Some(survey) = &rows.survey {
            self.marks.keep(&survey.listed);
        }
        self.job.give_up();
        self.awaited = None;
        self.state = snapshot;
        let asked_anew = self.rows.order != rows.order;
        self.rows = rows;
        self.anchor = self.anchor.filter(|id| self.row_of(*id).is_some());
        match self.chosen.and_then(|id| self.row_of(id)) {
            Some(row) => self.move_to(row),
            // What somebody searched for begins with the first row.
            None if asked_anew && self.chosen.is_some() => {
                self.at = 0;
                self.span();
            }
            // Who was here is gone: the next one takes the place.
            None => self.move_to(self.at),
        }
    }

    /// Whether the tenant's users are still being read.
    pub fn is_counting(&self) -> bool {
        !self.state.is_ready()
    }

    /// Whether rows are on their way that somebody asked for, by searching, filtering or sorting.
    pub fn waits(&self) -> bool {
        let awaited = self.awaited.as_ref().filter(|_| self.job.is_awaited());
        awaited.is_some_and(|order| *order != self.rows.order || self.rows.arranged.is_none())
    }

    /// What is being done to the rows, where it takes long enough to be told.
    pub fn progress(&self) -> Option<Progress> {
        self.job.progress()
    }

    /// Whether rows have been there.
    pub fn is_arranged(&self) -> bool {
        self.rows.arranged.is_some()
    }

    /// Search, filters and sort as they were for the rows that are shown. False: nothing else was
    /// on its way.
    pub fn give_up(&mut self) -> bool {
        if !self.waits() || !self.is_arranged() {
            return false;
        }
        self.job.give_up();
        self.awaited = None;
        let order = &self.rows.order;
        self.search.set(&order.text);
        self.chips = order.chips.clone();
        self.filters = order.filters;
        self.sort = order.sort;
        self.descending = order.descending;
        true
    }

    fn row_of(&self, id: UserId) -> Option<usize> {
        self.rows.row_of(self.state.position(id)?)
    }

    /// How many users there are, of the view, whatever is searched for.
    pub fn total(&self) -> usize {
        self.rows.total
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// The row of the cursor.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The user under the cursor.
    pub fn cursor(&self) -> Option<UserId> {
        self.head(self.at).map(|head| head.id)
    }

    /// What row `row` shows.
    pub fn head(&self, row: usize) -> Option<Head<'_>> {
        self.state.head(self.rows.position(row)?)
    }

    /// Moves the cursor. A range that was begun grows or shrinks with it.
    pub fn motion(&mut self, motion: Motion, page: usize) {
        self.move_to(motion.from(self.at, self.rows.len(), page));
    }

    /// Puts the cursor on row `row`.
    pub fn move_to(&mut self, row: usize) {
        self.at = row.min(self.rows.len().saturating_sub(1));
        self.chosen = self.cursor().or(self.chosen);
        self.span();
    }

    /// Sorts by this column; by the one it is sorted by already, the other way round. Says so.
    pub fn sort_by(&mut self, sort: SortBy) -> Request {
        self.descending = self.sort == sort && !self.descending;
        self.sort = sort;
        self.sorted()
    }

    /// Sorts by the next column, and says so.
    pub fn sort_next(&mut self) -> Request {
        let at = self.columns.iter().position(|column| *column == self.sort);
        let next = self.columns.get(at.map_or(0, |at| at + 1));
        let next = next.or(self.columns.first()).copied();
        self.descending = false;
        self.sort = next.unwrap_or(SortBy::Name);
        self.sorted()
    }

    /// Whether a filter that Esc clears is set.
    pub fn narrowed(&self) -> bool {
        !self.chips.is_empty() || self.filters.status.is_some()
    }

    /// Clears the filters.
    pub fn clear_filters(&mut self) {
        self.chips = filter::Filters::default();
        self.filters.status = None;
    }

    /// What Esc does next.
    pub fn outward(&self) -> Outward {
        match () {
            () if self.searching => Outward::Rows,
            () if self.anchor.is_some() => Outward::Range,
            () if !self.search.text().is_empty() => Outward::Search,
            () if self.narrowed() => Outward::Filters,
            () if self.marks.count() > 0 => Outward::Marks,
            () => Outward::Blade,
        }
    }
}

#[cfg(test)]
mod tests;
