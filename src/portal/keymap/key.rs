//! Keys as data: compared with what arrives, spelled for hints and help.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::portal::theme::{ASCII, Glyphs};

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

    /// As it arrives when it is pressed.
    #[cfg(test)]
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// Whether any terminal sends it: no Alt, no F1, F10 or F11, no Ctrl-A or Ctrl-B (prefixes of
    /// multiplexers), no Shift with a named key.
    pub fn arrives_everywhere(self) -> bool {
        match (self.code, self.modifiers) {
            (KeyCode::F(_), _) => false,
            (KeyCode::Char(letter), KeyModifiers::CONTROL) => {
                !matches!(letter, 'a' | 'b' | 'i' | 'm' | ' ')
            }
            (_, modifiers) => modifiers == KeyModifiers::NONE || self.code == KeyCode::BackTab,
        }
    }

    /// In words, for those who cannot look it up: `Space`, `Ctrl-S`, `Up`.
    pub fn name(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Up => "Up".to_owned(),
            KeyCode::Down => "Down".to_owned(),
            KeyCode::Enter => "Enter".to_owned(),
            _ => return self.label(&ASCII),
        };
        let before = match self.modifiers {
            KeyModifiers::CONTROL => "Ctrl-",
            KeyModifiers::SHIFT => "Shift-",
            _ => "",
        };
        format!("{before}{name}")
    }

    /// As hints and help spell it.
    pub fn label(self, glyphs: &Glyphs) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => glyphs.key_space.to_owned(),
            KeyCode::Char(letter) if self.modifiers == KeyModifiers::CONTROL => {
                letter.to_uppercase().to_string()
            }
            KeyCode::Char(letter) => letter.to_string(),
            KeyCode::Enter => glyphs.key_enter.to_owned(),
            KeyCode::Esc => "Esc".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::Delete => "Del".to_owned(),
            KeyCode::Up => glyphs.up.to_owned(),
            KeyCode::Down => glyphs.down.to_owned(),
            other => other.to_string(),
        };
        match self.modifiers {
            KeyModifiers::CONTROL => format!("Ctrl-{name}"),
            KeyModifiers::SHIFT => format!("Shift-{name}"),
            _ => name,
        }
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
