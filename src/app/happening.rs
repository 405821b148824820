//! What wakes the loop.

use std::any::Any;

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
    /// Somebody wants this process to end.
    Terminated,
    /// The terminal hung up.
    HungUp,
    /// The tenant has a new state.
    Changed,
    /// A worker's answer.
    Answer(Msg),
    /// A worker panicked; with what it panicked with.
    Panicked(Box<dyn Any + Send>),
}
