//! How long a file is, how it begins, what it is called.

use crate::source::Source;

/// Longer files hold more than one thought.
const LONGEST: usize = 500;

/// More lines than one thought needs.
pub fn length(source: &Source) -> Vec<String> {
    let lines = source.lines();
    let fault = || {
        let what =
            format!("{lines} lines, {LONGEST} are the most: split it, or list it with cause");
        source.fault(lines, "length", &what)
    };
    (lines > LONGEST).then(fault).into_iter().collect()
}

/// No word at the top on what the file is. Tests that a file sends off stand under its word.
pub fn beginning(source: &Source) -> Vec<String> {
    let begins = source.text.starts_with("//! ");
    let sent_off = source.path.ends_with("/tests.rs");
    let fault = || source.fault(1, "beginning", "say in `//!` what the file is");
    (!begins && !sent_off).then(fault).into_iter().collect()
}

/// `foo/mod.rs`, where `foo.rs` is the habit here.
pub fn name(source: &Source) -> Vec<String> {
    let is_mod = source.path.ends_with("/mod.rs");
    let fault = || source.fault(1, "name", "call it after its folder, beside it");
    is_mod.then(fault).into_iter().collect()
}

#[test]
fn long_nameless_and_wordless_files_are_faults() {
    let long = Source::new("src/a.rs", &"\n".repeat(LONGEST + 1));
    assert!(length(&long)[0].starts_with("src/a.rs:501: [length] 501 lines"));
    assert!(length(&Source::new("src/a.rs", &"\n".repeat(LONGEST))).is_empty());
    assert_eq!(beginning(&long).len(), 1);
    assert!(beginning(&Source::new("src/a.rs", "//! A.\n")).is_empty());
    assert_eq!(name(&Source::new("src/a/mod.rs", "")).len(), 1);
}
