//! Phones, defaults and tokens (D15).

use pretty_assertions::assert_eq;
use proofup::domain::change::Change;
use proofup::domain::command::{Command, NewMethod};
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::method::{DefaultMethod, MethodKind};
use proofup::domain::phone::{PhoneError, PhoneType};
use proofup::domain::plan::{Nothing, Outcome};
use proofup::domain::refusal::Refusal;
use proofup::domain::user::User;
use rstest::rstest;

use crate::support::*;

pub fn add_phone(user: &User, phone_type: PhoneType, number: &str) -> Command {
    Command::AddMethod {
        user: user.id,
        method: NewMethod::Phone {
            phone_type,
            number: number.to_owned(),
        },
    }
}

fn delete(user: &User, at: usize) -> Command {
    Command::DeleteMethod {
        user: user.id,
        method: user.methods[at].id,
    }
}

#[test]
fn d15_the_default_refuses_deletion_while_others_remain() {
    let kim = user("Kim").methods("mob* app");
    assert_eq!(refused(&kim, &delete(&kim, 0)), Refusal::DefaultMethod);
    assert_eq!(done(&kim, &delete(&kim, 1)), "M{mob*} F0 T{} A{} P own");
}

#[test]
fn d15_the_last_one_may_go_and_takes_the_default_along() {
    let kim = user("Kim").methods("mob* mail");
    assert_eq!(done(&kim, &delete(&kim, 0)), "M{mail} F0 T{} A{} P own");
}

#[test]
fn d15_of_two_apps_either_may_go_because_the_other_serves_the_default() {
    let kim = user("Kim").methods("app* app2");
    assert_eq!(done(&kim, &delete(&kim, 0)), "M{app2*} F0 T{} A{} P own");
    assert_eq!(done(&kim, &delete(&kim, 1)), "M{app*} F0 T{} A{} P own");
}

#[test]
fn d15_a_mobile_refuses_while_an_alternate_exists() {
    let kim = user("Kim").methods("mob alt app*");
    assert_eq!(refused(&kim, &delete(&kim, 0)), Refusal::MobileHasAlternate);
    assert_eq!(done(&kim, &delete(&kim, 1)), "M{mob app*} F0 T{} A{} P own");
}

#[test]
fn d15_an_alternate_needs_a_mobile() {
    let add = |user: &User| add_phone(user, PhoneType::AlternateMobile, "+1 4255550100");
    let without = user("Kim").methods("off");
    assert_eq!(
        refused(&without, &add(&without)),
        Refusal::AlternateNeedsMobile
    );
    let with = user("Kim").methods("mob*");
    assert_eq!(done(&with, &add(&with)), "M{mob* alt} F0 T{} A{} P own");
}

#[test]
fn d15_one_phone_of_each_type() {
    let kim = user("Kim").methods("mob*");
    let add = add_phone(&kim, PhoneType::Mobile, "+1 4255550111");
    let expected = Refusal::PhoneTypeTaken(PhoneType::Mobile);
    assert_eq!(refused(&kim, &add), expected);
}

#[rstest]
#[case(PhoneType::Mobile, "4255550100", PhoneError::NoPlus)]
#[case(PhoneType::Mobile, "+1 4255550100x12", PhoneError::ExtensionNotOffice)]
#[case(PhoneType::Office, "+1 425 555", PhoneError::NotDigits)]
fn d15_phone_format(
    #[case] phone_type: PhoneType,
    #[case] number: &str,
    #[case] expected: PhoneError,
) {
    let kim = user("Kim");
    let add = add_phone(&kim, phone_type, number);
    assert_eq!(refused(&kim, &add), Refusal::Phone(expected));
}

#[rstest]
#[case("", PhoneType::Mobile, Some(DefaultMethod::Sms))]
#[case("mail fido", PhoneType::Office, Some(DefaultMethod::VoiceOffice))]
#[case("app*", PhoneType::Mobile, Some(DefaultMethod::Push))]
#[case("app", PhoneType::Mobile, None)]
fn the_first_method_that_can_be_becomes_the_default(
    #[case] methods: &str,
    #[case] phone_type: PhoneType,
    #[case] expected: Option<DefaultMethod>,
) {
    let kim = user("Kim").methods(methods);
    let before = tenant(Entra2023, [kim.clone()]);
    let add = add_phone(&kim, phone_type, "+1 4255550100");
    let after = after(&before, &actor(AA), [add]);
    assert_eq!(of(&after, "Kim").default_method, expected);
}

#[test]
fn a_phone_has_the_id_it_has_everywhere() {
    let kim = user("Kim");
    let before = tenant(Entra2023, [kim.clone()]);
    let add = add_phone(&kim, PhoneType::Office, "+1 4255550100x7");
    let after = of(&after(&before, &actor(AA), [add]), "Kim");
    let fixed = MethodKind::OfficePhone.fixed_id().unwrap();
    let office = after.method(fixed).unwrap();
    assert_eq!(office.detail.text(), "+1 4255550100x7");
    assert_eq!(office.added, NOW);
}

#[test]
fn only_a_default_that_is_served_can_be_set() {
    let kim = user("Kim").methods("mob* app");
    let set = |default| Command::SetDefaultMethod {
        user: kim.id,
        default,
    };
    let office = set(DefaultMethod::VoiceOffice);
    assert_eq!(refused(&kim, &office), Refusal::DefaultNotServed);
    assert_eq!(
        done(&kim, &set(DefaultMethod::Push)),
        "M{mob app*} F0 T{} A{} P own"
    );
    let same = kim.default_method.unwrap();
    let before = tenant(Entra2023, [kim.clone()]);
    let again = outcome(&before, &actor(GA), &set(same));
    assert_eq!(again, Outcome::Nothing(Nothing::AlreadySo));
}

#[test]
fn a_deactivated_token_gives_its_default_to_the_next() {
    let kim = user("Kim").methods("hw* mob");
    let deactivate = Command::DeactivateHardwareToken {
        user: kim.id,
        method: kim.methods[0].id,
    };
    assert_eq!(done(&kim, &deactivate), "M{hw- mob*} F0 T{} A{} P own");
    let phone = Command::DeactivateHardwareToken {
        user: kim.id,
        method: kim.methods[1].id,
    };
    let expected = Refusal::NoHardwareToken(MethodKind::MobilePhone);
    assert_eq!(refused(&kim, &phone), expected);
}

#[test]
fn only_numbers_and_addresses_can_be_changed() {
    let kim = user("Kim").methods("app* mob mail");
    let change = |at: usize, to: &str| Command::ChangeMethod {
        user: kim.id,
        method: kim.methods[at].id,
        to: to.to_owned(),
    };
    let expected = Refusal::NotChangeable(MethodKind::MicrosoftAuthenticator);
    assert_eq!(refused(&kim, &change(0, "x")), expected);
    let expected = Refusal::Phone(PhoneError::NoPlus);
    assert_eq!(refused(&kim, &change(1, "x")), expected);
    assert_eq!(refused(&kim, &change(2, "x")), Refusal::EmailAddress);
    let before = tenant(Entra2023, [kim.clone()]);
    let same = outcome(&before, &actor(AA), &change(1, " +1 4255550100 "));
    assert_eq!(same, Outcome::Nothing(Nothing::AlreadySo));
}

#[test]
fn a_change_of_the_default_is_part_of_what_takes_the_method_away() {
    let kim = user("Kim").methods("mob*");
    let tenant = tenant(Entra2023, [kim.clone()]);
    let outcome = outcome(&tenant, &actor(AA), &delete(&kim, 0));
    let changes: Vec<_> = outcome.changes().cloned().collect();
    let id = kim.methods[0].id;
    assert_eq!(changes, [Change::RemoveMethod(id), Change::Default(None)]);
}
