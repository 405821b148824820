//! The registration interrupt (`facts/portal.md` 8.2).

use pretty_assertions::assert_eq;
use proofup::domain::audit::Activity;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::method::MethodKind;
use proofup::domain::oath::Seed;
use proofup::domain::phone::PhoneType;
use proofup::domain::settings::Policies;
use proofup::domain::sign_in::{
    Answer, Ask, ChallengeFault, Choice, Code, NewProof, PhoneProof, Registration,
    RegistrationFault,
};
use proofup::domain::user::PerUserMfa;

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

#[test]
fn an_app_that_is_registered_gets_a_key_by_address_and_its_first_code_is_used() {
    let verify = Driven::in_browser(&in_2023(kim())).answer(Answer::Choose(NewProof::OtherApp {
        name: "Any app".to_owned(),
    }));
    let scan = verify.machine.scan(&verify.tenant).unwrap();
    let key = scan.reveal().split("secret=").nth(1).unwrap();
    let own = Seed::from_base32(key.split('&').next().unwrap()).unwrap();
    let code = own.code_at(NOW, 30);
    let done = verify
        .answer(Answer::Code(code.clone()))
        .answer(Answer::Continue)
        .answer(stay());
    assert_eq!(done.code(), Some(Code::Success));
    let again = Driven::in_browser(&done.tenant).answer(Answer::Code(code));
    assert_eq!(again.challenge().fault, Some(ChallengeFault::UsedCode));
}
