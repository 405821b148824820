//! The demo tenant: Contoso, embedded in the program, and what its published secrets are.
//!
//! Owns the text of `assets/contoso.ron` and the pool of precomputed password hashes. Never
//! writes a file.

pub mod generated;
pub mod pool;

use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;
use crate::store::{StoreError, folder};

/// Contoso as it stands in `assets/contoso.ron`, comments included: what a new demo tenant's
/// `tenant.ron` starts as.
pub const CONTOSO: &str = include_str!("../assets/contoso.ron");

/// The password of every demo account. It is published: a demo tenant protects nothing.
pub const PASSWORD: &str = "Proof-up!2026";

/// The app passwords of demo users: a user's first, a user's second.
pub const APP_PASSWORDS: [&str; 2] = ["firstapppassword", "otherapppassword"];

/// The Temporary Access Pass of demo users who have one.
pub const ACCESS_PASS: &str = "Enter-26";

/// Contoso, read: its facts and its people, in the order of the file.
///
/// Fails only where the embedded text is broken, which a test rules out.
pub fn contoso() -> Result<(TenantFacts, Vec<User>), StoreError> {
    folder::read_text(CONTOSO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::method::Detail;
    use crate::domain::secret::Secret;

    #[test]
    fn contoso_opens_with_the_published_secrets() {
        let (facts, users) = contoso().unwrap();
        assert!(facts.demo);
        let user = |upn: &str| users.iter().find(|user| user.upn == upn).unwrap();
        let admin = user("admin@contoso.com");
        assert!(admin.password.hash.verify(&Secret::new(PASSWORD)));
        let two = &user("CameronW@contoso.com").app_passwords;
        for (password, published) in two.iter().zip(APP_PASSWORDS) {
            assert!(password.hash.verify(&Secret::new(published)), "{published}");
        }
        let newcomer = &user("TaylorP@contoso.com").methods[0];
        let Detail::TemporaryAccessPass { hash, .. } = &newcomer.detail else {
            panic!("{newcomer:?}");
        };
        assert!(hash.verify(&Secret::new(ACCESS_PASS)));
    }

    #[test]
    fn every_password_of_contoso_is_one_of_the_pool() {
        let (_, users) = contoso().unwrap();
        for user in users {
            let known = (0..pool::LEN).any(|n| pool::password(n) == user.password.hash);
            assert!(known, "{} has a password nobody knows", user.upn);
        }
    }
}
