//! Reads the terminal on a thread of its own and decodes what comes. Sleeps in the kernel while
//! nothing does, and ends for good when the terminal is gone.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use rustix::pipe::{PipeFlags, pipe_with};

use super::decoder::Decoder;
use super::tty::Tty;

/// How much is read before it is handed on although more is waiting, in bytes.
const BATCH: usize = 64 * 1024;

/// What the terminal sent.
#[derive(Debug)]
pub enum Input {
    /// These, in order; never empty.
    Events(Vec<Event>),
    /// A paste was longer than the decoder takes; the event before holds its beginning.
    PasteCut,
    /// The terminal is gone. Nothing follows.
    Ended,
}

/// Reads as long as it lives.
pub struct Reader {
    // The thread wakes when this end of the pipe is closed.
    _alive: OwnedFd,
}

impl Reader {
    /// Reads `tty` and gives what comes to `deliver`, until that says it is enough.
    pub fn start(
        tty: Arc<Tty>,
        deliver: impl FnMut(Input) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (gone, alive) = pipe_with(PipeFlags::CLOEXEC)?;
        let reading = Reading {
            tty,
            gone,
            decoder: Decoder::default(),
            last_byte: Instant::now(),
        };
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || reading.run(deliver))?;
        Ok(Self { _alive: alive })
    }
}

struct Reading {
    tty: Arc<Tty>,
    gone: OwnedFd,
    decoder: Decoder,
    last_byte: Instant,
}

/// What came of waiting.
enum Woken {
    Bytes,
    Silence,
    Dropped,
}

impl Reading {
    fn run(mut self, mut deliver: impl FnMut(Input) -> bool) {
        let mut bytes = Vec::with_capacity(4096);
        loop {
            let mut events = Vec::new();
            let mut ended = false;
            match self.wait() {
                Ok(Woken::Bytes) => {
                    bytes.clear();
                    ended = self.read(&mut bytes).is_err();
                    self.decoder.push(&bytes, &mut events);
                    self.last_byte = Instant::now();
                }
                Ok(Woken::Silence) => self.decoder.timeout(&mut events),
                Ok(Woken::Dropped) => return,
                Err(_) => ended = true,
            }
            if !events.is_empty() && !deliver(Input::Events(events)) {
                return;
            }
            if self.decoder.take_cut() && !deliver(Input::PasteCut) {
                return;
            }
            if ended {
                deliver(Input::Ended);
                return;
            }
        }
    }

    fn wait(&self) -> io::Result<Woken> {
        let timeout = self.decoder.pending_timeout().map(|gap| {
            let left = gap.saturating_sub(self.last_byte.elapsed());
            Timespec {
                tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: i64::from(left.subsec_nanos()),
            }
        });
        let mut files = [
            PollFd::new(self.tty.input(), PollFlags::IN),
            PollFd::new(&self.gone, PollFlags::IN),
        ];
        match poll(&mut files, timeout.as_ref()) {
            Ok(0) => Ok(Woken::Silence),
            Ok(_) if !files[1].revents().is_empty() => Ok(Woken::Dropped),
            Ok(_) => Ok(Woken::Bytes),
            // Woken for nothing: what is pending is only due when its time has passed.
            Err(Errno::INTR) => self.wait(),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads all that is waiting, up to [`BATCH`]: a terminal hands out 4 KiB at a time, and what
    /// was written at once should be drawn at once. Any error but a signal is the end: a terminal
    /// that hung up answers EIO for ever.
    fn read(&self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let mut piece = [0; 4096];
        while bytes.len() < BATCH {
            match read(self.tty.input().as_fd(), &mut piece[..]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => bytes.extend(&piece[..count]),
                Err(Errno::INTR) => continue,
                Err(Errno::AGAIN) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
            let mut file = [PollFd::new(self.tty.input(), PollFlags::IN)];
            let now = Timespec {
                tv_sec: 0,
                tv_nsec: 0,
            };
            let _ = poll(&mut file, Some(&now));
            if !file[0].revents().contains(PollFlags::IN) {
                return Ok(());
            }
        }
        Ok(())
    }
}
