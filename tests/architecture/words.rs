//! What is never written: marks of unfinished work, tests that are put off, waiting by the clock.

use crate::looks::lines_with;
use crate::source::Source;

/// Each, and why not.
const NEVER: [(&str, &str); 7] = [
    ("todo!", "finish it, or leave it out whole"),
    ("unimplemented!", "finish it, or leave it out whole"),
    ("dbg!", "take it out"),
    (
        "thread::sleep",
        "wait for what should happen, not for a while",
    ),
    ("sleep(", "wait for what should happen, not for a while"),
    ("#[ignore", "a test that does not run holds nothing"),
    ("#[allow(dead_code", "take out what is dead"),
];

/// Words of unfinished work and waiting; in comments, notes of what is still to do.
pub fn unfinished(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (word, why) in NEVER {
        faults.extend(lines_with(source, &[word], "unfinished", why));
    }
    // Spelled apart, so that this file does not find itself.
    let notes = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    for (n, line) in source.text.lines().enumerate() {
        if let Some(note) = notes.iter().find(|note| line.contains(**note)) {
            let what = format!("`{note}`: do it, or leave it out whole");
            faults.push(source.fault(n + 1, "unfinished", &what));
        }
    }
    faults
}

#[test]
fn each_is_found_in_code_and_none_in_texts() {
    for (word, _) in NEVER {
        let faults = unfinished(&Source::new("tests/a.rs", &format!("//! A.\n{word}\n")));
        assert!(!faults.is_empty(), "{word}");
        assert!(
            faults[0].starts_with("tests/a.rs:2: [unfinished]"),
            "{faults:?}"
        );
        let text = format!("let a = \"{word}\"; // {word}\n");
        assert!(
            unfinished(&Source::new("tests/a.rs", &text)).is_empty(),
            "{word}"
        );
    }
    let note = concat!("// TO", "DO: later\n");
    assert_eq!(unfinished(&Source::new("src/a.rs", note)).len(), 1);
}
