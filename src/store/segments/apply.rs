//! Applying facts to a large tenant. What it comes to is what a plain tenant would come to. Whom a
//! bulk changes need not be read for that, where it is known what becomes of them.

use std::sync::Arc;

use super::head::{Shown, State};
use super::large::Large;
use super::moved::{Moved, Spot};
use super::touched::{Changed, Now};
use crate::domain::change::{Changes, Fact, Misfit};
use crate::domain::directory::{Directory, Revision};
use crate::domain::id::UserId;
use crate::domain::method::MethodKinds;
use crate::domain::plan::{Plan, Row};
use crate::domain::user::User;
use crate::store::memory::Changeable;

impl Changeable for Large {
    fn planned(&self, plan: &Plan, revision: Revision) -> Result<(Self, Vec<Fact>), Misfit> {
        let mut after = self.clone();
        after.revision = revision;
        let mut inverse = Vec::with_capacity(plan.rows.len());
        let mut place = 0;
        for row in &plan.rows {
            match after.lay_row(row, place) {
                Some((at, back)) => {
                    place = at + 1;
                    inverse.push(back);
                }
                None => {
                    for fact in row.facts() {
                        inverse.push(after.apply_one(fact)?);
                    }
                }
            }
        }
        inverse.reverse();
        Ok((after, inverse))
    }
}

impl Large {
    /// Applies these facts in place. After a misfit some of them are applied.
    pub(in crate::store) fn replay(
        &mut self,
        facts: &[Fact],
        revision: Revision,
    ) -> Result<(), Misfit> {
        self.revision = revision;
        let mut place = 0;
        for fact in facts {
            let laid = match fact {
                Fact::User(id, changes) => self.lay(*id, place, [changes], None),
                _ => None,
            };
            match laid {
                Some(at) => place = at + 1,
                None => drop(self.apply_one(fact)?),
            }
        }
        Ok(())
    }

    /// Lays a row of a plan over its user, if it is known what becomes of them. Gives the place and
    /// the inverse.
    fn lay_row(&mut self, row: &Row, near: u32) -> Option<(u32, Fact)> {
        let (id, becomes) = (row.user?, row.becomes.as_ref()?);
        let of_user = |fact: &Fact| matches!(fact, Fact::User(own, _) if *own == id);
        if !row.facts().all(of_user) {
            return None;
        }
        let changes = row.facts().filter_map(|fact| match fact {
            Fact::User(_, changes) => Some(changes),
            _ => None,
        });
        let place = self.lay(id, near, changes, Some(becomes.methods))?;
        Some((place, Fact::User(id, becomes.back.clone())))
    }

    /// Lays changes over a user without reading the record. `methods` are the kinds of methods
    /// then, where it is known that the changes fit. Gives the place, which may be `near`; `None`:
    /// the user has to be read, and nothing has changed.
    fn lay<'a>(
        &mut self,
        id: UserId,
        near: u32,
        changes: impl IntoIterator<Item = &'a Changes>,
        methods: Option<MethodKinds>,
    ) -> Option<u32> {
        let place = self.base.find_id_near(id, near)?;
        if self.moved.is_gone(place) {
            return None;
        }
        let (segment, row) = self.base.row(place);
        let before = self.touched.get(segment)?.get(row);
        // What was known before is not known any more after other changes of the same plan.
        if methods.is_some() && before.is_some_and(|before| before.at == self.revision) {
            return None;
        }
        let mut state = match before {
            Some(before) => before.state,
            None => self.base.segments.get(segment)?.columns.state(row)?,
        };
        let deleted = state.deleted;
        let mut now = before.map(|before| before.now.clone());
        for changes in changes {
            for change in &**changes {
                match (state.take_in(change), methods) {
                    (Shown::Known, _) | (Shown::KnownIfItFits, Some(_)) => {}
                    (Shown::KnownIfItFits, None) | (Shown::Unknown, _) => return None,
                }
            }
            now = Some(Now::then(now, changes)?);
        }
        state.methods = methods.unwrap_or(state.methods);
        self.deleted -= usize::from(deleted);
        self.deleted += usize::from(state.deleted);
        let changed = Changed {
            row: u32::try_from(row).ok()?,
            state,
            at: self.revision,
            now: now?,
        };
        Arc::make_mut(self.touched.get_mut(segment)?).set(changed);
        Some(place)
    }

    fn apply_one(&mut self, fact: &Fact) -> Result<Fact, Misfit> {
        match fact {
            Fact::User(id, changes) => self.change(*id, changes),
            Fact::Create(user) => self.create(User::clone(user)),
            Fact::Purge(id) => {
                let id = *id;
                let spot = self.spot(id).ok_or(Misfit::NoUser(id))?;
                let user = self.user_at(spot).ok_or(Misfit::Unreadable(id))?;
                self.take(spot);
                self.deleted -= usize::from(user.deleted.is_some());
                Ok(Fact::Create(Box::new(Arc::unwrap_or_clone(user))))
            }
            Fact::Settings(settings) => {
                let facts = Arc::make_mut(&mut self.facts);
                let before = std::mem::replace(&mut facts.settings, (**settings).clone());
                Ok(Fact::Settings(Box::new(before)))
            }
            Fact::Tenant(facts) => {
                let before = std::mem::replace(Arc::make_mut(&mut self.facts), (**facts).clone());
                Ok(Fact::Tenant(Box::new(before)))
            }
            Fact::Clock(days) => {
                let facts = Arc::make_mut(&mut self.facts);
                Ok(Fact::Clock(std::mem::replace(&mut facts.clock_days, *days)))
            }
        }
    }

    fn change(&mut self, id: UserId, changes: &Changes) -> Result<Fact, Misfit> {
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
        Ok(Fact::User(id, inverse.into()))
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
                    Arc::make_mut(touched).set(Changed {
                        row: u32::try_from(row).unwrap_or(u32::MAX),
                        state: State::of(&user),
                        at: self.revision,
                        now: Now::User(user),
                    });
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
