//! A bulk in few words: users one behind the other to whom the same was done, and of whom the audit
//! trail says the same, stand in one run, which says it once. What it was is exactly what it is
//! again when it is read.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{self, SeqAccess, Visitor};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    users: Users,
}

/// Users and their names, each as one text: `f6548717-… KimA@contoso.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Users(Vec<(UserId, Text)>);

impl Serialize for Users {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut users = serializer.serialize_seq(Some(self.0.len()))?;
        let (mut text, mut buffer) = (String::new(), [0; 36]);
        for (id, upn) in &self.0 {
            text.clear();
            text.push_str(id.0.hyphenated().encode_lower(&mut buffer));
            text.push(' ');
            text.push_str(upn);
            users.serialize_element(&*text)?;
        }
        users.end()
    }
}

impl<'de> Deserialize<'de> for Users {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Users;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of object ids and user principal names")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Users, A::Error> {
                let mut users = Vec::new();
                while let Some(text) = list.next_element::<Cow<'de, str>>()? {
                    let both = text.split_once(' ');
                    let (id, upn) =
                        both.ok_or_else(|| de::Error::custom("no name behind the id"))?;
                    users.push((id.parse().map_err(de::Error::custom)?, upn.into()));
                }
                Ok(Users(users))
            }
        }
        deserializer.deserialize_seq(Reading)
    }
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
                Some(last) if last.is_of(done, said) => last.users.0.push(user),
                _ => runs.push(Run {
                    changes: done.iter().filter_map(changes).cloned().collect(),
                    audit: said.iter().map(Said::of).collect(),
                    users: Users(vec![user]),
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
            for (id, upn) in users.0 {
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
