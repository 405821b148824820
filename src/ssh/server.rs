//! The server: lets connections in, gives each its slots and times, and ends all of them in good
//! order.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PrivateKey};
use russh::server::{Config, run_stream};
use russh::{Preferred, SshId, cipher, compression, kex, mac};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep_until, timeout};

use super::admission::Admitted;
use super::gate::{Failure, Gate, Waiting};
use super::guard::{Guarded, Switch};
use super::hub::Hub;
use super::log::Log;
use super::rooms::Rooms;
use super::session::Session;
use super::settings::{ATTEMPTS, SEND_BUFFER, Settings, WINDOW};
use super::tenants::Tenants;
use super::words::Listing;
use crate::app::Ending;
use crate::app::workers::Crew;
use crate::terminal::easels::Easels;

/// After the system has refused a connection, such as for want of files, it is given this time.
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// What all connections share.
pub struct Server {
    /// What it was told.
    pub settings: Settings,
    /// Slots and penalties.
    pub gate: Arc<Gate>,
    /// Who may log in.
    pub admitted: Admitted,
    /// Who is there.
    pub hub: Arc<Hub>,
    /// Who presents, and who watches.
    pub rooms: Arc<Rooms>,
    /// What they work on.
    pub tenants: Arc<Tenants>,
    /// The threads that do their work.
    pub crew: Crew,
    /// What their frames are painted on.
    pub easels: Arc<Easels>,
    /// The log.
    pub log: Log,
    /// Of the host key.
    pub fingerprint: String,
    /// How users are listed.
    pub listing: Arc<Listing>,
    /// Whether it is ending; then nobody new gets in.
    pub ending: watch::Sender<bool>,
    connections: Connections,
}

/// The open connections.
#[derive(Default)]
struct Connections {
    open: Mutex<HashMap<u64, Arc<Switch>>>,
    number: AtomicU64,
    fewer: Notify,
    received: AtomicU64,
    sent: AtomicU64,
}

impl Server {
    /// A server with these parts.
    pub fn new(
        settings: Settings,
        admitted: Admitted,
        tenants: Tenants,
        log: Log,
        fingerprint: String,
        listing: Arc<Listing>,
    ) -> Arc<Self> {
        Arc::new(Self {
            gate: Gate::new(settings.limits.clone()),
            settings,
            admitted,
            hub: Arc::default(),
            rooms: Arc::default(),
            tenants: Arc::new(tenants),
            crew: Crew::default(),
            // As many as can be painted on at once.
            easels: Arc::new(Easels::keeping(cores())),
            log,
            fingerprint,
            listing,
            ending: watch::Sender::new(false),
            connections: Connections::default(),
        })
    }

    /// Lets connections in until the server ends.
    pub async fn accept(self: &Arc<Self>, listener: TcpListener, key: PrivateKey) {
        let config = Arc::new(self.config(key));
        let mut ending = self.ending.subscribe();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = ending.wait_for(|ending| *ending) => return,
            };
            match accepted {
                Ok((stream, peer)) => self.let_in(stream, peer, &config),
                Err(error) => {
                    self.log.line("accept-failed", &[("why", &error)]);
                    sleep_until(tokio::time::Instant::now() + AFTER_REFUSAL).await;
                }
            }
        }
    }

    /// Ends every login with a word, waits for their goodbyes as long as it may take, and then cuts
    /// what is left.
    pub async fn drain(&self) {
        self.ending.send_replace(true);
        self.log.line("drain", &[("logins", &self.hub.who().len())]);
        self.hub.end_all(Ending::Terminated);
        let all_gone = async {
            loop {
                let fewer = self.connections.fewer.notified();
                if self.connections.open().is_empty() {
                    return;
                }
                fewer.await;
            }
        };
        let in_time = timeout(self.settings.limits.drain, all_gone).await.is_ok();
        let left: Vec<_> = self.connections.open().values().cloned().collect();
        for switch in &left {
            switch.cut();
        }
        let cut = left.len();
        self.log
            .line("end", &[("in-time", &in_time), ("cut", &cut)]);
    }

    /// One line about everything that is counted.
    pub fn metrics(&self) {
        let (waiting, logins, refused) = self.gate.counts();
        let open: Vec<_> = self.connections.open().values().cloned().collect();
        let (mut received, mut sent) = (
            self.connections.received.load(Ordering::Relaxed),
            self.connections.sent.load(Ordering::Relaxed),
        );
        for (more_received, more_sent) in open.iter().map(|switch| switch.bytes()) {
            received += more_received;
            sent += more_sent;
        }
        self.log.line(
            "metrics",
            &[
                ("connections", &open.len()),
                ("waiting", &waiting),
                ("logins", &logins),
                ("refused", &refused),
                ("received", &received),
                ("sent", &sent),
            ],
        );
    }

    fn let_in(self: &Arc<Self>, stream: TcpStream, peer: SocketAddr, config: &Arc<Config>) {
        match self.gate.connect(peer.ip(), Instant::now(), chance()) {
            Ok(waiting) => {
                let (server, config) = (Arc::clone(self), Arc::clone(config));
                tokio::spawn(async move { server.serve(stream, peer, waiting, config).await });
            }
            Err(why) => {
                let why = format!("{why:?}");
                self.log.line("refused", &[("peer", &peer), ("why", &why)]);
            }
        }
    }

    async fn serve(
        self: Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
        waiting: Waiting,
        config: Arc<Config>,
    ) {
        // A connection works without either; it is only slower.
        let _ = stream.set_nodelay(true);
        let _ = socket2::SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER);
        let switch = Arc::new(Switch::default());
        let _open = self.connections.enter(&switch);
        let began = tokio::time::Instant::now();
        let logged_in = Arc::new(Notify::new());
        let session = Session::new(
            Arc::clone(&self),
            peer,
            waiting,
            Arc::clone(&switch),
            Arc::clone(&logged_in),
        );
        let limits = &self.settings.limits;
        let guarded = Guarded::new(stream, Arc::clone(&switch));
        let running = match timeout(limits.version, run_stream(config, guarded, session)).await {
            Ok(Ok(running)) => running,
            // What was sent is no SSH, or nothing: the session notes it when it is dropped.
            Ok(Err(_)) => return,
            Err(_) => return self.too_slow(peer, "version"),
        };
        tokio::pin!(running);
        let in_time = tokio::select! {
            _ = &mut running => return,
            () = logged_in.notified() => true,
            () = sleep_until(began + limits.grace) => false,
        };
        if !in_time {
            switch.cut();
            self.too_slow(peer, "grace");
        }
        // Errors are the client's: they were noted where they matter.
        let _ = running.await;
    }

    fn too_slow(&self, peer: SocketAddr, what: &str) {
        self.log
            .line("too-slow", &[("peer", &peer), ("until", &what)]);
        self.failed(peer, Failure::Grace);
    }

    /// Remembers a failure against an address.
    pub fn failed(&self, peer: SocketAddr, failure: Failure) {
        if let Some(time) = self.gate.failed(peer.ip(), failure, Instant::now()) {
            let seconds = time.as_secs();
            let ip = peer.ip();
            self.log
                .line("penalty", &[("address", &ip), ("seconds", &seconds)]);
        }
    }

    fn config(&self, key: PrivateKey) -> Config {
        let limits = &self.settings.limits;
        let id = concat!("SSH-2.0-proofup_", env!("CARGO_PKG_VERSION"));
        Config {
            server_id: SshId::Standard(id.into()),
            methods: self.admitted.methods(),
            // Each key that is offered would cost this time. Passwords take their own.
            auth_rejection_time: Duration::ZERO,
            auth_rejection_time_initial: Some(Duration::ZERO),
            keys: vec![key],
            window_size: WINDOW,
            event_buffer_size: 1,
            preferred: preferred(),
            max_auth_attempts: ATTEMPTS,
            inactivity_timeout: Some(limits.stall),
            keepalive_interval: Some(limits.keepalive),
            keepalive_max: 3,
            nodelay: true,
            ..Config::default()
        }
    }
}

impl Connections {
    fn open(&self) -> MutexGuard<'_, HashMap<u64, Arc<Switch>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, switch: &Arc<Switch>) -> Open<'_> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        self.open().insert(number, Arc::clone(switch));
        Open {
            connections: self,
            number,
        }
    }
}

/// A connection, until it is dropped.
struct Open<'a> {
    connections: &'a Connections,
    number: u64,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if let Some(switch) = self.connections.open().remove(&self.number) {
            let (received, sent) = switch.bytes();
            let add = |sum: &AtomicU64, more| sum.fetch_add(more, Ordering::Relaxed);
            add(&self.connections.received, received);
            add(&self.connections.sent, sent);
        }
        self.connections.fewer.notify_waiters();
    }
}

/// Algorithms without a known weakness, post-quantum key exchange first.
fn preferred() -> Preferred {
    const KEY_EXCHANGES: &[kex::Name] = &[
        kex::MLKEM768X25519_SHA256,
        kex::CURVE25519,
        kex::CURVE25519_PRE_RFC_8731,
        kex::DH_G16_SHA512,
        kex::DH_G18_SHA512,
        kex::EXTENSION_SUPPORT_AS_SERVER,
        kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
    ];
    const CIPHERS: &[cipher::Name] = &[
        cipher::CHACHA20_POLY1305,
        cipher::AES_256_GCM,
        cipher::AES_256_CTR,
        cipher::AES_192_CTR,
        cipher::AES_128_CTR,
    ];
    const MACS: &[mac::Name] = &[mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM];
    const fn ecdsa(curve: EcdsaCurve) -> Algorithm {
        Algorithm::Ecdsa { curve }
    }
    const KEYS: &[Algorithm] = &[
        Algorithm::Ed25519,
        ecdsa(EcdsaCurve::NistP256),
        ecdsa(EcdsaCurve::NistP384),
        ecdsa(EcdsaCurve::NistP521),
        Algorithm::Rsa {
            hash: Some(HashAlg::Sha512),
        },
        Algorithm::Rsa {
            hash: Some(HashAlg::Sha256),
        },
    ];
    Preferred {
        kex: KEY_EXCHANGES.into(),
        key: KEYS.into(),
        host_key_certificates: (&[]).into(),
        cipher: CIPHERS.into(),
        mac: MACS.into(),
        compression: (&[compression::NONE]).into(),
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// From 0 up to 1. Without randomness nobody is dropped by chance.
fn chance() -> f64 {
    let random = getrandom::u32().unwrap_or(u32::MAX);
    f64::from(random) / (f64::from(u32::MAX) + 1.0)
}

/// Listens where it was told to.
pub async fn listen(settings: &Settings) -> io::Result<TcpListener> {
    TcpListener::bind(settings.listen).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `ssh-audit` found no fault with. Whoever changes it has it look again.
    #[test]
    fn only_algorithms_without_a_known_weakness_are_offered() {
        let preferred = preferred();
        let names = |names: Vec<&str>| names.join(" ");
        assert_eq!(
            names(preferred.kex.iter().map(AsRef::as_ref).collect()),
            "mlkem768x25519-sha256 curve25519-sha256 curve25519-sha256@libssh.org \
             diffie-hellman-group16-sha512 diffie-hellman-group18-sha512 ext-info-s \
             kex-strict-s-v00@openssh.com"
        );
        assert_eq!(
            names(preferred.cipher.iter().map(AsRef::as_ref).collect()),
            "chacha20-poly1305@openssh.com aes256-gcm@openssh.com aes256-ctr aes192-ctr aes128-ctr"
        );
        assert_eq!(
            names(preferred.mac.iter().map(AsRef::as_ref).collect()),
            "hmac-sha2-512-etm@openssh.com hmac-sha2-256-etm@openssh.com"
        );
        let sha1 = Algorithm::Rsa { hash: None };
        assert!(!preferred.key.contains(&sha1));
        assert_eq!(
            names(preferred.compression.iter().map(AsRef::as_ref).collect()),
            "none"
        );
    }
}
