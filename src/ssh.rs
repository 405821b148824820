//! The same portal for terminals at the far end of SSH: a server that needs nothing else. Each login
//! has a thread of its own with the loop of `app`; connections are tasks, which only carry bytes.
//! Nothing here runs a program, reaches a file but its own, or forwards anything.

mod admission;
mod gate;
mod guard;
mod host_key;
mod hub;
mod idle;
mod input;
mod intake;
mod line;
mod log;
mod login;
mod looks;
mod rooms;
mod server;
mod session;
pub mod settings;
mod tenants;
mod watching;
mod words;

use std::io;
use std::net::SocketAddr;
use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;

use crate::domain::time::Timestamp;

use admission::{Admitted, BadList};
use host_key::BadKey;
use log::Log;
use server::Server;
use settings::{Admission, Settings};
use tenants::Tenants;

pub use admission::password_line;
pub use tenants::Served;
pub use words::{Listing, Question};

/// Why there is no server. One line each.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No host key.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// A list of who may log in cannot be used.
    #[error(transparent)]
    List(#[from] BadList),
    /// It cannot listen there.
    #[error("cannot listen at {0}: {1}; choose another address with --listen")]
    Listen(SocketAddr, io::Error),
    /// It cannot log there.
    #[error("cannot write the log: {0}; choose another file with --log")]
    Log(io::Error),
    /// The system refused what a server needs.
    #[error("the system refused what the server needs: {0}")]
    System(#[from] io::Error),
}

/// A server that runs until it is stopped.
pub struct Running {
    runtime: Runtime,
    accepting: JoinHandle<()>,
    server: Arc<Server>,
    address: SocketAddr,
}

impl Running {
    /// Starts a server. It listens when this returns.
    pub fn start(settings: Settings, served: Served, listing: Arc<Listing>) -> Result<Self, Error> {
        let key = host_key::load_or_make(&settings.host_key)?;
        let admitted = Admitted::read(&settings.admission)?;
        let log = Log::open(settings.log.as_deref()).map_err(Error::Log)?;
        let runtime = Builder::new_multi_thread().enable_all().build()?;
        let listen = settings.listen;
        let listener = runtime
            .block_on(server::listen(&settings))
            .map_err(|error| Error::Listen(listen, error))?;
        let address = listener.local_addr()?;
        let fingerprint = host_key::fingerprint(&key);
        log.line(
            "start",
            &[("listen", &address), ("fingerprint", &fingerprint)],
        );
        if !address.ip().is_loopback() && settings.admission == Admission::Open {
            let why = "everybody who reaches the address can log in: see --auth";
            log.line("warning", &[("why", &why)]);
        }
        let tenants = Tenants::new(served);
        let server = Server::new(settings, admitted, tenants, log, fingerprint, listing);
        let accepting = {
            let server = Arc::clone(&server);
            runtime.spawn(async move { server.accept(listener, key).await })
        };
        Ok(Self {
            runtime,
            accepting,
            server,
            address,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Of its key, as clients show it.
    pub fn fingerprint(&self) -> &str {
        &self.server.fingerprint
    }

    /// Writes one line about everything that is counted into the log.
    pub fn metrics(&self) {
        self.server.metrics();
    }

    /// Gives every terminal back, with a word, and ends.
    pub fn stop(self) {
        self.runtime.block_on(async {
            self.server.drain().await;
            self.accepting.abort();
        });
        self.runtime.shutdown_background();
    }

    /// Runs until SIGTERM, SIGINT or SIGHUP, and then gives every terminal back. A second signal
    /// ends it at once. SIGUSR1 writes the metrics. `ready` is called once signals are heard.
    pub fn run(self, ready: impl FnOnce(&Self) -> io::Result<()>) -> Result<(), Error> {
        let server = &self.server;
        let ended: io::Result<bool> = self.runtime.block_on(async {
            let mut signals = Signals::listen()?;
            ready(&self)?;
            while !signals.next().await {
                server.metrics();
            }
            Ok(tokio::select! {
                () = server.drain() => true,
                () = signals.end() => false,
            })
        });
        let in_order = ended?;
        if !in_order {
            self.server.log.line("end", &[("at-once", &true)]);
        }
        self.runtime.shutdown_background();
        Ok(())
    }
}

struct Signals {
    ends: [Signal; 3],
    metrics: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            ends: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::interrupt())?,
                signal(SignalKind::hangup())?,
            ],
            metrics: signal(SignalKind::user_defined1())?,
        })
    }

    /// Waits for a signal. True: it ends the server.
    async fn next(&mut self) -> bool {
        let [terminate, interrupt, hangup] = &mut self.ends;
        tokio::select! {
            _ = terminate.recv() => true,
            _ = interrupt.recv() => true,
            _ = hangup.recv() => true,
            _ = self.metrics.recv() => false,
        }
    }

    /// Waits for one that ends the server.
    async fn end(&mut self) {
        while !self.next().await {}
    }
}

/// Has panics noted by place and thread in `log`-like lines on standard error. What was panicked
/// with is left out, since it may hold what somebody typed.
pub fn note_panics() {
    panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let thread = thread::current();
        let name = thread.name().unwrap_or("a thread");
        if let Ok(log) = Log::open(None) {
            log.line("panic", &[("thread", &name), ("place", &place)]);
        }
    }));
}

/// Now, by the system's clock.
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX))
}
