//! What holds for any command by anybody on any tenant in any edition.

use proofup::domain::audit::{AuditEntry, AuditResult};
use proofup::domain::change::Fact;
use proofup::domain::command::Command;
use proofup::domain::directory::Directory as _;
use proofup::domain::entropy::Entropy;
use proofup::domain::plan::{Actor, Outcome, Plan, plan};
use proofup::domain::preview::{Line, Summary, Tone, result};
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::domain::user::User;
use proptest::prelude::*;

use crate::generate::{any_actor, any_command, any_tenant};
use crate::support::*;

fn any_case() -> impl Strategy<Value = (Tenant, Actor, Command)> {
    (any_tenant(), any_actor(), any_command()).prop_map(|(tenant, (roles, own), command)| {
        let mut by = actor(roles);
        if let Some(id) = own {
            by.id = id;
        }
        (tenant, by, command)
    })
}

fn reads_back<T>(value: &T) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    ron::from_str(&ron::to_string(value).unwrap()).unwrap()
}

/// Everything an audit entry says in words.
fn words(entry: &AuditEntry) -> String {
    let result = match &entry.result {
        AuditResult::Success => "",
        AuditResult::NothingToDo(why) | AuditResult::Failure(why) => why,
    };
    let target = entry.target.as_ref().map_or("", |target| &target.upn);
    let modified = entry.modified.iter().flat_map(|one| [&one.old, &one.new]);
    let modified: String = modified.map(String::as_str).collect();
    format!("{result}{target}{modified}")
}

/// Every change of the plan, on the tenant it was made for.
fn apply(tenant: &Tenant, plan: &Plan) -> (Tenant, Vec<Fact>) {
    let mut after = tenant.clone();
    let facts: Vec<_> = plan.facts().cloned().collect();
    let inverse = after.apply(facts, plan.revision + 1).unwrap();
    (after, inverse)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_applies_and_its_inverse_takes_it_back((tenant, by, command) in any_case()) {
        let plan = planned(&tenant, &by, &command);
        let (mut after, inverse) = apply(&tenant, &plan);
        prop_assert_eq!(plan.changes_anything(), after != tenant, "a fact changes something");
        after.apply(inverse, plan.revision + 2).unwrap();
        prop_assert_eq!(after, tenant);
    }

    #[test]
    fn a_plan_knows_what_becomes_of_whom_it_changes((tenant, by, command) in any_case()) {
        let plan = planned(&tenant, &by, &command);
        for row in &plan.rows {
            let facts: Vec<_> = row.facts().cloned().collect();
            let mut after = tenant.clone();
            let inverse = after.apply(facts, plan.revision + 1).unwrap();
            let before = row.user.and_then(|id| tenant.user(id));
            let user = row.user.and_then(|id| after.user(id));
            let (Some(before), Some(user), Some(becomes)) = (before, user, &row.becomes) else {
                continue;
            };
            let undone = inverse.iter().flat_map(|fact| match fact {
                Fact::User(_, changes) => changes.to_vec(),
                fact => panic!("{fact:?}"),
            });
            prop_assert_eq!(becomes.back.to_vec(), undone.collect::<Vec<_>>());
            prop_assert_eq!(becomes.methods, user.method_kinds());
            prop_assert_eq!(becomes.print, user.print());
            prop_assert_ne!(becomes.print, before.print());
        }
    }

    #[test]
    fn planning_again_gives_the_same_plan((tenant, by, command) in any_case()) {
        let entropy = Entropy::from_seed(3);
        let mut first = entropy.fork(tenant.revision());
        let mut second = entropy.fork(tenant.revision());
        let once = plan(&tenant, &by, &command, &mut first, NOW);
        prop_assert_eq!(once, plan(&tenant, &by, &command, &mut second, NOW));
    }

    #[test]
    fn the_default_is_unset_or_served((tenant, by, command) in any_case()) {
        let (after, _) = apply(&tenant, &planned(&tenant, &by, &command));
        let policies = &after.facts().policies;
        for user in after.users() {
            let served = user.default_method_row(policies, NOW).is_some();
            prop_assert!(user.default_method.is_none() || served, "{}", state(user));
        }
    }

    #[test]
    fn the_second_time_changes_nothing_or_is_refused((tenant, by, command) in any_case()) {
        // A reset and a new access pass make a new secret each time, and the clock goes on each
        // time; that is what they are for.
        let makes_anew = matches!(command, Command::ResetPassword { .. } | Command::AddMethod { .. } | Command::AdvanceClock { .. });
        prop_assume!(!makes_anew);
        let (once, _) = apply(&tenant, &planned(&tenant, &by, &command));
        let again = planned(&once, &by, &command);
        for part in again.parts() {
            let changes = matches!(part.outcome, Outcome::Change(_));
            prop_assert!(!changes, "{:?}", part);
        }
    }

    #[test]
    fn every_part_is_audited((tenant, by, command) in any_case()) {
        let plan = planned(&tenant, &by, &command);
        for row in &plan.rows {
            let entries = plan.audit.iter().filter(|entry| {
                entry.target.as_ref().map(|target| target.id) == row.user
            });
            prop_assert!(entries.count() >= row.parts.len());
        }
        prop_assert!(plan.audit.len() >= plan.parts().count());
    }

    /// Typed text reaches other people's terminals through these.
    #[test]
    fn no_control_character_gets_through((tenant, by, command) in any_case()) {
        let plan = planned(&tenant, &by, &command);
        let rows = plan.rows.iter().map(|row| format!("{} {}", row.name, row.upn));
        let audit = plan.audit.iter().map(words);
        let summary = Summary::of(&tenant, &plan);
        let lines = summary.lines.iter().map(Line::text);
        for text in rows.chain(audit).chain(lines).chain([plan.title.clone()]) {
            prop_assert!(!text.contains(char::is_control), "{:?}", text);
        }
    }

    #[test]
    fn a_summary_tells_of_every_row((tenant, by, command) in any_case()) {
        let plan = planned(&tenant, &by, &command);
        let summary = Summary::of(&tenant, &plan);
        let told = summary.lines.iter().any(|line| line.tone == Tone::Change);
        prop_assert_eq!(told, plan.changes_anything());
        for row in &plan.rows {
            prop_assert!(!result(&tenant, row).text.is_empty());
        }
        for line in &summary.lines {
            prop_assert!(line.count.is_none_or(|(count, _)| count > 0), "{}", line.text());
        }
    }
}

proptest! {
    // Few, because sealing hashes secrets with argon2.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_reads_back_from_ron((tenant, by, command) in any_case()) {
        prop_assert_eq!(&reads_back::<Command>(&command), &command);
        let mut plan = planned(&tenant, &by, &command);
        plan.seal();
        let facts: Vec<_> = plan.facts().cloned().collect();
        prop_assert_eq!(reads_back::<Vec<Fact>>(&facts), facts);
        prop_assert_eq!(reads_back::<Vec<AuditEntry>>(&plan.audit), plan.audit);
        prop_assert_eq!(&reads_back::<TenantFacts>(tenant.facts()), tenant.facts());
        for user in tenant.users() {
            prop_assert_eq!(&reads_back::<User>(user), user);
        }
    }
}
