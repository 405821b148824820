//! `proofup init`, apart from CSV files.

use pretty_assertions::assert_eq;

use crate::{Home, text};

#[test]
fn a_new_tenant_is_contoso_and_says_who_to_sign_in_as() {
    let home = Home::new();
    let said = home.stdout(["init", "demo"]);
    assert_eq!(
        said,
        "Made Contoso, the demo tenant.\n\
         Sign in as admin@contoso.com with the password Proof-up!2026.\n\
         Open it with: proofup --tenant demo\n"
    );
    let users = home.stdout(["--tenant", "demo", "users"]);
    assert!(
        users.contains("Patrick Reed\tPatrickR@contoso.com\t"),
        "{users}"
    );
}

#[test]
fn the_demo_keeps_its_comments() {
    let home = Home::new();
    home.stdout(["init", "demo", "--demo", "contoso"]);
    let file = text(&home.path("demo/tenant.ron"));
    assert!(
        file.contains("// \"Lost phone\": M{mob*,app} T{LAP1} A{OL10}."),
        "{file}"
    );
}

#[test]
fn a_folder_that_holds_a_tenant_is_refused_and_left_alone() {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    let before = text(&home.path("demo/tenant.ron"));
    home.write("users.csv", "userPrincipalName\na@contoso.com\n");
    let again = [
        home.failure(["init", "demo"]),
        home.failure(["init", "demo", "--users", "3"]),
        home.failure(["init", "demo", "--csv", "users.csv"]),
    ];
    for line in again {
        assert_eq!(
            line,
            "proofup: demo holds a tenant already: choose another folder"
        );
    }
    assert_eq!(text(&home.path("demo/tenant.ron")), before);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let home = Home::new();
    home.write("file", "");
    let line = home.failure(["init", "file/demo"]);
    assert!(line.starts_with("proofup: file/demo"), "{line}");
    assert!(line.contains("choose another folder"), "{line}");
}

#[test]
fn a_seed_makes_the_same_tenant_to_the_byte() {
    let home = Home::new();
    let said = home.stdout(["init", "a", "--users", "60", "--seed", "7"]);
    assert!(
        said.starts_with("Made 60 users, the same ones for --seed 7 every time.\n"),
        "{said}"
    );
    home.stdout(["init", "b", "--users", "60", "--seed", "7"]);
    home.stdout(["init", "c", "--users", "60", "--seed", "8"]);
    let users = |dir: &str| home.stdout(["--tenant", dir, "users", "--json"]);
    assert_eq!(users("a"), users("b"));
    assert_ne!(users("a"), users("c"));
    assert_eq!(
        text(&home.path("a/tenant.ron")),
        text(&home.path("b/tenant.ron"))
    );
}

#[test]
fn generated_people_live_around_the_clock_that_was_given() {
    let home = Home::new();
    home.stdout([
        "init",
        "a",
        "--users",
        "9",
        "--clock",
        "2040-01-01T00:00:00Z",
    ]);
    let admin = home.stdout(["--tenant", "a", "user", "admin@contoso.com"]);
    assert!(
        admin.contains(" 2039") || admin.contains(" 2038"),
        "{admin}"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_new_tenant() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.stdout(["init", "demo"]);
    let mode = |name: &str| home.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("demo"), mode("demo/tenant.ron")), (0o700, 0o600));
}
