//! The decisions about signing in, one by one: D1 to D4, D9 to D13.

use pretty_assertions::assert_eq;
use proofup::domain::edition::Edition::{self, Azure2018, Azure2020, Azure2022, Entra2023};
use proofup::domain::entropy::Entropy;
use proofup::domain::method::MethodKind;
use proofup::domain::secret::Secret;
use proofup::domain::settings::Policies;
use proofup::domain::sign_in::*;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::{Lockout, PerUserMfa, User};
use rstest::rstest;

use crate::support::*;
use crate::user_sign_in::{Driven, remembering};

fn kim() -> User {
    user("Kim")
}

/// What Kim meets on the device of this name, or in a new browser.
fn meets(tenant: &Tenant, device: Option<&str>) -> Vec<Met> {
    let kim = of(tenant, "Kim");
    let device = device.and_then(|name| kim.devices.iter().find(|own| own.name == name));
    let attempt = device.map_or_else(Attempt::new_browser, Attempt::on);
    let entropy = Entropy::from_seed(1);
    let sign_in = rehearse(tenant, &kim.upn, attempt, Means::Password, entropy, NOW);
    let Step::End(end) = sign_in.step() else {
        panic!("{:?}", sign_in.step())
    };
    assert!(end.is_in());
    sign_in.met().to_vec()
}

const APP: Met = Met::Mfa(MethodKind::MicrosoftAuthenticator, Proof::Notification);

/// D1: blocked, locked, wrong password, then MFA, then the change of the password.
#[test]
fn d1_the_order() {
    let everything = kim().methods("mob*").but(|user| {
        user.password.must_change = true;
        user.blocked = true;
        user.lockout = Lockout {
            failures: 10,
            rounds: 1,
            until: Some(NOW.plus_days(1)),
        };
    });
    let code = |user: &User| {
        let tenant = tenant(Entra2023, [user.clone()]);
        Driven::new(&tenant, Attempt::new_browser())
            .account("Kim@contoso.com")
            .code()
    };
    assert_eq!(code(&everything), Some(Code::Disabled));
    let unblocked = everything.but(|user| user.blocked = false);
    assert_eq!(code(&unblocked), Some(Code::Locked));
    let unlocked = unblocked.but(|user| user.lockout = Lockout::default());
    let mfa = Met::Mfa(MethodKind::MobilePhone, Proof::Text);
    assert_eq!(
        meets(&tenant(Entra2023, [unlocked]), None),
        [mfa, Met::PasswordChange]
    );
}

#[rstest]
fn d2_d3_the_flag_asks_registration_on_a_remembered_device_too_and_no_old_method(
    #[values(Azure2018, Azure2020, Azure2022)] edition: Edition,
    #[values(PerUserMfa::Disabled, PerUserMfa::Enforced)] mfa: PerUserMfa,
) {
    let kim = kim().methods("app*").devices("LAP1").but(|user| {
        user.must_register_again = true;
        user.mfa = mfa;
    });
    let tenant = tenant(edition, [kim]);
    assert_eq!(meets(&tenant, Some("LAP1")), [Met::Registration]);
    assert_eq!(meets(&tenant, None), [Met::Registration]);
}

#[rstest]
#[case("", PerUserMfa::Enforced, false, vec![Met::Registration])]
#[case("mail", PerUserMfa::Enforced, false, vec![Met::Registration])]
#[case("hw-", PerUserMfa::Enforced, false, vec![Met::Registration])]
#[case("app*", PerUserMfa::Enforced, false, vec![APP])]
#[case("", PerUserMfa::Disabled, false, vec![])]
#[case("", PerUserMfa::Disabled, true, vec![Met::Registration])]
fn d4_in_2023_registration_is_asked_only_if_needed(
    #[case] methods: &str,
    #[case] mfa: PerUserMfa,
    #[case] policy: bool,
    #[case] expected: Vec<Met>,
) {
    let kim = kim().methods(methods).devices("LAP1").but(|user| {
        user.mfa = mfa;
        // A flag of an older edition means nothing here.
        user.must_register_again = true;
    });
    let policies = Policies {
        require_mfa_for_all: policy,
        ..Policies::default()
    };
    let tenant = tenant_with(Entra2023, policies, [kim]);
    assert_eq!(meets(&tenant, None), expected);
    assert_eq!(meets(&tenant, Some("LAP1")), []);
}

#[rstest]
#[case(Azure2018, "M{newphone*} F0 T{} A{} P own", 0)]
#[case(Azure2020, "M{mob* newphone} F0 T{} A{} P own", 1)]
#[case(Azure2022, "M{mob* newphone} F0 T{} A{} P own", 1)]
fn d9_registering_clears_the_flag_and_tells_of_older_methods(
    #[case] edition: Edition,
    #[case] expected: &str,
    #[case] older: usize,
) {
    let before = tenant(edition, [kim().methods("mob*")]);
    let by = actor(if edition == Azure2018 { GA } else { AA });
    let flagged = after(&before, &by, [boxes(&[kim().id], "1")]);
    let number = |driven: &Driven| driven.challenge().number;
    let driven = Driven::in_browser(&flagged)
        .answer(Answer::Choose(NewProof::Authenticator {
            device: "newphone".to_owned(),
        }))
        .answer(Answer::Continue);
    let approve = Answer::Approve(number(&driven));
    let driven = driven.answer(approve);
    let Ask::Registered { older: left, .. } = driven.ask() else {
        panic!()
    };
    assert_eq!(left.len(), older);
    assert_eq!(state(&driven.kim()), expected);
}

/// A new number takes the place of the old one of its type.
#[test]
fn d9_a_number_registered_again_replaces_the_old_one() {
    let flagged = kim()
        .methods("mob*")
        .but(|user| user.must_register_again = true);
    let driven = Driven::in_browser(&tenant(Azure2020, [flagged]))
        .answer(Answer::Choose(NewProof::Phone {
            phone_type: proofup::domain::phone::PhoneType::Mobile,
            number: "+1 4255550199".to_owned(),
            by: PhoneProof::Call,
        }))
        .answer(Answer::Confirm);
    assert_eq!(state(&driven.kim()), "M{mob*} F0 T{} A{} P own");
    assert_eq!(driven.kim().methods[0].detail.text(), "+1 4255550199");
}

#[test]
fn d10_a_user_who_holds_methods_stays_enabled() {
    let kim = kim()
        .methods("mob*")
        .but(|user| user.mfa = PerUserMfa::Enabled);
    let driven = Driven::in_browser(&tenant(Entra2023, [kim])).right_code();
    assert_eq!(driven.kim().mfa, PerUserMfa::Enabled);
}

#[test]
fn d11_trusted_addresses_are_not_asked() {
    let tenant = remembering(kim().methods("mob*"));
    let from = |ip: &str| {
        let attempt = Attempt {
            ip: ip.parse().ok(),
            ..Attempt::new_browser()
        };
        Driven::new(&tenant, attempt).right_password()
    };
    let inside = from("203.0.113.9").answer(Answer::StaySignedIn(true));
    assert_eq!(inside.log[0].detail, "skipped due to location");
    assert_eq!(inside.log[0].requirement, Requirement::Multifactor);
    assert!(matches!(from("198.51.100.9").ask(), Ask::Challenge(_)));
}

#[test]
fn d11_without_state_and_policy_the_password_is_enough() {
    let kim = kim()
        .methods("app*")
        .but(|user| user.mfa = PerUserMfa::Disabled);
    let done = Driven::in_browser(&tenant(Entra2023, [kim])).answer(Answer::StaySignedIn(false));
    assert_eq!(done.log[0].requirement, Requirement::SingleFactor);
    assert_eq!(
        done.log[0].why,
        ["per-user MFA Disabled", "no policy requires MFA"]
    );
}

#[rstest]
#[case(Azure2018, vec![APP])]
#[case(Azure2020, vec![])]
#[case(Entra2023, vec![])]
fn d11_in_2018_restored_marks_force_mfa_once_policy_or_not(
    #[case] edition: Edition,
    #[case] expected: Vec<Met>,
) {
    let kim = kim().methods("app*").devices("LAP7 HOME").but(|user| {
        user.mfa = PerUserMfa::Disabled;
    });
    let before = tenant(edition, [kim.clone()]);
    let restored = after(&before, &actor(GA), [boxes(&[kim.id], "3")]);
    let revoked = Driven::new(&restored, Attempt::on(&kim.devices[0])).right_password();
    assert_eq!(revoked.machine.met(), expected);
    if edition == Azure2018 {
        let done = revoked.answer(Answer::Approve(None));
        assert!(!done.kim().mfa_at_next_sign_in);
        let again = tenant(edition, [done.kim()]);
        assert_eq!(meets(&again, None), [], "only once");
    }
}

/// D12, and D10 for Disabled: state, what the client sends, how it ends.
#[rstest]
#[case(PerUserMfa::Disabled, Means::Password, Code::Success)]
#[case(PerUserMfa::Disabled, Means::Wrong, Code::WrongPassword)]
#[case(PerUserMfa::Enabled, Means::Password, Code::Success)]
#[case(PerUserMfa::Enforced, Means::Password, Code::MfaRequired)]
#[case(PerUserMfa::Enforced, Means::Wrong, Code::WrongPassword)]
fn d12_legacy_clients(#[case] mfa: PerUserMfa, #[case] means: Means, #[case] code: Code) {
    let tenant = tenant(Entra2023, [legacy(mfa)]);
    assert_eq!(legacy_code(&tenant, means), Some(code));
}

#[rstest]
#[case(PerUserMfa::Disabled, Code::WrongPassword)]
#[case(PerUserMfa::Enabled, Code::Success)]
#[case(PerUserMfa::Enforced, Code::Success)]
fn d12_app_passwords(#[case] mfa: PerUserMfa, #[case] code: Code) {
    let user = legacy(mfa);
    let means = Means::AppPassword(user.app_passwords[0].id);
    assert_eq!(
        legacy_code(&tenant(Entra2023, [user.clone()]), means),
        Some(code)
    );
    let blocked = user.clone().but(|user| user.blocked = true);
    assert_eq!(
        legacy_code(&tenant(Entra2023, [blocked]), means),
        Some(Code::Disabled),
        "a blocked account fails"
    );
    let deleted = user.but(|user| user.app_passwords.clear());
    assert_eq!(
        legacy_code(&tenant(Entra2023, [deleted]), means),
        Some(Code::WrongPassword),
        "a deleted app password fails"
    );
}

fn legacy(mfa: PerUserMfa) -> User {
    kim()
        .methods("app*")
        .app_passwords("OL10")
        .but(|user| user.mfa = mfa)
}

fn legacy_code(tenant: &Tenant, means: Means) -> Option<Code> {
    let attempt = Attempt::legacy_app("Outlook 2010");
    let upn = "Kim@contoso.com";
    let sign_in = rehearse(tenant, upn, attempt, means, Entropy::from_seed(1), NOW);
    assert_eq!(
        sign_in.met(),
        [],
        "a legacy client never sees more than the password"
    );
    match sign_in.step() {
        Step::End(end) => end.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn d12_the_app_password_keeps_when_it_was_used() {
    let user = legacy(PerUserMfa::Enforced);
    let driven = Driven::new(
        &tenant(Entra2023, [user]),
        Attempt::legacy_app("Outlook 2010"),
    )
    .account("Kim@contoso.com")
    .password("abcdefghijklmnop", Some(0));
    assert_eq!(driven.kim().app_passwords[0].last_used, Some(NOW));
    assert_eq!(driven.log[0].detail, "skipped due to app password");
    assert_eq!(driven.log[0].client_app, "Outlook Anywhere");
}

#[test]
fn d12_a_temporary_password_is_no_use_in_a_legacy_client() {
    let user = kim().but(|user| {
        user.mfa = PerUserMfa::Disabled;
        user.password.must_change = true;
    });
    let code = legacy_code(&tenant(Entra2023, [user]), Means::Password);
    assert_eq!(code, Some(Code::PasswordExpired));
}

#[test]
fn at_a_trusted_address_the_password_works_until_an_app_password_was_made() {
    let trusted = Attempt {
        ip: "203.0.113.9".parse().ok(),
        ..Attempt::legacy_app("Outlook 2010")
    };
    let run = |user: User| {
        let driven = Driven::new(&remembering(user), trusted.clone()).account("Kim@contoso.com");
        driven.password("right", Some(0)).code()
    };
    assert_eq!(run(kim()), Some(Code::Success));
    assert_eq!(run(kim().app_passwords("OL10")), Some(Code::MfaRequired));
}

#[test]
fn legacy_failures_lock_too() {
    let tenant = tenant(Entra2023, [kim()]);
    let mut driven = Driven::new(&tenant, Attempt::legacy_app("x")).account("Kim@contoso.com");
    driven = driven
        .answer(Answer::Password(Secret::new("x")))
        .answer(Answer::Checked(None));
    assert_eq!(driven.code(), Some(Code::WrongPassword));
    assert_eq!(driven.kim().lockout.failures, 1);
}

#[rstest]
#[case("mail")]
#[case("ask")]
#[case("mail ask whfb less")]
fn d13_what_serves_password_reset_only_is_no_second_factor(#[case] methods: &str) {
    let tenant = tenant(Entra2023, [kim().methods(methods)]);
    assert_eq!(meets(&tenant, None), [Met::Registration]);
}
