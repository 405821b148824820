//! Precomputed hashes of the published demo password: the same password, 32 salts. One argon2id
//! hash takes tens of milliseconds, so a tenant of a hundred thousand demo users could not be
//! made by hashing (store.md 11).

use crate::domain::secret::PasswordHash;

/// How many hashes there are; demo users cycle them.
pub const LEN: usize = 32;

/// One hash in PHC form a line.
const LINES: &str = include_str!("password_hashes.txt");

/// The hash for the `n`th demo user: the pool over and over.
pub fn password(n: usize) -> PasswordHash {
    // Every line has the same length, so that a line is found without a search.
    let stride = LINES.len() / LEN;
    let start = n % LEN * stride;
    PasswordHash::from_phc(
        LINES
            .get(start..start + stride)
            .unwrap_or_default()
            .trim_end(),
    )
}

/// The hash for a demo user's app password at `position` in the user's list; which one it is:
/// [`super::APP_PASSWORDS`].
pub fn app_password(position: usize) -> PasswordHash {
    PasswordHash::from_phc(APP_PASSWORDS[position % APP_PASSWORDS.len()])
}

/// Hashes of [`super::APP_PASSWORDS`], in their order.
const APP_PASSWORDS: [&str; 2] = [
    "$argon2id$v=19$m=19456,t=2,p=1$fo/o0Yi8JbYwlM5mLhNPTA$JLcvsDKnsCF++zDMXKaLaWRbhHoiSKOTUNV2v33p/e0",
    "$argon2id$v=19$m=19456,t=2,p=1$EVDqZKhQVrOl4n8UbMhkOA$R8cmB4AZag9sJi8fRmG30PypDaIMTBta7ur1vnCPzTo",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::demo::PASSWORD;
    use crate::domain::secret::Secret;

    #[test]
    fn the_pool_has_one_salt_per_line_and_the_default_parameters() {
        let lines: Vec<_> = LINES.lines().collect();
        assert_eq!(lines.len(), LEN);
        let salts: HashSet<_> = lines.iter().filter_map(|l| l.split('$').nth(4)).collect();
        assert_eq!(salts.len(), LEN);
        for (n, line) in lines.iter().enumerate() {
            // What `PasswordHash::of` uses: argon2id, 19 MiB, 2 passes.
            assert!(
                line.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
                "{line}"
            );
            assert_eq!(password(n), PasswordHash::from_phc(*line));
            assert_eq!(password(n + LEN), password(n));
        }
    }

    #[test]
    fn every_hash_is_the_published_password() {
        let published = Secret::new(PASSWORD);
        for n in 0..LEN {
            assert!(password(n).verify(&published), "line {} of the pool", n + 1);
        }
        assert!(!password(0).verify(&Secret::new("proof-up!2026")));
    }

    #[test]
    fn app_passwords_are_the_published_ones() {
        for (position, published) in crate::demo::APP_PASSWORDS.into_iter().enumerate() {
            assert!(app_password(position).verify(&Secret::new(published)));
        }
    }
}
