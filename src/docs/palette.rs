//! The 16 colours on a dark background, as a picture shows them.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The window's own background.
pub(super) const BACKGROUND: &str = "#16181d";
/// The window's own text.
const FOREGROUND: &str = "#d4d7dd";

/// How one cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) ink: &'static str,
    /// `None`: the window's own.
    pub(super) ground: Option<&'static str>,
    pub(super) bold: bool,
    pub(super) dim: bool,
    pub(super) underlined: bool,
}

impl Look {
    /// How `cell` looks, reversed where it is.
    pub(super) fn of(cell: &Cell) -> Self {
        let has = |modifier| cell.modifier.contains(modifier);
        let (mut ink, mut ground) = (named(cell.fg).unwrap_or(FOREGROUND), named(cell.bg));
        if has(Modifier::REVERSED) {
            (ink, ground) = (ground.unwrap_or(BACKGROUND), Some(ink));
        }
        Self {
            ink,
            ground,
            bold: has(Modifier::BOLD),
            dim: has(Modifier::DIM),
            underlined: has(Modifier::UNDERLINED),
        }
    }
}

/// One of the 16 colours. `None`: the terminal's own, or one that no theme names.
fn named(color: Color) -> Option<&'static str> {
    Some(match color {
        Color::Black => "#1d2026",
        Color::Red => "#d0454c",
        Color::Green => "#6fbf73",
        Color::Yellow => "#d9a941",
        Color::Blue => "#1f5fae",
        Color::Magenta => "#b07ac9",
        Color::Cyan => "#4fb3bf",
        Color::Gray => "#c3c7ce",
        Color::DarkGray => "#868d99",
        Color::LightRed => "#f0757a",
        Color::LightGreen => "#94d698",
        Color::LightYellow => "#f0c968",
        Color::LightBlue => "#6fb1f5",
        Color::LightMagenta => "#cfa0e3",
        Color::LightCyan => "#7fd3dd",
        Color::White => "#ffffff",
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
    })
}
