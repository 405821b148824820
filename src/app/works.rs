//! Work of the portal that takes longer than a frame, and files it writes: on threads of their own,
//! told about now and then, and given up when nobody waits for them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::export;
use super::happening::Happening;
use super::inbox::Tell;
use super::workers::Share;
use crate::portal::effect::{Export, Ticket};
use crate::portal::message::Msg;
use crate::portal::work::{Progress, Work};

/// So often is told how far some work is; what is done sooner is never told about.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(100);

/// All that is under way.
pub struct Works {
    tell: Tell,
    computing: Stops,
    writing: Stops,
}

/// How each that is under way is stopped.
#[derive(Default)]
struct Stops(HashMap<Ticket, Arc<AtomicBool>>);

/// Tells now and then how far some work is, and whether to go on.
struct Teller {
    ticket: Ticket,
    tell: Tell,
    told: Instant,
    stop: Arc<AtomicBool>,
}

impl Works {
    /// Nothing yet. Answers go to `tell`.
    pub fn new(tell: Tell) -> Self {
        Self {
            tell,
            computing: Stops::default(),
            writing: Stops::default(),
        }
    }

    /// Has `work` done.
    pub fn begin(&mut self, ticket: Ticket, work: Work, share: &Share) -> std::io::Result<()> {
        let mut teller = Teller::new(ticket, &self.tell, &mut self.computing);
        share.work(move || {
            let worked = work.run(&mut |progress| teller.is_at(progress));
            Msg::Worked(ticket, worked.map(Box::new))
        })
    }

    /// Has a file written. Whoever leaves meanwhile waits for it.
    pub fn write(&mut self, ticket: Ticket, file: Export, share: &Share) -> std::io::Result<()> {
        let mut teller = Teller::new(ticket, &self.tell, &mut self.writing);
        share.export(move || {
            let written = export::carry_out(&file, &mut |progress| teller.is_at(progress));
            Msg::Exported(ticket, written)
        })
    }

    /// Nobody waits for `ticket` any more.
    pub fn stop(&self, ticket: Ticket) {
        for Stops(stops) in [&self.computing, &self.writing] {
            if let Some(stop) = stops.get(&ticket) {
                stop.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Teller {
    fn new(ticket: Ticket, tell: &Tell, Stops(stops): &mut Stops) -> Self {
        // Who holds the only one of them is done.
        stops.retain(|_, stop| Arc::strong_count(stop) > 1);
        let stop = Arc::new(AtomicBool::new(false));
        stops.insert(ticket, Arc::clone(&stop));
        Self {
            ticket,
            tell: tell.clone(),
            told: Instant::now(),
            stop,
        }
    }

    fn is_at(&mut self, progress: Progress) -> bool {
        if self.told.elapsed() >= BETWEEN_PROGRESS {
            self.told = Instant::now();
            let progress = Msg::Progress(self.ticket, progress);
            let _ = self.tell.send(Happening::Answer(progress));
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Works {
    fn drop(&mut self) {
        // Others wait for the threads.
        for stop in self.computing.0.values() {
            stop.store(true, Ordering::Relaxed);
        }
    }
}
