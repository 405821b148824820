//! What frames are painted on before they are compared with what a terminal shows. An easel holds
//! nothing between two frames, so that many terminals can share a few: at 120x40 one takes 77 KB.

use std::sync::{Mutex, PoisonError};

use ratatui::layout::Size;

use crate::grid::Grid;

/// Those that nobody paints on.
#[derive(Debug)]
pub struct Easels {
    free: Mutex<Vec<Grid>>,
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

    /// A blank one for a frame of this size.
    pub(super) fn take(&self, size: Size) -> Grid {
        let free = self
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut easel = free.unwrap_or_default();
        easel.reset(size);
        easel
    }

    /// Takes one back.
    pub(super) fn put_back(&self, easel: Grid) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < self.kept {
            free.push(easel);
        }
    }
}
