//! The documentation against the program: pictures and keys are as the program makes them, the
//! tests that are named exist, the files that are linked are there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proofup::docs;

const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "tests/README.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file of the package, as one text.
fn source() -> String {
    let (mut all, mut folders) = (
        String::new(),
        vec![root().join("src"), root().join("tests")],
    );
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                all.push_str(&read(path));
            }
        }
    }
    all
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_pictures_are_those_of_the_program() {
    for picture in docs::pictures().unwrap() {
        assert!(
            read(picture.path) == picture.svg,
            "{} is not what the program shows: run `cargo run -- docs .` and look at it",
            picture.path
        );
    }
}

#[test]
fn a_picture_is_small_and_shows_no_secret() {
    for picture in docs::pictures().unwrap() {
        let len = picture.svg.len();
        assert!(len < 40_000, "{} has {len} bytes", picture.path);
        assert!(!picture.svg.contains("argon2"), "{}", picture.path);
    }
}

#[test]
fn the_readme_has_the_keys_there_are() {
    let readme = read("README.md");
    let renewed = docs::with_keys(&readme).expect("no place for the keys in README.md");
    assert!(
        readme == renewed,
        "README.md has other keys than the keymap: run `cargo run -- docs .`"
    );
}

#[test]
fn a_text_without_a_place_for_keys_is_left_alone() {
    assert_eq!(docs::with_keys("# No keys\n<!-- /keys -->\n"), None);
    let renewed = docs::with_keys("a\n<!-- keys -->\nold\n<!-- /keys -->\nb\n").unwrap();
    assert!(
        renewed.starts_with("a\n<!-- keys -->\n### ") && renewed.ends_with("<!-- /keys -->\nb\n")
    );
    assert!(!renewed.contains("\nold\n"));
}

#[test]
fn every_test_that_is_named_exists() {
    let source = source();
    for document in ["ARCHITECTURE.md", "tests/README.md"] {
        let text = read(document);
        // A name of four words or more is a test's: nothing else here is called like that.
        let names: Vec<_> = quoted(&text)
            .map(|name| name.rsplit("::").next().unwrap_or(name))
            .filter(|name| name.matches('_').count() >= 3)
            .filter(|name| name.chars().all(|l| l.is_ascii_alphanumeric() || l == '_'))
            .collect();
        assert!(names.len() > 20, "{document}: no names are found");
        for name in names {
            let there = source.contains(&format!("fn {name}("));
            assert!(
                there,
                "{document} names the test `{name}`, which is nowhere"
            );
        }
    }
}

#[test]
fn every_file_that_is_named_is_there() {
    for document in DOCUMENTS {
        let text = read(document);
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        let headings: Vec<_> = text
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .map(|line| line.trim_start_matches(['#', ' ']))
            .map(|heading| heading.to_lowercase().replace(' ', "-"))
            .collect();
        for link in links.filter(|link| !link.contains("://")) {
            if let Some(heading) = link.strip_prefix('#') {
                assert!(
                    headings.iter().any(|known| known == heading),
                    "{document} links {link}"
                );
                continue;
            }
            let folder = root().join(document).parent().unwrap().to_owned();
            assert!(folder.join(link).exists(), "{document} links {link}");
        }
        let paths = quoted(&text).filter(|path| {
            ["src/", "tests/", "assets/"]
                .iter()
                .any(|folder| path.starts_with(folder))
        });
        for path in paths {
            assert!(root().join(path).exists(), "{document} names {path}");
        }
    }
}

#[test]
fn the_readme_names_every_command_and_option() {
    let readme = read("README.md");
    let help = assert_cmd::Command::new(env!("CARGO_BIN_EXE_proofup"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let mut options: Vec<_> = help
        .split_whitespace()
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(|word| word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric()))
        .filter(|word| !["--help", "--version"].contains(word))
        .collect();
    options.sort_unstable();
    options.dedup();
    assert!(options.len() > 8, "{options:?}");
    for option in options {
        assert!(
            readme.contains(option),
            "README.md does not tell of {option}"
        );
    }
}

#[test]
fn architecture_is_short_enough_to_be_read() {
    let lines = read("ARCHITECTURE.md").lines().count();
    assert!(lines <= 150, "{lines} lines");
}

#[test]
fn the_recording_of_a_room_can_be_played() {
    let text = read("assets/room.cast");
    let mut lines = text.lines();
    let header: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(header["version"], 3);
    let events = lines.map(|line| serde_json::from_str(line).unwrap());
    let events: Vec<(f64, String, String)> = events.collect();
    assert!(events.iter().all(|(_, code, _)| code == "o" || code == "x"));
    let shown: String = events.iter().map(|(_, _, data)| data.as_str()).collect();
    for text in [
        "Watching guest",
        "Updates successful",
        "keys do nothing here",
    ] {
        assert!(shown.contains(text), "`{text}` is not in it");
    }
}
