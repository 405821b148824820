//! "Update your password": its rules (`facts/portal.md` 8.3).

use pretty_assertions::assert_eq;
use proofup::domain::audit::Activity;
use proofup::domain::sign_in::{Ask, Attempt, Code, PasswordFault};
use rstest::rstest;

use super::*;
use crate::support::*;

#[rstest]
#[case("short1!", "short1!", PasswordFault::Length)]
#[case("alllowercase1", "alllowercase1", PasswordFault::Classes)]
#[case("Sch\u{f6}nes2026", "Sch\u{f6}nes2026", PasswordFault::Characters)]
#[case("right", "wrong", PasswordFault::Different)]
#[case("C0nt0so#77x", "C0nt0so#77x", PasswordFault::Name)]
#[case("P@$$w0rd1", "P@$$w0rd1", PasswordFault::Banned)]
fn a_new_password_has_rules(#[case] new: &str, #[case] again: &str, #[case] fault: PasswordFault) {
    let kim = kim()
        .methods("mob*")
        .but(|user| user.password.must_change = true);
    let driven = Driven::in_browser(&in_2023(kim)).right_code();
    assert_eq!(
        driven.ask(),
        Ask::UpdatePassword { fault: None },
        "after MFA (D1)"
    );
    let refused = driven.answer(new_password(new, again));
    assert_eq!(refused.ask(), Ask::UpdatePassword { fault: Some(fault) });
}

#[test]
fn the_password_one_has_is_no_new_one_and_a_long_one_is_too_long() {
    let kim = kim()
        .methods("mob*")
        .but(|user| user.password.must_change = true);
    let driven = Driven::new(&in_2023(kim), Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("T7#mQz!kd", Some(0))
        .right_code()
        .answer(new_password("T7#mQz!kd", "T7#mQz!kd"));
    let fault = |fault| Ask::UpdatePassword { fault: Some(fault) };
    assert_eq!(driven.ask(), fault(PasswordFault::Same));
    let long = "aB3$".repeat(65);
    let driven = driven.answer(new_password(&long, &long));
    assert_eq!(driven.ask(), fault(PasswordFault::Length));
    let done = driven
        .answer(new_password("T8#mQz!kd", "T8#mQz!kd"))
        .answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    assert!(!done.kim().password.must_change);
    assert_eq!(done.kim().password.changed, NOW);
    assert_eq!(done.audit, [Activity::ChangePasswordSelfService]);
}
