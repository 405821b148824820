//! The second factor: each way, its order, its faults, "Don't ask again" (`facts/portal.md` 8.1, 8.3).

use pretty_assertions::assert_eq;
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::{Azure2018, Azure2020, Entra2023};
use proofup::domain::forecast::forecast;
use proofup::domain::method::{DefaultMethod, MethodKind};
use proofup::domain::oath::Seed;
use proofup::domain::secret::Secret;
use proofup::domain::settings::{Policies, ServiceSettings};
use proofup::domain::sign_in::{
    Answer, Ask, Attempt, ChallengeFault, Client, Code, Met, Proof, Requirement, Step,
};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::user::User;
use rstest::rstest;

use super::*;
use crate::support::*;

#[test]
fn a_notification_is_approved_with_the_number_and_lets_in() {
    let driven = Driven::in_browser(&in_2023(kim().methods("app*")));
    let number = driven.challenge().number;
    assert!(number.is_some_and(|number| (10..100).contains(&number)));
    let done = driven.answer(Answer::Approve(number)).answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    let [entry] = &done.log[..] else {
        panic!("{:?}", done.log)
    };
    assert_eq!(entry.requirement, Requirement::Multifactor);
    assert_eq!(entry.method, "Mobile app notification");
    assert_eq!(entry.detail, "successfully completed");
    assert_eq!(
        entry.why,
        ["per-user MFA Enforced", "New device is not remembered"]
    );
}

#[test]
fn a_wrong_number_sends_another_request_and_five_are_too_many() {
    let mut driven = Driven::in_browser(&in_2023(kim().methods("app*")));
    for _ in 0..4 {
        driven = driven.answer(Answer::Approve(Some(9)));
        assert_eq!(driven.challenge().fault, Some(ChallengeFault::WrongNumber));
    }
    let over = driven.answer(Answer::Approve(None));
    assert_eq!(over.code(), Some(Code::MfaFailed));
    assert_eq!(over.log[0].detail, "entered incorrect code too many times");
}

#[test]
fn before_2023_a_notification_has_no_number() {
    let driven = Driven::in_browser(&tenant(Azure2018, [kim().methods("app*")]));
    assert_eq!(driven.challenge().number, None);
    let done = driven.answer(Answer::Approve(None)).answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
}

#[test]
fn a_denied_request_is_500121_and_another_way_is_open() {
    let driven = Driven::in_browser(&in_2023(kim().methods("app* mob"))).answer(Answer::Deny);
    assert_eq!(driven.log[0].code, 500_121);
    assert_eq!(driven.log[0].detail, "user declined the authentication");
    assert_eq!(driven.challenge().fault, Some(ChallengeFault::Denied));
    let others: Vec<_> = driven
        .challenge()
        .others
        .into_iter()
        .map(|way| way.label)
        .collect();
    assert_eq!(
        others,
        [
            "Use a verification code",
            "Text +X XXXXXXXX00",
            "Call +X XXXXXXXX00"
        ]
    );
    let done = driven
        .answer(Answer::OtherWay(1))
        .right_code()
        .answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    assert_eq!(done.log[1].method, "Text message");
}

#[rstest]
#[case("mob*", Proof::Text)]
#[case("sw*", Proof::Code)]
#[case("hw*", Proof::Code)]
fn codes_are_typed(#[case] methods: &str, #[case] proof: Proof) {
    let driven = Driven::in_browser(&in_2023(kim().methods(methods)));
    assert_eq!(driven.challenge().way.proof, proof);
    let wrong = driven.answer(Answer::Code(Secret::new("12345")));
    assert_eq!(wrong.challenge().fault, Some(ChallengeFault::WrongCode));
    assert_eq!(
        wrong.right_code().answer(stay()).code(),
        Some(Code::Success)
    );
}

#[rstest]
#[case("off*", Proof::Call)]
#[case("fido", Proof::Key)]
fn calls_and_keys_are_confirmed(#[case] methods: &str, #[case] proof: Proof) {
    let driven = Driven::in_browser(&in_2023(kim().methods(methods)));
    assert_eq!(driven.challenge().way.proof, proof);
    let done = driven.answer(Answer::Confirm).answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
}

#[rstest]
#[case("sw mob app* fido", MethodKind::Fido2)]
#[case("mob sw app*", MethodKind::MicrosoftAuthenticator)]
#[case("mob* sw", MethodKind::SoftwareOath)]
#[case("mob*", MethodKind::MobilePhone)]
fn the_system_prefers_the_strongest_in_2023(#[case] methods: &str, #[case] first: MethodKind) {
    let driven = Driven::in_browser(&in_2023(kim().methods(methods)));
    assert_eq!(driven.challenge().way.kind, first);
}

#[rstest]
#[case(DefaultMethod::Sms, Proof::Text)]
#[case(DefaultMethod::VoiceMobile, Proof::Call)]
#[case(DefaultMethod::Push, Proof::Notification)]
#[case(DefaultMethod::Oath, Proof::Code)]
fn where_the_system_does_not_prefer_the_users_default_counts(
    #[case] default: DefaultMethod,
    #[case] proof: Proof,
) {
    let kim = kim()
        .methods("mob app fido")
        .but(|user| user.default_method = Some(default));
    let driven = Driven::in_browser(&tenant(Azure2020, [kim.clone()]));
    assert_eq!(driven.challenge().way.proof, proof);
    let policies = Policies {
        system_preferred_mfa: false,
        ..Policies::default()
    };
    let driven = Driven::in_browser(&tenant_with(Entra2023, policies, [kim]));
    assert_eq!(driven.challenge().way.proof, proof);
}

#[test]
fn verification_options_that_are_switched_off_are_no_ways() {
    let facts = TenantFacts {
        settings: ServiceSettings {
            text_message: false,
            app_notification: false,
            ..ServiceSettings::default()
        },
        ..in_2023(kim()).facts().clone()
    };
    let tenant = Tenant::new(facts, [kim().methods("mob* app")], 1).unwrap();
    let challenge = Driven::in_browser(&tenant).challenge();
    assert_eq!(challenge.way.proof, Proof::Code);
    let others: Vec<_> = challenge.others.iter().map(|way| way.proof).collect();
    assert_eq!(others, [Proof::Call]);
}

#[test]
fn dont_ask_again_marks_the_device_for_as_long_as_the_settings_say() {
    let driven = Driven::in_browser(&remembering(kim().methods("mob*")));
    assert_eq!(driven.challenge().remember, Some(60));
    let done = driven
        .answer(Answer::DontAskAgain(true))
        .right_code()
        .answer(stay());
    let kim = done.kim();
    let [device] = &kim.devices[..] else {
        panic!("{:?}", kim.devices)
    };
    assert_eq!(device.until, NOW.plus_days(60));
    let Step::End(end) = done.machine.step() else {
        panic!()
    };
    assert_eq!(end.mark, Some(device.id));
    let attempt = Attempt::on(device);
    let mut again = Driven::new(&done.tenant, attempt);
    again.now = NOW.plus_days(60).plus_seconds(-1);
    assert_eq!(again.right_password().ask(), Ask::StaySignedIn);
}

#[test]
fn a_mark_that_ran_out_asks_again_and_is_renewed_in_its_place() {
    let kim = kim().methods("mob*").devices("LAP1 HOME").but(|user| {
        user.devices[0].until = NOW;
    });
    let tenant = remembering(kim.clone());
    let driven = Driven::new(&tenant, Attempt::on(&kim.devices[0])).right_password();
    assert!(matches!(driven.ask(), Ask::Challenge(_)));
    let done = driven
        .answer(Answer::DontAskAgain(true))
        .right_code()
        .answer(stay());
    let after = done.kim();
    assert_eq!(after.devices[0].id, kim.devices[0].id);
    assert_eq!(after.devices[0].until, NOW.plus_days(60));
    assert_eq!(after.devices[1], kim.devices[1]);
}

#[test]
fn no_box_where_devices_are_not_remembered_in_apps_and_for_guests() {
    let no_setting = Driven::in_browser(&in_2023(kim().methods("mob*")));
    assert_eq!(no_setting.challenge().remember, None);
    let guest = kim().methods("mob*").but(|user| {
        user.user_type = proofup::domain::user::UserType::Guest;
    });
    assert_eq!(
        Driven::in_browser(&remembering(guest)).challenge().remember,
        None
    );
    let app = Attempt {
        client: Client::Modern,
        ..Attempt::new_browser()
    };
    let driven = Driven::new(&remembering(kim().methods("mob*")), app).right_password();
    assert_eq!(driven.challenge().remember, None);
    let done = driven.right_code();
    assert_eq!(
        done.code(),
        Some(Code::Success),
        "an app never asks to stay signed in"
    );
}

/// Kim with an authenticator app of this key.
fn with_seed() -> User {
    kim().methods("sw*").but(|user| {
        let seed = Seed::from_base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        user.methods[0].detail = user.methods[0].detail.clone().with_seed(seed);
    })
}

#[test]
fn a_code_of_a_key_works_once_in_this_sign_in_or_any_other() {
    let first = Driven::in_browser(&in_2023(with_seed()));
    let code = first
        .machine
        .phone(NOW)
        .and_then(|phone| phone.code().cloned())
        .unwrap();
    let done = first.answer(Answer::Code(code.clone())).answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    let again = Driven::in_browser(&done.tenant).answer(Answer::Code(code));
    assert_eq!(again.challenge().fault, Some(ChallengeFault::UsedCode));
    let mut later = again;
    later.now = NOW.plus_seconds(30);
    assert_eq!(
        later.right_code().answer(stay()).code(),
        Some(Code::Success)
    );
}

#[test]
fn the_forecast_waits_for_the_next_code() {
    let done = Driven::in_browser(&in_2023(with_seed()))
        .right_code()
        .answer(stay());
    let lines = forecast(&done.tenant, kim().id, NOW);
    assert_eq!(
        lines[0].met,
        [Met::Mfa(MethodKind::SoftwareOath, Proof::Code)]
    );
    assert_eq!(lines[0].code, Code::Success);
}
