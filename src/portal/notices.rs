//! What was said and done since sign-in: the list behind the header's bell.

use super::model::Status;
use crate::domain::time::Timestamp;

/// So many are kept; older ones go.
const KEPT: usize = 500;

/// Notices, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    list: Vec<(Timestamp, Status)>,
    unread: usize,
}

impl Notices {
    /// Something was said or done at `at`.
    pub fn add(&mut self, at: Timestamp, status: Status) {
        if self.list.len() == KEPT {
            self.list.remove(0);
        }
        self.list.push((at, status));
        self.unread = (self.unread + 1).min(KEPT);
    }

    /// The newest first.
    pub fn newest(&self) -> impl Iterator<Item = &(Timestamp, Status)> {
        self.list.iter().rev()
    }

    /// How many nobody has looked at.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Somebody has looked at them.
    pub fn read(&mut self) {
        self.unread = 0;
    }
}
