//! Floods, pastes and half-finished ones: no key is lost, and the next one works.

use std::time::Duration;

use super::LEAVE;
use super::harness::{Pty, count};

fn started() -> Pty {
    Pty::signed_in((120, 40))
}

#[test]
fn a_thousand_keys_at_once_all_arrive_in_two_frames_and_the_next_key_works() {
    let mut slow = started();
    let first = slow.reversed();
    slow.keys("j");
    slow.wait("the second row", |pty| pty.reversed() != first);
    let mut pty = started();
    // A second one at most: for what was read while the first was drawn.
    let most = pty.frames() + 2;
    // Any key that is lost ends in another row.
    pty.keys(&format!("<down><down>{}<up>", "<down><up>".repeat(498)));
    let row = slow.reversed();
    assert_eq!(pty.reversed(), first);
    pty.wait(&row, |pty| pty.reversed() == row);
    assert!(
        pty.frames() <= most,
        "{} frames, {most} at most",
        pty.frames()
    );
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

#[test]
fn the_key_after_a_long_paste_works() {
    let mut pty = started();
    pty.paste(&"sixteen letters\r".repeat(4096));
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

#[test]
fn a_paste_that_is_too_long_is_cut_and_the_bell_tells() {
    let mut pty = started();
    pty.paste(&"x".repeat(64 * 1024 + 1));
    pty.wait("the bell", |pty| count(pty.raw(), b"\x07") == 1);
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
}

#[test]
fn a_paste_that_never_ends_does_not_keep_the_keys() {
    let mut pty = started();
    pty.send(b"\x1b[200~half a paste");
    // Within the second of silence that gives a paste up, keys still count as pasted.
    let code = (0..10).find_map(|_| {
        pty.keys(LEAVE);
        pty.exits_within(Duration::from_secs(3))
    });
    assert_eq!(code, Some(0));
    pty.assert_restored();
}
