//! The other thread of a measured portal.

use std::sync::mpsc::{Sender, channel};

/// Another thread, for whatever the program has one for: what is allocated there is freed there too.
pub struct Helper(Sender<Box<dyn FnOnce() + Send>>);

impl Helper {
    pub fn new() -> Self {
        let (sender, jobs) = channel::<Box<dyn FnOnce() + Send>>();
        std::thread::spawn(move || jobs.into_iter().for_each(|job| job()));
        Self(sender)
    }

    pub fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> T {
        let (sender, answer) = channel();
        let job = Box::new(move || sender.send(job()).unwrap());
        self.0.send(job).unwrap();
        answer.recv().unwrap()
    }

    /// Frees it there.
    pub fn free(&self, heavy: impl Send + 'static) {
        self.0.send(Box::new(|| drop(heavy))).unwrap();
    }
}
