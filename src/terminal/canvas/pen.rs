//! The shortest way from one set of colours and attributes to another.

use ratatui::style::{Color, Modifier};

use crate::grid::Pen;

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

/// Adds the bytes that bring a terminal from one pen to the other.
pub fn change(from: Pen, to: Pen, bytes: &mut Vec<u8>) {
    if from == to {
        return;
    }
    if to == Pen::PLAIN {
        bytes.extend(b"\x1b[m");
        return;
    }
    let mut codes = Codes(bytes, b"\x1b[");
    let (mut had, has) = (from.attributes(), to.attributes());
    for (attribute, _, off) in ATTRIBUTES {
        if had.contains(attribute) && !has.contains(attribute) {
            codes.add(off);
            // One number may end two attributes.
            for (other, _, other_off) in ATTRIBUTES {
                if other_off == off {
                    had.remove(other);
                }
            }
        }
    }
    for (attribute, on, _) in ATTRIBUTES {
        if has.contains(attribute) && !had.contains(attribute) {
            codes.add(on);
        }
    }
    for (base, from, to) in [
        (30, from.foreground(), to.foreground()),
        (40, from.background(), to.background()),
    ] {
        if from != to {
            codes.color(base, to);
        }
    }
    bytes.push(b'm');
}

/// Numbers of one SGR sequence, and what comes before the next.
struct Codes<'a>(&'a mut Vec<u8>, &'static [u8]);

impl Codes<'_> {
    fn add(&mut self, code: u8) {
        self.0.extend(self.1);
        self.1 = b";";
        decimal(self.0, code.into());
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
                return [base + 8, 5, index]
                    .into_iter()
                    .for_each(|code| self.add(code));
            }
            Color::Rgb(red, green, blue) => {
                let codes = [base + 8, 2, red, green, blue];
                return codes.into_iter().for_each(|code| self.add(code));
            }
        };
        self.add(base + named);
    }
}

/// Adds a number in decimal. Quicker than formatting, which every move of the cursor would pay for.
pub fn decimal(bytes: &mut Vec<u8>, number: u16) {
    let mut digits = [0; 5];
    let mut start = digits.len();
    let mut rest = number;
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    bytes.extend(&digits[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_everybody_does() {
        for number in [0, 7, 10, 99, 100, 1000, 65535] {
            let mut bytes = Vec::new();
            decimal(&mut bytes, number);
            assert_eq!(bytes, number.to_string().as_bytes());
        }
    }
}
