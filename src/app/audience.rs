//! Others who watch a portal: kept by whoever hosts it, where that can be.

use crate::portal::room::Wish;
use crate::terminal::screen::Observer;

/// Lets others watch.
pub trait Audience: Send {
    /// Does what the presenter wants; the answer comes as `Msg::Room`. Gives whoever wants each
    /// frame from now on, or why it cannot be.
    fn wish(&mut self, wish: Wish) -> Result<Option<Observer>, String>;
}

/// Nobody can watch.
pub const NOBODY: &str = "Others can watch where the portal is reached through `proofup serve`";
