//! What frames are painted on before they are compared with what a terminal shows. An easel holds
//! nothing between two frames, so that many terminals can share a few: at 120x40 one takes 460 KB.

use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};

use ratatui::Terminal;
use ratatui::layout::Size;

use super::canvas::Window;

/// Those that nobody paints on.
#[derive(Debug)]
pub struct Easels {
    free: Mutex<Vec<Terminal<Window>>>,
    kept: usize,
}

impl Easels {
    /// Keeps at most `count` for later.
    pub fn keeping(count: usize) -> Self {
        Self {
            free: Mutex::default(),
            kept: count,
        }
    }

    /// One for a frame of this size.
    pub(super) fn take(&self, size: Size) -> Terminal<Window> {
        let free = self
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        match free {
            Some(mut easel) => {
                easel.backend_mut().resize(size);
                easel
            }
            None => sure(Terminal::new(Window::new(size))),
        }
    }

    /// Takes one back.
    pub(super) fn put_back(&self, easel: Terminal<Window>) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < self.kept {
            free.push(easel);
        }
    }
}

pub(super) fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}
