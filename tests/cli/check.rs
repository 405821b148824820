//! `proofup check`.

use pretty_assertions::assert_eq;

use crate::{Home, text};

#[test]
fn a_tenant_as_it_was_made_has_no_faults() {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    assert_eq!(
        home.stdout(["check", "demo"]),
        "demo: no faults, 64 users\n"
    );
    assert_eq!(
        home.stdout(["--tenant", "demo", "check"]),
        "demo: no faults, 64 users\n"
    );
}

#[test]
fn a_fault_is_printed_with_its_place() {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    let path = home.path("demo/tenant.ron");
    let file = text(&path).replacen("mfa: Enforced", "mfa: Enfroced", 1);
    let line = 1 + file
        .lines()
        .position(|line| line.contains("Enfroced"))
        .unwrap();
    home.write("demo/tenant.ron", file);
    let assert = home.proofup(["check", "demo"]).assert().code(1);
    let output = assert.get_output();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains(&format!("tenant.ron:{line}:")), "{stdout}");
    assert!(stdout.contains("Enfroced"), "{stdout}");
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "proofup: 1 fault in demo: mend what is listed, then check again; there is no backup\n"
    );
    let refused = home.failure(["--tenant", "demo", "users"]);
    assert!(
        refused.contains(&format!("tenant.ron:{line}:")),
        "{refused}"
    );
}

#[test]
fn a_folder_without_a_tenant_says_how_to_make_one() {
    let home = Home::new();
    assert_eq!(
        home.failure(["check", "nowhere"]),
        "proofup: no tenant in nowhere: make one with `proofup init nowhere`"
    );
}

/// A demo tenant whose file was edited by hand.
fn edited(edit: impl FnOnce(String) -> String) -> Home {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    let path = home.path("demo/tenant.ron");
    std::fs::write(&path, edit(text(&path))).unwrap();
    home
}

#[test]
fn every_fault_is_listed_and_opening_names_the_first() {
    let home = edited(|file| {
        file.replacen("AllanD@contoso.com", "PatrickR@contoso.com", 1)
            .replacen("MeganB@contoso.com", "MeganB@elsewhere.example", 1)
    });
    let assert = home.proofup(["check", "demo"]).assert().code(1);
    let output = assert.get_output();
    let faults = String::from_utf8_lossy(&output.stdout);
    let faults: Vec<_> = faults.lines().collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("demo/tenant.ron:"), "{faults:?}");
    assert!(
        faults[0].contains("PatrickR@contoso.com is also that of the user at"),
        "{faults:?}"
    );
    assert!(
        faults[1].contains("elsewhere.example is not among"),
        "{faults:?}"
    );
    let opening = home.failure(["--tenant", "demo", "users"]);
    assert!(
        opening.starts_with(&format!("proofup: {}", faults[0])),
        "{opening}"
    );
    assert!(
        opening.contains("(and 1 more: `proofup check demo` lists them)"),
        "{opening}"
    );
}

#[test]
fn a_good_edit_by_hand_is_noted_and_no_fault() {
    let home = edited(|file| file.replacen("\"Patrick Reed\"", "\"Pat Reed\"", 1));
    assert_eq!(
        home.stdout(["check", "demo"]),
        "note: tenant.ron was edited by hand since it was last opened\n\
         demo: no faults, 64 users\n"
    );
}

#[test]
fn damage_in_the_journal_is_a_fault() {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    let journal = home
        .path("demo/journal")
        .read_dir()
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::write(&journal, "").unwrap();
    let assert = home.proofup(["check", "demo"]).assert().code(1);
    let output = assert.get_output();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.starts_with("demo/journal/"), "{stdout}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("proofup: 2 faults in demo"));
}

#[test]
fn checking_writes_nothing_and_takes_no_lock() {
    let home = edited(|file| file.replacen("\"Patrick Reed\"", "\"Pat Reed\"", 1));
    let before = text(&home.path("demo/tenant.ron"));
    home.stdout(["check", "demo"]);
    home.stdout(["--tenant", "demo", "users"]);
    assert_eq!(text(&home.path("demo/tenant.ron")), before);
    assert!(!home.path("demo/lock").exists());
}
