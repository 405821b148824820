//! Threads for what takes long, shared by all portals of a process. Jobs of one kind are taken in
//! the order they came; their answers come back as happenings to whoever asked.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::happening::Happening;
use super::inbox::Tell;
use crate::portal::message::Msg;

type Job = Box<dyn FnOnce() + Send>;

/// Password checks that may run at once: each takes 19 MiB and a core.
const PASSWORD_CHECKS: usize = 2;

/// So much work of portals is done at once: what nobody waits for any more ends soon, but not at
/// once.
const WORKS: usize = 2;

/// The threads of every kind.
#[derive(Clone)]
pub struct Crew(Arc<Pools>);

struct Pools {
    passwords: Pool,
    changes: Pool,
    files: Pool,
    exports: Pool,
    works: Pool,
}

/// One portal's way to have work done.
pub struct Share {
    crew: Crew,
    tell: Tell,
    unfinished: Arc<Unfinished>,
}

/// How many changes and files were accepted and are not written yet.
#[derive(Default)]
struct Unfinished {
    count: Mutex<usize>,
    fewer: Condvar,
}

impl Default for Crew {
    fn default() -> Self {
        Self(Arc::new(Pools {
            passwords: Pool::new("password", PASSWORD_CHECKS),
            changes: Pool::new("change", 1),
            files: Pool::new("file", 1),
            exports: Pool::new("export", 1),
            works: Pool::new("work", WORKS),
        }))
    }
}

impl Crew {
    /// A share in it; answers go to `tell`.
    pub fn share(&self, tell: Tell) -> Share {
        Share {
            crew: self.clone(),
            tell,
            unfinished: Arc::default(),
        }
    }

    /// Runs `check`, which takes a password check's memory and time, when it is its turn.
    pub fn check(&self, check: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.0.passwords.run(Box::new(check))
    }
}

impl Share {
    /// Checks a secret: a few at once.
    pub fn password(&self, job: impl FnOnce() -> Msg + Send + 'static) -> io::Result<()> {
        self.crew.0.passwords.run(self.told(job, false))
    }

    /// Changes the tenant, or reads what must show all changes before: one after the other.
    pub fn change(&self, job: impl FnOnce() -> Msg + Send + 'static) -> io::Result<()> {
        self.crew.0.changes.run(self.told(job, true))
    }

    /// Reads a file that somebody picked.
    pub fn file(&self, job: impl FnOnce() -> Msg + Send + 'static) -> io::Result<()> {
        self.crew.0.files.run(self.told(job, false))
    }

    /// Writes a file that somebody asked for.
    pub fn export(&self, job: impl FnOnce() -> Msg + Send + 'static) -> io::Result<()> {
        self.crew.0.exports.run(self.told(job, true))
    }

    /// Works through many users, for a search or a selection.
    pub fn work(&self, job: impl FnOnce() -> Msg + Send + 'static) -> io::Result<()> {
        self.crew.0.works.run(self.told(job, false))
    }

    /// Waits until every change and file that was accepted is written, or known not to be.
    pub fn finish(self) {
        let Unfinished { count, fewer } = &*self.unfinished;
        let mut left = count.lock().unwrap_or_else(PoisonError::into_inner);
        while *left > 0 {
            left = fewer.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn told(&self, job: impl FnOnce() -> Msg + Send + 'static, waited_for: bool) -> Job {
        let tell = self.tell.clone();
        let begun = waited_for.then(|| Begun::new(&self.unfinished));
        Box::new(move || {
            let happening = match catch_unwind(AssertUnwindSafe(job)) {
                Ok(answer) => Happening::Answer(answer),
                Err(panic) => Happening::Panicked(panic),
            };
            // Whoever asked may be gone.
            let _ = tell.send(happening);
            drop(begun);
        })
    }
}

/// A job that is waited for, until it is dropped.
struct Begun(Arc<Unfinished>);

impl Begun {
    fn new(unfinished: &Arc<Unfinished>) -> Self {
        let count = &unfinished.count;
        *count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(Arc::clone(unfinished))
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let count = &self.0.count;
        *count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.fewer.notify_all();
    }
}

/// Threads of one kind, started when there is something to do; they end with the pool.
struct Pool {
    name: &'static str,
    count: usize,
    jobs: Mutex<Option<Sender<Job>>>,
}

impl Pool {
    /// At most `count` jobs run at once: 1 keeps them in order.
    fn new(name: &'static str, count: usize) -> Self {
        Self {
            name,
            count,
            jobs: Mutex::default(),
        }
    }

    fn run(&self, job: Job) -> io::Result<()> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.is_none() {
            let (sender, waiting) = mpsc::channel();
            let waiting = Arc::new(Mutex::new(waiting));
            for _ in 0..self.count {
                let waiting = Arc::clone(&waiting);
                let thread = thread::Builder::new().name(self.name.to_owned());
                thread.spawn(move || work(&waiting))?;
            }
            *jobs = Some(sender);
        }
        if let Some(jobs) = &*jobs {
            // The threads live as long as this end: jobs never panic.
            let _ = jobs.send(job);
        }
        Ok(())
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is held while waiting: whoever has it is the next to work.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A job tells of its own panic; one that is not a portal's must not take a thread along.
        let _ = catch_unwind(AssertUnwindSafe(job));
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
    fn changes_keep_their_order_and_what_was_accepted_is_finished() {
        let (tell, told) = mpsc::channel();
        let share = Crew::default().share(tell.into());
        let (go, gate) = mpsc::channel::<()>();
        share
            .change(move || {
                gate.recv().unwrap();
                Msg::PasswordChecked(0, true)
            })
            .unwrap();
        for ticket in 1..20 {
            share
                .change(move || Msg::PasswordChecked(ticket, true))
                .unwrap();
        }
        assert!(told.try_recv().is_err());
        go.send(()).unwrap();
        share.finish();
        let tickets: Vec<u64> = told.try_iter().map(|told| answer(&told)).collect();
        assert_eq!(tickets, (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn each_gets_its_own_answers_and_waits_for_its_own_work_alone() {
        let crew = Crew::default();
        let (first_tell, first_told) = mpsc::channel();
        let (second_tell, second_told) = mpsc::channel();
        let (first, second) = (
            crew.share(first_tell.into()),
            crew.share(second_tell.into()),
        );
        first.change(|| Msg::PasswordChecked(1, true)).unwrap();
        first.finish();
        let (go, gate) = mpsc::channel::<()>();
        second
            .change(move || {
                gate.recv().unwrap();
                Msg::PasswordChecked(2, true)
            })
            .unwrap();
        crew.share(mpsc::channel().0.into()).finish();
        go.send(()).unwrap();
        second.finish();
        assert_eq!(answer(&first_told.recv().unwrap()), 1);
        assert_eq!(answer(&second_told.recv().unwrap()), 2);
        assert!(first_told.try_recv().is_err() && second_told.try_recv().is_err());
    }

    #[test]
    fn two_passwords_are_checked_at_once() {
        let (tell, told) = mpsc::channel();
        let share = Crew::default().share(tell.into());
        let meeting = Arc::new(Barrier::new(2));
        for ticket in 0..2 {
            let meeting = Arc::clone(&meeting);
            share
                .password(move || {
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
        let share = Crew::default().share(tell.into());
        share.change(|| panic!("on purpose")).unwrap();
        share.change(|| Msg::PasswordChecked(7, true)).unwrap();
        assert!(matches!(told.recv().unwrap(), Happening::Panicked(_)));
        assert_eq!(answer(&told.recv().unwrap()), 7);
    }
}
