//! The `ratatui` backend: turns changed cells into as few bytes as possible, in memory. Never asks
//! the terminal anything; its size and cursor are what we know. Writes SGR itself because
//! `crossterm` 0.29 spends eight bytes on each named colour and wipes reverse under `NO_COLOR`.

mod pen;

use std::convert::Infallible;
use std::io::Write as _;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

use pen::Pen;

/// The bytes of the frame being drawn, and what is known of the terminal they are for.
#[derive(Debug)]
pub struct Canvas {
    size: Size,
    bytes: Vec<u8>,
    pen: Pen,
    /// Where the next character would go; `None` where terminals differ, as after the last column.
    at: Option<Position>,
    /// Whether the terminal shows its cursor.
    shown: bool,
    /// Where the frame wants it; `None`: hidden.
    wanted: Option<Position>,
    /// Blank cells passed over but not written yet: where they begin, and how many.
    blank: Option<(Position, u16)>,
}

impl Canvas {
    /// For a terminal of this size that has just been entered: blank, its cursor hidden.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            bytes: Vec::new(),
            pen: Pen::default(),
            at: None,
            shown: false,
            wanted: None,
            blank: None,
        }
    }

    /// The terminal has another size now.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// Somebody else may have written to the terminal.
    pub fn forget(&mut self) {
        self.pen = Pen::default();
        self.at = None;
        self.shown = false;
    }

    /// Ends the frame and gives its bytes; none where nothing changed.
    pub fn finish(&mut self) -> Vec<u8> {
        self.write_blank();
        self.pen.change(Pen::default(), &mut self.bytes);
        match self.wanted {
            Some(position) => {
                self.move_to(position);
                if !self.shown {
                    self.bytes.extend(b"\x1b[?25h");
                }
            }
            None if self.shown => self.bytes.extend(b"\x1b[?25l"),
            None => {}
        }
        self.shown = self.wanted.is_some();
        std::mem::take(&mut self.bytes)
    }

    fn put(&mut self, position: Position, cell: &Cell) {
        let pen = Pen::of(cell);
        let symbol = cell.symbol();
        if symbol == " " && pen.is_bare() {
            match &mut self.blank {
                Some((start, count)) if start.y == position.y && start.x + *count == position.x => {
                    *count += 1;
                }
                _ => {
                    self.write_blank();
                    self.blank = Some((position, 1));
                }
            }
            return;
        }
        self.write_blank();
        self.move_to(position);
        self.pen.change(pen, &mut self.bytes);
        self.bytes.extend(symbol.as_bytes());
        let next = position.x + 1;
        // Terminals disagree on wider characters, and on where the cursor is after the last column.
        let known = symbol.width() == 1 && next < self.size.width;
        self.at = known.then_some(Position::new(next, position.y));
    }

    /// Erasing takes fewer bytes than spaces from a length on, but does not move the cursor.
    fn write_blank(&mut self) {
        let Some((start, count)) = self.blank.take() else {
            return;
        };
        self.move_to(start);
        self.pen.change(self.pen.bare(), &mut self.bytes);
        let end = start.x + count;
        if end >= self.size.width && count > 3 {
            self.bytes.extend(b"\x1b[K");
        } else if count > 8 {
            let _ = write!(self.bytes, "\x1b[{count}X");
        } else {
            self.bytes
                .extend(std::iter::repeat_n(b' ', usize::from(count)));
            self.at = (end < self.size.width).then_some(Position::new(end, start.y));
        }
    }

    fn move_to(&mut self, to: Position) {
        let absolute = |bytes: &mut Vec<u8>| {
            let _ = match (to.x, to.y) {
                (0, 0) => write!(bytes, "\x1b[H"),
                (0, y) => write!(bytes, "\x1b[{}H", y + 1),
                (x, y) => write!(bytes, "\x1b[{};{}H", y + 1, x + 1),
            };
        };
        let step = |bytes: &mut Vec<u8>, count: u16, letter: char| {
            let _ = match count {
                1 => write!(bytes, "\x1b[{letter}"),
                _ => write!(bytes, "\x1b[{count}{letter}"),
            };
        };
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == to.y && to.x == 0 => self.bytes.push(b'\r'),
            Some(at) if at.y == to.y && to.x > at.x => step(&mut self.bytes, to.x - at.x, 'C'),
            Some(at) if at.y == to.y => step(&mut self.bytes, at.x - to.x, 'D'),
            Some(at) if at.y + 1 == to.y && to.x == 0 => self.bytes.extend(b"\r\n"),
            Some(at) if at.x == to.x && to.y > at.y => step(&mut self.bytes, to.y - at.y, 'B'),
            Some(at) if at.x == to.x => step(&mut self.bytes, at.y - to.y, 'A'),
            _ => absolute(&mut self.bytes),
        }
        self.at = Some(to);
    }
}

impl Backend for Canvas {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.put(Position::new(x, y), cell);
        }
        self.write_blank();
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.wanted = self.wanted.or(Some(Position::ORIGIN));
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.wanted.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        if self.wanted.is_some() {
            let Position { x, y } = position.into();
            let (right, bottom) = (self.size.width, self.size.height);
            self.wanted = Some(Position::new(
                x.min(right.saturating_sub(1)),
                y.min(bottom.saturating_sub(1)),
            ));
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        self.write_blank();
        self.pen.change(Pen::default(), &mut self.bytes);
        let sequence = match region {
            ClearType::All => "\x1b[2J",
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        };
        self.bytes.extend(sequence.as_bytes());
        // A resize may have moved it.
        self.at = None;
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    /// The frame is held back until [`Canvas::finish`].
    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
