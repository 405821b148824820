//! A server with somebody who floods it, or who takes nothing any more: what it costs the others, and
//! what it costs the server. The program itself, and OpenSSH's client.

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::harness::Pty;
use super::openssh::{is_here, options, terminal};
use super::process::Process;

fn open(process: &Process, who: &str) -> Pty {
    let mut client = terminal(process.folder.path(), process.address, &[who], (120, 40));
    client.wait_for("Password");
    client.keys("<ctrl-t><enter>");
    client.wait_for("All users");
    client
}

#[test]
fn whoever_takes_nothing_costs_no_memory_and_nobody_waits_for_them() {
    if !is_here() {
        return;
    }
    let process = Process::start(&["--keepalive", "2s", "--stall", "6s"]);
    let mut stopped = open(&process, "shared@127.0.0.1");
    let mut other = open(&process, "shared@127.0.0.1");
    other.keys("/kim<enter>");
    other.wait_for("1 of 63 users");
    stopped.keys("/kim<enter>");
    stopped.wait_for("1 of 63 users");
    stopped.signal(Signal::STOP);
    let mut toggle = |times: usize| {
        for _ in 0..times {
            other.keys("b");
            other.wait_for("What this will do");
            other.keys("y");
            other.wait_for("Updates successful");
            other.keys("<enter>u");
            other.wait_for("Undid");
        }
    };
    // Each of these is a frame for the one who is stopped.
    toggle(2);
    let before = process.memory();
    toggle(10);
    let more = process.memory().saturating_sub(before);
    assert!(more < 4_000, "{more} KB");
    process.wait_for_log(" logout login=1 ");
    toggle(1);
}

#[test]
fn two_who_send_as_fast_as_they_can_are_taken_in_at_their_rate() {
    if !is_here() {
        return;
    }
    let process = Process::start(&[]);
    let ssh = options(process.folder.path(), process.address).join(" ");
    let mut floods: Vec<_> = (0..2)
        .map(|_| {
            let script = format!("yes | exec ssh -tt {ssh} sandbox@127.0.0.1");
            let mut command = CommandBuilder::new("sh");
            command.args(["-c", &script]);
            let mut flood = Pty::start_command(command, (80, 24));
            flood.wait("a frame", |flood| flood.frames() > 0);
            flood
        })
        .collect();
    let mut other = open(&process, "sandbox@127.0.0.1");
    for _ in 0..10 {
        other.keys("G");
        other.wait_for("XiaomingW@contoso.com");
        other.keys("g");
        other.wait_for("Adele Vance");
    }
    for flood in &mut floods {
        flood.signal(Signal::KILL);
    }
    other.keys("<ctrl-c>");
    assert_eq!(other.exit(), 0);
    for login in [1, 2] {
        process.wait_for_log(&format!(" logout login={login} "));
    }
    let log = process.log();
    for line in log.lines().filter(|line| line.contains(" logout login=")) {
        let value = |key: &str| -> f64 {
            let rest = line.split(key).nth(1).unwrap();
            rest.split(' ').next().unwrap().parse().unwrap()
        };
        // What was taken, what one may send ahead, and what waits in the sockets.
        let most = (value("seconds=") + 1.0).mul_add(65_536.0, 1_500_000.0);
        assert!(value("received=") < most, "{line}");
    }
}
