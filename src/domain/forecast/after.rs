//! The tenant as a plan leaves it, without applying the plan.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::domain::change::Fact;
use crate::domain::clock;
use crate::domain::directory::{Directory, Head, Revision, fold};
use crate::domain::id::UserId;
use crate::domain::plan::Plan;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// A directory with a plan's facts laid over it. Whom the plan touches is read as it will be;
/// lists are those of before.
pub struct After<'a> {
    before: &'a dyn Directory,
    facts: Option<TenantFacts>,
    /// `None`: gone.
    touched: HashMap<UserId, Option<Arc<User>>>,
}

impl<'a> After<'a> {
    /// `before` with what `plan` decided.
    pub fn new(before: &'a dyn Directory, plan: &Plan) -> Self {
        let mut after = Self {
            before,
            facts: None,
            touched: HashMap::new(),
        };
        for fact in plan.facts() {
            after.lay(fact);
        }
        after
    }

    /// What the tenant's clock shows then, where it shows `now` before.
    pub fn now(&self, now: Timestamp) -> Timestamp {
        clock::moved(self.before.facts(), self.facts(), now)
    }

    fn lay(&mut self, fact: &Fact) {
        match fact {
            Fact::User(id, changes) => {
                if let Some(mut user) = self.user(*id) {
                    // What does not fit is refused where the plan is applied.
                    let _ = Arc::make_mut(&mut user).apply_all(changes);
                    self.touched.insert(*id, Some(user));
                }
            }
            Fact::Create(user) => {
                let user = Arc::new(User::clone(user));
                self.touched.insert(user.id, Some(user));
            }
            Fact::Purge(id) => {
                self.touched.insert(*id, None);
            }
            Fact::Settings(settings) => {
                let mut facts = self.facts().clone();
                facts.settings = (**settings).clone();
                self.facts = Some(facts);
            }
            Fact::Tenant(facts) => self.facts = Some((**facts).clone()),
            Fact::Clock(days) => {
                let mut facts = self.facts().clone();
                facts.clock_days = *days;
                self.facts = Some(facts);
            }
        }
    }
}

impl Directory for After<'_> {
    fn facts(&self) -> &TenantFacts {
        self.facts.as_ref().unwrap_or(self.before.facts())
    }

    fn revision(&self) -> Revision {
        self.before.revision()
    }

    fn len(&self) -> usize {
        self.before.len()
    }

    fn head(&self, position: usize) -> Option<Head<'_>> {
        self.before.head(position)
    }

    fn is_ready(&self) -> bool {
        self.before.is_ready()
    }

    fn folded(&self, position: usize) -> Option<&str> {
        self.before.folded(position)
    }

    fn search(&self, text: &str) -> Vec<u32> {
        self.before.search(text)
    }

    fn heads(&self, positions: Range<usize>, each: &mut dyn FnMut(usize, Head<'_>)) {
        self.before.heads(positions, each);
    }

    fn deleted(&self) -> usize {
        self.before.deleted()
    }

    fn position(&self, user: UserId) -> Option<usize> {
        self.before.position(user)
    }

    fn find(&self, upn: &str) -> Option<UserId> {
        self.before.find(upn).or_else(|| {
            let mut created = self.touched.values().flatten();
            let named = created.find(|user| fold(&user.upn) == fold(upn));
            named.map(|user| user.id)
        })
    }

    fn user(&self, id: UserId) -> Option<Arc<User>> {
        match self.touched.get(&id) {
            Some(user) => user.clone(),
            None => self.before.user(id),
        }
    }
}
