//! Secrets: shown once, stored only as argon2 hashes, never in a log, a snapshot, the audit trail
//! or a recording (D20).

mod hashing;

use std::fmt;

use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use serde::{Deserialize, Serialize, Serializer, ser};

use super::entropy::Entropy;

/// A text that nothing prints by accident: `Debug` hides it and it cannot be serialised.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Takes the text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself: for showing it once and for hashing.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A temporary password in the shape the portal hands out: a capital, three lower-case
    /// letters, four digits (`facts/portal.md` 3, "look").
    pub fn temporary_password(entropy: &mut Entropy) -> Self {
        // Letters and digits that are read aloud without doubt: no I, l, O, 0, 1.
        let capital = entropy.pick(b"ABCDEFGHJKLMNPQRSTUVWXYZ");
        let letters = (0..3)
            .map(|_| entropy.pick(b"abcdefghijkmnopqrstuvwxyz"))
            .collect::<String>();
        let digits = (0..4)
            .map(|_| entropy.pick(b"23456789"))
            .collect::<String>();
        Self(format!("{capital}{letters}{digits}"))
    }

    /// An app password: 16 lower-case letters (`facts/portal.md` 6).
    pub fn app_password(entropy: &mut Entropy) -> Self {
        const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
        Self((0..16).map(|_| entropy.pick(ALPHABET)).collect())
    }

    /// The value of a Temporary Access Pass, 8 characters (`facts/portal.md` 2.3, TAP).
    pub fn temporary_access_pass(entropy: &mut Entropy) -> Self {
        const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        Self((0..8).map(|_| entropy.pick(ALPHABET)).collect())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// What is kept of a secret: its argon2id hash in PHC form. A plan carries it *pending* (secret
/// and salt) until [`PasswordHash::seal`], because hashing takes tens of milliseconds and a
/// preview must not; a pending hash refuses to be serialised, so it can reach no file.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PasswordHash(Form);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    Hashed(String),
    Pending { secret: Secret, salt: [u8; 16] },
}

impl PasswordHash {
    /// A hash in PHC form, taken as it stands.
    pub fn from_phc(text: impl Into<String>) -> Self {
        Self(Form::Hashed(text.into()))
    }

    /// The hash that `secret` will have once sealed.
    pub fn pending(secret: Secret, entropy: &mut Entropy) -> Self {
        Self(Form::Pending {
            secret,
            salt: entropy.bytes(),
        })
    }

    /// Hashes `secret` now, with the crate's default parameters (argon2id, 19 MiB, 2 passes).
    pub fn of(secret: &Secret, entropy: &mut Entropy) -> Self {
        let mut hash = Self::pending(secret.clone(), entropy);
        hash.seal();
        hash
    }

    /// Replaces a pending secret by its hash. Takes tens of milliseconds; never on the thread
    /// that draws.
    pub fn seal(&mut self) {
        if let Form::Pending { secret, salt } = &self.0 {
            let hashed =
                Argon2::default().hash_password_with_salt(secret.reveal().as_bytes(), salt);
            // Fails only on lengths that 16 bytes of salt and a text below 4 GiB never have; a
            // hash that nothing matches is the safe answer all the same.
            self.0 = Form::Hashed(hashed.map_or_else(|_| "!".to_owned(), |hash| hash.to_string()));
        }
    }

    /// Whether it is still to be sealed.
    pub fn is_pending(&self) -> bool {
        matches!(self.0, Form::Pending { .. })
    }

    /// Whether `secret` is the one this was made from. Takes tens of milliseconds.
    pub fn verify(&self, secret: &Secret) -> bool {
        match &self.0 {
            Form::Pending { secret: own, .. } => own == secret,
            Form::Hashed(text) => argon2::PasswordHash::new(text)
                .is_ok_and(|hash| hashing::is_of(&hash, secret.reveal())),
        }
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Form::Hashed(_) => "PasswordHash(hashed)",
            Form::Pending { .. } => "PasswordHash(pending)",
        })
    }
}

impl Serialize for PasswordHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Hashed(text) => serializer.serialize_str(text),
            Form::Pending { .. } => Err(ser::Error::custom(
                "a secret that is not hashed yet cannot be stored",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for PasswordHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from_phc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed_nor_stored_before_it_is_hashed() {
        let mut entropy = Entropy::from_seed(1);
        let secret = Secret::temporary_password(&mut entropy);
        let mut hash = PasswordHash::pending(secret.clone(), &mut entropy);
        assert!(!format!("{secret:?} {hash:?}").contains(secret.reveal()));
        assert!(ron::to_string(&hash).is_err());
        hash.seal();
        let stored = ron::to_string(&hash).unwrap();
        assert!(
            stored.contains("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert!(!stored.contains(secret.reveal()));
        let read: PasswordHash = ron::from_str(&stored).unwrap();
        assert!(read.verify(&secret));
        assert!(!read.verify(&Secret::new("something else")));
    }

    #[test]
    fn temporary_passwords_have_the_portals_shape() {
        let mut entropy = Entropy::from_seed(2);
        for _ in 0..100 {
            let secret = Secret::temporary_password(&mut entropy);
            let text = secret.reveal();
            assert_eq!(text.len(), 8);
            assert!(text[..1].chars().all(|c| c.is_ascii_uppercase()), "{text}");
            assert!(text[1..4].chars().all(|c| c.is_ascii_lowercase()), "{text}");
            assert!(text[4..].chars().all(|c| c.is_ascii_digit()), "{text}");
        }
    }
}
