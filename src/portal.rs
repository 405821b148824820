//! The blades: what is shown and what a key does. Takes messages, gives effects, draws into a
//! frame. Knows neither a tty nor SSH, opens no file, writes no escape, decides no rule.

pub mod act;
mod availability;
pub mod blades;
pub mod dialogs;
pub mod effect;
pub mod keymap;
pub mod lesson;
pub mod lobby;
pub mod message;
pub mod model;
pub mod notices;
mod parts;
pub mod presenter;
pub mod room;
pub mod saved_view;
pub mod sign_in;
pub mod start;
pub mod theme;
mod update;
mod view;
pub mod words;
pub mod work;

#[cfg(test)]
mod tests;

pub use update::{mouse, update};
pub use view::{ViewState, chapter, curtain, view, watch_line};
