//! Who somebody is: by a key that was proved, by a password, or by nothing at all.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use russh::keys::ssh_key::AuthorizedKeys;
use russh::keys::{Algorithm, HashAlg, PublicKey};
use russh::{MethodKind, MethodSet};

use super::settings::Admission;
use crate::domain::secret::{PasswordHash, Secret};

/// What the password of a name that is not there is compared with, so that nobody can tell by the
/// time it takes. Nothing matches it.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmUgIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Who is let in.
#[derive(Debug)]
pub struct Admitted {
    open: bool,
    keys: Option<HashSet<String>>,
    passwords: Option<HashMap<String, PasswordHash>>,
}

/// A list that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadList {
    /// It cannot be read.
    #[error("{} cannot be read: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        error: io::Error,
    },
    /// A line of it is not what it should be.
    #[error("{}:{line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is expected.
        what: &'static str,
    },
}

impl Admitted {
    /// Reads the lists.
    pub fn read(admission: &Admission) -> Result<Self, BadList> {
        let Admission::Listed { keys, passwords } = admission else {
            return Ok(Self {
                open: true,
                keys: None,
                passwords: None,
            });
        };
        Ok(Self {
            open: false,
            keys: keys.as_deref().map(read_keys).transpose()?,
            passwords: passwords.as_deref().map(read_passwords).transpose()?,
        })
    }

    /// The ways to log in.
    pub fn methods(&self) -> MethodSet {
        let mut methods = Vec::new();
        if self.open || self.keys.is_some() {
            methods.push(MethodKind::PublicKey);
        }
        if self.open {
            methods.push(MethodKind::KeyboardInteractive);
        }
        if self.passwords.is_some() {
            methods.push(MethodKind::Password);
        }
        MethodSet::from(&methods[..])
    }

    /// Whether anybody is let in.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Whether whoever has `key` is let in, once they have proved it by a signature of `algorithm`.
    /// RSA with SHA-1 proves nothing any more.
    pub fn key(&self, key: &PublicKey, algorithm: &Algorithm) -> bool {
        if matches!(algorithm, Algorithm::Rsa { hash: None }) {
            return false;
        }
        let listed = |keys: &HashSet<String>| keys.contains(&fingerprint(key));
        self.open || self.keys.as_ref().is_some_and(listed)
    }

    /// The password of `name`; one that nothing matches where there is no such name.
    pub fn password(&self, name: &str) -> PasswordHash {
        let own = self.passwords.as_ref().and_then(|all| all.get(name));
        own.cloned()
            .unwrap_or_else(|| PasswordHash::from_phc(NOBODY))
    }
}

/// `SHA256:...`
pub fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// A line for the file of passwords.
pub fn password_line(
    name: &str,
    password: &Secret,
    salt: &mut crate::domain::entropy::Entropy,
) -> Option<String> {
    let fits = |letter: char| letter.is_ascii_graphic() && letter != ':' && letter != '#';
    if name.is_empty() || !name.chars().all(fits) {
        return None;
    }
    let hash = PasswordHash::of(password, salt);
    let text = serde_json::to_value(&hash).ok()?;
    Some(format!("{name}:{}", text.as_str()?))
}

fn read_keys(path: &Path) -> Result<HashSet<String>, BadList> {
    let mut keys = HashSet::new();
    for (line, text) in lines(&read(path)?) {
        let entry = AuthorizedKeys::new(&text).next();
        let Some(Ok(entry)) = entry else {
            return Err(BadList::Line {
                path: path.to_owned(),
                line,
                what: "no public key: one line as in a .pub file is expected, such as `ssh-ed25519 AAAA... name`",
            });
        };
        keys.insert(fingerprint(entry.public_key()));
    }
    Ok(keys)
}

fn read_passwords(path: &Path) -> Result<HashMap<String, PasswordHash>, BadList> {
    let mut passwords = HashMap::new();
    for (line, text) in lines(&read(path)?) {
        let Some((name, hash)) = text.split_once(':').filter(|(_, hash)| is_argon2(hash)) else {
            return Err(BadList::Line {
                path: path.to_owned(),
                line,
                what: "no password: `name:$argon2id$...` is expected, as `proofup serve --make-password NAME` prints it",
            });
        };
        passwords.insert(name.to_owned(), PasswordHash::from_phc(hash.trim()));
    }
    Ok(passwords)
}

fn is_argon2(hash: &str) -> bool {
    hash.starts_with("$argon2id$") && hash.split('$').count() == 6
}

fn read(path: &Path) -> Result<String, BadList> {
    fs::read_to_string(path).map_err(|error| BadList::Io {
        path: path.to_owned(),
        error,
    })
}

/// The lines that say something, and their numbers.
fn lines(text: &str) -> Vec<(usize, String)> {
    let lines = (1..).zip(text.lines());
    lines
        .map(|(number, line)| (number, line.trim().to_owned()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entropy::Entropy;

    fn listed(text: &str) -> Result<Admitted, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords");
        fs::write(&path, text).unwrap();
        let admission = Admission::Listed {
            keys: None,
            passwords: Some(path),
        };
        Admitted::read(&admission).map_err(|why| why.to_string())
    }

    fn line(name: &str) -> Option<String> {
        password_line(
            name,
            &Secret::new("correct horse"),
            &mut Entropy::from_seed(1),
        )
    }

    #[test]
    fn a_password_is_known_by_its_line_and_a_bad_line_by_its_number() {
        let admitted = listed(&format!("# people\n\n{}\n", line("ann").unwrap())).unwrap();
        let right = |name: &str, text: &str| admitted.password(name).verify(&Secret::new(text));
        assert!(right("ann", "correct horse"));
        assert!(!right("ann", "correct"));
        assert!(!right("bob", "correct horse"));
        for bad in ["ann", "ann:secret", "ann:$argon2id$"] {
            let why = listed(&format!("# people\n{bad}\n")).unwrap_err();
            assert!(why.contains("passwords:2: no password"), "{why}");
        }
        for odd in ["", "a:b", "a b", "a\n", "#a"] {
            assert_eq!(line(odd), None, "{odd:?}");
        }
    }

    /// The time that a check takes is that of its costs and lengths.
    #[test]
    fn a_name_that_is_not_there_takes_the_same_work_as_one_that_is() {
        let own = line("ann").unwrap();
        let shape = |hash: &str| -> Vec<String> {
            let parts = hash.split('$').enumerate();
            let shaped = parts.map(|(n, part)| match n {
                0..4 => part.to_owned(),
                _ => part.len().to_string(),
            });
            shaped.collect()
        };
        assert_eq!(shape(own.split_once(':').unwrap().1), shape(NOBODY));
        assert!(!PasswordHash::from_phc(NOBODY).verify(&Secret::new("")));
    }
}
