//! Floods, pastes and half-finished ones: no key is lost, and the next one works.

use std::time::Duration;

use super::LEAVE;
use super::harness::Pty;

fn started() -> Pty {
    let mut pty = Pty::start(&["--sandbox"], (120, 40));
    pty.wait_for_frames(1);
    pty
}

#[test]
fn a_thousand_keys_at_once_take_two_frames_and_the_next_key_works() {
    let mut pty = started();
    pty.keys(&"<down>".repeat(1000));
    pty.keys(LEAVE);
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
    // One for what is read at first, one for the rest, and the first of all.
    assert!(pty.frames() <= 3, "{} frames", pty.frames());
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
