//! Applying facts to a large tenant. What it comes to is what a plain tenant would come to.

use std::sync::Arc;

use super::large::Large;
use super::moved::{Moved, Spot};
use crate::domain::change::{Change, Fact, Misfit};
use crate::domain::directory::{Directory, Revision};
use crate::domain::id::UserId;
use crate::domain::user::User;
use crate::store::memory::Changeable;

impl Changeable for Large {
    fn changed(&self, facts: Vec<Fact>, revision: Revision) -> Result<(Self, Vec<Fact>), Misfit> {
        self.applied(facts, revision)
    }
}

impl Large {
    /// The tenant that these facts make of this one, at `revision`, and the inverse facts in the
    /// order in which they undo.
    pub(in crate::store) fn applied(
        &self,
        facts: impl IntoIterator<Item = Fact>,
        revision: Revision,
    ) -> Result<(Self, Vec<Fact>), Misfit> {
        let mut after = self.clone();
        after.revision = revision;
        let mut inverse = facts
            .into_iter()
            .map(|fact| after.apply_one(fact))
            .collect::<Result<Vec<_>, _>>()?;
        inverse.reverse();
        Ok((after, inverse))
    }

    /// The same in place, without a copy. After a misfit some of the facts are applied.
    pub(in crate::store) fn replay(
        &mut self,
        facts: impl IntoIterator<Item = Fact>,
        revision: Revision,
    ) -> Result<(), Misfit> {
        self.revision = revision;
        facts
            .into_iter()
            .try_for_each(|fact| self.apply_one(fact).map(drop))
    }

    fn apply_one(&mut self, fact: Fact) -> Result<Fact, Misfit> {
        match fact {
            Fact::User(id, changes) => self.change(id, changes),
            Fact::Create(user) => self.create(*user),
            Fact::Purge(id) => {
                let spot = self.spot(id).ok_or(Misfit::NoUser(id))?;
                let user = self.user_at(spot).ok_or(Misfit::Unreadable(id))?;
                self.take(spot);
                self.deleted -= usize::from(user.deleted.is_some());
                Ok(Fact::Create(Box::new(Arc::unwrap_or_clone(user))))
            }
            Fact::Settings(settings) => {
                let facts = Arc::make_mut(&mut self.facts);
                let before = std::mem::replace(&mut facts.settings, *settings);
                Ok(Fact::Settings(Box::new(before)))
            }
            Fact::Tenant(facts) => {
                let before = std::mem::replace(Arc::make_mut(&mut self.facts), *facts);
                Ok(Fact::Tenant(Box::new(before)))
            }
            Fact::Clock(days) => {
                let facts = Arc::make_mut(&mut self.facts);
                Ok(Fact::Clock(std::mem::replace(&mut facts.clock_days, days)))
            }
        }
    }

    fn change(&mut self, id: UserId, changes: Vec<Change>) -> Result<Fact, Misfit> {
        let spot = self.spot(id).ok_or(Misfit::NoUser(id))?;
        let before = self.user_at(spot).ok_or(Misfit::Unreadable(id))?;
        let mut user = User::clone(&before);
        let inverse = user.apply_all(changes)?;
        self.deleted -= usize::from(before.deleted.is_some());
        self.deleted += usize::from(user.deleted.is_some());
        if user.name == before.name {
            self.put(spot, Arc::new(user));
        } else {
            self.take(spot);
            self.moved_mut(|moved, base| moved.insert(base, Arc::new(user)));
        }
        Ok(Fact::User(id, inverse))
    }

    fn create(&mut self, user: User) -> Result<Fact, Misfit> {
        let id = user.id;
        if self.spot(id).is_some() {
            return Err(Misfit::UserExists(id));
        }
        if self.find(&user.upn).is_some() {
            return Err(Misfit::UpnTaken(id));
        }
        self.deleted += usize::from(user.deleted.is_some());
        self.moved_mut(|moved, base| moved.insert(base, Arc::new(user)));
        Ok(Fact::Purge(id))
    }

    /// Puts another state of the user there.
    fn put(&mut self, spot: Spot, user: Arc<User>) {
        match spot {
            Spot::Extra(number) => {
                if let Some(own) = Arc::make_mut(&mut self.moved).extra_mut(number) {
                    *own = user;
                }
            }
            Spot::Place(place) => {
                let (segment, row) = self.base.row(place);
                if let Some(touched) = self.touched.get_mut(segment) {
                    Arc::make_mut(touched).set(row, user);
                }
            }
        }
    }

    /// Takes whoever is there away.
    fn take(&mut self, spot: Spot) {
        self.arranged = self.revision;
        match spot {
            Spot::Extra(number) => {
                Arc::make_mut(&mut self.moved).remove_extra(number);
            }
            Spot::Place(place) => {
                let (segment, row) = self.base.row(place);
                if let Some(touched) = self.touched.get_mut(segment)
                    && touched.get(row).is_some()
                {
                    Arc::make_mut(touched).remove(row);
                }
                Arc::make_mut(&mut self.moved).remove(place);
            }
        }
    }

    fn moved_mut(&mut self, change: impl FnOnce(&mut Moved, &super::Base)) {
        self.arranged = self.revision;
        change(Arc::make_mut(&mut self.moved), &self.base);
    }
}
