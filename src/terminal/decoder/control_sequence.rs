//! What follows `ESC [`: parameters and a final byte.

use crossterm::event::{Event, KeyCode, KeyModifiers};

use super::{keys, mouse};

/// The longest sequence that is looked at, in bytes.
const LIMIT: usize = 64;

/// The bytes between `ESC [` and the final one.
#[derive(Debug)]
pub struct ControlSequence {
    bytes: [u8; LIMIT],
    length: usize,
    too_long: bool,
}

impl Default for ControlSequence {
    fn default() -> Self {
        Self {
            bytes: [0; LIMIT],
            length: 0,
            too_long: false,
        }
    }
}

/// What another byte makes of a sequence.
pub enum Kind {
    /// More is to come.
    Unfinished,
    /// It is whole; what nobody asked for gives no event.
    Event(Option<Event>),
    /// A paste begins.
    Paste,
    /// Three bytes of a mouse report follow.
    X10,
}

impl ControlSequence {
    /// Whether nothing but `ESC [` has come.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Takes a byte of 20 to 7E in.
    pub fn push(&mut self, byte: u8) -> Kind {
        // The Linux console's F1 to F5 are `ESC [ [ A` to `E`.
        let console = self.held() == b"[";
        if byte < 0x40 && !console || byte == b'[' && self.is_empty() {
            match self.bytes.get_mut(self.length) {
                Some(slot) => {
                    *slot = byte;
                    self.length += 1;
                }
                None => self.too_long = true,
            }
            return Kind::Unfinished;
        }
        match (self.held(), byte) {
            _ if self.too_long => Kind::Event(None),
            (b"200", b'~') => Kind::Paste,
            (b"", b'M') => Kind::X10,
            (b"[", b'A'..=b'E') => Kind::Event(Some(keys::press(
                KeyCode::F(byte - b'A' + 1),
                KeyModifiers::NONE,
            ))),
            (held, last) => Kind::Event(event(held, last)),
        }
    }

    fn held(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

fn event(held: &[u8], last: u8) -> Option<Event> {
    if let [b'<', report @ ..] = held {
        let [button, column, row] = Parameters::read(report)?.firsts()?;
        return match last {
            b'M' | b'm' => mouse::report(button, column, row, last == b'm'),
            _ => None,
        };
    }
    // Anything else private or with intermediates is a reply: it fails to read as numbers.
    let parameters = Parameters::read(held)?;
    if parameters.is_release() {
        return None;
    }
    let first = parameters.get(0, 0);
    let modifiers = parameters.modifiers();
    let code = match last {
        b'I' if held.is_empty() => return Some(Event::FocusGained),
        b'O' if held.is_empty() => return Some(Event::FocusLost),
        b'Z' => return Some(keys::press(KeyCode::BackTab, KeyModifiers::SHIFT)),
        // `CSI row ; column R` tells where the cursor is; F3 shares its form.
        b'R' if !held.is_empty() && (first != Some(1) || modifiers.is_empty()) => return None,
        b'u' => keys::code_point_key(first?, modifiers)?,
        // xterm's modifyOtherKeys: `CSI 27 ; modifiers ; code ~`.
        b'~' if first == Some(27) => keys::code_point_key(parameters.get(2, 0)?, modifiers)?,
        b'~' => keys::tilde_key(first?)?,
        _ => keys::letter_key(last)?,
    };
    Some(match code {
        KeyCode::Char(letter) if modifiers == KeyModifiers::SHIFT => {
            let shifted = parameters.get(0, 1).and_then(char::from_u32);
            let capital = shifted.or_else(|| letter.to_uppercase().next());
            keys::press(KeyCode::Char(capital.unwrap_or(letter)), modifiers)
        }
        code => keys::press(code, modifiers),
    })
}

/// Numbers in a sequence: groups parted by `;`, each of parts parted by `:`. No key needs more
/// than three of either, and no more are kept.
struct Parameters([[Option<u32>; 3]; 3]);

impl Parameters {
    fn read(held: &[u8]) -> Option<Self> {
        let mut numbers = [[None; 3]; 3];
        let (mut group, mut part) = (0, 0);
        for &byte in held {
            match byte {
                b'0'..=b'9' => {
                    let digit = u32::from(byte - b'0');
                    if let Some(number) = numbers
                        .get_mut(group)
                        .and_then(|parts: &mut [Option<u32>; 3]| parts.get_mut(part))
                    {
                        *number =
                            Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
                    }
                }
                b':' => part += 1,
                b';' => (group, part) = (group + 1, 0),
                _ => return None,
            }
        }
        Some(Self(numbers))
    }

    fn get(&self, group: usize, part: usize) -> Option<u32> {
        self.0[group][part]
    }

    fn firsts(&self) -> Option<[u32; 3]> {
        Some([self.get(0, 0)?, self.get(1, 0)?, self.get(2, 0)?])
    }

    fn modifiers(&self) -> KeyModifiers {
        let number = self.get(1, 0).unwrap_or(1);
        keys::modifiers(u16::try_from(number).unwrap_or(1))
    }

    /// Whether a key was let go (kitty keyboard protocol).
    fn is_release(&self) -> bool {
        self.get(1, 1) == Some(3)
    }
}
