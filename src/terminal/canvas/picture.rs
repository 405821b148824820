//! What a terminal shows, cell by cell, as it looks there: two cells are equal where nobody could
//! tell them apart, and what a wide character covers is told from blanks.

use ratatui::layout::Size;

use crate::grid::{Glyph, Grid};

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

    /// Becomes what a terminal makes of `grid`.
    pub fn read(&mut self, grid: &Grid) {
        self.width = usize::from(grid.size().width);
        self.glyphs.clear();
        for row in grid.rows() {
            let begin = self.glyphs.len();
            let mut any_wide = false;
            self.glyphs.extend(row.iter().map(|glyph| {
                any_wide |= glyph.is_wide();
                glyph.settled()
            }));
            if any_wide {
                cover(&mut self.glyphs[begin..]);
            }
        }
    }

    /// Its rows from the top.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Glyph]> {
        self.glyphs.chunks(self.width.max(1))
    }

    /// Row `y`.
    pub fn row(&self, y: usize) -> &[Glyph] {
        &self.glyphs[y * self.width..][..self.width]
    }
}

/// Takes the cells behind wide characters for these. A character that does not fit becomes a space.
fn cover(row: &mut [Glyph]) {
    let mut x = 0;
    while x < row.len() {
        let width = row[x].width();
        match row.get_mut(x + 1..x + width) {
            Some(behind) => behind.fill(Glyph::COVERED),
            None => row[x] = row[x].spaced().settled(),
        }
        x += width;
    }
}

/// A number for the characters of a row, whatever their pens. `None`: there are none.
pub fn text_of(row: &[Glyph]) -> Option<u64> {
    let mut sum = 0u64;
    let mut any = false;
    for glyph in row {
        any |= !glyph.is_space();
        sum = (sum.rotate_left(5) ^ glyph.number()).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    any.then_some(sum)
}
