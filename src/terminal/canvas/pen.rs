//! Colours and attributes, and the shortest way from one set to another.

use std::io::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen {
    pub foreground: Color,
    pub background: Color,
    pub modifier: Modifier,
}

/// Each attribute: the SGR number that sets it and the one that ends it.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// No colour, no attribute.
    pub const PLAIN: Self = Self {
        foreground: Color::Reset,
        background: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The pen of a cell.
    pub fn of(cell: &Cell) -> Self {
        Self {
            foreground: cell.fg,
            background: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// A number for it, another one for every other pen; 0 for [`Pen::PLAIN`].
    pub fn number(self) -> u64 {
        // Colours take 25 bits each, the attributes 9.
        u64::from(number(self.foreground))
            | u64::from(number(self.background)) << 25
            | u64::from(self.modifier.bits()) << 50
    }

    /// Whether a space looks the same as an erased cell.
    pub fn is_bare(self) -> bool {
        self == self.bare()
    }

    /// The same without what shows on a blank: terminals erase in the background colour or without
    /// it, and never reversed or underlined.
    pub fn bare(mut self) -> Self {
        self.background = Color::Reset;
        self.modifier -= Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        self
    }

    /// Becomes `to`, and adds the bytes that make the terminal follow.
    pub fn change(&mut self, to: Self, bytes: &mut Vec<u8>) {
        if *self == to {
            return;
        }
        if to == Self::PLAIN {
            bytes.extend(b"\x1b[m");
        } else {
            let mut codes = Codes(bytes, b"\x1b[");
            self.end_attributes(to, &mut codes);
            for (attribute, on, _) in ATTRIBUTES {
                if to.modifier.contains(attribute) && !self.modifier.contains(attribute) {
                    codes.add(format_args!("{on}"));
                }
            }
            for (base, from, to) in [
                (30, self.foreground, to.foreground),
                (40, self.background, to.background),
            ] {
                if from != to {
                    codes.color(base, to);
                }
            }
            bytes.push(b'm');
        }
        *self = to;
    }

    /// Ends what `to` does not have. One number may end two attributes.
    fn end_attributes(&mut self, to: Self, codes: &mut Codes<'_>) {
        for (attribute, _, off) in ATTRIBUTES {
            if self.modifier.contains(attribute) && !to.modifier.contains(attribute) {
                codes.add(format_args!("{off}"));
                for (other, _, other_off) in ATTRIBUTES {
                    if other_off == off {
                        self.modifier.remove(other);
                    }
                }
            }
        }
    }
}

/// Less than 2^25.
fn number(color: Color) -> u32 {
    match color {
        Color::Indexed(index) => 0x100 | u32::from(index),
        Color::Rgb(red, green, blue) => 1 << 24 | u32::from_be_bytes([0, red, green, blue]),
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

/// Numbers of one SGR sequence, and what comes before the next.
struct Codes<'a>(&'a mut Vec<u8>, &'static [u8]);

impl Codes<'_> {
    fn add(&mut self, code: std::fmt::Arguments<'_>) {
        self.0.extend(self.1);
        self.1 = b";";
        // A vector takes everything.
        let _ = self.0.write_fmt(code);
    }

    fn color(&mut self, base: u8, color: Color) {
        let named = match color {
            Color::Reset => 9,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 60,
            Color::LightRed => 61,
            Color::LightGreen => 62,
            Color::LightYellow => 63,
            Color::LightBlue => 64,
            Color::LightMagenta => 65,
            Color::LightCyan => 66,
            Color::White => 67,
            Color::Indexed(index) => {
                return self.add(format_args!("{};5;{index}", base + 8));
            }
            Color::Rgb(red, green, blue) => {
                return self.add(format_args!("{};2;{red};{green};{blue}", base + 8));
            }
        };
        self.add(format_args!("{}", base + named));
    }
}
