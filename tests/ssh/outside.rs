//! What others say of the server: `ssh-audit` of what it speaks, and the advisories of what it is
//! made of.

use std::process::Command;

use super::server::Server;

/// Where it is not installed this says so and passes; `.ci/run` installs it where that is possible.
#[test]
fn ssh_audit_finds_no_fault() {
    let here = Command::new("ssh-audit").arg("--help").output();
    if !here.is_ok_and(|output| output.status.success()) {
        eprintln!("not run: ssh-audit is not installed");
        return;
    }
    let server = Server::start();
    let port = server.address.port().to_string();
    let mut command = Command::new("ssh-audit");
    // Its own flood of connections is no finding about algorithms.
    command.args(["--skip-rate-test", "--no-colors", "-p", &port, "127.0.0.1"]);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("(kex) curve25519-sha256"), "{output:?}");
    assert!(text.contains("(enc) chacha20-poly1305"), "{text}");
    let faults = |mark| {
        text.lines()
            .filter(move |line: &&str| line.contains(mark))
            .count()
    };
    assert_eq!(faults("[fail]"), 0, "{text}");
}

/// What reads the bytes of strangers, and the first version without a known fault. Newer faults are
/// found by `cargo audit` in `.ci/run`, where its database can be reached.
const WITHOUT_KNOWN_FAULT: [(&str, [u64; 3]); 8] = [
    // Panics before login, by a long pty-req and in keyboard-interactive; frames of agents.
    ("russh", [0, 62, 4]),
    ("curve25519-dalek", [4, 1, 3]),
    ("ed25519-dalek", [2, 0, 0]),
    ("mio", [0, 8, 11]),
    ("ring", [0, 17, 12]),
    ("socket2", [0, 3, 16]),
    ("tokio", [1, 43, 1]),
    ("tar", [0, 4, 36]),
];

#[test]
fn what_reads_the_bytes_of_strangers_is_newer_than_every_fault_that_is_known_of_it() {
    let lock = include_str!("../../Cargo.lock");
    for (name, fixed) in WITHOUT_KNOWN_FAULT {
        let mut found = 0;
        for package in lock.split("[[package]]").skip(1) {
            let value = |key: &str| {
                let line = package.lines().find_map(|line| line.strip_prefix(key))?;
                line.strip_prefix(" = \"")?.strip_suffix('"')
            };
            if value("name") != Some(name) {
                continue;
            }
            found += 1;
            let version = value("version").unwrap();
            let numbers: Vec<u64> = version
                .split(['.', '-', '+'])
                .map_while(|part| part.parse().ok())
                .collect();
            assert!(numbers.as_slice() >= fixed.as_slice(), "{name} {version}");
        }
        assert_eq!(found, 1, "versions of {name}");
    }
    assert!(
        !lock.contains("name = \"flate2\""),
        "nothing is ever inflated"
    );
}
