//! A QR code in cells: two modules to a cell where the terminal has half blocks, else two cells to
//! a module. Dark on light on any background, with the light margin that scanners want.

use qrcode::{EcLevel, QrCode as Symbol};
use ratatui::layout::Rect;

use super::paint::Painter;
use crate::portal::theme::{Glyphs, Tone};

/// Light modules around the code: the standard asks for four, scanners for one at least.
const MARGINS: [u16; 4] = [4, 3, 2, 1];

/// A QR code.
#[derive(Debug, Clone)]
pub struct QrCode {
    side: u16,
    dark: Vec<bool>,
}

impl QrCode {
    /// The code of `text`, as small as can be: on a screen nothing gets scratched. `None`: it is
    /// too long for any.
    pub fn of(text: &str) -> Option<Self> {
        let symbol = Symbol::with_error_correction_level(text, EcLevel::L).ok()?;
        let dark = symbol.to_colors().into_iter();
        Some(Self {
            side: u16::try_from(symbol.width()).ok()?,
            dark: dark.map(|module| module.select(true, false)).collect(),
        })
    }

    /// The fewest columns and rows it takes.
    pub fn smallest(&self, glyphs: &Glyphs) -> (u16, u16) {
        self.size(glyphs, 1)
    }

    fn size(&self, glyphs: &Glyphs, margin: u16) -> (u16, u16) {
        let side = self.side + 2 * margin;
        match glyphs.halves {
            Some(_) => (side, side.div_ceil(2)),
            None => (2 * side, side),
        }
    }

    /// The place of the code at the right end of `area`, with as much margin as there is room for;
    /// `None`: it does not fit.
    pub fn place(&self, glyphs: &Glyphs, area: Rect) -> Option<Rect> {
        let mut sizes = MARGINS.into_iter().map(|margin| self.size(glyphs, margin));
        let fits = |size: &(u16, u16)| size.0 <= area.width && size.1 <= area.height;
        let (width, height) = sizes.find(fits)?;
        Some(Rect {
            x: area.right() - width,
            width,
            height,
            ..area
        })
    }

    /// Draws it into `place`; `swapped`: light on dark, for terminals without colours whose own
    /// text is dark.
    pub fn draw(&self, painter: &mut Painter<'_>, place: Rect, swapped: bool) {
        let (light, dark) = if swapped {
            (Tone::ModuleDark, Tone::ModuleLight)
        } else {
            (Tone::ModuleLight, Tone::ModuleDark)
        };
        let halves = painter.look.glyphs.halves;
        let columns = if halves.is_some() { 1 } else { 2 };
        let margin = (place.width / columns).saturating_sub(self.side) / 2;
        for (row, y) in (place.y..place.bottom()).enumerate() {
            for (column, x) in (place.x..place.right()).enumerate() {
                let at = |row: usize| self.is_dark(column / usize::from(columns), row, margin);
                let (tone, symbol) = match halves {
                    Some([both, upper, lower]) => {
                        let symbol = match (at(2 * row), at(2 * row + 1)) {
                            (true, true) => both,
                            (true, false) => upper,
                            (false, true) => lower,
                            (false, false) => " ",
                        };
                        (light, symbol)
                    }
                    None if at(row) => (dark, " "),
                    None => (light, " "),
                };
                painter.text(x, y, place.right(), symbol, tone);
            }
        }
    }

    /// Whether the module is dark that `margin` moves to this place.
    fn is_dark(&self, column: usize, row: usize, margin: u16) -> bool {
        let (side, margin) = (usize::from(self.side), usize::from(margin));
        let inside = |at: usize| at.checked_sub(margin).filter(|at| *at < side);
        match (inside(column), inside(row)) {
            (Some(column), Some(row)) => self.dark.get(row * side + column) == Some(&true),
            _ => false,
        }
    }
}
