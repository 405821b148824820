//! Codes that let somebody into a room: 128 bits, in letters that can be read out.

use data_encoding::{BASE32_NOPAD, Encoding};

/// The user name of somebody who watches and is asked for the code.
pub const WATCH: &str = "watch";
/// What stands before a code in a user name.
const PREFIX: &str = "watch-";

/// A code. Not printable by itself, so that no log has it by accident.
pub struct Code([u8; 16]);

impl Code {
    /// A code that nobody knows; `None`: the system gives no random numbers.
    pub fn random() -> Option<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// Whether `text` is it. Takes the same time whatever it is.
    pub fn is(&self, text: &str) -> bool {
        let text = text.trim().to_ascii_uppercase();
        let Ok(bytes) = encoding().decode(text.as_bytes()) else {
            return false;
        };
        bytes.len() == self.0.len()
            && self
                .0
                .iter()
                .zip(&bytes)
                .fold(0, |all, (a, b)| all | (a ^ b))
                == 0
    }

    /// The user name that it is used by: `watch-` and 26 letters and digits.
    pub fn user_name(&self) -> String {
        format!(
            "{PREFIX}{}",
            encoding().encode(&self.0).to_ascii_lowercase()
        )
    }
}

fn encoding() -> Encoding {
    BASE32_NOPAD
}

/// The code in a user name.
pub fn code_in(user: &str) -> Option<&str> {
    user.strip_prefix(PREFIX)
}

/// A user name as others may see it: without a code.
pub fn shown_name(user: &str) -> &str {
    code_in(user).map_or(user, |_| WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_itself_in_either_case_and_nothing_else() {
        let code = Code::random().unwrap();
        let name = code.user_name();
        assert_eq!(name.len(), PREFIX.len() + 26);
        let text = code_in(&name).unwrap();
        assert!(code.is(text) && code.is(&text.to_uppercase()) && code.is(&format!(" {text} ")));
        assert!(!code.is("") && !code.is(&text[1..]) && !code.is("\u{e9}"));
        let other = Code::random().unwrap();
        assert!(!other.is(text));
        assert_ne!(other.user_name(), name);
        assert_eq!(code_in("watch"), None);
        assert_eq!((shown_name(&name), shown_name("ann")), (WATCH, "ann"));
    }
}
