//! A crowd on the real terminal, step by step: what somebody does with very many users, from the
//! first screen to the restart. 20,000 of them; `PROOFUP_WALK_USERS=1000000` walks among a million
//! (build with `--release`).

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use proofup::domain::number::grouped;

use super::LEAVE;
use super::harness::Pty;

fn proofup(dir: &Path, command: &[&str]) -> String {
    let mut proofup = Command::new(env!("CARGO_BIN_EXE_proofup"));
    let output = proofup
        .arg("--tenant")
        .arg(dir)
        .args(command)
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {why}");
    String::from_utf8(output.stdout).unwrap()
}

/// A portal, and how long each step may take, the more the longer.
struct Walk(Pty, Duration);

impl Walk {
    fn on(dir: &Path, users: usize) -> Self {
        let dir = dir.to_string_lossy();
        let arguments = ["--tenant", &dir, "--as", "admin@contoso.com"];
        let pty = Pty::start(&arguments, (120, 40));
        let patience = Duration::from_secs(20) + Duration::from_millis(users as u64);
        let mut walk = Self(pty, patience);
        walk.step("", "Password");
        walk
    }

    /// Presses these keys, then the screen comes to show this.
    fn step(&mut self, keys: &str, shown: &str) -> &mut Self {
        self.0.keys(keys);
        let came = self.0.shows_within(shown, self.1);
        assert!(came, "no `{shown}` behind {keys}:\n{}", self.0.screen());
        self
    }

    fn gone(&mut self, text: &str) -> &mut Self {
        let went = self.0.hides_within(text, self.1);
        assert!(went, "`{text}` stays:\n{}", self.0.screen());
        self
    }

    /// Panics unless the cursor is on the row of `upn`, of which there may be room for a part.
    fn is_on(&self, upn: &str) {
        let (row, part) = (self.0.reversed(), &upn[..18]);
        assert!(row.contains(part), "{part} is not under the cursor: {row}");
    }
}

#[test]
fn a_crowd_is_walked_through_from_the_first_screen_to_the_restart() {
    let users = std::env::var("PROOFUP_WALK_USERS").unwrap_or_else(|_| "20000".to_owned());
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("crowd");
    proofup(&dir, &["init", &dir.to_string_lossy(), "--users", &users]);
    // In the order of All users, without those who are deleted.
    let list = proofup(&dir, &["users"]);
    let rows: Vec<Vec<&str>> = list
        .lines()
        .skip(1)
        .map(|row| row.split('\t').collect())
        .collect();
    let all = grouped(rows.len());
    let with = |text: &str| {
        let found = rows.iter().filter(|row| {
            row[..2]
                .iter()
                .any(|cell| cell.to_lowercase().contains(text))
        });
        format!("{} of {all} users", grouped(found.count()))
    };

    let mut walk = Walk::on(&dir, rows.len());
    walk.step("<ctrl-t><enter>", &format!("{all} users"));
    walk.is_on(rows[0][1]);
    walk.step("<end>", rows[rows.len() - 1][0]);
    walk.is_on(rows[rows.len() - 1][1]);
    walk.step("<home>", rows[0][0]);
    walk.is_on(rows[0][1]);

    walk.step("/ade", &with("ade"));
    walk.step("le", &with("adele"));
    walk.step("<enter>", &with("adele"));
    walk.step("<esc>", "Search cleared");
    walk.step("f", "Add filter");
    walk.step("<enter>", "User type");
    walk.step("<enter>", &format!("of {all} users"));
    walk.step("<esc>", &format!("  {all} users"));
    for column in [
        "User principal name",
        "Type",
        "Synced",
        "MFA",
        "Methods",
        "Display name",
    ] {
        walk.step("s", &format!("Sorted by {column}"));
    }

    walk.step("A", &format!("{all} selected"));
    walk.step("m", "View:");
    walk.step("m", "What Save will do");
    walk.step("<space><tab><tab><space>", "Nothing yet.")
        .gone("Nothing yet.");
    walk.step("<ctrl-s>", "saved 0 of");
    walk.step("<esc>", "Saved for 4,096 of");
    walk.step("<enter>", &format!("{all} selected"));
    walk.step("u", "Undid");
    walk.0.keys("q");
    walk.step("", "All users").gone("View:");
    walk.0.keys("q");
    assert_eq!(walk.0.exits_within(walk.1), Some(0));

    assert_eq!(proofup(&dir, &["users"]), list, "undo took all of it back");
    let checked = proofup(&dir, &["check"]);
    assert!(checked.contains(": no faults, "), "{checked}");
    let mut walk = Walk::on(&dir, rows.len());
    walk.step("<ctrl-t><enter>", &format!("{all} users"));
    walk.0.keys(LEAVE);
    assert_eq!(walk.0.exits_within(walk.1), Some(0));
}
