//! What a person prefers: keys, theme and the view they left, each a file of RON. Reads and writes the text of such
//! files; where they are is not known here. All faults of a file are found at once.

mod entries;
mod keys;
mod saved_view;
mod theme;

use std::sync::Arc;

pub use keys::{keys, print_keys};
pub use saved_view::{Unread, print_saved_view, saved_view};
pub use theme::{print_theme, theme};

pub use crate::portal::keymap::Keymap;
pub use crate::portal::saved_view::SavedView;
pub use crate::portal::theme::Theme;

/// The names of the built-in themes.
pub const THEMES: [&str; 3] = Theme::NAMES;

/// What a person prefers.
#[derive(Debug, Clone, Default)]
pub struct Preferences {
    /// Which keys do what.
    pub keymap: Arc<Keymap>,
    /// How things look.
    pub theme: Theme,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{line}:{column}: {what}")]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub what: String,
}
