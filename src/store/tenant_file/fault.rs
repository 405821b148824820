//! What is wrong in `tenant.ron`, and where.

use std::fmt;

use crate::store::tokens::{Kind, line_and_column, tokens};

/// One thing that is wrong, with its place: `tenant.ron:148:10: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Fault {
    line: usize,
    column: usize,
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, what } = self;
        write!(f, "{}:{line}:{column}: {what}", super::NAME)
    }
}

impl Fault {
    /// `what` is wrong at the `at`th byte of `text`.
    pub(in crate::store) fn at(text: &str, at: usize, what: String) -> Self {
        let (line, column) = line_and_column(text, at);
        Self { line, column, what }
    }

    /// What `ron` says is wrong, with the user whose record it is in.
    pub(super) fn of_ron(text: &str, error: &ron::error::SpannedError) -> Self {
        let place = error.span.start;
        let at = offset(text, place.line, place.col);
        let owner = owner_of(text, at).map(|upn| format!(" (in the record of {upn})"));
        Self {
            line: place.line,
            column: place.col,
            what: format!("{}{}", error.code, owner.unwrap_or_default()),
        }
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text[start..].char_indices().nth(column.saturating_sub(1));
    rest.map_or(text.len(), |(at, _)| start + at)
}

/// The user principal name in the record that holds the `at`th byte. The text may be broken, so
/// only brackets are counted: a record is what opens in `( … Inline( [`.
fn owner_of(text: &str, at: usize) -> Option<&str> {
    const RECORD_DEPTH: usize = 4;
    let mut depth = 0_usize;
    let mut inside = false;
    let mut owner = None;
    let mut last_words = ["", ""];
    for token in tokens(text) {
        let piece = &text[token.span.clone()];
        match token.kind {
            Kind::Sign(b'(' | b'[') => {
                depth += 1;
                if depth == RECORD_DEPTH {
                    owner = None;
                    inside = token.span.start <= at;
                }
            }
            Kind::Sign(b')' | b']') => {
                // A missing bracket is reported where `ron` missed it, behind this record's text.
                if depth == RECORD_DEPTH && inside && token.span.end > at {
                    return owner;
                }
                depth = depth.saturating_sub(1);
            }
            Kind::Quoted if depth == RECORD_DEPTH && last_words == ["upn", ":"] => {
                owner = owner.or_else(|| piece.get(1..piece.len() - 1));
            }
            _ => {}
        }
        if token.span.start > at && !inside {
            return None;
        }
        last_words = [last_words[1], piece];
    }
    owner.filter(|_| inside)
}
