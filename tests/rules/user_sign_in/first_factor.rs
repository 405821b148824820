//! What comes first: the account, the password, smart lockout (`facts/portal.md` 8.1, 8.3).

use pretty_assertions::assert_eq;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::settings::Policies;
use proofup::domain::sign_in::{Ask, Attempt, Code, SignInStatus};

use super::*;
use crate::support::*;

#[test]
fn an_unknown_account_is_50034_and_what_was_typed_is_kept_without_control_characters() {
    let driven = Driven::new(&in_2023(kim()), Attempt::new_browser()).account("no\u{1b}body");
    assert_eq!(driven.code(), Some(Code::AccountNotFound));
    assert_eq!(
        (driven.log[0].code, driven.log[0].name.as_str()),
        (50034, "nobody")
    );
    assert_eq!(driven.log[0].user, None);
}

#[test]
fn a_deleted_account_is_no_account() {
    let deleted = kim().but(|user| user.deleted = Some(NOW));
    let driven = Driven::new(&in_2023(deleted), Attempt::new_browser());
    assert_eq!(
        driven.account("kim@contoso.com").code(),
        Some(Code::AccountNotFound)
    );
}

#[test]
fn a_blocked_account_is_50057_before_anything_else() {
    let blocked = kim().but(|user| {
        user.blocked = true;
        user.lockout.until = Some(NOW.plus_days(1));
    });
    let driven = Driven::new(&in_2023(blocked), Attempt::new_browser()).account("Kim@contoso.com");
    assert_eq!(driven.code(), Some(Code::Disabled));
    assert_eq!(driven.log[0].why, ["sign-in is blocked"]);
    assert_eq!(driven.log[0].status, SignInStatus::Failure);
}

#[test]
fn a_wrong_password_is_50126_and_asked_again() {
    let driven = Driven::new(&in_2023(kim()), Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("guess", None);
    assert_eq!(
        driven.ask(),
        Ask::Password {
            pass: false,
            wrong: true
        }
    );
    assert_eq!(driven.log[0].code, 50126);
    assert_eq!(driven.kim().lockout.failures, 1);
}

#[test]
fn ten_wrong_passwords_lock_and_the_right_one_afterwards_forgets_them() {
    let mut driven = Driven::new(&in_2023(kim().methods("app*")), Attempt::new_browser())
        .account("Kim@contoso.com");
    for number in 0..10 {
        driven = driven.password(&format!("guess {number}"), None);
    }
    assert_eq!(driven.code(), Some(Code::Locked));
    let locked = driven.tenant.clone();
    let again = Driven::new(&locked, Attempt::new_browser()).account("Kim@contoso.com");
    assert_eq!(again.code(), Some(Code::Locked), "before any password");
    let mut later = Driven::new(&locked, Attempt::new_browser());
    later.now = NOW.plus_seconds(60);
    let relocked = later
        .account("Kim@contoso.com")
        .password("guess again", None);
    assert_eq!(
        relocked.code(),
        Some(Code::Locked),
        "each next failure locks again"
    );
    assert_eq!(
        relocked.kim().lockout.until,
        Some(NOW.plus_seconds(60 + 120))
    );
    let mut right = Driven::new(&locked, Attempt::new_browser());
    right.now = NOW.plus_seconds(60);
    let right = right.right_password();
    assert_eq!(
        right.kim().lockout,
        proofup::domain::user::Lockout::default()
    );
}

#[test]
fn a_wrong_password_typed_again_is_not_counted_again() {
    let driven = Driven::new(&in_2023(kim()), Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("guess", None)
        .password("guess", None)
        .password("other", None)
        .password("guess", None);
    assert_eq!(driven.kim().lockout.failures, 2);
    assert_eq!(driven.log.len(), 4);
}

#[test]
fn the_lockout_policy_of_the_tenant_counts() {
    let policies = Policies {
        lockout_threshold: 2,
        lockout_seconds: 300,
        ..Policies::default()
    };
    let strict = tenant_with(Entra2023, policies, [kim()]);
    let driven = Driven::new(&strict, Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("one", None)
        .password("two", None);
    assert_eq!(driven.kim().lockout.until, Some(NOW.plus_seconds(300)));
}
