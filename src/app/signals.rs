//! Signals as happenings, on a thread that sleeps until one comes.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use signal_hook::SigId;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::flag;
use signal_hook::iterator::{Handle, Signals as Incoming};
use signal_hook::low_level::unregister;

use super::Ending;
use super::happening::Happening;
use super::inbox::Tell;

/// Watches as long as it lives.
pub struct Signals {
    incoming: Handle,
    registered: Vec<SigId>,
}

impl Signals {
    /// Tells of each signal from now on.
    pub fn watch(tell: Tell) -> io::Result<Self> {
        let asked_before = Arc::new(AtomicBool::new(false));
        let mut registered = Vec::new();
        // The order matters: the first signal finds the flag unset. Not SIGHUP, which the kernel and
        // the shell may both send.
        for signal in [SIGTERM, SIGINT] {
            let asked = Arc::clone(&asked_before);
            registered.push(flag::register_conditional_default(signal, asked)?);
            registered.push(flag::register(signal, Arc::clone(&asked_before))?);
        }
        let mut signals = Incoming::new([SIGWINCH, SIGCONT, SIGTERM, SIGINT, SIGHUP])?;
        let incoming = signals.handle();
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in signals.forever() {
                    let happening = match signal {
                        SIGWINCH => Happening::Resized,
                        SIGCONT => Happening::Continued,
                        SIGHUP => Happening::Ended(Ending::HungUp),
                        _ => Happening::Ended(Ending::Terminated),
                    };
                    if tell.send(happening).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self {
            incoming,
            registered,
        })
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.incoming.close();
        for id in self.registered.drain(..) {
            unregister(id);
        }
    }
}
