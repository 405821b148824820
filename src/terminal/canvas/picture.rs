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
    const LANES: usize = 4;
    let add = |sum: u64, glyph: &Glyph| {
        (sum.rotate_left(5) ^ glyph.number()).wrapping_mul(0x517c_c1b7_2722_0a95)
    };
    // Four sums side by side, none of which waits for another.
    let mut sums = [0u64; LANES];
    let mut any = false;
    let (fours, rest) = row.as_chunks::<LANES>();
    for four in fours {
        for (sum, glyph) in sums.iter_mut().zip(four) {
            any |= !glyph.is_space();
            *sum = add(*sum, glyph);
        }
    }
    any |= rest.iter().any(|glyph| !glyph.is_space());
    sums[0] = rest.iter().fold(sums[0], add);
    let sum = sums.iter().fold(0, |all: u64, sum| {
        (all.rotate_left(5) ^ sum).wrapping_mul(31)
    });
    any.then_some(sum)
}
