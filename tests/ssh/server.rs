//! A server in the test's own process, on a port and in a folder of its own.

use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;

use proofup::cli;
use proofup::demo;
use proofup::domain::entropy::Entropy;
use proofup::domain::tenant::Tenant;
use proofup::domain::time::Timestamp;
use proofup::portal::theme::Look;
use proofup::ssh::settings::{Admission, Limits, Mode, Settings};
use proofup::ssh::{Listing, Question, Running, Served};
use proofup::store::Store;
use proofup::store::memory::MemoryStore;
use tempfile::TempDir;

/// A running server.
pub struct Server {
    running: Option<Running>,
    pub address: SocketAddr,
    pub fingerprint: String,
    pub store: Arc<dyn Store>,
    pub folder: TempDir,
}

impl Server {
    /// With the demo tenant, for anybody, by the limits of a lab.
    pub fn start() -> Self {
        Self::with(|_| ())
    }

    /// The same with other settings.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let (facts, users) = demo::contoso().unwrap();
        let store = Arc::new(MemoryStore::new(Tenant::new(facts, users, 0).unwrap()));
        Self::of(store, change)
    }

    /// The same with another tenant.
    pub fn of(store: Arc<dyn Store>, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings {
            listen: "127.0.0.1:0".parse().unwrap(),
            host_key: folder.path().join("host_key"),
            mode: Mode::Lobby,
            admission: Admission::Open,
            log: Some(folder.path().join("log")),
            limits: Limits::lab(),
        };
        change(&mut settings);
        let served = Served {
            store: Arc::clone(&store),
            notices: Vec::new(),
            entropy: Entropy::from_seed(1),
            account: Some("admin@contoso.com".to_owned()),
            clock: Some(Timestamp(1_763_888_400)),
            look: Look::default(),
            keymap: Arc::default(),
            mouse: true,
        };
        let listing: Arc<Listing> = Arc::new(|snapshot, question, json| match question {
            Question::Users => cli::users_text(&**snapshot, json),
            Question::User(upn) => cli::user_text(&**snapshot, upn, json, Timestamp(0)),
        });
        let running = Running::start(settings, served, listing).unwrap();
        Self {
            address: running.address(),
            fingerprint: running.fingerprint().to_owned(),
            running: Some(running),
            store,
            folder,
        }
    }

    /// Ends it, in good order.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
