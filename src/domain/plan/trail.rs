//! The audit entries of one part: at least one, whatever came of it (D18).

use super::{Outcome, Part};
use crate::domain::audit::modified;
use crate::domain::audit::{Activity, AuditEntry, AuditResult, Modified, Target};
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// What all entries of a part share.
pub struct Heading<'a> {
    /// When.
    pub at: Timestamp,
    /// User principal name of who acts.
    pub actor: &'a str,
    /// Whom it concerns.
    pub target: Option<Target>,
}

/// The entries of `part`, where its user was `before` and the tenant was as `tenant` says.
pub fn entries(
    heading: &Heading,
    part: &Part,
    before: Option<&User>,
    tenant: &TenantFacts,
) -> Vec<AuditEntry> {
    let entry = |activity, result, modified| AuditEntry {
        at: heading.at,
        actor: heading.actor.to_owned(),
        target: heading.target.clone(),
        activity,
        result,
        modified,
    };
    let activity = Activity::of(part.action);
    match &part.outcome {
        Outcome::Refused(why) => {
            let why = format!("{why} ({})", why.rule());
            vec![entry(activity, AuditResult::Failure(why), Vec::new())]
        }
        Outcome::Nothing(why) => {
            let why = AuditResult::NothingToDo(why.to_string());
            vec![entry(activity, why, Vec::new())]
        }
        Outcome::Change(facts) => {
            let modified = facts
                .iter()
                .flat_map(|fact| modified::by_fact(fact, before, tenant))
                .collect();
            let mut entries = vec![entry(activity, AuditResult::Success, modified)];
            let further = before.map_or_else(Vec::new, |before| further(part, before));
            entries.extend(
                further
                    .into_iter()
                    .map(|(activity, modified)| entry(activity, AuditResult::Success, modified)),
            );
            entries
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
