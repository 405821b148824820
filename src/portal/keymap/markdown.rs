//! The table of keys as the README shows it, between `<!-- keys -->` and `<!-- /keys -->`.

use std::fmt::Write;

use super::{BINDINGS, Binding, Scope};
use crate::portal::act::Act;
use crate::portal::theme::{Glyphs, UNICODE};
use crate::portal::words::Wording;

/// Keys spelled out where a sign would have to be explained.
const SPELLED: Glyphs = Glyphs {
    key_space: "Space",
    key_enter: "Enter",
    ..UNICODE
};

/// Every binding in Markdown, those that move and scroll once: a heading and a table for each
/// place, named as in the present edition.
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
    let mut rows: Vec<Row> = Vec::new();
    for binding in BINDINGS {
        if binding.scope.label() != place || (moves(binding) && binding.scope != Scope::Rows) {
            continue;
        }
        let told = [(binding.label)(Wording::default()), binding.help];
        let at = rows.iter().position(|row| row.told == told);
        let at = at.unwrap_or_else(|| {
            rows.push(Row {
                keys: Vec::new(),
                told,
            });
            rows.len() - 1
        });
        for key in binding.keys {
            let key = format!("`{}`", key.label(&SPELLED));
            if !rows[at].keys.contains(&key) {
                rows[at].keys.push(key);
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    // Writing to a string cannot fail.
    let _ = write!(text, "### {place}\n\n| Key | Command | |\n|---|---|---|\n");
    for Row { keys, told } in rows {
        let [label, help] = told;
        let _ = writeln!(text, "| {} | {label} | {help} |", keys.join(" "));
    }
    text.push('\n');
}

/// A row of the table: of bindings that differ in nothing but their keys there is one.
struct Row {
    keys: Vec<String>,
    told: [&'static str; 2],
}

/// Whether it moves or scrolls, which the page says once, under "Rows".
fn moves(binding: &Binding) -> bool {
    matches!(binding.act, Act::Move(_) | Act::Scroll(_))
}
