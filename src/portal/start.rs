//! What a portal starts with, and what of its computer it may touch.

use std::sync::Arc;

use crate::domain::entropy::Entropy;
use crate::store::{Access, Snapshot};

use super::keymap::Keymap;
use super::lesson::Offered;
use super::saved_view::SavedView;
use super::theme::Look;

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
    /// Theme and glyphs.
    pub look: Look,
    /// Which keys do what.
    pub keymap: Arc<Keymap>,
    /// Whether the terminal may be asked for the mouse (not with `--no-mouse`).
    pub mouse: bool,
    /// How the tenant was looked at last.
    pub view: SavedView,
    /// Whether the program runs by a clock that was set (`--clock`).
    pub clock_is_set: bool,
    /// The scenarios that can be played by hand, read when somebody asks for them.
    pub scenarios: fn() -> Vec<Offered>,
    /// Things to tell at the start, such as a dropped unfinished change.
    pub notices: Vec<String>,
    /// What of its computer it may touch.
    pub reach: Reach,
}

impl Start {
    /// On this tenant, as a portal begins where nothing else is asked for.
    pub fn of(snapshot: Snapshot, access: Access, entropy: Entropy) -> Self {
        Self {
            snapshot,
            access,
            entropy,
            account: None,
            look: Look::default(),
            keymap: Arc::default(),
            mouse: true,
            view: SavedView::default(),
            clock_is_set: false,
            scenarios: Vec::new,
            notices: Vec::new(),
            reach: Reach::default(),
        }
    }

    /// Whether the terminal is asked for the mouse.
    pub fn mouse(&self) -> bool {
        self.mouse && self.view.mouse
    }
}

/// What of the computer that it runs on a portal may touch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// Whatever its user may.
    #[default]
    Everything,
    /// Nothing but the tenant: no other file, no shell. For logins over SSH that are proofup and
    /// nothing else.
    Tenant,
}

impl Reach {
    /// Why there are no files.
    pub const NO_FILES: &str =
        "Not in this login: the file would be on the computer that runs proofup";
    /// Why it does not stop.
    pub const NO_SHELL: &str = "Not in this login: there is no shell to go back to, q leaves";
}
