//! The key by which clients know the server again: Ed25519, made once, for its owner alone.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};

/// Why there is no key. Nothing is ever written over a file that is there.
#[derive(Debug, thiserror::Error)]
pub enum BadKey {
    /// Others could have copied or changed it.
    #[error(
        "{} can be read or written by others (mode {mode:o}): make it yours with `chmod 600`, or take it away to have another one made", path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It is no private key, or not a whole one.
    #[error(
        "{} is no private host key ({why}): put the right file there, or take it away to have another one made, which clients will ask about", path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The system refused.
    #[error("the host key {}: {error}; choose another place with --host-key FILE", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        error: io::Error,
    },
}

/// The key at `path`; made there first where there is none. Of several servers that start at once
/// one makes it and all have it.
pub fn load_or_make(path: &Path) -> Result<PrivateKey, BadKey> {
    let io = |error| BadKey::Io {
        path: path.to_owned(),
        error,
    };
    match load(path) {
        Err(BadKey::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => {}
        loaded => return loaded,
    }
    make(path).map_err(io)?;
    load(path)
}

/// `SHA256:...`, as clients show it.
pub fn fingerprint(key: &PrivateKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

fn load(path: &Path) -> Result<PrivateKey, BadKey> {
    let io = |error| BadKey::Io {
        path: path.to_owned(),
        error,
    };
    let damaged = |why: String| BadKey::Damaged {
        path: path.to_owned(),
        why,
    };
    let mode = fs::metadata(path).map_err(io)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let path = path.to_owned();
        return Err(BadKey::Open { path, mode });
    }
    let text = fs::read(path).map_err(io)?;
    let key = PrivateKey::from_openssh(&text).map_err(|why| damaged(why.to_string()))?;
    if key.is_encrypted() {
        return Err(damaged("it is encrypted".to_owned()));
    }
    Ok(key)
}

/// Makes a key under a name of its own, whole and synced, and only then gives it its place. A file
/// that has appeared there meanwhile stays.
fn make(path: &Path) -> io::Result<()> {
    let mut random = [0; 40];
    getrandom::fill(&mut random)?;
    let (seed, name) = random.split_at(32);
    let seed: &[u8; 32] = seed.try_into().map_err(io::Error::other)?;
    let key = PrivateKey::from(Ed25519Keypair::from_seed(seed));
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let name = data_encoding::HEXLOWER.encode(name);
    let aside = folder.join(format!(".host-key-{name}"));
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside);
    let placed = file.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // Unlike a rename this refuses to replace what another server has just put there.
        match fs::hard_link(&aside, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            placed => placed,
        }
    });
    let _ = fs::remove_file(&aside);
    placed?;
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn refused(path: &Path) -> String {
        load_or_make(path).unwrap_err().to_string()
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/host_key");
        let made = load_or_make(&path).unwrap();
        assert!(made.algorithm().is_ed25519());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            fingerprint(&load_or_make(&path).unwrap()),
            fingerprint(&made)
        );
        assert!(fingerprint(&made).starts_with("SHA256:"));
        let left = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "something is left beside it");
    }

    #[test]
    fn one_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("host_key");
        load_or_make(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(refused(&path).contains("chmod 600"), "{}", refused(&path));
    }

    #[test]
    fn an_empty_or_cut_one_is_refused_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("host_key");
        load_or_make(&path).unwrap();
        let whole = fs::read(&path).unwrap();
        for cut in [0, 1, whole.len() / 2, whole.len() - 40] {
            fs::write(&path, &whole[..cut]).unwrap();
            assert!(refused(&path).contains("no private host key"), "{cut}");
            assert_eq!(fs::read(&path).unwrap(), &whole[..cut]);
        }
    }

    #[test]
    fn servers_that_start_at_once_have_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("host_key");
        let keys: Vec<_> = thread::scope(|scope| {
            let makers = (0..8).map(|_| scope.spawn(|| load_or_make(&path).unwrap()));
            let makers: Vec<_> = makers.collect();
            makers
                .into_iter()
                .map(|maker| maker.join().unwrap())
                .collect()
        });
        assert!(
            keys.iter()
                .all(|key| fingerprint(key) == fingerprint(&keys[0]))
        );
    }
}
