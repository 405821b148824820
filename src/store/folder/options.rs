//! How a tenant is opened.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::append::ROLL_AT;
use crate::domain::edition::Edition;
use crate::domain::time::Timestamp;
use crate::store::fs::{Disk, Fs};
use crate::store::segments::SEGMENT;

/// A tenant of so many users is kept in the large form from its next fold on.
pub(super) const LARGE_FROM: usize = 1001;
/// A tenant of fewer users is kept in the small form from its next fold on. Further down, so that
/// a tenant about that size does not change its form all the time.
const SMALL_BELOW: usize = 800;
/// A large tenant is folded once its tail is longer, in bytes.
const FOLD_AT: u64 = 8 << 20;

/// A fold of less is over before a second thread is of use, in bytes.
const TWO_THREADS: u64 = 8 << 20;

/// When a tenant is kept in which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// From so many users on in the large form.
    pub large_from: usize,
    /// Below so many users in the small form.
    pub small_below: usize,
    /// How many users a segment file gets, at most.
    pub segment: usize,
    /// How long a large tenant's tail gets before it is folded in the background, in bytes.
    pub fold_at: u64,
    /// A fold that rewrites more than this does so on two threads, in bytes.
    pub two_threads: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            large_from: LARGE_FROM,
            small_below: SMALL_BELOW,
            segment: SEGMENT,
            fold_at: FOLD_AT,
            two_threads: TWO_THREADS,
        }
    }
}

/// How a tenant is opened. The default is for writing, as the files say.
#[derive(Clone)]
pub struct Options {
    /// Write nothing and take no lock.
    pub read_only: bool,
    /// Take changes in memory only: nothing is written and no lock is taken (`--sandbox`).
    pub sandbox: bool,
    /// The edition for this run. It is never written to disk.
    pub edition: Option<Edition>,
    /// Write even where the file system has no locks (`--no-lock`).
    pub without_lock: bool,
    /// How long to wait for a holder of the lock that is about to end: right after a kill the
    /// lock is held until the dead process is gone.
    pub lock_wait: Duration,
    /// How long a journal file gets before another is begun, in bytes.
    pub journal_limit: u64,
    /// When the tenant is kept in which form.
    pub sizes: Sizes,
    /// Fold once nothing was changed for so long, where that is quick: so that `git diff` is
    /// fresh. `None`: only when the tail is long, and at the end.
    pub fold_when_idle: Option<Duration>,
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
            sandbox: false,
            edition: None,
            without_lock: false,
            lock_wait: Duration::from_secs(1),
            journal_limit: ROLL_AT,
            sizes: Sizes::default(),
            fold_when_idle: None,
            now: Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
            fs: Arc::new(Disk),
        }
    }
}
