//! `verify`, `repair`, `export` and `backup`.

use std::os::unix::fs::PermissionsExt as _;

use pretty_assertions::assert_eq;

use crate::{Home, text};

fn demo() -> Home {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    home
}

#[test]
fn verify_names_every_file_with_what_it_is_worth() {
    let home = demo();
    assert_eq!(
        home.stdout(["verify", "demo"]),
        "sound\ttenant.ron\tgeneration 1, 64 users, up to entry 0\n\
         sound\tjournal/0000000001.ron\tno entry yet\n"
    );
    home.write("demo/notes.txt", "mine");
    let said = home.stdout(["--tenant", "demo", "verify"]);
    assert!(
        said.ends_with("spare\tnotes.txt\tis none of proofup's files\n"),
        "{said}"
    );
}

#[test]
fn verify_ends_with_1_where_a_file_is_damaged() {
    let home = demo();
    home.write("demo/journal/0000000001.ron", "(journal:1");
    let failed = home.proofup(["verify", "demo"]).assert().code(1);
    let output = failed.get_output();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        stdout.contains("damaged\tjournal/0000000001.ron\tits first line is cut\n"),
        "{stdout}"
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "proofup: 1 file of demo is damaged: `proofup repair demo` shows what can be done\n"
    );
    assert_eq!(
        home.failure(["verify", "nowhere"]),
        "proofup: no tenant in nowhere: make one with `proofup init nowhere`"
    );
}

#[test]
fn repair_asks_and_does_nothing_unless_told_to() {
    let home = demo();
    let journal = "demo/journal/0000000001.ron";
    let whole = text(&home.path(journal));
    home.write(journal, format!("{whole}(n:1,at:"));
    let asked = home.proofup(["repair", "demo"]).write_stdin("n\n").assert();
    let output = asked.code(1);
    let stdout = String::from_utf8_lossy(&output.get_output().stdout);
    assert!(stdout.contains("1 change behind entry 0"), "{stdout}");
    assert!(
        stdout.contains("  1. cut journal/0000000001.ron at byte 47"),
        "{stdout}"
    );
    assert!(stdout.ends_with("Do it? [y/N] "), "{stdout}");
    assert_eq!(text(&home.path(journal)), format!("{whole}(n:1,at:"));
    let said = home.stdout(["repair", "demo", "--yes"]);
    assert!(
        said.ends_with("Done. Look at it with: proofup verify demo\n"),
        "{said}"
    );
    assert_eq!(text(&home.path(journal)), whole);
    assert_eq!(
        text(&home.path("demo/journal/0000000001.ron.cut-47-0")),
        "(n:1,at:"
    );
    assert_eq!(
        home.stdout(["repair", "demo"]),
        "demo: nothing has to be done: it opens at entry 0\n"
    );
}

#[test]
fn repair_of_what_cannot_be_put_right_says_every_fault() {
    let home = demo();
    home.write("demo/tenant.ron", "(");
    let failed = home.proofup(["repair", "demo"]).assert().code(1);
    let stdout = String::from_utf8_lossy(&failed.get_output().stdout).into_owned();
    assert!(stdout.starts_with("demo/tenant.ron:1:1: "), "{stdout}");
    let stderr = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(
        stderr.starts_with("proofup: nothing can be put right in demo"),
        "{stderr}"
    );
}

#[test]
fn export_as_json_has_everybody_with_graphs_names_and_no_secret() {
    let home = demo();
    let said = home.stdout(["export", "demo", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    let users = json["value"].as_array().unwrap();
    assert_eq!(users.len(), 64);
    let kim = users
        .iter()
        .find(|user| user["userPrincipalName"] == "KimA@contoso.com");
    assert!(kim.unwrap()["authentication"]["methods"].is_array());
    for secret in ["argon2", "hash", "seed", "hmac"] {
        assert!(!said.to_lowercase().contains(secret), "{secret}");
    }
}

#[test]
fn export_as_csv_makes_the_same_people_again() {
    let home = demo();
    assert_eq!(
        home.stdout(["export", "demo", "--csv", "--out", "users.csv"]),
        "64 users are in users.csv.\n"
    );
    let mode = home
        .path("users.csv")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!text(&home.path("users.csv")).contains("argon2"));
    home.stdout(["init", "again", "--csv", "users.csv"]);
    let names = |tenant: &str| {
        let users = home.stdout(["--tenant", tenant, "users"]);
        let names = users
            .lines()
            .skip(1)
            .map(|line| line.split('\t').take(4).collect::<Vec<_>>().join("\t"));
        names.collect::<Vec<_>>()
    };
    let (first, again) = (names("demo"), names("again"));
    assert!(first.iter().all(|name| again.contains(name)), "{first:?}");
    assert_eq!(
        home.failure(["export", "demo", "--csv", "--out", "users.csv"]),
        "proofup: users.csv exists already: choose another name"
    );
    let wrong = home.proofup(["export", "demo"]).assert().code(2);
    let stderr = String::from_utf8_lossy(&wrong.get_output().stderr).into_owned();
    assert!(
        stderr.contains("--json") && stderr.contains("--csv"),
        "{stderr}"
    );
}

#[test]
fn a_backup_is_one_file_for_its_owner_and_makes_the_tenant_again() {
    let home = demo();
    let said = home.stdout(["backup", "demo", "demo.tar"]);
    assert_eq!(
        said,
        "demo as of entry 0 is in demo.tar.\n\
         Make a tenant of it with: proofup init DIR --backup demo.tar\n"
    );
    let mode = home
        .path("demo.tar")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        home.failure(["backup", "demo", "demo.tar"]),
        "proofup: demo.tar exists already: choose another name"
    );
    let said = home.stdout(["init", "again", "--backup", "demo.tar"]);
    assert_eq!(
        said,
        "Made the tenant that is in demo.tar.\nOpen it with: proofup --tenant again\n"
    );
    assert_eq!(
        text(&home.path("again/tenant.ron")),
        text(&home.path("demo/tenant.ron"))
    );
    assert_eq!(
        home.stdout(["check", "again"]),
        "again: no faults, 64 users\n"
    );
    home.write("other", "no archive");
    let refused = home.failure(["init", "third", "--backup", "other"]);
    assert!(
        refused.starts_with("proofup: other: it is no file that `proofup backup` wrote"),
        "{refused}"
    );
    assert_eq!(
        home.failure(["backup", "nowhere", "x.tar"]),
        "proofup: no tenant in nowhere: make one with `proofup init nowhere`"
    );
    assert!(!home.path("x.tar").exists());
}
