//! A one-line text field with the line-editing keys people expect.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation as _;

use super::paint::{Painter, width};
use crate::portal::theme::Tone;

/// A text being typed.
#[derive(Debug, Clone, Default)]
pub struct Field {
    input: Input,
    /// Whether only dots are shown.
    pub hidden: bool,
}

/// The longest text a field takes, in characters: more than any of the portal's limits, of which
/// 50 ranges of trusted IPs are the longest.
const LONGEST: usize = 1024;

impl Field {
    /// A field that holds `text`, cursor behind it.
    pub fn new(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            hidden: false,
        }
    }

    /// An empty field whose text is not shown.
    pub fn password() -> Self {
        Self {
            hidden: true,
            ..Self::default()
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Takes pasted text in: one line, controls left out.
    pub fn paste(&mut self, text: &str) {
        for letter in text.chars().filter(|letter| !letter.is_control()) {
            self.insert(letter);
        }
    }

    fn insert(&mut self, letter: char) {
        if self.text().chars().count() < LONGEST {
            self.input.handle(InputRequest::InsertChar(letter));
        }
    }

    /// Edits by this key. False: the key means nothing to a text field.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let Some(request) = request(key) else {
            return false;
        };
        match request {
            InputRequest::InsertChar(letter) => self.insert(letter),
            other => {
                self.input.handle(other);
            }
        }
        true
    }

    /// Whether a text field makes something of this key.
    pub fn takes(key: KeyEvent) -> bool {
        request(key).is_some()
    }

    /// Draws the field into the first row of `area` and gives the place of the cursor.
    pub fn draw(&self, painter: &mut Painter<'_>, area: Rect, focused: bool) -> Position {
        let room = area.width.saturating_sub(1);
        let dots = self.hidden.then(|| {
            painter
                .look
                .glyphs
                .hidden
                .repeat(self.text().chars().count())
        });
        let shown = dots.as_deref().unwrap_or(self.text());
        let before: String = shown.chars().take(self.input.cursor()).collect();
        // What is left out on the left so that the cursor stays in view: whole graphemes.
        let mut left = width(&before);
        let mut skipped = 0;
        for grapheme in before.graphemes(true) {
            if left <= room {
                break;
            }
            left -= width(grapheme);
            skipped += grapheme.len();
        }
        let rest = shown.get(skipped..).unwrap_or_default();
        let tone = if focused { Tone::Accent } else { Tone::Plain };
        let style = painter.look.style(tone);
        painter
            .grid
            .graphemes((area.x, area.y), area.right(), rest, style);
        Position {
            x: area.x + left.min(room),
            y: area.y,
        }
    }
}

/// What a key asks a text field for.
fn request(key: KeyEvent) -> Option<InputRequest> {
    use InputRequest as Request;
    let modifiers = key.modifiers.difference(KeyModifiers::SHIFT);
    Some(match (key.code, modifiers) {
        (KeyCode::Char(letter), KeyModifiers::NONE) => Request::InsertChar(letter),
        (KeyCode::Backspace, KeyModifiers::NONE) | (KeyCode::Char('h'), KeyModifiers::CONTROL) => {
            Request::DeletePrevChar
        }
        (KeyCode::Delete, KeyModifiers::NONE) => Request::DeleteNextChar,
        (KeyCode::Left, KeyModifiers::NONE) => Request::GoToPrevChar,
        (KeyCode::Right, KeyModifiers::NONE) => Request::GoToNextChar,
        (KeyCode::Home, KeyModifiers::NONE) | (KeyCode::Char('a'), KeyModifiers::CONTROL) => {
            Request::GoToStart
        }
        (KeyCode::End, KeyModifiers::NONE) | (KeyCode::Char('e'), KeyModifiers::CONTROL) => {
            Request::GoToEnd
        }
        (KeyCode::Char('w'), KeyModifiers::CONTROL) | (KeyCode::Backspace, KeyModifiers::ALT) => {
            Request::DeletePrevWord
        }
        (KeyCode::Char('u'), KeyModifiers::CONTROL) => Request::DeleteLine,
        (KeyCode::Char('k'), KeyModifiers::CONTROL) => Request::DeleteTillEnd,
        (KeyCode::Char('b'), KeyModifiers::ALT) | (KeyCode::Left, KeyModifiers::CONTROL) => {
            Request::GoToPrevWord
        }
        (KeyCode::Char('f'), KeyModifiers::ALT) | (KeyCode::Right, KeyModifiers::CONTROL) => {
            Request::GoToNextWord
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(field: &mut Field, keys: &[(KeyCode, KeyModifiers)]) {
        for (code, modifiers) in keys {
            assert!(field.key(KeyEvent::new(*code, *modifiers)));
        }
    }

    #[test]
    fn the_usual_line_editing_keys_work() {
        let mut field = Field::new("allan deyoung");
        type_in(&mut field, &[(KeyCode::Char('w'), KeyModifiers::CONTROL)]);
        assert_eq!(field.text(), "allan ");
        type_in(
            &mut field,
            &[
                (KeyCode::Char('a'), KeyModifiers::CONTROL),
                (KeyCode::Char('X'), KeyModifiers::SHIFT),
            ],
        );
        assert_eq!(field.text(), "Xallan ");
        type_in(
            &mut field,
            &[
                (KeyCode::Char('k'), KeyModifiers::CONTROL),
                (KeyCode::Backspace, KeyModifiers::NONE),
            ],
        );
        assert_eq!(field.text(), "");
    }

    #[test]
    fn a_paste_is_one_line_of_bounded_length() {
        let mut field = Field::default();
        field.paste("a\r\nb\u{1b}[31m");
        assert_eq!(field.text(), "ab[31m");
        field.paste(&"x".repeat(100_000));
        assert_eq!(field.text().chars().count(), LONGEST);
    }

    #[test]
    fn words_and_ends_are_reached_by_the_usual_keys() {
        let mut field = Field::new("one two three");
        let at = |field: &mut Field, code: char, modifiers| {
            type_in(field, &[(KeyCode::Char(code), modifiers)]);
            field.input.cursor()
        };
        let (ctrl, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
        assert_eq!(at(&mut field, 'b', alt), 8);
        assert_eq!(at(&mut field, 'b', alt), 4);
        assert_eq!(at(&mut field, 'f', alt), 8);
        assert_eq!(at(&mut field, 'a', ctrl), 0);
        assert_eq!(at(&mut field, 'e', ctrl), 13);
        at(&mut field, 'u', ctrl);
        assert_eq!(field.text(), "");
    }
}
