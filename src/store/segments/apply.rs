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
use crate::domain::plan::{Becomes, Row};
use crate::domain::user::User;
use crate::store::memory::Changeable;

/// Whom a bulk changes next, mostly: a segment and a row of it.
type Near = (usize, usize);

impl Changeable for Large {
    fn planned(
        &self,
        facts: &[Fact],
        rows: &[Row],
        revision: Revision,
    ) -> Result<(Self, Vec<Fact>), Misfit> {
        let mut after = self.clone();
        after.revision = revision;
        let mut inverse = Vec::with_capacity(facts.len());
        let (mut facts, mut rows, mut near) = (facts, rows, Near::default());
        while let Some(first) = facts.first() {
            let (own, others) = of_one(facts, first.user());
            let becomes;
            (becomes, rows) = becomes_of(rows, first.user());
            match becomes.and_then(|becomes| after.lay_known(own, becomes, near, facts.len())) {
                Some((next, back)) => {
                    near = next;
                    inverse.push(back);
                }
                None => {
                    for fact in own {
                        inverse.push(after.apply_one(fact)?);
                    }
                }
            }
            facts = others;
        }
        inverse.reverse();
        Ok((after, inverse))
    }
}

/// The facts in front that are about one user, and the others.
fn of_one(facts: &[Fact], user: Option<UserId>) -> (&[Fact], &[Fact]) {
    let others = facts.iter().skip(1);
    let count = match user {
        Some(user) => others.take_while(|fact| fact.user() == Some(user)).count(),
        None => 0,
    };
    facts.split_at(1 + count)
}

/// What becomes of `user`, as the next of `rows` about them says, and the rows behind it. Nothing is
/// known of who has two rows.
fn becomes_of(rows: &[Row], user: Option<UserId>) -> (Option<&Becomes>, &[Row]) {
    let Some(at) = rows.iter().position(|row| row.user == user) else {
        return (None, &[]);
    };
    let (row, rows) = (&rows[at], &rows[at + 1..]);
    let twice = rows.first().is_some_and(|next| next.user == user);
    (row.becomes.as_ref().filter(|_| !twice), rows)
}

impl Large {
    /// Applies these facts in place. After a misfit some of them are applied.
    pub(in crate::store) fn replay(
        &mut self,
        facts: &[Fact],
        revision: Revision,
    ) -> Result<(), Misfit> {
        self.revision = revision;
        let mut near = Near::default();
        for (at, fact) in facts.iter().enumerate() {
            let laid = match fact {
                Fact::User(id, changes) => self.lay(*id, [changes], None, near, facts.len() - at),
                _ => None,
            };
            match laid {
                Some(next) => near = next,
                None => drop(self.apply_one(fact)?),
            }
        }
        Ok(())
    }

    /// Lays the facts of one user of a plan over them, since it is known what becomes of them; `left`
    /// facts are still to come with these. Gives who is next, mostly, and the inverse.
    fn lay_known(
        &mut self,
        facts: &[Fact],
        becomes: &Becomes,
        near: Near,
        left: usize,
    ) -> Option<(Near, Fact)> {
        let id = facts.first()?.user()?;
        let changes = facts.iter().filter_map(|fact| match fact {
            Fact::User(_, changes) => Some(changes),
            _ => None,
        });
        if changes.clone().count() < facts.len() {
            return None;
        }
        let next = self.lay(id, changes, Some(becomes.methods), near, left)?;
        Some((next, Fact::User(id, becomes.back.clone())))
    }

    /// Lays changes over a user, who may be `near`, without reading the record. `methods` are the
    /// kinds of methods then, where it is known that the changes fit. Gives who stands behind;
    /// `None`: the user has to be read, and nothing has changed.
    fn lay<'a>(
        &mut self,
        id: UserId,
        changes: impl IntoIterator<Item = &'a Changes>,
        methods: Option<MethodKinds>,
        near: Near,
        left: usize,
    ) -> Option<Near> {
        let (segment, row) = match self.base.segments.get(near.0) {
            Some(segment) if segment.columns.id(near.1) == Some(id) => near,
            _ => self.base.row(self.base.find_id(id)?),
        };
        if self.moved.is_gone_from(self.base.start(segment), row) {
            return None;
        }
        let columns = &self.base.segments.get(segment)?.columns;
        let touched = self.touched.get_mut(segment)?;
        let before = touched.get(row);
        // What was known before is not known any more after other changes of the same plan.
        if methods.is_some() && before.is_some_and(|before| before.at == self.revision) {
            return None;
        }
        let mut state = match before {
            Some(before) => before.state,
            None => columns.state(row)?,
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
        let touched = Arc::make_mut(touched);
        touched.expect(left.min(columns.len() - row));
        touched.set(changed);
        Some(if row + 1 < columns.len() {
            (segment, row + 1)
        } else {
            (segment + 1, 0)
        })
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
            Fact::Settings(_) | Fact::Tenant(_) | Fact::Clock(_) => {
                let applied = Arc::make_mut(&mut self.facts).apply(fact.clone());
                Ok(applied.unwrap_or_else(|fact| fact))
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
