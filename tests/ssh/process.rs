//! The program itself as a server: signals, what the system refuses, what is kept when it is killed.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// `proofup serve` on a port of its own, with a tenant, a key and a log in a folder of its own.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    pub folder: TempDir,
}

impl Process {
    /// Starts it behind a shell's words, such as `ulimit -n 40;`.
    pub fn behind(words: &str, arguments: &[&str]) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), words, arguments)
    }

    /// Starts it.
    pub fn start(arguments: &[&str]) -> Self {
        Self::behind("", arguments)
    }

    /// Starts it on what an earlier one has left.
    pub fn in_folder(folder: TempDir, words: &str, arguments: &[&str]) -> Self {
        let script = format!("{words} exec \"$0\" \"$@\"");
        let mut child = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_proofup")])
            .args([
                "--as",
                "admin@contoso.com",
                "serve",
                "--listen",
                "127.0.0.1:0",
            ])
            .args(arguments)
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env_remove("PROOFUP_TENANT")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut all = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(
                stderr.read_line(&mut line).unwrap() > 0,
                "it did not start: {all}"
            );
            let address = line
                .split("listens at ")
                .nth(1)
                .and_then(|rest| rest.split(';').next());
            if let Some(address) = address {
                break address.parse().unwrap();
            }
            all += &line;
        };
        let log = folder.path().join("log");
        // What it says goes on into the file that the tests read.
        std::thread::spawn(move || {
            let mut file = fs::File::create(log).unwrap();
            let _ = std::io::copy(&mut stderr, &mut file);
        });
        Self {
            child,
            address,
            folder,
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits until it has ended. Gives its exit code.
    pub fn exit(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Memory in use, in KB.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let mut words = line.unwrap().split_whitespace();
        words.nth(1).unwrap().parse().unwrap()
    }

    /// What it has said since it listens.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Waits until the log has `text`.
    pub fn wait_for_log(&self, text: &str) {
        let until = std::time::Instant::now() + super::client::PATIENCE;
        while !self.log().contains(text) {
            assert!(
                std::time::Instant::now() < until,
                "no {text}: {}",
                self.log()
            );
            std::thread::yield_now();
        }
    }

    fn tenant(&self) -> std::path::PathBuf {
        self.folder.path().join("proofup/contoso")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn open(process: &Process, arguments: &[&str]) -> super::harness::Pty {
    let folder: &Path = process.folder.path();
    super::openssh::terminal(folder, process.address, arguments, (80, 24))
}

#[test]
fn sigterm_gives_every_terminal_back_and_ends_with_nothing_lost() {
    if !super::openssh::is_here() {
        return;
    }
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut process = Process::start(&[]);
        let mut clients = ["shared@127.0.0.1", "sandbox@127.0.0.1", "ann@127.0.0.1"]
            .map(|who| open(&process, &[who]));
        for (client, text) in clients
            .iter_mut()
            .zip(["Password", "Password", "Where to?"])
        {
            client.wait_for(text);
        }
        process.signal(signal);
        for client in &mut clients {
            assert_eq!(client.exit(), 0);
            client.assert_restored();
            client.assert_follows("\x1b[?1049l", "the server ends now");
        }
        assert_eq!(process.exit(), Some(0), "{signal:?}");
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    if !super::openssh::is_here() {
        return;
    }
    let mut process = Process::start(&["--drain", "8h"]);
    let mut client = open(&process, &["sandbox@127.0.0.1"]);
    client.wait_for("Password");
    // A client that is stopped cannot say goodbye.
    client.signal(Signal::STOP);
    process.signal(Signal::TERM);
    process.wait_for_log(" drain ");
    process.signal(Signal::TERM);
    assert_eq!(process.exit(), Some(0));
    process.wait_for_log("at-once=true");
}

#[test]
fn sigusr1_logs_one_line_of_figures() {
    let process = Process::start(&[]);
    process.signal(Signal::USR1);
    process.wait_for_log(" metrics connections=0 waiting=0 logins=0 refused=0 ");
}

#[test]
fn what_was_answered_for_is_there_after_a_kill() {
    if !super::openssh::is_here() {
        return;
    }
    let mut process = Process::start(&["--mode", "shared"]);
    let mut client = open(&process, &["ann@127.0.0.1"]);
    client.wait_for("Password");
    client.keys("<ctrl-t><enter>");
    client.wait_for("All users");
    client.keys("/kim<enter>b");
    client.wait_for("Block sign-in");
    client.keys("y");
    client.wait_for("Updates successful");
    process.signal(Signal::KILL);
    process.exit();
    let users = Command::new(env!("CARGO_BIN_EXE_proofup"))
        .arg("--tenant")
        .arg(process.tenant())
        .args(["users", "--search", "KimA"])
        .output()
        .unwrap();
    let text = String::from_utf8(users.stdout).unwrap();
    assert!(text.contains("Blocked"), "{text}");
}

#[test]
fn out_of_files_it_lives_on_and_lets_people_in_when_there_are_some_again() {
    let process = Process::behind("ulimit -n 40;", &[]);
    let connect = || TcpStream::connect(process.address).unwrap();
    let held: Vec<_> = (0..60).map(|_| connect()).collect();
    process.wait_for_log("accept-failed");
    drop(held);
    let mut version = String::new();
    let mut stream = connect();
    stream.write_all(b"SSH-2.0-test\r\n").unwrap();
    BufReader::new(&stream).read_line(&mut version).unwrap();
    assert!(version.starts_with("SSH-2.0-proofup"), "{version:?}");
    if super::openssh::is_here() {
        let mut client = open(&process, &["ann@127.0.0.1", "version"]);
        assert_eq!(client.exit(), 0, "{}", client.screen());
    }
}

#[test]
fn whoever_says_nothing_or_only_hello_is_cut_off_at_grace_while_others_log_in() {
    let process = Process::start(&["--grace", "2s"]);
    let silent = TcpStream::connect(process.address).unwrap();
    let mut hello = TcpStream::connect(process.address).unwrap();
    hello.write_all(b"SSH-2.0-hello\r\n").unwrap();
    if super::openssh::is_here() {
        let mut client = open(&process, &["sandbox@127.0.0.1"]);
        client.wait_for("Password");
    }
    for mut stream in [silent, hello] {
        stream
            .set_read_timeout(Some(super::client::PATIENCE))
            .unwrap();
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
        }
    }
    process.wait_for_log("too-slow");
}

#[test]
fn a_key_that_others_can_read_is_refused_with_the_reason() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    fs::write(&key, "").unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_proofup"));
        command.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--mode",
            "sandbox",
            "--host-key",
        ]);
        command
            .arg(&key)
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(run().contains("chmod 600"));
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(run().contains("no private host key"));
}
