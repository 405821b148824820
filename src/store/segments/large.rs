//! A large tenant: the segment files and what was changed since, as one [`Directory`].

use std::ops::Range;
use std::sync::Arc;

use super::base::Base;
use super::head::State;
use super::moved::{Moved, Spot};
use super::read::Damage;
use super::touched::Touched;
use crate::domain::directory::{Directory, Head, Revision, fold};
use crate::domain::edition::Edition;
use crate::domain::id::UserId;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;

/// One state of a large tenant. Cloning copies a pointer for each segment, never a user.
#[derive(Clone)]
pub(in crate::store) struct Large {
    pub(super) facts: Arc<TenantFacts>,
    pub(super) revision: Revision,
    /// See [`Directory::arranged`].
    pub(super) arranged: Revision,
    pub(super) base: Arc<Base>,
    /// For each segment, who in it was changed since.
    pub(super) touched: Vec<Arc<Touched>>,
    pub(super) moved: Arc<Moved>,
    pub(super) deleted: usize,
}

impl Large {
    /// What the files hold.
    pub(in crate::store) fn new(
        facts: Arc<TenantFacts>,
        base: Arc<Base>,
        revision: Revision,
    ) -> Self {
        Self {
            facts,
            revision,
            arranged: revision,
            touched: vec![Arc::default(); base.segments.len()],
            moved: Arc::default(),
            deleted: base.deleted(),
            base,
        }
    }

    /// The same in another edition.
    pub(in crate::store) fn in_edition(&self, edition: Edition) -> Self {
        let mut other = self.clone();
        Arc::make_mut(&mut other.facts).edition = edition;
        other
    }

    /// The same at another revision.
    pub(in crate::store) fn at_revision(&self, revision: Revision) -> Self {
        Self {
            revision,
            ..self.clone()
        }
    }

    /// The same where everybody is found at once: see [`Base::with_tables`].
    pub(in crate::store) fn find_quickly(&self) {
        self.base.twice();
    }

    /// Who is there twice, in words.
    pub(in crate::store) fn twice(&self) -> impl Iterator<Item = Damage> {
        let twice = self.base.twice().iter();
        twice.map(|twice| twice.text(&self.base))
    }

    /// Why a record could not be read, if that happened.
    pub(in crate::store) fn fault(&self) -> Option<&str> {
        self.base
            .segments
            .iter()
            .find_map(|segment| segment.fault())
    }

    pub(super) fn spot(&self, id: UserId) -> Option<Spot> {
        if let Some(extra) = self.moved.of_id(id) {
            return Some(Spot::Extra(extra));
        }
        let place = self.base.find_id(id)?;
        (!self.moved.is_gone(place)).then_some(Spot::Place(place))
    }

    pub(super) fn user_at(&self, spot: Spot) -> Option<Arc<User>> {
        match spot {
            Spot::Extra(number) => Some(Arc::clone(&self.moved.extras().get(number)?.user)),
            Spot::Place(place) => {
                let (number, row) = self.base.row(place);
                let read = || self.base.segments.get(number)?.user(row);
                match self.touched.get(number)?.get(row) {
                    Some(changed) => changed.now.user(&read),
                    None => read(),
                }
            }
        }
    }

    fn spot_of(&self, position: usize) -> Option<Spot> {
        let position = u32::try_from(position).ok()?;
        ((position as usize) < self.len()).then(|| self.moved.spot(position))
    }

    /// The head in a row of a segment, as it was changed.
    fn head_in(&self, segment: usize, row: usize) -> Option<Head<'_>> {
        let head = self.base.segments.get(segment)?.columns.head(row)?;
        Some(match self.touched.get(segment)?.get(row) {
            Some(changed) => changed
                .state
                .head(head.id, [head.name, head.upn, head.folded]),
            None => head,
        })
    }
}

impl Directory for Large {
    fn facts(&self) -> &TenantFacts {
        &self.facts
    }

    fn revision(&self) -> Revision {
        self.revision
    }

    fn arranged(&self) -> Revision {
        self.arranged
    }

    fn len(&self) -> usize {
        self.moved.len(self.base.len())
    }

    fn head(&self, position: usize) -> Option<Head<'_>> {
        match self.spot_of(position)? {
            Spot::Extra(number) => Some(self.moved.extras().get(number)?.head()),
            Spot::Place(place) => {
                let (segment, row) = self.base.row(place);
                self.head_in(segment, row)
            }
        }
    }

    fn folded(&self, position: usize) -> Option<&str> {
        match self.spot_of(position)? {
            Spot::Extra(number) => Some(&self.moved.extras().get(number)?.folded),
            Spot::Place(place) => self.base.folded(place),
        }
    }

    fn search(&self, text: &str) -> Vec<u32> {
        let finder = memchr::memmem::Finder::new(text);
        let mut found = Vec::new();
        for (segment, number) in self.base.segments.iter().zip(0..) {
            let start = self.base.start(number);
            segment.columns.search(&finder, |row| {
                found.push(start + u32::try_from(row).unwrap_or(u32::MAX));
            });
        }
        if !self.moved.is_empty() {
            found.retain(|&place| !self.moved.is_gone(place));
            for place in &mut found {
                *place = self.moved.position(*place);
            }
            let extras = self.moved.extras().iter().enumerate();
            let hits = extras.filter(|(_, extra)| extra.folded.contains(text));
            found.extend(hits.filter_map(|(at, _)| self.moved.position_of_extra(at)));
            found.sort_unstable();
        }
        found
    }

    fn heads(&self, positions: Range<usize>, each: &mut dyn FnMut(usize, Head<'_>)) {
        let mut position = positions.start;
        let end = positions.end.min(self.len());
        while position < end {
            match self.spot_of(position) {
                Some(Spot::Extra(number)) => {
                    if let Some(extra) = self.moved.extras().get(number) {
                        each(position, extra.head());
                    }
                    position += 1;
                }
                // From there to the end of its segment nothing stands between, mostly.
                Some(Spot::Place(place)) => {
                    let (segment, mut row) = self.base.row(place);
                    let last = self.base.start(segment + 1);
                    let plain = self.moved.gone_in(place..last).is_empty()
                        && self.moved.extras_in(place + 1..last).is_empty();
                    let count = if plain { (last - place) as usize } else { 1 };
                    for _ in 0..count.min(end - position) {
                        if let Some(head) = self.head_in(segment, row) {
                            each(position, head);
                        }
                        position += 1;
                        row += 1;
                    }
                }
                None => return,
            }
        }
    }

    fn in_roles(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let segments = self.base.segments.iter().zip(&self.touched);
        for (number, (segment, touched)) in segments.enumerate() {
            let has_one = |state: &State| !state.roles.is_empty();
            let in_file = |row: &usize| segment.columns.state(*row).as_ref().is_some_and(has_one);
            let mut rows: Vec<usize> = (0..segment.columns.len()).filter(in_file).collect();
            let changed = touched.all().iter();
            rows.extend(changed.map(|changed| changed.row as usize));
            rows.sort_unstable();
            rows.dedup();
            for row in rows {
                let head = self.head_in(number, row);
                let place = u32::try_from(row).map(|row| self.base.start(number) + row);
                if let (Some(head), Ok(place)) = (head, place)
                    && !head.roles.is_empty()
                    && !self.moved.is_gone(place)
                {
                    found.push(self.moved.position(place) as usize);
                }
            }
        }
        let extras = self.moved.extras().iter().enumerate();
        let in_roles = extras.filter(|(_, extra)| !extra.user.roles.is_empty());
        let positions = in_roles.filter_map(|(at, _)| self.moved.position_of_extra(at));
        found.extend(positions.map(|position| position as usize));
        found.sort_unstable();
        found
    }

    fn deleted(&self) -> usize {
        self.deleted
    }

    fn position(&self, user: UserId) -> Option<usize> {
        Some(match self.spot(user)? {
            Spot::Extra(number) => self.moved.position_of_extra(number)? as usize,
            Spot::Place(place) => self.moved.position(place) as usize,
        })
    }

    fn find(&self, upn: &str) -> Option<UserId> {
        let folded = fold(upn);
        self.moved.of_upn(&folded).or_else(|| {
            let place = self.base.find_upn(&folded)?;
            (!self.moved.is_gone(place)).then(|| self.base.id(place))?
        })
    }

    fn user(&self, id: UserId) -> Option<Arc<User>> {
        self.user_at(self.spot(id)?)
    }
}
