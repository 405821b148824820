//! Work of the portal that takes longer than a frame: run on threads of its own, told about now and
//! then, and given up when nobody waits for it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::happening::Happening;
use super::workers::Share;
use crate::portal::effect::Ticket;
use crate::portal::message::Msg;
use crate::portal::work::{Progress, Work};

/// So often is told how far some work is; what is done sooner is never told about.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(100);

/// All that is under way.
pub struct Works {
    tell: Sender<Happening>,
    stops: HashMap<Ticket, Arc<AtomicBool>>,
}

impl Works {
    /// Nothing yet. Answers go to `tell`.
    pub fn new(tell: Sender<Happening>) -> Self {
        Self {
            tell,
            stops: HashMap::new(),
        }
    }

    /// Has `work` done.
    pub fn begin(&mut self, ticket: Ticket, work: Work, share: &Share) -> std::io::Result<()> {
        // Who holds the only one of them is done.
        self.stops.retain(|_, stop| Arc::strong_count(stop) > 1);
        let stop = Arc::new(AtomicBool::new(false));
        self.stops.insert(ticket, Arc::clone(&stop));
        let tell = self.tell.clone();
        share.work(move || {
            let mut told = Instant::now();
            let mut watch = |progress: Progress| {
                if told.elapsed() >= BETWEEN_PROGRESS {
                    told = Instant::now();
                    let _ = tell.send(Happening::Answer(Msg::Progress(ticket, progress)));
                }
                !stop.load(Ordering::Relaxed)
            };
            let worked = work.run(&mut watch);
            Msg::Worked(ticket, worked.map(Box::new))
        })
    }

    /// Nobody waits for the work of `ticket` any more.
    pub fn stop(&self, ticket: Ticket) {
        if let Some(stop) = self.stops.get(&ticket) {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Works {
    fn drop(&mut self) {
        // Others wait for the threads.
        for stop in self.stops.values() {
            stop.store(true, Ordering::Relaxed);
        }
    }
}
