//! `proofup reset`: back to the state a tenant was made with.

use std::fs;

use crate::{Home, text};

/// A demo tenant in which something was changed, by an edit by hand that is then taken over.
fn changed() -> Home {
    let home = Home::new();
    home.stdout(["init", "demo"]);
    let path = home.path("demo/tenant.ron");
    let edited = text(&path)
        .replacen("mfa: Enforced", "mfa: Enabled", 1)
        .replacen("name: \"Contoso\"", "name: \"Fabrikam\"", 1);
    fs::write(&path, edited).unwrap();
    home
}

#[test]
fn what_is_lost_is_told_and_then_everything_is_as_it_was_made() {
    let home = changed();
    let before = home.stdout(["--tenant", "demo", "users", "--json"]);
    let said = home.stdout(["reset", "demo", "--yes"]);
    assert!(said.starts_with("demo loses 1 change since "), "{said}");
    assert!(said.contains("1 user"), "{said}");
    assert!(said.ends_with("demo is as it was made.\n"), "{said}");
    let after = home.stdout(["--tenant", "demo", "users", "--json"]);
    assert_ne!(before, after);
    home.stdout(["init", "other"]);
    assert_eq!(after, home.stdout(["--tenant", "other", "users", "--json"]));
    let file = text(&home.path("demo/tenant.ron"));
    assert!(file.contains("name: \"Contoso\""), "{file}");
    assert!(
        file.contains("// \"Lost phone\": M{mob*,app}"),
        "comments stay"
    );
    // The journal goes on: what was done is still told there, and so is the reset.
    let journal = text(&home.path("demo/journal/0000000001.ron"));
    for told in ["Edited by hand", "Reset to the start", "proofup reset"] {
        assert!(journal.contains(told), "no {told} in {journal}");
    }
    assert_eq!(
        home.stdout(["reset", "demo"]),
        "demo is as it was made: nothing to do.\n"
    );
    home.stdout(["check", "demo"]);
}

#[test]
fn where_nobody_can_be_asked_nothing_is_changed() {
    let home = changed();
    let before = home.stdout(["--tenant", "demo", "users", "--json"]);
    let assert = home.proofup(["reset", "demo"]).assert().code(1);
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains("give --yes"), "{stderr}");
    assert_eq!(before, home.stdout(["--tenant", "demo", "users", "--json"]));
}

#[test]
fn a_tenant_without_its_first_state_says_how_to_go_on() {
    let home = changed();
    let origin = home.path("demo/backup/origin.ron");
    fs::write(&origin, "(name: 1)").unwrap();
    let line = home.failure(["reset", "demo", "--yes"]);
    assert!(line.contains("backup/origin.ron:"), "{line}");
    fs::remove_file(&origin).unwrap();
    let line = home.failure(["reset", "demo", "--yes"]);
    assert!(line.contains("keeps no state to come back to"), "{line}");
    assert!(line.contains("proofup init"), "{line}");
    let line = home.failure(["reset", "nowhere", "--yes"]);
    assert!(line.contains("no tenant in"), "{line}");
}

/// Some network mounts have no locks; `strace` makes a file system like that of any.
#[test]
fn where_there_are_no_locks_it_writes_only_when_it_is_told_to() {
    let home = Home::new();
    home.stdout(["init", "demo", "--users", "5"]);
    let reset = |more: &[&str]| {
        let mut command = std::process::Command::new("strace");
        command.args(["-qq", "-o", "/dev/null", "-e", "inject=flock:error=ENOLCK"]);
        command.arg(env!("CARGO_BIN_EXE_proofup"));
        command.args(["reset", "demo", "--yes"]).args(more);
        command.current_dir(home.path("."));
        let output = command.output().ok()?;
        let said = [output.stdout, output.stderr].concat();
        Some(String::from_utf8_lossy(&said).into_owned())
    };
    let Some(refused) = reset(&[]).filter(|said| !said.starts_with("strace")) else {
        eprintln!("left out, strace cannot be used; over the trait it is in tests/store/access.rs");
        return;
    };
    let why = "demo cannot be reset: this file system has no locks";
    assert!(
        refused.contains(why) && refused.contains("--no-lock"),
        "{refused}"
    );
    let done = reset(&["--no-lock"]).unwrap();
    assert_eq!(done, "demo is as it was made: nothing to do.\n");
}
