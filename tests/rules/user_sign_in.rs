//! A user signs in: every step of the sequence (`facts/portal.md` 8.1), right and wrong.

use pretty_assertions::assert_eq;
use proofup::domain::audit::Activity;
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::{Azure2018, Azure2020, Entra2023};
use proofup::domain::entropy::Entropy;
use proofup::domain::forecast::forecast;
use proofup::domain::method::{DefaultMethod, Detail, MethodKind};
use proofup::domain::oath::Seed;
use proofup::domain::phone::PhoneType;
use proofup::domain::plan::Plan;
use proofup::domain::secret::Secret;
use proofup::domain::settings::{Policies, ServiceSettings};
use proofup::domain::sign_in::{
    Answer, Ask, Attempt, Challenge, ChallengeFault, Choice, Client, Code, Met, NewProof, NotAsked,
    PasswordFault, PhoneProof, Proof, Registration, RegistrationFault, Requirement, SignIn,
    SignInEntry, SignInStatus, Step,
};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::time::{DAY, Timestamp};
use proofup::domain::user::{PerUserMfa, User};
use proptest::prelude::*;
use rstest::rstest;

use crate::support::*;

/// A sign-in of Kim that somebody drives by hand.
pub struct Driven {
    tenant: Tenant,
    pub machine: SignIn,
    pub now: Timestamp,
    pub log: Vec<SignInEntry>,
    pub audit: Vec<Activity>,
}

impl Driven {
    pub fn new(tenant: &Tenant, attempt: Attempt) -> Self {
        let machine = SignIn::begin(tenant, attempt, Entropy::from_seed(5), NOW);
        Self {
            tenant: tenant.clone(),
            machine,
            now: NOW,
            log: Vec::new(),
            audit: Vec::new(),
        }
    }

    /// Up to the password, which is right.
    pub fn in_browser(tenant: &Tenant) -> Self {
        Self::new(tenant, Attempt::new_browser()).right_password()
    }

    pub fn right_password(self) -> Self {
        self.account("Kim@contoso.com").password("right", Some(0))
    }

    pub fn account(self, text: &str) -> Self {
        self.answer(Answer::Account(text.to_owned()))
    }

    /// Types a password; the host finds `found`.
    pub fn password(self, text: &str, found: Option<usize>) -> Self {
        self.answer(Answer::Password(Secret::new(text)))
            .answer(Answer::Checked(found))
    }

    /// Answers, and saves what was decided.
    #[track_caller]
    pub fn answer(mut self, answer: Answer) -> Self {
        let before = self.machine.step().clone();
        let answered = self.machine.answer(&self.tenant, answer, self.now);
        assert!(answered.is_ok(), "not asked at {before:?}");
        self.save();
        self
    }

    fn save(&mut self) {
        let Some(plan) = self.machine.take_plan() else {
            return;
        };
        let Plan {
            ref audit,
            ref sign_ins,
            ..
        } = plan;
        self.audit.extend(audit.iter().map(|entry| entry.activity));
        self.log.extend(sign_ins.iter().cloned());
        self.tenant = applied(&self.tenant, &plan);
        self.machine.committed(self.tenant.revision());
    }

    /// The code that the telephone shows.
    pub fn right_code(self) -> Self {
        let code = self
            .machine
            .phone(self.now)
            .and_then(|phone| phone.code().cloned());
        self.answer(Answer::Code(code.expect("a code")))
    }

    #[track_caller]
    pub fn ask(&self) -> Ask {
        match self.machine.step() {
            Step::Ask(ask) => ask.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    pub fn challenge(&self) -> Challenge {
        match self.ask() {
            Ask::Challenge(challenge) | Ask::Verify(challenge) => challenge,
            other => panic!("{other:?}"),
        }
    }

    pub fn code(&self) -> Option<Code> {
        match self.machine.step() {
            Step::End(end) => end.code,
            _ => None,
        }
    }

    pub fn kim(&self) -> User {
        User::clone(&of(&self.tenant, "Kim"))
    }
}

/// A tenant of Kim where devices can be remembered for 60 days.
pub fn remembering(user: User) -> Tenant {
    let facts = TenantFacts {
        settings: ServiceSettings {
            remember_days: Some(60),
            trusted_ips: vec!["203.0.113.0/24".to_owned()],
            ..ServiceSettings::default()
        },
        ..tenant(Entra2023, []).facts().clone()
    };
    Tenant::new(facts, [user], 1).unwrap()
}

fn kim() -> User {
    user("Kim")
}

fn in_2023(user: User) -> Tenant {
    tenant(Entra2023, [user])
}

fn stay() -> Answer {
    Answer::StaySignedIn(false)
}

#[test]
fn an_unknown_account_is_50034_and_what_was_typed_is_kept_without_control_characters() {
    let driven = Driven::new(&in_2023(kim()), Attempt::new_browser()).account("no\u{1b}body");
    assert_eq!(driven.code(), Some(Code::AccountNotFound));
    assert_eq!(
        (driven.log[0].code, driven.log[0].name.as_str()),
        (50034, "nobody")
    );
    assert_eq!(driven.log[0].user, None);
}

#[test]
fn a_deleted_account_is_no_account() {
    let deleted = kim().but(|user| user.deleted = Some(NOW));
    let driven = Driven::new(&in_2023(deleted), Attempt::new_browser());
    assert_eq!(
        driven.account("kim@contoso.com").code(),
        Some(Code::AccountNotFound)
    );
}

#[test]
fn a_blocked_account_is_50057_before_anything_else() {
    let blocked = kim().but(|user| {
        user.blocked = true;
        user.lockout.until = Some(NOW.plus_days(1));
    });
    let driven = Driven::new(&in_2023(blocked), Attempt::new_browser()).account("Kim@contoso.com");
    assert_eq!(driven.code(), Some(Code::Disabled));
    assert_eq!(driven.log[0].why, ["sign-in is blocked"]);
    assert_eq!(driven.log[0].status, SignInStatus::Failure);
}

#[test]
fn a_wrong_password_is_50126_and_asked_again() {
    let driven = Driven::new(&in_2023(kim()), Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("guess", None);
    assert_eq!(
        driven.ask(),
        Ask::Password {
            pass: false,
            wrong: true
        }
    );
    assert_eq!(driven.log[0].code, 50126);
    assert_eq!(driven.kim().lockout.failures, 1);
}

#[test]
fn ten_wrong_passwords_lock_and_the_right_one_afterwards_forgets_them() {
    let mut driven = Driven::new(&in_2023(kim().methods("app*")), Attempt::new_browser())
        .account("Kim@contoso.com");
    for number in 0..10 {
        driven = driven.password(&format!("guess {number}"), None);
    }
    assert_eq!(driven.code(), Some(Code::Locked));
    let locked = driven.tenant.clone();
    let again = Driven::new(&locked, Attempt::new_browser()).account("Kim@contoso.com");
    assert_eq!(again.code(), Some(Code::Locked), "before any password");
    let mut later = Driven::new(&locked, Attempt::new_browser());
    later.now = NOW.plus_seconds(60);
    let relocked = later
        .account("Kim@contoso.com")
        .password("guess again", None);
    assert_eq!(
        relocked.code(),
        Some(Code::Locked),
        "each next failure locks again"
    );
    assert_eq!(
        relocked.kim().lockout.until,
        Some(NOW.plus_seconds(60 + 120))
    );
    let mut right = Driven::new(&locked, Attempt::new_browser());
    right.now = NOW.plus_seconds(60);
    let right = right.right_password();
    assert_eq!(
        right.kim().lockout,
        proofup::domain::user::Lockout::default()
    );
}

#[test]
fn a_wrong_password_typed_again_is_not_counted_again() {
    let driven = Driven::new(&in_2023(kim()), Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("guess", None)
        .password("guess", None)
        .password("other", None)
        .password("guess", None);
    assert_eq!(driven.kim().lockout.failures, 2);
    assert_eq!(driven.log.len(), 4);
}

#[test]
fn the_lockout_policy_of_the_tenant_counts() {
    let policies = Policies {
        lockout_threshold: 2,
        lockout_seconds: 300,
        ..Policies::default()
    };
    let strict = tenant_with(Entra2023, policies, [kim()]);
    let driven = Driven::new(&strict, Attempt::new_browser())
        .account("Kim@contoso.com")
        .password("one", None)
        .password("two", None);
    assert_eq!(driven.kim().lockout.until, Some(NOW.plus_seconds(300)));
}

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

fn new_password(new: &str, again: &str) -> Answer {
    Answer::NewPassword {
        new: Secret::new(new),
        again: Secret::new(again),
    }
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
