//! Which layer may use which other, and which parts of the standard library and of other packages.

use crate::source::Source;

/// Each layer of `src`, and what it may use besides itself.
const LAYERS: [(&str, &[&str]); 16] = [
    ("domain", &[]),
    // The cells that `portal` draws into and `terminal` shows.
    ("grid", &[]),
    ("store", &["domain"]),
    ("portal", &["domain", "store", "grid"]),
    ("terminal", &["grid"]),
    (
        "app",
        &[
            "domain",
            "store",
            "grid",
            "portal",
            "terminal",
            "users_csv",
            "scenario",
        ],
    ),
    (
        "ssh",
        &["domain", "store", "grid", "portal", "terminal", "app"],
    ),
    // Embedded data and the reading of files that become one: beside the layers.
    ("demo", &["domain", "store"]),
    ("users_csv", &["domain", "demo"]),
    (
        "docs",
        &["domain", "store", "grid", "portal", "terminal", "demo"],
    ),
    // Lessons that play themselves: on the engine and the reader of files.
    ("scenario", &["domain", "store", "demo"]),
    // A person's own keys and theme, as text.
    ("preferences", &["domain", "portal"]),
    (
        "cli",
        &[
            "domain",
            "store",
            "demo",
            "users_csv",
            "docs",
            "scenario",
            "preferences",
            "preferences",
        ],
    ),
    (
        "main",
        &[
            "domain", "store", "portal", "terminal", "app", "cli", "serve",
        ],
    ),
    // A part of the program: from the command line to the server.
    ("serve", &["domain", "cli", "ssh", "main"]),
    ("lib", &[]),
];

/// What a layer must not use, and why.
const FORBIDDEN: [(&[&str], &[&str], &str); 8] = [
    (
        &["domain", "portal", "preferences"],
        &[
            "std::fs",
            "std::io",
            "std::env",
            "std::process",
            "std::thread",
            "std::time",
            "getrandom",
            "rustix",
        ],
        "it is pure: files, clock and chance come in as arguments",
    ),
    (
        &["domain", "store", "demo", "users_csv", "cli"],
        &["ratatui", "crossterm"],
        "it knows no screen",
    ),
    (
        &["portal", "app", "ssh", "docs", "main"],
        &[
            "crossterm::cursor",
            "crossterm::style",
            "crossterm::terminal",
            "crossterm::clipboard",
            "crossterm::queue",
            "crossterm::execute",
            "crossterm::Command",
            "crossterm::event::read",
            "crossterm::event::poll",
        ],
        "only `terminal` talks to a terminal; others know events as data",
    ),
    (
        &[
            "domain",
            "store",
            "portal",
            "terminal",
            "app",
            "demo",
            "users_csv",
            "docs",
            "scenario",
            "cli",
            "main",
            "serve",
        ],
        &["russh", "tokio", "socket2"],
        "connections and tasks are `ssh`'s",
    ),
    (
        &["portal"],
        &["argon2", "ron::", "csv::", "signal_hook"],
        "it asks `domain`, or `app` by an effect",
    ),
    (
        &["terminal"],
        &["std::fs::write", "ron::", "argon2"],
        "it knows bytes and cells only",
    ),
    (
        &[
            "domain", "store", "portal", "terminal", "app", "ssh", "scenario",
        ],
        &["clap"],
        "the command line is `cli`'s",
    ),
    (
        &["domain", "store", "portal", "terminal", "scenario"],
        &["directories"],
        "where a person keeps files is for `cli` and `app` to know",
    ),
];

/// The layer a file belongs to: the first name below `src`.
fn layer(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split(['/', '.']).next().unwrap_or_default()
}

/// Uses of a layer that this one must not use.
pub fn of_ours(source: &Source) -> Vec<String> {
    let from = layer(&source.path);
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == from) else {
        let what = format!("`{from}` is no layer: add it to the table, and say what it may use");
        return vec![source.fault(1, "layers", &what)];
    };
    let mut faults = Vec::new();
    for (line, to) in uses(source) {
        let is_layer = LAYERS.iter().any(|(name, _)| *name == to);
        if is_layer && to != from && !allowed.contains(&&*to) {
            let what = format!("`{from}` uses `{to}`, but may use only {allowed:?}");
            faults.push(source.fault(line, "layers", &what));
        }
    }
    faults
}

/// Uses of the standard library and other packages that are not this layer's business.
pub fn of_others(source: &Source) -> Vec<String> {
    let from = layer(&source.path);
    let mut faults = Vec::new();
    for (layers, paths, why) in FORBIDDEN {
        if !layers.contains(&from) {
            continue;
        }
        for (n, line) in source.code.iter().enumerate() {
            let found = paths.iter().filter(|path| names(line, path));
            let what = |path| format!("`{from}` uses `{path}`: {why}");
            faults.extend(found.map(|path| source.fault(n + 1, "layers", &what(path))));
        }
    }
    faults
}

/// Whether `line` has `path` as whole words.
fn names(line: &str, path: &str) -> bool {
    let word = |letter: Option<char>| letter.is_some_and(|l| l.is_alphanumeric() || l == '_');
    line.match_indices(path).any(|(at, _)| {
        let (before, behind) = (&line[..at], &line[at + path.len()..]);
        let ends = path.ends_with(':') || !word(behind.chars().next());
        !word(before.chars().next_back()) && !before.ends_with("::") && ends
    })
}

/// The first names below the root of the package that the file uses, with their lines: by
/// `crate::`, by `proofup::` in the program, or by as many `super::` as lead there.
fn uses(source: &Source) -> Vec<(usize, String)> {
    let inside = source.path.strip_prefix("src/").unwrap_or_default();
    let depth = match inside.trim_end_matches(".rs") {
        "lib" | "main" => 0,
        path => path.split('/').count(),
    };
    let up = "super::".repeat(depth);
    let roots = match (depth, source.path.as_str()) {
        (0, "src/main.rs") => vec!["proofup::"],
        (0, _) => vec!["crate::", "self::"],
        _ => vec!["crate::", &up],
    };
    let code = source.code.join("\n");
    let mut found = Vec::new();
    for root in roots {
        for (at, _) in code.match_indices(root) {
            let preceded = code[..at].ends_with("super::");
            if preceded || code[at + root.len()..].starts_with("super::") {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            let names = heads(&code[at + root.len()..]);
            found.extend(names.into_iter().map(|(below, name)| (line + below, name)));
        }
    }
    found
}

/// The name that a path goes on with, or the names of a group `{a::b, c}`; with the lines below.
fn heads(text: &str) -> Vec<(usize, String)> {
    let name = |text: &str| {
        let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        text[..end.unwrap_or(text.len())].to_owned()
    };
    if !text.starts_with('{') {
        return vec![(0, name(text))];
    }
    let (mut depth, mut fresh, mut below) = (0, false, 0);
    let mut names = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => {
                depth += 1;
                fresh = depth == 1;
            }
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' => fresh = depth == 1,
            '\n' => below += 1,
            _ if fresh && letter.is_alphabetic() => {
                names.push((below, name(&text[at..])));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn a_use_that_points_up_is_a_fault_however_it_is_written() {
    for line in [
        "use crate::portal::model::Model;",
        "use super::super::portal::model::Model;",
        "use crate::{domain::id::UserId, portal};",
        "use crate::{\n    domain::{id, user},\n    portal::{self, view},\n};",
        "fn f() -> crate::portal::Model { todo() }",
    ] {
        let text = format!("//! Words.\n\n{line}\n");
        let faults = of_ours(&Source::new("src/store/memory.rs", &text));
        assert_eq!(faults.len(), 1, "{line}: {faults:?}");
        assert!(faults[0].starts_with("src/store/memory.rs:"), "{faults:?}");
        assert!(faults[0].contains("`store` uses `portal`"), "{faults:?}");
    }
    let below = Source::new("src/store/a.rs", "\n\nuse crate::portal;\n");
    assert!(of_ours(&below)[0].starts_with("src/store/a.rs:3: [layers]"));
}

#[test]
fn a_use_that_points_down_or_stays_is_none() {
    let text = "//! See crate::portal.\nuse crate::domain::{id, portal};\nuse super::fs::Fs;\n\
        use super::super::domain::id;\nuse crate::store::Store;\nconst A: &str = \"crate::app\";\n";
    let faults = of_ours(&Source::new("src/store/memory.rs", text));
    assert!(faults.is_empty(), "{faults:?}");
    let program = Source::new("src/main.rs", "use proofup::cli;\nuse proofup::app;\n");
    assert!(of_ours(&program).is_empty());
    assert_eq!(of_ours(&Source::new("src/new.rs", "//! New.\n")).len(), 1);
}

#[test]
fn what_is_not_a_layers_business_is_a_fault() {
    let faults = |path, line: &str| of_others(&Source::new(path, line)).len();
    assert_eq!(faults("src/domain/a.rs", "use std::time::Instant;"), 1);
    assert_eq!(faults("src/domain/a.rs", "use std::times;"), 0);
    assert_eq!(faults("src/portal/a.rs", "let f = std::fs::read(p);"), 1);
    assert_eq!(
        faults("src/portal/a.rs", "use crossterm::event::KeyEvent;"),
        0
    );
    assert_eq!(faults("src/portal/a.rs", "crossterm::execute!(out)"), 1);
    assert_eq!(faults("src/store/a.rs", "use ratatui::style::Style;"), 1);
    assert_eq!(faults("src/app/host.rs", "use std::io;"), 0);
}
