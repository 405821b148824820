//! A person's own keys and theme, and where they are looked for.

use std::fs;

use crate::Home;

/// What stderr says where it fails, exit code 1.
fn faults<const N: usize>(home: &Home, arguments: [&str; N]) -> Vec<String> {
    let assert = home.proofup(arguments).assert().code(1).stdout("");
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    stderr.lines().map(str::to_owned).collect()
}

#[test]
fn keys_of_a_file_are_printed_back_whole_and_round_trip() {
    let home = Home::new();
    home.write("mine.ron", r#"{ "users.block": ["%"] }"#);
    let printed = home.stdout(["--keys", "mine.ron", "--print-keys"]);
    assert!(printed.contains(r#""users.block": ["%"],"#), "{printed}");
    home.write("all.ron", &printed);
    assert_eq!(home.stdout(["--keys", "all.ron", "--print-keys"]), printed);
}

#[test]
fn a_theme_of_a_file_is_printed_back_whole_and_round_trips() {
    let home = Home::new();
    home.write(
        "mine.ron",
        r##"{ "base": "light", "good": { "fg": "#008700" } }"##,
    );
    let printed = home.stdout(["--theme", "mine.ron", "--print-theme"]);
    assert!(
        printed.contains(r##""good": { "fg": "#008700" },"##),
        "{printed}"
    );
    home.write("all.ron", &printed);
    assert_eq!(
        home.stdout(["--theme", "all.ron", "--print-theme"]),
        printed
    );
    assert_ne!(home.stdout(["--theme", "light", "--print-theme"]), printed);
}

#[test]
fn files_of_the_config_folder_hold_unless_others_are_named() {
    let home = Home::new();
    let paths = home.stdout(["--print-paths"]);
    assert!(
        paths.lines().all(|line| line.ends_with("\tabsent")),
        "{paths}"
    );
    fs::create_dir_all(home.path("config/proofup")).unwrap();
    home.write("config/proofup/keys.ron", r#"{ "users.block": ["%"] }"#);
    home.write(
        "config/proofup/theme.ron",
        r#"{ "good": { "fg": "cyan" } }"#,
    );
    let paths = home.stdout(["--print-paths"]);
    for (what, name) in [("keys", "keys.ron"), ("theme", "theme.ron")] {
        let path = home.path("config/proofup").join(name);
        let line = format!("{what}\t{}\texists", path.display());
        assert!(paths.lines().any(|shown| shown == line), "{paths}");
    }
    assert!(home.stdout(["--print-keys"]).contains(r#"["%"]"#));
    assert!(home.stdout(["--print-theme"]).contains("cyan"));
    assert!(
        !home
            .stdout(["--theme", "ansi", "--print-theme"])
            .contains("cyan")
    );
    home.write("none.ron", "{}");
    assert!(
        !home
            .stdout(["--keys", "none.ron", "--print-keys"])
            .contains(r#"["%"]"#)
    );
}

#[test]
fn every_fault_of_both_files_is_told_before_anything_is_made() {
    let home = Home::new();
    home.write(
        "keys.ron",
        "{ \"users.blok\": [\"b\"],\n  \"list.mark\": [] }",
    );
    home.write("theme.ron", "{ \"good\": { \"fg\": \"leaf\" } }");
    let told = faults(&home, ["--keys", "keys.ron", "--theme", "theme.ron"]);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(
        told[0].starts_with("keys.ron:1:3: no binding has the id `users.blok`"),
        "{told:#?}"
    );
    assert!(
        told[1].starts_with("keys.ron:2:3: `list.mark` has no key"),
        "{told:#?}"
    );
    assert!(
        told[2].starts_with("theme.ron:1:19: no colour is called `leaf`"),
        "{told:#?}"
    );
    assert!(!home.path("data").exists(), "a tenant was made");
}

#[test]
fn a_file_that_cannot_be_read_says_so() {
    let home = Home::new();
    home.write("latin.ron", b"{ \"caf\xe9\": [] }");
    fs::create_dir(home.path("folder.ron")).unwrap();
    for name in ["gone.ron", "latin.ron", "folder.ron"] {
        let told = faults(&home, ["--keys", name, "--print-keys"]);
        assert!(
            told[0].starts_with(&format!("{name} cannot be read")),
            "{told:?}"
        );
        let told = faults(&home, ["--theme", name, "--print-theme"]);
        assert!(
            told[0].starts_with(&format!("{name} cannot be read")),
            "{told:?}"
        );
    }
}
