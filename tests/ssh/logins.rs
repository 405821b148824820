//! Who is let in, where they get, and what words are answered.

use super::client::{By, Terminal, connect, exec, key};
use super::server::Server;
use proofup::ssh::settings::{Admission, Mode};
use russh::keys::HashAlg;
use tokio::runtime::Runtime;

fn let_in(server: &Server, user: &str, by: &By) -> bool {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(connect(server, user, by)).is_some()
}

#[test]
fn a_login_gets_the_lobby_and_from_there_the_portal() {
    let server = Server::start();
    let mut terminal = Terminal::open(&server, "ann");
    terminal.wait_for("Where to?");
    terminal.wait_for(&server.fingerprint);
    terminal.keys("\x1b[B\r");
    terminal.sign_in();
    terminal.wait_for("sandbox");
    terminal.keys("q");
    assert_eq!(terminal.exit(), 0);
    terminal.assert_restored();
}

#[test]
fn whoever_lets_everybody_in_from_anywhere_is_warned() {
    assert!(!Server::start().log().contains(" warning "));
    let server = Server::with(|settings| settings.listen = "0.0.0.0:0".parse().unwrap());
    assert!(server.log().contains(" warning "), "{}", server.log());
}

#[test]
fn user_names_lead_straight_to_a_place() {
    let server = Server::start();
    for user in ["shared", "sandbox"] {
        let mut terminal = Terminal::open(&server, user);
        terminal.wait_for("Enter password");
        let who = exec(&server, "ann", "who --json").0;
        assert!(who.contains(&format!("\"place\":\"{user}\"")), "{who}");
    }
    let server = Server::with(|settings| settings.mode = Mode::Sandbox);
    let mut terminal = Terminal::open(&server, "shared");
    terminal.wait_for("Enter password");
    let who = exec(&server, "ann", "who --json").0;
    assert!(who.contains("\"place\":\"sandbox\""), "{who}");
}

#[test]
fn words_are_answered_without_a_terminal() {
    let server = Server::start();
    let said = |words: &str| {
        let (out, errors, status) = exec(&server, "ann", words);
        assert_eq!((&*errors, status), ("", 0), "{words}");
        out
    };
    assert!(said("help").contains("fingerprint"));
    assert!(said("version").starts_with("proofup "));
    assert_eq!(said("fingerprint"), format!("{}\n", server.fingerprint));
    assert!(said("users").contains("\tKimA@contoso.com\t"));
    assert!(said("user KimA@contoso.com").starts_with("Kim Akers\n"));
    assert!(said("who").starts_with("Login\t"));
    for words in [
        "help",
        "version",
        "fingerprint",
        "users",
        "user KimA@contoso.com",
        "who",
    ] {
        let text = said(&format!("{words} --json"));
        serde_json::from_str::<serde_json::Value>(&text).expect(words);
    }
}

#[test]
fn everything_else_is_one_line_and_nothing_is_run() {
    let server = Server::start();
    for words in [
        "cat x",
        "",
        "sh -c id",
        "users; id",
        "--help",
        "scp -t .",
        "\x1b]0;x\x07",
    ] {
        let (out, errors, status) = exec(&server, "ann", words);
        assert_eq!((&*out, status), ("", 127), "{words:?}");
        assert_eq!(errors.lines().count(), 1, "{errors:?}");
        assert!(!errors.contains('\x1b'), "{errors:?}");
    }
    let (_, errors, status) = exec(&server, "ann", "user nobody@contoso.com");
    assert_eq!(status, 1);
    assert!(errors.contains("nobody in Contoso"), "{errors}");
}

#[test]
fn with_a_list_of_keys_only_those_get_in() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("keys");
    let public = key(1).public_key().to_openssh().unwrap();
    std::fs::write(&list, format!("# the class\nrestrict,pty {public} ann\n\n")).unwrap();
    let server = Server::with(|settings| {
        settings.admission = Admission::Listed {
            keys: Some(list),
            passwords: None,
        };
    });
    assert!(let_in(&server, "ann", &By::Key(1)));
    assert!(!let_in(&server, "ann", &By::Key(2)));
    assert!(!let_in(&server, "ann", &By::Nothing));
    assert!(!let_in(&server, "ann", &By::Password("Proof-up!2026")));
    let mut terminal = Terminal::open_by(&server, "ann", &By::Key(1), (80, 24));
    terminal.wait_for("Where to?");
    let own = key(1).fingerprint(HashAlg::Sha256).to_string();
    assert!(server.log().contains(&own), "{}", server.log());
}
