//! The list of users that several blades show: search, sort, cursor and marks. Marks are ids, so
//! they survive search and sort.

mod acts;
pub mod columns;
pub mod filter;
mod marks;
mod rows;

use crate::domain::directory::{Directory, Head, Revision, fold};
use crate::domain::id::UserId;
use crate::portal::act::Motion;
use crate::portal::blades::per_user_mfa::filters::{Filters, View};
use crate::portal::parts::field::Field;
use crate::store::Snapshot;

use marks::Marks;
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
    columns: &'static [SortBy],
    deleted: bool,
    /// What it says where there is nobody.
    pub empty: &'static str,
    marks: Marks,
    anchor: Option<UserId>,
    cursor: Option<UserId>,
    at: usize,
    rows: Rows,
    revision: Option<Revision>,
    counted: Option<View>,
    /// Users there are, of the view, whatever is searched for.
    pub total: usize,
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

impl UserList {
    /// A list that can be sorted by `columns`, the first at first.
    pub fn new(columns: &'static [SortBy], snapshot: &Snapshot) -> Self {
        let mut list = Self::blank(columns);
        list.refresh(snapshot);
        list
    }

    /// A list of the deleted users instead.
    pub fn of_deleted(columns: &'static [SortBy], snapshot: &Snapshot) -> Self {
        let mut list = Self {
            deleted: true,
            empty: "Nobody was deleted. Deleted users stand here for 30 days and can be restored.",
            ..Self::blank(columns)
        };
        list.refresh(snapshot);
        list
    }

    fn blank(columns: &'static [SortBy]) -> Self {
        Self {
            search: Field::default(),
            searching: false,
            chips: filter::Filters::default(),
            filters: Filters::default(),
            sort: columns.first().copied().unwrap_or(SortBy::Name),
            descending: false,
            columns,
            deleted: false,
            empty: "There are no users in this tenant.",
            marks: Marks::default(),
            anchor: None,
            cursor: None,
            at: 0,
            rows: Rows::default(),
            revision: None,
            counted: None,
            total: 0,
        }
    }

    /// Brings rows, cursor and marks in line with the tenant, the search and the sort. To be
    /// called after each of them may have changed; does nothing where none did.
    pub fn refresh(&mut self, snapshot: &Snapshot) {
        let directory = &**snapshot;
        let revision = directory.revision();
        let changed = self.revision != Some(revision);
        let order = Order {
            query: fold(self.search.text().trim()),
            deleted: self.deleted,
            chips: self.chips.clone(),
            filters: self.filters,
            sort: self.sort,
            descending: self.descending,
        };
        if !self.rows.arrange(directory, order, changed) {
            return;
        }
        if changed {
            self.revision = Some(revision);
            self.marks.follow(directory, self.deleted);
        }
        if changed || self.counted != self.filters.view {
            self.counted = self.filters.view;
            self.total = if self.deleted {
                directory.deleted()
            } else {
                self.filters.count_in_view(directory)
            };
        }
        self.marks.recount(&self.rows);
        let found = self.cursor.and_then(|id| self.row_of(directory, id));
        self.at = found
            .unwrap_or(self.at)
            .min(self.rows.len().saturating_sub(1));
        self.cursor = self.head(directory, self.at).map(|head| head.id);
        if self
            .anchor
            .is_some_and(|id| self.row_of(directory, id).is_none())
        {
            self.anchor = None;
        }
    }

    fn row_of(&self, directory: &dyn Directory, id: UserId) -> Option<usize> {
        self.rows.row_of(directory.position(id)?)
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
        self.cursor
    }

    /// What row `row` shows.
    pub fn head<'a>(&self, directory: &'a dyn Directory, row: usize) -> Option<Head<'a>> {
        directory.head(self.rows.position(row)?)
    }

    /// Moves the cursor. A range that was begun grows or shrinks with it.
    pub fn motion(&mut self, directory: &dyn Directory, motion: Motion, page: usize) {
        self.move_to(directory, motion.from(self.at, self.rows.len(), page));
    }

    /// Puts the cursor on row `row`.
    pub fn move_to(&mut self, directory: &dyn Directory, row: usize) {
        self.at = row.min(self.rows.len().saturating_sub(1));
        self.cursor = self.head(directory, self.at).map(|head| head.id);
    }

    /// Moves the cursor with a range behind it.
    pub fn extend(&mut self, directory: &dyn Directory, motion: Motion, page: usize) {
        self.anchor = self.anchor.or(self.cursor);
        self.motion(directory, motion, page);
    }

    /// Begins a range at the cursor, or takes the one there is into the marks.
    pub fn range(&mut self, directory: &dyn Directory) {
        if self.anchor.is_some() {
            self.keep_range(directory);
        } else {
            self.anchor = self.cursor;
        }
    }

    /// Whether a range was begun.
    pub fn in_range(&self) -> bool {
        self.anchor.is_some()
    }

    /// Gives the range up. False: there was none.
    pub fn drop_range(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    fn range_rows(&self, directory: &dyn Directory) -> std::ops::Range<usize> {
        match self
            .anchor
            .and_then(|anchor| self.row_of(directory, anchor))
        {
            Some(from) => from.min(self.at)..from.max(self.at) + 1,
            None => 0..0,
        }
    }

    fn keep_range(&mut self, directory: &dyn Directory) {
        for row in self.range_rows(directory) {
            self.set(directory, row, |_| true);
        }
        self.anchor = None;
    }

    /// Marks or unmarks a row, as `wanted` says of whether it is marked.
    fn set(&mut self, directory: &dyn Directory, row: usize, wanted: fn(bool) -> bool) {
        if let Some(position) = self.rows.position(row) {
            let wanted = wanted(self.marks.contains(position));
            self.marks.set(directory, position, wanted);
        }
    }

    /// Marks or unmarks the cursor's row and goes on to the next; a range is taken in instead.
    pub fn mark(&mut self, directory: &dyn Directory) {
        if self.anchor.is_some() {
            return self.keep_range(directory);
        }
        self.set(directory, self.at, |marked| !marked);
        self.motion(directory, Motion::Down, 1);
    }

    /// Marks all rows shown; where all are marked already, unmarks them.
    pub fn mark_all_shown(&mut self, directory: &dyn Directory) {
        self.keep_range(directory);
        let all = self.marks.shown() == self.rows.len();
        for row in 0..self.rows.len() {
            self.set(directory, row, if all { |_| false } else { |_| true });
        }
    }

    /// Marks the unmarked rows shown and unmarks the marked ones. Hidden marks stay.
    pub fn invert(&mut self, directory: &dyn Directory) {
        self.keep_range(directory);
        for row in 0..self.rows.len() {
            self.set(directory, row, |marked| !marked);
        }
    }

    /// Whom it shows, in order.
    pub fn shown(&self, directory: &dyn Directory) -> Vec<UserId> {
        self.rows
            .positions()
            .filter_map(|at| Some(directory.head(at)?.id))
            .collect()
    }

    /// Unmarks everybody. False: nobody was marked.
    pub fn clear_marks(&mut self) -> bool {
        let had = self.marks.len() > 0;
        self.marks.clear();
        had
    }

    /// Takes over another list's marks and cursor.
    pub fn take_marks(&mut self, directory: &dyn Directory, other: &Self) {
        self.marks = Marks::of(other.selected(directory));
        self.marks.follow(directory, self.deleted);
        self.marks.recount(&self.rows);
        if let Some(row) = other.cursor.and_then(|id| self.row_of(directory, id)) {
            self.move_to(directory, row);
        }
    }

    /// Whether the row is marked, or in the range that was begun.
    pub fn is_marked(&self, directory: &dyn Directory, row: usize) -> bool {
        let position = self.rows.position(row);
        position.is_some_and(|position| self.marks.contains(position))
            || self.range_rows(directory).contains(&row)
    }

    /// The marked users, those in the range included, in the order of their names. Also those
    /// that the search hides.
    pub fn selected(&self, directory: &dyn Directory) -> Vec<UserId> {
        let mut positions: Vec<usize> = self
            .range_rows(directory)
            .filter_map(|row| self.rows.position(row))
            .filter(|position| !self.marks.contains(*position))
            .chain(self.marks.positions())
            .collect();
        positions.sort_unstable();
        positions
            .into_iter()
            .filter_map(|at| Some(directory.head(at)?.id))
            .collect()
    }

    /// Whom an action takes: the selected users, else the one under the cursor.
    pub fn targets(&self, directory: &dyn Directory) -> Vec<UserId> {
        let selected = self.selected(directory);
        if selected.is_empty() {
            self.cursor.into_iter().collect()
        } else {
            selected
        }
    }

    /// How many rows of the range that was begun are not marked yet.
    fn unmarked_in_range(&self, directory: &dyn Directory) -> usize {
        let range = self.range_rows(directory);
        if self.marks.len() == 0 {
            return range.len();
        }
        let positions = range.filter_map(|row| self.rows.position(row));
        positions
            .filter(|position| !self.marks.contains(*position))
            .count()
    }

    /// How many are selected, and how many of them the search hides.
    pub fn counts(&self, directory: &dyn Directory) -> (usize, usize) {
        let selected = self.marks.len() + self.unmarked_in_range(directory);
        (selected, self.marks.len() - self.marks.shown())
    }

    /// The header's check box.
    pub fn marked(&self, directory: &dyn Directory) -> Marked {
        let shown = self.marks.shown() + self.unmarked_in_range(directory);
        match shown {
            0 if self.marks.len() == 0 => Marked::None,
            shown if shown == self.rows.len() && shown > 0 => Marked::All,
            _ => Marked::Some,
        }
    }

    /// Sorts by the next column.
    pub fn sort_next(&mut self) {
        let at = self
            .columns
            .iter()
            .position(|column| *column == self.sort)
            .unwrap_or_default();
        self.sort = self
            .columns
            .get((at + 1) % self.columns.len().max(1))
            .copied()
            .unwrap_or(SortBy::Name);
        self.descending = false;
    }

    /// Clears the search. False: there was none.
    pub fn clear_search(&mut self) -> bool {
        let had = !self.search.text().is_empty();
        self.search.set("");
        had
    }

    /// Whether a filter that Esc clears is set.
    pub fn narrowed(&self) -> bool {
        !self.chips.is_empty() || self.filters.status.is_some()
    }

    /// Clears the filters. False: there were none.
    pub fn clear_filters(&mut self) -> bool {
        let had = self.narrowed();
        self.chips = filter::Filters::default();
        self.filters.status = None;
        had
    }
}

#[cfg(test)]
mod tests;
