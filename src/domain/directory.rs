//! What the engine and the blades may ask of a tenant, however it is kept. Nothing outside the
//! store may assume that every user is in memory: lists read heads, a blade asks for the user.

mod in_edition;

pub use in_edition::InEdition;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use enumset::EnumSet;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::edition::Edition;
use super::id::UserId;
use super::method::MethodKinds;
use super::role::Role;
use super::tenant::TenantFacts;
use super::user::{PerUserMfa, User, UserType};

/// How many changes a tenant has seen since it was made. Two snapshots of one revision are equal.
pub type Revision = u64;

/// One state of a tenant. It never changes; a later state is another value.
pub trait Directory: Send + Sync {
    /// Name, domains, edition, settings and policies.
    fn facts(&self) -> &TenantFacts;

    /// Which change led here.
    fn revision(&self) -> Revision;

    /// The last change by which somebody came, went for good or was renamed: since then everybody
    /// has stood in the same place, and under the same name.
    fn arranged(&self) -> Revision {
        self.revision()
    }

    /// How many users there are, deleted ones included.
    fn len(&self) -> usize;

    /// The head at `position`, 0 to [`Directory::len`], in the order of the folded display name,
    /// then of the user principal name. `None` beyond the end.
    fn head(&self, position: usize) -> Option<Head<'_>>;

    /// Whether everybody is known. Until then (the users of a large tenant are still being read)
    /// [`Directory::len`] counts them all, but only the first ones can be asked for: a head that
    /// is not there, or a user who is not found, may be there in the next snapshot, which has the
    /// same revision.
    fn is_ready(&self) -> bool {
        true
    }

    /// [`Head::folded`] of the head at `position` alone, for a search through some.
    fn folded(&self, position: usize) -> Option<&str> {
        Some(self.head(position)?.folded)
    }

    /// The positions of everybody whose [`Head::folded`] holds `text`, in order. For a search
    /// through everybody: several times as fast as asking for each.
    fn search(&self, text: &str) -> Vec<u32> {
        let holds = |at: &u32| {
            let folded = self.folded(*at as usize);
            folded.is_some_and(|folded| folded.contains(text))
        };
        let everybody = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        everybody.filter(holds).collect()
    }

    /// Calls `each` with the heads at these positions, in order, as far as there are any. For
    /// walks through everybody: several times as fast as asking for each.
    fn heads(&self, positions: Range<usize>, each: &mut dyn FnMut(usize, Head<'_>)) {
        for at in positions.start..positions.end.min(self.len()) {
            if let Some(head) = self.head(at) {
                each(at, head);
            }
        }
    }

    /// The positions of whoever has a directory role, in order: a few of very many.
    fn in_roles(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.heads(0..self.len(), &mut |at, head| {
            if !head.roles.is_empty() {
                found.push(at);
            }
        });
        found
    }

    /// How many users are deleted.
    fn deleted(&self) -> usize {
        let heads = (0..self.len()).filter_map(|at| self.head(at));
        heads.filter(|head| head.deleted).count()
    }

    /// Where the user of this id stands in that order.
    fn position(&self, user: UserId) -> Option<usize>;

    /// The id of the user of this name, whatever its case.
    fn find(&self, upn: &str) -> Option<UserId>;

    /// Everything about one user.
    fn user(&self, id: UserId) -> Option<Arc<User>>;

    /// Whether there is nobody.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The edition in force.
    fn edition(&self) -> Edition {
        self.facts().edition
    }
}

impl std::fmt::Debug for dyn Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at revision {}", self.facts().name, self.revision())
    }
}

/// What lists show of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head<'a> {
    /// Object id.
    pub id: UserId,
    /// Display name.
    pub name: &'a str,
    /// User principal name.
    pub upn: &'a str,
    /// Display name and user principal name, folded for search: see [`fold`].
    pub folded: &'a str,
    /// Member or guest.
    pub user_type: UserType,
    /// Synced from on-premises.
    pub synced: bool,
    /// Sign-in blocked.
    pub blocked: bool,
    /// Per-user MFA.
    pub mfa: PerUserMfa,
    /// Kinds of registered methods.
    pub methods: MethodKinds,
    /// Directory roles.
    pub roles: EnumSet<Role>,
    /// Must provide contact methods again.
    pub must_register_again: bool,
    /// How many app passwords.
    pub app_passwords: usize,
    /// How many remembered devices.
    pub devices: usize,
    /// Deleted, and shown under "Deleted users" only.
    pub deleted: bool,
}

/// Text as it is compared in search and order: lower case, and one spelling for each letter,
/// whether its accent was typed with it or behind it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// [`fold`], put behind what `out` has.
pub fn fold_into(out: &mut String, text: &str) {
    let from = out.len();
    let mut rest = text;
    loop {
        let is_other = |byte: u8| !byte.is_ascii();
        let plain = rest.bytes().position(is_other).unwrap_or(rest.len());
        let (ascii, other) = rest.split_at(plain);
        out.push_str(ascii);
        let mut letters = other.chars();
        match letters.next() {
            None => break,
            // What is in lower case already, and ideographs: most of what is not plain.
            Some(letter @ ('\u{df}'..='\u{ff}' | '\u{4e00}'..='\u{9fff}')) => out.push(letter),
            // In lower case, too, it stands before the first combining mark.
            Some(letter) if letter < '\u{180}' && letter != '\u{130}' => {
                out.extend(letter.to_lowercase());
            }
            Some(_) => {
                out.truncate(from);
                let lower: String = composed(text)
                    .chars()
                    .flat_map(char::to_lowercase)
                    .collect();
                out.push_str(&composed(&lower));
                return;
            }
        }
        rest = letters.as_str();
    }
    if let Some(folded) = out.get_mut(from..) {
        folded.make_ascii_lowercase();
    }
}

/// `text` in normal form C. Almost every text is in it, which is seen much sooner than it is made:
/// soonest where there is nothing but what stands before the first combining mark.
fn composed(text: &str) -> Cow<'_, str> {
    let is_composed = text.chars().all(|sign| sign < '\u{300}')
        || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if is_composed {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    use super::fold;

    #[test]
    fn a_letter_is_found_however_its_accent_was_typed() {
        assert_eq!(fold("Zoe\u{308}"), fold("ZOË"));
        assert_eq!(fold("Łukasz ŻAK"), "łukasz żak");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_in_one_spelling_already_is_folded_as_everything_else(
            text in "[a-zÀ-ÿŁłİıẞ\u{300}-\u{30c}\u{323}\u{1e00}-\u{1eff}\u{1100}-\u{11ff}가-힣ΑΣσς]{0,12}|.{0,12}"
        ) {
            let plain: String = text.nfc().flat_map(char::to_lowercase).nfc().collect();
            prop_assert_eq!(fold(&text), plain);
        }
    }
}
