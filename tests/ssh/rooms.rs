//! Rooms: one presents, others watch and have nothing to write with.

use std::sync::Arc;

use proofup::domain::user::User;

use super::client::{By, Terminal, exec};
use super::server::Server;

const SIZE: (u16, u16) = (100, 30);

/// Somebody in the shared tenant who has just opened a room, and the user name that lets one watch.
fn presenter(server: &Server) -> (Terminal, String) {
    let mut ann = Terminal::open_by(server, "shared", &By::Nothing, SIZE);
    ann.sign_in();
    ann.keys("\x07o");
    ann.wait_for("Close the room");
    let code = code(&ann, 0);
    (ann, code)
}

/// The code on the presenter's screen, the `nth` one.
fn code(ann: &Terminal, nth: usize) -> String {
    let screen = ann.screen();
    let words = screen.split_whitespace();
    let mut codes = words.filter(|word| word.starts_with("watch-"));
    codes.nth(nth).expect("no code").to_owned()
}

/// Closes the list of the room. Escape goes alone: with what follows it would be another key.
fn to_the_blade(ann: &mut Terminal) {
    ann.keys("\x1b");
    ann.wait_gone("Close the room");
}

fn watch(server: &Server, code: &str) -> Terminal {
    let mut bob = Terminal::open_by(server, code, &By::Nothing, SIZE);
    bob.wait_for("Watching guest");
    bob
}

fn kim(server: &Server) -> Arc<User> {
    let snapshot = server.store.snapshot();
    let kim = snapshot.find("KimA@contoso.com").unwrap();
    snapshot.user(kim).unwrap()
}

#[test]
fn whoever_watches_sees_each_step_at_once_and_the_codes_never() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    let mut bob = watch(&server, &code);
    bob.wait_for("The curtain opens again");
    assert!(!bob.screen().contains("watch-"), "{}", bob.screen());
    ann.wait_for("1 watches");
    to_the_blade(&mut ann);
    bob.wait_for("All users");
    ann.keys("/kim\r");
    bob.wait_for("1 of 63 users");
    // Who comes late sees the whole picture at once.
    let mut eve = watch(&server, &code);
    eve.wait_for("1 of 63 users");
    ann.wait_for("2 watch");
    bob.wait_for("with one other");
    eve.keys("q");
    assert_eq!(eve.exit(), 0);
    eve.assert_restored();
    ann.wait_for("1 watches");
    ann.keys("\x03");
    assert_eq!(ann.exit(), 0);
    assert_eq!(bob.exit(), 0);
    bob.assert_restored();
    assert!(
        bob.screen().contains("the room is closed"),
        "{}",
        bob.screen()
    );
}

#[test]
fn nothing_that_whoever_watches_sends_reaches_the_presenter() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    to_the_blade(&mut ann);
    ann.keys("/kim\r");
    ann.wait_for("1 of 63 users");
    let before = ann.screen();
    let mut bob = watch(&server, &code);
    ann.wait_for("1 watches");
    let every_byte: Vec<u8> = (0..=u8::MAX)
        .filter(|byte| !b"q\x03\x1b".contains(byte))
        .collect();
    bob.send(&every_byte);
    bob.send(b"\x1b[200~b\x13\x1b[201~\x1b[<0;10;10M\x1b[<0;10;10m");
    bob.keys("b\x13\x07o?");
    bob.wait_for("f follows the presenter again");
    assert!(!kim(&server).blocked);
    // The presenter's next key finds everything as it was.
    ann.keys("\x0c");
    // But for the count of notifications and the last line, which tells who watches.
    let blade = |screen: &str| -> Vec<String> {
        let lines: Vec<_> = screen.lines().map(str::to_owned).collect();
        lines[1..lines.len() - 1].to_vec()
    };
    ann.wait_for("Kim Akers");
    assert_eq!(blade(&ann.screen()), blade(&before));
    bob.keys("q");
    assert_eq!(bob.exit(), 0);
}

#[test]
fn nothing_that_a_stock_client_sends_reaches_the_presenter() {
    if !super::openssh::is_here() {
        return;
    }
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    to_the_blade(&mut ann);
    ann.keys("/kim\r");
    ann.wait_for("1 of 63 users");
    let before = server.store.snapshot().revision();
    let who = format!("{code}@127.0.0.1");
    let arguments = ["-e", "none", who.as_str()];
    let folder = server.folder.path();
    let mut bob = super::openssh::terminal(folder, server.address, &arguments, SIZE);
    bob.wait_for("Watching guest");
    bob.wait_for("1 of 63 users");
    let every_byte: Vec<u8> = (0..=u8::MAX)
        .filter(|byte| !b"q\x03\x1b".contains(byte))
        .collect();
    bob.send(&every_byte);
    bob.paste("b\x13y");
    bob.send(b"\x1b[<0;10;10M\x1b[<0;10;10m");
    bob.keys("by?");
    bob.wait_for("f follows the presenter again");
    assert!(ann.screen().contains("1 of 63 users"), "{}", ann.screen());
    assert_eq!(server.store.snapshot().revision(), before);
    bob.keys("q");
    assert_eq!(bob.exit(), 0);
    bob.assert_restored();
}

#[test]
fn a_room_shows_a_scenario_that_is_played_and_the_tenant_again_behind_it() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    to_the_blade(&mut ann);
    let mut bob = watch(&server, &code);
    bob.wait_for("All users");
    ann.keys("Llost\r2023\r");
    bob.wait_for("Lost phone");
    bob.wait_for("step 1 of");
    assert_eq!(server.store.snapshot().revision(), 0);
    ann.keys("\x1b");
    bob.wait_gone("step 1 of 2");
    bob.wait_gone("Adele Vance");
    ann.keys("L");
    bob.wait_for("step 1 of");
    ann.keys("x");
    bob.wait_for("Adele Vance");
    let mut eve = watch(&server, &code);
    eve.wait_for("Adele Vance");
}

#[test]
fn a_secret_and_whatever_the_presenter_wants_is_behind_a_curtain() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    let mut bob = watch(&server, &code);
    to_the_blade(&mut ann);
    ann.keys("/kim\r");
    bob.wait_for("1 of 63 users");
    ann.keys("p\x13");
    ann.wait_for("Temporary password");
    bob.wait_for("A secret is on the presenter's screen");
    assert!(!bob.screen().contains("Temporary"));
    ann.keys("\r");
    bob.wait_for("1 of 63 users");
    ann.keys("\x07ocurtain\r");
    bob.wait_for("has drawn a curtain");
    ann.wait_for("a curtain");
    ann.keys("\x07ocurtain\r");
    bob.wait_for("1 of 63 users");
    ann.keys("\x07ostand\r");
    bob.wait_for("paused");
    ann.keys("/\x15\r");
    ann.wait_for("63 users");
    ann.keys("g\x07omove on\r");
    bob.wait_for("Adele Vance");
}

#[test]
fn a_picture_is_cut_to_the_window_and_fills_no_more_than_it_has() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    to_the_blade(&mut ann);
    let mut small = Terminal::open_by(&server, &code, &By::Nothing, (40, 10));
    let mut large = Terminal::open_by(&server, &code, &By::Nothing, (140, 50));
    large.wait_for("Microsoft Entra admin center");
    small.wait_for("Adele Vance");
    ann.wait_for("2 watch");
    small.resize((60, 12));
    small.wait_for("MONITORING");
    let first = large
        .screen()
        .lines()
        .position(|line| line.contains("Microsoft"));
    assert_eq!(first, Some(9), "in the middle");
}

#[test]
fn the_controls_are_asked_for_handed_over_and_taken_back() {
    let server = Server::start();
    let (mut ann, view) = presenter(&server);
    ann.keys("somebody ask\r");
    ann.wait_gone("Let somebody ask");
    ann.wait_for("Close the room");
    let drive = code(&ann, 1);
    assert_ne!(drive, view);
    to_the_blade(&mut ann);
    ann.keys("/kim\r");
    ann.wait_for("1 of 63 users");
    let mut eve = watch(&server, &view);
    let mut bob = Terminal::open_by(&server, &drive, &By::Nothing, SIZE);
    bob.wait_for("d asks for the controls");
    eve.keys("d");
    eve.wait_for("keys do nothing here");
    bob.keys("b");
    bob.wait_for("until you have the controls");
    bob.keys("d");
    ann.wait_for("guest 3 asks, 2 watch");
    // Another key takes the news away, not that somebody waits for an answer.
    ann.keys("\x0c");
    ann.wait_gone("asks for the controls");
    ann.wait_for("guest 3 asks, 2 watch");
    ann.keys("\x07oguest 3\r");
    bob.wait_for("You drive");
    eve.wait_for("drives");
    bob.keys("b");
    eve.wait_for("What this will do");
    ann.wait_for("What this will do");
    bob.keys("\x13");
    ann.wait_gone("What this will do");
    ann.wait_for("sign-in blocked");
    assert!(kim(&server).blocked);
    // Ctrl-C would close the presenter's portal: it gives the controls back instead.
    bob.keys("\x03");
    bob.wait_for("d asks for the controls");
    ann.keys("\r");
    bob.keys("d");
    ann.wait_for("guest 3 asks, 2 watch");
    ann.keys("\x07oguest 3\r");
    bob.wait_for("You drive");
    ann.keys("\x07otake\r");
    bob.wait_for("d asks for the controls");
    bob.keys("U\x13");
    bob.wait_for("until you have the controls");
    assert!(kim(&server).blocked);
}

#[test]
fn a_wrong_code_and_one_of_a_closed_room_are_answered_alike() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    ann.keys("close\r");
    ann.wait_for("The room is closed");
    for wrong in [
        &*code,
        "watch-aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "watch-",
        "watch-%n",
    ] {
        let mut bob = Terminal::open(&server, wrong);
        bob.wait_for("There is no such room, or it is closed");
        bob.keys("\x1b");
        assert_eq!(bob.exit(), 0);
    }
    ann.keys("\x07o");
    ann.wait_for("Close the room");
    let code = self::code(&ann, 0);
    let mut bob = Terminal::open(&server, "watch");
    bob.wait_for("The code of the room");
    bob.keys(&format!("\x1b[200~{code}\x1b[201~\r"));
    bob.wait_for("Watching guest");
    let log = server.log();
    assert!(
        !log.contains(code.trim_start_matches("watch-")),
        "a code is in the log"
    );
}

#[test]
fn rooms_are_listed_without_their_codes() {
    let server = Server::start();
    let (_ann, code) = presenter(&server);
    let _bob = watch(&server, &code);
    let (out, _, status) = exec(&server, "ann", "rooms");
    assert_eq!(status, 0);
    assert!(out.contains("guest 1\t1"), "{out}");
    for words in ["rooms --json", "who", "who --json"] {
        let (out, ..) = exec(&server, "ann", words);
        assert!(!out.contains(code.trim_start_matches("watch-")), "{out}");
    }
}

#[test]
fn fifty_watch_and_see_what_is_pressed() {
    let server = Server::start();
    let (mut ann, code) = presenter(&server);
    to_the_blade(&mut ann);
    let mut watchers: Vec<_> = (0..50).map(|_| watch(&server, &code)).collect();
    ann.wait_for("50 watch");
    ann.keys("/kim\r");
    for one in &mut watchers {
        one.wait_for("1 of 63 users");
    }
}
