use std::cmp::Reverse;
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::filter::{By, Filter};
use super::rows::Order;
use super::*;
use crate::demo::generated;
use crate::domain::change::{Change, Fact};
use crate::domain::directory::{Directory, Revision};
use crate::domain::tenant::Tenant;
use crate::domain::user::UserType;
use crate::portal::act::Act;
use crate::portal::dialogs::filters::Pick;

/// Something that happens to a list.
#[derive(Debug, Clone)]
enum Step {
    Do(Act),
    Search(&'static str),
    Delete(usize),
    Restore(usize),
    Rename(usize, &'static str),
    Purge(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let searches = vec![
        "", "a", "an", "ann", "anna", "b", "@", "o", "on", "con", "zz", "e",
    ];
    let acts = vec![
        Act::Move(Motion::Up),
        Act::Move(Motion::Down),
        Act::Move(Motion::PageDown),
        Act::Move(Motion::Home),
        Act::Move(Motion::End),
        Act::Extend(Motion::Down),
        Act::Extend(Motion::PageUp),
        Act::Mark,
        Act::Mark,
        Act::Range,
        Act::MarkAllShown,
        Act::Invert,
        Act::Sort,
        Act::SortReverse,
        Act::Filter,
    ];
    let name = prop_oneof![Just("Aaron Adams"), Just("Zoe Zimmer"), Just("Megan Bowen")];
    prop_oneof![
        10 => proptest::sample::select(acts).prop_map(Step::Do),
        5 => proptest::sample::select(searches).prop_map(Step::Search),
        1 => (0..40usize).prop_map(Step::Delete),
        1 => (0..40usize).prop_map(Step::Restore),
        1 => (0..40usize, name).prop_map(|(at, name)| Step::Rename(at, name)),
        1 => (0..40usize).prop_map(Step::Purge),
    ]
}

/// One filter, another in its place, a second one beside it, none.
fn filter_next(list: &mut UserList) {
    let member = Filter::UserType(UserType::Member);
    let guest = Filter::UserType(UserType::Guest);
    match (list.chips.of(By::UserType), list.chips.of(By::Method)) {
        (None, _) => set(list, member),
        (Some(by), _) if by == member => set(list, guest),
        (Some(_), None) => set(list, Filter::Method(None)),
        (Some(_), Some(_)) => list.clear_filters(),
    }
}

fn set(list: &mut UserList, filter: Filter) {
    let pick = Pick::Set(filter.by().label(), filter.value().to_owned());
    list.chips.take(&pick);
}

/// The same list, looked at from the beginning each time.
struct Simple {
    marks: BTreeSet<UserId>,
    anchor: Option<UserId>,
    /// Whom the cursor was put on; hidden while a search leaves them out.
    chosen: Option<UserId>,
    cursor: Option<UserId>,
    at: usize,
    /// What was asked for last, and of which state.
    order: (Order, Revision),
}

impl Simple {
    /// Whom the rows show.
    fn shown(list: &UserList, tenant: &Tenant) -> Vec<UserId> {
        let query = fold(list.search.text().trim());
        let heads = (0..tenant.len()).filter_map(|at| tenant.head(at));
        let mut heads: Vec<Head<'_>> = heads
            .filter(|head| !head.deleted)
            .filter(|head| list.chips.hold(head))
            .filter(|head| head.folded.contains(&query))
            .collect();
        match list.sort {
            SortBy::Name => {}
            SortBy::Upn => heads.sort_by_key(|head| head.upn.to_lowercase()),
            SortBy::UserType => heads.sort_by_key(|head| head.user_type),
            SortBy::Synced => heads.sort_by_key(|head| Reverse(head.synced)),
            SortBy::Mfa => heads.sort_by_key(|head| Reverse(head.mfa)),
            SortBy::Deletion => unreachable!("not a column of this list"),
            SortBy::Methods => heads.sort_by_key(|head| Reverse(head.methods.len())),
        }
        if list.descending {
            heads.reverse();
        }
        heads.into_iter().map(|head| head.id).collect()
    }

    fn settle(&mut self, list: &UserList, tenant: &Tenant) -> Vec<UserId> {
        let shown = Self::shown(list, tenant);
        self.marks
            .retain(|id| tenant.user(*id).is_some_and(|user| user.deleted.is_none()));
        let found = shown.iter().position(|id| Some(*id) == self.chosen);
        let order = (list.order(), tenant.revision());
        let before = std::mem::replace(&mut self.order, order.clone());
        match found {
            Some(row) => self.put(&shown, row),
            None if before == order => {}
            None if before.0 != order.0 => (self.at, self.cursor) = (0, shown.first().copied()),
            None => self.put(&shown, self.at),
        }
        self.anchor = self.anchor.filter(|anchor| shown.contains(anchor));
        shown
    }

    fn range(&self, shown: &[UserId]) -> BTreeSet<UserId> {
        let anchor = shown.iter().position(|id| Some(*id) == self.anchor);
        anchor.map_or_else(BTreeSet::new, |anchor| {
            let rows = anchor.min(self.at)..=anchor.max(self.at);
            shown[rows].iter().copied().collect()
        })
    }

    fn put(&mut self, shown: &[UserId], row: usize) {
        self.at = row.min(shown.len().saturating_sub(1));
        self.cursor = shown.get(self.at).copied();
        self.chosen = self.cursor.or(self.chosen);
    }

    fn go(&mut self, shown: &[UserId], motion: Motion) {
        self.put(shown, motion.from(self.at, shown.len(), PAGE));
    }

    fn keep_range(&mut self, shown: &[UserId]) {
        let range = self.range(shown);
        self.marks.extend(range);
        self.anchor = None;
    }

    fn toggle(&mut self, id: UserId) {
        if !self.marks.remove(&id) {
            self.marks.insert(id);
        }
    }

    fn act(&mut self, shown: &[UserId], act: Act) {
        match act {
            Act::Move(motion) => self.go(shown, motion),
            Act::Extend(motion) => {
                self.anchor = self.anchor.or(self.cursor);
                self.go(shown, motion);
            }
            Act::Range if self.anchor.is_none() => self.anchor = self.cursor,
            Act::Mark if self.anchor.is_none() => {
                if let Some(id) = self.cursor {
                    self.toggle(id);
                    self.go(shown, Motion::Down);
                }
            }
            Act::Range | Act::Mark => self.keep_range(shown),
            Act::MarkAllShown => {
                self.keep_range(shown);
                let own: BTreeSet<_> = shown.iter().copied().collect();
                if own.is_subset(&self.marks) {
                    self.marks = &self.marks - &own;
                } else {
                    self.marks.extend(own);
                }
            }
            Act::Invert => {
                self.keep_range(shown);
                for id in shown {
                    self.toggle(*id);
                }
            }
            _ => {}
        }
    }
}

const PAGE: usize = 7;

/// What the list knows, by what is known of every user.
fn compare(
    list: &UserList,
    tenant: &Tenant,
    simple: &Simple,
    shown: &[UserId],
) -> Result<(), TestCaseError> {
    let rows: Vec<_> = (0..list.len())
        .map(|row| list.head(row).map(|head| head.id))
        .collect();
    let wanted: Vec<_> = shown.iter().map(|id| Some(*id)).collect();
    prop_assert_eq!(rows, wanted);
    prop_assert_eq!((list.at(), list.cursor()), (simple.at, simple.cursor));
    let living = tenant.users().filter(|user| user.deleted.is_none());
    prop_assert_eq!(list.total(), living.count());

    let selected = &simple.marks | &simple.range(shown);
    let own: BTreeSet<_> = list.selected().users().into_iter().collect();
    prop_assert_eq!(&own, &selected);
    let own: BTreeSet<_> = (0..shown.len())
        .filter(|row| list.is_marked(*row))
        .map(|row| shown[row])
        .collect();
    let among: BTreeSet<_> = shown
        .iter()
        .copied()
        .filter(|id| selected.contains(id))
        .collect();
    prop_assert_eq!(&own, &among);
    let hidden = selected.len() - among.len();
    prop_assert_eq!(list.counts(), (selected.len(), hidden));
    let marked = match (selected.len(), among.len()) {
        (0, _) => Marked::None,
        (_, count) if count == shown.len() && count > 0 => Marked::All,
        _ => Marked::Some,
    };
    prop_assert_eq!(list.marked(), marked);
    Ok(())
}

proptest! {
    #[test]
    fn a_list_knows_what_a_look_at_everybody_would_tell(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let users = generated::users(40, 3, generated::PRESENT);
        let mut tenant = Tenant::new(generated::facts(), users, 0).unwrap();
        let ids: Vec<UserId> = tenant.users().map(|user| user.id).collect();
        let columns = &[
            SortBy::Name, SortBy::Upn, SortBy::UserType, SortBy::Synced, SortBy::Mfa, SortBy::Methods,
        ];
        let mut list = UserList::new(columns, &(std::sync::Arc::new(tenant.clone()) as Snapshot));
        let mut simple = Simple {
            marks: BTreeSet::new(),
            anchor: None,
            chosen: list.cursor(),
            cursor: list.cursor(),
            at: 0,
            order: (list.order(), tenant.revision()),
        };
        for step in steps {
            let shown = Simple::shown(&list, &tenant);
            let fact = |at: usize, change| Fact::User(ids[at], vec![change].into());
            let fact = match step {
                Step::Do(act) => {
                    match act {
                        Act::Sort => drop(list.sort_next()),
                        Act::SortReverse => list.descending = !list.descending,
                        Act::Filter => filter_next(&mut list),
                        Act::Move(motion) => list.motion(motion, PAGE),
                        Act::Extend(motion) => list.extend(motion, PAGE),
                        Act::Mark => list.mark(),
                        Act::Range => list.range(),
                        Act::MarkAllShown => list.mark_all_shown(),
                        Act::Invert => list.invert(),
                        _ => unreachable!(),
                    }
                    simple.act(&shown, act);
                    None
                }
                Step::Search(text) => {
                    list.search.set(text);
                    None
                }
                Step::Delete(at) => Some(fact(at, Change::Deleted(Some(generated::PRESENT)))),
                Step::Restore(at) => Some(fact(at, Change::Deleted(None))),
                Step::Rename(at, name) => Some(fact(at, Change::Name(name.to_owned()))),
                Step::Purge(at) => Some(Fact::Purge(ids[at])),
            };
            // Nobody can be changed who was purged before.
            let revision = tenant.revision() + 1;
            if let Some(fact) = fact && tenant.apply([fact], revision).is_err() {
                continue;
            }
            list.refresh(&(std::sync::Arc::new(tenant.clone()) as Snapshot));
            let shown = simple.settle(&list, &tenant);
            compare(&list, &tenant, &simple, &shown)?;
        }
    }
}
