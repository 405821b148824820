//! An audit entry in full: what it was before and is after, whom it concerned, and whether it can
//! be taken back.

use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::undo::Step;
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
    pub fn undo(&self, model: &Model) -> Result<Step, String> {
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
        let gone = "Cannot be taken back: it was already, or in another session";
        let step = session.history.of(entry).ok_or(gone)?;
        step.map_err(|later| {
            let title = &later.title;
            format!("You touched the same again since: first take back {title}")
        })
    }
}
