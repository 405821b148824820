//! What wakes the loop.

use std::any::Any;

use super::Ending;
use crate::portal::message::Msg;
use crate::terminal::input::Input;

/// Something happened outside the portal.
pub enum Happening {
    /// The terminal sent something, or is gone.
    Input(Input),
    /// The window may have another size.
    Resized,
    /// Continued after a stop.
    Continued,
    /// The last frame is on its way.
    Ready,
    /// It has to end now, for this reason.
    Ended(Ending),
    /// Somebody outside wants this said in the last line.
    Said(String),
    /// The tenant has a new state.
    Changed,
    /// A worker's answer.
    Answer(Msg),
    /// A worker panicked; with what it panicked with.
    Panicked(Box<dyn Any + Send>),
}
