//! Waits for the terminal and decodes what comes. Sleeps in the kernel while nothing does, and says
//! once that the terminal is gone.

use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use super::decoder::Decoder;
use super::input::Input;
use super::tty::Tty;

/// How much is read before it is handed on although more is waiting, in bytes.
const BATCH: usize = 64 * 1024;

/// No key sends so many bytes: more may be on its way.
const MANY: usize = 32;

/// A terminal's keys, and whatever else it sends.
pub struct Keyboard {
    tty: Arc<Tty>,
    decoder: Decoder,
    /// When the last byte came, where what it began may time out.
    last_byte: Option<Instant>,
    bytes: Vec<u8>,
    ended: bool,
}

impl Keyboard {
    /// That of `tty`.
    pub fn new(tty: Arc<Tty>) -> Self {
        Self {
            tty,
            decoder: Decoder::default(),
            last_byte: None,
            bytes: Vec::new(),
            ended: false,
        }
    }

    /// Waits until the terminal sends something, `other` can be read or the time is over, and adds
    /// what was sent to `inputs`. Gives whether `other` can be read. A signal ends the waiting early.
    pub fn wait(
        &mut self,
        other: impl AsFd,
        timeout: Option<Duration>,
        inputs: &mut Vec<Input>,
    ) -> bool {
        let gap = self.gap();
        let left = timeout.into_iter().chain(gap).min().map(timespec);
        let mut files = [
            PollFd::new(&other, PollFlags::IN),
            PollFd::new(self.tty.input(), PollFlags::IN),
        ];
        let asked = if self.ended { 1 } else { 2 };
        let polled = poll(&mut files[..asked], left.as_ref());
        let [rung, sent] = files.map(|file| !file.revents().is_empty());
        match polled {
            Err(Errno::INTR) => return false,
            Ok(_) if sent => self.take_in(inputs),
            Ok(_) if gap.is_some() && self.gap() == Some(Duration::ZERO) => {
                let mut events = Vec::new();
                self.decoder.timeout(&mut events);
                self.hand_on(events, inputs);
            }
            Ok(_) => {}
            Err(_) => self.end(inputs),
        }
        rung
    }

    /// How long what was begun may still go on.
    fn gap(&self) -> Option<Duration> {
        let gap = self.decoder.pending_timeout()?;
        let passed = self.last_byte.map(|last| last.elapsed());
        Some(gap.saturating_sub(passed.unwrap_or_default()))
    }

    fn take_in(&mut self, inputs: &mut Vec<Input>) {
        self.bytes.clear();
        let ended = self.read().is_err();
        let mut events = Vec::new();
        self.decoder.push(&self.bytes, &mut events);
        let pending = self.decoder.pending_timeout();
        self.last_byte = pending.map(|_| Instant::now());
        self.hand_on(events, inputs);
        if ended {
            self.end(inputs);
        }
    }

    fn hand_on(&mut self, events: Vec<Event>, inputs: &mut Vec<Input>) {
        if !events.is_empty() {
            inputs.push(Input::Events(events));
        }
        if self.decoder.take_cut() {
            inputs.push(Input::PasteCut);
        }
    }

    fn end(&mut self, inputs: &mut Vec<Input>) {
        self.ended = true;
        inputs.push(Input::Ended);
    }

    /// Reads all that is waiting, up to [`BATCH`]: a terminal hands out 4 KiB at a time, and what
    /// was written at once should be drawn at once. Any error but a signal is the end: a terminal
    /// that hung up answers EIO for ever.
    fn read(&mut self) -> Result<(), Errno> {
        let mut piece = [0; 4096];
        while self.bytes.len() < BATCH {
            match read(self.tty.input(), &mut piece[..]) {
                Ok(0) => return Err(Errno::IO),
                Ok(count) => self.bytes.extend(&piece[..count]),
                Err(Errno::INTR) => continue,
                Err(Errno::AGAIN) => return Ok(()),
                Err(error) => return Err(error),
            }
            if self.bytes.len() < MANY {
                return Ok(());
            }
            let mut file = [PollFd::new(self.tty.input(), PollFlags::IN)];
            let _ = poll(&mut file, Some(&timespec(Duration::ZERO)));
            if !file[0].revents().contains(PollFlags::IN) {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn timespec(duration: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(duration.subsec_nanos()),
    }
}
