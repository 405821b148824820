//! Clients that are slow, loud, huge or odd: they get what they are due, and the others notice
//! nothing.

use std::fs;
use std::io::Read as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use proofup::demo;
use proofup::domain::audit::AuditEntry;
use proofup::domain::plan::Plan;
use proofup::domain::sign_in::SignInEntry;
use proofup::domain::tenant::Tenant;
use proofup::store::memory::MemoryStore;
use proofup::store::{Access, Committed, Snapshot, Store, StoreError, Watcher};
use russh::ChannelMsg;
use rustix::process::Signal;
use tokio::runtime::Runtime;

use super::client::{By, Terminal, connect, exec};
use super::harness::Pty;
use super::openssh::{is_here, terminal};
use super::server::Server;

#[test]
fn a_window_of_any_size_is_drawn_within_reason() {
    let server = Server::start();
    for size in [(20_000, 20_000), (0, 0), (1, 1), (500, 1000)] {
        let runtime = Runtime::new().unwrap();
        runtime.block_on(async {
            let handle = connect(&server, "sandbox", &By::Nothing).await.unwrap();
            let mut channel = handle.channel_open_session().await.unwrap();
            let pty = channel.request_pty(true, "xterm", size.0, size.1, 0, 0, &[]);
            pty.await.unwrap();
            channel.request_shell(true).await.unwrap();
            while !matches!(channel.wait().await, Some(ChannelMsg::Data { .. })) {}
            channel.window_change(20_000, 20_000, 0, 0).await.unwrap();
            while !matches!(channel.wait().await, Some(ChannelMsg::Data { .. })) {}
        });
    }
    let log = server.log();
    for size in ["size=400x150", "size=80x24", "size=1x1"] {
        assert!(log.contains(size), "{size}: {log}");
    }
    assert_eq!(exec(&server, "ann", "version").2, 0);
}

#[test]
fn what_a_client_chose_is_escaped_in_the_log_and_stripped_on_screens() {
    let server = Server::start();
    let runtime = Runtime::new().unwrap();
    let odd = "\x1b]0;owned\x07\nevent=login";
    runtime.block_on(async {
        let handle = connect(&server, odd, &By::Nothing).await.unwrap();
        let mut channel = handle.channel_open_session().await.unwrap();
        channel
            .request_pty(true, odd, 80, 24, 0, 0, &[])
            .await
            .unwrap();
        channel.request_shell(true).await.unwrap();
        while !matches!(channel.wait().await, Some(ChannelMsg::Data { .. })) {}
        let who = tokio::task::block_in_place(|| {
            std::thread::scope(|scope| {
                scope
                    .spawn(|| exec(&server, "ann", "who").0)
                    .join()
                    .unwrap()
            })
        });
        assert!(!who.contains('\x1b'), "{who:?}");
    });
    let log = fs::read(server.folder.path().join("log")).unwrap();
    let odd = log.iter().find(|byte| !matches!(byte, b'\n' | b' '..=b'~'));
    assert_eq!(odd, None, "{}", String::from_utf8_lossy(&log));
    assert!(!server.log().contains("\nevent="), "{}", server.log());
}

#[test]
fn what_openssh_claims_of_its_terminal_is_taken_within_reason() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let ssh = super::openssh::options(server.folder.path(), server.address).join(" ");
    let odd = "x\x1b]0;owned\x07\ny";
    for (rows, columns, size) in [
        (20_000, 20_000, "400x150"),
        (0, 0, "80x24"),
        (1, 1, "1x1"),
        (1_000, 500, "400x150"),
    ] {
        // What the terminal of the test makes of such a picture does not matter.
        let script = format!("stty rows {rows} cols {columns}; exec ssh {ssh} sandbox@127.0.0.1");
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &script]);
        command.env("TERM", odd);
        let mut client = Pty::start_command(command, (80, 24));
        client.wait(size, |_| server.log().contains(&format!("size={size}")));
        client.wait("a frame", |client| client.frames() > 0);
        client.keys("<ctrl-c>");
        assert_eq!(client.exit(), 0, "{size}");
        client.assert_restored();
    }
    let log = server.log();
    assert!(log.contains("owned"), "{log}");
    assert!(!log.contains('\x1b') && !log.contains('\x07'), "{log}");
    assert!(
        log.lines()
            .all(|line| line.contains(" peer=") || !line.contains("owned"))
    );
}

#[test]
fn a_window_that_is_dragged_for_a_while_is_a_few_frames() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    let folder = server.folder.path();
    let mut client = terminal(folder, server.address, &["sandbox@127.0.0.1"], (120, 40));
    client.wait_for("Password");
    client.keys("<ctrl-t><enter>");
    client.wait_for("All users");
    let before = client.raw().len();
    for n in 0..100 {
        client.resize((100 + n % 20, 30 + n % 10));
    }
    client.resize((120, 40));
    client.keys("?");
    client.wait_for("type to find");
    let bytes = client.raw().len() - before;
    assert!(bytes < 250_000, "{bytes} bytes");
}

#[test]
fn slots_are_held_for_the_silent_and_given_back() {
    let server = Server::start();
    let refused = |stream: &mut TcpStream| {
        stream
            .set_read_timeout(Some(super::client::PATIENCE))
            .unwrap();
        let mut one = [0];
        // A server that has let one in speaks first.
        !matches!(stream.read(&mut one), Ok(1))
    };
    let mut held: Vec<_> = (0..100)
        .map(|_| TcpStream::connect(server.address).unwrap())
        .collect();
    let let_in = held
        .iter_mut()
        .filter_map(|stream| (!refused(stream)).then_some(()));
    let let_in = let_in.count();
    assert!((32..=64).contains(&let_in), "{let_in}");
    drop(held);
    let until = Instant::now() + super::client::PATIENCE;
    while refused(&mut TcpStream::connect(server.address).unwrap()) {
        assert!(Instant::now() < until, "no slot was given back");
    }
    assert_eq!(exec(&server, "ann", "version").2, 0);
}

#[test]
fn a_hundred_sizes_in_a_row_are_a_few_frames() {
    let server = Server::start();
    let mut login = Terminal::open_by(&server, "sandbox", &By::Nothing, (120, 40));
    login.sign_in();
    for n in 0..100 {
        login.resize((100 + n % 20, 30 + n % 10));
    }
    login.resize((120, 40));
    login.keys("?");
    login.wait_for("type to find");
    assert!(login.raw().len() < 250_000, "{} bytes", login.raw().len());
}

#[test]
fn a_flood_is_taken_in_at_its_rate_and_the_others_go_on() {
    let server = Server::start();
    let flood = Terminal::open(&server, "sandbox");
    let began = Instant::now();
    for _ in 0..100 {
        flood.send(&vec![b'j'; 32 * 1024]);
    }
    let mut other = Terminal::open(&server, "sandbox");
    other.sign_in();
    other.keys("jjj");
    other.wait_for("Alicia Thornber");
    flood.vanish();
    loop {
        let log = server.log();
        let gone = log.lines().find(|line| line.contains(" logout login=1 "));
        if let Some(line) = gone {
            let received = line.split("received=").nth(1).unwrap();
            let received = received.split(' ').next().unwrap().parse::<f64>().unwrap();
            // What was taken, what one may send ahead, and what waits in the sockets.
            let most = began.elapsed().as_secs_f64().mul_add(65_536.0, 1_500_000.0);
            assert!(received < most, "{received} of {most}");
            return;
        }
        assert!(began.elapsed() < super::client::PATIENCE, "{log}");
    }
}

#[test]
fn a_stopped_client_is_cut_off_and_nobody_waits_for_it() {
    if !is_here() {
        return;
    }
    let server = Server::with(|settings| {
        settings.limits.keepalive = Duration::from_millis(500);
        settings.limits.stall = Duration::from_secs(2);
    });
    let folder = server.folder.path();
    let mut stopped = terminal(folder, server.address, &["shared@127.0.0.1"], (80, 24));
    stopped.wait_for("Password");
    stopped.keys("<ctrl-t><enter>");
    stopped.wait_for("All users");
    stopped.signal(Signal::STOP);
    let mut other = Terminal::open(&server, "shared");
    other.sign_in();
    other.keys("/kim\rb");
    other.wait_for("Block sign-in");
    other.keys("y");
    other.wait_for("Updates successful");
    let until = Instant::now() + super::client::PATIENCE;
    while !server.log().contains(" logout login=1 ") {
        assert!(Instant::now() < until, "{}", server.log());
    }
}

#[test]
fn keys_are_exchanged_anew_under_load() {
    if !is_here() {
        return;
    }
    let server = Server::start();
    // After so many bytes, and after a second.
    for limit in ["RekeyLimit=16K", "RekeyLimit=1G 1"] {
        let arguments = ["-o", limit, "sandbox@127.0.0.1"];
        let mut client = terminal(server.folder.path(), server.address, &arguments, (120, 40));
        client.wait_for("Password");
        client.keys("<ctrl-t><enter>");
        client.wait_for("All users");
        let began = Instant::now();
        let mut rounds = 0;
        while rounds < 20 || began.elapsed() < Duration::from_secs(2) {
            client.keys("G");
            client.wait_for("XiaomingW@contoso.com");
            client.keys("g");
            client.wait_for("Adele Vance");
            rounds += 1;
        }
        client.keys("<ctrl-c>");
        assert_eq!(client.exit(), 0);
        client.assert_restored();
    }
}

#[test]
fn a_panic_ends_one_login_with_a_word_and_the_others_go_on() {
    let (facts, users) = demo::contoso().unwrap();
    let tenant = Tenant::new(facts, users, 0).unwrap();
    let store = Arc::new(PanickingStore(MemoryStore::new(tenant)));
    let server = Server::of(store, |_| ());
    let mut bystander = Terminal::open(&server, "sandbox");
    bystander.sign_in();
    let mut victim = Terminal::open(&server, "shared");
    victim.sign_in();
    victim.keys("5");
    assert_eq!(victim.exit(), 70);
    if is_here() {
        let folder = server.folder.path();
        let mut victim = terminal(folder, server.address, &["shared@127.0.0.1"], (80, 24));
        victim.wait_for("Password");
        victim.keys("<ctrl-t><enter>");
        victim.wait_for("All users");
        victim.keys("5");
        assert_eq!(victim.exit(), 70);
        victim.assert_restored();
        victim.assert_follows("\x1b[?1049l", "an error of proofup's own");
    }
    victim.assert_restored();
    assert!(
        victim.screen().contains("an error of proofup's own"),
        "{}",
        victim.screen()
    );
    bystander.keys("5");
    bystander.wait_for("Audit logs");
}

#[test]
fn a_full_server_says_so() {
    let server = Server::with(|settings| settings.limits.logins = 1);
    let mut first = Terminal::open(&server, "sandbox");
    first.wait_for("Password");
    let (_, errors, status) = super::client::shell_without_room(&server, "ann");
    assert_eq!(status, 75);
    assert!(errors.contains("the server is full"), "{errors}");
    first.keys("\x03");
    assert_eq!(first.exit(), 0);
}

/// Panics when its log is read.
struct PanickingStore(MemoryStore);

impl Store for PanickingStore {
    fn snapshot(&self) -> Snapshot {
        self.0.snapshot()
    }

    fn submit(&self, plan: Plan) -> Result<Committed, StoreError> {
        self.0.submit(plan)
    }

    fn access(&self) -> Access {
        self.0.access()
    }

    fn watch(&self, told: Watcher) {
        self.0.watch(told);
    }

    fn audit(&self, _: usize) -> Result<Vec<AuditEntry>, StoreError> {
        panic!("on purpose")
    }

    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError> {
        self.0.sign_ins(limit)
    }
}
