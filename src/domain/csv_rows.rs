//! The rows of a CSV file that the portal takes: named columns in any order and case, and the line
//! that each row stands in.

use super::directory::fold;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvRow {
    /// Its line in the file, the headings being line 1.
    pub line: u64,
    /// Its cells in the order of the columns asked for, without control characters: they end up
    /// on a terminal.
    pub cells: Vec<String>,
}

/// Why nothing of a file can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// A column is missing.
    #[error("no column `{0}`: the first line must name {1}")]
    NoColumn(&'static str, String),
    /// Headings and nothing else.
    #[error("no rows below the headings")]
    NoRows,
    /// It is no CSV.
    #[error("line {0} cannot be read as CSV")]
    NotCsv(u64),
    /// Somebody did not want to wait.
    #[error("verifying was stopped: nothing was changed")]
    Stopped,
}

/// Is told what is done with the rows, how far, and of how much. False: nobody waits for it.
pub type Watch<'a> = &'a mut dyn FnMut(&'static str, usize, usize) -> bool;

/// So many rows are looked at before `Watch` is told.
pub const STEP: usize = 4096;

/// The rows of `text` under `columns`.
pub fn read(
    text: &str,
    columns: &[&'static str],
    watch: Watch<'_>,
) -> Result<Vec<CsvRow>, FileFault> {
    // The reader leaves the second half of CR LF for the next record, whose line would be one low.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut lines = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let not_csv =
        |error: &csv::Error| FileFault::NotCsv(error.position().map_or(1, csv::Position::line));
    let headings = lines.headers().map_err(|error| not_csv(&error))?.clone();
    let place = |name: &&'static str| {
        let mut headings = headings.iter();
        headings
            .position(|heading| fold(heading) == fold(name))
            .ok_or_else(|| FileFault::NoColumn(name, all(columns)))
    };
    let places = columns.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    let mut rows = Vec::new();
    for record in lines.records() {
        let record = record.map_err(|error| not_csv(&error))?;
        let begin = record.position();
        if rows.len().is_multiple_of(STEP) {
            let byte = begin.and_then(|begin| usize::try_from(begin.byte()).ok());
            if !watch("bytes read", byte.unwrap_or_default(), text.len()) {
                return Err(FileFault::Stopped);
            }
        }
        let cell = |at: &usize| plain(record.get(*at).unwrap_or_default());
        rows.push(CsvRow {
            line: begin.map_or(0, |begin| line_of(text.as_bytes(), begin)),
            cells: places.iter().map(cell).collect(),
        });
    }
    if rows.is_empty() {
        return Err(FileFault::NoRows);
    }
    Ok(rows)
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

/// `Username and MFA Status`.
fn all(columns: &[&'static str]) -> String {
    match columns {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn plain(cell: &str) -> String {
    cell.chars().filter(|letter| !letter.is_control()).collect()
}
