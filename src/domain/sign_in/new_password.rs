//! "Update your password": what a new password must be (PWD, BAN; `facts/portal.md` 8.3).

use super::banned;
use crate::domain::secret::Secret;
use crate::domain::user::User;

/// Why a new password is refused, and what to type instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// The two entries differ.
    #[error("The two entries are not the same: type the new password twice.")]
    Different,
    /// Shorter than 8 or longer than 256 characters.
    #[error("Choose 8 to 256 characters.")]
    Length,
    /// Something a password may not hold.
    #[error("Use letters, digits, blanks and symbols of the plain keyboard only.")]
    Characters,
    /// Fewer than three classes.
    #[error("Use three of: lower-case letters, capitals, digits, symbols.")]
    Classes,
    /// The last password.
    #[error("This is the password you have: choose another one.")]
    Same,
    /// The user's or the tenant's name.
    #[error("The password must not hold your name or your organisation's.")]
    Name,
    /// Too close to a word that everybody tries first.
    #[error("Too many people use a password like this: choose a longer or rarer one.")]
    Banned,
}

const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

/// Whether `new` may follow `current` for `user` of the tenant `tenant`. `current` is `None` where
/// the user got in without it.
pub(super) fn check(
    new: &Secret,
    current: Option<&Secret>,
    user: &User,
    tenant: &str,
) -> Result<(), PasswordFault> {
    let text = new.reveal();
    let names = [user.name.as_str(), upn_name(&user.upn), tenant];
    match () {
        () if !text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) => {
            Err(PasswordFault::Characters)
        }
        () if !LENGTH.contains(&text.len()) => Err(PasswordFault::Length),
        () if classes(text) < 3 => Err(PasswordFault::Classes),
        () if current == Some(new) => Err(PasswordFault::Same),
        () if banned::holds_name(text, names) => Err(PasswordFault::Name),
        () if banned::too_weak(text) => Err(PasswordFault::Banned),
        () => Ok(()),
    }
}

fn upn_name(upn: &str) -> &str {
    upn.split('@').next().unwrap_or(upn)
}

/// How many of the four classes occur. A blank is a symbol.
fn classes(text: &str) -> usize {
    let is: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_ascii_alphanumeric(),
    ];
    is.iter().filter(|is| text.chars().any(**is)).count()
}
