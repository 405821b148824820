//! Reading a journal's lines: what verifies, and what is left behind them. Bytes behind the last
//! good line are an unfinished change only if no later line verifies; otherwise the middle is
//! damaged, and that is never skipped in silence (`store.md` 7.6).

use super::canonical;
use super::journal::{self, Entry};
use super::sum::Sum;

/// How a run of lines ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// Every byte belongs to a line that verifies.
    Whole,
    /// What follows the last good line was never finished.
    Torn,
    /// A line that verifies stands behind one that does not; or a line verifies and says nonsense.
    Damaged(String),
}

/// The lines that verify.
#[derive(Debug)]
pub(super) struct Lines {
    /// The changes, in order.
    pub(super) entries: Vec<Entry>,
    /// How many bytes they take.
    pub(super) len: usize,
    /// The sum of the last one.
    pub(super) sum: Sum,
    /// What comes behind them.
    pub(super) end: End,
}

/// The entries in `bytes`, which begin with entry `next` behind a line of sum `sum`.
pub(super) fn lines(bytes: &[u8], mut next: u64, mut sum: Sum) -> Lines {
    let mut entries = Vec::new();
    let mut len = 0;
    let end = loop {
        let rest = &bytes[len..];
        if rest.is_empty() {
            break End::Whole;
        }
        let Some(line_len) = memchr::memchr(b'\n', rest) else {
            break End::Torn;
        };
        let Some((text, line_sum)) = journal::verified(&rest[..line_len], sum) else {
            break if any_verifies(rest, sum) {
                End::Damaged("its sum does not fit, and good entries follow".to_owned())
            } else {
                End::Torn
            };
        };
        match parse(text, next) {
            Ok(entry) => entries.push(entry),
            Err(why) => break End::Damaged(why),
        }
        len += line_len + 1;
        sum = line_sum;
        next += 1;
    };
    Lines {
        entries,
        len,
        sum,
        end,
    }
}

fn parse(text: &str, next: u64) -> Result<Entry, String> {
    if text.len() > journal::LINE_CAP {
        return Err("longer than any entry can be".to_owned());
    }
    let entry: Entry = canonical::read(text)
        .map_err(|error| format!("column {}: {}", error.span.start.col, error.code))?;
    if entry.n == next {
        Ok(entry)
    } else {
        Err(format!("it says it is entry {}", entry.n))
    }
}

/// Whether anything good stands in `bytes`, whose first line does not verify behind `sum`. One
/// change is written at a time, so a second line that was whole once means that the first was too.
/// A line behind a damaged one is known by what the damaged one states as its sum, or by being an
/// entry; a good line that lost its line feed runs into the next.
fn any_verifies(bytes: &[u8], sum: Sum) -> bool {
    let mut lines = bytes.split(|&b| b == b'\n');
    let first = lines.next().unwrap_or_default();
    let mut before = journal::stated(first);
    good_beginning(first, sum)
        || lines.any(|line| {
            let chained = before.is_some_and(|(_, sum)| journal::verified(line, sum).is_some());
            before = journal::stated(line);
            chained || before.is_some_and(|(text, _)| is_entry(text))
        })
}

fn is_entry(text: &[u8]) -> bool {
    crate::store::ron_options()
        .from_bytes::<Entry>(text)
        .is_ok()
}

/// Whether `line` begins with a line that verifies.
fn good_beginning(line: &[u8], sum: Sum) -> bool {
    (journal::SUM_LEN..line.len())
        .filter(|&end| line[end - journal::SUM_LEN..].starts_with(b" //"))
        .any(|end| journal::verified(&line[..end], sum).is_some())
}
