//! What a portal sits on: the terminal this process was started on, or one at the far end of SSH.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Size;

use crate::terminal::easels::Easels;
use crate::terminal::guard::{Guard, Output};
use crate::terminal::tty::Tty;

/// A terminal that has been entered. It is given back when this is dropped.
pub trait Seat {
    /// Takes the bytes of frames. Never waits where [`Seat::ready`] has said yes.
    type Out: Write;

    /// A way to write to it.
    fn output(&self) -> Self::Out;

    /// What its frames are painted on.
    fn easels(&self) -> Arc<Easels> {
        Arc::new(Easels::keeping(1))
    }

    /// Columns and rows now.
    fn size(&self) -> Size;

    /// Whether the last frame is on its way, so that another one may be drawn. After a no, a
    /// `Happening::Ready` follows once it is.
    fn ready(&self) -> bool {
        true
    }

    /// The shortest time between two frames; the first one after a rest is drawn at once.
    fn between_frames(&self) -> Duration {
        Duration::ZERO
    }

    /// Asks for clicks and the wheel, or no longer.
    fn set_mouse(&self, wanted: bool) -> io::Result<()>;

    /// Takes the terminal over again after somebody else may have used it.
    fn renew(&self) -> io::Result<()>;

    /// Stops like any job, and returns when continued. False: nobody here could continue it.
    fn suspend(&self) -> io::Result<bool>;
}

/// The terminal this process was started on.
pub struct Local {
    tty: Arc<Tty>,
    guard: Guard,
}

impl Local {
    /// Takes the terminal over, and asks for the mouse when wanted.
    pub fn enter(tty: Arc<Tty>, mouse: bool) -> io::Result<Self> {
        Ok(Self {
            guard: Guard::enter(Arc::clone(&tty), mouse)?,
            tty,
        })
    }
}

impl Seat for Local {
    type Out = Output;

    fn output(&self) -> Output {
        self.guard.output()
    }

    fn size(&self) -> Size {
        self.tty.size()
    }

    fn set_mouse(&self, wanted: bool) -> io::Result<()> {
        self.guard.set_mouse(wanted)
    }

    fn renew(&self) -> io::Result<()> {
        self.guard.renew()
    }

    fn suspend(&self) -> io::Result<bool> {
        self.guard.suspend()
    }
}
