//! How a tenant is opened.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::append::ROLL_AT;
use crate::domain::edition::Edition;
use crate::domain::time::Timestamp;
use crate::store::fs::{Disk, Fs};

/// How a tenant is opened. The default is for writing, as the files say.
#[derive(Clone)]
pub struct Options {
    /// Write nothing and take no lock.
    pub read_only: bool,
    /// The edition for this run. It is never written to disk.
    pub edition: Option<Edition>,
    /// Write even where the file system has no locks (`--no-lock`).
    pub without_lock: bool,
    /// How long to wait for a holder of the lock that is about to end: right after a kill the
    /// lock is held until the dead process is gone.
    pub lock_wait: Duration,
    /// How long a journal file gets before another is begun, in bytes.
    pub journal_limit: u64,
    /// The time, for the note in the lock and for the entry of an edit by hand.
    pub now: Timestamp,
    /// Where the files are.
    pub fs: Arc<dyn Fs>,
}

impl Default for Options {
    fn default() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            read_only: false,
            edition: None,
            without_lock: false,
            lock_wait: Duration::from_secs(1),
            journal_limit: ROLL_AT,
            now: Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
            fs: Arc::new(Disk),
        }
    }
}
