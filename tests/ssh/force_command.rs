//! Inside an ordinary login: the recipe of the README with OpenSSH's own server.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;

use super::client::PATIENCE;
use super::harness::Pty;
use super::openssh;

const SSHD: &str = "/usr/sbin/sshd";

/// `sshd` on a port of its own, whose logins are proofup and nothing else.
struct Sshd {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
    user: String,
}

impl Sshd {
    /// `None`: it is not here, or may not run here.
    fn start() -> Option<Self> {
        if !openssh::is_here() {
            return None;
        }
        if !Path::new(SSHD).exists() {
            let required = std::env::var_os("PROOFUP_REQUIRE_OPENSSH").is_some();
            assert!(!required, "OpenSSH's server is not installed");
            eprintln!("not run: OpenSSH's server is not installed");
            return None;
        }
        // Where it shuts itself in, as root; its package makes this at boot.
        let _ = fs::create_dir_all("/run/sshd");
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        for name in ["host_key", "own"] {
            let mut make = Command::new("ssh-keygen");
            make.args(["-q", "-t", "ed25519", "-N", "", "-f", &at(name)]);
            assert!(make.status().unwrap().success());
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let config = format!(
            "Port {}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\n\
             StrictModes no\nUsePAM no\nPermitRootLogin yes\nSubsystem sftp internal-sftp\n\
             ForceCommand {} --sandbox --confined --seed {}\nDisableForwarding yes\nPermitUserRC no\n\
             AcceptEnv NO_COLOR LANG LC_*\n",
            address.port(),
            at("host_key"),
            at("own.pub"),
            env!("CARGO_BIN_EXE_proofup"),
            address.port(),
        );
        fs::write(at("config"), config).unwrap();
        let child = Command::new(SSHD)
            .args(["-D", "-e", "-f", &at("config")])
            .stdin(Stdio::null())
            .stderr(fs::File::create(at("log")).unwrap())
            .spawn()
            .unwrap();
        let user = Command::new("id").arg("-un").output().unwrap();
        let user = String::from_utf8(user.stdout).unwrap().trim().to_owned();
        let own = Self {
            child,
            address,
            folder,
            user,
        };
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            let log = fs::read_to_string(own.folder.path().join("log")).unwrap();
            assert!(Instant::now() < until, "sshd does not listen: {log}");
        }
        Some(own)
    }

    fn arguments(&self, more: &[&str], words: &[&str]) -> Vec<String> {
        let key = self.folder.path().join("own");
        let mut all = vec!["-i".to_owned(), key.to_str().unwrap().to_owned()];
        all.extend(more.iter().map(|&one| one.to_owned()));
        all.push(format!("{}@127.0.0.1", self.user));
        all.extend(words.iter().map(|&one| one.to_owned()));
        all
    }

    fn terminal(&self, more: &[&str]) -> Pty {
        self.with_words(more, &[])
    }

    fn with_words(&self, more: &[&str], words: &[&str]) -> Pty {
        let arguments = self.arguments(more, words);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        openssh::terminal(self.folder.path(), self.address, &arguments, (80, 24))
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_login_is_the_portal_that_neither_stops_nor_touches_files() {
    let Some(sshd) = Sshd::start() else { return };
    let mut pty = sshd.terminal(&["-o", "SetEnv=LANG=C.UTF-8"]);
    pty.wait_for("Pick an account");
    pty.keys("<ctrl-z>");
    pty.wait_for("there is no shell to go back to");
    pty.keys("<enter><ctrl-t><enter>");
    pty.wait_for("All users");
    pty.keys("D");
    pty.wait_for("Not in this login");
    pty.keys("<ctrl-c>");
    assert_eq!(pty.exit(), 0);
    pty.assert_restored();
}

#[test]
fn a_login_without_a_terminal_ends_at_once_with_one_line() {
    let Some(sshd) = Sshd::start() else { return };
    for words in [&[][..], &["cat", "x"]] {
        let mut pty = sshd.with_words(&["-T"], words);
        assert_eq!(pty.exit(), 1, "{words:?}");
        let screen = pty.screen();
        assert_eq!(screen.matches("proofup: ").count(), 1, "{screen}");
        assert!(screen.contains("is no terminal"), "{screen}");
    }
}

#[test]
fn a_login_whose_client_is_gone_ends() {
    let Some(sshd) = Sshd::start() else { return };
    let mut pty = sshd.terminal(&[]);
    pty.wait_for("Pick an account");
    // No other proofup has this seed.
    let seed = format!("--seed\0{}\0", sshd.address.port());
    let ours = || {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let mut lines = processes.filter_map(|one| fs::read(one.path().join("cmdline")).ok());
        lines.any(|line| String::from_utf8_lossy(&line).contains(&seed))
    };
    assert!(ours(), "the login is not found");
    drop(pty);
    let until = Instant::now() + PATIENCE;
    while ours() {
        assert!(Instant::now() < until, "it still runs");
    }
}
