//! A bulk in few words: users one behind the other to whom the same was done, and of whom the audit
//! trail says the same, stand in one run, which says it once. What it was is exactly what it is
//! again when it is read.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::domain::audit::{Activity, AuditEntry, AuditResult, Modified, Target};
use crate::domain::change::{Changes, Fact};
use crate::domain::id::UserId;
use crate::domain::text::Text;

/// An entry about fewer users stands in the journal word by word, for whoever reads it there.
const FEW: usize = 16;

/// Users to whom the same was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Run {
    /// What was done to each of them, fact by fact; nothing where it was refused, or done already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Changes>,
    /// What the audit trail says of each of them.
    audit: Vec<Said>,
    /// Who, with the user principal name of that time.
    users: Vec<(UserId, Text)>,
}

/// An entry of the audit trail without what the whole change and the user give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    activity: Activity,
    result: AuditResult,
    #[serde(default, skip_serializing_if = "is_nothing")]
    modified: Arc<[Modified]>,
}

fn is_nothing(modified: &[Modified]) -> bool {
    modified.is_empty()
}

impl Entry {
    /// The runs of a bulk. `None`: there are few users, or it is not of the kind that runs can say.
    pub(in crate::store) fn runs(&self) -> Option<Vec<Run>> {
        if self.facts.len().max(self.audit.len()) < FEW {
            return None;
        }
        let mut runs: Vec<Run> = Vec::new();
        let (mut facts, mut audit) = (&self.facts[..], &self.audit[..]);
        let actor = &audit.first()?.actor;
        if *actor != self.by {
            return None;
        }
        while let Some(first) = audit.first() {
            let target = first.target.as_ref()?;
            let of_user = |entry: &AuditEntry| {
                let same = |own: &Target| own.id == target.id && own.upn.is(&target.upn);
                entry.target.as_ref().is_some_and(same)
            };
            let said;
            (said, audit) = split(audit, of_user);
            if said
                .iter()
                .any(|own| own.at != self.at || !own.actor.is(actor))
            {
                return None;
            }
            let done;
            (done, facts) = split(
                facts,
                |fact| matches!(fact, Fact::User(id, _) if *id == target.id),
            );
            let user = (target.id, target.upn.clone());
            match runs.last_mut() {
                Some(last) if last.is_of(done, said) => last.users.push(user),
                _ => runs.push(Run {
                    changes: done.iter().filter_map(changes).cloned().collect(),
                    audit: said.iter().map(Said::of).collect(),
                    users: vec![user],
                }),
            }
        }
        facts.is_empty().then_some(runs)
    }

    /// The entry with what `runs` say as facts and audit entries.
    pub(super) fn with(mut self, runs: Vec<Run>) -> Self {
        let by = Text::from(&self.by);
        for Run {
            changes,
            audit,
            users,
        } in runs
        {
            for (id, upn) in users {
                let facts = changes.iter().map(|own| Fact::User(id, own.clone()));
                self.facts.extend(facts);
                self.audit.extend(audit.iter().map(|said| AuditEntry {
                    at: self.at,
                    actor: by.clone(),
                    target: Some(Target {
                        id,
                        upn: upn.clone(),
                    }),
                    activity: said.activity,
                    result: said.result.clone(),
                    modified: Arc::clone(&said.modified),
                }));
            }
        }
        self
    }
}

impl Run {
    /// Whether the same was done, and is said.
    fn is_of(&self, facts: &[Fact], audit: &[AuditEntry]) -> bool {
        let mut facts = facts.iter().filter_map(changes);
        self.audit.len() == audit.len()
            && self
                .audit
                .iter()
                .zip(audit)
                .all(|(own, entry)| own.is(entry))
            && self
                .changes
                .iter()
                .all(|own| facts.next().is_some_and(|fact| own.are(fact)))
            && facts.next().is_none()
    }
}

impl Said {
    fn of(entry: &AuditEntry) -> Self {
        Self {
            activity: entry.activity,
            result: entry.result.clone(),
            modified: Arc::clone(&entry.modified),
        }
    }

    fn is(&self, entry: &AuditEntry) -> bool {
        let Self {
            activity,
            result,
            modified,
        } = self;
        *activity == entry.activity
            && *result == entry.result
            && (Arc::ptr_eq(modified, &entry.modified) || *modified == entry.modified)
    }
}

fn changes(fact: &Fact) -> Option<&Changes> {
    match fact {
        Fact::User(_, changes) => Some(changes),
        _ => None,
    }
}

/// The first of `all` that are so, and the others.
fn split<T>(all: &[T], is_so: impl Fn(&T) -> bool) -> (&[T], &[T]) {
    let count = all.iter().position(|one| !is_so(one));
    all.split_at(count.unwrap_or(all.len()))
}
