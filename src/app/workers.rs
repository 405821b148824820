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

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    fn answer(happening: &Happening) -> u64 {
        match happening {
            Happening::Answer(Msg::PasswordChecked(ticket, _)) => *ticket,
            _ => panic!("no answer"),
        }
    }

    #[test]
    fn one_worker_keeps_the_order_and_finishes_what_was_accepted() {
        let (tell, told) = mpsc::channel();
        let mut workers = Workers::new("test", 1, tell);
        let (go, gate) = mpsc::channel::<()>();
        workers
            .run(move || {
                gate.recv().unwrap();
                Msg::PasswordChecked(0, true)
            })
            .unwrap();
        for ticket in 1..20 {
            workers
                .run(move || Msg::PasswordChecked(ticket, true))
                .unwrap();
        }
        assert!(told.try_recv().is_err());
        go.send(()).unwrap();
        workers.finish();
        let tickets: Vec<u64> = told.try_iter().map(|told| answer(&told)).collect();
        assert_eq!(tickets, (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn two_workers_work_at_once() {
        let (tell, told) = mpsc::channel();
        let mut workers = Workers::new("test", 2, tell);
        let meeting = Arc::new(Barrier::new(2));
        for ticket in 0..2 {
            let meeting = Arc::clone(&meeting);
            workers
                .run(move || {
                    meeting.wait();
                    Msg::PasswordChecked(ticket, true)
                })
                .unwrap();
        }
        let mut tickets = [told.recv().unwrap(), told.recv().unwrap()].map(|told| answer(&told));
        tickets.sort_unstable();
        assert_eq!(tickets, [0, 1]);
    }

    #[test]
    fn a_panic_is_told_and_the_next_job_is_still_done() {
        let (tell, told) = mpsc::channel();
        let mut workers = Workers::new("test", 1, tell);
        workers.run(|| panic!("on purpose")).unwrap();
        workers.run(|| Msg::PasswordChecked(7, true)).unwrap();
        assert!(matches!(told.recv().unwrap(), Happening::Panicked(_)));
        assert_eq!(answer(&told.recv().unwrap()), 7);
    }
}
