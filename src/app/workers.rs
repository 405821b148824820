//! Threads for what takes long. Jobs are taken in the order they came; their answers come back as
//! happenings.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::happening::Happening;
use crate::portal::message::Msg;

type Job = Box<dyn FnOnce() -> Msg + Send>;

/// A number of threads, started when there is something to do.
pub struct Workers {
    name: &'static str,
    count: usize,
    tell: Sender<Happening>,
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// At most `count` jobs run at once: 1 keeps them in order.
    pub fn new(name: &'static str, count: usize, tell: Sender<Happening>) -> Self {
        Self {
            name,
            count,
            tell,
            jobs: None,
            threads: Vec::new(),
        }
    }

    /// Has `job` done.
    pub fn run(&mut self, job: impl FnOnce() -> Msg + Send + 'static) -> std::io::Result<()> {
        if self.jobs.is_none() {
            let (sender, jobs) = mpsc::channel();
            let jobs = Arc::new(Mutex::new(jobs));
            for _ in 0..self.count {
                let (jobs, tell) = (Arc::clone(&jobs), self.tell.clone());
                let thread = thread::Builder::new().name(self.name.to_owned());
                self.threads.push(thread.spawn(move || work(&jobs, &tell))?);
            }
            self.jobs = Some(sender);
        }
        if let Some(jobs) = &self.jobs {
            // Fails only when every worker has panicked, which ends the program.
            let _ = jobs.send(Box::new(job));
        }
        Ok(())
    }

    /// Waits until every job is done.
    pub fn finish(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A job's panic has been told already.
            let _ = thread.join();
        }
    }
}

fn work(jobs: &Mutex<Receiver<Job>>, tell: &Sender<Happening>) {
    loop {
        // The lock is held while waiting: whoever has it is the next to work.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        let happening = match catch_unwind(AssertUnwindSafe(job)) {
            Ok(answer) => Happening::Answer(answer),
            Err(panic) => Happening::Panicked(panic),
        };
        if tell.send(happening).is_err() {
            return;
        }
    }
}
