//! The loop: wait, take in everything that happened, update, carry the effects out, draw once.
//! Sleeps when nothing happens. Owns the threads; decides nothing about the portal.

mod clock;
mod export;
mod files;
mod happening;
mod host;
pub mod log;
mod record;
mod signals;
mod workers;
mod works;

use std::sync::{Arc, mpsc};

use crate::domain::time::Timestamp;
use crate::portal::model::Start;
use crate::store::{Store, StoreError};
use crate::terminal::guard::Guard;
use crate::terminal::input::Reader;
use crate::terminal::tty::{NoTerminal, Tty};

use happening::Happening;
use host::Host;

/// What to run.
pub struct Options {
    /// The tenant.
    pub store: Arc<dyn Store>,
    /// What the portal starts with.
    pub start: Start,
    /// Tenant time starts here (`--clock`); `None`: it is the real time.
    pub clock: Option<Timestamp>,
    /// Whether clicks and the wheel are asked for.
    pub mouse: bool,
    /// Where to tell what happens.
    pub log: log::Log,
}

/// Why it ended. In each case everything is saved and the terminal is as it was found: for the
/// shell, exit code 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Somebody left.
    Quit,
    /// SIGTERM or SIGINT.
    Terminated,
    /// SIGHUP, or the terminal is gone.
    HungUp,
}

impl Ending {
    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Quit => "left",
            Self::Terminated => "told to end by a signal",
            Self::HungUp => "the terminal hung up",
        }
    }
}

/// Why it could not run, or what was lost. One line each; exit code 1.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Started without a terminal.
    #[error(transparent)]
    NoTerminal(#[from] NoTerminal),
    /// The system refused what a terminal program needs.
    #[error("the system refused what the portal needs: {0}")]
    System(#[from] std::io::Error),
    /// A change was still being saved when the portal was left, and could not be.
    #[error("the last change is not saved: {0}")]
    Unsaved(StoreError),
}

/// Runs the portal on this process's terminal until somebody leaves.
///
/// A first SIGTERM or SIGINT leaves in good order; a second one ends the process at once, should
/// the terminal or the disk no longer answer.
pub fn run(options: Options) -> Result<Ending, Error> {
    let tty = Arc::new(Tty::open()?);
    let (tell, happenings) = mpsc::channel();
    // Before the terminal is taken over, so that no signal can leave it behind like that.
    let _signals = signals::Signals::watch(tell.clone())?;
    let guard = Guard::enter(Arc::clone(&tty), options.mouse)?;
    let told = tell.clone();
    let _reader = Reader::start(Arc::clone(&tty), move |input| {
        told.send(Happening::Input(input)).is_ok()
    })?;
    Host::new(options, tty, guard, tell).run(&happenings)
}
