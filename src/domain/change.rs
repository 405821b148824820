//! What a plan decided: facts, not wishes. A change is a value; applying it gives its inverse, and
//! undo is nothing else. The journal records these, so a later rule cannot rewrite history.

use std::ops::Deref;
use std::sync::Arc;

use enumset::EnumSet;
use serde::{Deserialize, Serialize};

use super::id::{AppPasswordId, DeviceId, MethodId, UserId};
use super::method::{DefaultMethod, Method};
use super::profile::PublicProfile;
use super::role::Role;
use super::settings::ServiceSettings;
use super::tenant::TenantFacts;
use super::time::Timestamp;
use super::user::{AppPassword, Lockout, Password, PerUserMfa, RememberedDevice, User};

/// One fact about the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// These changes happen to this user, in this order.
    User(UserId, Changes),
    /// This user comes into being.
    Create(Box<User>),
    /// This user is gone for good; the inverse of [`Fact::Create`].
    Purge(UserId),
    /// The service settings are now these.
    Settings(Box<ServiceSettings>),
    /// The tenant's clock is so many days ahead.
    Clock(u32),
    /// Everything about the tenant but its users is now this.
    Tenant(Box<TenantFacts>),
}

impl Fact {
    /// The user it is about; `None`: the tenant itself.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::User(id, _) | Self::Purge(id) => Some(*id),
            Self::Create(user) => Some(user.id),
            Self::Settings(_) | Self::Clock(_) | Self::Tenant(_) => None,
        }
    }
}

impl TenantFacts {
    /// Applies a fact about the tenant itself and gives its inverse. `Err`: it is about a user.
    pub fn apply(&mut self, fact: Fact) -> Result<Fact, Fact> {
        use std::mem::replace;
        match fact {
            Fact::Settings(mut to) => {
                std::mem::swap(&mut self.settings, &mut *to);
                Ok(Fact::Settings(to))
            }
            Fact::Tenant(mut to) => {
                std::mem::swap(self, &mut *to);
                Ok(Fact::Tenant(to))
            }
            Fact::Clock(days) => Ok(Fact::Clock(replace(&mut self.clock_days, days))),
            Fact::User(..) | Fact::Create(_) | Fact::Purge(_) => Err(fact),
        }
    }
}

/// Changes to one user, in order. Users to whom the same happens share them: copying copies a
/// pointer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Changes(Arc<[Change]>);

impl Changes {
    /// Whether both are the same, told in a moment where one is a copy of the other.
    pub fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self == other
    }

    /// The changes, to be changed: of a copy where others share them.
    pub fn to_mut(&mut self) -> &mut [Change] {
        Arc::make_mut(&mut self.0)
    }
}

impl Deref for Changes {
    type Target = [Change];

    fn deref(&self) -> &[Change] {
        &self.0
    }
}

impl FromIterator<Change> for Changes {
    fn from_iter<T: IntoIterator<Item = Change>>(changes: T) -> Self {
        Self(changes.into_iter().collect())
    }
}

impl From<Vec<Change>> for Changes {
    fn from(changes: Vec<Change>) -> Self {
        Self(changes.into())
    }
}

/// One change to one user. Positions are places in the user's own lists, so that an inverse puts
/// things back where they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A method is registered at this place of the list.
    AddMethod(usize, Method),
    /// The method of the same id now looks like this.
    ReplaceMethod(Method),
    /// The method is gone.
    RemoveMethod(MethodId),
    /// The default sign-in method.
    Default(Option<DefaultMethod>),
    /// The password.
    Password(Password),
    /// The re-register flag.
    MustRegisterAgain(bool),
    /// MFA at the next sign-in, policy or not (2018).
    MfaAtNextSignIn(bool),
    /// Per-user MFA.
    Mfa(PerUserMfa),
    /// A device is remembered, at this place of the list.
    AddDevice(usize, RememberedDevice),
    /// A device is forgotten.
    RemoveDevice(DeviceId),
    /// An app password is there, at this place of the list.
    AddAppPassword(usize, AppPassword),
    /// An app password is gone.
    RemoveAppPassword(AppPasswordId),
    /// Smart-lockout counters.
    Lockout(Lockout),
    /// Sessions are valid from then on.
    SessionsValidFrom(Option<Timestamp>),
    /// Sign-in blocked or not.
    Blocked(bool),
    /// Display name.
    Name(String),
    /// The public profile.
    Profile(Box<PublicProfile>),
    /// Directory roles.
    Roles(EnumSet<Role>),
    /// Deleted at that time, or not.
    Deleted(Option<Timestamp>),
}

/// A fact that does not fit the tenant it is applied to: the two are not of one history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// No such user.
    #[error("no user {0}")]
    NoUser(UserId),
    /// There is such a user, and whoever keeps the tenant cannot read the record.
    #[error("the record of user {0} cannot be read")]
    Unreadable(UserId),
    /// A user of that id is there already.
    #[error("user {0} exists already")]
    UserExists(UserId),
    /// Another user has the same user principal name.
    #[error("the user principal name of user {0} is taken")]
    UpnTaken(UserId),
    /// No such method.
    #[error("no method {0}")]
    NoMethod(MethodId),
    /// No such remembered device.
    #[error("no remembered device {0}")]
    NoDevice(DeviceId),
    /// No such app password.
    #[error("no app password {0}")]
    NoAppPassword(AppPasswordId),
    /// The same id twice in one list.
    #[error("an entry of that id is there already")]
    Twice,
}

impl User {
    /// Applies one change and gives its inverse. On a misfit nothing has changed.
    pub fn apply(&mut self, change: Change) -> Result<Change, Misfit> {
        use std::mem::replace;
        Ok(match change {
            Change::AddMethod(at, method) => {
                let id = method.id;
                insert(&mut self.methods, at, method, |one| one.id == id)?;
                Change::RemoveMethod(id)
            }
            Change::ReplaceMethod(method) => {
                let own = self.methods.iter_mut().find(|one| one.id == method.id);
                Change::ReplaceMethod(replace(own.ok_or(Misfit::NoMethod(method.id))?, method))
            }
            Change::RemoveMethod(id) => {
                let (at, method) =
                    remove(&mut self.methods, |one| one.id == id).ok_or(Misfit::NoMethod(id))?;
                Change::AddMethod(at, method)
            }
            Change::AddDevice(at, device) => {
                let id = device.id;
                insert(&mut self.devices, at, device, |one| one.id == id)?;
                Change::RemoveDevice(id)
            }
            Change::RemoveDevice(id) => {
                let (at, device) =
                    remove(&mut self.devices, |one| one.id == id).ok_or(Misfit::NoDevice(id))?;
                Change::AddDevice(at, device)
            }
            Change::AddAppPassword(at, password) => {
                let id = password.id;
                insert(&mut self.app_passwords, at, password, |one| one.id == id)?;
                Change::RemoveAppPassword(id)
            }
            Change::RemoveAppPassword(id) => {
                let removed = remove(&mut self.app_passwords, |one| one.id == id);
                let (at, password) = removed.ok_or(Misfit::NoAppPassword(id))?;
                Change::AddAppPassword(at, password)
            }
            Change::Default(to) => Change::Default(replace(&mut self.default_method, to)),
            Change::Password(to) => Change::Password(replace(&mut self.password, to)),
            Change::MustRegisterAgain(to) => {
                Change::MustRegisterAgain(replace(&mut self.must_register_again, to))
            }
            Change::MfaAtNextSignIn(to) => {
                Change::MfaAtNextSignIn(replace(&mut self.mfa_at_next_sign_in, to))
            }
            Change::Mfa(to) => Change::Mfa(replace(&mut self.mfa, to)),
            Change::Lockout(to) => Change::Lockout(replace(&mut self.lockout, to)),
            Change::SessionsValidFrom(to) => {
                Change::SessionsValidFrom(replace(&mut self.sessions_valid_from, to))
            }
            Change::Blocked(to) => Change::Blocked(replace(&mut self.blocked, to)),
            Change::Name(to) => Change::Name(replace(&mut self.name, to)),
            Change::Profile(to) => Change::Profile(Box::new(replace(&mut self.profile, *to))),
            Change::Roles(to) => Change::Roles(replace(&mut self.roles, to)),
            Change::Deleted(to) => Change::Deleted(replace(&mut self.deleted, to)),
        })
    }

    /// Applies changes in order and gives their inverses, in the order in which they undo. On a
    /// misfit the user is as it was.
    pub fn apply_all(&mut self, changes: &[Change]) -> Result<Vec<Change>, Misfit> {
        let mut inverse = Vec::with_capacity(changes.len());
        for change in changes {
            match self.apply(change.clone()) {
                Ok(back) => inverse.push(back),
                Err(misfit) => {
                    for back in inverse.into_iter().rev() {
                        // What has just been done can be taken back.
                        self.apply(back)?;
                    }
                    return Err(misfit);
                }
            }
        }
        inverse.reverse();
        Ok(inverse)
    }
}

fn insert<T>(
    list: &mut Vec<T>,
    at: usize,
    entry: T,
    same: impl Fn(&T) -> bool,
) -> Result<(), Misfit> {
    if list.iter().any(same) {
        return Err(Misfit::Twice);
    }
    list.insert(at.min(list.len()), entry);
    Ok(())
}

fn remove<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool) -> Option<(usize, T)> {
    let at = list.iter().position(is)?;
    Some((at, list.remove(at)))
}
