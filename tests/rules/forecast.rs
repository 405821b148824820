//! The forecast: what the next sign-in will be, before and after a click.

use std::collections::BTreeMap;

use pretty_assertions::assert_eq;
use proofup::demo;
use proofup::domain::directory::Directory;
use proofup::domain::edition::Edition::{self, Azure2018, Azure2020, Azure2022, Entra2023};
use proofup::domain::entropy::Entropy;
use proofup::domain::forecast::{Line, change, forecast, forecast_after, places, summary};
use proofup::domain::plan::{Outcome, Part, Plan, plan};
use proofup::domain::settings::ServiceSettings;
use proofup::domain::sign_in::*;
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::time::Timestamp;
use proofup::domain::user::{PerUserMfa, User};
use proofup::store::Store as _;
use proofup::store::memory::MemoryStore;
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

/// Contoso with something of every place: a trusted address, the intranet, and synced users.
fn contoso(edition: Edition) -> Tenant {
    let (facts, users) = demo::contoso().unwrap();
    let facts = TenantFacts {
        settings: ServiceSettings {
            trusted_ips: vec!["203.0.113.0/24".to_owned()],
            skip_federated_intranet: true,
            ..facts.settings
        },
        ..facts
    };
    Tenant::new(facts, users, 1).unwrap().in_edition(edition)
}

const COMBINATIONS: [&str; 8] = ["", "1", "2", "3", "12", "13", "23", "123"];

fn demo_time() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// The plan of the dialog with these boxes ticked, for everybody.
fn planned_boxes(tenant: &Tenant, ticked: &str) -> Plan {
    let everybody: Vec<_> = tenant.users().map(|user| user.id).collect();
    let command = boxes(&everybody, ticked);
    let mut entropy = Entropy::from_seed(1);
    plan(tenant, &actor(GA), &command, &mut entropy, demo_time())
}

/// The forecast of the dialog says what the sign-in does once Save was pressed: for everybody of
/// the demo tenant, every combination of boxes, every place and every edition.
#[test]
fn the_forecast_is_what_happens() {
    let mut compared = 0;
    for edition in Edition::ALL {
        for ticked in COMBINATIONS {
            let before = contoso(edition);
            let plan = planned_boxes(&before, ticked);
            let store = MemoryStore::new(before.clone());
            store.submit(plan.clone()).unwrap();
            let saved = store.snapshot();
            for user in before.users() {
                let lines = forecast_after(&before, &plan, user.id, demo_time());
                let user = saved.user(user.id).unwrap();
                let places = places(&saved.facts().settings, &user);
                assert_eq!(lines.len(), places.len(), "{}", user.upn);
                for (line, (place, attempt, means)) in lines.into_iter().zip(places) {
                    assert_eq!(line.place, place);
                    let (met, code) = signed_in(&*saved, &user, attempt, means);
                    let what = format!("{edition:?} {ticked:?} {}: {place:?}", user.upn);
                    assert_eq!((line.met, line.code), (met, code), "{what}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 6_000, "{compared} sign-ins were compared");
}

/// The numbers of the dialog are those of the lines it shows: what changes in a new browser, else
/// on what was forgotten, else nothing.
#[test]
fn the_sum_is_that_of_the_lines() {
    for edition in Edition::ALL {
        let before = contoso(edition);
        for ticked in COMBINATIONS {
            let plan = planned_boxes(&before, ticked);
            let refused = |part: &Part| matches!(part.outcome, Outcome::Refused(_));
            let rows = plan
                .rows
                .iter()
                .filter(|row| !row.parts.iter().all(refused));
            let mut expected = BTreeMap::<String, usize>::new();
            for user in rows.filter_map(|row| row.user) {
                let old = forecast(&before, user, demo_time());
                let new = forecast_after(&before, &plan, user, demo_time());
                *expected.entry(change(&old, &new)).or_default() += 1;
            }
            let counts = summary(&before, &plan, demo_time());
            assert!(counts.is_sorted_by_key(|count| std::cmp::Reverse(count.users)));
            let counts: BTreeMap<_, _> = counts
                .into_iter()
                .map(|count| (count.text, count.users))
                .collect();
            assert_eq!(counts, expected, "{edition:?} {ticked:?}");
        }
    }
}

/// Signs in step by step, with an entropy of its own: the machine itself, not its rehearsal.
fn signed_in(
    directory: &dyn Directory,
    user: &User,
    attempt: Attempt,
    means: Means,
) -> (Vec<Met>, Code) {
    let now = demo_time();
    let mut machine = SignIn::begin(directory, attempt, Entropy::from_seed(99), now);
    while let Some(answer) = machine.right_answer(directory, &user.upn, means, now) {
        machine.answer(directory, answer, now).unwrap();
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
