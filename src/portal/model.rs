//! Everything the portal remembers.

use crate::domain::entropy::Entropy;
use crate::store::{Access, Snapshot};

/// What a portal starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The tenant.
    pub snapshot: Snapshot,
    /// Whether changes can be saved.
    pub access: Access,
    /// Ids and generated secrets come from here.
    pub entropy: Entropy,
    /// Fills the account in at sign-in (`--as`).
    pub account: Option<String>,
    /// Things to tell at the start, such as a dropped unfinished change.
    pub notices: Vec<String>,
}

/// The portal's state. Drawing never changes it.
#[derive(Debug)]
pub struct Model {
    /// The window: columns, rows.
    pub size: (u16, u16),
    /// The tenant as it is now.
    pub snapshot: Snapshot,
}

impl Model {
    /// A portal that has just been opened.
    pub fn new(start: Start) -> Self {
        Self {
            size: (80, 24),
            snapshot: start.snapshot,
        }
    }
}
