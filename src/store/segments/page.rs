//! The beginning of a large tenant, shown while the rest of it is being read.

use std::sync::Arc;

use super::moved::folded;
use crate::domain::change::Fact;
use crate::domain::directory::{Directory, Head, Revision};
use crate::domain::edition::Edition;
use crate::domain::id::UserId;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;

/// The first users of a tenant, and how many there are.
#[derive(Clone)]
pub(in crate::store) struct Page {
    first: Tenant,
    len: usize,
    /// Whoever comes behind this folded text is not among them; `None`: everybody is.
    last: Option<String>,
}

impl Page {
    /// `first` are the first of `len` users.
    pub(in crate::store) fn new(first: Tenant, len: usize) -> Self {
        let last = (first.len() < len).then(|| {
            let last = first.folded(first.len().saturating_sub(1));
            last.unwrap_or_default().to_owned()
        });
        Self { first, len, last }
    }

    /// Takes in what happened since, as far as it is known whom it concerns.
    pub(in crate::store) fn replay(&mut self, facts: &[Fact], revision: Revision) {
        for fact in facts {
            match fact {
                Fact::Create(user) => {
                    self.len += 1;
                    if !self.is_behind(user) {
                        self.apply(fact);
                    }
                }
                Fact::Purge(_) => {
                    self.len = self.len.saturating_sub(1);
                    self.apply(fact);
                }
                // Most changes are to somebody else.
                Fact::User(id, _) if self.first.position(*id).is_none() => {}
                Fact::User(id, _) => {
                    self.apply(fact);
                    let renamed = self.first.user(*id);
                    if renamed.is_some_and(|user| self.is_behind(&user)) {
                        self.apply(&Fact::Purge(*id));
                    }
                }
                Fact::Settings(_) | Fact::Clock(_) | Fact::Tenant(_) => self.apply(fact),
            }
        }
        self.first.move_on(revision);
    }

    fn is_behind(&self, user: &User) -> bool {
        let last = self.last.as_ref();
        last.is_some_and(|last| folded(user) > *last)
    }

    /// What does not fit is about somebody else; the whole tenant finds it out if it is not.
    fn apply(&mut self, fact: &Fact) {
        let revision = self.first.revision();
        let _ = self.first.apply([fact.clone()], revision);
    }

    /// The same in another edition.
    pub(in crate::store) fn in_edition(&self, edition: Edition) -> Self {
        Self {
            first: self.first.clone().in_edition(edition),
            ..self.clone()
        }
    }
}

impl Directory for Page {
    fn facts(&self) -> &TenantFacts {
        self.first.facts()
    }

    fn revision(&self) -> Revision {
        self.first.revision()
    }

    fn is_ready(&self) -> bool {
        false
    }

    fn len(&self) -> usize {
        self.len
    }

    fn head(&self, position: usize) -> Option<Head<'_>> {
        self.first.head(position)
    }

    fn deleted(&self) -> usize {
        self.first.deleted()
    }

    fn position(&self, user: UserId) -> Option<usize> {
        self.first.position(user)
    }

    fn find(&self, upn: &str) -> Option<UserId> {
        self.first.find(upn)
    }

    fn user(&self, id: UserId) -> Option<Arc<User>> {
        self.first.user(id)
    }
}
