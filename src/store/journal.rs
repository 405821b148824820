//! The journal's lines: one change each, however many users, with a sum that is chained to the
//! line before (`store.md` 6). A line is plain RON; its sum is a comment.

use serde::{Deserialize, Serialize};

use super::canonical::{self, Unstorable};
use super::sum::Sum;
use crate::domain::audit::AuditEntry;
use crate::domain::change::Fact;
use crate::domain::sign_in::SignInEntry;
use crate::domain::time::Timestamp;

/// What a journal file of this program calls itself.
pub(super) const FORMAT: u32 = 1;
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
#[serde(deny_unknown_fields)]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) facts: Vec<Fact>,
    /// What the audit trail says of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) audit: Vec<AuditEntry>,
    /// What the sign-in log says of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sign_ins: Vec<SignInEntry>,
    /// The sum of the `tenant.ron` that was edited by hand and taken over with this entry. What
    /// the edit changed is in no journal, so no older `tenant.ron` can be replayed past it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edit: Option<Sum>,
}

/// The line of `value` behind the line of sum `prev`, and its own sum.
pub(super) fn encode(value: &impl Serialize, prev: Sum) -> Result<(String, Sum), Unstorable> {
    let mut line = canonical::line(value)?;
    let sum = prev.then(line.as_bytes());
    line.push_str(" //");
    line.push_str(&sum.to_string());
    line.push('\n');
    Ok((line, sum))
}

/// The text and the sum that a line (without its line feed) states, whether or not it is right.
pub(super) fn stated(line: &[u8]) -> Option<(&[u8], Sum)> {
    let (text, sum) = line.split_at_checked(line.len().checked_sub(SUM_LEN)?)?;
    let sum = std::str::from_utf8(sum).ok()?.strip_prefix(" //")?;
    Some((text, sum.parse().ok()?))
}

/// The text and the sum of a line that verifies behind the line of sum `prev`.
pub(super) fn verified(line: &[u8], prev: Sum) -> Option<(&str, Sum)> {
    let (text, sum) = stated(line)?;
    let text = std::str::from_utf8(text).ok()?;
    (prev.then(text.as_bytes()) == sum).then_some((text, sum))
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
