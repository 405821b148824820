//! The audit entries of one part: at least one, whatever came of it (D18).

use std::sync::Arc;

use super::{Outcome, Part};
use crate::domain::audit::modified;
use crate::domain::audit::{Activity, AuditEntry, AuditResult, Modified, Target};
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::tenant::TenantFacts;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// So many of the last entries are looked at for what a further one has in common with them.
const LOOK_BACK: usize = 3;

/// What all entries of a part share.
pub struct Heading<'a> {
    /// When.
    pub at: Timestamp,
    /// User principal name of who acts.
    pub actor: &'a Text,
    /// Whom it concerns.
    pub target: Option<Target>,
    /// That user as the part finds it.
    pub before: Option<&'a User>,
    /// That user as the part leaves it, where that is known.
    pub after: Option<&'a User>,
}

/// Adds the entries of `part`, where the tenant was as `tenant` says. What they have in common with
/// the last ones they share: those of a bulk take little more than their targets.
pub fn add(entries: &mut Vec<AuditEntry>, heading: &Heading, part: &Part, tenant: &TenantFacts) {
    let activity = Activity::of(part.action);
    let mut entry = |activity, result, modified: Vec<Modified>| {
        let before = entries.iter().rev().take(LOOK_BACK);
        let shared = before.map(|entry| &entry.modified);
        let mut shared = shared.filter(|shared| ***shared == *modified);
        let modified = shared.next().map_or_else(|| modified.into(), Arc::clone);
        entries.push(AuditEntry {
            at: heading.at,
            actor: heading.actor.clone(),
            target: heading.target.clone(),
            activity,
            result,
            modified,
        });
    };
    match &part.outcome {
        Outcome::Refused(why) => {
            let why = format!("{why} ({})", why.rule());
            entry(activity, AuditResult::Failure(why), Vec::new());
        }
        Outcome::Nothing(why) => {
            let why = AuditResult::NothingToDo(why.to_string());
            entry(activity, why, Vec::new());
        }
        Outcome::Change(facts) => {
            let (before, after) = (heading.before, heading.after);
            let modified = facts
                .iter()
                .flat_map(|fact| modified::by_fact(fact, before, after, tenant))
                .collect();
            entry(activity, AuditResult::Success, modified);
            for (activity, modified) in before.into_iter().flat_map(|user| further(part, user)) {
                entry(activity, AuditResult::Success, modified);
            }
        }
    }
}

/// What else the directory writes: a reset forces a change, and each method that goes with
/// another action has an entry of its own (`facts/portal.md` 9.1).
fn further(part: &Part, before: &User) -> Vec<(Activity, Vec<Modified>)> {
    match part.action {
        Action::ResetPassword => vec![(Activity::SetForceChangeUserPassword, Vec::new())],
        Action::RequireReregister | Action::AddMethod => part
            .outcome
            .changes()
            .filter_map(|change| {
                let activity = match change {
                    Change::RemoveMethod(_) => Activity::AdminDeletedSecurityInfo,
                    Change::ReplaceMethod(_) => Activity::UpdateHardwareOathToken,
                    _ => return None,
                };
                let modified = modified::of_method(before, change)?;
                Some((activity, vec![modified]))
            })
            .collect(),
        _ => Vec::new(),
    }
}
