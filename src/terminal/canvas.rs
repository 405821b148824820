//! Turns one picture into the next with as few bytes as possible, in memory: whatever has moved is
//! scrolled where that is shorter, and of the rest only what differs is written. Never asks the
//! terminal anything; its size, picture and cursor are what we know.

mod pen;
mod picture;
mod scroll;
mod window;
mod writer;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use picture::Picture;
use scroll::Scroll;
use writer::{Row, Writer};

pub use window::Window;

/// What a terminal shows.
#[derive(Debug)]
pub struct Canvas {
    size: Size,
    shown: Picture,
    next: Picture,
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
            next: Picture::default(),
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

    /// Goes on to this picture, which is of the terminal's size.
    pub fn paint(&mut self, buffer: &Buffer) {
        if std::mem::take(&mut self.unknown) {
            self.writer.clear();
            self.shown = Picture::blank(self.size);
        }
        self.next.read(buffer);
        match Scroll::between(&self.shown, &self.next) {
            None => self.differences(buffer, usize::MAX),
            Some(scroll) => self.scroll_or_not(scroll, buffer),
        }
        std::mem::swap(&mut self.shown, &mut self.next);
    }

    /// Whichever is shorter: to scroll and to write what is still different, or to write it all.
    fn scroll_or_not(&mut self, scroll: Scroll, buffer: &Buffer) {
        let before = self.writer.clone();
        let shown = self.shown.clone();
        self.writer.scroll(scroll);
        self.shown.scroll(scroll.top, scroll.bottom, scroll.lines);
        self.differences(buffer, usize::MAX);
        let scrolled = std::mem::replace(&mut self.writer, before);
        self.shown = shown;
        self.differences(buffer, scrolled.bytes.len());
        if scrolled.bytes.len() < self.writer.bytes.len() {
            self.writer = scrolled;
        }
    }

    /// Writes what differs, line by line until there are more than `limit` bytes.
    fn differences(&mut self, buffer: &Buffer, limit: usize) {
        let cells = buffer.content.chunks(usize::from(self.size.width).max(1));
        let rows = self.shown.rows().zip(self.next.rows()).zip(cells);
        for (y, ((old, glyphs), cells)) in (0..).zip(rows) {
            if old != glyphs {
                self.writer.row(old, Row { y, glyphs, cells });
            }
            if self.writer.bytes.len() > limit {
                return;
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
