//! Bulk update of per-user MFA from a CSV text with the columns `Username` and `MFA Status`
//! (`facts/portal.md` 4.2): every row is verified before anything is planned. Enforced is taken
//! like the two other states.

use std::collections::HashMap;

use super::command::Command;
use super::directory::{Directory, fold};
use super::id::UserId;
use super::user::PerUserMfa;

/// The columns, as the sample file has them; case does not matter.
pub const COLUMNS: [&str; 2] = ["Username", "MFA Status"];

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRow {
    /// Its line in the file, the headings being line 1.
    pub line: u64,
    /// What stands under `Username`, without control characters.
    pub username: String,
    /// Whom it sets to what, or why it is left out.
    pub verdict: Result<(UserId, PerUserMfa), RowFault>,
}

/// Why a row is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// Nothing under `Username`.
    #[error("no user name")]
    NoUsername,
    /// Nobody has this user principal name.
    #[error("unknown user")]
    UnknownUser,
    /// Not one of the three states.
    #[error("bad status `{0}`: Enabled, Enforced or Disabled")]
    BadStatus(String),
    /// The user stands in an earlier line, which counts.
    #[error("duplicate of line {0}")]
    Duplicate(u64),
}

/// Why nothing of a file can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// A column is missing.
    #[error("no column `{0}`: the first line must name Username and MFA Status")]
    NoColumn(&'static str),
    /// Headings and nothing else.
    #[error("no rows below the headings")]
    NoRows,
    /// It is no CSV.
    #[error("line {0} cannot be read as CSV")]
    NotCsv(u64),
}

/// Verifies every row of `text` against `directory`.
pub fn read(directory: &dyn Directory, text: &str) -> Result<Vec<BulkRow>, FileFault> {
    // The reader leaves the second half of CR LF for the next record, whose line would be one low.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut lines = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let not_csv =
        |error: &csv::Error| FileFault::NotCsv(error.position().map_or(1, csv::Position::line));
    let headings = lines.headers().map_err(|error| not_csv(&error))?.clone();
    let column = |name: &'static str| {
        let mut headings = headings.iter();
        headings
            .position(|heading| fold(heading) == fold(name))
            .ok_or(FileFault::NoColumn(name))
    };
    let [username, status] = [column(COLUMNS[0])?, column(COLUMNS[1])?];
    let mut seen = HashMap::new();
    let mut rows = Vec::new();
    for record in lines.records() {
        let record = record.map_err(|error| not_csv(&error))?;
        let line = record
            .position()
            .map_or(0, |begin| line_of(text.as_bytes(), begin));
        let cell = |at: usize| plain(record.get(at).unwrap_or_default());
        let username = cell(username);
        let verdict =
            verify(directory, &username, &cell(status)).and_then(|(user, to)| {
                match *seen.entry(user).or_insert(line) {
                    first if first == line => Ok((user, to)),
                    first => Err(RowFault::Duplicate(first)),
                }
            });
        rows.push(BulkRow {
            line,
            username,
            verdict,
        });
    }
    if rows.is_empty() {
        return Err(FileFault::NoRows);
    }
    Ok(rows)
}

/// What the rows that are in order come to. `None`: none is.
pub fn command(rows: &[BulkRow]) -> Option<Command> {
    let states: Vec<_> = rows
        .iter()
        .filter_map(|row| row.verdict.as_ref().ok().copied())
        .collect();
    (!states.is_empty()).then_some(Command::SetPerUserMfaEach { states })
}

fn verify(
    directory: &dyn Directory,
    username: &str,
    status: &str,
) -> Result<(UserId, PerUserMfa), RowFault> {
    if username.is_empty() {
        return Err(RowFault::NoUsername);
    }
    let user = directory.find(username).ok_or(RowFault::UnknownUser)?;
    let to = PerUserMfa::ALL
        .into_iter()
        .find(|state| state.label().eq_ignore_ascii_case(status))
        .ok_or_else(|| RowFault::BadStatus(status.to_owned()))?;
    Ok((user, to))
}

/// The line of a record of a CSV file: the reader tells it to begin before the line feed of a CR LF
/// and before the empty lines above it.
pub fn line_of(file: &[u8], begin: &csv::Position) -> u64 {
    let rest = usize::try_from(begin.byte())
        .ok()
        .and_then(|at| file.get(at..));
    let ends = rest.unwrap_or_default().iter();
    let ends = ends.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let above = ends.filter(|byte| **byte == b'\n');
    begin.line() + u64::try_from(above.count()).unwrap_or(0)
}

/// Cells end up on a terminal.
fn plain(cell: &str) -> String {
    cell.chars().filter(|letter| !letter.is_control()).collect()
}
