//! The loop: wait, take in everything that happened, update, carry the effects out, draw once.
//! Sleeps when nothing happens. Owns the threads; decides nothing about the portal.

pub mod audience;
mod clock;
mod export;
mod files;
pub mod happening;
pub mod host;
pub mod inbox;
pub(crate) mod lesson;
pub mod log;
mod reach;
mod record;
mod recorder;
pub mod seat;
mod signals;
pub mod stage;
pub mod workers;
mod works;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use crate::portal::lesson::Offered;
use crate::portal::message::Msg;
use crate::store::StoreError;
use crate::terminal::keyboard::Keyboard;
use crate::terminal::tty::{self, NoTerminal, Tty};

use happening::Happening;
use host::Host;
use inbox::{Inbox, inbox_at};
use seat::{Local, Seat};
use stage::Stage;
use workers::Crew;

pub use host::{KeepView, Options};

/// The scenarios that can be played by hand.
pub fn scenarios() -> Vec<Offered> {
    lesson::embedded()
}

/// Why it ended. In each case everything is saved and the terminal is as it was found: for the
/// shell, exit code 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Somebody left.
    Quit,
    /// SIGTERM or SIGINT; over SSH, the server ends.
    Terminated,
    /// SIGHUP, or the terminal is gone.
    HungUp,
    /// Nobody pressed a key for as long as a login over SSH may be idle.
    Idle,
    /// A login over SSH has lasted as long as it may.
    TooLong,
    /// The room that was watched is closed.
    RoomClosed,
}

impl Ending {
    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Quit => "left",
            Self::Terminated => "told to end by a signal",
            Self::HungUp => "the terminal hung up",
            Self::Idle => "nobody pressed a key",
            Self::TooLong => "it lasted too long",
            Self::RoomClosed => "the room was closed",
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
    /// How the tenant was looked at cannot be kept for the next time.
    #[error("{0}")]
    ViewNotKept(String),
}

/// Runs the portal on this process's terminal until somebody leaves; the mouse is asked for where
/// `options` start with it.
///
/// A first SIGTERM or SIGINT leaves in good order; a second one ends the process at once, should
/// the terminal or the disk no longer answer.
pub fn run(options: Options) -> Result<Ending, Error> {
    let tty = Arc::new(Tty::open()?);
    let (tell, happenings) = inbox_at(Keyboard::new(Arc::clone(&tty)))?;
    // Before the terminal is taken over, so that no signal can leave it behind like that.
    let _signals = signals::Signals::watch(tell.clone())?;
    let seat = Local::enter(tty, options.start.mouse())?;
    let host = Host::new(options, &Crew::default(), tell);
    perform(Stage::new(seat), host, &happenings)
}

/// Runs a portal until somebody leaves, gives the terminal back, and then finishes what was begun:
/// not even a panic may lose a change that was accepted.
pub fn perform<S: Seat>(
    mut stage: Stage<S>,
    mut host: Host,
    happenings: &Inbox,
) -> Result<Ending, Error> {
    let ended = catch_unwind(AssertUnwindSafe(|| stage.run(&mut host, happenings)));
    // The terminal first: whoever left should not have to wait for the disk.
    let left_over = stage.leave();
    let (work, mut record, keep) = host.close();
    work.finish();
    let ended = ended.unwrap_or_else(|panic| {
        record.panicked();
        resume_unwind(panic)
    });
    let mut unsaved = None;
    for happening in left_over.into_iter().chain(happenings.rest()) {
        match happening {
            Happening::Answer(msg) => {
                record.message(&msg);
                if let Msg::Submitted(_, Err(error)) = msg {
                    unsaved = unsaved.or(Some(error));
                }
            }
            Happening::Panicked(panic) => {
                record.panicked();
                resume_unwind(panic)
            }
            _ => {}
        }
    }
    let ended = match (unsaved, ended) {
        (Some(error), _) => Err(Error::Unsaved(error)),
        (None, Err(error)) if tty::is_gone(&error) => Ok(Ending::HungUp),
        (None, ended) => ended.map_err(Error::from),
    };
    let kept = keep().map_err(Error::ViewNotKept);
    let ended = ended.and_then(|ending| kept.map(|()| ending));
    record.end(&ended);
    ended
}
