//! What is shown: each frame is compared with the last one, and only what changed goes out, in one
//! write within a synchronized update. Where nothing changed, nothing is written.

use std::convert::Infallible;
use std::io::{self, Write};

use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

use super::canvas::Canvas;
use super::modes;

/// A screen whose bytes go to `W`.
pub struct Screen<W> {
    terminal: Terminal<Canvas>,
    aside: Vec<u8>,
    out: W,
}

impl<W: Write> Screen<W> {
    /// A blank screen of this size, just entered.
    pub fn new(size: Size, out: W) -> Self {
        Self {
            terminal: sure(Terminal::new(Canvas::new(size))),
            aside: Vec::new(),
            out,
        }
    }

    /// It has another size now. The next frame paints everything.
    pub fn resize(&mut self, size: Size) {
        self.terminal.backend_mut().resize(size);
    }

    /// Somebody else may have written on it. The next frame paints everything.
    pub fn repaint(&mut self) {
        self.terminal.backend_mut().forget();
        sure(self.terminal.clear());
    }

    /// Bytes that are not part of the picture go out before the next frame.
    pub fn send(&mut self, bytes: &[u8]) {
        self.aside.extend(bytes);
    }

    /// Draws a frame. Gives the number of bytes it took.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<usize> {
        sure(self.terminal.draw(paint).map(|_| ()));
        let frame = self.terminal.backend_mut().finish();
        let mut bytes = std::mem::take(&mut self.aside);
        if !frame.is_empty() {
            bytes.extend(modes::FRAME.0.as_bytes());
            bytes.extend(frame);
            bytes.extend(modes::FRAME.1.as_bytes());
        }
        if !bytes.is_empty() {
            self.out.write_all(&bytes)?;
        }
        Ok(bytes.len())
    }
}

fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}
