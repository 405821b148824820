//! The blades: what is shown and what a key does. Takes messages, gives effects, draws into a
//! frame. Knows neither a tty nor SSH, opens no file, writes no escape, decides no rule.

pub mod effect;
pub mod message;
pub mod model;
mod update;
mod view;

pub use update::update;
pub use view::{ViewState, view};
