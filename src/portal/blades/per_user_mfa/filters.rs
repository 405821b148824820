//! The two drop-downs above the list: "View" and "Multi-Factor Auth status" (`facts/portal.md`
//! 4.2). No public text gives the whole of "View": the two sign-in views and the administrators
//! one can be sure of stand here, in one table.

use crate::domain::directory::{Directory, Head};
use crate::domain::edition::Edition;
use crate::domain::role::Role;
use crate::domain::user::PerUserMfa;
use crate::portal::words;

/// An entry of "View".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// Everybody able to sign in; what the page opens with.
    #[default]
    SignInAllowed,
    /// Sign-in is blocked.
    SignInBlocked,
    /// Holders of this administrator role.
    Administrators(Role),
}

/// The entries, in the order in which they come up.
const VIEWS: [(View, &str); 5] = [
    (View::SignInAllowed, "Sign-in allowed users"),
    (View::SignInBlocked, "Sign-in blocked users"),
    (
        View::Administrators(Role::GlobalAdministrator),
        "Global Administrators",
    ),
    (
        View::Administrators(Role::UserAdministrator),
        "User Administrators",
    ),
    (
        View::Administrators(Role::PasswordAdministrator),
        "Password Administrators",
    ),
];

/// What both are set to. The default shows everybody: other lists have no such filters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filters {
    /// "View"; `None`: the list has none.
    pub view: Option<View>,
    /// "Multi-Factor Auth status"; `None`: Any.
    pub status: Option<PerUserMfa>,
}

impl View {
    fn place(self) -> usize {
        let place = VIEWS.iter().position(|(view, _)| *view == self);
        place.unwrap_or_default()
    }

    /// The entry after this one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        VIEWS[(self.place() + 1) % VIEWS.len()].0
    }

    /// The view of this name.
    pub fn called(name: &str) -> Option<Self> {
        let found = VIEWS.iter().find(|(_, own)| *own == name);
        found.map(|(view, _)| *view)
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        VIEWS[self.place()].1
    }
}

impl Filters {
    /// Any, Enabled, Enforced, Disabled, and round.
    pub fn next_status(&mut self) {
        self.status = match self.status {
            None => Some(PerUserMfa::Enabled),
            Some(PerUserMfa::Enabled) => Some(PerUserMfa::Enforced),
            Some(PerUserMfa::Enforced) => Some(PerUserMfa::Disabled),
            Some(PerUserMfa::Disabled) => None,
        };
    }

    /// Whether "View" takes the user in.
    pub fn in_view(self, head: &Head<'_>) -> bool {
        match self.view {
            None => true,
            Some(View::SignInAllowed) => !head.blocked,
            Some(View::SignInBlocked) => head.blocked,
            Some(View::Administrators(role)) => head.roles.contains(role),
        }
    }

    /// How many users that are not deleted the view takes in.
    pub fn count_in_view(self, directory: &dyn Directory) -> usize {
        if self.view.is_none() {
            return directory.len() - directory.deleted();
        }
        let heads = (0..directory.len()).filter_map(|at| directory.head(at));
        heads
            .filter(|head| !head.deleted && self.in_view(head))
            .count()
    }

    /// Whether the status fits.
    pub fn in_status(self, head: &Head<'_>) -> bool {
        self.status.is_none_or(|status| status == head.mfa)
    }

    /// The chip of "Multi-Factor Auth status".
    pub fn status_chip(self, edition: Edition) -> String {
        let status = self.status.map_or("Any", PerUserMfa::label);
        format!("{}: {status}", words::mfa_status_filter(edition))
    }
}
