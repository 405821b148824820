//! How one looked at a tenant, from one run to the next: what is written, by whom, and what becomes
//! of a file that cannot be followed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use rustix::process::Signal;
use tempfile::TempDir;

use super::LEAVE;
use super::harness::{Pty, count};

/// A tenant, and a folder for what is remembered.
struct Seat(TempDir);

impl Seat {
    fn new() -> Self {
        let seat = Self(tempfile::tempdir().unwrap());
        let made = Command::new(env!("CARGO_BIN_EXE_proofup"))
            .args(["init", &seat.path("contoso")])
            .output();
        assert!(made.unwrap().status.success());
        seat
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    /// The portal on it, at sign-in.
    fn start(&self, arguments: &[&str]) -> Pty {
        let (tenant, state) = (self.path("contoso"), self.path("state"));
        let mut all = vec!["--tenant", &tenant, "--as", "admin@contoso.com"];
        all.extend(arguments);
        Pty::start_with(&all, (120, 40), &[("XDG_STATE_HOME", &state)])
    }

    /// On the first blade.
    fn open(&self, arguments: &[&str]) -> Pty {
        let mut pty = self.start(arguments);
        pty.wait_for("Password");
        pty.keys("<ctrl-t><enter>");
        pty.wait_for("All users");
        pty
    }

    /// The files that are remembered.
    fn files(&self) -> Vec<PathBuf> {
        let folder = self.0.path().join("state/proofup/views");
        let entries = fs::read_dir(folder).into_iter().flatten();
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }

    fn file(&self) -> PathBuf {
        let mut files = self.files();
        assert_eq!(files.len(), 1, "{files:?}");
        files.remove(0)
    }
}

fn leave(mut pty: Pty) {
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0, "{}", pty.screen());
    pty.assert_restored();
}

/// Sorts by the user principal name, shows guests only, leaves the mouse to the terminal.
fn arrange(pty: &mut Pty) {
    pty.keys("s");
    pty.wait_for("User principal name \u{25b2}");
    pty.keys("ftype guest<enter>");
    pty.wait_for("User type: Guest");
    pty.keys("<f8>");
    pty.wait_for("Mouse off");
}

#[test]
fn what_is_arranged_is_there_after_a_restart() {
    let seat = Seat::new();
    let mut pty = seat.open(&[]);
    arrange(&mut pty);
    assert!(seat.files().is_empty(), "a key writes nothing");
    leave(pty);
    let file = seat.file();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );

    let mut pty = seat.open(&[]);
    pty.wait_for("User principal name \u{25b2}");
    pty.wait_for("User type: Guest");
    assert_eq!(count(pty.raw(), b"\x1b[?1000h"), 0);
    pty.keys("W");
    pty.wait_for("W again takes that back");
    pty.wait_for("Display name \u{25b2}");
    assert_eq!(count(pty.raw(), b"\x1b[?1000h"), 1);
    leave(pty);
    let reset = fs::read_to_string(&file).unwrap();
    assert!(!reset.contains("Guest"), "{reset}");

    // Nothing is arranged: nothing is written.
    let written = fs::metadata(&file).unwrap().modified().unwrap();
    leave(seat.open(&[]));
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), written);
}

#[test]
fn a_signal_keeps_it_and_who_may_not_write_only_reads_it() {
    let seat = Seat::new();
    let mut pty = seat.open(&[]);
    arrange(&mut pty);
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit(), 0);
    let before = fs::read_to_string(seat.file()).unwrap();
    for arguments in [["--sandbox"], ["--read-only"]] {
        let mut pty = seat.open(&arguments);
        pty.wait_for("User type: Guest");
        pty.keys("s");
        pty.wait_for("Type \u{25b2}");
        leave(pty);
    }
    // A second copy, beside the one that writes.
    let first = seat.open(&[]);
    let mut second = seat.open(&[]);
    second.keys("s");
    second.wait_for("Type \u{25b2}");
    leave(second);
    leave(first);
    assert_eq!(fs::read_to_string(seat.file()).unwrap(), before);
    // A login that is proofup only knows nothing of it.
    let mut confined = seat.open(&["--confined"]);
    confined.wait_for("Display name \u{25b2}");
    confined.keys("ss");
    confined.wait_for("Type \u{25b2}");
    leave(confined);
    assert_eq!(fs::read_to_string(seat.file()).unwrap(), before);
}

#[test]
fn a_broken_file_is_told_once_and_kept_aside_and_a_later_one_is_left_alone() {
    let seat = Seat::new();
    let mut pty = seat.open(&[]);
    arrange(&mut pty);
    leave(pty);
    let file = seat.file();
    fs::write(&file, "(version: 1, lists: {").unwrap();
    let mut pty = seat.start(&[]);
    pty.wait_for("The saved view is not followed");
    pty.wait_for(".broken");
    pty.keys("<ctrl-t><enter>");
    pty.wait_for("Display name \u{25b2}");
    assert!(!pty.screen().contains("not followed"), "{}", pty.screen());
    arrange(&mut pty);
    leave(pty);
    let [own, broken] = &seat.files()[..] else {
        panic!("{:?}", seat.files());
    };
    assert_eq!(own, &file);
    assert_eq!(fs::read_to_string(broken).unwrap(), "(version: 1, lists: {");

    let later = "(version: 2, lists: 7)";
    fs::write(&file, later).unwrap();
    let mut pty = seat.start(&[]);
    pty.wait_for("only a later proofup knows");
    pty.keys("<ctrl-t><enter>");
    pty.wait_for("Display name \u{25b2}");
    arrange(&mut pty);
    leave(pty);
    assert_eq!(fs::read_to_string(&file).unwrap(), later);
}

#[test]
fn what_cannot_be_kept_is_said_where_one_left() {
    let seat = Seat::new();
    fs::write(seat.path("state"), "in the way").unwrap();
    let mut pty = seat.start(&[]);
    pty.wait_for("it is left alone");
    fs::remove_file(seat.path("state")).unwrap();
    leave(pty);
    let mut pty = seat.open(&[]);
    fs::write(seat.path("state"), "in the way").unwrap();
    pty.keys("s");
    pty.wait_for("User principal name \u{25b2}");
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 1);
    pty.assert_restored();
    assert!(
        pty.screen()
            .contains("how you arranged the lists is not kept"),
        "{}",
        pty.screen()
    );
}
