//! However a login ends, its terminal is given back, with a word where it was not its user's wish.

use std::time::Duration;

use rustix::process::Signal;

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

#[test]
fn a_stock_client_has_its_terminal_back_whatever_ends_the_login() {
    if !super::openssh::is_here() {
        return;
    }
    let server = Server::with(|settings| {
        settings.limits.idle_warning = Some(Duration::from_secs(3));
        settings.limits.idle = Some(Duration::from_secs(5));
    });
    let open = || {
        let folder = server.folder.path();
        let arguments = ["-e", "none", "sandbox@127.0.0.1"];
        let mut client = super::openssh::terminal(folder, server.address, &arguments, (80, 24));
        client.wait_for("Password");
        client
    };
    // Many times: what comes behind the last bytes must never overtake them.
    for n in 0..30 {
        let mut client = open();
        if n % 2 == 0 {
            client.keys("<ctrl-c>");
        } else {
            client.keys("<ctrl-t><enter>");
            client.wait_for("All users");
            client.keys("q");
        }
        assert_eq!(client.exit(), 0, "{n}");
        client.assert_restored();
    }
    let mut idle = open();
    assert_eq!(idle.exit(), 0);
    idle.assert_restored();
    idle.assert_follows("\x1b[?1049l", "nobody pressed a key for 5 seconds");
    let killed = open();
    killed.signal(Signal::KILL);
    loop {
        let who = super::client::exec(&server, "ann", "who --json").0;
        if who.contains("\"logins\":[]") {
            return;
        }
    }
}
