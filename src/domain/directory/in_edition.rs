//! The same tenant seen in another edition: what "what would this do in 2018" and the switch of a
//! session's edition stand on. Nothing is copied but the facts.

use std::ops::Range;
use std::sync::Arc;

use super::{Directory, Head, Revision};
use crate::domain::edition::Edition;
use crate::domain::id::UserId;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;

/// A tenant in another edition than its own.
pub struct InEdition {
    tenant: Arc<dyn Directory>,
    facts: TenantFacts,
}

impl InEdition {
    /// `tenant` in `edition`.
    pub fn new(tenant: Arc<dyn Directory>, edition: Edition) -> Self {
        let mut facts = tenant.facts().clone();
        facts.edition = edition;
        Self { tenant, facts }
    }
}

impl Directory for InEdition {
    fn facts(&self) -> &TenantFacts {
        &self.facts
    }

    fn revision(&self) -> Revision {
        self.tenant.revision()
    }

    fn arranged(&self) -> Revision {
        self.tenant.arranged()
    }

    fn len(&self) -> usize {
        self.tenant.len()
    }

    fn head(&self, position: usize) -> Option<Head<'_>> {
        self.tenant.head(position)
    }

    fn is_ready(&self) -> bool {
        self.tenant.is_ready()
    }

    fn folded(&self, position: usize) -> Option<&str> {
        self.tenant.folded(position)
    }

    fn search(&self, text: &str) -> Vec<u32> {
        self.tenant.search(text)
    }

    fn heads(&self, positions: Range<usize>, each: &mut dyn FnMut(usize, Head<'_>)) {
        self.tenant.heads(positions, each);
    }

    fn in_roles(&self) -> Vec<usize> {
        self.tenant.in_roles()
    }

    fn deleted(&self) -> usize {
        self.tenant.deleted()
    }

    fn position(&self, user: UserId) -> Option<usize> {
        self.tenant.position(user)
    }

    fn find(&self, upn: &str) -> Option<UserId> {
        self.tenant.find(upn)
    }

    fn user(&self, id: UserId) -> Option<Arc<User>> {
        self.tenant.user(id)
    }
}
