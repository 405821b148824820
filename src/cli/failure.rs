//! What a command can fail with: one line on stderr that says what, where and what to do.

use std::io;

use crate::store::StoreError;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// In one line: what, where, what to do.
    #[error("{0}")]
    Said(String),
    /// The tenant cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The standard output takes nothing more.
    #[error("cannot write to the standard output: {0}")]
    Output(io::Error),
    /// Whoever read the pipe has left, as `head` does. No fault.
    #[error("the pipe was closed")]
    PipeClosed,
}

impl Failure {
    /// A failure in these words.
    pub fn said(line: impl Into<String>) -> Self {
        Self::Said(line.into())
    }

    /// The one line for stderr. Of several faults the first, and how to see the others.
    pub fn line(&self) -> String {
        let text = self.to_string();
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default().to_owned();
        match lines.count() {
            0 => first,
            more => format!("{first} (and {more} more: `proofup check` shows them)"),
        }
    }
}

/// Only writing to the standard output gives bare errors.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::PipeClosed,
            _ => Self::Output(error),
        }
    }
}

/// Writing JSON to the standard output.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_faults_one_line_is_said() {
        let damaged = StoreError::Damaged("tenant.ron:1:1: a\ntenant.ron:2:1: b".to_owned());
        assert_eq!(
            Failure::from(damaged).line(),
            "tenant.ron:1:1: a (and 1 more: `proofup check` shows them)"
        );
    }
}
