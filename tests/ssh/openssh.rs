//! OpenSSH's client, as people have it: its command line, and a terminal around it. Where it is not
//! installed these tests say so and pass; `PROOFUP_REQUIRE_OPENSSH` makes that a failure.

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use portable_pty::CommandBuilder;

use super::harness::Pty;
use super::server::Server;

/// Options of every call: nobody's own files are read or written.
pub fn options(folder: &Path, address: SocketAddr) -> Vec<String> {
    let known = folder.join("known_hosts");
    let mut all = vec!["-F".to_owned(), "none".to_owned()];
    for option in [
        format!("UserKnownHostsFile={}", known.display()),
        "StrictHostKeyChecking=no".to_owned(),
        "IdentitiesOnly=yes".to_owned(),
        "IdentityAgent=none".to_owned(),
    ] {
        all.extend(["-o".to_owned(), option]);
    }
    all.extend(["-p".to_owned(), address.port().to_string()]);
    all
}

/// Whether these tests can run.
pub fn is_here() -> bool {
    let version = Command::new("ssh").arg("-V").output();
    let here = version.is_ok_and(|version| version.status.success());
    let required = env::var_os("PROOFUP_REQUIRE_OPENSSH").is_some();
    assert!(here || !required, "OpenSSH's client is not installed");
    if !here {
        eprintln!("not run: OpenSSH's client is not installed");
    }
    here
}

/// `ssh` with these arguments, before the host, and words behind it; no input.
pub fn ssh(server: &Server, arguments: &[&str], words: &[&str]) -> Output {
    let mut command = Command::new("ssh");
    command.args(options(server.folder.path(), server.address));
    command.args(arguments).arg("ann@127.0.0.1").args(words);
    command.env_remove("SSH_AUTH_SOCK").stdin(Stdio::null());
    command.output().unwrap()
}

/// The exit status.
pub fn status(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

/// What was said beside the output, without the banner and the client's own words on new hosts.
pub fn said(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines = text.lines().map(str::trim_end);
    let own =
        |line: &&str| !line.contains("simulated tenant") && !line.starts_with("Warning: Perm");
    lines.filter(own).map(str::to_owned).collect()
}

/// `ssh` with these arguments on a terminal of its own.
pub fn terminal(folder: &Path, address: SocketAddr, arguments: &[&str], size: (u16, u16)) -> Pty {
    let mut command = CommandBuilder::new("ssh");
    command.args(options(folder, address));
    command.args(arguments);
    command.env_remove("SSH_AUTH_SOCK");
    Pty::start_command(command, size)
}

/// A key pair of this kind in the server's folder: its private half.
pub fn make_key(server: &Server, kind: &str, name: &str) -> PathBuf {
    let path = server.folder.path().join(name);
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", kind, "-N", "", "-f"])
        .arg(&path)
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    path
}
