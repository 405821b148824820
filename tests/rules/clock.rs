//! The tenant's clock: what advancing it comes to, and what may not come of it.

use pretty_assertions::assert_eq;
use proofup::domain::audit::Activity;
use proofup::domain::change::Fact;
use proofup::domain::clock::MOST_DAYS;
use proofup::domain::command::Command;
use proofup::domain::directory::Directory as _;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::entropy::Entropy;
use proofup::domain::forecast::{Place, forecast, forecast_after};
use proofup::domain::method::{Detail, Method};
use proofup::domain::plan::{Outcome, plan};
use proofup::domain::preview::Summary;
use proofup::domain::refusal::Refusal;
use proofup::domain::role::Role;
use proofup::domain::secret::PasswordHash;
use proofup::domain::sign_in::Met;
use proofup::domain::tenant::Tenant;
use proofup::domain::time::{DAY, HOUR, MINUTE, Timestamp};
use proofup::domain::undo::{self, Direction, Done};
use proofup::domain::user::{Lockout, RememberedDevice, User};

use crate::support::*;

fn advance(days: u32) -> Command {
    Command::AdvanceClock { days }
}

fn remembered_until(name: &str, until: Timestamp) -> User {
    user(name).methods("mob*").devices("LAP1").but(|user| {
        let device = user.devices[0].clone();
        user.devices[0] = RememberedDevice { until, ..device };
    })
}

fn pass(starts: Timestamp, used: bool) -> Method {
    Method {
        id: proofup::domain::id::MethodId(uuid("pass")),
        added: NOW,
        detail: Detail::TemporaryAccessPass {
            starts,
            lifetime_minutes: 60,
            one_time: true,
            used,
            hash: PasswordHash::from_phc("!"),
        },
    }
}

fn told(tenant: &Tenant, command: &Command) -> String {
    let plan = planned(tenant, &actor(GA), command);
    Summary::of(tenant, &plan).text()
}

#[test]
fn the_plan_says_what_runs_out() {
    let tenant = tenant(
        Entra2023,
        [
            remembered_until("Ann", NOW.plus_days(10)),
            remembered_until("Bob", NOW.plus_days(15)),
            remembered_until("Cleo", NOW.plus_days(15).plus_seconds(1)),
            remembered_until("Dora", NOW.plus_seconds(-1)),
            user("Ed").but(|user| user.methods = vec![pass(NOW.plus_days(2), false)]),
            user("Fay").but(|user| user.methods = vec![pass(NOW, true)]),
            user("Gil").but(|user| user.deleted = Some(NOW.plus_days(0).plus_seconds(-16 * DAY))),
            user("Hal").but(|user| {
                user.lockout = Lockout {
                    failures: 10,
                    rounds: 1,
                    until: Some(NOW.plus_seconds(MINUTE)),
                };
            }),
            // Whoever is deleted signs in nowhere.
            remembered_until("Ida", NOW.plus_days(3)).but(|user| user.deleted = Some(NOW)),
        ],
    );
    assert_eq!(
        told(&tenant, &advance(15)),
        format!(
            "The clock shows {}, 15 days ahead\n\
             2 remembered devices expire: LAP1 of Ann, LAP1 of Bob\n\
             1 Temporary Access Pass begins to work: Ed\n\
             1 Temporary Access Pass expires: Ed\n\
             1 smart lockout ends: Hal\n\
             1 deleted user can no longer be restored: Gil",
            NOW.plus_days(15).date_and_time()
        )
    );
}

#[test]
fn many_are_counted_and_nothing_is_said_too() {
    let users =
        ["Ann", "Bob", "Cleo", "Dora", "Ed"].map(|name| remembered_until(name, NOW.plus_days(1)));
    let text = told(&tenant(Entra2023, users), &advance(1));
    assert!(
        text.contains(
            "5 remembered devices expire: LAP1 of Ann, LAP1 of Bob, LAP1 of Cleo and 2 more"
        ),
        "{text}"
    );
    let text = told(&tenant(Entra2023, []), &advance(1));
    assert!(text.ends_with("Nothing runs out in between"), "{text}");
}

/// What is told is what then holds, at every boundary.
#[test]
fn what_runs_out_asks_again() {
    let kim = remembered_until("Kim", NOW.plus_days(10));
    let before = tenant(Entra2023, [kim.clone()]);
    let on_device = |lines: Vec<proofup::domain::forecast::Line>| {
        let line = lines
            .into_iter()
            .find(|line| matches!(line.place, Place::Device(..)));
        line.unwrap().met
    };
    for (days, asked) in [(9, false), (10, true)] {
        let plan = planned(&before, &actor(GA), &advance(days));
        let runs_out = Summary::of(&before, &plan).text().contains("expires");
        assert_eq!(runs_out, asked, "{days}");
        let after = applied(&before, &plan);
        let then = after.facts().now(NOW);
        assert_eq!(then, NOW.plus_days(days));
        let met = on_device(forecast(&after, kim.id, then));
        assert_eq!(
            met.iter().any(|met| matches!(met, Met::Mfa(..))),
            asked,
            "{days}"
        );
        assert_eq!(on_device(forecast_after(&before, &plan, kim.id, NOW)), met);
    }
}

#[test]
fn a_deleted_user_is_restored_for_30_days_by_the_tenants_clock() {
    let kim = user("Kim").but(|user| user.deleted = Some(NOW));
    let before = tenant(Entra2023, [kim.clone()]);
    let restore = Command::RestoreUsers {
        users: vec![kim.id],
    };
    for (days, restored) in [(30, true), (31, false)] {
        let after = after(&before, &actor(GA), [advance(days)]);
        let now = after.facts().now(NOW);
        let plan = plan(
            &after,
            &actor(GA),
            &restore,
            &mut Entropy::from_seed(1),
            now,
        );
        assert_eq!(plan.changes_anything(), restored, "{days}");
    }
}

#[test]
fn everybody_may_and_it_is_audited() {
    let before = tenant(Entra2023, []);
    let plan = planned(&before, &actor(Role::GlobalReader), &advance(15));
    assert_eq!(plan.title, "Advance the clock by 15 days");
    let [entry] = &plan.audit[..] else {
        panic!("{:?}", plan.audit)
    };
    assert_eq!((entry.activity, &entry.target), (Activity::ClockSet, &None));
    let modified = &entry.modified[0];
    assert_eq!(
        (&*modified.property, &*modified.old, &*modified.new),
        ("ClockDaysAhead", "0", "15")
    );
}

#[test]
fn days_add_up_and_the_clock_goes_no_further_than_it_can() {
    let before = tenant(Entra2023, []);
    let twice = after(&before, &actor(GA), [advance(15), advance(20)]);
    assert_eq!(twice.facts().clock_days, 35);
    assert_eq!(
        refusal(&before, &actor(GA), &advance(0)),
        Refusal::ClockDays(MOST_DAYS)
    );
    for days in [MOST_DAYS + 1, u32::MAX] {
        let refusal = refusal(&twice, &actor(GA), &advance(days));
        assert_eq!(refusal, Refusal::ClockDays(MOST_DAYS - 35));
        assert_eq!(
            refusal.to_string(),
            "The clock goes 1 to 36465 days further"
        );
    }
    let furthest = after(&before, &actor(GA), [advance(MOST_DAYS)]);
    let refusal = refusal(&furthest, &actor(GA), &advance(1));
    assert!(
        refusal.to_string().contains("set it back first"),
        "{refusal}"
    );
}

/// Whatever `--clock` says, what is counted on from there can still be written down and read.
#[test]
fn no_time_is_beyond_what_can_be_written() {
    let before = tenant(Entra2023, []);
    let late = Timestamp::LATEST.plus_seconds(-DAY - HOUR);
    let planned = |days| {
        plan(
            &before,
            &actor(GA),
            &advance(days),
            &mut Entropy::from_seed(1),
            late,
        )
    };
    assert!(planned(1).changes_anything());
    let Outcome::Refused(why) = &planned(2).rows[0].parts[0].outcome else {
        panic!("not refused")
    };
    assert_eq!(*why, Refusal::ClockDays(1));
    let furthest = after(&before, &actor(GA), [advance(MOST_DAYS)]);
    for clock in [late, Timestamp::LATEST, Timestamp(i64::MAX)] {
        let now = furthest.facts().now(clock);
        assert_eq!(now, Timestamp::LATEST);
        assert_eq!(
            now.plus_days(365).to_string().parse(),
            Ok(now.plus_days(365))
        );
    }
    assert_eq!(Timestamp::LATEST.to_string(), "9000-01-01T00:00:00Z");
}

#[test]
fn undo_redo_and_setting_back() {
    let before = tenant(Entra2023, [remembered_until("Kim", NOW.plus_days(10))]);
    let plan = planned(&before, &actor(GA), &advance(15));
    let facts: Vec<Fact> = plan.facts().cloned().collect();
    let (ahead, inverse) = before.applied(facts, 9).unwrap();
    let done = Done::new(plan.title.clone(), inverse, &ahead);
    let undo = undo::plan(&ahead, &actor(GA), &done, Direction::Undo, NOW);
    assert_eq!(applied(&ahead, &undo), before);
    assert_eq!(undo.audit[0].modified[0].new, "0");
    // Somebody set it since: nothing is overwritten.
    let further = after(&ahead, &actor(GA), [advance(1)]);
    let undo = undo::plan(&further, &actor(GA), &done, Direction::Undo, NOW);
    let AuditFailure(why) = failure(&undo);
    assert!(
        why.starts_with("The clock was changed by somebody else since"),
        "{why}"
    );
    // By hand it goes back all the way, and the plan says what holds again.
    let at = ahead.facts().now(NOW);
    let reset = proofup::domain::plan::plan(
        &ahead,
        &actor(GA),
        &Command::ResetClock,
        &mut Entropy::from_seed(1),
        at,
    );
    assert_eq!(
        Summary::of(&ahead, &reset).text(),
        format!(
            "The clock shows {}, the real time\n1 remembered device is remembered again: LAP1 of Kim",
            NOW.date_and_time()
        )
    );
    assert_eq!(applied(&ahead, &reset), before);
    let again = outcome(&before, &actor(GA), &Command::ResetClock);
    assert!(matches!(again, Outcome::Nothing(_)), "{again:?}");
}

struct AuditFailure(String);

fn failure(plan: &proofup::domain::plan::Plan) -> AuditFailure {
    match &plan.audit[0].result {
        proofup::domain::audit::AuditResult::Failure(why) => AuditFailure(why.clone()),
        other => panic!("{other:?}"),
    }
}
