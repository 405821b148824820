//! Writes characters where they belong, with as few bytes for cursor and pen as possible. Writes SGR
//! itself because `crossterm` 0.29 spends eight bytes on each named colour and wipes reverse under
//! `NO_COLOR`.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use super::pen::Pen;
use super::picture::Glyph;
use super::scroll::Scroll;

/// Bytes for a terminal, and what is known of it after them.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    /// What was written.
    pub bytes: Vec<u8>,
    width: u16,
    pen: Pen,
    /// Where the next character would go; `None` where terminals differ, as after the last column.
    at: Option<Position>,
}

/// From so many blanks at the end of a line on, erasing is shorter than writing them.
const ERASES: usize = 4;

/// A line as it is to be.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// Its number, 0 at the top.
    pub y: u16,
    /// What it shows.
    pub glyphs: &'a [Glyph],
    /// The same cells, with their characters.
    pub cells: &'a [Cell],
}

impl Writer {
    /// For a terminal this many columns wide, about which nothing else is known.
    pub fn new(width: u16) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    /// Somebody else may have written to the terminal.
    pub fn forget(&mut self) {
        self.pen = Pen::PLAIN;
        self.at = None;
    }

    /// Erases everything.
    pub fn clear(&mut self) {
        self.plain();
        self.bytes.extend(b"\x1b[2J");
        self.at = None;
    }

    /// Puts all colours and attributes away.
    pub fn plain(&mut self) {
        self.pen.change(Pen::PLAIN, &mut self.bytes);
    }

    /// Has the terminal move lines. By inserting and deleting lines above a bottom margin, which
    /// every terminal knows; the Linux console does not know SU and SD.
    pub fn scroll(&mut self, scroll: Scroll) {
        // Lines that come in are of the pen's background on some terminals.
        self.plain();
        let Scroll { top, bottom, lines } = scroll;
        let (count, letter) = (lines.unsigned_abs(), if lines > 0 { 'M' } else { 'L' });
        let _ = write!(self.bytes, "\x1b[1;{}r\x1b[{}H\x1b[", bottom + 1, top + 1);
        if count > 1 {
            let _ = write!(self.bytes, "{count}");
        }
        let _ = write!(self.bytes, "{letter}\x1b[r");
        // To the first column of some line.
        self.at = None;
    }

    /// Turns a line that shows `old` into `new`, whichever way is shorter: cell by cell, or with
    /// everything from the first difference on erased before, so that gaps can be jumped over.
    pub fn row(&mut self, old: &[Glyph], new: Row<'_>) {
        let begin = self.bytes.len();
        let (pen, at) = (self.pen, self.at);
        self.cells(old, new);
        let ends_blank = new
            .glyphs
            .iter()
            .rev()
            .take(ERASES)
            .all(|one| *one == Glyph::BLANK);
        let first = (0..old.len()).find(|x| old[*x] != new.glyphs[*x]);
        let Some(first) = first.filter(|_| ends_blank) else {
            return;
        };
        let by_cells = self.bytes.split_off(begin);
        let after = (
            std::mem::replace(&mut self.pen, pen),
            std::mem::replace(&mut self.at, at),
        );
        self.reach(first, new);
        self.blank(old.len() - first, true);
        let mut erased = old.to_vec();
        erased[first..].fill(Glyph::BLANK);
        self.cells(&erased, new);
        if by_cells.len() <= self.bytes.len() - begin {
            self.bytes.truncate(begin);
            self.bytes.extend(by_cells);
            (self.pen, self.at) = after;
        }
    }

    /// Writes the cells that differ.
    fn cells(&mut self, old: &[Glyph], new: Row<'_>) {
        let glyphs = new.glyphs;
        let changed = |x: &usize| old[*x] != glyphs[*x];
        let mut x = 0;
        while let Some(next) = (x..glyphs.len()).find(changed) {
            x = next;
            if glyphs[x] != Glyph::BLANK {
                self.put(x, new);
                x += 1;
                continue;
            }
            let blank = glyphs[x..].iter().take_while(|one| **one == Glyph::BLANK);
            let end = x + blank.count();
            let stop = (x..end).rfind(changed).map_or(end, |last| last + 1);
            self.reach(x, new);
            self.blank(stop - x, end == glyphs.len());
            x = stop;
        }
    }

    /// Erasing takes fewer bytes than spaces from a length on, but does not move the cursor.
    fn blank(&mut self, count: usize, to_the_end: bool) {
        self.pen.change(self.pen.bare(), &mut self.bytes);
        if to_the_end && count >= ERASES {
            self.bytes.extend(b"\x1b[K");
        } else if count > 8 {
            let _ = write!(self.bytes, "\x1b[{count}X");
        } else {
            self.bytes.extend(std::iter::repeat_n(b' ', count));
            self.advance(count);
        }
    }

    fn put(&mut self, x: usize, row: Row<'_>) {
        let glyph = row.glyphs[x];
        if glyph.is_covered() {
            return;
        }
        self.reach(x, row);
        self.pen.change(Pen::of(&row.cells[x]), &mut self.bytes);
        if glyph.is_space() {
            self.bytes.push(b' ');
            return self.advance(1);
        }
        let symbol = row.cells[x].symbol();
        self.bytes.extend(symbol.as_bytes());
        // Terminals disagree on wider characters.
        if symbol.len() == 1 || symbol.width() == 1 {
            self.advance(1);
        } else {
            self.at = None;
        }
    }

    /// Nobody knows where the cursor is after the last column.
    fn advance(&mut self, count: usize) {
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        self.at = self.at.and_then(|Position { x, y }| {
            let x = x.saturating_add(count);
            (x < self.width).then_some(Position { x, y })
        });
    }

    /// Goes to column `x`: over characters that stay by writing them again, where that is shorter.
    fn reach(&mut self, x: usize, row: Row<'_>) {
        let to = Position::new(u16::try_from(x).unwrap_or(u16::MAX), row.y);
        if let Some(at) = self.at
            && at.y == to.y
            && at.x < to.x
        {
            let gap = usize::from(at.x)..x;
            let jump = if gap.len() == 1 { 3 } else { 4 };
            let again = |x: usize| {
                let (glyph, cell) = (row.glyphs[x], &row.cells[x]);
                (self.writes(glyph, cell))
                    .then(|| if glyph.is_space() { " " } else { cell.symbol() })
            };
            let short = gap.len() <= jump;
            let text: Option<String> = short.then(|| gap.clone().map(again).collect()).flatten();
            if let Some(text) = text.filter(|text| text.len() <= jump) {
                self.bytes.extend(text.as_bytes());
                self.advance(gap.len());
            }
        }
        self.move_to(to);
    }

    /// Whether the pen as it is writes this glyph, in one column.
    fn writes(&self, glyph: Glyph, cell: &Cell) -> bool {
        if glyph == Glyph::BLANK {
            return self.pen.is_bare();
        }
        !glyph.is_covered() && Pen::of(cell) == self.pen && cell.symbol().width() == 1
    }

    /// Moves the cursor.
    pub fn move_to(&mut self, to: Position) {
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
