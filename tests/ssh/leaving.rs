//! However a login ends, its terminal is given back, with a word where it was not its user's wish.

use std::time::Duration;

use super::client::Terminal;
use super::server::Server;

#[test]
fn q_control_c_and_the_end_of_input_leave_and_give_the_terminal_back() {
    let server = Server::start();
    for how in ["q", "\x03", ""] {
        let mut terminal = Terminal::open(&server, "sandbox");
        terminal.wait_for("Password");
        match how {
            "" => terminal.end(),
            // From the password back to the accounts first.
            "q" => terminal.keys("\x1b[Z\x1b"),
            keys => terminal.keys(keys),
        }
        if how == "q" {
            terminal.wait_for("Pick an account");
            terminal.keys("q");
        }
        assert_eq!(terminal.exit(), 0, "{how:?}");
        terminal.assert_restored();
    }
}

#[test]
fn a_server_that_ends_gives_every_terminal_back_with_a_word() {
    let mut server = Server::start();
    let users = ["ann", "shared", "sandbox"];
    let mut terminals: Vec<_> = users
        .iter()
        .map(|user| Terminal::open(&server, user))
        .collect();
    terminals[0].wait_for("Where to?");
    terminals[1].wait_for("Password");
    terminals[2].wait_for("Password");
    server.stop();
    for terminal in &mut terminals {
        assert_eq!(terminal.exit(), 0);
        terminal.assert_restored();
        assert!(
            terminal.screen().contains("the server ends now"),
            "{}",
            terminal.screen()
        );
    }
}

#[test]
fn whoever_is_idle_is_warned_and_then_let_go() {
    let server = Server::with(|settings| {
        settings.limits.idle_warning = Some(Duration::from_millis(300));
        settings.limits.idle = Some(Duration::from_secs(2));
    });
    let mut terminal = Terminal::open(&server, "sandbox");
    terminal.wait_for("Nobody has pressed a key");
    assert_eq!(terminal.exit(), 0);
    terminal.assert_restored();
    assert!(
        terminal
            .screen()
            .contains("nobody pressed a key for 2 seconds")
    );
}

#[test]
fn a_client_that_is_gone_leaves_no_login_behind() {
    let server = Server::start();
    let mut terminal = Terminal::open(&server, "sandbox");
    terminal.wait_for("Password");
    terminal.vanish();
    loop {
        let who = super::client::exec(&server, "ann", "who --json").0;
        if who.contains("\"logins\":[]") {
            return;
        }
    }
}
