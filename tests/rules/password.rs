//! Reset password and revoke sessions (D6, D17).

use pretty_assertions::assert_eq;
use proofup::domain::command::Command;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::plan::{Nothing, Outcome, Warning};
use proofup::domain::refusal::Refusal;
use proofup::domain::settings::Policies;
use proofup::domain::user::{Lockout, UserType};

use crate::support::*;

#[test]
fn d6_a_reset_changes_the_password_and_lifts_the_lockout() {
    let kim = user("Kim")
        .methods("app*")
        .devices("PC")
        .app_passwords("OL10")
        .but(|user| {
            user.lockout = Lockout {
                failures: 10,
                rounds: 1,
                until: Some(NOW.plus_seconds(60)),
            };
        });
    let before = tenant(Entra2023, [kim.clone()]);
    let reset = Command::ResetPassword { user: kim.id };
    let plan = planned(&before, &actor(HD), &reset);
    let after = of(&applied(&before, &plan), "Kim");
    assert!(after.password.must_change && after.password.changed == NOW);
    assert_eq!(after.lockout, Lockout::default());
    let secret = plan.revealed.unwrap().secret;
    assert!(after.password.hash.verify(&secret));
    let expected = kim.but(|user| {
        user.password = after.password.clone();
        user.lockout = Lockout::default();
    });
    assert_eq!(*after, expected);
    let warnings = &plan.rows[0].parts[0].warnings;
    assert_eq!(warnings, &[Warning::AppPasswordsStay]);
}

#[test]
fn d17_a_synced_password_needs_writeback() {
    let kim = user("Kim").but(|user| user.synced = true);
    let reset = Command::ResetPassword { user: kim.id };
    assert_eq!(refused(&kim, &reset), Refusal::WritebackOff);
    let policies = Policies {
        password_writeback: true,
        ..Policies::default()
    };
    let tenant = tenant_with(Entra2023, policies, [kim]);
    assert!(matches!(
        outcome(&tenant, &actor(GA), &reset),
        Outcome::Change(_)
    ));
}

#[test]
fn a_guests_password_is_kept_elsewhere() {
    let kim = user("Kim").but(|user| user.user_type = UserType::Guest);
    let reset = Command::ResetPassword { user: kim.id };
    assert_eq!(refused(&kim, &reset), Refusal::GuestPassword);
}

#[test]
fn revoked_sessions_end_now_and_devices_stay() {
    let kim = user("Kim").devices("PC");
    let before = tenant(Entra2023, [kim.clone()]);
    let revoke = Command::RevokeSessions { user: kim.id };
    let after = after(&before, &actor(HD), [&revoke]);
    let expected = kim.but(|user| user.sessions_valid_from = Some(NOW));
    assert_eq!(*of(&after, "Kim"), expected);
    let again = outcome(&after, &actor(HD), &revoke);
    assert_eq!(again, Outcome::Nothing(Nothing::AlreadySo));
}
