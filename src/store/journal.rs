//! The journal's lines: one change each, however many users, with a sum that is chained to the
//! line before (`store.md` 6). A line is plain RON; its sum is a comment.

mod run;

use serde::{Deserialize, Serialize};

use super::canonical::{self, Unstorable};
use super::sum::Sum;
use crate::domain::audit::AuditEntry;
use crate::domain::change::Fact;
use crate::domain::sign_in::SignInEntry;
use crate::domain::time::Timestamp;
use run::Run;

/// What a journal file of this program calls itself. Files of format 1 have no bulks: they are
/// read, and go on without any.
pub(super) const FORMAT: u32 = 2;
/// The longest line that is written or read, in bytes.
pub(super) const LINE_CAP: usize = 64 << 20;
/// ` //7a0a1b8a`.
pub(super) const SUM_LEN: usize = 11;

/// The first line of a journal file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    /// Format.
    pub(super) journal: u32,
    /// The number of the file's first entry, which is also in its name.
    pub(super) first: u64,
    /// The sum of the last line of the file before.
    pub(super) prev: Sum,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Worded")]
pub(super) struct Entry {
    /// Its number: gapless, and the revision it leads to.
    pub(super) n: u64,
    /// When. Only shown; `n` gives the order.
    pub(super) at: Timestamp,
    /// Who: user principal name.
    pub(super) by: String,
    /// What undo calls it.
    pub(super) title: String,
    /// What it changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) facts: Vec<Fact>,
    /// What the audit trail says of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) audit: Vec<AuditEntry>,
    /// What the sign-in log says of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sign_ins: Vec<SignInEntry>,
    /// The sum of the `tenant.ron` that was edited by hand and taken over with this entry. What
    /// the edit changed is in no journal, so no older `tenant.ron` can be replayed past it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edit: Option<Sum>,
}

/// An entry as its line has it: word by word, or a bulk as runs.
#[derive(Deserialize)]
#[serde(rename = "Entry", deny_unknown_fields)]
struct Worded {
    n: u64,
    at: Timestamp,
    by: String,
    title: String,
    #[serde(default)]
    facts: Vec<Fact>,
    #[serde(default)]
    audit: Vec<AuditEntry>,
    #[serde(default)]
    bulk: Vec<Run>,
    #[serde(default)]
    sign_ins: Vec<SignInEntry>,
    #[serde(default)]
    edit: Option<Sum>,
}

impl From<Worded> for Entry {
    fn from(worded: Worded) -> Self {
        let Worded {
            n,
            at,
            by,
            title,
            facts,
            audit,
            bulk,
            sign_ins,
            edit,
        } = worded;
        let entry = Self {
            n,
            at,
            by,
            title,
            facts,
            audit,
            sign_ins,
            edit,
        };
        if bulk.is_empty() {
            return entry;
        }
        entry.with(bulk)
    }
}

/// What an entry's line says, without its sum.
pub(super) struct Line {
    pub(super) text: String,
    /// Whether it says it as a bulk, which a file of format 1 has none of.
    pub(super) bulk: bool,
}

/// What the line of `entry` says.
pub(super) fn line(entry: &Entry) -> Result<Line, Unstorable> {
    let bulk = entry.as_bulk()?;
    Ok(Line {
        bulk: bulk.is_some(),
        text: bulk.map_or_else(|| word_by_word(entry), Ok)?,
    })
}

/// What an entry's line says in a file of any format.
pub(super) fn word_by_word(entry: &Entry) -> Result<String, Unstorable> {
    canonical::line(entry)
}

/// The header's line, and its sum.
pub(super) fn header(header: &Header) -> Result<(String, Sum), Unstorable> {
    let mut line = canonical::line(header)?;
    let sum = close(&mut line, Sum::default());
    Ok((line, sum))
}

/// Makes a whole line of what it says, behind the line of sum `prev`. Gives its sum.
pub(super) fn close(line: &mut String, prev: Sum) -> Sum {
    let sum = prev.then(line.as_bytes());
    line.push_str(" //");
    line.push_str(&sum.to_string());
    line.push('\n');
    sum
}

/// The text and the sum that a line (without its line feed) states, whether or not it is right.
pub(super) fn stated(line: &[u8]) -> Option<(&[u8], Sum)> {
    let (text, sum) = line.split_at_checked(line.len().checked_sub(SUM_LEN)?)?;
    Some((text, Sum::read(sum.strip_prefix(b" //")?)?))
}

/// The text and the sum of a line that verifies behind the line of sum `prev`.
pub(super) fn verified(line: &[u8], prev: Sum) -> Option<(&str, Sum)> {
    let (text, sum) = stated(line)?;
    if prev.then(text) != sum {
        return None;
    }
    Some((std::str::from_utf8(text).ok()?, sum))
}

/// The name of the journal file whose first entry is `first`.
pub(super) fn file_name(first: u64) -> String {
    format!("{first:010}.ron")
}

/// The first entry's number that a journal file's name states; `None`: no journal file.
pub(super) fn first_of(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".ron")?;
    let whole = digits.len() >= 10 && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}
