//! Which users are shown, and in what order. Looks at as few of them as it can: where nothing is
//! searched, filtered or sorted at none, and while somebody types only at those found so far.

use std::sync::Arc;

use super::{SortBy, filter};
use crate::domain::directory::Directory;
use crate::portal::blades::per_user_mfa::filters::Filters;

/// What decides on the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What to look for, folded; empty: everything.
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

/// Positions in the directory, in the order they are shown.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    order: Option<Order>,
    shown: Shown,
    /// What each query found on the way to the present one, the shortest first, in the order of
    /// names. Whatever holds a longer query holds the shorter one.
    found: Vec<(String, Arc<Vec<u32>>)>,
}

#[derive(Debug, Clone)]
enum Shown {
    /// Everybody, by name.
    All { len: usize, descending: bool },
    /// These positions, and the row of each position.
    Some { rows: Arc<Vec<u32>>, at: Vec<u32> },
}

impl Default for Shown {
    fn default() -> Self {
        Self::All {
            len: 0,
            descending: false,
        }
    }
}

/// The row of a position that is not shown.
const HIDDEN: u32 = u32::MAX;

impl Order {
    /// Whether nobody is left out, but by the query.
    fn takes_everybody(&self, directory: &dyn Directory) -> bool {
        !self.deleted
            && self.chips.is_empty()
            && self.filters == Filters::default()
            && directory.deleted() == 0
    }
}

impl Rows {
    /// Arranges the rows by `order`; `changed`: the tenant is not what it was. False: they are as
    /// they were.
    pub fn arrange(&mut self, directory: &dyn Directory, order: Order, changed: bool) -> bool {
        if !changed && self.order.as_ref() == Some(&order) {
            return false;
        }
        let narrows = |own: &Order| own.chips != order.chips || own.filters != order.filters;
        if changed || self.order.as_ref().is_none_or(narrows) {
            self.found.clear();
        }
        let everybody = order.query.is_empty() && order.takes_everybody(directory);
        self.shown = if everybody && order.sort == SortBy::Name {
            self.found.clear();
            Shown::All {
                len: directory.len(),
                descending: order.descending,
            }
        } else {
            let rows = sorted(directory, self.find(directory, &order), &order);
            let mut at = vec![HIDDEN; directory.len()];
            for (row, position) in (0..).zip(rows.iter()) {
                at[*position as usize] = row;
            }
            Shown::Some { rows, at }
        };
        self.order = Some(order);
        true
    }

    /// Whom the query finds, in the order of names.
    fn find(&mut self, directory: &dyn Directory, order: &Order) -> Arc<Vec<u32>> {
        let query = order.query.as_str();
        while self
            .found
            .pop_if(|(shorter, _)| !query.contains(shorter.as_str()))
            .is_some()
        {}
        if self.found.is_empty() {
            let present = |at: &u32| {
                let head = directory.head(*at as usize);
                head.is_some_and(|head| {
                    head.deleted == order.deleted
                        && order.chips.hold(&head)
                        && order.filters.in_view(&head)
                        && order.filters.in_status(&head)
                })
            };
            let everybody = 0..u32::try_from(directory.len()).unwrap_or(HIDDEN);
            let all: Vec<u32> = if order.takes_everybody(directory) {
                everybody.collect()
            } else {
                everybody.filter(present).collect()
            };
            self.found.push((String::new(), Arc::new(all)));
        }
        let Some((last, among)) = self.found.last() else {
            return Arc::default();
        };
        let mut found = Arc::clone(among);
        if last != query {
            let hit = |at: &&u32| {
                let text = directory.folded(**at as usize);
                text.is_some_and(|text| text.contains(query))
            };
            let hits: Vec<u32> = among.iter().filter(hit).copied().collect();
            if hits.len() < among.len() {
                found = Arc::new(hits);
            }
            self.found.push((query.to_owned(), Arc::clone(&found)));
        }
        found
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.shown {
            Shown::All { len, .. } => *len,
            Shown::Some { rows, .. } => rows.len(),
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
            Shown::Some { rows, .. } => Some(*rows.get(row)? as usize),
        }
    }

    /// Whom the rows show, in their order.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).filter_map(|row| self.position(row))
    }

    /// The row that shows the user at this position.
    pub fn row_of(&self, position: usize) -> Option<usize> {
        match &self.shown {
            Shown::All { len, descending } if position < *len => Some(match descending {
                false => position,
                true => len - 1 - position,
            }),
            Shown::All { .. } => None,
            Shown::Some { at, .. } => {
                let row = *at.get(position)?;
                (row != HIDDEN).then_some(row as usize)
            }
        }
    }
}

/// The same positions in the order in which they are shown; who is equal stays in that of names.
fn sorted(directory: &dyn Directory, found: Arc<Vec<u32>>, order: &Order) -> Arc<Vec<u32>> {
    if order.sort == SortBy::Name && !order.descending {
        return found;
    }
    let mut rows = Arc::unwrap_or_clone(found);
    let key = |at: &u32| -> Option<(usize, String)> {
        let head = directory.head(*at as usize)?;
        // What stands out comes first: synced, enforced, many methods.
        Some(match order.sort {
            SortBy::Name => (*at as usize, String::new()),
            SortBy::Upn => (0, head.upn.to_lowercase()),
            SortBy::UserType => (head.user_type as usize, String::new()),
            SortBy::Synced => (usize::from(!head.synced), String::new()),
            SortBy::Mfa => (usize::MAX - head.mfa as usize, String::new()),
            // The last deleted first.
            SortBy::Deletion => {
                let deleted = directory.user(head.id)?.deleted?;
                let seconds = usize::try_from(deleted.0).unwrap_or_default();
                (usize::MAX - seconds, String::new())
            }
            SortBy::Methods => (usize::MAX - head.methods.len(), String::new()),
        })
    };
    if order.sort != SortBy::Name {
        rows.sort_by_cached_key(key);
    }
    if order.descending {
        rows.reverse();
    }
    Arc::new(rows)
}
