//! A tenant of any size for tests and benchmarks, whose users are made from their positions when
//! somebody asks for them: a million of them take the space of their names.

use std::fmt::Write as _;
use std::sync::Arc;

use proofup::demo::generated;
use proofup::domain::directory::{Directory, Head, Revision};
use proofup::domain::id::UserId;
use proofup::domain::method::{MethodKind, MethodKinds};
use proofup::domain::role::Role;
use proofup::domain::secret::PasswordHash;
use proofup::domain::tenant::TenantFacts;
use proofup::domain::user::{Password, PerUserMfa, User, UserType};
use uuid::Uuid;

/// The administrator that one signs in as.
pub const ADMINISTRATOR: &str = "admin@contoso.com";

/// The tenant.
pub struct Crowd {
    facts: TenantFacts,
    /// How often anything but names changed.
    pub revision: Revision,
    /// Name and user principal name of everybody, one behind the other, in the order of names.
    texts: String,
    /// Where each of them ends.
    ends: Vec<u32>,
}

impl Crowd {
    /// A crowd of `len`, the administrator included.
    pub fn new(len: u32) -> Self {
        let mut texts = format!("aaa administrator\n{ADMINISTRATOR}");
        let mut ends = Vec::with_capacity(len as usize);
        for number in 1..=len {
            ends.push(u32::try_from(texts.len()).unwrap());
            if number < len {
                person(number, len, &mut texts);
            }
        }
        Self {
            facts: generated::facts(),
            revision: 0,
            texts,
            ends,
        }
    }

    fn text(&self, position: usize) -> Option<&str> {
        let end = *self.ends.get(position)? as usize;
        let start = position.checked_sub(1).map_or(0, |at| self.ends[at]);
        self.texts.get(start as usize..end)
    }
}

const FIRST: [&str; 16] = [
    "adele",
    "brian",
    "christie",
    "diego",
    "emily",
    "grady",
    "henrietta",
    "irvin",
    "johanna",
    "kim",
    "lee",
    "megan",
    "nestor",
    "patti",
    "raul",
    "zoe",
];
const LAST: [&str; 16] = [
    "akers",
    "archie",
    "bowen",
    "braun",
    "cline",
    "fernandez",
    "gu",
    "johnson",
    "lorenz",
    "mueller",
    "newton",
    "razo",
    "sayers",
    "siciliani",
    "vance",
    "wilke",
];

/// Odd, so that it can be undone.
const MIX: u32 = 0x9E37_79B1;
const UNMIX: u32 = 0x0E8B_2F51;

/// Whose name this may be, by the number in it.
fn number(upn: &str) -> Option<u32> {
    let (person, _) = upn.split_once('@')?;
    let (_, mixed) = person.rsplit_once('.')?;
    let mixed = u32::from_str_radix(mixed, 16).ok()?;
    Some(mixed.reverse_bits().wrapping_mul(UNMIX))
}

/// Name and user principal name of the person of this number among `len`, in the order of names.
fn person(number: u32, len: u32, texts: &mut String) {
    let both = u64::from(number) * 256 / u64::from(len);
    let [first, last] = [both / 16, both % 16].map(|at| usize::try_from(at).unwrap());
    let (first, last) = (FIRST[first], LAST[last]);
    // Any two numbers differ in it, and it has no order.
    let mixed = number.wrapping_mul(MIX).reverse_bits();
    write!(
        texts,
        "{first} {last} {number:07}\n{last}.{mixed:08x}@contoso.com"
    )
    .unwrap();
}

fn id(position: usize) -> UserId {
    UserId(Uuid::from_u128(position as u128 + 1))
}

impl Directory for Crowd {
    fn facts(&self) -> &TenantFacts {
        &self.facts
    }

    fn revision(&self) -> Revision {
        self.revision
    }

    fn arranged(&self) -> Revision {
        0
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn head(&self, position: usize) -> Option<Head<'_>> {
        let folded = self.text(position)?;
        let (name, upn) = folded.split_once('\n')?;
        let roles = if upn == ADMINISTRATOR {
            Role::GlobalAdministrator.into()
        } else {
            enumset::EnumSet::empty()
        };
        let methods = match position % 5 {
            0 => MethodKinds::empty(),
            1 => MethodKind::MobilePhone.into(),
            2 => MethodKind::MicrosoftAuthenticator.into(),
            3 => MethodKind::MobilePhone | MethodKind::MicrosoftAuthenticator,
            _ => MethodKind::Fido2.into(),
        };
        Some(Head {
            id: id(position),
            name,
            upn,
            folded,
            user_type: [UserType::Member, UserType::Guest]
                [usize::from(position.is_multiple_of(11))],
            synced: position.is_multiple_of(3),
            blocked: position.is_multiple_of(97) && upn != ADMINISTRATOR,
            mfa: PerUserMfa::ALL[position % 3],
            methods,
            roles,
            must_register_again: false,
            app_passwords: 0,
            devices: 0,
            deleted: false,
        })
    }

    fn folded(&self, position: usize) -> Option<&str> {
        self.text(position)
    }

    fn deleted(&self) -> usize {
        0
    }

    fn position(&self, user: UserId) -> Option<usize> {
        let position = usize::try_from(user.0.as_u128()).ok()?.checked_sub(1)?;
        (position < self.len()).then_some(position)
    }

    fn find(&self, upn: &str) -> Option<UserId> {
        // Everybody stands at the place of their number, the administrator before them.
        let head = self.head(number(upn).unwrap_or(0) as usize)?;
        head.upn.eq_ignore_ascii_case(upn).then_some(head.id)
    }

    fn user(&self, id: UserId) -> Option<Arc<User>> {
        let head = self.head(self.position(id)?)?;
        let password = Password {
            hash: PasswordHash::from_phc("!"),
            must_change: false,
            changed: generated::PRESENT,
        };
        let (upn, name) = (head.upn.to_owned(), head.name.to_owned());
        let user = User::new(id, upn, name, password, generated::PRESENT);
        Some(Arc::new(User {
            user_type: head.user_type,
            synced: head.synced,
            blocked: head.blocked,
            mfa: head.mfa,
            roles: head.roles,
            ..user
        }))
    }
}
