//! E-mail addresses and Temporary Access Passes (D13; `facts/portal.md` 2.3).

use std::ops::RangeInclusive;

use pretty_assertions::assert_eq;
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::directory::Directory;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::method::MethodKind;
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::Outcome;
use proofup::domain::refusal::Refusal;
use proofup::domain::settings::{AccessPassPolicy, Policies};
use proofup::domain::tenant::Tenant;
use proofup::domain::user::User;
use rstest::rstest;

use crate::methods::add_phone;
use crate::support::*;

fn add_email(user: &User, address: &str) -> Command {
    Command::AddMethod {
        user: user.id,
        method: NewMethod::Email {
            address: address.to_owned(),
        },
    }
}

#[rstest]
#[case("")]
#[case("kim")]
#[case("@fabrikam.com")]
#[case("kim@fabrikam")]
#[case("kim@.com")]
#[case("kim@a@b.com")]
#[case("kim lee@fabrikam.com")]
#[case("kim@fabrikam.com\u{1b}[2J")]
fn no_email_address(#[case] address: &str) {
    let kim = user("Kim");
    let refused = refused(&kim, &add_email(&kim, address));
    assert_eq!(refused, Refusal::EmailAddress);
}

#[test]
fn one_email_address_at_the_most() {
    let kim = user("Kim").methods("mail");
    let add = add_email(&kim, "kim@example.com");
    assert_eq!(refused(&kim, &add), Refusal::EmailTaken);
}

fn with_policy(user: &User, change: impl FnOnce(&mut AccessPassPolicy)) -> Tenant {
    let before = tenant(Entra2023, [user.clone()]);
    let mut facts = before.facts().clone();
    change(&mut facts.policies.access_pass);
    Tenant::new(facts, [user.clone()], 0).unwrap()
}

fn add_pass(user: &User, lifetime_minutes: u32) -> Command {
    Command::AddMethod {
        user: user.id,
        method: NewMethod::TemporaryAccessPass {
            starts: None,
            lifetime_minutes,
            one_time: true,
        },
    }
}

#[test]
fn a_new_access_pass_replaces_the_old_and_is_shown_once() {
    let kim = user("Kim").methods("app* tap fido");
    let before = tenant(Entra2023, [kim.clone()]);
    let plan = planned(&before, &actor(AA), &add_pass(&kim, 60));
    let after = applied(&before, &plan);
    assert_state(&before, &after, "Kim", "M{app* fido tap} F0 T{} A{} P own");
    let revealed = plan.revealed.unwrap();
    assert_eq!(revealed.label, "Temporary Access Pass");
    assert_eq!(revealed.secret.reveal().len(), 8);
}

#[rstest]
// As tenants are made: one hour to eight.
#[case(60..=480, 59, true)]
#[case(60..=480, 60, false)]
#[case(60..=480, 480, false)]
#[case(60..=480, 481, true)]
// Whatever the policy says, the service has bounds of its own.
#[case(1..=100_000, 9, true)]
#[case(1..=100_000, 10, false)]
#[case(1..=100_000, 43_200, false)]
#[case(1..=100_000, 43_201, true)]
fn an_access_pass_lives_as_long_as_the_policy_lets_it(
    #[case] policy: RangeInclusive<u32>,
    #[case] minutes: u32,
    #[case] refused: bool,
) {
    let kim = user("Kim");
    let before = with_policy(&kim, |pass| {
        (pass.least_minutes, pass.most_minutes) = (*policy.start(), *policy.end());
    });
    let outcome = outcome(&before, &actor(AA), &add_pass(&kim, minutes));
    let lifetime = |outcome| matches!(outcome, Outcome::Refused(Refusal::PassLifetime(..)));
    assert_eq!(lifetime(outcome), refused);
}

#[test]
fn a_policy_for_one_time_passes_takes_no_other() {
    let kim = user("Kim");
    let often = Command::AddMethod {
        user: kim.id,
        method: NewMethod::TemporaryAccessPass {
            starts: None,
            lifetime_minutes: 60,
            one_time: false,
        },
    };
    let before = with_policy(&kim, |pass| pass.one_time = true);
    let refused = outcome(&before, &actor(AA), &often);
    assert_eq!(refused, Outcome::Refused(Refusal::PassOneTime));
    let before = with_policy(&kim, |_| {});
    let done = outcome(&before, &actor(AA), &often);
    assert!(!matches!(done, Outcome::Refused(_)));
}

#[test]
fn a_kind_that_policy_switched_off_cannot_be_added() {
    let kim = user("Kim");
    let policies = Policies {
        disabled_methods: MethodKind::TemporaryAccessPass | MethodKind::MobilePhone,
        ..Policies::default()
    };
    let tenant = tenant_with(Entra2023, policies, [kim.clone()]);
    let pass = refusal(&tenant, &actor(AA), &add_pass(&kim, 60));
    let expected = Refusal::MethodDisabled(MethodKind::TemporaryAccessPass);
    assert_eq!(pass, expected);
    let add = add_phone(&kim, PhoneType::Mobile, "+1 4255550100");
    let phone = refusal(&tenant, &actor(AA), &add);
    assert_eq!(phone, Refusal::MethodDisabled(MethodKind::MobilePhone));
}
