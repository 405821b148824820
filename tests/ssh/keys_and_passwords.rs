//! Getting in with a stock client: kinds of keys, many keys, passwords.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use proofup::domain::entropy::Entropy;
use proofup::domain::secret::Secret;
use proofup::ssh::password_line;
use proofup::ssh::settings::{Admission, Limits};

use super::openssh::{is_here, make_key, options, ssh, status, terminal};
use super::server::Server;

/// A server whose list of keys is the file `keys` in its folder, empty at first.
fn for_keys(kinds: &[(&str, &str)]) -> (Server, Vec<String>) {
    // The keys have to be there before the server reads its list.
    let first = Server::start();
    let mut list = String::new();
    let mut paths = Vec::new();
    for (kind, name) in kinds {
        let path = make_key(&first, kind, name);
        list += &fs::read_to_string(path.with_extension("pub")).unwrap();
        paths.push(path.to_str().unwrap().to_owned());
    }
    let keys = first.folder.path().join("keys");
    fs::write(&keys, list).unwrap();
    let server = Server::with(|settings| {
        settings.admission = Admission::Listed {
            keys: Some(keys),
            passwords: None,
        };
    });
    // The keys stay where they are: the folder must outlive the server that made them.
    std::mem::forget(first);
    (server, paths)
}

#[test]
fn keys_of_every_usual_kind_get_in_and_sha1_does_not() {
    if !is_here() {
        return;
    }
    let kinds = [("rsa", "r"), ("ecdsa", "e"), ("ed25519", "d")];
    let (server, paths) = for_keys(&kinds);
    for path in &paths {
        let output = ssh(&server, &["-i", path], &["version"]);
        assert_eq!(status(&output), 0, "{path}: {output:?}");
    }
    let sha1 = ["-i", &paths[0], "-o", "PubkeyAcceptedAlgorithms=ssh-rsa"];
    let output = ssh(&server, &sha1, &["version"]);
    assert_eq!(status(&output), 255, "{output:?}");
    let output = ssh(&server, &[], &["version"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(status(&output), 255);
    assert!(text.contains("on the list only"), "{text}");
}

#[test]
fn the_right_key_may_be_the_ninth() {
    if !is_here() {
        return;
    }
    let (server, paths) = for_keys(&[("ed25519", "right")]);
    let mut arguments = Vec::new();
    for n in 0..8 {
        let path = make_key(&server, "ed25519", &format!("wrong{n}"));
        arguments.extend(["-i".to_owned(), path.to_str().unwrap().to_owned()]);
    }
    arguments.extend(["-i".to_owned(), paths[0].clone()]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = ssh(&server, &arguments, &["version"]);
    assert_eq!(status(&output), 0, "{output:?}");
}

/// A server for Ann with her password.
fn for_ann(penalties: bool) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let passwords = folder.path().join("passwords");
    let secret = Secret::new("correct horse");
    let line = password_line("ann", &secret, &mut Entropy::from_seed(1)).unwrap();
    fs::write(&passwords, format!("# one line each\n{line}\n")).unwrap();
    Server::with(|settings| {
        settings.admission = Admission::Listed {
            keys: None,
            passwords: Some(passwords),
        };
        settings.limits = Limits {
            penalties,
            ..Limits::lab()
        };
    })
}

#[test]
fn three_wrong_passwords_end_it_and_are_remembered_against_the_address() {
    if !is_here() {
        return;
    }
    let server = for_ann(true);
    let folder = server.folder.path();
    let mut client = terminal(
        folder,
        server.address,
        &["ann@127.0.0.1", "version"],
        (80, 24),
    );
    for n in 1..=3 {
        client.wait(&format!("prompt {n}"), |client| {
            client.screen().matches("password:").count() == n
        });
        client.keys("wrong<enter>");
    }
    assert_eq!(client.exit(), 255);
    assert!(
        client.screen().contains("Permission denied"),
        "{}",
        client.screen()
    );
    let mut next = terminal(
        folder,
        server.address,
        &["ann@127.0.0.1", "version"],
        (80, 24),
    );
    assert_eq!(next.exit(), 255);
    assert!(!next.screen().contains("password:"), "{}", next.screen());
    let log = server.log();
    assert!(log.contains("penalty address=127.0.0.1"), "{log}");
    assert!(log.contains("why=Penalty"), "{log}");
}

#[test]
fn the_right_password_gets_in_and_none_is_ever_in_the_log() {
    if !is_here() {
        return;
    }
    let server = for_ann(false);
    let folder = server.folder.path();
    let mut client = terminal(folder, server.address, &["ann@127.0.0.1"], (80, 24));
    client.wait_for("password:");
    client.keys("battery staple<enter>");
    client.wait("the second prompt", |client| {
        client.screen().matches("password:").count() == 2
    });
    client.keys("correct horse<enter>");
    client.wait_for("Where to?");
    client.keys("2");
    client.wait_for("Enter password");
    client.keys("my own portal password<enter>");
    client.wait_for("is not right (50126)");
    client.keys("<ctrl-c>");
    assert_eq!(client.exit(), 0);
    client.assert_restored();
    let log = server.log();
    for secret in [
        "correct horse",
        "battery staple",
        "my own portal password",
        "argon2",
    ] {
        assert!(!log.contains(secret), "{log}");
    }
    assert!(log.contains("identity=ann"), "{log}");
}

/// Other work of the computer takes time, too: the two are tried in turn, and compared in pairs.
#[test]
fn a_name_that_is_not_there_takes_as_long_as_a_wrong_password() {
    if !is_here() {
        return;
    }
    let server = for_ann(false);
    let folder = server.folder.path();
    let answers = folder.join("answers");
    fs::write(&answers, "#!/bin/sh\necho wrong\n").unwrap();
    fs::set_permissions(&answers, fs::Permissions::from_mode(0o700)).unwrap();
    let three_in_vain = |name: &str| {
        let mut command = Command::new("ssh");
        command
            .args(options(folder, server.address))
            .args([&format!("{name}@127.0.0.1"), "version"])
            .env("SSH_ASKPASS", &answers)
            .env("SSH_ASKPASS_REQUIRE", "force")
            .stdin(Stdio::null());
        let began = Instant::now();
        let output = command.output().unwrap();
        let took = began.elapsed().as_secs_f64();
        assert_eq!(status(&output), 255, "{output:?}");
        took
    };
    let mut ratios: Vec<f64> = (0..7)
        .map(|_| three_in_vain("nobody") / three_in_vain("ann"))
        .collect();
    ratios.sort_by(f64::total_cmp);
    let wrong = server.log().matches("wrong-password").count();
    assert_eq!(wrong, 7 * 2 * 3, "each password was checked");
    // Without the work for nobody it is about a third.
    assert!((0.7..1.4).contains(&ratios[3]), "{ratios:?}");
}
