//! Keys as data: compared with what arrives, spelled for hints and help.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::portal::parts::field::Field;
use crate::portal::theme::Glyphs;

/// Names of keys, as they are written in a file. The first of several is the one that is printed.
const NAMES: [(&str, KeyCode); 22] = [
    ("Enter", KeyCode::Enter),
    ("Return", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Escape", KeyCode::Esc),
    ("Space", KeyCode::Char(' ')),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Delete", KeyCode::Delete),
    ("Ins", KeyCode::Insert),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PageUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("PageDown", KeyCode::PageDown),
    ("BackTab", KeyCode::BackTab),
];

const MODIFIERS: [(&str, KeyModifiers); 3] = [
    ("Ctrl-", KeyModifiers::CONTROL),
    ("Alt-", KeyModifiers::ALT),
    ("Shift-", KeyModifiers::SHIFT),
];

/// One key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// A letter, digit or sign as it is typed, Shift included: `G`, `*`.
    pub const fn char(letter: char) -> Self {
        Self {
            code: KeyCode::Char(letter),
            modifiers: KeyModifiers::NONE,
        }
    }

    /// Control and a letter.
    pub const fn ctrl(letter: char) -> Self {
        Self {
            code: KeyCode::Char(letter),
            modifiers: KeyModifiers::CONTROL,
        }
    }

    /// A key with a name.
    pub const fn named(code: KeyCode) -> Self {
        Self {
            code,
            modifiers: KeyModifiers::NONE,
        }
    }

    /// Shift and a key with a name.
    pub const fn shift(code: KeyCode) -> Self {
        Self {
            code,
            modifiers: KeyModifiers::SHIFT,
        }
    }

    /// The letter, where it is a plain one.
    pub fn letter(self) -> Option<char> {
        match (self.code, self.modifiers) {
            (KeyCode::Char(letter), KeyModifiers::NONE) => Some(letter),
            _ => None,
        }
    }

    /// The key that a file calls `name`: `b`, `+`, `Ctrl-T`, `Shift-Up`, `PgDn`, `F8`, in any case.
    pub fn called(name: &str) -> Option<Self> {
        let (mut modifiers, mut rest) = (KeyModifiers::NONE, name);
        while let Some((modifier, behind)) = MODIFIERS.iter().find_map(|(text, modifier)| {
            let (head, behind) = rest.split_at_checked(text.len())?;
            let is_modifier = head.eq_ignore_ascii_case(text) && !behind.is_empty();
            is_modifier.then_some((*modifier, behind))
        }) {
            modifiers |= modifier;
            rest = behind;
        }
        let named = NAMES
            .iter()
            .find(|(text, _)| text.eq_ignore_ascii_case(rest));
        let mut letters = rest.chars();
        let code = match (named, letters.next(), letters.as_str()) {
            (Some((_, KeyCode::Tab)), ..) if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
            (Some((_, code)), ..) => *code,
            (None, Some(letter), "") if modifiers.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(letter.to_ascii_uppercase())
            }
            (None, Some(letter), "") => KeyCode::Char(letter),
            (None, Some('F' | 'f'), number) => {
                KeyCode::F(number.parse().ok().filter(|n| (1..=12).contains(n))?)
            }
            _ => return None,
        };
        Some(KeyEvent::new(code, modifiers).into())
    }

    /// In words, as a file calls it: `Space`, `Ctrl-S`, `Up`.
    pub fn name(self) -> String {
        let mut name = String::new();
        let shift_tab = self.code == KeyCode::BackTab;
        for (text, modifier) in MODIFIERS {
            let shown = shift_tab && modifier == KeyModifiers::SHIFT;
            if shown || self.modifiers.contains(modifier) {
                name.push_str(text);
            }
        }
        let code = if shift_tab { KeyCode::Tab } else { self.code };
        match (code, NAMES.iter().find(|(_, named)| *named == code)) {
            (_, Some((text, _))) => name.push_str(text),
            (KeyCode::Char(letter), None) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                name.extend(letter.to_uppercase());
            }
            (KeyCode::Char(letter), None) => name.push(letter),
            (_, None) => name.push_str(&code.to_string()),
        }
        name
    }

    /// Whether a text field takes it for itself.
    pub fn is_typed(self) -> bool {
        Field::takes(self.event())
    }

    /// As it arrives when it is pressed.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// Whether any terminal sends it: no Alt, no function key, no Ctrl-A or Ctrl-B (prefixes of
    /// multiplexers), no Ctrl-H, Ctrl-I, Ctrl-M or Ctrl-J (Backspace, Tab and Enter by other
    /// names), no Shift with a named key.
    pub fn arrives_everywhere(self) -> bool {
        match (self.code, self.modifiers) {
            (KeyCode::F(_), _) => false,
            (KeyCode::Char(letter), KeyModifiers::CONTROL) => {
                letter.is_ascii_lowercase() && !matches!(letter, 'a' | 'b' | 'h' | 'i' | 'j' | 'm')
            }
            (_, modifiers) => modifiers == KeyModifiers::NONE || self.code == KeyCode::BackTab,
        }
    }

    /// As hints and help spell it.
    pub fn label(self, glyphs: &Glyphs) -> String {
        let sign = match self.code {
            KeyCode::Char(' ') => glyphs.key_space,
            KeyCode::Enter => glyphs.key_enter,
            KeyCode::Up => glyphs.up,
            KeyCode::Down => glyphs.down,
            _ => return self.name(),
        };
        let modifiers = MODIFIERS
            .into_iter()
            .filter(|(_, one)| self.modifiers.contains(*one));
        let names = modifiers.map(|(text, _)| text);
        names.chain([sign]).collect()
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        // Shift is part of a letter, and of Shift-Tab's own code.
        let own = matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab);
        let modifiers = if own {
            event.modifiers.difference(KeyModifiers::SHIFT)
        } else {
            event.modifiers
        };
        let code = match event.code {
            KeyCode::Char(letter) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(letter.to_ascii_lowercase())
            }
            other => other,
        };
        Self { code, modifiers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::keymap::BINDINGS;

    #[test]
    fn every_key_of_the_table_is_read_back_by_its_name() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
            assert_eq!(Key::called(&key.name()), Some(*key), "{}", key.name());
        }
    }

    #[test]
    fn keys_are_named_in_any_case_and_what_is_none_is_not_taken_for_one() {
        for (name, key) in [
            ("ctrl-t", Key::ctrl('t')),
            ("Ctrl-T", Key::ctrl('t')),
            ("-", Key::char('-')),
            ("Shift-g", Key::char('G')),
            ("G", Key::char('G')),
            ("shift-tab", Key::named(KeyCode::BackTab)),
            ("Shift-Up", Key::shift(KeyCode::Up)),
            ("pagedown", Key::named(KeyCode::PageDown)),
            ("f8", Key::named(KeyCode::F(8))),
            ("\u{e9}", Key::char('\u{e9}')),
        ] {
            assert_eq!(Key::called(name), Some(key), "{name}");
        }
        assert_eq!(
            Key::called("Ctrl--").map(Key::name).as_deref(),
            Some("Ctrl--")
        );
        for bad in ["", "F0", "F13", "Strg-T", "ab", "Ctrl-", "Ctrl-Alt-"] {
            assert_eq!(Key::called(bad), None, "{bad}");
        }
    }
}
