//! What a person does at the terminal: keys, pastes, clicks, another size of the window.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::Portal;
use crate::portal::act::Act;
use crate::portal::keymap::Key;
use crate::portal::message::Msg;
use crate::portal::mouse;
use crate::portal::view::Target;

impl Portal {
    /// Presses keys: letters as they are, others by name: `jj<Space><C-s><S-Up><Esc><lt>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Presses a key of the keymap.
    pub fn press(&mut self, key: Key) -> &mut Self {
        self.tell(Msg::Key(key.event()));
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()));
        self
    }

    /// Clicks on the first place of the screen that shows `text`.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.place_of(text);
        self.click_at(column, row)
    }

    /// Clicks on the first place below the top bar that does `act`.
    pub fn click_on(&mut self, act: Act) -> &mut Self {
        self.draw();
        let (columns, rows) = self.model.size;
        let mut places = (1..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let (x, y) = places
            .find(|(x, y)| self.state.at(*x, *y) == Some(Target::Act(act)))
            .unwrap_or_else(|| panic!("nothing on the screen does {act:?}"));
        self.click_at(x, y)
    }

    /// Clicks on a cell.
    pub fn click_at(&mut self, column: u16, row: u16) -> &mut Self {
        self.draw();
        let event = MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row,
            modifiers: KeyModifiers::NONE,
        };
        if let Some(msg) = mouse(&self.state, event) {
            self.tell(msg);
        }
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.terminal.backend_mut().resize(size.0, size.1);
        self.tell(Msg::Resize(size.0, size.1));
        self
    }

    /// Searches for `text` and goes back to the list.
    pub fn find(&mut self, text: &str) -> &mut Self {
        self.keys("/<C-u>");
        for letter in text.chars() {
            self.tell(Msg::Key(KeyEvent::from(KeyCode::Char(letter))));
        }
        self.keys("<Enter>")
    }

    /// Moves the cursor down the list, from the top, to this user.
    pub fn go_to(&mut self, upn: &str) -> &mut Self {
        self.keys("g");
        while self.under_cursor() != upn {
            let before = self.under_cursor();
            self.keys("j");
            assert_ne!(before, self.under_cursor(), "{upn} is not in the list");
        }
        self
    }

    /// Opens the Authentication methods of this user from a list; a part of the name will do
    /// where it is the first that matches.
    pub fn open(&mut self, upn: &str) -> &mut Self {
        self.find(upn);
        if upn.contains('@') {
            self.go_to(upn);
        }
        self.keys("<Enter>")
    }
}

/// The keys that a text names.
pub fn parse(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|behind| behind.split_once('>'));
        if let Some((name, behind)) = named {
            keys.push(key_called(name));
            rest = behind;
        } else {
            keys.push(KeyEvent::from(KeyCode::Char(letter)));
            rest = &rest[letter.len_utf8()..];
        }
    }
    keys
}

fn key_called(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    loop {
        let (modifier, behind) = match rest.split_at_checked(2) {
            Some(("C-", behind)) => (KeyModifiers::CONTROL, behind),
            Some(("S-", behind)) => (KeyModifiers::SHIFT, behind),
            Some(("A-", behind)) => (KeyModifiers::ALT, behind),
            _ => break,
        };
        modifiers |= modifier;
        rest = behind;
    }
    let code = match rest.to_lowercase().as_str() {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "lt" => KeyCode::Char('<'),
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "f8" => KeyCode::F(8),
        _ if rest.chars().count() == 1 => KeyCode::Char(rest.chars().next().unwrap()),
        _ => panic!("no key is called <{name}>"),
    };
    KeyEvent::new(code, modifiers)
}
