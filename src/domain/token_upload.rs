//! Upload of hardware OATH tokens from a CSV text with the portal's columns (`facts/portal.md`
//! 2.4): every row is verified before anything is planned. The tokens come in deactivated.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::csv_rows::{self, FileFault, STEP, Watch};
use super::directory::Directory;
use super::id::UserId;
use super::oath::Seed;

/// The columns, as the portal's template has them; case does not matter.
pub const COLUMNS: [&str; 6] = [
    "upn",
    "serial number",
    "secret key",
    "time interval",
    "manufacturer",
    "model",
];

/// A token of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// Serial number, printed on the token.
    pub serial: String,
    /// What its codes are made from.
    pub seed: Seed,
    /// Seconds between two codes: 30 or 60.
    pub interval: u8,
    /// Maker.
    pub manufacturer: String,
    /// Model.
    pub model: String,
}

/// A row of the file. Its secret key is in nothing that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Its line in the file, the headings being line 1.
    pub line: u64,
    /// What stands under `upn`.
    pub upn: String,
    /// Who gets which token, or why the row is left out.
    pub verdict: Result<(UserId, NewToken), TokenFault>,
}

/// Why a row is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// Nobody has this user principal name.
    #[error("unknown user")]
    UnknownUser,
    /// Nothing under `serial number`.
    #[error("no serial number")]
    NoSerial,
    /// The key is no Base32.
    #[error("the secret key is no Base32: letters A to Z, digits 2 to 7")]
    BadKey,
    /// Neither 30 nor 60 seconds.
    #[error("bad time interval `{0}`: 30 or 60")]
    BadInterval(String),
    /// The same token stands in an earlier line, which counts.
    #[error("duplicate of line {0}")]
    Duplicate(u64),
}

/// Verifies every row of `text` against `directory`.
pub fn read(directory: &dyn Directory, text: &str) -> Result<Vec<TokenRow>, FileFault> {
    read_watched(directory, text, &mut |_, _, _| true)
}

/// The same, telling `watch` how far it is.
pub fn read_watched(
    directory: &dyn Directory,
    text: &str,
    watch: Watch<'_>,
) -> Result<Vec<TokenRow>, FileFault> {
    let mut seen = HashMap::new();
    let rows = csv_rows::read(text, &COLUMNS, watch)?;
    let of = rows.len();
    let rows = rows.into_iter().enumerate().map(|(done, row)| {
        if done.is_multiple_of(STEP) && !watch("rows verified", done, of) {
            return Err(FileFault::Stopped);
        }
        let line = row.line;
        let upn = row.cells.first().cloned().unwrap_or_default();
        let verdict = verify(directory, &row.cells).and_then(|(user, token)| {
            match *seen.entry(token.serial.clone()).or_insert(line) {
                first if first == line => Ok((user, token)),
                first => Err(TokenFault::Duplicate(first)),
            }
        });
        Ok(TokenRow { line, upn, verdict })
    });
    rows.collect()
}

/// What the rows that are in order come to. `None`: none is.
pub fn command(rows: &[TokenRow]) -> Option<Command> {
    let tokens: Vec<_> = rows
        .iter()
        .filter_map(|row| row.verdict.as_ref().ok().cloned())
        .collect();
    (!tokens.is_empty()).then_some(Command::UploadHardwareTokens { tokens })
}

fn verify(directory: &dyn Directory, cells: &[String]) -> Result<(UserId, NewToken), TokenFault> {
    let [upn, serial, key, interval, manufacturer, model] = cells else {
        return Err(TokenFault::UnknownUser);
    };
    let user = directory.find(upn).ok_or(TokenFault::UnknownUser)?;
    if serial.is_empty() {
        return Err(TokenFault::NoSerial);
    }
    let seed = Seed::from_base32(key).ok_or(TokenFault::BadKey)?;
    let interval = match interval.as_str() {
        "30" => 30,
        "60" => 60,
        _ => return Err(TokenFault::BadInterval(interval.clone())),
    };
    let token = NewToken {
        serial: serial.clone(),
        seed,
        interval,
        manufacturer: manufacturer.clone(),
        model: model.clone(),
    };
    Ok((user, token))
}
