//! `cargo bench --bench ssh`: the server by itself, and with many people in it. The server is a
//! process of its own; the clients are `russh`'s, in this one, which shares the machine with it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints figures and fails by panicking"
)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use russh::client::{self, Handle, KeyboardInteractiveAuthResponse, Msg};
use russh::keys::PublicKeyOrCertificate;
use russh::{Channel, ChannelMsg};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::time::{sleep_until, timeout};

const LOGINS: usize = 200;
const KEYS: usize = 200;
const WATCHERS: usize = 50;

struct Anyone;

impl client::Handler for Anyone {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

struct Server {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_proofup"))
            .args([
                "--as",
                "admin@contoso.com",
                "serve",
                "--listen",
                "127.0.0.1:0",
            ])
            // All of them come at once.
            .args(["--waiting", "1000", "--waiting-per-address", "1000"])
            .args(["--logins", "500", "--logins-per-address", "500"])
            .arg("--host-key")
            .arg(folder.path().join("key"))
            .arg("--log")
            .arg(folder.path().join("log"))
            .env("XDG_DATA_HOME", folder.path())
            .env("HOME", folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stderr = child.stderr.take().unwrap();
        BufReader::new(stderr).read_line(&mut line).unwrap();
        let address = line
            .split(" at ")
            .nth(1)
            .and_then(|rest| rest.split(';').next());
        let address = address.and_then(|address| address.parse().ok());
        Self {
            child,
            address: address.unwrap_or_else(|| panic!("no address in {line:?}")),
            folder,
        }
    }

    fn stat(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap()
    }

    /// Memory in use, in KB.
    fn memory(&self) -> u64 {
        let status = self.stat("status");
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Time of processors used so far, in milliseconds, by a clock of 100 Hz.
    fn cpu(&self) -> u64 {
        let stat = self.stat("stat");
        let behind = stat.rsplit(')').next().unwrap();
        let fields: Vec<&str> = behind.split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        ticks * 10
    }

    /// The same of the threads that live, in microseconds.
    fn cpu_of_threads(&self) -> u64 {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let of = |path: std::path::PathBuf| -> Option<u64> {
            let text = fs::read_to_string(path).ok()?;
            text.split(' ').next()?.parse().ok()
        };
        let times = threads.filter_map(|thread| of(thread.ok()?.path().join("schedstat")));
        times.sum::<u64>() / 1000
    }

    /// Tells it to end. Gives how long that took.
    fn end(mut self) -> Duration {
        let began = Instant::now();
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
        began.elapsed()
    }
}

struct Login {
    handle: Handle<Anyone>,
    channel: Channel<Msg>,
}

impl Login {
    /// Connects and goes to `user`'s place. Gives the time to the first whole frame.
    async fn open(address: SocketAddr, user: &str) -> (Self, Duration) {
        let began = Instant::now();
        let config = client::Config {
            nodelay: true,
            ..client::Config::default()
        };
        let mut handle = client::connect(Arc::new(config), address, Anyone)
            .await
            .unwrap();
        let answer = handle
            .authenticate_keyboard_interactive_start(user, None)
            .await
            .unwrap();
        assert!(matches!(answer, KeyboardInteractiveAuthResponse::Success));
        let channel = handle.channel_open_session().await.unwrap();
        channel
            .request_pty(false, "xterm-256color", 120, 40, 0, 0, &[])
            .await
            .unwrap();
        channel.request_shell(false).await.unwrap();
        let mut own = Self { handle, channel };
        own.frame().await;
        let took = began.elapsed();
        (own, took)
    }

    async fn sign_in(&mut self) {
        self.keys(b"\x14\r").await;
        while !String::from_utf8_lossy(&self.frame().await).contains("Adele") {}
    }

    async fn keys(&self, keys: &[u8]) {
        self.channel.data(keys).await.unwrap();
    }

    /// The bytes up to the end of the next frame.
    async fn frame(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\x1b[?2026l") {
            let message = timeout(Duration::from_secs(20), self.channel.wait()).await;
            if let Some(ChannelMsg::Data { data }) = message.expect("no frame came") {
                bytes.extend(data.to_vec());
            }
        }
        bytes
    }

    /// What a key takes: time to its picture, and bytes.
    async fn key(&mut self, key: &[u8]) -> (Duration, usize) {
        let began = Instant::now();
        self.keys(key).await;
        let bytes = self.frame().await.len();
        (began.elapsed(), bytes)
    }
}

/// From the start of OpenSSH's client to the first whole frame on its terminal. `None`: there is none.
fn openssh(server: &Server) -> Option<Vec<Duration>> {
    Command::new("ssh").arg("-V").output().ok()?;
    let known = server.folder.path().join("known");
    let known = format!("UserKnownHostsFile={}", known.display());
    let port = server.address.port().to_string();
    let launch = || {
        let system = portable_pty::native_pty_system();
        let size = portable_pty::PtySize {
            rows: 40,
            cols: 120,
            ..portable_pty::PtySize::default()
        };
        let pair = system.openpty(size).unwrap();
        let mut command = portable_pty::CommandBuilder::new("ssh");
        command.args(["-F", "none", "-o", &known, "-o", "StrictHostKeyChecking=no"]);
        command.args(["-o", "IdentityAgent=none", "-o", "PubkeyAuthentication=no"]);
        command.args(["-p", &port, "sandbox@127.0.0.1"]);
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let began = Instant::now();
        let mut child = pair.slave.spawn_command(command).unwrap();
        let (mut all, mut bytes) = (Vec::new(), [0; 8192]);
        while !all.windows(8).any(|part| part == b"\x1b[?2026l") {
            let count = std::io::Read::read(&mut reader, &mut bytes).unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&all));
            all.extend(&bytes[..count]);
        }
        let took = began.elapsed();
        let _ = child.kill();
        let _ = child.wait();
        took
    };
    Some((0..20).map(|_| launch()).collect())
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    format!(
        "p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms",
        at(50),
        at(95),
        at(99)
    )
}

/// Down and up, with a pause between, so that each key has a frame of its own.
async fn keys(login: &mut Login, count: usize) -> (Vec<Duration>, usize) {
    let (mut times, mut bytes) = (Vec::new(), 0);
    for n in 0..count {
        let (time, more) = login.key(if n % 2 == 0 { b"j" } else { b"k" }).await;
        times.push(time);
        bytes += more;
        sleep_until(tokio::time::Instant::now() + Duration::from_millis(20)).await;
    }
    (times, bytes / count)
}

/// Presses two keys a second, until it is dropped.
async fn bystander(mut login: Login, n: usize) {
    let start = Duration::from_millis((n * 500 / LOGINS) as u64);
    let mut next = tokio::time::Instant::now() + start;
    for down in [true, false].into_iter().cycle() {
        sleep_until(next).await;
        next += Duration::from_millis(500);
        login.key(if down { b"j" } else { b"k" }).await;
    }
}

async fn measure(server: &Server) {
    let address = server.address;
    let (mut one, _) = Login::open(address, "shared").await;
    let mut firsts = Vec::new();
    for _ in 0..20 {
        firsts.push(Login::open(address, "sandbox").await.1);
    }
    println!("connect to first frame       {}", percentiles(firsts));
    if let Some(launches) = openssh(server) {
        println!("launch of OpenSSH to frame   {}", percentiles(launches));
    }
    one.sign_in().await;
    let (times, bytes) = keys(&mut one, KEYS).await;
    println!("key to picture, alone        {}", percentiles(times));
    println!("bytes a key                  {bytes}");
    let cpu = server.cpu_of_threads();
    keys(&mut one, KEYS).await;
    let each = (server.cpu_of_threads() - cpu) as f64 / KEYS as f64 / 1000.0;
    println!("processor a key              {each:.2} ms");
    let mut page = 0;
    for _ in 0..2 {
        page = page.max(one.key(b"\x1b[6~").await.1);
    }
    println!("bytes a page                 {page}");
    one.key(b"/").await;
    let (_, filter) = one.key(b"ki").await;
    println!("bytes a search               {filter}");
    one.key(b"\x15").await;
    one.key(b"\r").await;
    one.channel.window_change(121, 41, 0, 0).await.unwrap();
    println!("bytes a resize               {}", one.frame().await.len());
    one.channel.window_change(120, 40, 0, 0).await.unwrap();
    one.frame().await;

    // Let those that were closed be gone first.
    sleep_until(tokio::time::Instant::now() + Duration::from_secs(3)).await;
    let before = server.memory();
    let began = Instant::now();
    let opening = (0..LOGINS).map(|_| tokio::spawn(Login::open(address, "shared")));
    let opening: Vec<_> = opening.collect();
    let mut logins = Vec::new();
    for login in opening {
        logins.push(login.await.unwrap().0);
    }
    let burst = began.elapsed().as_secs_f64();
    println!("{LOGINS} logins at once, all with a frame  {burst:.2} s");
    for login in &mut logins {
        login.sign_in().await;
    }
    let each = (server.memory() - before) as f64 / LOGINS as f64;
    println!("memory a login, signed in at 120x40  {each:.0} KB");

    let (cpu, began) = (server.cpu(), Instant::now());
    sleep_until(tokio::time::Instant::now() + Duration::from_secs(5)).await;
    let idle = (server.cpu() - cpu) as f64 / began.elapsed().as_millis() as f64;
    println!("processor with {LOGINS} idle logins  {:.1} %", idle * 100.0);

    let others: Vec<_> = logins
        .into_iter()
        .enumerate()
        .map(|(n, login)| tokio::spawn(bystander(login, n)))
        .collect();
    let (cpu, began) = (server.cpu(), Instant::now());
    let (times, _) = keys(&mut one, KEYS).await;
    let busy = (server.cpu() - cpu) as f64 / began.elapsed().as_millis() as f64;
    println!(
        "key to picture, {LOGINS} others x 2 keys/s  {}",
        percentiles(times)
    );
    println!("processor then               {:.0} %", busy * 100.0);
    for other in others {
        other.abort();
    }
    floods(server, &mut one).await;
    watched(server, one).await;
    sleep_until(tokio::time::Instant::now() + Duration::from_secs(3)).await;
    println!("memory once all have left    {} KB", server.memory());
}

/// What two who send as fast as they can cost a third.
async fn floods(server: &Server, one: &mut Login) {
    let mut floods = Vec::new();
    for _ in 0..2 {
        let (login, _) = Login::open(server.address, "sandbox").await;
        let (_reader, writer) = login.channel.split();
        floods.push(tokio::spawn(async move {
            let _open = login.handle;
            let bytes = vec![b'y'; 16 * 1024];
            while writer.data(&bytes[..]).await.is_ok() {}
        }));
    }
    // What they may send at once is through first.
    sleep_until(tokio::time::Instant::now() + Duration::from_secs(3)).await;
    let (cpu, began) = (server.cpu(), Instant::now());
    let (times, _) = keys(one, KEYS).await;
    let busy = (server.cpu() - cpu) as f64 / began.elapsed().as_millis() as f64;
    println!("key to picture, two floods   {}", percentiles(times));
    println!("processor then               {:.0} %", busy * 100.0);
    for flood in floods {
        flood.abort();
    }
}

/// From the presenter's key to the picture of everybody who watches, 20 keys a second.
async fn watched(server: &Server, mut presenter: Login) {
    presenter.keys(b"\x07o").await;
    let mut screen = vt100::Parser::new(
        std::num::NonZero::new(40).unwrap(),
        std::num::NonZero::new(120).unwrap(),
        0,
    );
    let code = loop {
        screen.process(&presenter.frame().await);
        let text = screen.screen().contents();
        let code = text
            .split_whitespace()
            .find(|word| word.starts_with("watch-"));
        if let Some(code) = code {
            break code.to_owned();
        }
    };
    presenter.key(b"\x1b").await;
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut watchers = Vec::new();
    for n in 0..WATCHERS {
        let (mut login, _) = Login::open(server.address, &code).await;
        let tell = tell.clone();
        watchers.push(tokio::spawn(async move {
            loop {
                login.frame().await;
                let _ = tell.send((n, Instant::now()));
            }
        }));
    }
    let (reader, writer) = presenter.channel.split();
    let reading = tokio::spawn(async move {
        let mut reader = reader;
        while reader.wait().await.is_some() {}
    });
    sleep_until(tokio::time::Instant::now() + Duration::from_secs(1)).await;
    let (mut times, mut seen) = (Vec::new(), 0);
    for n in 0..KEYS {
        while told.try_recv().is_ok() {}
        let began = Instant::now();
        let key = if n % 2 == 0 { b"j" } else { b"k" };
        writer.data(&key[..]).await.unwrap();
        let mut left: std::collections::BTreeSet<usize> = (0..WATCHERS).collect();
        let next = tokio::time::Instant::now() + Duration::from_millis(50);
        while !left.is_empty() {
            let Ok(Some((who, at))) = tokio::time::timeout_at(next, told.recv()).await else {
                break;
            };
            if left.remove(&who) {
                times.push(at - began);
                seen += 1;
            }
        }
        sleep_until(next).await;
    }
    println!(
        "key to {WATCHERS} watchers           {}",
        percentiles(times)
    );
    let part = f64::from(seen) * 100.0 / (KEYS * WATCHERS) as f64;
    println!("frames seen in 50 ms         {part:.0} %");
    for watcher in watchers {
        watcher.abort();
    }
    reading.abort();
}

fn main() {
    let server = Server::start();
    println!("server alone                 {} KB", server.memory());
    let runtime = Runtime::new().unwrap();
    runtime.block_on(measure(&server));
    let held: Vec<_> = runtime.block_on(async {
        let mut held = Vec::new();
        for _ in 0..50 {
            held.push(Login::open(server.address, "sandbox").await.0);
        }
        held
    });
    // Clients that read, so that each takes its goodbye.
    for mut login in held {
        runtime.spawn(async move { while login.channel.wait().await.is_some() {} });
    }
    println!(
        "end with 50 logins           {:.2} s",
        server.end().as_secs_f64()
    );
}
