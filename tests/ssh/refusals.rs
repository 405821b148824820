//! What a stock client is refused, and how: a sentence or a failure, never silence.

use std::io::Read as _;
use std::net::TcpStream;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use super::openssh::{is_here, options, said, ssh, status};
use super::server::Server;

#[test]
fn no_command_is_run_with_or_without_a_terminal() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    for arguments in [&[][..], &["-tt"]] {
        let output = ssh(&server, arguments, &["cat x"]);
        assert_eq!(status(&output), 127, "{output:?}");
        let said = said(&output);
        assert!(
            said.iter().any(|line| line.contains("is no word here")),
            "{said:?}"
        );
    }
}

#[test]
fn without_a_terminal_there_is_one_line_and_no_escape() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let output = ssh(&server, &["-T"], &[]);
    assert_eq!(status(&output), 64);
    assert_eq!(said(&output).len(), 1, "{output:?}");
    assert!(output.stdout.is_empty());
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn no_files_are_transferred() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let port = server.address.port().to_string();
    let known = server.folder.path().join("known_hosts");
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(["-F", "none", "-o", "StrictHostKeyChecking=no", "-P", &port]);
        command
            .arg("-o")
            .arg(format!("UserKnownHostsFile={}", known.display()));
        command.args(arguments).stdin(Stdio::null());
        command.output().unwrap()
    };
    let output = run("sftp", &["ann@127.0.0.1"]);
    assert_eq!(status(&output), 255, "{output:?}");
    for arguments in [&[][..], &["-O"]] {
        let output = run(
            "scp",
            &[arguments, &["/dev/null", "ann@127.0.0.1:x"]].concat(),
        );
        assert_ne!(status(&output), 0, "{output:?}");
    }
    assert!(server.log().contains("subsystem=sftp"), "{}", server.log());
}

#[test]
fn nothing_is_forwarded() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let output = ssh(&server, &["-W", "127.0.0.1:22"], &[]);
    assert_eq!(status(&output), 255, "{output:?}");
    let output = ssh(
        &server,
        &[
            "-N",
            "-o",
            "ExitOnForwardFailure=yes",
            "-R",
            "0:127.0.0.1:22",
        ],
        &[],
    );
    assert_eq!(status(&output), 255, "{output:?}");
    // A local forwarding listens on its own; whoever connects is closed at once.
    let port = {
        std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port()
    };
    let forward = format!("{port}:127.0.0.1:22");
    let mut terminal = super::openssh::terminal(
        server.folder.path(),
        server.address,
        &["-L", &forward, "sandbox@127.0.0.1"],
        (80, 24),
    );
    terminal.wait_for("Password");
    let mut through = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut bytes = Vec::new();
    let _ = through.read_to_end(&mut bytes);
    assert!(bytes.is_empty(), "{bytes:?}");
}

/// Where the client cannot make a device of its own, it gives up by itself.
#[test]
fn no_tunnel_is_opened() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let tunnel = ["-N", "-o", "ExitOnForwardFailure=yes", "-w", "any:any"];
    let output = ssh(&server, &tunnel, &[]);
    assert_eq!(status(&output), 255, "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.to_lowercase().contains("tunnel"), "{text}");
}

#[test]
fn agent_and_x11_are_asked_for_in_vain_and_the_login_goes_on() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let folder = server.folder.path();
    // An agent as far as the client can tell; whoever talks to it, it is not the server.
    let socket = folder.join("agent");
    let agent = UnixListener::bind(&socket).unwrap();
    std::thread::spawn(move || agent.incoming().for_each(drop));
    let mut command = Command::new("ssh");
    command
        .arg("-o")
        .arg(format!("IdentityAgent={}", socket.display()))
        .args(["-v", "-A", "-Y", "-o", "PubkeyAuthentication=no"])
        .args(options(folder, server.address))
        .args(["ann@127.0.0.1", "version"])
        .env("SSH_AUTH_SOCK", &socket)
        .env("DISPLAY", "127.0.0.1:99")
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    assert_eq!(status(&output), 0, "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        text.contains("Requesting authentication agent forwarding"),
        "{text}"
    );
    assert!(text.contains("Requesting X11 forwarding"), "{text}");
    assert!(text.contains("X11 forwarding request failed"), "{text}");
    for channel in ["auth-agent@openssh.com", "client_request_x11"] {
        assert!(!text.contains(channel), "the server opened one: {text}");
    }
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("proofup "));
}

#[test]
fn a_second_channel_is_refused_and_the_first_goes_on() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let socket = server.folder.path().join("c");
    let socket = socket.to_str().unwrap();
    let control = ["-M", "-S", socket, "sandbox@127.0.0.1"];
    let mut first =
        super::openssh::terminal(server.folder.path(), server.address, &control, (80, 24));
    first.wait_for("Password");
    let output = ssh(
        &server,
        &["-S", socket, "-o", "ControlMaster=no"],
        &["help"],
    );
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        text.contains("refused by peer") || status(&output) == 255,
        "{output:?}"
    );
    first.keys("<ctrl-t><enter>");
    first.wait_for("All users");
}

#[test]
fn only_modern_algorithms_are_spoken_and_nothing_is_compressed() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    for old in [
        &["-o", "KexAlgorithms=diffie-hellman-group14-sha1"][..],
        &["-o", "Ciphers=aes128-cbc"],
        &["-o", "HostKeyAlgorithms=ssh-rsa"],
        &["-o", "MACs=hmac-sha1", "-o", "Ciphers=aes128-ctr"],
    ] {
        let output = ssh(&server, old, &["help"]);
        assert_eq!(status(&output), 255, "{old:?}: {output:?}");
    }
    let output = ssh(&server, &["-C", "-v"], &["help"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("compression: none"), "{text}");
    let known = Command::new("ssh").args(["-Q", "kex"]).output().unwrap();
    let known = String::from_utf8_lossy(&known.stdout).into_owned();
    let best = if known.contains("mlkem768x25519-sha256") {
        "mlkem768x25519-sha256"
    } else {
        "curve25519-sha256"
    };
    assert!(text.contains(&format!("kex: algorithm: {best}")), "{text}");
}

#[test]
fn variables_that_are_not_let_in_do_no_harm() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let output = ssh(
        &server,
        &["-o", "SetEnv=LD_PRELOAD=/tmp/x.so"],
        &["version"],
    );
    assert_eq!(status(&output), 0, "{output:?}");
}
