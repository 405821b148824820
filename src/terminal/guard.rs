//! Takes the terminal over and gives it back exactly as it was found: when dropped, and at a panic
//! on any thread, before its message is printed. A signal ends the loop in `app` and so comes here.

use std::io;
use std::os::unix::net::UnixStream;
use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpid, getsid, kill_current_process_group};
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
use signal_hook::consts::SIGCONT;
use signal_hook::low_level::{pipe, unregister};

use super::modes;
use super::tty::Tty;

/// How long a stop may take to happen; where it is ignored, this much is waited in vain.
const STOPPED_BY: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

/// The terminal is ours as long as this lives.
pub struct Guard {
    terminal: Arc<Terminal>,
    hook_before: Arc<Hook>,
}

/// Writes to the terminal while it is ours; what comes later is dropped, so that no frame lands
/// below a panic's message.
pub struct Output(Arc<Terminal>);

struct Terminal {
    tty: Arc<Tty>,
    found: Termios,
    ours: AtomicBool,
    mouse: AtomicBool,
}

impl Guard {
    /// Takes the terminal over: raw mode and [`modes::ENTER`], and the mouse when wanted.
    pub fn enter(tty: Arc<Tty>, mouse: bool) -> io::Result<Self> {
        let terminal = Arc::new(Terminal {
            found: tcgetattr(tty.input())?,
            tty,
            ours: AtomicBool::new(false),
            mouse: AtomicBool::new(mouse),
        });
        let hook_before: Arc<Hook> = panic::take_hook().into();
        let guard = Self {
            terminal: Arc::clone(&terminal),
            hook_before: Arc::clone(&hook_before),
        };
        panic::set_hook(Box::new(move |panic| {
            terminal.leave();
            hook_before(panic);
        }));
        guard.terminal.enter()?;
        Ok(guard)
    }

    /// A way to write to it.
    pub fn output(&self) -> Output {
        Output(Arc::clone(&self.terminal))
    }

    /// Asks for clicks and the wheel, or no longer.
    pub fn set_mouse(&self, wanted: bool) -> io::Result<()> {
        if self.terminal.mouse.swap(wanted, Ordering::SeqCst) == wanted {
            return Ok(());
        }
        let bytes = if wanted {
            modes::MOUSE_ON
        } else {
            modes::MOUSE_OFF
        };
        self.terminal.write(bytes.as_bytes())
    }

    /// Takes the terminal over again after somebody else may have used it. Everything has to be
    /// painted anew.
    pub fn renew(&self) -> io::Result<()> {
        self.terminal.enter()
    }

    /// Gives the terminal back and stops like any job, with whatever was started along with it.
    /// Returns when continued, the terminal taken over again. A session leader has nobody who could
    /// continue it: nothing happens then, and this says `false`.
    pub fn suspend(&self) -> io::Result<bool> {
        if getsid(None)? == getpid() {
            return Ok(false);
        }
        let (continued, tell) = UnixStream::pair()?;
        let told = pipe::register(SIGCONT, tell)?;
        self.terminal.leave();
        // Not SIGSTOP: the kernel ignores SIGTSTP where no shell is left to continue the group.
        kill_current_process_group(Signal::TSTP)?;
        // The stop may reach another thread first and this one a little later, but not after this.
        let mut woken = [PollFd::new(&continued, PollFlags::IN)];
        let _ = poll(&mut woken, Some(&STOPPED_BY));
        unregister(told);
        self.terminal.enter()?;
        Ok(true)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.terminal.leave();
        // The hook cannot be changed while it may be running.
        if !thread::panicking() {
            let before = Arc::clone(&self.hook_before);
            panic::set_hook(Box::new(move |panic| before(panic)));
        }
    }
}

impl Terminal {
    fn enter(&self) -> io::Result<()> {
        let mut raw = self.found.clone();
        raw.make_raw();
        tcsetattr(self.tty.input(), OptionalActions::Now, &raw)?;
        self.ours.store(true, Ordering::SeqCst);
        self.tty.write_all(modes::ENTER.as_bytes())?;
        if self.mouse.load(Ordering::SeqCst) {
            self.tty.write_all(modes::MOUSE_ON.as_bytes())?;
        }
        Ok(())
    }

    /// Once for each [`Terminal::enter`], whoever comes first. Failing helps nobody: the terminal is
    /// gone then.
    fn leave(&self) {
        if !self.ours.swap(false, Ordering::SeqCst) {
            return;
        }
        if self.mouse.load(Ordering::SeqCst) {
            let _ = self.tty.write_all(modes::MOUSE_OFF.as_bytes());
        }
        let _ = self.tty.write_all(modes::LEAVE.as_bytes());
        // What was typed or clicked for the portal is nothing for the shell.
        let _ = tcflush(self.tty.input(), QueueSelector::IFlush);
        let _ = tcsetattr(self.tty.input(), OptionalActions::Now, &self.found);
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        if self.ours.load(Ordering::SeqCst) {
            self.tty.write_all(bytes)?;
        }
        Ok(())
    }
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
