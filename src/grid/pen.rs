//! Colours and attributes as one number.

use ratatui::style::{Color, Modifier, Style};

/// How a character is written: the foreground in the lowest 25 bits, the background in the next 25,
/// the attributes in 9 more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen(pub(super) u64);

const COLOR: u64 = (1 << 25) - 1;
const BACKGROUND: u32 = 25;
const ATTRIBUTES: u32 = 50;

/// What shows on a blank: terminals erase in the background colour or without it, and never
/// reversed or underlined.
pub(super) const SHOWS: u64 = COLOR << BACKGROUND
    | ((Modifier::REVERSED.bits() | Modifier::UNDERLINED.bits() | Modifier::CROSSED_OUT.bits())
        as u64)
        << ATTRIBUTES;

impl Pen {
    /// No colour, no attribute.
    pub const PLAIN: Self = Self(0);

    /// Of these colours and attributes.
    pub fn new(foreground: Color, background: Color, attributes: Modifier) -> Self {
        let attributes = u64::from(attributes.bits()) << ATTRIBUTES;
        Self(number(foreground) | number(background) << BACKGROUND | attributes)
    }

    /// The colour of what is written.
    pub fn foreground(self) -> Color {
        color(self.0 & COLOR)
    }

    /// The colour behind it.
    pub fn background(self) -> Color {
        color(self.0 >> BACKGROUND & COLOR)
    }

    /// Bold, reversed and the like.
    pub fn attributes(self) -> Modifier {
        Modifier::from_bits_truncate((self.0 >> ATTRIBUTES) as u16)
    }

    /// Whether a space looks the same as an erased cell.
    #[inline]
    pub fn is_bare(self) -> bool {
        self.0 & SHOWS == 0
    }

    /// The same without what shows on a blank.
    #[inline]
    #[must_use]
    pub fn bare(self) -> Self {
        Self(self.0 & !SHOWS)
    }
}

/// What writing in a style changes of a pen.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    /// What stays.
    pub keep: u64,
    /// What is set.
    pub set: u64,
}

impl Ink {
    /// Nothing.
    pub const NONE: Self = Self {
        keep: u64::MAX,
        set: 0,
    };

    pub fn of(style: Style) -> Self {
        let (mut keep, mut set) = (u64::MAX, 0);
        for (own, at) in [(style.fg, 0), (style.bg, BACKGROUND)] {
            if let Some(own) = own {
                keep &= !(COLOR << at);
                set |= number(own) << at;
            }
        }
        let ended = u64::from(style.sub_modifier.bits()) << ATTRIBUTES;
        set |= u64::from(style.add_modifier.bits()) << ATTRIBUTES;
        Self {
            keep: keep & !ended,
            set: set & !ended,
        }
    }
}

/// The named colours, each at the place of its number.
const NAMED: [Color; 17] = [
    Color::Reset,
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

const INDEXED: u64 = 0x100;
const DIRECT: u64 = 1 << 24;

/// Less than 2^25.
fn number(color: Color) -> u64 {
    match color {
        Color::Indexed(index) => INDEXED | u64::from(index),
        Color::Rgb(red, green, blue) => {
            DIRECT | u64::from(u32::from_be_bytes([0, red, green, blue]))
        }
        Color::Reset => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
    }
}

fn color(number: u64) -> Color {
    let [.., red, green, blue] = number.to_be_bytes();
    match number {
        DIRECT.. => Color::Rgb(red, green, blue),
        INDEXED.. => Color::Indexed(blue),
        _ => NAMED
            .get(usize::from(blue))
            .copied()
            .unwrap_or(Color::Reset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let more = [
            Color::Indexed(0),
            Color::Indexed(255),
            Color::Rgb(0, 0, 0),
            Color::Rgb(255, 254, 253),
        ];
        for color in NAMED.into_iter().chain(more) {
            for attributes in [Modifier::empty(), Modifier::BOLD, Modifier::all()] {
                let pen = Pen::new(color, Color::Reset, attributes);
                assert_eq!((pen.foreground(), pen.attributes()), (color, attributes));
                let pen = Pen::new(Color::Reset, color, attributes);
                assert_eq!((pen.background(), pen.attributes()), (color, attributes));
            }
        }
    }

    #[test]
    fn only_what_shows_on_a_blank_is_not_bare() {
        let pen = |attributes| Pen::new(Color::Red, Color::Reset, attributes);
        assert!(pen(Modifier::BOLD | Modifier::DIM | Modifier::ITALIC).is_bare());
        for shown in [
            Modifier::REVERSED,
            Modifier::UNDERLINED,
            Modifier::CROSSED_OUT,
        ] {
            assert!(!pen(shown).is_bare());
            assert_eq!(pen(shown).bare(), pen(Modifier::empty()));
        }
        let on_black = Pen::new(Color::Red, Color::Black, Modifier::BOLD);
        assert!(!on_black.is_bare());
        assert_eq!(on_black.bare(), pen(Modifier::BOLD));
    }
}
