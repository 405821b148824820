//! Which users are shown, and in what order, as positions in one state of the tenant.

use std::sync::Arc;

use super::bits::Bits;
use super::{SortBy, filter};
use crate::domain::directory::{Directory, Revision};
use crate::domain::user::PerUserMfa;
use crate::portal::blades::per_user_mfa::filters::Filters;

/// What decides on the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What was typed to search for.
    pub text: String,
    /// The same, folded; empty: everything.
    pub query: String,
    /// The deleted users instead of the others.
    pub deleted: bool,
    /// Only whom these let through.
    pub chips: filter::Filters,
    /// View and status, on the per-user MFA page.
    pub filters: Filters,
    /// The sort column.
    pub sort: SortBy,
    /// Downwards.
    pub descending: bool,
}

impl Order {
    /// Whether nobody is left out, but by the query.
    pub fn takes_everybody(&self, directory: &dyn Directory) -> bool {
        !self.deleted
            && self.chips.is_empty()
            && self.filters == Filters::default()
            && directory.deleted() == 0
    }

    /// Whether it lets the same users through as `other`, whatever is searched for.
    pub fn admits_as(&self, other: &Self) -> bool {
        (self.deleted, &self.chips, self.filters) == (other.deleted, &other.chips, other.filters)
    }
}

/// Rows in their order. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Rows {
    /// What they are arranged by.
    pub order: Order,
    /// The state that they were arranged on; `None`: nobody has arranged them yet.
    pub arranged: Option<Revision>,
    /// How many users there are, of the view, whatever is searched for or filtered.
    pub total: usize,
    pub(super) shown: Shown,
    /// What each query found on the way to the present one, the shortest first, in the order of
    /// names. Whatever holds a longer query holds the shorter one.
    pub(super) found: Vec<(String, Arc<Vec<u32>>)>,
    /// What a look at every head told; `None`: none was needed.
    pub(super) survey: Option<Arc<Survey>>,
}

/// What a look at every head tells.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Who can stand in such a list: not deleted, or deleted, as it is for.
    pub listed: Bits,
    /// Everybody by per-user MFA, in the order of [`PerUserMfa::ALL`].
    pub states: [Bits; 3],
}

#[derive(Debug, Clone)]
pub(super) enum Shown {
    /// Everybody, by name.
    All { len: usize, descending: bool },
    /// These positions.
    Some(Arc<Found>),
}

#[derive(Debug)]
pub(super) struct Found {
    /// The position that each row shows.
    pub(super) rows: Arc<Vec<u32>>,
    /// The row of each position.
    pub(super) at: Vec<u32>,
    /// The positions as a set.
    pub(super) set: Bits,
}

/// The row of a position that is not shown.
pub(super) const HIDDEN: u32 = u32::MAX;

impl Rows {
    /// No rows, of a list that nobody has arranged yet.
    pub fn unarranged(order: Order) -> Self {
        Self {
            order,
            arranged: None,
            total: 0,
            shown: Shown::All {
                len: 0,
                descending: false,
            },
            found: Vec::new(),
            survey: None,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.shown {
            Shown::All { len, .. } => *len,
            Shown::Some(found) => found.rows.len(),
        }
    }

    /// Whom row `row` shows, as a position in the directory.
    pub fn position(&self, row: usize) -> Option<usize> {
        match &self.shown {
            Shown::All { len, descending } if row < *len => Some(match descending {
                false => row,
                true => len - 1 - row,
            }),
            Shown::All { .. } => None,
            Shown::Some(found) => Some(*found.rows.get(row)? as usize),
        }
    }

    /// Whom the rows show, in their order.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = usize> {
        let position = |row| self.position(row).unwrap_or_default();
        (0..self.len()).map(position)
    }

    /// The row that shows the user at this position.
    pub fn row_of(&self, position: usize) -> Option<usize> {
        match &self.shown {
            Shown::All { len, descending } if position < *len => Some(match descending {
                false => position,
                true => len - 1 - position,
            }),
            Shown::All { .. } => None,
            Shown::Some(found) => {
                let row = *found.at.get(position)?;
                (row != HIDDEN).then_some(row as usize)
            }
        }
    }

    /// Everybody shown.
    pub fn set(&self) -> std::borrow::Cow<'_, Bits> {
        match &self.shown {
            Shown::All { len, .. } => std::borrow::Cow::Owned(Bits::range(*len, 0..*len)),
            Shown::Some(found) => std::borrow::Cow::Borrowed(&found.set),
        }
    }

    /// How many of `marks` are shown.
    pub fn show(&self, marks: &Bits) -> usize {
        match &self.shown {
            Shown::All { .. } => marks.count(),
            Shown::Some(found) => found.set.in_common(marks),
        }
    }

    /// Those that the rows of `range` show.
    pub fn range(&self, range: std::ops::Range<usize>, room: usize) -> Bits {
        if let Shown::All { len, descending } = &self.shown {
            let range = range.start..range.end.min(*len);
            let range = match descending {
                false => range,
                true => len - range.end..len - range.start,
            };
            return Bits::range(room, range);
        }
        let mut bits = Bits::none(room);
        for position in range.filter_map(|row| self.position(row)) {
            bits.set(position, true);
        }
        bits
    }

    /// Everybody who is in `state` of per-user MFA; `None`: nobody has looked.
    pub fn in_state(&self, state: PerUserMfa) -> Option<&Bits> {
        let at = PerUserMfa::ALL.iter().position(|own| *own == state)?;
        self.survey.as_ref()?.states.get(at)
    }
}
