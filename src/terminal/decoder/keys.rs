//! Single bytes and characters as keys, and the tables of function keys.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// The key that types `letter`. As `crossterm` has it, a capital carries Shift.
pub fn character(letter: char, modifiers: KeyModifiers) -> Event {
    let shift = if letter.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    press(KeyCode::Char(letter), modifiers | shift)
}

/// The key that sends the control byte `byte` (00 to 1F, 7F).
pub fn control(byte: u8, modifiers: KeyModifiers) -> Event {
    let letter = |letter: u8| (KeyCode::Char(letter as char), KeyModifiers::CONTROL);
    let (code, held) = match byte {
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        // Which of the two Backspace sends is the terminal's choice; nothing else sends 08.
        0x08 | 0x7F => (KeyCode::Backspace, KeyModifiers::NONE),
        0x00 => letter(b' '),
        0x1C..=0x1F => letter(byte - 0x1C + b'4'),
        _ => letter((byte | 0x60) & 0x7F),
    };
    press(code, modifiers | held)
}

/// The key of `ESC O` and this final byte: function keys, and the keypad and arrows of a terminal
/// in application mode.
pub fn application(last: u8, modifier: u8) -> Option<Event> {
    let code = match last {
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'X' => KeyCode::Char('='),
        b'j'..=b'y' => KeyCode::Char((last - b'j' + b'*') as char),
        _ => letter_key(last)?,
    };
    Some(press(code, modifiers(u16::from(modifier))))
}

/// The key that a sequence's final letter names.
pub fn letter_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The key that `CSI number ~` names.
pub fn tilde_key(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The numbering leaves gaps where a VT220 keyboard has them.
        11..=15 => function(number, 10),
        17..=21 => function(number, 11),
        23..=26 => function(number, 12),
        28 | 29 => function(number, 13),
        31..=34 => function(number, 14),
        _ => return None,
    })
}

fn function(number: u32, gap: u32) -> KeyCode {
    KeyCode::F(u8::try_from(number - gap).unwrap_or_default())
}

/// The key of a code point in the kitty keyboard protocol; its private block names keys that type
/// nothing.
pub fn code_point_key(code: u32, held: KeyModifiers) -> Option<KeyCode> {
    const KEYPAD: [KeyCode; 10] = [
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Insert,
        KeyCode::Delete,
    ];
    const OPERATORS: [char; 6] = ['.', '/', '*', '-', '+', '\n'];
    let nth = |first: u32| (code - first) as usize;
    Some(match code {
        9 if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57376..=57398 => KeyCode::F(u8::try_from(code - 57363).ok()?),
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409..=57414 => match OPERATORS[nth(57409)] {
            '\n' => KeyCode::Enter,
            operator => KeyCode::Char(operator),
        },
        57417..=57426 => KEYPAD[nth(57417)],
        // Locks, media keys and bare modifiers do nothing here.
        0xE000..=0xF8FF => return None,
        _ => KeyCode::Char(char::from_u32(code).filter(|letter| !letter.is_control())?),
    })
}

/// The modifiers of an encoded number: one more than a bit each for Shift, Alt, Control. Meta and
/// Super are nobody's here.
pub fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut held = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        if bits & bit != 0 {
            held |= modifier;
        }
    }
    held
}

pub fn press(code: KeyCode, held: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, held))
}

/// A character in UTF-8 of which the first bytes have come.
#[derive(Debug)]
pub struct Character {
    bytes: [u8; 4],
    have: usize,
    need: usize,
}

/// What another byte makes of a [`Character`].
pub enum Progress {
    More,
    Done(char),
    /// It was none, this byte included.
    Broken,
    /// It was none, and this byte does not belong to it.
    Interrupted,
}

impl Character {
    /// Starts with this byte; `None` where no character does.
    pub fn start(byte: u8) -> Option<Self> {
        let need = match byte {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        Some(Self {
            bytes: [byte, 0, 0, 0],
            have: 1,
            need,
        })
    }

    pub fn push(&mut self, byte: u8) -> Progress {
        if !(0x80..=0xBF).contains(&byte) {
            return Progress::Interrupted;
        }
        self.bytes[self.have] = byte;
        self.have += 1;
        if self.have < self.need {
            return Progress::More;
        }
        let letter = str::from_utf8(&self.bytes[..self.need])
            .ok()
            .and_then(|text| text.chars().next());
        letter
            // C1 controls are no keys.
            .filter(|letter| !letter.is_control())
            .map_or(Progress::Broken, Progress::Done)
    }
}
