//! What it writes, and when it writes nothing.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::LEAVE;
use super::harness::{Pty, count};

#[test]
fn nothing_is_written_and_nobody_wakes_while_nothing_happens() {
    let mut pty = Pty::signed_in((120, 40));
    // Threads that have just been started may still be on their way to sleep.
    pty.bytes_within(Duration::from_millis(200));
    let before = wakeups(&pty);
    assert_eq!(pty.bytes_within(Duration::from_millis(500)), 0);
    assert_eq!(wakeups(&pty), before);
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}

/// How often each thread has been woken.
pub fn wakeups(pty: &Pty) -> Vec<String> {
    let tasks = format!("/proc/{}/task", pty.pid());
    let mut counts: Vec<String> = fs::read_dir(tasks)
        .into_iter()
        .flatten()
        .map(|task| fs::read_to_string(task.unwrap().path().join("status")).unwrap())
        .flat_map(|status| {
            let switches = status.lines().filter(|line| line.contains("ctxt_switches"));
            switches.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    counts.sort();
    counts
}

#[test]
fn a_resize_draws_anew_and_a_storm_of_them_is_one() {
    let mut pty = Pty::start(&["--sandbox"], (80, 24));
    pty.wait_for_frames(1);
    pty.resize((100, 30));
    pty.wait_for_frames(2);
    let shown = pty.screen();
    for columns in 60..90 {
        pty.resize((columns, 30));
    }
    pty.resize((100, 30));
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    assert!(pty.frames() < 15, "{} frames", pty.frames());
    assert!(!shown.trim().is_empty());
}

#[test]
fn each_frame_is_a_synchronized_update_and_the_mouse_never_reports_motion() {
    let mut pty = Pty::start(&["--sandbox"], (80, 24));
    pty.wait_for_frames(1);
    pty.keys(LEAVE);
    pty.exit();
    assert_eq!(count(pty.raw(), b"\x1b[?1003h"), 0);
    assert_eq!(count(pty.raw(), b"\x1b[?1000h"), 1);
    // The one more closes a frame that might have been cut off.
    let ends = count(pty.raw(), b"\x1b[?2026l");
    assert_eq!(ends, pty.frames() + 1);
    // No question to which the terminal would answer: cursor, device, colours.
    for question in ["\x1b[6n", "\x1b[c", "\x1b]11;?"] {
        assert_eq!(count(pty.raw(), question.as_bytes()), 0);
    }
}

/// With `NO_COLOR` the cursor row is still seen: reverse is no colour.
#[test]
fn no_color_keeps_reverse_and_sends_no_colour() {
    let arguments = ["--sandbox"];
    let mut pty = Pty::start_with(&arguments, (80, 24), &[("NO_COLOR", "1")]);
    pty.wait_for("Pick an account");
    let screen = pty.cells();
    let mut cells =
        (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
    assert!(cells.clone().any(vt100::Cell::inverse), "nothing reversed");
    let plain = vt100::Color::Default;
    assert!(cells.all(|cell| cell.fgcolor() == plain && cell.bgcolor() == plain));
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}

#[test]
fn moving_the_cursor_row_takes_less_than_a_kilobyte_and_copying_one_sequence() {
    let mut pty = Pty::signed_in((120, 40));
    let before = (pty.raw().len(), pty.frames());
    pty.keys("j");
    pty.wait_for_frames(before.1 + 1);
    let moved = pty.raw().len() - before.0;
    assert!((20..1024).contains(&moved), "{moved} bytes");
    pty.keys("y");
    pty.wait("a copied text", |pty| count(pty.raw(), b"\x1b]52;c;") == 1);
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}

#[test]
fn a_dumb_terminal_is_refused_in_one_line() {
    let mut pty = Pty::start_with(&["--sandbox"], (80, 24), &[("TERM", "dumb")]);
    assert_eq!(pty.exit(), 1);
    assert_eq!(count(pty.raw(), b"\x1b"), 0);
    assert!(pty.screen().contains("TERM=dumb"), "{}", pty.screen());
}

#[test]
fn without_a_terminal_one_line_on_stderr_and_out() {
    let output = Command::new(env!("CARGO_BIN_EXE_proofup"))
        .arg("--sandbox")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("no terminal"), "{told}");
}

/// What a row under way costs over SSH: most of it are the two rows themselves, of 94 cells each.
#[test]
fn a_move_and_a_scrolled_row_take_few_bytes() {
    let mut pty = Pty::signed_in((120, 40));
    pty.keys("j");
    let mut cost = |moves: usize| {
        let mut sum = 0;
        for _ in 0..moves {
            let (bytes, frames) = (pty.raw().len(), pty.frames());
            pty.keys("j");
            pty.wait_for_frames(frames + 1);
            sum += pty.raw().len() - bytes;
        }
        sum / moves
    };
    let moved = cost(20);
    cost(4);
    let scrolled = cost(20);
    assert!(moved <= 270, "{moved} bytes a move");
    assert!(scrolled <= 410, "{scrolled} bytes a scrolled row");
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}

#[test]
fn what_is_too_long_for_the_clipboard_is_not_sent_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("big").to_string_lossy().into_owned();
    let made = Command::new(env!("CARGO_BIN_EXE_proofup"))
        .args(["init", &dir, "--users", "4000"])
        .output();
    assert!(made.unwrap().status.success());
    let mut pty = Pty::start(&["--tenant", &dir], (120, 40));
    pty.wait("every account", |pty| {
        let screen = pty.screen();
        screen.contains("admin@contoso.com") && !screen.contains("Reading the users")
    });
    pty.keys("<enter>");
    pty.wait_for("Password");
    pty.keys("<ctrl-t><enter>");
    pty.wait_for("All users");
    pty.keys("A");
    pty.wait_for("selected");
    pty.keys("mm<space>");
    pty.wait_for("Y copies");
    pty.keys("Y");
    pty.wait_for("Too long for a terminal's clipboard");
    assert_eq!(count(pty.raw(), b"\x1b]52;"), 0);
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}

/// Not UTF-8: plain signs, without being asked.
#[test]
fn a_locale_that_is_not_utf_8_is_drawn_with_ascii() {
    let mut pty = Pty::start_with(&["--sandbox"], (80, 24), &[("LC_ALL", "C")]);
    pty.wait_for("Pick an account");
    assert!(pty.raw().is_ascii(), "{}", pty.screen());
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}
