//! The service settings (`facts/portal.md` 5).

use pretty_assertions::assert_eq;
use proofup::domain::change::Fact;
use proofup::domain::command::Command;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::plan::{Nothing, Outcome};
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::tenant::Tenant;
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
