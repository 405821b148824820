//! What a terminal shows, cell by cell, as [`Grid::settle`] leaves it.

use ratatui::layout::Size;

use crate::grid::{Glyph, Grid};

/// A window full of glyphs.
#[derive(Debug)]
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

    /// Row `y`.
    pub fn row(&self, y: usize) -> &[Glyph] {
        &self.glyphs[y * self.width..][..self.width]
    }

    /// Becomes what `grid` holds in these rows.
    pub fn take(&mut self, grid: &Grid, rows: &[usize]) {
        for &y in rows {
            self.glyphs[y * self.width..][..self.width].copy_from_slice(grid.row(y));
        }
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
