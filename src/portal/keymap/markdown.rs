//! The table of keys as the README shows it, between `<!-- keys -->` and `<!-- /keys -->`.

use std::fmt::Write;

use super::{BINDINGS, Binding};
use crate::portal::theme::{Glyphs, UNICODE};
use crate::portal::words::Wording;

/// Keys spelled out where a sign would have to be explained.
const SPELLED: Glyphs = Glyphs {
    key_space: "Space",
    key_enter: "Enter",
    ..UNICODE
};

/// Every binding in Markdown: a heading and a table for each place, named as in the present
/// edition.
pub fn markdown() -> String {
    let mut text = String::new();
    for (at, binding) in BINDINGS.iter().enumerate() {
        let place = binding.scope.label();
        let told = |before: &Binding| before.scope.label() == place;
        if BINDINGS[..at].iter().any(told) {
            continue;
        }
        section(&mut text, place);
    }
    text
}

fn section(text: &mut String, place: &str) {
    // Writing to a string cannot fail.
    let _ = write!(text, "### {place}\n\n| Key | Command | |\n|---|---|---|\n");
    for binding in BINDINGS
        .iter()
        .filter(|binding| binding.scope.label() == place)
    {
        let keys: Vec<_> = binding
            .keys
            .iter()
            .map(|key| format!("`{}`", key.label(&SPELLED)))
            .collect();
        let label = (binding.label)(Wording::default());
        let _ = writeln!(text, "| {} | {label} | {} |", keys.join(" "), binding.help);
    }
    text.push('\n');
}
