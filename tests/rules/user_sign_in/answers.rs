//! Windows closed, answers that nobody asked for, secrets, and any answers whatsoever.

use pretty_assertions::assert_eq;
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::{Azure2018, Entra2023};
use proofup::domain::entropy::Entropy;
use proofup::domain::phone::PhoneType;
use proofup::domain::secret::Secret;
use proofup::domain::sign_in::{
    Answer, Ask, Attempt, Client, NewProof, NotAsked, PhoneProof, SignIn, SignInStatus, Step,
};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::support::*;

#[test]
fn no_secret_is_in_the_log_the_audit_trail_or_the_debug_text() {
    let kim = kim()
        .methods("mob*")
        .but(|user| user.password.must_change = true);
    let tenant = in_2023(kim);
    let mut machine = SignIn::begin(&tenant, Attempt::new_browser(), Entropy::from_seed(5), NOW);
    let mut say = |answer| machine.answer(&tenant, answer, NOW).unwrap();
    say(Answer::Account("Kim@contoso.com".to_owned()));
    say(Answer::Password(Secret::new("S3cret-one")));
    say(Answer::Checked(Some(0)));
    let code = machine
        .phone(NOW)
        .and_then(|phone| phone.code().cloned())
        .unwrap();
    let mut say = |answer| machine.answer(&tenant, answer, NOW).unwrap();
    say(Answer::Code(code.clone()));
    say(new_password("S3cret-two!", "S3cret-two!"));
    say(stay());
    let mut plan = machine.take_plan().unwrap();
    plan.seal();
    let facts: Vec<_> = plan.facts().collect();
    let written = ron::to_string(&(facts, &plan.audit, &plan.sign_ins)).unwrap();
    for text in [written, format!("{plan:?} {machine:?}")] {
        for secret in ["S3cret-one", "S3cret-two!", code.reveal()] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[rstest]
#[case(0, None)]
#[case(1, Some(50074))]
#[case(2, Some(50055))]
#[case(3, Some(50140))]
fn a_window_closed_is_an_interruption_named_after_what_was_open(
    #[case] steps: usize,
    #[case] code: Option<u32>,
) {
    let kim = kim()
        .methods("mob*")
        .but(|user| user.password.must_change = true);
    let mut driven = Driven::new(&in_2023(kim), Attempt::new_browser()).account("Kim@contoso.com");
    if steps > 0 {
        driven = driven.password("right", Some(0));
    }
    if steps > 1 {
        driven = driven.right_code();
    }
    if steps > 2 {
        driven = driven.answer(new_password("T8#mQz!kd", "T8#mQz!kd"));
    }
    let left = driven.answer(Answer::Leave);
    assert_eq!(left.log.first().map(|entry| entry.code), code);
    assert!(
        left.log
            .iter()
            .all(|entry| entry.status == SignInStatus::Interrupted)
    );
}

#[rstest]
#[case(Client::Browser, 50072)]
#[case(Client::Modern, 50079)]
fn leaving_the_registration_is_50072_or_50079(#[case] client: Client, #[case] code: u32) {
    let attempt = Attempt {
        client,
        ..Attempt::new_browser()
    };
    let left = Driven::new(&in_2023(kim()), attempt)
        .right_password()
        .answer(Answer::Leave);
    assert_eq!(left.log[0].code, code);
}

#[test]
fn what_was_not_asked_changes_nothing() {
    let tenant = in_2023(kim().methods("app*"));
    let mut machine = SignIn::begin(&tenant, Attempt::new_browser(), Entropy::from_seed(5), NOW);
    for answer in [
        stay(),
        Answer::Continue,
        Answer::Checked(Some(0)),
        Answer::Confirm,
    ] {
        assert_eq!(machine.answer(&tenant, answer, NOW), Err(NotAsked));
        assert_eq!(*machine.step(), Step::Ask(Ask::Account));
    }
    assert!(machine.take_plan().is_none());
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let secret = || "[ -~]{0,12}".prop_map(Secret::new);
    prop_oneof![
        prop_oneof![Just("Kim@contoso.com".to_owned()), ".{0,8}"].prop_map(Answer::Account),
        secret().prop_map(Answer::Password),
        secret().prop_map(Answer::AccessPass),
        proptest::option::of(0..4_usize).prop_map(Answer::Checked),
        secret().prop_map(Answer::Code),
        proptest::option::of(any::<u8>()).prop_map(Answer::Approve),
        Just(Answer::Confirm),
        Just(Answer::Deny),
        (0..9_usize).prop_map(Answer::OtherWay),
        any::<bool>().prop_map(Answer::DontAskAgain),
        ".{0,9}".prop_map(|name| Answer::Choose(NewProof::OtherApp { name })),
        ".{0,9}".prop_map(|device| Answer::Choose(NewProof::Authenticator { device })),
        ("[+0-9 x]{0,16}", any::<bool>()).prop_map(|(number, text)| {
            Answer::Choose(NewProof::Phone {
                phone_type: PhoneType::AlternateMobile,
                number,
                by: if text {
                    PhoneProof::Text
                } else {
                    PhoneProof::Call
                },
            })
        }),
        Just(Answer::Continue),
        secret().prop_map(|new| Answer::NewPassword {
            again: new.clone(),
            new
        }),
        any::<bool>().prop_map(Answer::StaySignedIn),
    ]
}

proptest! {
    /// Whatever is answered, the machine goes on or refuses, and what it decides fits the tenant.
    #[test]
    fn any_answers_whatsoever(
        answers in proptest::collection::vec((any_answer(), 0..90_i64), 0..40),
        methods in proptest::sample::subsequence(vec!["mob", "alt", "app", "sw", "hw", "fido", "tap", "mail"], 0..5),
        flags in any::<(bool, bool, bool)>(),
        legacy in any::<bool>(),
    ) {
        let kim = kim().methods(&methods.join(" ")).devices("PC").app_passwords("OL10").but(|user| {
            user.must_register_again = flags.0;
            user.password.must_change = flags.1;
            user.mfa_at_next_sign_in = flags.2;
        });
        let edition = if flags.0 { Azure2018 } else { Entra2023 };
        let mut tenant = tenant(edition, [kim]);
        let attempt = if legacy { Attempt::legacy_app("x") } else { Attempt::new_browser() };
        let mut machine = SignIn::begin(&tenant, attempt, Entropy::from_seed(5), NOW);
        let mut now = NOW;
        for (answer, seconds) in answers {
            now = now.plus_seconds(seconds);
            let before = machine.step().clone();
            if machine.answer(&tenant, answer, now).is_err() {
                prop_assert_eq!(machine.step(), &before);
            }
            if let Some(plan) = machine.take_plan() {
                tenant = applied(&tenant, &plan);
                machine.committed(tenant.revision());
            }
        }
        let own = of(&tenant, "Kim");
        if let Some(user) = machine.user() {
            prop_assert_eq!(user, &*own, "the machine and the tenant agree");
        }
    }
}
