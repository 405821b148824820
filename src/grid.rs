//! The cells of a window: what whoever draws writes into, and whoever shows reads. Sixteen bytes a
//! cell, as numbers, so that a frame takes little to write, to compare and to keep; `ratatui`'s own
//! buffer takes three times the memory, and most of the time that a key has.
//!
//! As there, a wide character stands in its first cell, and the cells behind it are blank.

mod glyph;
mod pen;
mod stock;

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub use glyph::{Glyph, Inline, Long};
pub use pen::Pen;
pub use stock::on_frame;

use pen::Ink;

/// A window full of cells, the first at the top left.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    size: Size,
    glyphs: Vec<Glyph>,
    long: Long,
}

impl Grid {
    /// A blank one.
    pub fn new(size: Size) -> Self {
        let mut own = Self::default();
        own.reset(size);
        own
    }

    /// Becomes blank, of this size.
    pub fn reset(&mut self, size: Size) {
        self.size = size;
        self.glyphs.clear();
        let cells = usize::from(size.width) * usize::from(size.height);
        self.glyphs.resize(cells, Glyph::BLANK);
        self.long.clear();
    }

    /// Columns and rows.
    pub fn size(&self) -> Size {
        self.size
    }

    /// All of it.
    pub fn area(&self) -> Rect {
        Rect::new(0, 0, self.size.width, self.size.height)
    }

    /// Row `y`.
    pub fn row(&self, y: usize) -> &[Glyph] {
        let width = usize::from(self.size.width);
        &self.glyphs[y * width..][..width]
    }

    /// Makes equal what looks the same on a terminal, and tells what wide characters cover from
    /// blanks: a last step, behind which nothing is drawn any more.
    pub fn settle(&mut self) {
        for row in self.glyphs.chunks_mut(usize::from(self.size.width).max(1)) {
            let mut any_wide = false;
            for glyph in &mut *row {
                any_wide |= glyph.is_wide();
                glyph.settle();
            }
            if any_wide {
                cover(row);
            }
        }
    }

    /// The characters that do not fit into a cell's number.
    pub fn long(&self) -> &Long {
        &self.long
    }

    /// What stands in a cell; a space where there is none.
    pub fn symbol(&self, x: u16, y: u16) -> Cow<'_, str> {
        let glyph = self.at(x, y).map_or(Glyph::BLANK, |at| self.glyphs[at]);
        match glyph.inline() {
            Some(inline) => Cow::Owned(inline.as_str().to_owned()),
            None => Cow::Borrowed(self.long.text(glyph)),
        }
    }

    /// What is written, row by row.
    pub fn text(&self) -> String {
        let row = |y| -> String {
            let cells = (0..self.size.width).map(|x| self.symbol(x, y));
            cells.chain([Cow::Borrowed("\n")]).collect()
        };
        (0..self.size.height).map(row).collect()
    }

    /// The cell at this place.
    pub fn cell(&self, x: u16, y: u16) -> Option<Glyph> {
        Some(self.glyphs[self.at(x, y)?])
    }

    /// Puts what stands in a cell of `other` into one here.
    pub fn copy(&mut self, (x, y): (u16, u16), other: &Self, from: (u16, u16)) {
        if let (Some(at), Some(from)) = (self.at(x, y), other.at(from.0, from.1)) {
            let glyph = other.glyphs[from];
            self.glyphs[at] = glyph;
            if glyph.inline().is_none() {
                self.long.keep(other.long.text(glyph));
            }
        }
    }

    /// Gives every cell of `area` another pen, and another character where `change` has one.
    pub fn change(
        &mut self,
        area: Rect,
        change: impl Fn(Pen, &str) -> (Pen, Option<&'static str>),
    ) {
        let area = area.intersection(self.area());
        for (x, y) in area.positions().map(|place| (place.x, place.y)) {
            let Some(at) = self.at(x, y) else { continue };
            let (pen, other) = change(self.glyphs[at].pen(), &self.symbol(x, y));
            self.glyphs[at] = self.glyphs[at].in_pen(pen);
            if let Some(other) = other {
                self.put((x, y), area.right(), other, Ink::NONE);
            }
        }
    }

    /// Writes characters of one cell each, at the most up to `end` (exclusive). Gives the column
    /// behind them.
    pub fn letters(
        &mut self,
        (x, y): (u16, u16),
        end: u16,
        letters: impl Iterator<Item = char>,
        style: Style,
    ) -> u16 {
        let ink = Ink::of(style);
        let mut behind = x;
        for (glyph, letter) in self.span(y, x..end).iter_mut().zip(letters) {
            glyph.write(letter, ink);
            behind += 1;
        }
        behind
    }

    /// The same for ASCII from blank to tilde, which most text is.
    pub fn ascii(&mut self, (x, y): (u16, u16), end: u16, text: &[u8], style: Style) -> u16 {
        let ink = Ink::of(style);
        let cells = self.span(y, x..end);
        let count = cells.len().min(text.len());
        for (glyph, byte) in cells.iter_mut().zip(text) {
            glyph.write_byte(*byte, ink);
        }
        // At most as many as there are columns.
        x.saturating_add(u16::try_from(count).unwrap_or(u16::MAX))
    }

    /// Writes any text by its graphemes, each in as many cells as it takes, up to the first that has
    /// no room before `end`. What has no width is left out. Gives the column behind it.
    pub fn graphemes(&mut self, (x, y): (u16, u16), end: u16, text: &str, style: Style) -> u16 {
        let ink = Ink::of(style);
        let mut at = x;
        for grapheme in text.graphemes(true) {
            match self.put((at, y), end, grapheme, ink) {
                Some(width) => at += width,
                None => break,
            }
        }
        at
    }

    /// Writes one grapheme, and blanks into the cells that it takes besides its first. Gives how
    /// many it takes, 0 where it is none that can be placed; `None`: it has no room.
    fn put(&mut self, (x, y): (u16, u16), end: u16, grapheme: &str, ink: Ink) -> Option<u16> {
        let width = grapheme.width();
        if width == 0 || grapheme.contains(char::is_control) {
            return Some(0);
        }
        let mut long = std::mem::take(&mut self.long);
        let taken = self.span(y, x..end).get_mut(..width);
        let written = taken.and_then(|cells| {
            let (first, behind) = cells.split_first_mut()?;
            first.write_text(grapheme, width, ink, &mut long);
            behind.fill(Glyph::BLANK);
            u16::try_from(width).ok()
        });
        self.long = long;
        written
    }

    /// Changes colours and attributes of `area`.
    pub fn set_style(&mut self, area: Rect, style: Style) {
        let ink = Ink::of(style);
        let area = area.intersection(self.area());
        for y in area.y..area.bottom() {
            for glyph in self.span(y, area.x..area.right()) {
                glyph.restyle(ink);
            }
        }
    }

    /// Makes a wide character a space, so that what follows it can be something else.
    pub fn part(&mut self, x: u16, y: u16) {
        if let Some(at) = self.at(x, y)
            && self.glyphs[at].is_wide()
        {
            self.glyphs[at] = self.glyphs[at].spaced();
        }
    }

    /// Empties `area`.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.area());
        for y in area.y..area.bottom() {
            self.span(y, area.x..area.right()).fill(Glyph::BLANK);
        }
    }

    fn at(&self, x: u16, y: u16) -> Option<usize> {
        let inside = x < self.size.width && y < self.size.height;
        inside.then(|| usize::from(y) * usize::from(self.size.width) + usize::from(x))
    }

    /// These cells of row `y`, as far as there are any.
    fn span(&mut self, y: u16, columns: Range<u16>) -> &mut [Glyph] {
        let end = columns.end.min(self.size.width);
        let start = columns.start.min(end);
        if y >= self.size.height {
            return &mut [];
        }
        let row = usize::from(y) * usize::from(self.size.width);
        &mut self.glyphs[row + usize::from(start)..row + usize::from(end)]
    }
}

/// Takes the cells behind wide characters for these. A character that does not fit becomes a space.
fn cover(row: &mut [Glyph]) {
    let mut x = 0;
    while x < row.len() {
        let width = row[x].width();
        if let Some(behind) = row.get_mut(x + 1..x + width) {
            behind.fill(Glyph::COVERED);
        } else {
            row[x] = row[x].spaced();
            row[x].settle();
        }
        x += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A family: four persons joined to one character of two cells and 25 bytes.
    const FAMILY: &str = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}";
    const PLAIN: Style = Style::new();

    fn grid(text: &str, style: Style) -> Grid {
        let mut grid = Grid::new(Size::new(6, 1));
        grid.graphemes((0, 0), 6, text, style);
        grid
    }

    #[test]
    fn a_character_of_many_bytes_stays_whole_and_goes_along_to_another_grid() {
        let one = grid(&format!("a{FAMILY}b"), PLAIN);
        assert_eq!(one.text(), format!("a{FAMILY} b  \n"));
        let mut other = Grid::new(Size::new(3, 1));
        other.copy((0, 0), &one, (1, 0));
        assert_eq!(other.symbol(0, 0), FAMILY);
        assert_eq!(other.to_buffer()[(0, 0)].symbol(), FAMILY);
        let mut stamped = Grid::new(Size::new(6, 1));
        stamped.stamp(&one.to_buffer());
        assert_eq!(stamped.row(0), one.row(0));
    }

    #[test]
    fn once_settled_what_looks_the_same_is_equal() {
        let settled = |text, style| {
            let mut grid = grid(text, style);
            grid.settle();
            grid.row(0).to_vec()
        };
        let blank = vec![Glyph::BLANK; 6];
        assert_eq!(settled("   ", PLAIN.bold()), blank);
        assert_ne!(settled("   ", PLAIN.reversed()), blank);
        let wide = settled("\u{738b}", PLAIN);
        assert!(wide[0].is_wide() && wide[1].is_covered() && wide[2] == Glyph::BLANK);
        // Half of it is beyond the edge.
        let mut cut = Grid::new(Size::new(1, 1));
        cut.copy((0, 0), &grid("\u{738b}", PLAIN), (0, 0));
        cut.settle();
        assert_eq!(cut.row(0), [Glyph::BLANK]);
    }

    #[test]
    fn what_has_no_place_is_not_written() {
        let mut grid = grid("", PLAIN);
        assert_eq!(grid.ascii((9, 0), 12, b"abc", PLAIN), 9);
        assert_eq!(grid.letters((0, 3), 6, "abc".chars(), PLAIN), 0);
        assert_eq!(grid.graphemes((5, 0), 9, "\u{738b}", PLAIN), 5);
        assert_eq!(grid.graphemes((0, 0), 6, "\u{7}\u{200b}", PLAIN), 0);
        grid.set_style(Rect::new(4, 0, 90, 90), PLAIN.reversed());
        grid.clear(Rect::new(0, 0, 90, 90));
        assert_eq!(grid.row(0), [Glyph::BLANK; 6]);
        assert_eq!(grid.symbol(9, 9), " ");
    }
}
