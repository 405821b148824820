//! The blades: one file each, with its state, what acts do to it, and how it looks.

pub mod all_users;
pub mod authentication_methods;
pub mod per_user_mfa;
pub mod user_list;

use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::plan::Actor;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::store::Snapshot;

use super::act::{Act, Place};
use super::dialogs::Dialog;
use super::keymap::Scope;

use all_users::AllUsers;
use authentication_methods::AuthenticationMethods;
use per_user_mfa::PerUserMfaPage;
use user_list::UserList;

/// An open blade.
#[derive(Debug, Clone)]
pub enum Blade {
    /// Users › All users.
    AllUsers(AllUsers),
    /// A user's authentication methods.
    Methods(AuthenticationMethods),
    /// Per-user multifactor authentication.
    PerUserMfa(PerUserMfaPage),
}

/// What a blade may look at while it acts.
pub struct Desk<'a> {
    /// The tenant.
    pub snapshot: &'a Snapshot,
    /// Who is signed in.
    pub actor: &'a Actor,
    /// Ids and generated secrets.
    pub entropy: &'a Entropy,
    /// Now.
    pub now: Timestamp,
    /// Rows of a page.
    pub page: usize,
}

/// What a blade asks of the frame.
#[derive(Debug)]
pub enum Request {
    /// Push this blade.
    Open(Box<Blade>),
    /// Close this blade.
    Close,
    /// Go to a blade of the menu, with the marks of the present one.
    Go(Place),
    /// Put a dialog on top.
    Ask(Box<Dialog>),
    /// Say this in the last line.
    Say(String),
    /// Send this to the terminal's clipboard.
    Copy(Secret),
}

impl Blade {
    /// Scopes of the keymap that hold on it, the nearest first.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::AllUsers(_) => &[
                Scope::AllUsers,
                Scope::Users,
                Scope::Rows,
                Scope::Portal,
                Scope::Always,
            ],
            Self::PerUserMfa(_) => &[
                Scope::PerUserMfa,
                Scope::Users,
                Scope::Rows,
                Scope::Portal,
                Scope::Always,
            ],
            Self::Methods(_) => &[Scope::Methods, Scope::Rows, Scope::Portal, Scope::Always],
        }
    }

    /// Its list of users, where it has one.
    pub fn list(&self) -> Option<&UserList> {
        match self {
            Self::AllUsers(blade) => Some(&blade.list),
            Self::PerUserMfa(blade) => Some(&blade.list),
            Self::Methods(_) => None,
        }
    }

    /// Its list of users, to be changed.
    pub fn list_mut(&mut self) -> Option<&mut UserList> {
        match self {
            Self::AllUsers(blade) => Some(&mut blade.list),
            Self::PerUserMfa(blade) => Some(&mut blade.list),
            Self::Methods(_) => None,
        }
    }

    /// The one user it is about.
    pub fn subject(&self) -> Option<UserId> {
        match self {
            Self::Methods(blade) => Some(blade.user),
            Self::AllUsers(_) | Self::PerUserMfa(_) => self.list()?.cursor(),
        }
    }

    /// Brings it in line with the tenant.
    pub fn refresh(&mut self, snapshot: &Snapshot) {
        match self {
            Self::AllUsers(blade) => blade.list.refresh(snapshot),
            Self::PerUserMfa(blade) => blade.list.refresh(snapshot),
            Self::Methods(blade) => blade.refresh(snapshot),
        }
    }

    /// Does `act`. `None`: it means nothing here.
    pub fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let own = match self {
            Self::AllUsers(blade) => blade.act(act, desk),
            Self::PerUserMfa(blade) => blade.act(act, desk),
            Self::Methods(blade) => blade.act(act, desk),
        };
        let requests = own.or_else(|| user_list::act(self.list_mut()?, act, desk));
        self.refresh(desk.snapshot);
        requests
    }
}
