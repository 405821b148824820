//! What a terminal shows, cell by cell, in a form that is small and quick to compare: two cells
//! are equal where nobody could tell them apart.

use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;

use super::pen::Pen;

/// What one cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    symbol: u64,
    pen: u64,
}

const SPACE: u64 = b' ' as u64;

/// No character: UTF-8 never holds the byte 0xFE.
const COVERED: u64 = u64::from_le_bytes([0xfe; 8]);

impl Glyph {
    /// An erased cell. A space in a pen that does not show on it is one, too.
    pub const BLANK: Self = Self {
        symbol: SPACE,
        pen: 0,
    };

    /// The rest of a wide character.
    const COVERED: Self = Self {
        symbol: COVERED,
        pen: 0,
    };

    /// What this cell shows, and in how many columns. What no terminal could place becomes a space:
    /// control characters, and what has no width or does not fit into `room` columns.
    fn of(cell: &Cell, room: usize, last: &mut Ink) -> (Self, usize) {
        let pen = last.of(cell);
        let text = cell.symbol();
        let (symbol, width) = match text.as_bytes() {
            [byte @ 0x20..0x7f] => (u64::from(*byte), 1),
            _ if text.contains(char::is_control) => (SPACE, 1),
            bytes => match text.width() {
                width if width == 0 || width > room => (SPACE, 1),
                width => (key(bytes), width),
            },
        };
        if symbol == SPACE && pen.is_bare {
            return (Self::BLANK, 1);
        }
        let pen = pen.number;
        (Self { symbol, pen }, width)
    }

    /// Whether it is a space, if perhaps a coloured one.
    pub fn is_space(self) -> bool {
        self.symbol == SPACE
    }

    /// Whether a wide character before it takes its place.
    pub fn is_covered(self) -> bool {
        self.symbol == COVERED
    }
}

/// A pen and what is asked of it for each cell. Most cells are written with that of the one before.
#[derive(Clone, Copy)]
struct Ink {
    pen: Pen,
    number: u64,
    is_bare: bool,
}

impl Ink {
    const PLAIN: Self = Self {
        pen: Pen::PLAIN,
        number: 0,
        is_bare: true,
    };

    fn of(&mut self, cell: &Cell) -> Self {
        let pen = Pen::of(cell);
        if pen != self.pen {
            *self = Self {
                pen,
                number: pen.number(),
                is_bare: pen.is_bare(),
            };
        }
        *self
    }
}

/// A number for a symbol: its bytes, or where these are more than eight a hash of 56 bits, marked by
/// a byte that UTF-8 never holds.
fn key(bytes: &[u8]) -> u64 {
    let mut own = [0; 8];
    if let Some(start) = own.get_mut(..bytes.len()) {
        start.copy_from_slice(bytes);
        return u64::from_le_bytes(own);
    }
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish() | 0xff << 56
}

/// A window full of glyphs.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    width: usize,
    glyphs: Vec<Glyph>,
}

impl Picture {
    /// A blank one.
    pub fn blank(size: Size) -> Self {
        let width = usize::from(size.width);
        Self {
            width,
            glyphs: vec![Glyph::BLANK; width * usize::from(size.height)],
        }
    }

    /// Becomes what `buffer` holds.
    pub fn read(&mut self, buffer: &Buffer) {
        self.width = usize::from(buffer.area.width);
        self.glyphs.clear();
        self.glyphs.reserve(buffer.content.len());
        let mut last = Ink::PLAIN;
        for row in buffer.content.chunks(self.width.max(1)) {
            let mut covered = 0;
            for (x, cell) in row.iter().enumerate() {
                if covered > 0 {
                    covered -= 1;
                    self.glyphs.push(Glyph::COVERED);
                    continue;
                }
                let (glyph, width) = Glyph::of(cell, row.len() - x, &mut last);
                covered = width - 1;
                self.glyphs.push(glyph);
            }
        }
    }

    /// Its rows from the top.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Glyph]> {
        self.glyphs.chunks(self.width.max(1))
    }

    /// Moves the lines from `top` to `bottom` up by `lines`, or down where that is negative. Lines
    /// that come in are blank.
    pub fn scroll(&mut self, top: usize, bottom: usize, lines: isize) {
        let region = &mut self.glyphs[top * self.width..(bottom + 1) * self.width];
        let cells = (lines.unsigned_abs() * self.width).min(region.len());
        let kept = region.len() - cells;
        if lines > 0 {
            region.copy_within(cells.., 0);
            region[kept..].fill(Glyph::BLANK);
        } else {
            region.copy_within(..kept, cells);
            region[..cells].fill(Glyph::BLANK);
        }
    }
}

/// A number for the characters of a row, whatever their pens. `None`: there are none.
pub fn text_of(row: &[Glyph]) -> Option<u64> {
    let mut sum = 0u64;
    let mut any = false;
    for glyph in row {
        any |= !glyph.is_space();
        sum = (sum.rotate_left(5) ^ glyph.symbol).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    any.then_some(sum)
}
