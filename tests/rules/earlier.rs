//! Coming back to an earlier state.

use proofup::domain::audit::Activity;
use proofup::domain::change::Fact;
use proofup::domain::command::Command;
use proofup::domain::earlier::{self, Extent};
use proofup::domain::edition::Edition::Entra2023;
use proofup::domain::preview::Summary;
use proofup::domain::tenant::Tenant;
use proofup::domain::user::PerUserMfa;
use proptest::prelude::*;

use crate::generate::{any_actor, any_command, any_tenant};
use crate::support::{GA, NOW, With as _, actor, one_by_one, planned, tenant, user};

fn applied(tenant: &Tenant, facts: Vec<Fact>) -> (Tenant, Vec<Fact>) {
    let mut after = tenant.clone();
    let inverse = after.apply(facts, 1).unwrap();
    (after, inverse)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_changes_the_plan_leads_back_exactly_and_its_inverse_forth_again(
        then in any_tenant(),
        (roles, _) in any_actor(),
        commands in proptest::collection::vec(any_command(), 1..4),
    ) {
        let by = actor(roles);
        let now = one_by_one(&then, &by, &commands);
        let plan = earlier::plan((&now, &then), Extent::Everything, &by, "Back", NOW);
        prop_assert_eq!(plan.changes_anything(), now != then);
        let told = Summary::of(&now, &plan);
        prop_assert_eq!(told.lines.is_empty(), now == then);
        let (back, inverse) = applied(&now, plan.facts().cloned().collect());
        prop_assert_eq!(&back, &then);
        prop_assert_eq!(applied(&back, inverse).0, now);
        prop_assert!(earlier::difference(&back, &then, Extent::Everything).is_empty());
    }

    /// Any two tenants, also of other users, names and settings, as edits by hand make them.
    #[test]
    fn any_tenant_becomes_any_other(now in any_tenant(), then in any_tenant()) {
        let facts = earlier::difference(&now, &then, Extent::Everything);
        prop_assert_eq!(applied(&now, facts).0, then);
    }
}

#[test]
fn every_user_who_changes_back_is_audited() {
    let kim = user("Kim").methods("mob* app").devices("PC");
    let then = tenant(Entra2023, [kim.clone(), user("Lee")]);
    let users = vec![kim.id];
    let to = PerUserMfa::Disabled;
    let plan = planned(&then, &actor(GA), &Command::SetPerUserMfa { users, to });
    let now = applied(&then, plan.facts().cloned().collect()).0;
    let back = earlier::plan(
        (&now, &then),
        Extent::WhatThePortalChanges,
        &actor(GA),
        "Reset to the start",
        NOW,
    );
    assert_eq!(back.rows.len(), 1);
    let [entry] = &back.audit[..] else {
        panic!("{:?}", back.audit)
    };
    assert_eq!(entry.activity, Activity::CameBack);
    assert_eq!(entry.target.as_ref().map(|target| target.id), Some(kim.id));
    assert!(!entry.modified.is_empty());
}
