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
        "proofup: 1 fault in demo: mend what is listed, then check again\n"
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
