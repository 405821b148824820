//! What a command can fail with: one line on stderr that says what, where and what to do.

use std::io;
use std::path::Path;

use crate::store::StoreError;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// In one line: what, where, what to do.
    #[error("{0}")]
    Said(String),
    /// Several faults of a person's own file, each with its place.
    #[error("{}", .0.join("\n"))]
    Several(Vec<String>),
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

    /// What is wrong with the tenant in `dir`: of several faults the first, with how to see the
    /// others.
    pub(super) fn of_tenant(dir: &Path, error: StoreError) -> Self {
        let StoreError::Damaged(text) = error else {
            return Self::Store(error);
        };
        let Faults { faults, hint } = faults_of(dir, &text);
        let first = faults.first().cloned().unwrap_or_default();
        let more = match faults.len() {
            0 | 1 => String::new(),
            all => format!(
                " (and {} more: `proofup check {}` lists them)",
                all - 1,
                dir.display()
            ),
        };
        let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
        Self::Said(format!("{first}{more}{hint}"))
    }

    /// What stderr says: one line, but one a fault where a person's own file has several.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Several(faults) => faults.clone(),
            other => vec![format!("proofup: {}", other.line())],
        }
    }

    /// All in one line.
    pub fn line(&self) -> String {
        self.to_string().replace('\n', "; ")
    }
}

/// The faults of a damaged tenant, and what the store adds below them: what can be done.
pub(super) struct Faults {
    pub(super) faults: Vec<String>,
    pub(super) hint: Option<String>,
}

/// Takes the store's text apart. Its places are within the folder; here they begin with it, so
/// that an editor finds them.
pub(super) fn faults_of(dir: &Path, text: &str) -> Faults {
    let (mut faults, mut hint) = (Vec::new(), None);
    for line in text.lines() {
        match line.strip_prefix("nothing was written; ") {
            Some(rest) => hint = Some(rest.to_owned()),
            None => faults.push(dir.join(line).display().to_string()),
        }
    }
    Faults { faults, hint }
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
    fn of_several_faults_one_line_is_said_and_where_the_others_are() {
        let text = "tenant.ron:1:1: a\ntenant.ron:2:1: b\nnothing was written; there is no backup";
        let damaged = StoreError::Damaged(text.to_owned());
        assert_eq!(
            Failure::of_tenant(Path::new("demo"), damaged).line(),
            "demo/tenant.ron:1:1: a (and 1 more: `proofup check demo` lists them); \
             there is no backup"
        );
    }
}
