//! How a loop learns what happened: workers, signals and connections tell it; and at the local
//! terminal it waits for keys itself, so that a key has no other thread to go through.

use std::cell::RefCell;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SendError, Sender};
use std::time::Duration;

use rustix::io::{read, write};
use rustix::pipe::{PipeFlags, pipe_with};

use super::happening::Happening;
use crate::terminal::keyboard::Keyboard;

/// As many happenings are taken in at once, so that a flood cannot hide the screen for ever.
const AT_ONCE: usize = 256;

/// A way to tell a loop what happened.
#[derive(Clone)]
pub struct Tell {
    tell: Sender<Happening>,
    /// Wakes a loop that waits for a terminal.
    wake: Option<Arc<OwnedFd>>,
}

/// What happened and was not taken in yet.
pub struct Inbox {
    told: Receiver<Happening>,
    terminal: Option<Terminal>,
}

struct Terminal {
    keyboard: RefCell<Keyboard>,
    woken: OwnedFd,
    wake: Arc<OwnedFd>,
}

/// For a loop that is told everything.
pub fn inbox() -> (Tell, Inbox) {
    let (tell, told) = mpsc::channel();
    let terminal = None;
    (tell.into(), Inbox { told, terminal })
}

/// For a loop that waits for this keyboard, and for what it is told.
pub fn inbox_at(keyboard: Keyboard) -> io::Result<(Tell, Inbox)> {
    let (tell, told) = mpsc::channel();
    let (woken, wake) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
    let wake = Arc::new(wake);
    let tell = Tell {
        tell,
        wake: Some(Arc::clone(&wake)),
    };
    let terminal = Some(Terminal {
        keyboard: RefCell::new(keyboard),
        woken,
        wake,
    });
    Ok((tell, Inbox { told, terminal }))
}

impl From<Sender<Happening>> for Tell {
    fn from(tell: Sender<Happening>) -> Self {
        Self { tell, wake: None }
    }
}

impl Tell {
    /// Tells this.
    ///
    /// # Errors
    ///
    /// Nobody takes anything in any more.
    pub fn send(&self, happening: Happening) -> Result<(), SendError<Happening>> {
        self.tell.send(happening)?;
        if let Some(wake) = &self.wake {
            ring(wake);
        }
        Ok(())
    }
}

/// A pipe that takes no more has been rung often enough.
fn ring(wake: &OwnedFd) {
    let _ = write(wake, &[0]);
}

impl Inbox {
    /// Waits until something happens, at most so long, and adds all that has happened, in order, to
    /// `happened`. May come back early with nothing.
    ///
    /// # Errors
    ///
    /// Nobody is left who could tell anything.
    pub fn wait(
        &self,
        timeout: Option<Duration>,
        happened: &mut Vec<Happening>,
    ) -> Result<(), SendersGone> {
        if let Some(terminal) = &self.terminal {
            self.wait_at(terminal, timeout, happened);
            return Ok(());
        }
        let first = match timeout {
            Some(timeout) => self.told.recv_timeout(timeout),
            None => self.told.recv().map_err(RecvTimeoutError::from),
        };
        match first {
            Ok(first) => happened.push(first),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(SendersGone),
        }
        happened.extend(self.told.try_iter().take(AT_ONCE));
        Ok(())
    }

    fn wait_at(
        &self,
        terminal: &Terminal,
        timeout: Option<Duration>,
        happened: &mut Vec<Happening>,
    ) {
        let mut inputs = Vec::new();
        let mut keyboard = terminal.keyboard.borrow_mut();
        if keyboard.wait(&terminal.woken, timeout, &mut inputs) {
            // First the bell, so that none that rings from here on is missed.
            while read(&terminal.woken, &mut [0; 64][..]).is_ok_and(|count| count == 64) {}
            happened.extend(self.told.try_iter().take(AT_ONCE));
            if happened.len() == AT_ONCE {
                ring(&terminal.wake);
            }
        }
        happened.extend(inputs.into_iter().map(Happening::Input));
    }

    /// What it was told and nobody took in.
    pub fn rest(&self) -> impl Iterator<Item = Happening> {
        self.told.try_iter()
    }
}

/// Nobody is left who could tell anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendersGone;

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;
    use crate::terminal::tty::Tty;

    fn said(text: &str) -> Happening {
        Happening::Said(text.to_owned())
    }

    fn texts(happened: &[Happening]) -> Vec<&str> {
        let texts = happened.iter().map(|happening| match happening {
            Happening::Said(text) => text.as_str(),
            _ => panic!("nobody said anything else"),
        });
        texts.collect()
    }

    /// At a pipe in the place of a terminal, which can be read at its end only.
    fn at_a_terminal() -> (Tell, Inbox, OwnedFd) {
        let (input, keys) = pipe_with(PipeFlags::CLOEXEC).unwrap();
        let output = File::create("/dev/null").unwrap();
        let tty = Tty::of(input.into(), output);
        let (tell, inbox) = inbox_at(Keyboard::new(Arc::new(tty))).unwrap();
        (tell, inbox, keys)
    }

    #[test]
    fn what_is_told_comes_in_order_and_wakes_whoever_waits() {
        let (tell, at_terminal, _keys) = at_a_terminal();
        for (tell, inbox) in [inbox(), (tell, at_terminal)] {
            let mut happened = Vec::new();
            tell.send(said("a")).unwrap();
            tell.send(said("b")).unwrap();
            inbox.wait(None, &mut happened).unwrap();
            assert_eq!(texts(&happened), ["a", "b"]);
            happened.clear();
            let telling = std::thread::spawn(move || tell.send(said("c")).is_ok());
            inbox.wait(None, &mut happened).unwrap();
            assert_eq!(texts(&happened), ["c"]);
            assert!(telling.join().unwrap());
            happened.clear();
            let _ = inbox.wait(Some(Duration::ZERO), &mut happened);
            assert!(happened.is_empty());
        }
    }

    #[test]
    fn a_flood_is_taken_in_piece_by_piece_and_nothing_of_it_is_lost() {
        let (tell, inbox, keys) = at_a_terminal();
        for _ in 0..3 * AT_ONCE {
            tell.send(said("x")).unwrap();
        }
        write(&keys, b"q").unwrap();
        let mut happened = Vec::new();
        inbox.wait(None, &mut happened).unwrap();
        let key = happened.pop().unwrap();
        assert!(matches!(key, Happening::Input(_)), "keys wait for no flood");
        assert_eq!(texts(&happened).len(), AT_ONCE);
        for _ in 0..2 {
            happened.clear();
            inbox.wait(None, &mut happened).unwrap();
            assert_eq!(texts(&happened).len(), AT_ONCE);
        }
    }

    #[test]
    fn a_terminal_that_is_gone_is_told_once_and_others_still_are() {
        let (tell, inbox, keys) = at_a_terminal();
        drop(keys);
        let mut happened = Vec::new();
        inbox.wait(None, &mut happened).unwrap();
        assert!(matches!(
            happened[..],
            [Happening::Input(crate::terminal::input::Input::Ended)]
        ));
        happened.clear();
        tell.send(said("a")).unwrap();
        inbox.wait(None, &mut happened).unwrap();
        assert_eq!(texts(&happened), ["a"]);
    }
}
