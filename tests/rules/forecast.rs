//! The forecast: what the next sign-in will be, before and after a click.

use pretty_assertions::assert_eq;
use proofup::demo;
use proofup::domain::edition::Edition::{self, Azure2018, Azure2020, Azure2022, Entra2023};
use proofup::domain::entropy::Entropy;
use proofup::domain::forecast::{Line, Place, forecast, forecast_after, summary};
use proofup::domain::plan::plan;
use proofup::domain::sign_in::*;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::{PerUserMfa, User};
use rstest::rstest;

use crate::support::*;

fn texts(lines: &[Line]) -> Vec<String> {
    lines
        .iter()
        .map(|line| format!("{}: {}", line.place.label(), line.text()))
        .collect()
}

#[test]
fn every_place_has_its_line_and_its_reasons() {
    let kim = user("Kim")
        .methods("mob* app")
        .devices("LAPTOP-7")
        .app_passwords("OL10");
    let lines = forecast(&tenant(Entra2023, [kim.clone()]), kim.id, NOW);
    assert_eq!(
        texts(&lines),
        [
            "LAPTOP-7: per-user MFA Enforced · LAPTOP-7 remembered until 3 May 2026 → password only",
            "a new browser: per-user MFA Enforced · New device is not remembered → password, then Microsoft Authenticator (Mobile app notification)",
            "app password OL10: per-user MFA Enforced · app password OL10 → works",
            "a non-browser app with the password: per-user MFA Enforced · Enforced: a non-browser app needs an app password → no: MFA is required (50076)",
        ]
    );
}

#[test]
fn after_the_plan_the_next_sign_in_is_registration() {
    let kim = user("Kim").methods("mob*").devices("LAP1");
    let before = tenant(Entra2023, [kim.clone()]);
    let plan = planned(&before, &actor(AA), &boxes(&[kim.id], "1"));
    let after = forecast_after(&before, &plan, kim.id, NOW);
    assert_eq!(after[0].met, [], "the device is still remembered");
    assert_eq!(after[1].met, [Met::Registration]);
    assert_eq!(after, forecast(&applied(&before, &plan), kim.id, NOW));
}

#[rstest]
#[case(Azure2018, "1", "2 × registration, 1 × as before")]
#[case(Azure2020, "1", "2 × registration")]
#[case(Entra2023, "1", "2 × registration")]
#[case(Azure2022, "3", "2 × MFA on forgotten devices")]
#[case(Azure2022, "2", "2 × as before, but no non-browser apps")]
fn a_bulk_action_is_summed_up(
    #[case] edition: Edition,
    #[case] ticked: &str,
    #[case] expected: &str,
) {
    let ordinary = |name: &str| user(name).methods("mob*").devices("PC").app_passwords("x");
    let chief =
        crate::support::administrator("Chief", GA).but(|chief| chief.must_register_again = true);
    let before = tenant(edition, [ordinary("A"), ordinary("B"), chief]);
    let everybody: Vec<_> = before.users().map(|user| user.id).collect();
    let by = actor(if edition == Azure2018 { GA } else { AA });
    let plan = planned(&before, &by, &boxes(&everybody, ticked));
    let counts: Vec<_> = summary(&before, &plan, NOW)
        .iter()
        .map(|count| format!("{} × {}", count.users, count.text))
        .collect();
    assert_eq!(counts.join(", "), expected);
}

/// The forecast says what the sign-in does, for everybody of the demo tenant, after any
/// combination of boxes, in every edition.
#[test]
fn the_forecast_is_what_happens() {
    let (facts, users) = demo::contoso().unwrap();
    let contoso = Tenant::new(facts, users, 1).unwrap();
    let now = "2026-11-23T09:00:00Z".parse().unwrap();
    let combinations = ["", "1", "2", "3", "12", "13", "23", "123"];
    for edition in Edition::ALL {
        let before = contoso.clone().in_edition(edition);
        let everybody: Vec<_> = before.users().map(|user| user.id).collect();
        for ticked in combinations {
            let command = boxes(&everybody, ticked);
            let plan = plan(
                &before,
                &actor(GA),
                &command,
                &mut Entropy::from_seed(1),
                now,
            );
            let after = applied(&before, &plan);
            for user in after.users() {
                for line in forecast_after(&before, &plan, user.id, now) {
                    let place = (line.met.clone(), line.code);
                    assert_eq!(
                        signed_in(&after, user, &line.place, now),
                        place,
                        "{}",
                        user.upn
                    );
                }
            }
        }
    }
}

/// Signs in by hand, step by step, with an entropy of its own.
fn signed_in(
    tenant: &Tenant,
    user: &User,
    place: &Place,
    now: proofup::domain::time::Timestamp,
) -> (Vec<Met>, Code) {
    let (attempt, means) = match place {
        Place::Device(id, _) => {
            let device = user.devices.iter().find(|device| device.id == *id).unwrap();
            (Attempt::on(device), Means::Password)
        }
        Place::AppPassword(id, name) => (Attempt::legacy_app(name), Means::AppPassword(*id)),
        Place::LegacyPassword => (Attempt::legacy_app("an app"), Means::Password),
        _ => (Attempt::new_browser(), Means::Password),
    };
    let mut machine = SignIn::begin(tenant, attempt, Entropy::from_seed(99), now);
    while let Some(answer) = machine.right_answer(tenant, &user.upn, means, now) {
        machine.answer(tenant, answer, now).unwrap();
    }
    let Step::End(end) = machine.step() else {
        panic!()
    };
    (machine.met().to_vec(), end.code.unwrap())
}

#[test]
fn nobody_has_no_forecast() {
    let tenant = tenant(
        Entra2023,
        [user("Kim").but(|user| user.mfa = PerUserMfa::Disabled)],
    );
    assert_eq!(forecast(&tenant, user("Nobody").id, NOW), []);
}
