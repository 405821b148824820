//! A tenant in memory: the plain [`Directory`] that the small store, sandboxes and tests use.

mod rows;

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::change::{Change, Fact, Misfit};
use super::directory::{Directory, Head, Revision, fold};
use super::edition::Edition;
use super::id::UserId;
use super::method::MethodKinds;
use super::settings::{Policies, ServiceSettings};
use super::time::Timestamp;
use super::user::User;
use rows::Rows;

/// Everything about a tenant but its users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantFacts {
    /// The organisation's name.
    pub name: String,
    /// Its verified domains, the primary one first.
    pub domains: Vec<String>,
    /// Which document's behaviour is in force.
    #[serde(default)]
    pub edition: Edition,
    /// A demo tenant: every account has the published password.
    #[serde(default)]
    pub demo: bool,
    /// Service settings.
    #[serde(default)]
    pub settings: ServiceSettings,
    /// Policies.
    #[serde(default)]
    pub policies: Policies,
    /// Days that the tenant's clock is ahead of the one the program runs by: see
    /// [`super::clock`].
    #[serde(default)]
    pub clock_days: u32,
}

impl TenantFacts {
    /// What the tenant's clock shows while the program's shows `clock`.
    pub fn now(&self, clock: Timestamp) -> Timestamp {
        clock.plus_days(self.clock_days).min(Timestamp::LATEST)
    }
}

/// A tenant with all its users. Cloning is cheap: users are shared.
#[derive(Debug, Clone)]
pub struct Tenant {
    facts: Arc<TenantFacts>,
    revision: Revision,
    arranged: Revision,
    rows: Rows,
    deleted: usize,
    index: Arc<Index>,
}

#[derive(Debug, Clone)]
struct Row {
    user: Arc<User>,
    folded: Arc<str>,
    methods: MethodKinds,
}

#[derive(Debug, Default)]
struct Index {
    by_id: HashMap<UserId, usize>,
    by_upn: HashMap<String, usize>,
}

/// Two equal tenants hold the same facts and users, whatever their revisions.
impl PartialEq for Tenant {
    fn eq(&self, other: &Self) -> bool {
        self.facts == other.facts && self.users().eq(other.users())
    }
}

impl Tenant {
    /// A tenant of these users, at revision `revision`. Refuses two users of one id or name.
    pub fn new(
        facts: TenantFacts,
        users: impl IntoIterator<Item = User>,
        revision: Revision,
    ) -> Result<Self, Misfit> {
        Self::of_shared(facts, users.into_iter().map(Arc::new), revision)
    }

    fn of_shared(
        facts: TenantFacts,
        users: impl Iterator<Item = Arc<User>>,
        revision: Revision,
    ) -> Result<Self, Misfit> {
        let mut tenant = Self {
            facts: Arc::new(facts),
            revision,
            arranged: revision,
            rows: Rows::default(),
            deleted: 0,
            index: Arc::default(),
        };
        tenant.arrange(users.map(Row::new).collect())?;
        Ok(tenant)
    }

    /// A tenant of its own that is as `directory` is. Users are shared until they change.
    pub fn copy_of(directory: &dyn Directory) -> Result<Self, Misfit> {
        let heads = (0..directory.len()).filter_map(|position| directory.head(position));
        let users = heads.filter_map(|head| directory.user(head.id));
        Self::of_shared(directory.facts().clone(), users, directory.revision())
    }

    /// All users, in the order of their display names.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.rows.iter().map(|row| &*row.user)
    }

    /// The same tenant at another revision.
    #[must_use]
    pub fn at_revision(mut self, revision: Revision) -> Self {
        self.move_on(revision);
        self
    }

    /// Is at `revision` from now on, whatever led there.
    pub fn move_on(&mut self, revision: Revision) {
        self.revision = revision;
        self.arranged = revision;
    }

    /// The same tenant in another edition, for `--edition`.
    #[must_use]
    pub fn in_edition(mut self, edition: Edition) -> Self {
        Arc::make_mut(&mut self.facts).edition = edition;
        self
    }

    /// Applies facts in order, moves on to `revision` and gives the inverse facts, in the order in
    /// which they undo. On a misfit the tenant is as it was.
    pub fn apply(
        &mut self,
        facts: impl IntoIterator<Item = Fact>,
        revision: Revision,
    ) -> Result<Vec<Fact>, Misfit> {
        let before = (self.revision, self.arranged);
        self.revision = revision;
        let mut inverse = Vec::new();
        for fact in facts {
            match self.apply_one(fact) {
                Ok(back) => inverse.push(back),
                Err(misfit) => {
                    for back in inverse.into_iter().rev() {
                        // What has just been done can be taken back.
                        self.apply_one(back)?;
                    }
                    (self.revision, self.arranged) = before;
                    return Err(misfit);
                }
            }
        }
        inverse.reverse();
        Ok(inverse)
    }

    /// The tenant that [`Tenant::apply`] would make of this one, and the inverse facts. One copy
    /// of the rows, however many facts.
    pub fn applied(
        &self,
        facts: impl IntoIterator<Item = Fact>,
        revision: Revision,
    ) -> Result<(Self, Vec<Fact>), Misfit> {
        let mut after = self.clone();
        let inverse = after.apply(facts, revision)?;
        Ok((after, inverse))
    }

    /// Applies one fact and gives its inverse. On a misfit nothing has changed.
    fn apply_one(&mut self, fact: Fact) -> Result<Fact, Misfit> {
        match fact {
            Fact::User(id, changes) => {
                let at = *self.index.by_id.get(&id).ok_or(Misfit::NoUser(id))?;
                let row = self.rows.get_mut(at).ok_or(Misfit::NoUser(id))?;
                let renamed = changes.iter().any(|own| matches!(own, Change::Name(_)));
                self.deleted -= usize::from(row.user.deleted.is_some());
                let inverse = Arc::make_mut(&mut row.user).apply_all(&changes);
                self.deleted += usize::from(row.user.deleted.is_some());
                let inverse = inverse?;
                row.methods = row.user.method_kinds();
                if renamed {
                    row.folded = folded(&row.user);
                    self.arrange(self.rows.iter().cloned().collect())?;
                }
                Ok(Fact::User(id, inverse.into()))
            }
            Fact::Create(user) => {
                let id = user.id;
                if self.index.by_id.contains_key(&id) {
                    return Err(Misfit::UserExists(id));
                }
                if self.index.by_upn.contains_key(&fold(&user.upn)) {
                    return Err(Misfit::UpnTaken(id));
                }
                let new = Row::new(Arc::from(user));
                self.arrange(self.rows.iter().cloned().chain([new]).collect())?;
                Ok(Fact::Purge(id))
            }
            Fact::Purge(id) => {
                let at = *self.index.by_id.get(&id).ok_or(Misfit::NoUser(id))?;
                let mut rows: Vec<Row> = self.rows.iter().cloned().collect();
                let row = rows.remove(at);
                self.arrange(rows)?;
                Ok(Fact::Create(Box::new(Arc::unwrap_or_clone(row.user))))
            }
            Fact::Settings(_) | Fact::Tenant(_) | Fact::Clock(_) => {
                let applied = Arc::make_mut(&mut self.facts).apply(fact);
                Ok(applied.unwrap_or_else(|fact| fact))
            }
        }
    }

    /// Holds these rows, in order, and finds them again. Only needed where users come, go or are
    /// renamed. On a misfit nothing has changed.
    fn arrange(&mut self, mut rows: Vec<Row>) -> Result<(), Misfit> {
        rows.sort_by(|a, b| a.folded.cmp(&b.folded));
        let mut index = Index {
            by_id: HashMap::with_capacity(rows.len()),
            by_upn: HashMap::with_capacity(rows.len()),
        };
        for (at, row) in rows.iter().enumerate() {
            let id = row.user.id;
            if index.by_id.insert(id, at).is_some() {
                return Err(Misfit::UserExists(id));
            }
            if index.by_upn.insert(fold(&row.user.upn), at).is_some() {
                return Err(Misfit::UpnTaken(id));
            }
        }
        let deleted = rows.iter().filter(|row| row.user.deleted.is_some());
        self.deleted = deleted.count();
        self.rows = Rows::new(rows);
        self.index = Arc::new(index);
        self.arranged = self.revision;
        Ok(())
    }
}

impl Row {
    fn new(user: Arc<User>) -> Self {
        Self {
            folded: folded(&user),
            methods: user.method_kinds(),
            user,
        }
    }
}

fn folded(user: &User) -> Arc<str> {
    fold(&format!("{}\n{}", user.name, user.upn)).into()
}

impl Directory for Tenant {
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
        self.rows.len()
    }

    fn head(&self, position: usize) -> Option<Head<'_>> {
        let row = self.rows.get(position)?;
        let user = &row.user;
        Some(Head {
            id: user.id,
            name: &user.name,
            upn: &user.upn,
            folded: &row.folded,
            user_type: user.user_type,
            synced: user.synced,
            blocked: user.blocked,
            mfa: user.mfa,
            methods: row.methods,
            roles: user.roles,
            must_register_again: user.must_register_again,
            app_passwords: user.app_passwords.len(),
            devices: user.devices.len(),
            deleted: user.deleted.is_some(),
        })
    }

    fn folded(&self, position: usize) -> Option<&str> {
        Some(&self.rows.get(position)?.folded)
    }

    fn deleted(&self) -> usize {
        self.deleted
    }

    fn position(&self, user: UserId) -> Option<usize> {
        self.index.by_id.get(&user).copied()
    }

    fn find(&self, upn: &str) -> Option<UserId> {
        let at = *self.index.by_upn.get(&fold(upn))?;
        Some(self.rows.get(at)?.user.id)
    }

    fn user(&self, id: UserId) -> Option<Arc<User>> {
        let at = self.position(id)?;
        Some(Arc::clone(&self.rows.get(at)?.user))
    }
}
