//! Where each document tells of an action: the heading that it stands under.

use super::Edition;
use crate::domain::command::Action;

const OPTIONS: &str = "Manage user authentication options";
const ADD: &str = "Add authentication methods for a user";

/// Action, then the heading in S0, S1, S2, S3.
#[rustfmt::skip]
const SECTIONS: &[(Action, [Option<&str>; 4])] = &[
    (Action::ResetPassword,      [None, Some(OPTIONS), Some(OPTIONS), Some(OPTIONS)]),
    (Action::RequireReregister,  [Some("Require users to provide contact methods again"), Some(OPTIONS), Some(OPTIONS), Some(OPTIONS)]),
    (Action::RevokeMfaSessions,  [Some("Restore MFA on all remembered devices for a user"), Some(OPTIONS), Some(OPTIONS), Some(OPTIONS)]),
    (Action::DeleteAppPasswords, [Some("Delete users existing app passwords"), Some("Delete users existing app passwords"), Some("Delete users' existing app passwords"), Some("Delete users' existing app passwords")]),
    (Action::AddMethod,          [None, None, Some(ADD), Some(ADD)]),
    (Action::ChangeMethod,       [None, None, Some(ADD), Some(ADD)]),
    (Action::DeleteMethod,       [None, None, Some("Manage methods using PowerShell"), Some("Manage methods using PowerShell")]),
];

impl Edition {
    /// What its document says about `action`, to be read there: `S1, "Manage user authentication
    /// options"`; that it says nothing.
    pub fn citation(self, action: Action) -> String {
        let row = SECTIONS.iter().find(|(of, _)| *of == action);
        let heading = row.and_then(|(_, headings)| headings[self as usize]);
        let document = self.document();
        heading.map_or_else(
            || format!("{document} does not tell of it"),
            |heading| format!("{document}, \"{heading}\""),
        )
    }
}
