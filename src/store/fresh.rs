//! Whether a plan still fits: it does unless a user it touches was changed since it was made.

use std::collections::HashMap;

use super::StoreError;
use crate::domain::change::Fact;
use crate::domain::directory::Revision;
use crate::domain::id::UserId;
use crate::domain::plan::Plan;

/// So many changes are kept as they came.
const RECENT: usize = 256;

/// When each user, and the tenant itself, last changed. Grows with the number of touched users only.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Nothing is known of changes up to here.
    known_from: Revision,
    users: HashMap<UserId, Revision>,
    /// The last change of any of those.
    last: Revision,
    /// The last changes and whom they touched, oldest first: most plans are made behind them, and
    /// nobody has to look.
    recent: Vec<(Revision, Vec<UserId>)>,
    tenant: Revision,
}

impl Touched {
    /// Knows of no change since `revision`, and of nothing before it.
    pub(super) fn since(revision: Revision) -> Self {
        Self {
            known_from: revision,
            tenant: revision,
            ..Self::default()
        }
    }

    /// These facts led to `revision`.
    pub(super) fn record(&mut self, facts: &[Fact], revision: Revision) {
        let mut users = Vec::with_capacity(facts.len());
        for fact in facts {
            match fact.user() {
                Some(id) => users.push(id),
                None => self.tenant = revision,
            }
        }
        if !users.is_empty() {
            self.recent.push((revision, users));
        }
        if self.recent.len() > RECENT {
            self.sort_in();
        }
    }

    /// Takes the last changes in user by user.
    fn sort_in(&mut self) {
        for (revision, users) in self.recent.drain(..) {
            self.last = revision;
            self.users
                .extend(users.into_iter().map(|id| (id, revision)));
        }
    }

    /// Refuses `plan` where something it changes is not as it was when the plan was made; `facts`
    /// are what it changes.
    pub(super) fn check(&mut self, plan: &Plan, facts: &[Fact]) -> Result<(), StoreError> {
        let last = self
            .recent
            .last()
            .map_or(self.last, |(revision, _)| *revision);
        if last.max(self.tenant).max(self.known_from) <= plan.revision {
            return Ok(());
        }
        self.sort_in();
        let mut facts = facts.iter();
        let Some(stale) = facts.find(|fact| self.changed_since(fact, plan.revision)) else {
            return Ok(());
        };
        let row = plan.rows.iter().find(|row| row.user == stale.user());
        let whom = row.map_or_else(|| plan.title.clone(), |row| row.name.to_string());
        Err(StoreError::Stale(whom))
    }

    fn changed_since(&self, fact: &Fact, revision: Revision) -> bool {
        let last = match fact.user() {
            Some(id) => self.users.get(&id).copied().unwrap_or(self.known_from),
            None => self.tenant,
        };
        last > revision
    }
}
