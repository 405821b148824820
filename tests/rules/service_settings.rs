//! The service settings (`facts/portal.md` 5).

use pretty_assertions::assert_eq;
use proofup::domain::change::Fact;
use proofup::domain::command::Command;
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::plan::{Nothing, Outcome};
use proofup::domain::preview::{Line, Summary};
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::settings::{AppPasswords, ServiceSettings};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::user::PerUserMfa;
use rstest::rstest;

use crate::support::*;

fn save(settings: ServiceSettings) -> (Tenant, Outcome) {
    let tenant = tenant(Entra2023, []);
    let command = Command::SaveServiceSettings(settings);
    let by = actor(Role::AuthenticationPolicyAdministrator);
    let outcome = outcome(&tenant, &by, &command);
    (tenant, outcome)
}

fn with(change: impl FnOnce(&mut ServiceSettings)) -> ServiceSettings {
    let mut settings = ServiceSettings::default();
    change(&mut settings);
    settings
}

#[test]
fn valid_settings_are_saved() {
    let settings = with(|settings| {
        settings.remember_days = Some(365);
        settings.trusted_ips = vec!["203.0.113.0/24".to_owned(); 50];
    });
    let (_, outcome) = save(settings.clone());
    let facts = vec![Fact::Settings(Box::new(settings))];
    assert_eq!(outcome, Outcome::Change(facts));
    let (_, same) = save(ServiceSettings::default());
    assert_eq!(same, Outcome::Nothing(Nothing::AlreadySo));
}

#[rstest]
#[case(with(|settings| settings.remember_days = Some(0)), Refusal::RememberDays)]
#[case(with(|settings| settings.remember_days = Some(366)), Refusal::RememberDays)]
#[case(
    with(|settings| settings.trusted_ips = vec!["10.0.0.1".to_owned()]),
    Refusal::TrustedIp("10.0.0.1".to_owned())
)]
#[case(
    with(|settings| settings.trusted_ips = vec!["203.0.113.0/24".to_owned(); 51]),
    Refusal::TooManyTrustedIps
)]
fn others_are_refused(#[case] settings: ServiceSettings, #[case] expected: Refusal) {
    assert_eq!(save(settings).1, Outcome::Refused(expected));
}

/// What Save says of a change to these settings in a tenant of three: Ann holds a phone, an app
/// password and a remembered device; Bob an app; Cas nothing, and no MFA is required of Cas.
fn told(before: ServiceSettings, after: ServiceSettings) -> Vec<String> {
    let mut cas = user("Cas");
    cas.mfa = PerUserMfa::Disabled;
    let users = [
        user("Ann")
            .methods("mob")
            .devices("PC")
            .app_passwords("OL10"),
        user("Bob").methods("app"),
        cas,
    ];
    let plain = tenant(Entra2023, users);
    let facts = TenantFacts {
        settings: before,
        ..plain.facts().clone()
    };
    let tenant = Tenant::new(facts, plain.users().cloned(), 0).unwrap();
    let by = actor(Role::GlobalAdministrator);
    let plan = planned(&tenant, &by, &Command::SaveServiceSettings(after));
    let summary = Summary::of(&tenant, &plan);
    summary.lines.iter().map(Line::text).collect()
}

#[test]
fn app_passwords_that_exist_keep_working_out_of_sight() {
    let allowed = with(|settings| settings.app_passwords = AppPasswords::Allowed);
    assert_eq!(
        told(allowed.clone(), ServiceSettings::default()),
        [
            "1 service setting changed",
            "users can no longer create app passwords",
            "1 app password keeps working, but 1 user can no longer see or delete them",
        ]
    );
    assert_eq!(
        told(ServiceSettings::default(), allowed),
        [
            "1 service setting changed",
            "users can create app passwords",
            "1 app password is in view of 1 user again",
        ]
    );
}

#[test]
fn a_trusted_range_lets_those_in_of_whom_mfa_is_required() {
    let range = with(|settings| settings.trusted_ips = vec!["203.0.113.0/24".to_owned()]);
    assert_eq!(
        told(ServiceSettings::default(), range.clone()),
        [
            "1 service setting changed",
            "2 users are no longer asked for MFA from 203.0.113.0/24: the password alone will do",
        ]
    );
    assert_eq!(
        told(range, ServiceSettings::default())[1],
        "2 users are asked for MFA from 203.0.113.0/24 again"
    );
}

#[test]
fn an_option_that_goes_may_take_the_last_method() {
    let no_phone = with(|settings| {
        settings.call_to_phone = false;
        settings.text_message = false;
    });
    assert_eq!(
        told(ServiceSettings::default(), no_phone)[1..],
        [
            "Call to phone is no longer offered",
            "Text message to phone is no longer offered",
            "1 user has no method left that is offered, and must register one where MFA is required",
        ]
    );
    let no_call = with(|settings| settings.call_to_phone = false);
    assert_eq!(told(ServiceSettings::default(), no_call).len(), 2);
}

#[test]
fn remembered_devices_keep_the_day_they_were_given() {
    let days = |days| with(|settings| settings.remember_days = days);
    assert_eq!(
        told(days(Some(90)), days(None))[1..],
        [
            "users can no longer remember devices",
            "1 remembered device stays remembered until the day given before; revoke ends that",
        ]
    );
    assert_eq!(
        told(days(Some(90)), days(Some(1)))[1],
        "users can remember devices for 1 day, not 90"
    );
}
