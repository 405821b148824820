//! What one cell holds.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::pen::{Ink, Pen, SHOWS};

/// A character and how it is written. Two are equal where nobody could tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The bytes of the character, the first lowest; of more than eight bytes a hash of 56 bits,
    /// below a byte that UTF-8 never holds.
    symbol: u64,
    /// The pen, and above it how many more cells than one it takes.
    look: u64,
}

const SPACE: u64 = b' ' as u64;

/// No character: UTF-8 never holds the byte 0xFE.
const COVERED: u64 = u64::from_le_bytes([0xfe; 8]);

/// The highest byte of a hash.
const HASHED: u64 = 0xff << 56;

const MORE: u32 = 59;
const MOST: usize = 8;

impl Glyph {
    /// An erased cell.
    pub const BLANK: Self = Self {
        symbol: SPACE,
        look: 0,
    };

    /// The rest of a wide character, where it is told from blanks.
    pub const COVERED: Self = Self {
        symbol: COVERED,
        look: 0,
    };

    /// Colours and attributes.
    #[inline]
    pub fn pen(self) -> Pen {
        Pen(self.look & !(u64::MAX << MORE))
    }

    /// A number for its character.
    #[inline]
    pub fn number(self) -> u64 {
        self.symbol
    }

    /// How many cells it takes.
    #[inline]
    pub fn width(self) -> usize {
        1 + (self.look >> MORE) as usize
    }

    /// Whether it takes more than one.
    #[inline]
    pub fn is_wide(self) -> bool {
        self.look >> MORE > 0
    }

    /// Whether it is a space, if perhaps a coloured one.
    #[inline]
    pub fn is_space(self) -> bool {
        self.symbol == SPACE
    }

    /// Whether a wide character before it takes its place.
    #[inline]
    pub fn is_covered(self) -> bool {
        self.symbol == COVERED
    }

    /// Becomes an erased cell where it looks like one.
    #[inline]
    pub(super) fn settle(&mut self) {
        // Most cells are plain, and so have nothing to lose.
        if self.look != 0 && self.symbol == SPACE && self.look & SHOWS == 0 {
            self.look = 0;
        }
    }

    /// Whether all of two rows are equal. Without a branch for each cell: nearly all are.
    #[inline]
    pub fn same(one: &[Self], other: &[Self]) -> bool {
        let differ = |(a, b): (&Self, &Self)| (a.symbol ^ b.symbol) | (a.look ^ b.look);
        let cells = one.iter().zip(other).map(differ);
        one.len() == other.len() && cells.fold(0, |all, cell| all | cell) == 0
    }

    /// A space instead of it.
    #[must_use]
    pub fn spaced(self) -> Self {
        Self {
            symbol: SPACE,
            look: self.pen().0,
        }
    }

    /// Its character, where it is not longer than eight bytes.
    #[inline]
    pub fn inline(self) -> Option<Inline> {
        let length = 8 - self.symbol.leading_zeros() as usize / 8;
        (self.symbol < HASHED).then(|| Inline(self.symbol.to_le_bytes(), length))
    }

    pub(super) fn in_pen(self, pen: Pen) -> Self {
        Self {
            look: self.look & u64::MAX << MORE | pen.0,
            ..self
        }
    }

    #[inline]
    pub(super) fn write_byte(&mut self, byte: u8, ink: Ink) {
        self.write_symbol(u64::from(byte), ink);
    }

    #[inline]
    pub(super) fn write(&mut self, letter: char, ink: Ink) {
        let mut bytes = [0; 8];
        letter.encode_utf8(&mut bytes);
        self.write_symbol(u64::from_le_bytes(bytes), ink);
    }

    pub(super) fn write_text(&mut self, text: &str, width: usize, ink: Ink, long: &mut Long) {
        let mut own = [0; 8];
        let symbol = match own.get_mut(..text.len()) {
            // What is wider than anything that a terminal places.
            _ if width > MOST => SPACE,
            Some(start) => {
                start.copy_from_slice(text.as_bytes());
                u64::from_le_bytes(own)
            }
            None => long.keep(text),
        };
        self.write_symbol(symbol, ink);
        self.look |= (width.min(MOST) as u64 - 1) << MORE;
    }

    #[inline]
    pub(super) fn restyle(&mut self, ink: Ink) {
        self.look = self.look & ink.keep | ink.set;
    }

    #[inline]
    fn write_symbol(&mut self, symbol: u64, ink: Ink) {
        self.symbol = symbol;
        self.look = self.look & ink.keep & !(u64::MAX << MORE) | ink.set;
    }
}

/// A character of at most eight bytes.
#[derive(Debug, Clone, Copy)]
pub struct Inline([u8; 8], usize);

impl Inline {
    /// Its bytes, which are UTF-8.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0[..self.1]
    }

    /// The same as text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or(" ")
    }
}

/// Characters of more than eight bytes, such as letters with many marks and families of emoji.
#[derive(Debug, Clone, Default)]
pub struct Long(Vec<(u64, Box<str>)>);

impl Long {
    /// What a glyph that has nothing inline stands for.
    pub fn text(&self, glyph: Glyph) -> &str {
        let found = self.0.iter().find(|(number, _)| *number == glyph.symbol);
        found.map_or(" ", |(_, text)| text)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps `text`, and gives its number.
    pub(super) fn keep(&mut self, text: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let number = hasher.finish() | HASHED;
        if !self.0.iter().any(|(own, _)| *own == number) {
            self.0.push((number, text.into()));
        }
        number
    }
}
