//! Undo and redo are plans like any others.

use pretty_assertions::assert_eq;
use proofup::domain::audit::{Activity, AuditResult};
use proofup::domain::change::Fact;
use proofup::domain::command::Command;
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::settings::ServiceSettings;
use proofup::domain::tenant::Tenant;
use proofup::domain::undo::{Direction, Done, plan};
use proofup::domain::user::PerUserMfa;

use crate::support::*;

/// Does `command` and says how to take it back.
fn do_it(before: &Tenant, command: &Command) -> (Tenant, Done) {
    let plan = planned(before, &actor(GA), command);
    let facts: Vec<Fact> = plan.facts().cloned().collect();
    let mut after = before.clone();
    let inverse = after.apply(facts, plan.revision + 1).unwrap();
    let done = Done::new(plan.title, inverse, &after);
    (after, done)
}

#[test]
fn an_undo_takes_back_one_row_per_user_and_says_what() {
    let kim = user("Kim").methods("mob* app").devices("PC");
    let before = tenant(Entra2023, [kim.clone()]);
    let (after, done) = do_it(&before, &boxes(&[kim.id], "13"));
    let undo = plan(&after, &actor(GA), &done, Direction::Undo, NOW);
    assert_eq!(undo.title, "Manage user settings for Kim");
    assert_eq!(undo.rows.len(), 1);
    assert_eq!(applied(&after, &undo), before);
    let [entry] = &undo.audit[..] else {
        panic!("{:?}", undo.audit)
    };
    assert_eq!(
        (entry.activity, &entry.result),
        (Activity::Undo, &AuditResult::Success)
    );
    let devices = entry
        .modified
        .iter()
        .find(|one| one.property == "RememberedDevices");
    assert_eq!(devices.unwrap().new, r#"["PC"]"#);
}

#[test]
fn what_somebody_changed_since_is_not_overwritten() {
    let kim = user("Kim").methods("mob* app").devices("PC");
    let before = tenant(Entra2023, [kim.clone()]);
    let (after_revoke, done) = do_it(&before, &boxes(&[kim.id], "3"));
    let users = vec![kim.id];
    let to = PerUserMfa::Disabled;
    let (later, _) = do_it(&after_revoke, &Command::SetPerUserMfa { users, to });
    let undo = plan(&later, &actor(GA), &done, Direction::Undo, NOW);
    assert!(!undo.changes_anything());
    let AuditResult::Failure(why) = &undo.audit[0].result else {
        panic!("{:?}", undo.audit)
    };
    assert!(
        why.starts_with("Kim was changed by somebody else since"),
        "{why}"
    );
}

#[test]
fn nor_are_service_settings() {
    let with = |days| {
        Command::SaveServiceSettings(ServiceSettings {
            remember_days: Some(days),
            ..ServiceSettings::default()
        })
    };
    let before = tenant(Entra2023, []);
    let (after, done) = do_it(&before, &with(30));
    let undo = plan(&after, &actor(GA), &done, Direction::Undo, NOW);
    assert_eq!(applied(&after, &undo), before);
    let (later, _) = do_it(&after, &with(90));
    let undo = plan(&later, &actor(GA), &done, Direction::Undo, NOW);
    assert!(!undo.changes_anything());
}
