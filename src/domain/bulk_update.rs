//! Bulk update of per-user MFA from a CSV text with the columns `Username` and `MFA Status`
//! (`facts/portal.md` 4.2): every row is verified before anything is planned. Enforced is taken
//! like the two other states.

use std::collections::HashMap;

use super::command::Command;
use super::csv_rows::{self, FileFault, STEP, Watch};
use super::directory::Directory;
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

/// Verifies every row of `text` against `directory`.
pub fn read(directory: &dyn Directory, text: &str) -> Result<Vec<BulkRow>, FileFault> {
    read_watched(directory, text, &mut |_, _, _| true)
}

/// The same, telling `watch` how far it is.
pub fn read_watched(
    directory: &dyn Directory,
    text: &str,
    watch: Watch<'_>,
) -> Result<Vec<BulkRow>, FileFault> {
    let mut seen = HashMap::new();
    let rows = csv_rows::read(text, &COLUMNS, watch)?;
    let of = rows.len();
    let rows = rows.into_iter().enumerate().map(|(done, row)| {
        if done.is_multiple_of(STEP) && !watch("rows verified", done, of) {
            return Err(FileFault::Stopped);
        }
        let line = row.line;
        let mut cells = row.cells.into_iter();
        let username = cells.next().unwrap_or_default();
        let status = cells.next().unwrap_or_default();
        let verdict = verify(directory, &username, &status).and_then(|(user, to)| {
            match *seen.entry(user).or_insert(line) {
                first if first == line => Ok((user, to)),
                first => Err(RowFault::Duplicate(first)),
            }
        });
        Ok(BulkRow {
            line,
            username,
            verdict,
        })
    });
    rows.collect()
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
