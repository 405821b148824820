//! A bulk in few words: users one behind the other to whom the same was done, and of whom the audit
//! trail says the same, stand in one run, which says it once. What it was is exactly what it is
//! again when it is read.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::Entry;
use crate::domain::audit::{Activity, AuditEntry, AuditResult, Modified, Target};
use crate::domain::change::{Changes, Fact};
use crate::domain::id::UserId;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;
use crate::store::canonical::{self, Unstorable};

/// An entry about fewer users stands in the journal word by word, for whoever reads it there.
const FEW: usize = 16;
/// A user takes so many bytes of a bulk's line, or less.
const USUAL: usize = 72;

/// Users to whom the same was done, as a line has them: read by `serde`, written by [`Alike`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Run {
    /// What was done to each of them, fact by fact; nothing where it was refused, or done already.
    #[serde(default)]
    changes: Vec<Changes>,
    /// What the audit trail says of each of them.
    audit: Vec<Said>,
    /// Who, with the user principal name of that time.
    users: Users,
}

/// Users and their names, each as one text: `f6548717-… KimA@contoso.com`.
#[derive(Debug)]
struct Users(Vec<(UserId, Text)>);

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
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    activity: Activity,
    result: AuditResult,
    #[serde(default)]
    modified: Arc<[Modified]>,
}

/// [`Said`] as it is written.
#[derive(Serialize)]
struct Saying<'a> {
    activity: Activity,
    result: &'a AuditResult,
    #[serde(skip_serializing_if = "<[Modified]>::is_empty")]
    modified: &'a [Modified],
}

/// What is said of an entry before its users.
#[derive(Serialize)]
struct Heading<'a> {
    n: u64,
    at: Timestamp,
    by: &'a str,
    title: &'a str,
}

/// Users of an entry to whom the same was done.
struct Alike<'a> {
    /// What was done to the first of them.
    facts: &'a [Fact],
    /// What the audit trail says of the first of them.
    said: &'a [AuditEntry],
    /// What it says of all of them: as many entries of each.
    all: &'a [AuditEntry],
}

impl Entry {
    /// What its line says as a bulk. `None`: there are few users, or it is not of the kind that runs
    /// can say.
    pub(super) fn as_bulk(&self) -> Result<Option<String>, Unstorable> {
        let Some(runs) = self.runs() else {
            return Ok(None);
        };
        let heading = Heading {
            n: self.n,
            at: self.at,
            by: &self.by,
            title: &self.title,
        };
        let mut out = String::with_capacity(self.audit.len() * USUAL);
        canonical::push(&mut out, &heading)?;
        out.pop();
        out.push_str(",bulk:[");
        for (at, run) in runs.iter().enumerate() {
            out.push_str(if at > 0 { ",(" } else { "(" });
            run.push(&mut out)?;
            out.push(')');
        }
        out.push(']');
        if !self.sign_ins.is_empty() {
            out.push_str(",sign_ins:");
            canonical::push(&mut out, &self.sign_ins)?;
        }
        if self.edit.is_some() {
            out.push_str(",edit:");
            canonical::push(&mut out, &self.edit)?;
        }
        out.push(')');
        Ok(Some(out))
    }

    fn runs(&self) -> Option<Vec<Alike<'_>>> {
        if self.facts.len().max(self.audit.len()) < FEW {
            return None;
        }
        let mut runs: Vec<Alike<'_>> = Vec::new();
        let (mut facts, mut audit) = (&self.facts[..], &self.audit[..]);
        let actor = &audit.first()?.actor;
        if *actor != self.by {
            return None;
        }
        // Where the last run began.
        let mut began = audit;
        while let Some(first) = audit.first() {
            let target = first.target.as_ref()?;
            let of_user = |entry: &AuditEntry| {
                let same = |own: &Target| own.id == target.id && own.upn.is(&target.upn);
                entry.target.as_ref().is_some_and(same)
            };
            let own;
            let before = audit;
            (own, audit) = split(audit, of_user);
            if own
                .iter()
                .any(|entry| entry.at != self.at || !entry.actor.is(actor))
            {
                return None;
            }
            let done;
            (done, facts) = split(
                facts,
                |fact| matches!(fact, Fact::User(id, _) if *id == target.id),
            );
            match runs.last_mut() {
                Some(last) if last.is_of(done, own) => {
                    last.all = &began[..began.len() - audit.len()];
                }
                _ => {
                    began = before;
                    runs.push(Alike {
                        facts: done,
                        said: own,
                        all: own,
                    });
                }
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

impl Alike<'_> {
    /// Whether the same was done, and is said.
    fn is_of(&self, facts: &[Fact], said: &[AuditEntry]) -> bool {
        let same = |(own, other): (&Fact, &Fact)| match (changes(own), changes(other)) {
            (Some(own), Some(other)) => own.are(other),
            _ => false,
        };
        self.said.len() == said.len()
            && self.facts.len() == facts.len()
            && self.said.iter().zip(said).all(says_the_same)
            && self.facts.iter().zip(facts).all(same)
    }

    /// Puts it behind `out`, without its brackets: a text for each user and nothing else, since there
    /// may be very many.
    fn push(&self, out: &mut String) -> Result<(), Unstorable> {
        if !self.facts.is_empty() {
            out.push_str("changes:");
            let changes: Vec<_> = self.facts.iter().filter_map(changes).collect();
            canonical::push(out, &changes)?;
            out.push(',');
        }
        out.push_str("audit:");
        let said: Vec<_> = self.said.iter().map(Saying::of).collect();
        canonical::push(out, &said)?;
        out.push_str(",users:[");
        // Each has as many entries, and there is one at least.
        for (at, entry) in self.all.iter().step_by(self.said.len()).enumerate() {
            if at > 0 {
                out.push(',');
            }
            if let Some(target) = &entry.target {
                push_user(out, target)?;
            }
        }
        out.push(']');
        Ok(())
    }
}

fn push_user(out: &mut String, target: &Target) -> Result<(), Unstorable> {
    let mut buffer = [0; uuid::fmt::Hyphenated::LENGTH];
    let id = target.id.0.hyphenated().encode_lower(&mut buffer);
    let upn = &*target.upn;
    let plain = |byte: u8| byte > b' ' && byte < 0x7f && byte != b'"' && byte != b'\\';
    // All bytes, without a way out: several at once are looked at.
    if upn.bytes().fold(true, |all, byte| all & plain(byte)) {
        for text in ["\"", id, " ", upn, "\""] {
            out.push_str(text);
        }
        return Ok(());
    }
    canonical::push(out, &format!("{id} {upn}"))
}

impl<'a> Saying<'a> {
    fn of(entry: &'a AuditEntry) -> Self {
        Self {
            activity: entry.activity,
            result: &entry.result,
            modified: &entry.modified,
        }
    }
}

fn says_the_same((own, other): (&AuditEntry, &AuditEntry)) -> bool {
    own.activity == other.activity
        && own.result == other.result
        && (Arc::ptr_eq(&own.modified, &other.modified) || own.modified == other.modified)
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
