//! What users do with their own accounts (`facts/portal.md` 6, 8.2).

use pretty_assertions::assert_eq;
use proofup::domain::audit::{Activity, AuditResult};
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::{Azure2018, Azure2020, Entra2023};
use proofup::domain::entropy::Entropy;
use proofup::domain::id::AppPasswordId;
use proofup::domain::method::{DefaultMethod, MethodKind};
use proofup::domain::oath::Seed;
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::{Nothing, Outcome, OwnCommand, OwnMethod, Plan, plan_own};
use proofup::domain::refusal::Refusal;
use proofup::domain::settings::{AppPasswords, ServiceSettings};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::user::{PerUserMfa, User};
use rstest::rstest;

use crate::support::*;

fn kim() -> User {
    user("Kim")
}

/// A tenant of Kim that allows app passwords.
fn allowing(user: User) -> Tenant {
    let facts = TenantFacts {
        settings: ServiceSettings {
            app_passwords: AppPasswords::Allowed,
            ..ServiceSettings::default()
        },
        ..tenant(Entra2023, []).facts().clone()
    };
    Tenant::new(facts, [user], 1).unwrap()
}

fn own(tenant: &Tenant, command: &OwnCommand) -> Plan {
    plan_own(tenant, kim().id, command, &mut Entropy::from_seed(3), NOW).unwrap()
}

fn done_by(tenant: &Tenant, command: &OwnCommand) -> User {
    User::clone(&of(&applied(tenant, &own(tenant, command)), "Kim"))
}

#[track_caller]
fn refused_to(tenant: &Tenant, command: &OwnCommand) -> Refusal {
    match &own(tenant, command).rows[0].parts[0].outcome {
        Outcome::Refused(why) => why.clone(),
        other => panic!("{other:?}"),
    }
}

fn app(name: &str) -> OwnMethod {
    OwnMethod::OtherApp {
        name: name.to_owned(),
        seed: Some(Seed::generate(&mut Entropy::from_seed(1))),
    }
}

#[rstest]
#[case(OwnMethod::Authenticator { device: "phone".to_owned(), seed: None }, "M{phone*} F0 T{} A{} P own")]
#[case(app("any"), "M{sw*} F0 T{} A{} P own")]
#[case(OwnMethod::Phone { phone_type: PhoneType::Mobile, number: "+1 4255550123".to_owned() }, "M{mob*} F0 T{} A{} P own")]
#[case(OwnMethod::Email("kim@fabrikam.com".to_owned()), "M{mail} F0 T{} A{} P own")]
#[case(OwnMethod::SecurityKey("key".to_owned()), "M{fido} F0 T{} A{} P own")]
fn methods_are_added(#[case] method: OwnMethod, #[case] expected: &str) {
    let before = tenant(Entra2023, [kim()]);
    let command = OwnCommand::AddMethod(method);
    assert_state(
        &before,
        &applied(&before, &own(&before, &command)),
        "Kim",
        expected,
    );
    let audit = &own(&before, &command).audit[0];
    assert_eq!(audit.activity, Activity::UserRegisteredSecurityInfo);
    assert_eq!(audit.actor, "Kim@contoso.com");
    assert_eq!(audit.activity.names()[0], "User registered security info");
}

#[test]
fn five_apps_and_tokens_are_the_most() {
    let kim = kim().methods("app app2 sw sw2 hw");
    let before = tenant(Entra2023, [kim]);
    let refusal = refused_to(&before, &OwnCommand::AddMethod(app("sixth")));
    assert_eq!(refusal, Refusal::TooManyApps);
}

#[test]
fn registering_is_the_registration_that_was_asked_for() {
    let asked = kim().methods("mob*").but(|user| {
        user.must_register_again = true;
        user.mfa = PerUserMfa::Enabled;
    });
    let before = tenant(Azure2020, [asked]);
    let mail = done_by(
        &before,
        &OwnCommand::AddMethod(OwnMethod::Email("k@x.org".to_owned())),
    );
    assert!(
        mail.must_register_again,
        "an e-mail address is no second factor (D13)"
    );
    let after = done_by(&before, &OwnCommand::AddMethod(app("new")));
    assert!(!after.must_register_again, "D9");
    assert_eq!(after.mfa, PerUserMfa::Enforced, "D10");
}

#[test]
fn the_rules_for_methods_are_those_of_the_blade() {
    let before = tenant(Entra2023, [kim().methods("mob* app")]);
    let mobile = MethodKind::MobilePhone.fixed_id().unwrap();
    assert_eq!(
        refused_to(&before, &OwnCommand::DeleteMethod(mobile)),
        Refusal::DefaultMethod
    );
    let pushed = done_by(&before, &OwnCommand::SetDefaultMethod(DefaultMethod::Push));
    assert_eq!(pushed.default_method, Some(DefaultMethod::Push));
    let deleted = done_by(
        &tenant(Entra2023, [pushed]),
        &OwnCommand::DeleteMethod(mobile),
    );
    assert_eq!(state(&deleted), "M{app*} F0 T{} A{} P own");
    let changed = done_by(
        &before,
        &OwnCommand::ChangeMethod {
            method: mobile,
            to: "+1 4255550177".to_owned(),
        },
    );
    assert_eq!(changed.methods[0].detail.text(), "+1 4255550177");
}

#[test]
fn an_app_password_is_16_letters_shown_once_and_kept_hashed() {
    let before = allowing(kim().methods("app*"));
    let mut plan = own(
        &before,
        &OwnCommand::CreateAppPassword(" Outlook \u{7}".to_owned()),
    );
    let revealed = plan.revealed.clone().unwrap();
    let text = revealed.secret.reveal().to_owned();
    assert_eq!(text.len(), 16);
    assert!(text.bytes().all(|b| b.is_ascii_lowercase()), "{text}");
    plan.seal();
    let after = of(&applied(&before, &plan), "Kim");
    assert_eq!(after.app_passwords[0].name, "Outlook");
    assert!(after.app_passwords[0].hash.verify(&revealed.secret));
    assert!(
        !ron::to_string(&(&*after, &plan.audit))
            .unwrap()
            .contains(&text)
    );
    assert_eq!(plan.audit[0].activity, Activity::CreateApplicationPassword);
    let gone = OwnCommand::DeleteAppPassword(after.app_passwords[0].id);
    let without = done_by(&allowing(User::clone(&after)), &gone);
    assert_eq!(without.app_passwords, []);
}

#[rstest]
#[case(PerUserMfa::Disabled, Refusal::AppPasswordsNeedEnforced)]
#[case(PerUserMfa::Enabled, Refusal::AppPasswordsNeedEnforced)]
fn app_passwords_are_for_enforced_users(#[case] mfa: PerUserMfa, #[case] refusal: Refusal) {
    let command = OwnCommand::CreateAppPassword("x".to_owned());
    let user = kim().but(|user| user.mfa = mfa);
    assert_eq!(refused_to(&allowing(user), &command), refusal);
}

#[test]
fn app_passwords_have_their_bounds() {
    let create = |name: &str| OwnCommand::CreateAppPassword(name.to_owned());
    let not_allowed = tenant(Entra2023, [kim()]);
    assert_eq!(
        refused_to(&not_allowed, &create("x")),
        Refusal::AppPasswordsNotAllowed
    );
    let names: Vec<_> = (0..40).map(|number| format!("app{number}")).collect();
    let full = allowing(kim().app_passwords(&names.join(" ")));
    assert_eq!(
        refused_to(&full, &create("x")),
        Refusal::TooManyAppPasswords
    );
    assert_eq!(
        refused_to(&allowing(kim()), &create(" \n")),
        Refusal::NoAppPasswordName
    );
    let nobody = OwnCommand::DeleteAppPassword(AppPasswordId(uuid("nothing")));
    assert_eq!(
        refused_to(&allowing(kim()), &nobody),
        Refusal::NoAppPassword
    );
    let audit = &own(&full, &create("x")).audit[0];
    assert!(matches!(&audit.result, AuditResult::Failure(why) if why.ends_with("(facts 6)")));
}

#[test]
fn signing_out_and_restoring_devices_are_the_users_own_too() {
    let before = tenant(Azure2018, [kim().devices("PC")]);
    let out = done_by(&before, &OwnCommand::SignOutEverywhere);
    assert_eq!(out.sessions_valid_from, Some(NOW));
    let restored = done_by(&before, &OwnCommand::RestoreDevices);
    assert_eq!(state(&restored), "M{} F0 T{} A{} P own MFA next");
    let again = own(&tenant(Azure2018, [restored]), &OwnCommand::RestoreDevices);
    assert_eq!(
        again.rows[0].parts[0].outcome,
        Outcome::Nothing(Nothing::NoDevices)
    );
}

#[test]
fn who_cannot_sign_in_has_no_security_info() {
    let command = OwnCommand::SignOutEverywhere;
    for gone in [
        kim().but(|user| user.blocked = true),
        kim().but(|user| user.deleted = Some(NOW)),
    ] {
        let tenant = tenant(Entra2023, [gone]);
        let mut entropy = Entropy::from_seed(3);
        assert!(plan_own(&tenant, kim().id, &command, &mut entropy, NOW).is_none());
    }
}
