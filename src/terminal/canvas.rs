//! Turns one picture into the next with as few bytes as possible, in memory: whatever has moved is
//! scrolled where that is shorter, and of the rest only what differs is written. Never asks the
//! terminal anything; its size, picture and cursor are what we know.

mod pen;
mod picture;
mod scroll;
mod writer;

use ratatui::layout::{Position, Size};

use picture::Picture;
use scroll::Scroll;
use writer::{Row, Writer};

use crate::grid::{Glyph, Grid};

/// What a terminal shows.
#[derive(Debug)]
pub struct Canvas {
    size: Size,
    shown: Picture,
    writer: Writer,
    /// Whether the terminal shows its cursor; `None`: not known.
    cursor: Option<bool>,
    /// Whether it shows something that nobody knows.
    unknown: bool,
}

impl Canvas {
    /// For a terminal of this size that has just been entered: blank, its cursor hidden.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            shown: Picture::blank(size),
            writer: Writer::new(size.width),
            cursor: Some(false),
            unknown: false,
        }
    }

    /// The terminal has another size now. What it made of its picture is its own affair.
    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.writer = Writer::new(size.width);
            self.unknown = true;
        }
    }

    /// Somebody else may have written to the terminal.
    pub fn forget(&mut self) {
        self.writer.forget();
        self.cursor = None;
        self.unknown = true;
    }

    /// Goes on to what `grid`, which is of the terminal's size, shows. It is settled after that.
    pub fn paint(&mut self, grid: &mut Grid) {
        if std::mem::take(&mut self.unknown) {
            self.writer.clear();
            self.shown = Picture::blank(self.size);
        }
        grid.settle();
        let lines = 0..usize::from(self.size.height);
        let changed = lines.filter(|y| !Glyph::same(self.shown.row(*y), grid.row(*y)));
        let changed: Vec<usize> = changed.collect();
        match Scroll::between(&self.shown, grid, &changed) {
            None => self.differences(None, changed.iter().copied(), grid),
            Some(scroll) => {
                self.writer.scroll(scroll);
                let Scroll { top, bottom, .. } = scroll;
                let above = changed.iter().copied().take_while(|y| *y < top);
                let below = changed.iter().copied().filter(|y| *y > bottom);
                let lines = above.chain(top..=bottom).chain(below);
                self.differences(Some(scroll), lines, grid);
            }
        }
        self.shown.take(grid, &changed);
    }

    /// Writes what differs in these lines after this scroll.
    fn differences(
        &mut self,
        scroll: Option<Scroll>,
        lines: impl Iterator<Item = usize>,
        grid: &Grid,
    ) {
        let blank = vec![Glyph::BLANK; usize::from(self.size.width)];
        for y in lines {
            let glyphs = grid.row(y);
            let source = scroll.map_or(Some(y), |scroll| scroll.source(y));
            let old = source.map_or(&*blank, |from| self.shown.row(from));
            if !Glyph::same(old, glyphs) {
                let (y, long) = (u16::try_from(y).unwrap_or(u16::MAX), grid.long());
                self.writer.row(old, Row { y, glyphs, long });
            }
        }
    }

    /// Ends the frame, the cursor at this place or hidden, and gives its bytes; none where nothing
    /// changed.
    pub fn finish(&mut self, cursor: Option<Position>) -> Vec<u8> {
        self.writer.plain();
        if let Some(position) = cursor {
            self.writer.move_to(position);
        }
        let shown = cursor.is_some();
        if self.cursor.replace(shown) != Some(shown) {
            let sequence = if shown { b"\x1b[?25h" } else { b"\x1b[?25l" };
            self.writer.bytes.extend(sequence);
        }
        std::mem::take(&mut self.writer.bytes)
    }
}

#[cfg(test)]
mod tests;
