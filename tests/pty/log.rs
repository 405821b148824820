//! The log: what is in it, and above all what is not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::LEAVE;
use super::harness::Pty;

/// Typed as a password, searched for, pasted, typed as an app password: none may be in the log.
const TYPED: [&str; 4] = [
    "Wrong-Horse-7",
    "zanzibar",
    "pasted-words",
    "qwertyuiopasdfgh",
];

#[test]
fn the_log_tells_what_was_done_and_holds_no_secret_and_nothing_that_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("proofup.log");
    let log = path.to_string_lossy().into_owned();
    let arguments = ["--sandbox", "--log", &log, "--log-level", "debug"];
    let mut pty = Pty::start(&arguments, (120, 40));
    pty.wait_for("Pick an account");
    let [password, search, paste, app_password] = TYPED;
    pty.keys(&format!("<enter>{password}<enter>"));
    pty.wait_for("50126");
    pty.keys("<ctrl-t><enter>");
    pty.wait_for("63 users");
    pty.keys(&format!("/{search}"));
    pty.paste(paste);
    pty.wait_for(&format!("{search}{paste}"));
    pty.keys("<ctrl-u>isaiah<enter>Y");
    pty.wait_for("app password OL10");
    pty.keys("<down><down><down><enter>");
    pty.wait_for("Enter password");
    pty.keys(&format!("{app_password}<enter>"));
    pty.wait_for("50126");
    pty.keys("<esc>");
    pty.wait_for("1 of 63 users");
    pty.keys("py");
    pty.wait_for("shown once");
    let screen = pty.screen();
    let behind = screen.split("shown once:").nth(1).unwrap();
    let is_word = |word: &&str| word.chars().all(|letter| letter.is_ascii_alphanumeric());
    let temporary = behind.split_whitespace().find(is_word).unwrap();
    pty.resize((100, 30));
    pty.keys("<enter>");
    pty.wait_for("63 users");
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);

    let text = fs::read_to_string(&path).unwrap();
    for secret in TYPED.iter().chain(&[temporary, "Proof-up!2026", "argon2"]) {
        assert!(!text.contains(secret), "{secret} is in the log:\n{text}");
    }
    for told in [
        "begins: tenant Contoso, 64 users, revision 0, Entra 2023, sandbox",
        "window of 120x40",
        "a password was wrong",
        "signed in as authadmin@contoso.com",
        "blade All users",
        "blade Signing in as a user",
        "reset the password for 1, 0 refused",
        "done, revision",
        "window of 100x30",
        "debug frame of",
        "ends: left",
    ] {
        assert!(text.contains(told), "no `{told}` in\n{text}");
    }
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_log_that_cannot_be_written_is_told_before_the_portal_opens() {
    let mut pty = Pty::start(&["--sandbox", "--log", "/dev/tty"], (80, 24));
    assert_eq!(pty.exit(), 1);
    assert!(
        pty.screen().contains("is no ordinary file"),
        "{}",
        pty.screen()
    );
}
