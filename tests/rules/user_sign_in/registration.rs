//! The registration interrupt (`facts/portal.md` 8.2).

use pretty_assertions::assert_eq;
use proofup::domain::audit::Activity;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::forecast::forecast;
use proofup::domain::method::MethodKind;
use proofup::domain::phone::PhoneType;
use proofup::domain::settings::Policies;
use proofup::domain::sign_in::{
    Answer, Ask, ChallengeFault, Choice, Code, NewProof, PhoneProof, Proof, Registration,
    RegistrationFault,
};
use proofup::domain::time::DAY;
use proofup::domain::user::PerUserMfa;
use rstest::rstest;

use super::*;
use crate::support::*;

#[test]
fn without_a_method_the_wizard_comes_and_registering_lets_in() {
    let driven = Driven::in_browser(&in_2023(kim()));
    let Ask::Register(registration) = driven.ask() else {
        panic!()
    };
    assert_eq!(
        registration.choices,
        [
            Choice::Authenticator,
            Choice::OtherApp,
            Choice::Phone(PhoneType::Mobile),
            Choice::Phone(PhoneType::Office)
        ]
    );
    let wrong = driven.answer(Answer::Choose(NewProof::Phone {
        phone_type: PhoneType::Mobile,
        number: "call me".to_owned(),
        by: PhoneProof::Text,
    }));
    assert!(matches!(
        wrong.ask(),
        Ask::Register(Registration {
            fault: Some(RegistrationFault::Phone(_)),
            ..
        })
    ));
    let verify = wrong.answer(Answer::Choose(NewProof::Phone {
        phone_type: PhoneType::Mobile,
        number: "+1 4255550123".to_owned(),
        by: PhoneProof::Text,
    }));
    let done = verify.right_code().answer(Answer::Continue).answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    assert_eq!(state(&done.kim()), "M{mob*} F0 T{} A{} P own");
    assert_eq!(done.audit[0], Activity::UserRegisteredSecurityInfo);
    assert_eq!(done.log[0].detail, "registration prompted");
}

#[test]
fn the_wizard_offers_what_is_enabled_and_ends_where_nothing_is() {
    let policies = Policies {
        disabled_methods: MethodKind::MicrosoftAuthenticator | MethodKind::SoftwareOath,
        ..Policies::default()
    };
    let driven = Driven::in_browser(&tenant_with(Entra2023, policies, [kim()]));
    let Ask::Register(registration) = driven.ask() else {
        panic!()
    };
    assert_eq!(registration.choices[0], Choice::Phone(PhoneType::Mobile));
    let refused = driven.answer(Answer::Choose(NewProof::OtherApp {
        name: String::new(),
    }));
    let Ask::Register(registration) = refused.ask() else {
        panic!()
    };
    assert_eq!(registration.fault, Some(RegistrationFault::NotOffered));
    let none = Policies {
        disabled_methods: proofup::domain::method::MethodKinds::all(),
        ..Policies::default()
    };
    let driven = Driven::in_browser(&tenant_with(Entra2023, none, [kim()]));
    assert_eq!(driven.code(), Some(Code::RegistrationRequired));
}

#[test]
fn what_is_not_confirmed_is_not_registered() {
    let driven = Driven::in_browser(&in_2023(kim()))
        .answer(Answer::Choose(NewProof::Authenticator {
            device: "Pixel 8".to_owned(),
        }))
        .answer(Answer::Deny);
    assert!(matches!(driven.ask(), Ask::Register(_)));
    assert_eq!(driven.kim().methods, []);
}

/// A user whose MFA state is Enabled (D10).
#[test]
fn registering_moves_enabled_to_enforced() {
    let kim = kim().but(|user| user.mfa = PerUserMfa::Enabled);
    let done = Driven::in_browser(&in_2023(kim))
        .answer(Answer::Choose(NewProof::OtherApp {
            name: "Any app".to_owned(),
        }))
        .answer(Answer::Continue)
        .right_code()
        .answer(Answer::Continue)
        .answer(stay());
    assert_eq!(done.kim().mfa, PerUserMfa::Enforced);
    assert!(
        done.log[0]
            .why
            .iter()
            .any(|why| why.contains("Enforced from now on"))
    );
}

/// The code of a telephone that was told `address`, by an implementation that is not ours.
fn code_of(address: &str, at: Timestamp) -> Secret {
    let key = address.split("secret=").nth(1).unwrap();
    let key = totp_rs::Secret::try_from_base32(key.split('&').next().unwrap()).unwrap();
    let totp = totp_rs::Builder::new().with_secret(key).build().unwrap();
    let token = totp.generate(u64::try_from(at.0).unwrap());
    Secret::new(token.to_string())
}

/// Kim at the scan of `new`, with the address to be scanned.
fn at_scan(tenant: &Tenant, new: NewProof) -> (Driven, String) {
    let driven = Driven::in_browser(tenant).answer(Answer::Choose(new));
    let Ask::Scan(scan) = driven.ask() else {
        panic!("{:?}", driven.ask())
    };
    let address = scan.uri.reveal().to_owned();
    (driven, address)
}

fn any_app() -> NewProof {
    NewProof::OtherApp {
        name: "Any app".to_owned(),
    }
}

#[test]
fn an_app_scans_a_key_and_its_first_code_is_used() {
    let (scan, address) = at_scan(&in_2023(kim()), any_app());
    let key = address.split("secret=").nth(1).unwrap().split('&').next();
    assert_eq!(
        address,
        format!(
            "otpauth://totp/Contoso:Kim%40contoso.com?secret={}&issuer=Contoso",
            key.unwrap()
        )
    );
    let code = code_of(&address, NOW);
    let verify = scan.answer(Answer::Continue);
    let done = verify
        .answer(Answer::Code(code.clone()))
        .answer(Answer::Continue)
        .answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    let again = Driven::in_browser(&done.tenant).answer(Answer::Code(code));
    assert_eq!(again.challenge().fault, Some(ChallengeFault::UsedCode));
}

#[rstest]
#[case(-1, true)]
#[case(1, true)]
#[case(-2, false)]
#[case(2, false)]
fn codes_go_by_the_true_time_whatever_the_tenants_clock_says(
    #[case] steps_off: i64,
    #[case] taken: bool,
    #[values(-400 * DAY, 0, 400 * DAY)] ahead: i64,
) {
    let (mut scan, address) = at_scan(&in_2023(kim()), any_app());
    scan.ahead = ahead;
    let verify = scan.answer(Answer::Continue);
    let on_the_phone = verify.times().real.plus_seconds(30 * steps_off);
    let answered = verify.answer(Answer::Code(code_of(&address, on_the_phone)));
    assert_eq!(matches!(answered.ask(), Ask::Registered { .. }), taken);
    if taken {
        let done = answered.answer(Answer::Continue).answer(stay());
        assert_eq!(done.code(), Some(Code::Success));
        assert_eq!(done.log[0].at, NOW, "the log goes by the tenant's clock");
        assert_eq!(done.kim().methods[0].added, NOW);
        let lines = forecast(&done.tenant, kim().id, NOW);
        assert_eq!(
            lines[0].code,
            Code::Success,
            "however far ahead the code was"
        );
    }
}

#[test]
fn the_authenticator_is_tried_out_by_a_notification_or_by_its_code() {
    let phone = || NewProof::Authenticator {
        device: "Pixel 8".to_owned(),
    };
    let (scan, _) = at_scan(&in_2023(kim()), phone());
    let verify = scan.answer(Answer::Continue);
    let number = verify.challenge().number;
    assert!(number.is_some());
    let done = verify.answer(Answer::Approve(number));
    assert!(matches!(done.ask(), Ask::Registered { .. }));
    let (scan, address) = at_scan(&in_2023(kim()), phone());
    let by_code = scan.answer(Answer::Continue).answer(Answer::OtherWay(0));
    assert_eq!(by_code.challenge().way.proof, Proof::Code);
    let done = by_code.answer(Answer::Code(code_of(&address, NOW)));
    assert!(matches!(done.ask(), Ask::Registered { .. }));
}

#[test]
fn another_method_can_be_chosen_before_and_while_one_is_tried_out() {
    let (scan, _) = at_scan(&in_2023(kim()), any_app());
    let back = scan.answer(Answer::Deny);
    let fault = |driven: &Driven| match driven.ask() {
        Ask::Register(registration) => registration.fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(&back), None);
    let verify = back
        .answer(Answer::Choose(any_app()))
        .answer(Answer::Continue);
    let back = verify.answer(Answer::Deny);
    assert_eq!(fault(&back), Some(RegistrationFault::NotConfirmed));
    assert_eq!(back.kim().methods, []);
}
