//! A page: texts, fields, what can be done.

use super::Shown;
use crate::domain::sign_in::{Choice, PhoneProof, Scan};
use crate::portal::parts::field::Field;
use crate::portal::theme::Tone;

/// A page: texts, fields, what can be done.
pub struct Page {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub texts: Vec<(Tone, String)>,
    /// Labels of the fields, and whether what is typed is hidden.
    pub inputs: Vec<(&'static str, bool)>,
    /// What can be done, the usual thing first.
    pub actions: Vec<(String, Press)>,
    /// The key that an app scans.
    pub scan: Option<Scan>,
}

/// What an action answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The password.
    Password,
    /// The Temporary Access Pass.
    AccessPass,
    /// A code.
    Code,
    /// Yes, with the number where numbers are matched.
    Approve,
    /// It was answered, touched, passed.
    Confirm,
    /// No.
    Deny,
    /// One of the other ways.
    OtherWay(usize),
    /// "Don't ask again", ticked or not.
    DontAskAgain(bool),
    /// Goes on to the number, address or name of what is registered.
    Pick(Choice),
    /// Back to the choice of what to register.
    OtherChoice,
    /// Registers this.
    Register(Choice, PhoneProof),
    /// Shows the key that an app scans in another way.
    Show(Shown),
    /// "Next", "Done".
    Continue,
    /// The new password, twice.
    NewPassword,
    /// "Stay signed in?".
    Stay(bool),
    /// Back to the choice of a place.
    Again,
    /// To the user's own page.
    SecurityInfo,
    /// Closes the blade.
    Close,
}

impl Page {
    /// An empty page.
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            texts: Vec::new(),
            inputs: Vec::new(),
            actions: Vec::new(),
            scan: None,
        }
    }

    /// Says `text`.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.toned(Tone::Plain, text)
    }

    /// Says `text` in this tone.
    #[must_use]
    pub fn toned(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.texts.push((tone, text.into()));
        self
    }

    /// Says what went wrong.
    #[must_use]
    pub fn fault(mut self, fault: Option<impl ToString>) -> Self {
        let fault = fault.map(|fault| (Tone::Danger, fault.to_string()));
        self.texts.extend(fault);
        self
    }

    /// Asks for a text.
    #[must_use]
    pub fn input(mut self, label: &'static str, hidden: bool) -> Self {
        self.inputs.push((label, hidden));
        self
    }

    /// Offers a button.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, press: Press) -> Self {
        self.actions.push((label.into(), press));
        self
    }

    /// Empty fields for its inputs.
    pub fn fields(&self) -> Vec<Field> {
        let field = |(_, hidden): &(_, bool)| {
            if *hidden {
                Field::password()
            } else {
                Field::default()
            }
        };
        self.inputs.iter().map(field).collect()
    }
}
