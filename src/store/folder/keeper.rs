//! The threads of a store: one that reads a large tenant when it is opened, and one that folds in
//! the background. Neither is there without need, and neither wakes without need.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Inner;
use super::count::Count;

/// What the threads are told by, and how they are waited for.
#[derive(Default)]
pub(super) struct Keeper {
    wanted: Mutex<Wanted>,
    told: Condvar,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Fold once nothing was changed for so long.
    idle: Option<Duration>,
}

#[derive(Default)]
struct Wanted {
    /// A fold, now.
    fold: bool,
    /// How many changes there were: whoever waits for none to come sees that one came.
    changes: u64,
    /// Whether the thread is there.
    running: bool,
}

impl Keeper {
    pub(super) fn new(idle: Option<Duration>) -> Self {
        Self {
            idle,
            ..Self::default()
        }
    }

    fn start(&self, name: &str, work: impl FnOnce() + Send + 'static) -> bool {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let started = thread.is_ok();
        threads.extend(thread);
        started
    }
}

impl Inner {
    /// Reads what is left to be read, on a thread where there can be one.
    pub(super) fn start_counting(self: &Arc<Self>, count: Count) {
        let own = Arc::clone(self);
        let slot = Arc::new(Mutex::new(Some(count)));
        let job = Arc::clone(&slot);
        let take = |slot: &Mutex<Option<Count>>| {
            slot.lock().unwrap_or_else(PoisonError::into_inner).take()
        };
        let started = self.keeper.start("count", move || {
            if let Some(count) = take(&job) {
                own.count(count);
            }
        });
        if !started && let Some(count) = take(&slot) {
            self.count(count);
        }
    }

    /// Has a fold done in the background: at once, or (`now` false) once nothing is changed any
    /// more for a while, if that was asked for.
    pub(super) fn fold_later(self: &Arc<Self>, now: bool) {
        if !now && self.keeper.idle.is_none() {
            return;
        }
        let mut wanted = self.wanted();
        wanted.fold |= now;
        wanted.changes += 1;
        if !std::mem::replace(&mut wanted.running, true) {
            let own = Arc::clone(self);
            // Without a thread it is folded at the end.
            self.keeper.start("fold", move || own.keep_folded());
        }
        drop(wanted);
        self.keeper.told.notify_all();
    }

    fn wanted(&self) -> std::sync::MutexGuard<'_, Wanted> {
        let wanted = &self.keeper.wanted;
        wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Folds when it is told to, until the store is dropped.
    fn keep_folded(&self) {
        let mut seen = 0;
        let mut wanted = self.wanted();
        while !self.stop.load(Ordering::Relaxed) {
            let quiet = self.keeper.idle.filter(|_| wanted.changes != seen);
            if wanted.fold {
                wanted.fold = false;
                seen = wanted.changes;
                drop(wanted);
                // Nobody waits for it: an error waits for the next fold.
                let _ = self.fold();
                wanted = self.wanted();
            } else if let Some(idle) = quiet {
                let before = wanted.changes;
                let waited = self.keeper.told.wait_timeout(wanted, idle);
                let (woken, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                wanted = woken;
                if timeout.timed_out() && wanted.changes == before {
                    seen = before;
                    drop(wanted);
                    let _ = self.fold_if_quick();
                    wanted = self.wanted();
                }
            } else {
                let woken = self.keeper.told.wait(wanted);
                wanted = woken.unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// Has every thread end, and waits for it.
    pub(super) fn end_threads(&self) {
        {
            let _wanted = self.wanted();
            self.stop.store(true, Ordering::Relaxed);
        }
        self.keeper.told.notify_all();
        let threads = &self.keeper.threads;
        let mut threads = threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A panic of the thread has been printed; what is durable is durable.
            let _ = thread.join();
        }
    }
}
