//! Searching, filtering and sorting a list of users: a computation on one state of the tenant, done
//! on the spot where few users have to be looked at, else outside. Looks at as few as it can: where
//! nothing is searched, filtered or sorted at none, and while somebody types only at those found so
//! far.

use std::sync::Arc;

use super::SortBy;
use super::bits::Bits;
use super::rows::{Found, HIDDEN, Order, Rows, Shown, Survey};
use crate::domain::directory::{Directory, Head};
use crate::domain::user::PerUserMfa;
use crate::portal::work::{Watch, watched};
use crate::store::Snapshot;

/// What a list asks for.
#[derive(Debug, Clone)]
pub struct Arranging {
    /// The state to be shown.
    pub snapshot: Snapshot,
    /// What decides on the rows.
    pub order: Order,
    /// The rows so far.
    pub before: Rows,
    /// The state that those are of.
    pub state: Snapshot,
    /// Whether marks have to be found again where places differ.
    pub follow: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Arranged {
    /// The state that the rows are of.
    pub snapshot: Snapshot,
    /// The rows.
    pub rows: Rows,
    /// Where each position of the state before is now; `None`: where it was.
    pub moved: Option<Vec<u32>>,
}

impl Arranging {
    /// Everybody stands where they stood.
    fn same_places(&self) -> bool {
        same_places(&*self.state, &*self.snapshot)
    }

    fn has_nothing_to_do(&self) -> bool {
        let order = &self.order;
        order.query.is_empty()
            && order.takes_everybody(&*self.snapshot)
            && order.sort == SortBy::Name
    }

    /// How many users have to be looked at, more or less.
    pub fn weight(&self) -> usize {
        let len = self.snapshot.len();
        let follow = if self.follow && !self.same_places() {
            len
        } else {
            0
        };
        if self.has_nothing_to_do() {
            return follow;
        }
        let known = self.known();
        let (survey, among) = match known.last() {
            Some((_, found)) => (0, found.len()),
            None if self.order.takes_everybody(&*self.snapshot) => (0, len),
            None => (len, len),
        };
        let sort = usize::from(self.order.sort != SortBy::Name) * among * 2;
        // The table of rows has a place for everybody.
        follow + survey + among + sort + len / 64
    }

    /// What was found before and still holds.
    fn known(&self) -> Vec<(String, Arc<Vec<u32>>)> {
        let Self { before, order, .. } = self;
        let same_state = before.arranged == Some(self.snapshot.revision());
        // Where nobody was left out then and is now, only names decide.
        let only_names = before.survey.is_none() && order.takes_everybody(&*self.snapshot);
        if !order.admits_as(&before.order) || !self.same_places() || !(same_state || only_names) {
            return Vec::new();
        }
        let mut known = before.found.clone();
        known.retain(|(shorter, _)| order.query.contains(shorter.as_str()));
        known
    }

    /// Arranges the rows. `None`: it was given up.
    pub fn run(self, watch: Watch<'_>) -> Option<Arranged> {
        let directory = &*self.snapshot;
        let moved = if self.follow && !self.same_places() {
            Some(moved(&*self.state, directory, watch)?)
        } else {
            None
        };
        let mut rows = Rows {
            arranged: Some(directory.revision()),
            total: directory.len(),
            ..Rows::unarranged(self.order.clone())
        };
        if self.has_nothing_to_do() {
            rows.shown = Shown::All {
                len: directory.len(),
                descending: self.order.descending,
            };
        } else {
            rows.found = self.known();
            if !rows.found.is_empty() {
                rows.survey.clone_from(&self.before.survey);
                rows.total = self.before.total;
            }
            let found = find(directory, &mut rows, watch)?;
            let found = sorted(directory, found, &self.order, watch)?;
            rows.shown = Shown::Some(Arc::new(Found::of(found, directory.len())));
        }
        Some(Arranged {
            rows,
            moved,
            snapshot: self.snapshot,
        })
    }
}

/// Whether everybody stands where they stood, and under the same name.
pub fn same_places(before: &dyn Directory, now: &dyn Directory) -> bool {
    before.arranged() == now.arranged()
        && before.len() == now.len()
        && before.is_ready() == now.is_ready()
}

impl Found {
    fn of(rows: Arc<Vec<u32>>, len: usize) -> Self {
        let mut at = vec![HIDDEN; len];
        let mut set = Bits::none(len);
        for (row, position) in (0..).zip(rows.iter()) {
            at[*position as usize] = row;
            set.set(*position as usize, true);
        }
        Self { rows, at, set }
    }
}

/// Where everybody of `before` stands now; [`HIDDEN`] who is gone. Both are in the order of names,
/// so most are found behind the one before them.
fn moved(before: &dyn Directory, now: &dyn Directory, watch: Watch<'_>) -> Option<Vec<u32>> {
    let mut moved = Vec::with_capacity(before.len());
    let mut next = 0;
    let whole = watched("finding everybody", 0..before.len(), watch, |at| {
        let place = before.head(at).and_then(|head| {
            let beside = now.head(next).is_some_and(|other| other.id == head.id);
            if beside {
                Some(next)
            } else {
                now.position(head.id)
            }
        });
        next = place.map_or(next, |place| place + 1);
        moved.push(
            place
                .and_then(|at| u32::try_from(at).ok())
                .unwrap_or(HIDDEN),
        );
    });
    whole.then_some(moved)
}

/// Whom the order of `rows` lets through, in the order of names.
fn find(directory: &dyn Directory, rows: &mut Rows, watch: Watch<'_>) -> Option<Arc<Vec<u32>>> {
    if rows.found.is_empty() && !rows.order.takes_everybody(directory) {
        let present = survey(directory, rows, watch)?;
        rows.found.push((String::new(), Arc::new(present)));
    }
    let query = rows.order.query.clone();
    let known = rows.found.last().filter(|(last, _)| *last == query);
    if let Some((_, found)) = known {
        return Some(Arc::clone(found));
    }
    let searcher = memchr::memmem::Finder::new(query.as_bytes());
    let mut hits = Vec::new();
    let mut look = |at: u32| {
        let text = directory.folded(at as usize);
        if text.is_some_and(|text| searcher.find(text.as_bytes()).is_some()) {
            hits.push(at);
        }
    };
    let what = if query.is_empty() {
        "listing"
    } else {
        "searching"
    };
    let whole = match rows.found.last() {
        Some((_, among)) => watched(what, among.iter().copied(), watch, look),
        None => watched(what, 0..directory.len(), watch, |at| {
            look(u32::try_from(at).unwrap_or(HIDDEN));
        }),
    };
    let found = whole.then(|| Arc::new(hits))?;
    // Where the letter typed last left nobody out, one copy is enough.
    let found = match rows.found.last() {
        Some((_, among)) if among.len() == found.len() => Arc::clone(among),
        _ => found,
    };
    rows.found.push((query, Arc::clone(&found)));
    Some(found)
}

/// Looks at every head: who is let through, but for the query.
fn survey(directory: &dyn Directory, rows: &mut Rows, watch: Watch<'_>) -> Option<Vec<u32>> {
    let order = &rows.order;
    let none = || Bits::none(directory.len());
    let (mut listed, mut states) = (none(), [none(), none(), none()]);
    let (mut total, mut present) = (0, Vec::new());
    let whole = watched("filtering", 0..directory.len(), watch, |at| {
        let Some(head) = directory.head(at) else {
            return;
        };
        let state = PerUserMfa::ALL.iter().position(|state| *state == head.mfa);
        if let Some(state) = state.and_then(|state| states.get_mut(state)) {
            state.set(at, true);
        }
        if head.deleted != order.deleted {
            return;
        }
        listed.set(at, true);
        if !order.filters.in_view(&head) {
            return;
        }
        total += 1;
        if order.chips.hold(&head) && order.filters.in_status(&head) {
            present.push(u32::try_from(at).unwrap_or(HIDDEN));
        }
    });
    rows.total = total;
    rows.survey = Some(Arc::new(Survey { listed, states }));
    whole.then_some(present)
}

/// The same positions in the order in which they are shown; who is equal stays in that of names.
fn sorted(
    directory: &dyn Directory,
    found: Arc<Vec<u32>>,
    order: &Order,
    watch: Watch<'_>,
) -> Option<Arc<Vec<u32>>> {
    // What stands out comes first: synced, enforced, many methods.
    let few = |key: fn(&Head<'_>) -> u8, watch| by_few(directory, &found, key, watch);
    let mut rows = match order.sort {
        SortBy::Name if !order.descending => return Some(found),
        SortBy::Name => Arc::unwrap_or_clone(found),
        SortBy::UserType => few(|head| head.user_type as u8, watch)?,
        SortBy::Synced => few(|head| u8::from(!head.synced), watch)?,
        SortBy::Mfa => few(|head| u8::MAX - head.mfa as u8, watch)?,
        SortBy::Methods => few(
            |head| u8::MAX - u8::try_from(head.methods.len()).unwrap_or(u8::MAX),
            watch,
        )?,
        SortBy::Upn => by_upn(directory, &found, watch)?,
        SortBy::Deletion => {
            // The last deleted first.
            let mut keyed = Vec::with_capacity(found.len());
            let whole = watched("sorting", found.iter(), watch, |at| {
                let id = directory.head(*at as usize).map(|head| head.id);
                let deleted = id.and_then(|id| directory.user(id)?.deleted);
                keyed.push((std::cmp::Reverse(deleted), *at));
            });
            keyed.sort_unstable();
            whole.then(|| keyed.into_iter().map(|(_, at)| at).collect())?
        }
    };
    if order.descending {
        rows.reverse();
    }
    Some(Arc::new(rows))
}

/// By a key of few values: each value's users one behind the other.
fn by_few(
    directory: &dyn Directory,
    found: &[u32],
    key: fn(&Head<'_>) -> u8,
    watch: Watch<'_>,
) -> Option<Vec<u32>> {
    let mut sets: Vec<Vec<u32>> = vec![Vec::new(); usize::from(u8::MAX) + 1];
    let whole = watched("sorting", found.iter(), watch, |at| {
        let key = directory
            .head(*at as usize)
            .map_or(u8::MAX, |head| key(&head));
        sets[usize::from(key)].push(*at);
    });
    whole.then(|| sets.concat())
}

/// By the user principal name, which stands folded behind the display name. Its beginning is
/// compared as one number: few names share sixteen letters.
fn by_upn(directory: &dyn Directory, found: &[u32], watch: Watch<'_>) -> Option<Vec<u32>> {
    let upn = |at: u32| {
        let text = directory.folded(at as usize).unwrap_or_default();
        text.rsplit('\n').next().unwrap_or_default().as_bytes()
    };
    let mut keyed = Vec::with_capacity(found.len());
    let whole = watched("sorting", found.iter(), watch, |at| {
        let upn = upn(*at);
        let mut beginning = [0; 16];
        let length = upn.len().min(beginning.len());
        beginning[..length].copy_from_slice(&upn[..length]);
        keyed.push((u128::from_be_bytes(beginning), *at));
    });
    keyed.sort_unstable_by(|(a, one), (b, other)| {
        let whole = || upn(*one).cmp(upn(*other));
        a.cmp(b).then_with(whole).then(one.cmp(other))
    });
    whole.then(|| keyed.into_iter().map(|(_, at)| at).collect())
}
