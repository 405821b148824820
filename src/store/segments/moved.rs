//! Who does not stand where the segment files have them: gone, renamed or come since. Kept small by
//! folding: all of it is copied when it changes.

use std::collections::HashMap;
use std::sync::Arc;

use super::base::Base;
use super::head::State;
use crate::domain::directory::{Head, fold};
use crate::domain::id::UserId;
use crate::domain::user::User;

/// Somebody who stands in no segment file, or not at that place.
#[derive(Clone)]
pub(super) struct Extra {
    /// Name and user principal name as they are searched.
    pub(super) folded: Arc<str>,
    pub(super) user: Arc<User>,
    /// How many of those in the files stand before, with those that are gone.
    place: u32,
}

impl Extra {
    /// The first place of the files behind it.
    pub(super) fn place(&self) -> u32 {
        self.place
    }

    pub(super) fn head(&self) -> Head<'_> {
        let User { id, name, upn, .. } = &*self.user;
        State::of(&self.user).head(*id, [name, upn, &self.folded])
    }
}

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// At this place of the files.
    Place(u32),
    /// Among the extras, at this number.
    Extra(usize),
}

/// The differences to the order of the files.
#[derive(Clone, Default)]
pub(super) struct Moved {
    /// Places in the files that are not shown, in order.
    gone: Vec<u32>,
    /// In the order of the folded text.
    extras: Vec<Extra>,
    ids: HashMap<UserId, Arc<str>>,
    upns: HashMap<String, UserId>,
    /// The position of each extra among all.
    positions: Vec<u32>,
}

impl Moved {
    pub(super) fn extras(&self) -> &[Extra] {
        &self.extras
    }

    pub(super) fn extra_mut(&mut self, number: usize) -> Option<&mut Arc<User>> {
        self.extras.get_mut(number).map(|extra| &mut extra.user)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.extras.is_empty()
    }

    /// How many more there are than in the files.
    pub(super) fn len(&self, base: u32) -> usize {
        base as usize + self.extras.len() - self.gone.len()
    }

    pub(super) fn is_gone(&self, place: u32) -> bool {
        self.gone.binary_search(&place).is_ok()
    }

    /// [`Moved::is_gone`] of the `row`th place behind `start`.
    pub(super) fn is_gone_from(&self, start: u32, row: usize) -> bool {
        !self.gone.is_empty() && u32::try_from(row).is_ok_and(|row| self.is_gone(start + row))
    }

    /// The places among these that are gone.
    pub(super) fn gone_in(&self, places: std::ops::Range<u32>) -> &[u32] {
        let from = self.gone.partition_point(|&gone| gone < places.start);
        let to = self.gone.partition_point(|&gone| gone < places.end);
        &self.gone[from..to]
    }

    /// The extras that stand between these places.
    pub(super) fn extras_in(&self, places: std::ops::Range<u32>) -> &[Extra] {
        let from = self.extras.partition_point(|one| one.place < places.start);
        let to = self.extras.partition_point(|one| one.place < places.end);
        &self.extras[from..to]
    }

    pub(super) fn of_id(&self, id: UserId) -> Option<usize> {
        let folded = self.ids.get(&id)?;
        let order = |extra: &Extra| extra.folded.cmp(folded);
        self.extras.binary_search_by(order).ok()
    }

    pub(super) fn of_upn(&self, folded: &str) -> Option<UserId> {
        self.upns.get(folded).copied()
    }

    /// Who stands at a position among all.
    pub(super) fn spot(&self, position: u32) -> Spot {
        let before = self.positions.partition_point(|&own| own < position);
        if self.positions.get(before) == Some(&position) {
            return Spot::Extra(before);
        }
        Spot::Place(self.place(position - small(before)))
    }

    /// The place of the `rank`th of those in the files who are not gone.
    fn place(&self, rank: u32) -> u32 {
        let (mut low, mut high) = (0, self.gone.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.gone[middle] - small(middle) <= rank {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        rank + small(low)
    }

    /// The position among all of a place that is not gone.
    pub(super) fn position(&self, place: u32) -> u32 {
        let gone = self.gone.partition_point(|&gone| gone < place);
        let extras = self.extras.partition_point(|extra| extra.place <= place);
        place - small(gone) + small(extras)
    }

    pub(super) fn position_of_extra(&self, number: usize) -> Option<u32> {
        self.positions.get(number).copied()
    }

    /// Whoever is at this place of the files is gone from there.
    pub(super) fn remove(&mut self, place: u32) {
        let at = self.gone.partition_point(|&gone| gone < place);
        self.gone.insert(at, place);
        self.count();
    }

    pub(super) fn remove_extra(&mut self, number: usize) -> Extra {
        let extra = self.extras.remove(number);
        self.ids.remove(&extra.user.id);
        self.upns.remove(&fold(&extra.user.upn));
        self.count();
        extra
    }

    pub(super) fn insert(&mut self, base: &Base, user: Arc<User>) {
        let folded: Arc<str> = folded(&user).into();
        let place = base.place_of(&folded);
        self.ids.insert(user.id, Arc::clone(&folded));
        self.upns.insert(fold(&user.upn), user.id);
        let at = self.extras.partition_point(|extra| extra.folded < folded);
        self.extras.insert(
            at,
            Extra {
                folded,
                user,
                place,
            },
        );
        self.count();
    }

    /// Counts the positions of the extras.
    fn count(&mut self) {
        self.positions.clear();
        let mut gone = 0;
        for (number, extra) in self.extras.iter().enumerate() {
            while self.gone.get(gone).is_some_and(|&own| own < extra.place) {
                gone += 1;
            }
            self.positions
                .push(extra.place - small(gone) + small(number));
        }
    }
}

/// Name and user principal name of `user` as they are searched and ordered.
pub(super) fn folded(user: &User) -> String {
    fold(&format!("{}\n{}", user.name, user.upn))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
