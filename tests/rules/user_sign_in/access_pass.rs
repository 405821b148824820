//! A Temporary Access Pass, in place of the password or as the second factor.

use pretty_assertions::assert_eq;
use proofup::domain::method::Detail;
use proofup::domain::secret::Secret;
use proofup::domain::sign_in::{Answer, Ask, Attempt, Code, Proof};
use proofup::domain::time::{DAY, Timestamp};
use proofup::domain::user::User;

use super::*;
use crate::support::*;

fn with_pass(one_time: bool) -> User {
    kim().methods("tap").but(|user| {
        if let Detail::TemporaryAccessPass { one_time: once, .. } = &mut user.methods[0].detail {
            *once = one_time;
        }
    })
}

#[test]
fn a_one_time_pass_goes_in_place_of_the_password_once_and_leads_to_registration() {
    let tenant = in_2023(with_pass(true));
    let driven = Driven::new(&tenant, Attempt::new_browser()).account("Kim@contoso.com");
    assert_eq!(
        driven.ask(),
        Ask::Password {
            pass: true,
            wrong: false
        }
    );
    let driven = driven
        .answer(Answer::AccessPass(Secret::new("Enter-26")))
        .answer(Answer::Checked(Some(0)));
    assert!(matches!(driven.ask(), Ask::Register(_)));
    let again = Driven::new(&driven.tenant, Attempt::new_browser()).account("Kim@contoso.com");
    assert_eq!(
        again.ask(),
        Ask::Password {
            pass: false,
            wrong: false
        }
    );
}

#[test]
fn a_pass_is_both_factors_beside_other_methods() {
    let kim = with_pass(false).methods("app*");
    let done = Driven::new(&in_2023(kim), Attempt::new_browser())
        .account("Kim@contoso.com")
        .answer(Answer::AccessPass(Secret::new("Enter-26")))
        .answer(Answer::Checked(Some(0)))
        .answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    assert_eq!(done.log[0].method, "Temporary Access Pass");
}

#[test]
fn a_wrong_pass_counts_as_a_wrong_password_and_one_out_of_its_time_is_not_asked_for() {
    let driven = Driven::new(&in_2023(with_pass(false)), Attempt::new_browser())
        .account("Kim@contoso.com")
        .answer(Answer::AccessPass(Secret::new("Enter-27")))
        .answer(Answer::Checked(None));
    assert_eq!(driven.kim().lockout.failures, 1);
    let mut late = Driven::new(&in_2023(with_pass(false)), Attempt::new_browser());
    late.now = Timestamp(NOW.0 + DAY);
    assert_eq!(
        late.account("Kim@contoso.com").ask(),
        Ask::Password {
            pass: false,
            wrong: false
        }
    );
}

#[test]
fn a_pass_is_also_a_second_factor() {
    let driven = Driven::in_browser(&in_2023(with_pass(true)));
    assert_eq!(driven.challenge().way.proof, Proof::AccessPass);
    let done = driven
        .answer(Answer::AccessPass(Secret::new("Enter-27")))
        .answer(Answer::Checked(None))
        .answer(Answer::AccessPass(Secret::new("Enter-26")))
        .answer(Answer::Checked(Some(0)))
        .answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    let used = matches!(
        done.kim().methods[0].detail,
        Detail::TemporaryAccessPass { used: true, .. }
    );
    assert!(used);
}
