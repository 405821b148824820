//! What a terminal sends, ours or one at the far end.

use crossterm::event::Event;

/// What the terminal sent.
#[derive(Debug)]
pub enum Input {
    /// These, in order; never empty.
    Events(Vec<Event>),
    /// A paste was longer than the decoder takes; the event before holds its beginning.
    PasteCut,
    /// The terminal is gone. Nothing follows.
    Ended,
}
