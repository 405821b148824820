//! argon2 in memory that is given back. A check takes 19 MiB: allocators keep so much for the next
//! one, for each thread that ever asked, and a server would hold it for all its life.

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// A block of more bytes than this is never kept by glibc's allocator, but mapped, and unmapped when
/// it is freed (`mallopt(3)`, `DEFAULT_MMAP_THRESHOLD_MAX`). What nobody touches of it takes no
/// memory.
const GIVEN_BACK: usize = 32 << 20;

/// Whether `secret` is what `hash` was made from, by the costs that `hash` names.
pub(super) fn is_of(hash: &PasswordHash, secret: &str) -> bool {
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
        return false;
    };
    let version = hash
        .version
        .map_or(Ok(Version::default()), Version::try_from);
    let (Ok(algorithm), Ok(version), Ok(costs)) = (
        Algorithm::try_from(hash.algorithm.as_str()),
        version,
        Params::try_from(hash),
    ) else {
        return false;
    };
    let mut memory: Vec<Block> = Vec::with_capacity(GIVEN_BACK / Block::SIZE + 1);
    memory.resize(costs.block_count(), Block::new());
    let mut output = vec![0; expected.len()];
    let hashed = Argon2::new(algorithm, version, costs).hash_password_into_with_memory(
        secret.as_bytes(),
        salt,
        &mut output,
        &mut memory,
    );
    // Compared in a time that tells nothing.
    hashed.is_ok() && Output::new(&output).is_ok_and(|output| output == *expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_hashes_of_any_costs_and_by_no_others() {
        use argon2::password_hash::{CustomizedPasswordHasher as _, PasswordHasher as _};
        let salt = [7; 16];
        let usual = Argon2::default().hash_password_with_salt(b"hunter2", &salt);
        let cheap = Params::new(64, 1, 2, Some(24)).unwrap();
        let cheap = Argon2::default().hash_password_customized(
            b"hunter2",
            &salt,
            Some("argon2i"),
            Some(16),
            cheap,
        );
        for hash in [usual.unwrap(), cheap.unwrap()] {
            let text = hash.to_string();
            let hash = PasswordHash::new(&text).unwrap();
            assert!(is_of(&hash, "hunter2"), "{text}");
            assert!(!is_of(&hash, "hunter3"), "{text}");
        }
        for odd in [
            "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA",
            "$argon2id$v=3$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(
                PasswordHash::new(odd).is_ok_and(|hash| !is_of(&hash, "")),
                "{odd}"
            );
        }
    }
}
