//! From the bytes a terminal sends to `crossterm` events, the same for the local terminal and for
//! SSH. Takes bytes cut anywhere, holds at most 64 KiB, and never fails: what it does not know it
//! swallows.
//!
//! Only what a person can have typed times out soon ([`KEY_GAP`]): a lone ESC, `ESC [` and `ESC O`.
//! A paste or a string that was never ended is given up after a longer silence ([`QUIET_GAP`]), the
//! paste delivered as far as it came, so that the keys after it work again.

mod control_sequence;
mod keys;
mod mouse;
mod paste;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use control_sequence::{ControlSequence, Kind};
use paste::Paste;

/// Silence after which ESC, `ESC [` and `ESC O` are the keys Esc, Alt+[ and Alt+O.
pub const KEY_GAP: Duration = Duration::from_millis(40);

/// Silence after which an unended paste or string is given up. Longer than a lost packet takes to
/// be sent again, because the rest of a paste would otherwise arrive as keys.
pub const QUIET_GAP: Duration = Duration::from_secs(1);

/// The longest paste, in bytes; what lies beyond is cut off.
pub const PASTE_LIMIT: usize = 64 * 1024;

/// Turns bytes into events.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    cut: bool,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// Waits for the rest of a character; with whether Alt came first.
    Tail(keys::Character, KeyModifiers),
    Escape,
    Csi(ControlSequence),
    /// `ESC O`, and the modifier digit some terminals put before the final byte.
    Ss3(Option<u8>),
    /// An OSC, DCS, APC, PM or SOS string: replies nobody asked for. Nothing of it is kept, so that
    /// it cannot grow.
    Text,
    /// ESC within a string: its end, if `\` follows.
    TextEscape,
    Paste(Paste),
    /// The three bytes of a mouse report in X10's form.
    X10(mouse::X10),
}

impl Decoder {
    /// Takes bytes in, and adds the events they complete to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<Event>) {
        for &byte in bytes {
            self.take(byte, out);
        }
    }

    /// How long to wait for more before [`Decoder::timeout`] is to be called, counted from the last
    /// byte. `None`: for ever.
    pub fn pending_timeout(&self) -> Option<Duration> {
        match &self.state {
            State::Escape | State::Ss3(None) => Some(KEY_GAP),
            State::Csi(sequence) if sequence.is_empty() => Some(KEY_GAP),
            State::Paste(_) | State::Text | State::TextEscape => Some(QUIET_GAP),
            State::Ground | State::Tail(..) | State::Csi(_) | State::Ss3(_) | State::X10(_) => None,
        }
    }

    /// Nothing came for as long as [`Decoder::pending_timeout`] said.
    pub fn timeout(&mut self, out: &mut Vec<Event>) {
        if self.pending_timeout().is_none() {
            return;
        }
        match std::mem::take(&mut self.state) {
            State::Escape => out.push(key(KeyCode::Esc)),
            State::Csi(_) => out.push(keys::character('[', KeyModifiers::ALT)),
            State::Ss3(_) => out.push(keys::character('O', KeyModifiers::ALT)),
            State::Paste(paste) => self.deliver(paste, out),
            _ => {}
        }
    }

    /// Whether a paste was cut at [`PASTE_LIMIT`] since this was last asked.
    pub fn take_cut(&mut self) -> bool {
        std::mem::take(&mut self.cut)
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Event>) {
        self.state = match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte, KeyModifiers::NONE, out),
            State::Tail(mut character, modifiers) => match character.push(byte) {
                keys::Progress::More => State::Tail(character, modifiers),
                keys::Progress::Done(letter) => {
                    out.push(keys::character(letter, modifiers));
                    State::Ground
                }
                keys::Progress::Broken => State::Ground,
                // What breaks a character off is not part of it: it stands for itself.
                keys::Progress::Interrupted => self.ground(byte, KeyModifiers::NONE, out),
            },
            State::Csi(sequence) => self.csi(sequence, byte, out),
            State::Ss3(modifier) => self.ss3(modifier, byte, out),
            State::Text => match byte {
                BEL | CAN | SUB => State::Ground,
                ESC => State::TextEscape,
                // No reply holds a control character: these are keys behind an unended string.
                0x00..=0x1F => self.ground(byte, KeyModifiers::NONE, out),
                _ => State::Text,
            },
            State::TextEscape if byte == b'\\' => State::Ground,
            // Not the end of a string but a fresh sequence, which gives the string up.
            State::TextEscape | State::Escape => self.escape(byte, out),
            State::Paste(mut paste) => {
                if paste.push(byte) {
                    self.deliver(paste, out);
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
            State::X10(mut report) => match byte {
                ESC => State::Escape,
                0x00..=0x1F => self.ground(byte, KeyModifiers::NONE, out),
                _ if report.push(byte) => {
                    out.extend(report.event());
                    State::Ground
                }
                _ => State::X10(report),
            },
        };
    }

    #[expect(clippy::unused_self, reason = "one of the states' methods")]
    fn ground(&self, byte: u8, modifiers: KeyModifiers, out: &mut Vec<Event>) -> State {
        match byte {
            ESC => return State::Escape,
            0x80.. => {
                return keys::Character::start(byte)
                    .map_or(State::Ground, |character| State::Tail(character, modifiers));
            }
            0x20..=0x7E => out.push(keys::character(byte as char, modifiers)),
            _ => out.push(keys::control(byte, modifiers)),
        }
        State::Ground
    }

    fn escape(&self, byte: u8, out: &mut Vec<Event>) -> State {
        match byte {
            b'[' => State::Csi(ControlSequence::default()),
            b'O' => State::Ss3(None),
            b']' | b'P' | b'_' | b'^' | b'X' => State::Text,
            ESC => {
                out.push(key(KeyCode::Esc));
                State::Escape
            }
            CAN | SUB => State::Ground,
            _ => self.ground(byte, KeyModifiers::ALT, out),
        }
    }

    fn csi(&self, mut sequence: ControlSequence, byte: u8, out: &mut Vec<Event>) -> State {
        match byte {
            ESC => State::Escape,
            CAN | SUB => State::Ground,
            0x20..=0x7E => match sequence.push(byte) {
                Kind::Unfinished => State::Csi(sequence),
                Kind::Event(event) => {
                    out.extend(event);
                    State::Ground
                }
                Kind::Paste => State::Paste(Paste::default()),
                Kind::X10 => State::X10(mouse::X10::default()),
            },
            _ => self.ground(byte, KeyModifiers::NONE, out),
        }
    }

    fn ss3(&self, modifier: Option<u8>, byte: u8, out: &mut Vec<Event>) -> State {
        match byte {
            ESC => State::Escape,
            CAN | SUB => State::Ground,
            b'1'..=b'9' if modifier.is_none() => State::Ss3(Some(byte - b'0')),
            0x20..=0x7E => {
                out.extend(keys::application(byte, modifier.unwrap_or(1)));
                State::Ground
            }
            _ => self.ground(byte, KeyModifiers::NONE, out),
        }
    }

    fn deliver(&mut self, paste: Paste, out: &mut Vec<Event>) {
        let (text, cut) = paste.finish();
        self.cut |= cut;
        out.push(Event::Paste(text));
    }
}

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1A;
const ESC: u8 = 0x1B;

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

#[cfg(test)]
mod tests;
