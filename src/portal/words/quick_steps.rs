//! Enable, Disable and Enforce: commands and confirmations (`facts/portal.md` 4.1 and 4.2). The
//! confirmations of Enforce, and of Disable on the new page, are worded after the others: no
//! public text gives them.

use crate::domain::edition::Edition;
use crate::domain::user::PerUserMfa;

/// A confirmation.
#[derive(Debug, Clone, Copy)]
pub struct QuickStep {
    /// The command that opens it.
    pub command: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The button that does it.
    pub yes: &'static str,
    /// The button that does not.
    pub no: &'static str,
}

/// The heading of what the selection can be set to.
pub fn quick_steps(edition: Edition) -> &'static str {
    if edition == Edition::Entra2023 {
        "offered"
    } else {
        "quick steps"
    }
}

/// The step under that heading, in any edition.
pub fn quick_step_in_short(to: PerUserMfa) -> &'static str {
    quick_step(Edition::Azure2018, to).command
}

const fn row(words: [&'static str; 4]) -> QuickStep {
    let [command, title, yes, no] = words;
    QuickStep {
        command,
        title,
        yes,
        no,
    }
}

/// The words of the step to `to`.
#[rustfmt::skip]
pub fn quick_step(edition: Edition, to: PerUserMfa) -> QuickStep {
    match (edition, to) {
        (Edition::Entra2023, PerUserMfa::Enabled) => row(["Enable MFA", "Enable multifactor authentication", "Enable", "Cancel"]),
        (Edition::Entra2023, PerUserMfa::Disabled) => row(["Disable MFA", "Disable multifactor authentication", "Disable", "Cancel"]),
        (Edition::Entra2023, PerUserMfa::Enforced) => row(["Enforce MFA", "Enforce multifactor authentication", "Enforce", "Cancel"]),
        (_, PerUserMfa::Enabled) => row(["Enable", "About enabling multi-factor auth", "enable multi-factor auth", "cancel"]),
        (_, PerUserMfa::Disabled) => row(["Disable", "Disable multi-factor authentication?", "yes", "no"]),
        (_, PerUserMfa::Enforced) => row(["Enforce", "About enforcing multi-factor auth", "enforce multi-factor auth", "cancel"]),
    }
}
