//! Before watching, over SSH: the code of the room.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use crate::grid::Grid;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::theme::{Look, Tone};

/// Asks for a code.
#[derive(Debug)]
pub struct AskCode {
    look: Look,
    field: Field,
    /// What was last said.
    pub said: Option<String>,
}

/// What a key comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Nothing yet.
    Stay,
    /// This is the code, as typed.
    Code(String),
    /// To leave.
    Leave,
}

impl AskCode {
    /// Nothing is typed yet.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            field: Field::default(),
            said: None,
        }
    }

    /// A key was pressed.
    pub fn key(&mut self, key: KeyEvent) -> Typed {
        self.said = None;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if control => Typed::Leave,
            KeyCode::Esc => Typed::Leave,
            KeyCode::Enter if self.field.text().trim().is_empty() => {
                self.said = Some("Type or paste the code first; Esc leaves".to_owned());
                Typed::Stay
            }
            KeyCode::Enter => Typed::Code(self.field.text().trim().to_owned()),
            _ => {
                self.field.key(key);
                Typed::Stay
            }
        }
    }

    /// A text was pasted.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text.trim());
    }

    /// The code was wrong.
    pub fn wrong(&mut self, why: &str) {
        self.field.set("");
        self.said = Some(why.to_owned());
    }

    /// Draws it. Gives the place of the cursor.
    pub fn view(&self, grid: &mut Grid) -> Option<Position> {
        let area = grid.area();
        let mut painter = Painter {
            grid,
            look: &self.look,
        };
        let width = area.width.saturating_sub(4).min(72);
        let x = area.x + (area.width - width) / 2;
        let mut y = area.y + area.height / 3;
        let mut say = |painter: &mut Painter<'_>, text: &str, tone: Tone| {
            for line in wrap(text, width) {
                painter.text(x, y, x + width, &line, tone);
                y += 1;
            }
            y + 1
        };
        say(&mut painter, "The code of the room", Tone::Strong);
        let what = "Whoever presents can send it to you: Ctrl-G, then o.";
        let at = say(&mut painter, what, Tone::Muted);
        let row = Rect::new(x, at, width, 1).intersection(area);
        let cursor = (row.height > 0).then(|| self.field.draw(&mut painter, row, true));
        let (text, tone) = match &self.said {
            Some(said) => (said.as_str(), Tone::Danger),
            None => ("Enter goes on, Esc leaves", Tone::Muted),
        };
        painter.text(x, at + 2, x + width, text, tone);
        cursor
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;

    fn press(ask: &mut AskCode, code: KeyCode) -> Typed {
        ask.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn a_code_is_typed_or_pasted_and_a_wrong_one_is_told() {
        let mut ask = AskCode::new(Look::default());
        assert_eq!(press(&mut ask, KeyCode::Enter), Typed::Stay);
        assert!(ask.said.is_some());
        ask.paste(" watch-abc\n");
        assert_eq!(
            press(&mut ask, KeyCode::Enter),
            Typed::Code("watch-abc".to_owned())
        );
        ask.wrong("no such room");
        for size in [(1, 1), (60, 16), (80, 24)] {
            let mut grid = Grid::new(Size::from(size));
            ask.view(&mut grid);
            let seen = grid.text().contains("no such room");
            assert_eq!(seen, size.1 > 9, "{size:?}");
        }
        assert_eq!(press(&mut ask, KeyCode::Esc), Typed::Leave);
    }
}
