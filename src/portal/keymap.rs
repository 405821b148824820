//! One table of what keys can do. It drives dispatch, command bars, hints, help, palette and the
//! README; a [`Keymap`] says by which keys.

mod chosen;
mod key;
mod markdown;
mod places;
mod table;

pub use chosen::{Clash, KEPT, Keymap};
pub use key::Key;
pub use markdown::markdown;
pub use places::TOGETHER;
pub use table::BINDINGS;

use super::act::Act;
use super::model::Model;
use super::words::Wording;

/// Where a binding works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    Always,
    /// On every blade.
    Portal,
    /// Wherever rows can be walked.
    Rows,
    /// Lists of users.
    Users,
    /// All users.
    AllUsers,
    /// Authentication methods.
    Methods,
    /// The per-user MFA page.
    PerUserMfa,
    /// The service settings.
    ServiceSettings,
    /// Audit logs and Sign-in logs.
    Logs,
    /// The details of an audit entry.
    Details,
    /// Four editions compared.
    Editions,
    /// The search field of a list.
    Search,
    /// Sign-in: the accounts.
    Accounts,
    /// Sign-in: the password.
    Password,
    /// Every dialog.
    Dialog,
    /// Dialogs without a text field.
    Plain,
    /// Dialogs that ask yes or no.
    Question,
    /// A dialog that is being saved.
    Saving,
    /// A dialog that shows what was done.
    Result,
    /// The steps of a scenario.
    Lesson,
    /// A sign-in in full.
    SignInDetails,
    /// Authentication methods activity.
    Activity,
    /// Where a user signs in, and the end of it.
    Places,
    /// A sign-in that is being played.
    Playing,
    /// The address that a sign-in comes from, while it is typed.
    Address,
    /// Security info.
    SecurityInfo,
    /// Help and palette.
    Finder,
    /// The columns of a list.
    Columns,
    /// Add filter.
    Picker,
    /// A user's Overview.
    UserProperties,
    /// Picking a file.
    File,
    /// The rows of a file, verified.
    Verification,
    /// Deleted users.
    DeletedUsers,
    /// The presenter's aids, while one is chosen.
    Presenter,
    /// The presenter's pointer, while it is moved.
    Pointing,
}

impl Scope {
    /// As help and README head its section.
    pub fn label(self) -> &'static str {
        match self {
            Self::Always => "Everywhere",
            Self::Portal => "On every blade",
            Self::Rows => "Rows",
            Self::Users => "Lists of users",
            Self::AllUsers => "All users",
            Self::Methods => "Authentication methods",
            Self::PerUserMfa => "Per-user multifactor authentication",
            Self::ServiceSettings => "Service settings",
            Self::Logs => "Audit logs and Sign-in logs",
            Self::Details => "Activity details",
            Self::Editions => "Editions",
            Self::Search => "Search field",
            Self::Accounts | Self::Password => "Sign in",
            Self::Dialog | Self::Plain | Self::Question => "Dialogs",
            Self::Saving => "While saving",
            Self::Result => "Results",
            Self::Lesson => "A scenario's steps",
            Self::SignInDetails => "A sign-in",
            Self::Activity => "Activity",
            Self::Places | Self::Playing | Self::Address => "Signing in as a user",
            Self::SecurityInfo => "Security info",
            Self::Finder => "Help and commands",
            Self::Columns => "Columns",
            Self::Picker => "Add filter",
            Self::DeletedUsers => "Deleted users",
            Self::UserProperties => "A user's overview",
            Self::File | Self::Verification => "Bulk update",
            Self::Presenter | Self::Pointing => "Presenting",
        }
    }
}

/// Whether an act can be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// Yes.
    Enabled,
    /// Visible, but not now, for this reason.
    Disabled(String),
    /// Does not belong here.
    Hidden,
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// Stable name, for users' own keys.
    pub id: &'static str,
    /// Where it works.
    pub scope: Scope,
    /// The keys it comes with, the one that is shown first. Which ones are in force is for the
    /// [`Keymap`] to say.
    keys: &'static [Key],
    /// What it is called, as the portal says it.
    pub label: fn(Wording) -> &'static str,
    /// One sentence of help.
    pub help: &'static str,
    /// Whether it stands in the blade's command bar.
    pub bar: bool,
    /// What the hints of the last line call it; empty: it is not among them.
    pub hint: &'static str,
    /// What it does.
    pub act: Act,
    /// Whether it can be done now.
    pub when: fn(&Model) -> Availability,
}

/// The bindings of a scope, in the table's order.
pub fn bindings(scope: Scope) -> impl Iterator<Item = &'static Binding> {
    BINDINGS
        .iter()
        .filter(move |binding| binding.scope == scope)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        assert_eq!(Keymap::default().clashes(), []);
    }

    #[test]
    fn every_binding_has_a_name_of_its_own_a_key_and_a_sentence() {
        let mut ids = HashSet::new();
        for binding in BINDINGS {
            assert!(ids.insert(binding.id), "{}", binding.id);
            assert!(
                !binding.keys.is_empty() && binding.help.ends_with('.'),
                "{}",
                binding.id
            );
        }
    }

    #[test]
    fn every_binding_has_a_key_that_every_terminal_sends() {
        for binding in BINDINGS {
            assert!(
                binding.keys.iter().any(|key| key.arrives_everywhere()),
                "{}",
                binding.id
            );
        }
    }
}
