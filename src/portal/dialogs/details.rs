//! An audit entry in full: what it was before and is after, whom it concerned, and whether it can
//! be taken back.

use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::undo::{Direction, Done};
use crate::portal::act::Motion;
use crate::portal::model::Model;

/// The dialog "Activity details".
#[derive(Debug)]
pub struct Details {
    /// What it shows.
    pub entry: AuditEntry,
    /// The first line shown.
    pub scroll: usize,
}

impl Details {
    /// The details of `entry`.
    pub fn new(entry: AuditEntry) -> Self {
        Self { entry, scroll: 0 }
    }

    /// Scrolls; drawing stops it at the end.
    pub fn scroll(&mut self, motion: Motion, page: usize) {
        self.scroll = motion.from(self.scroll, usize::from(u16::MAX), page.div_ceil(2));
    }

    /// What undo would take back from here, or why it cannot be taken back.
    pub fn undo<'a>(&self, model: &'a Model) -> Result<&'a Done, String> {
        let nobody = || "Nobody is signed in".to_owned();
        let session = model.session.as_ref().ok_or_else(nobody)?;
        let entry = &self.entry;
        if entry.result != AuditResult::Success {
            return Err("Nothing to take back: it changed nothing".to_owned());
        }
        if entry.actor != session.actor.upn {
            let who = &entry.actor;
            return Err(format!("Cannot be taken back here: {who} did it"));
        }
        match session.history.next(Direction::Undo) {
            Some(next) if next.left(entry) => Ok(next),
            Some(next) if session.history.done().any(|done| done.left(entry)) => Err(format!(
                "Not the last thing you did: first take back {}",
                next.title
            )),
            _ => Err("Cannot be taken back: it was already, or in another session".to_owned()),
        }
    }
}
