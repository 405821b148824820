//! `tenant.ron`: the tenant as of one entry of the journal, for people to read and edit. Its last
//! line holds a sum; where that is missing or does not fit, somebody edited the file by hand.

mod fault;
mod rewrite;

use serde::{Deserialize, Serialize};

use super::canonical::{self, RECORD_INDENT, STEP, Unstorable};
use super::invariants;
use super::outline::{Node, outline};
use super::segments::SegmentEntry;
use super::sum::Sum;
use super::tokens::tokens;
use crate::domain::edition::Edition;
use crate::domain::settings::{Policies, ServiceSettings};
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;
pub(super) use fault::Fault;
pub(super) use rewrite::{rewritten, rewritten_as};

/// The file's name.
pub(super) const NAME: &str = "tenant.ron";
/// The newest format this program reads, and the one it writes.
pub(super) const FORMAT: u32 = 1;
/// No file with the users in it is made larger than this, in bytes.
pub(super) const MADE_CAP: usize = 64 << 20;
/// None is read that is larger than this: what was made has room to grow, and a bomb is refused.
const SIZE_CAP: usize = 4 * MADE_CAP;

/// Which entries of the journal are in the file already.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SnapshotBlock {
    /// How often the file was written.
    pub(super) generation: u64,
    /// The last entry that is in it.
    pub(super) base: u64,
    /// The journal file that goes on behind that entry.
    pub(super) journal: String,
    /// From which byte on.
    pub(super) at: u64,
    /// The sum of the line before that byte.
    pub(super) chain: Sum,
}

/// What the file says.
#[derive(Debug, Clone)]
pub(super) struct TenantFile {
    pub(super) facts: TenantFacts,
    pub(super) snapshot: SnapshotBlock,
    pub(super) users: Users,
}

/// Where the users are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) enum Users {
    /// In `tenant.ron`, in the order of the file.
    Inline(Vec<User>),
    /// In these files, in the order of their names.
    Segments(Vec<SegmentEntry>),
}

impl Users {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Inline(users) => users.len(),
            Self::Segments(entries) => entries.iter().map(|entry| entry.users).sum(),
        }
    }
}

/// What the file says, word by word.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "Tenant", deny_unknown_fields)]
pub(super) struct Form {
    #[serde(rename = "format")]
    _format: u32,
    name: String,
    domains: Vec<String>,
    #[serde(default)]
    edition: Edition,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    snapshot: SnapshotBlock,
    #[serde(default)]
    settings: ServiceSettings,
    #[serde(default)]
    policies: Policies,
    #[serde(default)]
    clock_days: u32,
    users: Users,
}

/// Reads a text that is not longer than any tenant's. `text` has no byte order mark.
pub(super) fn parse(text: &str) -> Result<TenantFile, Vec<Fault>> {
    if text.len() > SIZE_CAP {
        return Err(vec![Fault::at(
            text,
            0,
            format!("{} bytes are more than any tenant has", text.len()),
        )]);
    }
    if let Some((at, format)) = stated_format(text).filter(|&(_, format)| format > FORMAT) {
        return Err(vec![Fault::at(
            text,
            at,
            format!(
                "format {format} is of a newer proofup, this one reads format {FORMAT}: open it with the newer one; the file is untouched"
            ),
        )]);
    }
    let form: Form = canonical::read(text).map_err(|error| vec![Fault::of_ron(text, &error)])?;
    let file = TenantFile {
        facts: TenantFacts {
            name: form.name,
            domains: form.domains,
            edition: form.edition,
            demo: form.demo,
            settings: form.settings,
            policies: form.policies,
            clock_days: form.clock_days,
        },
        snapshot: form.snapshot,
        users: form.users,
    };
    let faults = match &file.users {
        Users::Inline(users) => invariants::faults(text, &file.facts, users),
        Users::Segments(entries) => invariants::segment_faults(text, &file.facts, entries),
    };
    if faults.is_empty() {
        Ok(file)
    } else {
        Err(faults)
    }
}

/// The format that the text states, with its place; asked before the rest is read, because the
/// rest may be of any shape.
fn stated_format(text: &str) -> Option<(usize, u32)> {
    let mut tokens = tokens(text);
    tokens.find(|token| &text[token.span.clone()] == "format")?;
    let value = tokens.nth(1)?.span;
    Some((value.start, text[value].parse().ok()?))
}

/// The trees of the users' records, in the order of the text; none where it is no tenant's text.
pub(super) fn outline_records(text: &str) -> Vec<Node> {
    let Some(root) = outline(text) else {
        return Vec::new();
    };
    let users = root.field(text, "users").map(|item| &item.value);
    let list = users.and_then(|users| users.items().first());
    let items = list.map_or(&[][..], |list| list.value.items());
    items.iter().map(|item| item.value.clone()).collect()
}

/// The whole text of a tenant that has none yet, its sum included.
pub(super) fn format_tenant<'a>(
    facts: &TenantFacts,
    snapshot: &SnapshotBlock,
    users: impl IntoIterator<Item = &'a User>,
) -> Result<String, Unstorable> {
    whole(facts, snapshot, &inline(users)?)
}

/// The whole text of a tenant whose users are as `users` says: [`inline`] or [`segments`].
pub(super) fn whole(
    facts: &TenantFacts,
    snapshot: &SnapshotBlock,
    users: &str,
) -> Result<String, Unstorable> {
    let mut body = head(facts, snapshot)?;
    // Without the closing bracket.
    body.truncate(body.len() - 1);
    body.extend(["  users: ", users, ",\n)\n"]);
    Ok(with_sum(&body))
}

/// `Inline([…])` of these users.
pub(super) fn inline<'a>(users: impl IntoIterator<Item = &'a User>) -> Result<String, Unstorable> {
    let mut text = "Inline([\n".to_owned();
    for user in users {
        text.extend([&record(user)?, ",\n"]);
    }
    text.push_str("  ])");
    Ok(text)
}

/// `Segments([…])` of these files.
pub(super) fn segments<'a>(
    entries: impl IntoIterator<Item = &'a SegmentEntry>,
) -> Result<String, Unstorable> {
    let mut text = "Segments([\n".to_owned();
    for entry in entries {
        let line = canonical::inline(entry)?;
        text.extend([&" ".repeat(RECORD_INDENT), &line, ",\n"]);
    }
    text.push_str("  ])");
    Ok(text)
}

/// Everything but the users, as a struct of its own.
fn head(facts: &TenantFacts, snapshot: &SnapshotBlock) -> Result<String, Unstorable> {
    let TenantFacts {
        name,
        domains,
        edition,
        demo,
        settings,
        policies,
        clock_days,
    } = facts;
    let mut head = format!("(\n  format: {FORMAT},\n");
    let mut field = |name: &str, value: Result<String, Unstorable>| {
        head.extend(["  ", name, ": ", &value?, ",\n"]);
        Ok(())
    };
    field("name", canonical::inline(name))?;
    field("domains", canonical::inline(domains))?;
    field("edition", canonical::inline(edition))?;
    if *demo {
        field("demo", canonical::inline(demo))?;
    }
    field("snapshot", canonical::inline(snapshot))?;
    field("settings", canonical::lines(settings, STEP))?;
    field("policies", canonical::lines(policies, STEP))?;
    if *clock_days > 0 {
        field("clock_days", canonical::inline(clock_days))?;
    }
    head.push(')');
    Ok(head)
}

/// A user's record, indented.
fn record(user: &User) -> Result<String, Unstorable> {
    let record = canonical::format_user(user)?;
    Ok(format!("{:RECORD_INDENT$}{record}", ""))
}

/// `body` with its sum behind it.
pub(super) fn with_sum(body: &str) -> String {
    format!("{body}//{}\n", Sum::default().then(body.as_bytes()))
}

/// The text without the line of its sum, and that sum, if there is one.
pub(super) fn split_sum(text: &str) -> (&str, Option<Sum>) {
    let trimmed = text.strip_suffix('\n').unwrap_or(text);
    let line = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let stated = trimmed[line..].strip_prefix("//");
    match stated.and_then(|sum| sum.parse().ok()) {
        Some(sum) => (&text[..line], Some(sum)),
        None => (text, None),
    }
}

/// Whether the text is as a store left it.
pub(super) fn untouched(text: &str) -> bool {
    let (body, sum) = split_sum(text);
    sum == Some(Sum::default().then(body.as_bytes()))
}
