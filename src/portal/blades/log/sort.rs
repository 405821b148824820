//! The order of a log: by date, the newest first, until another column is chosen. Who says the same
//! there stays in the order of dates.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::Entry;
use crate::domain::directory::fold;
use crate::portal::blades::all_users::column as column_of;
use crate::portal::parts::table::Column;
use crate::portal::theme::Tone;

/// A column of a log.
pub struct LogColumn<E> {
    /// Its heading.
    pub title: &'static str,
    /// Cells that it needs, and that it can use.
    room: [u16; 2],
    rank: u8,
    /// Its cell.
    pub cell: fn(&E) -> (Tone, Cow<'_, str>),
}

impl<E> LogColumn<E> {
    /// A column of this heading, with [`Column::least`], [`Column::most`] and [`Column::rank`].
    pub const fn new(
        title: &'static str,
        room: [u16; 2],
        rank: u8,
        cell: fn(&E) -> (Tone, Cow<'_, str>),
    ) -> Self {
        Self {
            title,
            room,
            rank,
            cell,
        }
    }

    /// It in a table.
    pub fn column(&self) -> Column {
        let [least, most] = self.room;
        column_of(self.title, least, most, self.rank)
    }
}

/// The number of the column with this heading, in a log of such entries.
pub fn column<E: Entry>(title: &str) -> Option<usize> {
    let mut columns = E::COLUMNS.iter();
    columns.position(|column| column.title == title)
}

/// By which column, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort {
    /// Its number; the first is the date.
    pub(super) column: usize,
    /// The newest first, or from Z to A.
    pub(super) descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self::by(0)
    }
}

impl Sort {
    /// By this column, as one wants it at first.
    pub(super) fn by(column: usize) -> Self {
        Self {
            column,
            descending: column == 0,
        }
    }

    /// By this column; by the one it is sorted by already, the other way round.
    pub(super) fn or_reversed(self, column: usize) -> Self {
        if column == self.column {
            self.reversed()
        } else {
            Self::by(column)
        }
    }

    /// The other way round.
    pub(super) fn reversed(self) -> Self {
        Self {
            descending: !self.descending,
            ..self
        }
    }

    /// What the last line says of it: the column may have no room on the screen.
    pub(super) fn said<E: Entry>(self) -> String {
        let title = E::COLUMNS.get(self.column).map(|own| own.title);
        let way = match (self.column, self.descending) {
            (0, true) => "the newest first",
            (0, false) => "the oldest first",
            (_, false) => "A to Z",
            (_, true) => "Z to A",
        };
        format!("Sorted by {}, {way}", title.unwrap_or_default())
    }

    /// Puts positions in `entries`, the newest of which is the first, into this order.
    pub(super) fn sort<E: Entry>(self, found: &mut [usize], entries: &[E]) {
        let Some(column) = E::COLUMNS.get(self.column).filter(|_| self.column > 0) else {
            if !self.descending {
                found.reverse();
            }
            return;
        };
        let key = |at: &usize| {
            let text = fold(&(column.cell)(entries.get(*at)?).1);
            // Numbers by their value.
            Some((text.parse::<u64>().ok(), text))
        };
        if self.descending {
            found.sort_by_cached_key(|at| Reverse(key(at)));
        } else {
            found.sort_by_cached_key(key);
        }
    }
}
