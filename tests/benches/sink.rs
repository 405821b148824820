//! Where the frames of a measured portal go: bytes in memory.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use proofup::grid::{Grid, on_frame};
use proofup::terminal::screen::Screen;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::SIZE;

/// Where the frames go.
pub enum Sink {
    Ours(Box<Screen<Vec<u8>>>),
    Stock(Box<Terminal<CrosstermBackend<Shared>>>, Shared),
}

/// Bytes that somebody else may look at: the stock backend does not let go of its own.
#[derive(Clone, Default)]
pub struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink {
    pub fn ours() -> Self {
        Self::Ours(Box::new(Screen::new(SIZE, Vec::new())))
    }

    pub fn stock() -> Self {
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
        let bytes = Shared::default();
        let backend = CrosstermBackend::new(bytes.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport });
        Self::Stock(Box::new(terminal.unwrap()), bytes)
    }

    pub fn draw(&mut self, paint: impl FnOnce(&mut Grid) -> Option<Position>) -> usize {
        match self {
            Self::Ours(screen) => {
                screen.out_mut().clear();
                screen.draw(paint).unwrap()
            }
            Self::Stock(terminal, bytes) => {
                bytes.0.borrow_mut().clear();
                terminal.draw(|frame| on_frame(frame, paint)).unwrap();
                bytes.0.borrow().len()
            }
        }
    }
}
