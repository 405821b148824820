//! The user's window: pages with fields and buttons, and the user's telephone beside it. A sign-in
//! that is played and the user's Security info ask their questions in it.

mod draw;
mod page;
mod questions;

pub use draw::{Phone, draw, fills};
pub use page::{Page, Press};

use crate::domain::secret::Secret;
use crate::domain::sign_in::{Answer, Choice, NewProof, PhoneProof};
use crate::portal::parts::field::Field;

/// A number that is nobody's, filled in where one is to be registered.
const FREE_NUMBER: &str = "+1 4255550100";
/// An address that is nobody's.
const FREE_ADDRESS: &str = "someone@example.com";
/// What a key is called at first.
const KEY_NAME: &str = "Blue key";

/// What the window remembers of its page.
#[derive(Debug, Default)]
pub struct Window {
    /// What is typed, in the page's order.
    pub fields: Vec<Field>,
    /// The focused control: fields, then actions.
    pub focus: usize,
    /// What is to be registered, while its number, address or name is asked for.
    pub picked: Option<Choice>,
    /// How a key is shown that an app scans.
    pub shown: Shown,
}

/// How a key is shown that an app scans.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// As a QR code.
    #[default]
    Code,
    /// As a QR code, light on dark.
    Swapped,
    /// As text.
    Text,
}

impl Window {
    /// Shows `page` from its beginning.
    pub fn open(&mut self, page: &Page) {
        self.fields = page.fields();
        self.focus = 0;
    }

    /// The page that an answer led to. A number that was refused is there to be put right.
    pub fn answered(&mut self, refused: bool, page: impl Fn(&Self) -> Page) {
        if refused && self.picked.is_some() {
            self.focus = 0;
            return;
        }
        self.picked = None;
        self.shown = Shown::default();
        let page = page(self);
        self.open(&page);
    }

    /// To the next or the previous control of `page`.
    pub fn step(&mut self, forward: bool, page: &Page) {
        let stops = self.fields.len() + page.actions.len();
        if stops > 0 {
            let by = if forward { 1 } else { stops - 1 };
            self.focus = (self.focus + by) % stops;
        }
    }

    /// Presses the button in focus; in a field, goes on. What is none of the window's business
    /// comes back.
    pub fn press(&mut self, page: impl Fn(&Self) -> Page) -> Option<Press> {
        let fields = self.fields.len();
        if self.focus + 1 < fields {
            self.focus += 1;
            return None;
        }
        let now = page(self);
        let (_, press) = now.actions.get(self.focus.saturating_sub(fields))?;
        match *press {
            Press::Pick(choice) => self.picked = Some(choice),
            Press::OtherChoice => self.picked = None,
            Press::Show(shown) => self.shown = shown,
            press => return Some(press),
        }
        let next = page(self);
        self.open(&next);
        None
    }

    /// What has to be typed before this is pressed; `None`: it is, or nothing has to be.
    fn missing(&self, press: Press) -> Option<&'static str> {
        let what = match press {
            Press::Password => "Type the password first",
            Press::AccessPass => "Type the Temporary Access Pass first",
            Press::Code => "Type the code first",
            _ => return None,
        };
        let typed = self
            .fields
            .first()
            .is_some_and(|field| !field.text().is_empty());
        (!typed).then_some(what)
    }

    fn text(&self, at: usize) -> Secret {
        Secret::new(self.fields.get(at).map_or("", Field::text))
    }

    /// What a press answers to the engine, if anything.
    ///
    /// # Errors
    ///
    /// What has to be typed first, in words.
    pub fn answer(&self, press: Press) -> Result<Option<Answer>, &'static str> {
        self.missing(press)
            .map_or_else(|| Ok(self.said(press)), Err)
    }

    fn said(&self, press: Press) -> Option<Answer> {
        Some(match press {
            Press::Password => Answer::Password(self.text(0)),
            Press::AccessPass => Answer::AccessPass(self.text(0)),
            Press::Code => Answer::Code(self.text(0)),
            Press::Approve => Answer::Approve(self.text(0).reveal().trim().parse().ok()),
            Press::Confirm => Answer::Confirm,
            Press::Deny => Answer::Deny,
            Press::OtherWay(at) => Answer::OtherWay(at),
            Press::DontAskAgain(ticked) => Answer::DontAskAgain(ticked),
            Press::Register(choice, by) => Answer::Choose(self.chosen(choice, by)),
            Press::Continue => Answer::Continue,
            Press::NewPassword => Answer::NewPassword {
                new: self.text(0),
                again: self.text(1),
            },
            Press::Stay(yes) => Answer::StaySignedIn(yes),
            Press::Pick(_)
            | Press::OtherChoice
            | Press::Show(_)
            | Press::SecurityInfo
            | Press::Again
            | Press::Close => {
                return None;
            }
        })
    }

    fn chosen(&self, choice: Choice, by: PhoneProof) -> NewProof {
        let typed = self.text(0).reveal().to_owned();
        match choice {
            Choice::Authenticator => NewProof::Authenticator {
                device: String::new(),
            },
            Choice::OtherApp => NewProof::OtherApp {
                name: String::new(),
            },
            Choice::Phone(phone_type) => NewProof::Phone {
                phone_type,
                number: typed,
                by,
            },
            Choice::Email => NewProof::Email(typed),
            Choice::SecurityKey => NewProof::SecurityKey { name: typed },
        }
    }

    /// Types a number, an address or a name that will do for what is picked. False: there is
    /// nothing to type.
    pub fn fill_in(&mut self) -> bool {
        let text = match self.picked {
            Some(Choice::Phone(_)) => FREE_NUMBER,
            Some(Choice::Email) => FREE_ADDRESS,
            Some(Choice::SecurityKey) => KEY_NAME,
            Some(Choice::Authenticator | Choice::OtherApp) | None => return false,
        };
        self.type_in(text)
    }

    /// Types `text` into the first field. False: there is none.
    pub fn type_in(&mut self, text: &str) -> bool {
        let field = self.fields.first_mut();
        field.map(|field| field.set(text)).is_some()
    }
}
