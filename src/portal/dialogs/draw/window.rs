//! Plans over very many users, user by user: only those in view are put into words, and scrolling
//! goes user by user instead of line by line.

use crate::domain::plan::Row;
use crate::portal::dialogs::form::{Form, Stage};
use crate::portal::work::grouped;

/// Up to so many users all are put into words.
const WHOLE: usize = 1000;

/// More lines than any window has.
const IN_VIEW: usize = 128;

/// Those of `rows` that are in view, where one scrolled to `scroll`.
pub(super) fn shown(rows: &[Row], scroll: usize) -> &[Row] {
    if rows.len() <= WHOLE {
        return rows;
    }
    let first = scroll.min(rows.len() - 1);
    &rows[first..(first + IN_VIEW).min(rows.len())]
}

/// Where one is among `rows`, said behind a heading; nothing where all are there.
pub(super) fn from(rows: &[Row], scroll: usize) -> String {
    if rows.len() <= WHOLE {
        return String::new();
    }
    let first = scroll.min(rows.len() - 1) + 1;
    format!(", from {} of {}", grouped(first), grouped(rows.len()))
}

/// How far such a form can be scrolled; `None`: it is not one.
pub(super) fn most(form: &Form) -> Option<usize> {
    let rows = match &form.stage {
        Stage::Done(done) => done.rows,
        Stage::Asking | Stage::Saving(_) if form.details => form.plan.as_ref()?.rows.len(),
        Stage::Asking | Stage::Saving(_) => return None,
    };
    (rows > WHOLE).then(|| rows - 1)
}
