//! Holds what ARCHITECTURE.md promises, by reading the source: which layer may use which, who
//! writes escapes, who names colours, how long files are, what is never written.
//!
//! A fault reads `src/domain/user.rs:12: [layers] ...`. An exception is a row of a table, with its
//! reason; one that nothing needs any more is a fault too.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/looks.rs"]
mod looks;
#[path = "architecture/size.rs"]
mod size;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/words.rs"]
mod words;

use source::Source;

/// A rule: gives a fault for each line that breaks it.
type Rule = fn(&Source) -> Vec<String>;

/// An exception: the file it is for, and why.
type Exception = (&'static str, &'static str);

/// Holds `rule` over every file but the exceptions, and that each exception is still needed.
fn hold(sources: &[Source], exceptions: &[Exception], rule: Rule) {
    let mut faults = Vec::new();
    let mut needed = Vec::new();
    for source in sources {
        let broken = rule(source);
        match exceptions.iter().find(|(path, _)| *path == source.path) {
            Some((path, _)) if !broken.is_empty() => needed.push(*path),
            Some(_) => {}
            None => faults.extend(broken),
        }
    }
    for (path, reason) in exceptions {
        if !needed.contains(path) {
            faults.push(format!(
                "{path}: [exceptions] listed ({reason}), but it breaks nothing: take the row out"
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn layers_point_down_only() {
    hold(&source::program(), &[], layers::of_ours);
}

#[test]
fn each_layer_uses_of_the_system_and_of_libraries_only_what_is_its_business() {
    hold(&source::program(), &[], layers::of_others);
}

#[test]
fn only_terminal_writes_escapes() {
    hold(&source::program(), &[], looks::escapes);
}

#[test]
fn only_the_theme_names_colours() {
    let exceptions = [
        ("src/terminal/canvas/pen.rs", "turns colours into codes"),
        ("src/grid/pen.rs", "turns colours into numbers"),
        (
            "src/docs/palette.rs",
            "turns colours into those of a picture",
        ),
    ];
    hold(&source::program(), &exceptions, looks::colours);
}

#[test]
fn only_the_theme_has_characters_beyond_ascii() {
    let exceptions = [("src/demo/generated/names.rs", "people's names")];
    hold(&source::program(), &exceptions, looks::beyond_ascii);
}

#[test]
fn files_are_small_begin_with_what_they_are_and_are_not_called_mod() {
    let all = source::everything();
    hold(&all, &[], size::length);
    hold(&all, &[], size::beginning);
    hold(&all, &[], size::name);
}

#[test]
fn half_of_the_files_are_short() {
    let mut lengths: Vec<_> = source::everything().iter().map(Source::lines).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 150, "the median file has {median} lines");
}

#[test]
fn nothing_is_left_half_done_and_nothing_waits_by_the_clock() {
    let exceptions = [
        (
            "src/store/folder/open.rs",
            "asks for a dying process's lock again, for a second at most",
        ),
        (
            "src/store/folder/watch.rs",
            "looks once a second where the system cannot tell of changes",
        ),
        (
            "tests/pty/probe.rs",
            "a test that other tests start as a program of its own",
        ),
    ];
    hold(&source::everything(), &exceptions, words::unfinished);
}
