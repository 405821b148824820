//! What a server is told to do, with a sensible value for each. Public addresses get limits that
//! keep strangers apart; a loopback address gets those of a lab.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Everything a server is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where it listens; port 0: where the system likes.
    pub listen: SocketAddr,
    /// Its private key; made where there is none.
    pub host_key: PathBuf,
    /// What a login leads to.
    pub mode: Mode,
    /// Who may log in.
    pub admission: Admission,
    /// Where its log goes; `None`: standard error.
    pub log: Option<PathBuf>,
    /// How much of everything.
    pub limits: Limits,
}

/// What a login leads to, where its user name does not choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The tenant, with everybody else.
    Shared,
    /// A copy of its own, thrown away on leaving.
    Sandbox,
    /// A choice of both.
    Lobby,
}

/// Who may log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// Anybody, with any key or none.
    Open,
    /// Whoever has a key or a password that is listed.
    Listed {
        /// A file in the form of OpenSSH's `authorized_keys`.
        keys: Option<PathBuf>,
        /// A file of lines `name:hash`, the hash argon2id.
        passwords: Option<PathBuf>,
    },
}

/// How much of everything. A count or rate of `None` is without limit, a time of `None` for ever.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From the first byte to the version line.
    pub version: Duration,
    /// From the first byte to being logged in.
    pub grace: Duration,
    /// Connections that are not logged in yet; from half of them on some are dropped by chance.
    pub waiting: usize,
    /// The same from one address.
    pub waiting_per_address: usize,
    /// New connections from one address a second; twice as many at once.
    pub rate: Option<u32>,
    /// Whether failures are remembered against an address.
    pub penalties: bool,
    /// Logins at once.
    pub logins: usize,
    /// The same from one address.
    pub logins_per_address: usize,
    /// The same by one key or name.
    pub logins_per_identity: usize,
    /// Without a key pressed for this long a login is warned.
    pub idle_warning: Option<Duration>,
    /// Without a key pressed for this long a login ends.
    pub idle: Option<Duration>,
    /// No login lasts longer.
    pub longest: Option<Duration>,
    /// How often a silent client is asked whether it is there; three times.
    pub keepalive: Duration,
    /// A connection that takes nothing and sends nothing for this long is cut.
    pub stall: Duration,
    /// How long logins may take to end when the server does.
    pub drain: Duration,
    /// A client that does not close after its login has ended is cut then.
    pub linger: Duration,
}

impl Limits {
    /// For an address that strangers can reach.
    pub fn public() -> Self {
        const fn seconds(count: u64) -> Duration {
            Duration::from_secs(count)
        }
        Self {
            version: seconds(5),
            grace: seconds(20),
            waiting: 64,
            waiting_per_address: 8,
            rate: Some(10),
            penalties: true,
            logins: 200,
            logins_per_address: 20,
            logins_per_identity: 5,
            idle_warning: Some(seconds(13 * 60)),
            idle: Some(seconds(15 * 60)),
            longest: Some(seconds(8 * 60 * 60)),
            keepalive: seconds(20),
            stall: seconds(90),
            drain: seconds(5),
            linger: seconds(2),
        }
    }

    /// For an address that only this computer reaches.
    pub fn lab() -> Self {
        Self {
            version: Duration::from_secs(60),
            grace: Duration::from_secs(60),
            waiting_per_address: 64,
            rate: None,
            penalties: false,
            logins_per_address: 200,
            logins_per_identity: 200,
            idle_warning: None,
            idle: None,
            longest: None,
            ..Self::public()
        }
    }

    /// Those that fit `listen`.
    pub fn for_address(listen: SocketAddr) -> Self {
        if listen.ip().is_loopback() {
            Self::lab()
        } else {
            Self::public()
        }
    }
}

/// Bytes that a client may send a second, and twice as many at once.
pub const INPUT_RATE: u32 = 64 * 1024;

/// The shortest time between two frames of a login.
pub const BETWEEN_FRAMES: Duration = Duration::from_millis(16);

/// The same where somebody else's picture is watched.
pub const BETWEEN_WATCHED: Duration = Duration::from_millis(33);

/// Bytes that the system may hold back for a client that does not read.
pub const SEND_BUFFER: usize = 64 * 1024;

/// Bytes that a client may send before it has to wait for the server.
pub const WINDOW: u32 = 256 * 1024;

/// Requests to log in that are refused before the connection is, keys merely offered among them:
/// an agent may hold many.
pub const ATTEMPTS: usize = 20;

/// Wrong passwords of one connection.
pub const PASSWORDS: usize = 3;
