//! Writes characters where they belong, with as few bytes for cursor and pen as possible. Writes SGR
//! itself because `crossterm` 0.29 spends eight bytes on each named colour and wipes reverse under
//! `NO_COLOR`.

use ratatui::layout::Position;

use super::pen::{change, decimal};
use super::scroll::Scroll;
use crate::grid::{Glyph, Long, Pen};

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
    /// Characters that do not fit into a glyph.
    pub long: &'a Long,
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
        self.change(Pen::PLAIN);
    }

    fn change(&mut self, to: Pen) {
        change(std::mem::replace(&mut self.pen, to), to, &mut self.bytes);
    }

    /// A control sequence of at most two numbers.
    fn control(&mut self, numbers: &[u16], letter: u8) {
        self.bytes.extend(b"\x1b[");
        for (at, number) in numbers.iter().enumerate() {
            if at > 0 {
                self.bytes.push(b';');
            }
            decimal(&mut self.bytes, *number);
        }
        self.bytes.push(letter);
    }

    /// Has the terminal move lines. By inserting and deleting lines above a bottom margin, which
    /// every terminal knows; the Linux console does not know SU and SD.
    pub fn scroll(&mut self, scroll: Scroll) {
        // Lines that come in are of the pen's background on some terminals.
        self.plain();
        let Scroll { top, bottom, lines } = scroll;
        let letter = if lines > 0 { b'M' } else { b'L' };
        let number = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        self.control(&[1, number(bottom + 1)], b'r');
        self.control(&[number(top + 1)], b'H');
        self.step(number(lines.unsigned_abs()), letter);
        self.control(&[], b'r');
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
        self.change(self.pen.bare());
        if to_the_end && count >= ERASES {
            self.control(&[], b'K');
        } else if count > 8 {
            self.control(&[u16::try_from(count).unwrap_or(u16::MAX)], b'X');
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
        self.change(glyph.pen());
        self.symbol(glyph, row.long);
        // Terminals disagree on wider characters.
        if glyph.is_wide() {
            self.at = None;
        } else {
            self.advance(1);
        }
    }

    fn symbol(&mut self, glyph: Glyph, long: &Long) {
        match glyph.inline() {
            Some(inline) => self.bytes.extend(inline.as_bytes()),
            None => self.bytes.extend(long.text(glyph).as_bytes()),
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
            let gap = &row.glyphs[usize::from(at.x)..x];
            let jump = if gap.len() == 1 { 3 } else { 4 };
            if gap.len() <= jump && gap.iter().all(|glyph| self.writes(*glyph)) {
                let begin = self.bytes.len();
                for glyph in gap {
                    self.symbol(*glyph, row.long);
                }
                if self.bytes.len() - begin <= jump {
                    return self.advance(gap.len());
                }
                self.bytes.truncate(begin);
            }
        }
        self.move_to(to);
    }

    /// Whether the pen as it is writes this glyph, in one column.
    fn writes(&self, glyph: Glyph) -> bool {
        if glyph == Glyph::BLANK {
            return self.pen.is_bare();
        }
        !glyph.is_covered() && !glyph.is_wide() && glyph.pen() == self.pen
    }

    /// A control sequence that does something so many times.
    fn step(&mut self, count: u16, letter: u8) {
        match count {
            1 => self.control(&[], letter),
            _ => self.control(&[count], letter),
        }
    }

    /// Moves the cursor.
    pub fn move_to(&mut self, to: Position) {
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == to.y && to.x == 0 => self.bytes.push(b'\r'),
            Some(at) if at.y == to.y && to.x > at.x => self.step(to.x - at.x, b'C'),
            Some(at) if at.y == to.y => self.step(at.x - to.x, b'D'),
            Some(at) if at.y + 1 == to.y && to.x == 0 => self.bytes.extend(b"\r\n"),
            Some(at) if at.x == to.x && to.y > at.y => self.step(to.y - at.y, b'B'),
            Some(at) if at.x == to.x => self.step(at.y - to.y, b'A'),
            _ => match (to.x, to.y) {
                (0, 0) => self.control(&[], b'H'),
                (0, y) => self.control(&[y + 1], b'H'),
                (x, y) => self.control(&[y + 1, x + 1], b'H'),
            },
        }
        self.at = Some(to);
    }
}
