//! Before the portal, over SSH: where to go. A list of places, drawn by the portal's own parts.

pub mod code;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::parts::paint::{Painter, wrap};
use super::theme::{Look, Tone};
use super::view::{SMALLEST, too_small};
use crate::grid::Grid;

/// The lobby's state.
#[derive(Debug)]
pub struct Lobby {
    /// How it looks.
    pub look: Look,
    /// The tenant's name.
    pub tenant: String,
    /// Where one can go.
    pub entries: Vec<Entry>,
    /// The one under the cursor.
    pub at: usize,
    /// Lines below: who is here, the server's fingerprint.
    pub about: Vec<String>,
    /// What was last said.
    pub said: Option<String>,
    rows: Vec<(Rect, usize)>,
}

/// A place to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// What one finds there.
    pub what: String,
}

/// What a key or a click comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Stay,
    /// The entry with this number, from 0.
    Entry(usize),
    /// To leave.
    Leave,
}

impl Lobby {
    /// The lobby of `tenant`.
    pub fn new(look: Look, tenant: String, entries: Vec<Entry>, about: Vec<String>) -> Self {
        Self {
            look,
            tenant,
            entries,
            at: 0,
            about,
            said: None,
            rows: Vec::new(),
        }
    }

    /// A key was pressed.
    pub fn key(&mut self, key: KeyEvent) -> Chosen {
        self.said = None;
        let last = self.entries.len().saturating_sub(1);
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if control => return Chosen::Leave,
            KeyCode::Char('q') | KeyCode::Esc => return Chosen::Leave,
            KeyCode::Enter | KeyCode::Char(' ' | 'l') | KeyCode::Right => {
                return Chosen::Entry(self.at);
            }
            KeyCode::Up | KeyCode::Char('k') | KeyCode::BackTab => {
                self.at = self.at.saturating_sub(1);
            }
            KeyCode::Down | KeyCode::Char('j') | KeyCode::Tab => self.at = (self.at + 1).min(last),
            KeyCode::Home | KeyCode::Char('g') => self.at = 0,
            KeyCode::End | KeyCode::Char('G') => self.at = last,
            KeyCode::Char(digit @ '1'..='9') => {
                let chosen = usize::from(digit as u8 - b'1');
                if chosen < self.entries.len() {
                    return Chosen::Entry(chosen);
                }
            }
            _ => self.said = Some("Choose with the arrows and Enter; q leaves".to_owned()),
        }
        Chosen::Stay
    }

    /// A click: goes to what was clicked.
    pub fn click(&mut self, column: u16, row: u16) -> Chosen {
        let place = Position { x: column, y: row };
        let hit = self.rows.iter().find(|(area, _)| area.contains(place));
        hit.map_or(Chosen::Stay, |(_, entry)| Chosen::Entry(*entry))
    }

    /// Draws it.
    pub fn view(&mut self, grid: &mut Grid) {
        let area = grid.area();
        let look = self.look;
        let mut painter = Painter { grid, look: &look };
        self.rows.clear();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            too_small(&mut painter, area);
            return;
        }
        let bar = Rect { height: 1, ..area };
        painter.fill(bar, Tone::Bar);
        let x = painter.text(area.x + 1, area.y, area.right(), "proofup", Tone::BarStrong);
        painter.text(x + 3, area.y, area.right(), &self.tenant, Tone::BarMuted);
        let width = area.width.saturating_sub(4).min(84);
        let body = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + 3,
            width,
            height: area.height - 5,
        };
        painter.text(body.x, body.y, body.right(), "Where to?", Tone::Strong);
        let mut y = body.y + 2;
        for (at, entry) in self.entries.iter().enumerate() {
            let row = Rect {
                y,
                height: 1,
                ..body
            };
            let label = format!("{}  {}", at + 1, entry.label);
            painter.text(body.x, y, body.right(), &label, Tone::Plain);
            if at == self.at {
                painter.focus(row);
            }
            y += 1;
            let inner = body.width.saturating_sub(3);
            for line in wrap(&entry.what, inner) {
                painter.text(body.x + 3, y, body.right(), &line, Tone::Muted);
                y += 1;
            }
            let height = y - row.y;
            self.rows.push((Rect { height, ..row }, at));
            y += 1;
        }
        for line in self.about.iter().flat_map(|line| wrap(line, body.width)) {
            if y + 3 < area.bottom() {
                painter.text(body.x, y, body.right(), &line, Tone::Muted);
                y += 1;
            }
        }
        self.last_line(&mut painter, area);
    }

    fn last_line(&self, painter: &mut Painter<'_>, area: Rect) {
        let row = Rect {
            x: area.x + 1,
            y: area.bottom() - 1,
            width: area.width - 2,
            height: 1,
        };
        let rule = Rect {
            y: row.y - 1,
            height: 1,
            ..area
        };
        painter.rule(rule, Tone::Muted);
        if let Some(said) = &self.said {
            painter.text(row.x, row.y, row.right(), said, Tone::Danger);
            return;
        }
        let glyphs = self.look.glyphs;
        let hints = [
            (glyphs.key_up_down, " move  "),
            (glyphs.key_enter, " go  "),
            ("q", " leave"),
        ];
        let pieces: Vec<_> = hints
            .into_iter()
            .flat_map(|(key, what)| [(Tone::Key, key), (Tone::Muted, what)])
            .collect();
        painter.line(row, &pieces);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;

    fn lobby() -> Lobby {
        let entry = |label: &str| Entry {
            label: label.to_owned(),
            what: "What one finds there.".to_owned(),
        };
        let entries = vec![entry("Shared tenant"), entry("Sandbox")];
        let about = vec!["2 people are here".to_owned()];
        Lobby::new(Look::default(), "Contoso".to_owned(), entries, about)
    }

    fn press(lobby: &mut Lobby, code: KeyCode) -> Chosen {
        lobby.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn screen(lobby: &mut Lobby, size: (u16, u16)) -> String {
        let mut grid = Grid::new(Size::from(size));
        lobby.view(&mut grid);
        grid.text()
    }

    #[test]
    fn one_goes_where_the_cursor_the_number_or_the_click_is() {
        let mut lobby = lobby();
        assert_eq!(press(&mut lobby, KeyCode::Down), Chosen::Stay);
        assert_eq!(press(&mut lobby, KeyCode::Down), Chosen::Stay);
        assert_eq!(press(&mut lobby, KeyCode::Enter), Chosen::Entry(1));
        assert_eq!(press(&mut lobby, KeyCode::Char('1')), Chosen::Entry(0));
        assert_eq!(press(&mut lobby, KeyCode::Char('3')), Chosen::Stay);
        let shown = screen(&mut lobby, (80, 24));
        let row = shown.lines().position(|line| line.contains("Sandbox"));
        let row = u16::try_from(row.unwrap()).unwrap();
        assert_eq!(lobby.click(20, row + 1), Chosen::Entry(1));
        assert_eq!(lobby.click(20, 0), Chosen::Stay);
    }

    #[test]
    fn q_escape_and_control_c_leave_and_other_keys_say_what_to_do() {
        let mut lobby = lobby();
        assert_eq!(press(&mut lobby, KeyCode::Char('q')), Chosen::Leave);
        assert_eq!(press(&mut lobby, KeyCode::Esc), Chosen::Leave);
        let control_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(lobby.key(control_c), Chosen::Leave);
        assert_eq!(press(&mut lobby, KeyCode::Char('x')), Chosen::Stay);
        assert!(screen(&mut lobby, (80, 24)).contains("Choose with the arrows"));
    }

    #[test]
    fn it_is_drawn_at_any_size() {
        for size in [(1, 1), (59, 16), (60, 16), (80, 24), (400, 150)] {
            screen(&mut lobby(), size);
        }
        assert!(screen(&mut lobby(), (60, 16)).contains("Where to?"));
        assert!(screen(&mut lobby(), (50, 16)).contains("Nothing is lost"));
    }
}
