//! The portal's own "Download users" file: reading one, to make a tenant of it, and writing one.
//!
//! Owns what each column means (`facts/portal.md` 1, "Download columns") and why a row is
//! refused. The good rows come in, each bad one is reported with its line; nothing is guessed.

mod columns;
mod row;
mod write;

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use self::columns::Header;
pub use self::write::{COLUMNS, write};
use crate::domain::csv_rows::line_of;
use crate::domain::directory::fold;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// What came of a file.
#[derive(Debug)]
pub struct Import {
    /// The users of the good rows, in the file's order.
    pub users: Vec<User>,
    /// The rows that were refused, and why.
    pub refused: Vec<RefusedRow>,
    /// Columns that mean nothing here, as the header spells them.
    pub ignored_columns: Vec<String>,
    /// The domains of the user principal names, the most frequent first.
    pub domains: Vec<String>,
}

/// A row that cannot become a user.
#[derive(Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// The line it begins on, the header's being 1.
    pub line: u64,
    /// What is wrong.
    pub fault: RowFault,
}

impl fmt::Display for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// What is wrong with a row.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// Another number of fields than the header has.
    #[error("{found} fields where the header has {expected}: is a quote or a comma missing?")]
    Fields {
        /// How many the row has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// Not UTF-8.
    #[error("not UTF-8: save the file as \"CSV UTF-8\"")]
    NotUtf8,
    /// The value of a column is not one it can have.
    #[error("{column}: {why}")]
    Value {
        /// The column, as the portal spells it.
        column: &'static str,
        /// What is wrong, and what it should be.
        why: String,
    },
    /// The same user principal name as an earlier row.
    #[error("userPrincipalName: {upn} is already on line {first}")]
    DuplicateUpn {
        /// The name.
        upn: String,
        /// Where it was first.
        first: u64,
    },
    /// The same object id as an earlier row.
    #[error("objectId: {id} is already on line {first}")]
    DuplicateId {
        /// The id.
        id: UserId,
        /// Where it was first.
        first: u64,
    },
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The system refused.
    #[error("cannot be read ({0})")]
    Io(#[from] std::io::Error),
    /// Nothing in it.
    #[error("is empty: the first line must name the columns, userPrincipalName among them")]
    Empty,
    /// The header is not UTF-8.
    #[error("is not UTF-8: save the file as \"CSV UTF-8\"")]
    NotUtf8,
    /// The first line names no `userPrincipalName` column.
    #[error(
        "has no column userPrincipalName in its first line: use the portal's \"Download users\" file, separated by commas"
    )]
    NoUpnColumn,
    /// A column stands there twice.
    #[error("has the column {0} twice: remove one of them")]
    ColumnTwice(&'static str),
}

/// Reads `file`. New ids come from `entropy`, dates are `now`.
pub fn read(
    mut file: impl Read,
    entropy: &mut Entropy,
    now: Timestamp,
) -> Result<Import, CsvError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| unreadable(error.into()))?;
    let mut lines = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(&*bytes);
    let mut records = lines.byte_records();
    let header = records.next().ok_or(CsvError::Empty)?.map_err(unreadable)?;
    let header = Header::read(&header)?;
    let mut import = Import {
        users: Vec::new(),
        refused: Vec::new(),
        ignored_columns: header.ignored.clone(),
        domains: Vec::new(),
    };
    let mut seen = Seen::default();
    for record in records {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, |begin| line_of(&bytes, begin));
        let read = header
            .row(&record)
            .and_then(|row| row::user(&row, import.users.len(), entropy, now))
            .and_then(|user| seen.note(&user, line).map(|()| user));
        match read {
            Ok(user) => import.users.push(user),
            Err(fault) => import.refused.push(RefusedRow { line, fault }),
        }
    }
    import.domains = domains(&import.users);
    Ok(import)
}

/// Bad rows are no error of the reader's (`flexible`, bytes): what is left is the system's.
fn unreadable(error: csv::Error) -> CsvError {
    CsvError::Io(error.into())
}

/// Where each name and id was first.
#[derive(Default)]
struct Seen {
    upns: HashMap<String, u64>,
    ids: HashMap<UserId, u64>,
}

impl Seen {
    fn note(&mut self, user: &User, line: u64) -> Result<(), RowFault> {
        let folded = fold(&user.upn);
        if let Some(&first) = self.upns.get(&folded) {
            let upn = user.upn.clone();
            return Err(RowFault::DuplicateUpn { upn, first });
        }
        if let Some(&first) = self.ids.get(&user.id) {
            return Err(RowFault::DuplicateId { id: user.id, first });
        }
        self.upns.insert(folded, line);
        self.ids.insert(user.id, line);
        Ok(())
    }
}

/// The domains in use, the most frequent first, then by name.
fn domains(users: &[User]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for user in users {
        if let Some((_, domain)) = user.upn.rsplit_once('@') {
            *counts.entry(fold(domain)).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(a, of_a), (b, of_b)| of_b.cmp(of_a).then_with(|| a.cmp(b)));
    counts.into_iter().map(|(domain, _)| domain).collect()
}

#[cfg(test)]
mod tests;
