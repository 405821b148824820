//! The way from a login's thread to its client: at most one frame, which never waits for anybody.
//! The thread asks whether the last one is gone before it draws, so that a slow client gets the
//! latest picture and holds nobody up.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ratatui::layout::Size;
use russh::ChannelId;
use russh::server::Handle;
use rustix::io::Errno;
use tokio::sync::Notify;

use super::settings::{BETWEEN_FRAMES, BETWEEN_WATCHED};
use crate::app::happening::Happening;
use crate::app::inbox::Tell;
use crate::app::seat::Seat;
use crate::terminal::easels::Easels;
use crate::terminal::input::Input;
use crate::terminal::modes;

/// Bytes that are no frames, such as copied texts, are dropped beyond this: nobody reads.
const HELD: usize = 1 << 20;

/// Text that is not for the screen (RFC 4254, 5.2).
const STDERR: u32 = 1;

/// More columns or rows than this are not used: what a client claims is an allocation.
const LARGEST: Size = Size::new(400, 150);

/// What a client without a window is taken to have.
const USUAL: Size = Size::new(80, 24);

/// From a login's thread to its client.
pub struct Line {
    state: Mutex<State>,
    changed: Notify,
    frames: AtomicU64,
    tell: Tell,
}

struct State {
    size: Size,
    bytes: Vec<u8>,
    /// Bytes were taken and are not on their way yet.
    sending: bool,
    /// The thread waits for the line to be free.
    waited_for: bool,
    /// Nobody is at the other end any more.
    gone: bool,
    /// The login has ended with this exit status.
    ended: Option<u32>,
}

/// What goes to the client next.
enum Piece {
    Bytes(Vec<u8>),
    End(u32),
    Gone,
}

impl Line {
    /// To a client with a window of this size; what comes back goes to `tell`.
    pub fn new(size: Size, tell: Tell) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                size,
                bytes: Vec::new(),
                sending: false,
                waited_for: false,
                gone: false,
                ended: None,
            }),
            changed: Notify::new(),
            frames: AtomicU64::new(0),
            tell,
        })
    }

    /// A way to tell the login's thread something.
    pub fn tell(&self, happening: Happening) {
        // It may have ended.
        let _ = self.tell.send(happening);
    }

    /// The client's window has another size now.
    pub fn resize(&self, size: Size) {
        self.state().size = size;
        self.tell(Happening::Resized);
    }

    /// Nobody is at the other end any more.
    pub fn gone(&self) {
        self.state().gone = true;
        self.changed.notify_one();
        self.tell(Happening::Input(Input::Ended));
    }

    /// Sends `bytes`.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        if state.gone {
            return Err(Errno::PIPE.into());
        }
        if state.bytes.len() + bytes.len() <= HELD {
            state.bytes.extend(bytes);
        }
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The login has ended; what was written before still goes out.
    pub fn end(&self, status: u32) {
        self.state().ended = Some(status);
        self.changed.notify_one();
    }

    /// Frames sent so far.
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Sends what is written to the client until the login has ended or the client is gone; then
    /// exit status, end of output, and the channel's end.
    pub async fn pump(&self, handle: &Handle, channel: ChannelId) {
        loop {
            match self.next().await {
                Piece::Bytes(bytes) => {
                    self.frames.fetch_add(1, Ordering::Relaxed);
                    if handle.data(channel, bytes).await.is_err() {
                        return self.gone();
                    }
                    self.sent();
                }
                Piece::End(status) => return end(handle, channel, status).await,
                Piece::Gone => return,
            }
        }
    }

    async fn next(&self) -> Piece {
        loop {
            let changed = self.changed.notified();
            {
                let mut state = self.state();
                if state.gone {
                    return Piece::Gone;
                }
                if !state.bytes.is_empty() {
                    state.sending = true;
                    return Piece::Bytes(std::mem::take(&mut state.bytes));
                }
                if let Some(status) = state.ended {
                    return Piece::End(status);
                }
            }
            changed.await;
        }
    }

    fn sent(&self) {
        let mut state = self.state();
        state.sending = false;
        if std::mem::take(&mut state.waited_for) {
            drop(state);
            self.tell(Happening::Ready);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says `text` beside the output, then ends the channel with `status`. For logins without a
/// terminal.
pub async fn refuse(handle: &Handle, channel: ChannelId, text: &str, status: u32) {
    // Failing means that nobody is there any more.
    let _ = handle
        .extended_data(channel, STDERR, format!("proofup: {text}\n"))
        .await;
    end(handle, channel, status).await;
}

/// The order matters: OpenSSH gives up what comes behind the end of the channel.
pub async fn end(handle: &Handle, channel: ChannelId, status: u32) {
    let _ = handle.exit_status_request(channel, status).await;
    let _ = handle.eof(channel).await;
    let _ = handle.close(channel).await;
}

/// Columns and rows as a client claims to have them, within reason.
pub fn usable(columns: u32, rows: u32) -> Size {
    if columns == 0 || rows == 0 {
        return USUAL;
    }
    let within = |count: u32, most: u16| u16::try_from(count).unwrap_or(most).min(most);
    Size::new(within(columns, LARGEST.width), within(rows, LARGEST.height))
}

/// The client's terminal, entered; given back when dropped.
pub struct Remote {
    line: Arc<Line>,
    easels: Arc<Easels>,
    mouse: AtomicBool,
    watches: AtomicBool,
}

impl Remote {
    /// Takes the terminal over, and asks for the mouse when wanted.
    pub fn enter(line: Arc<Line>, easels: Arc<Easels>, mouse: bool) -> io::Result<Self> {
        let own = Self {
            line,
            easels,
            mouse: AtomicBool::new(mouse),
            watches: AtomicBool::new(false),
        };
        own.renew()?;
        Ok(own)
    }
}

impl Remote {
    /// From now on it shows somebody else's picture, which need not come as often.
    pub fn watches(&self) {
        self.watches.store(true, Ordering::Relaxed);
    }
}

impl Seat for Remote {
    type Out = Output;

    fn output(&self) -> Output {
        Output(Arc::clone(&self.line))
    }

    fn easels(&self) -> Arc<Easels> {
        Arc::clone(&self.easels)
    }

    fn size(&self) -> Size {
        self.line.state().size
    }

    fn ready(&self) -> bool {
        let mut state = self.line.state();
        let free = !state.sending && state.bytes.is_empty();
        state.waited_for = !free;
        free
    }

    fn between_frames(&self) -> Duration {
        if self.watches.load(Ordering::Relaxed) {
            BETWEEN_WATCHED
        } else {
            BETWEEN_FRAMES
        }
    }

    fn set_mouse(&self, wanted: bool) -> io::Result<()> {
        if self.mouse.swap(wanted, Ordering::Relaxed) == wanted {
            return Ok(());
        }
        let bytes = if wanted {
            modes::MOUSE_ON
        } else {
            modes::MOUSE_OFF
        };
        self.line.write(bytes.as_bytes())
    }

    fn renew(&self) -> io::Result<()> {
        self.line.write(modes::ENTER.as_bytes())?;
        if self.mouse.load(Ordering::Relaxed) {
            self.line.write(modes::MOUSE_ON.as_bytes())?;
        }
        Ok(())
    }

    fn suspend(&self) -> io::Result<bool> {
        Ok(false)
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        // Failing helps nobody: the terminal is gone then.
        if self.mouse.load(Ordering::Relaxed) {
            let _ = self.line.write(modes::MOUSE_OFF.as_bytes());
        }
        let _ = self.line.write(modes::LEAVE.as_bytes());
    }
}

/// Writes to the client's terminal.
pub struct Output(Arc<Line>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn entered(line: &Arc<Line>, mouse: bool) -> Remote {
        let easels = Arc::new(Easels::keeping(1));
        Remote::enter(Arc::clone(line), easels, mouse).unwrap()
    }

    #[test]
    fn a_size_is_believed_within_reason() {
        assert_eq!(usable(120, 40), Size::new(120, 40));
        assert_eq!(usable(1, 1), Size::new(1, 1));
        assert_eq!(usable(0, 0), USUAL);
        assert_eq!(usable(500, 1000), LARGEST);
        assert_eq!(usable(u32::MAX, 20_000), LARGEST);
    }

    #[tokio::test]
    async fn one_frame_is_on_its_way_and_whoever_waits_is_told_when_it_is_gone() {
        let (tell, told) = mpsc::channel();
        let line = Line::new(USUAL, tell.into());
        let seat = entered(&line, false);
        assert!(!seat.ready(), "the modes are not on their way yet");
        let Piece::Bytes(bytes) = line.next().await else {
            panic!("no bytes")
        };
        assert_eq!(bytes, modes::ENTER.as_bytes());
        assert!(!seat.ready());
        line.sent();
        assert!(matches!(told.try_recv(), Ok(Happening::Ready)));
        assert!(seat.ready());
        line.sent();
        assert!(told.try_recv().is_err(), "nobody waited");
    }

    #[tokio::test]
    async fn the_terminal_is_given_back_and_the_last_words_come_behind() {
        let (tell, _told) = mpsc::channel();
        let line = Line::new(USUAL, tell.into());
        let seat = entered(&line, true);
        drop(seat);
        line.write(b"goodbye\r\n").unwrap();
        line.end(0);
        let Piece::Bytes(bytes) = line.next().await else {
            panic!("no bytes")
        };
        let text = String::from_utf8(bytes).unwrap();
        let end = format!("{}{}goodbye\r\n", modes::MOUSE_OFF, modes::LEAVE);
        assert!(text.ends_with(&end), "{text:?}");
        assert!(matches!(line.next().await, Piece::End(0)));
    }

    #[test]
    fn what_nobody_reads_does_not_grow() {
        let line = Line::new(USUAL, mpsc::channel().0.into());
        for _ in 0..100 {
            line.write(&vec![0; 100_000]).unwrap();
        }
        assert!(line.state().bytes.len() <= HELD);
        line.gone();
        assert!(crate::terminal::tty::is_gone(
            &line.write(b"x").unwrap_err()
        ));
    }
}
