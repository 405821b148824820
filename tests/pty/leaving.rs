//! However it ends, the terminal is whole.

use std::fs;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::LEAVE;
use super::harness::Pty;
use super::probe;

fn started() -> Pty {
    let mut pty = Pty::start(&["--sandbox"], (80, 24));
    pty.wait_for_frames(1);
    assert!(pty.cells().alternate_screen());
    assert!(pty.cells().hide_cursor() || pty.cells().bracketed_paste());
    pty
}

#[test]
fn start_and_quit_leave_the_terminal_as_it_was() {
    let mut pty = started();
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

#[test]
fn a_termination_signal_leaves_in_good_order() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut pty = started();
        pty.signal(signal);
        assert_eq!(pty.exit(), 0, "{signal:?}");
        pty.assert_restored();
    }
}

/// The line drops: the session's leader dies, the kernel hangs the terminal up. The program gets
/// SIGHUP and EIO, and its exit code comes through a pipe since nothing else is left.
#[test]
fn a_terminal_that_hangs_up_ends_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let code = folder.path().join("code");
    let made = Command::new("mkfifo").arg(&code).status().unwrap();
    assert!(made.success());
    let mut leader = CommandBuilder::new("sh");
    let inner = r#"trap '' HUP; "$0" --sandbox; echo $? >"$1""#;
    leader.args(["-c", r#"sh -c "$0" "$1" "$2"; :"#, inner]);
    leader.arg(env!("CARGO_BIN_EXE_proofup"));
    leader.arg(&code);
    let mut pty = Pty::start_command(leader, (80, 24));
    pty.wait_for_frames(1);
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(fs::read_to_string(code)));
    pty.signal(Signal::KILL);
    let code = told.recv_timeout(Duration::from_secs(20)).unwrap().unwrap();
    assert_eq!(code, "0\n");
}

#[test]
fn a_panic_restores_the_terminal_before_it_is_told() {
    let mut pty = probe::start("panic");
    assert_eq!(pty.exit(), 101);
    pty.assert_restored();
    pty.assert_follows("\x1b[?1049l", "the probe panics");
}

#[test]
fn a_panic_in_the_loop_restores_the_terminal() {
    let mut pty = probe::start("panic in the loop");
    assert_eq!(pty.exit(), 101);
    pty.assert_restored();
    pty.assert_follows("\x1b[?1049l", "the probe panics");
}

#[test]
fn suspending_gives_the_terminal_back_until_continued() {
    let mut pty = probe::start_in_job_shell("suspend");
    pty.wait_for("back in the shell");
    assert!(!pty.cells().alternate_screen());
    assert!(!pty.cells().bracketed_paste());
    pty.keys("<enter>");
    pty.wait_for("continued");
    pty.keys("<enter>");
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

#[test]
fn ctrl_z_stops_the_portal_and_fg_shows_it_again() {
    let script = r#""$0" --sandbox; echo back in the shell; read -r line; fg"#;
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-mc", script, env!("CARGO_BIN_EXE_proofup")]);
    let mut pty = Pty::start_command(shell, (80, 24));
    pty.wait_for("Pick an account");
    pty.keys("<ctrl-z>");
    pty.wait_for("back in the shell");
    assert!(!pty.cells().alternate_screen());
    pty.keys("<enter>");
    pty.wait_for("Pick an account");
    assert!(pty.cells().alternate_screen());
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

#[test]
fn a_session_leader_is_not_suspended() {
    let mut pty = probe::start("suspend");
    pty.wait_for("not suspended");
    pty.keys("<enter>");
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}
