//! The list of users that several blades show: search, sort, cursor and marks. Marks are ids, so
//! they survive search and sort.

use std::collections::HashSet;

use crate::domain::directory::{Directory, Head, Revision, fold};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::user::UserType;
use crate::portal::act::{Act, Motion};
use crate::portal::blades::authentication_methods::AuthenticationMethods;
use crate::portal::blades::{Desk, Request};
use crate::portal::parts::field::Field;
use crate::store::Snapshot;

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
}

/// The state of a list of users.
#[derive(Debug, Clone)]
pub struct UserList {
    /// The search field.
    pub search: Field,
    /// Whether keys go into the search field.
    pub searching: bool,
    /// Only users of this type.
    pub only: Option<UserType>,
    /// The sort column.
    pub sort: SortBy,
    /// Downwards.
    pub descending: bool,
    columns: &'static [SortBy],
    marks: HashSet<UserId>,
    anchor: Option<UserId>,
    cursor: Option<UserId>,
    at: usize,
    rows: Vec<u32>,
    made_of: Option<(Revision, String, Option<UserType>, SortBy, bool)>,
    /// Users that are not deleted.
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
        let mut list = Self {
            search: Field::default(),
            searching: false,
            only: None,
            sort: columns.first().copied().unwrap_or(SortBy::Name),
            descending: false,
            columns,
            marks: HashSet::new(),
            anchor: None,
            cursor: None,
            at: 0,
            rows: Vec::new(),
            made_of: None,
            total: 0,
        };
        list.refresh(snapshot);
        list
    }

    /// Brings rows, cursor and marks in line with the tenant, the search and the sort. To be
    /// called after each of them may have changed; does nothing where none did.
    pub fn refresh(&mut self, snapshot: &Snapshot) {
        let query = fold(self.search.text().trim());
        let made_of = (
            snapshot.revision(),
            query,
            self.only,
            self.sort,
            self.descending,
        );
        if self.made_of.as_ref() == Some(&made_of) {
            return;
        }
        let query = &made_of.1;
        let directory = &**snapshot;
        let mut rows: Vec<u32> = Vec::with_capacity(directory.len());
        self.total = 0;
        for (position, head) in (0u32..).map_while(|at| Some((at, directory.head(at as usize)?))) {
            if head.deleted {
                self.marks.remove(&head.id);
                continue;
            }
            self.total += 1;
            if self.only.is_none_or(|only| only == head.user_type)
                && (query.is_empty() || head.folded.contains(query.as_str()))
            {
                rows.push(position);
            }
        }
        if self.sort != SortBy::Name {
            let sort = self.sort;
            rows.sort_by(|a, b| compare(directory, sort, *a as usize, *b as usize));
        }
        if self.descending {
            rows.reverse();
        }
        self.rows = rows;
        self.made_of = Some(made_of);
        self.marks.retain(|id| directory.position(*id).is_some());
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
        let position = directory.position(id)?;
        self.rows.iter().position(|row| *row as usize == position)
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
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
        directory.head(*self.rows.get(row)? as usize)
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
        let ids = self
            .range_rows(directory)
            .filter_map(|row| Some(self.head(directory, row)?.id));
        let ids: Vec<_> = ids.collect();
        self.marks.extend(ids);
        self.anchor = None;
    }

    /// Marks or unmarks the cursor's row and goes on to the next; a range is taken in instead.
    pub fn mark(&mut self, directory: &dyn Directory) {
        if self.anchor.is_some() {
            return self.keep_range(directory);
        }
        let Some(id) = self.cursor else { return };
        if !self.marks.remove(&id) {
            self.marks.insert(id);
        }
        self.motion(directory, Motion::Down, 1);
    }

    /// Marks all rows shown; where all are marked already, unmarks them.
    pub fn mark_all_shown(&mut self, directory: &dyn Directory) {
        self.keep_range(directory);
        let shown = self.shown(directory);
        if shown.iter().all(|id| self.marks.contains(id)) {
            for id in shown {
                self.marks.remove(&id);
            }
        } else {
            self.marks.extend(shown);
        }
    }

    /// Marks the unmarked rows shown and unmarks the marked ones. Hidden marks stay.
    pub fn invert(&mut self, directory: &dyn Directory) {
        self.keep_range(directory);
        for id in self.shown(directory) {
            if !self.marks.remove(&id) {
                self.marks.insert(id);
            }
        }
    }

    fn shown(&self, directory: &dyn Directory) -> Vec<UserId> {
        self.rows
            .iter()
            .filter_map(|row| Some(directory.head(*row as usize)?.id))
            .collect()
    }

    /// Unmarks everybody. False: nobody was marked.
    pub fn clear_marks(&mut self) -> bool {
        let had = !self.marks.is_empty();
        self.marks.clear();
        had
    }

    /// Takes over another list's marks and cursor.
    pub fn take_marks(&mut self, directory: &dyn Directory, other: &Self) {
        self.marks = other.selected(directory).into_iter().collect();
        if let Some(row) = other.cursor.and_then(|id| self.row_of(directory, id)) {
            self.move_to(directory, row);
        }
    }

    /// Whether the row is marked, or in the range that was begun.
    pub fn is_marked(&self, directory: &dyn Directory, row: usize) -> bool {
        let marked = self
            .head(directory, row)
            .is_some_and(|head| self.marks.contains(&head.id));
        marked || (self.anchor.is_some() && self.range_rows(directory).contains(&row))
    }

    /// The marked users, those in the range included, in the order of their names. Also those
    /// that the search hides.
    pub fn selected(&self, directory: &dyn Directory) -> Vec<UserId> {
        let range = self
            .range_rows(directory)
            .filter_map(|row| self.rows.get(row).map(|at| *at as usize));
        let marked = self.marks.iter().filter_map(|id| directory.position(*id));
        let mut positions: Vec<usize> = marked.chain(range).collect();
        positions.sort_unstable();
        positions.dedup();
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

    /// How many are selected, and how many of them the search hides.
    pub fn counts(&self, directory: &dyn Directory) -> (usize, usize) {
        if self.marks.is_empty() && self.anchor.is_none() {
            return (0, 0);
        }
        let selected = self.selected(directory);
        let shown: HashSet<u32> = self.rows.iter().copied().collect();
        let hidden = selected.iter().filter(|id| {
            let position = directory
                .position(**id)
                .and_then(|at| u32::try_from(at).ok());
            !position.is_some_and(|at| shown.contains(&at))
        });
        (selected.len(), hidden.count())
    }

    /// The header's check box.
    pub fn marked(&self, directory: &dyn Directory) -> Marked {
        if self.marks.is_empty() && self.anchor.is_none() {
            return Marked::None;
        }
        let range = self.range_rows(directory);
        let marked = (0..self.rows.len()).filter(|row| {
            range.contains(row)
                || self
                    .head(directory, *row)
                    .is_some_and(|head| self.marks.contains(&head.id))
        });
        match marked.count() {
            count if count == self.rows.len() && count > 0 => Marked::All,
            0 if self.marks.is_empty() => Marked::None,
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

    /// Shows members only, then guests only, then everybody.
    pub fn filter_next(&mut self) {
        self.only = match self.only {
            None => Some(UserType::Member),
            Some(UserType::Member) => Some(UserType::Guest),
            Some(UserType::Guest) => None,
        };
    }

    /// Clears search and filter. False: there was none.
    pub fn clear_search(&mut self) -> bool {
        let had = !self.search.text().is_empty() || self.only.is_some();
        self.search.set("");
        self.only = None;
        had
    }
}

fn compare(directory: &dyn Directory, sort: SortBy, a: usize, b: usize) -> std::cmp::Ordering {
    let (Some(a), Some(b)) = (directory.head(a), directory.head(b)) else {
        return std::cmp::Ordering::Equal;
    };
    match sort {
        SortBy::Name => a.folded.cmp(b.folded),
        SortBy::Upn => a.upn.to_lowercase().cmp(&b.upn.to_lowercase()),
        SortBy::UserType => a.user_type.cmp(&b.user_type),
        SortBy::Synced => b.synced.cmp(&a.synced),
        SortBy::Mfa => b.mfa.cmp(&a.mfa),
        SortBy::Methods => b.methods.len().cmp(&a.methods.len()),
    }
}

impl UserList {
    /// What acts that every list of users knows do to it. `None`: none of them.
    pub fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let directory = &**desk.snapshot;
        let mut say = Vec::new();
        match act {
            Act::Move(motion) => self.motion(directory, motion, desk.page),
            Act::Extend(motion) => self.extend(directory, motion, desk.page),
            Act::Mark => self.mark(directory),
            Act::Range => self.range(directory),
            Act::MarkAllShown => self.mark_all_shown(directory),
            Act::Invert => self.invert(directory),
            Act::Search => self.searching = true,
            Act::Sort => self.sort_next(),
            Act::SortReverse => self.descending = !self.descending,
            Act::Filter => self.filter_next(),
            Act::Open => {
                let Some(user) = self.cursor() else {
                    return Some(vec![Request::Say("Nobody to open".to_owned())]);
                };
                let blade = AuthenticationMethods::new(user, desk.snapshot);
                return Some(vec![Request::Open(Box::new(blade))]);
            }
            Act::Copy => {
                let user = self.cursor().and_then(|id| desk.snapshot.user(id))?;
                say.push(Request::Copy(Secret::new(&user.upn)));
            }
            Act::Back => say.push(back(self)),
            _ => return None,
        }
        self.refresh(desk.snapshot);
        Some(say)
    }

    /// A click on a row: the cursor goes there; the row it is on already is opened.
    pub fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if self.at() == row {
            return self.act(Act::Open, desk).unwrap_or_default();
        }
        self.move_to(&**desk.snapshot, row);
        Vec::new()
    }
}

/// One step outward: search field, range, search, marks, blade.
fn back(list: &mut UserList) -> Request {
    if std::mem::take(&mut list.searching) {
        return Request::Say(match list.search.text() {
            "" => "Back in the list".to_owned(),
            _ => "Back in the list; Esc again clears the search".to_owned(),
        });
    }
    if list.drop_range() {
        return Request::Say("Range given up".to_owned());
    }
    if list.clear_search() {
        return Request::Say("Search cleared".to_owned());
    }
    if list.clear_marks() {
        return Request::Say("Marks cleared".to_owned());
    }
    Request::Close
}
