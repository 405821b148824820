//! Watching a room: the presenter's picture, cut to one's own window or in the middle of it, and a
//! line about it. Keys move the part that is seen, and nothing else.

mod fit;

use std::io;
use std::sync::Arc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect, Size};

use super::intake::{self, Done, take_in};
use super::line::Remote;
use super::rooms::{Attendance, Controls, Picture, Scene, Ticket};
use crate::app::Ending;
use crate::app::happening::Happening;
use crate::app::stage::{Program, Stage};
use crate::grid::Grid;
use crate::portal::room::Part;
use crate::portal::theme::Look;
use crate::portal::{curtain, watch_line};
use crate::terminal::input::Input;
use fit::Fit;

/// Somebody who watches. Has no way to the presenter's portal.
pub struct Watching {
    picture: Arc<Picture>,
    attendance: Attendance,
    look: Look,
    fit: Fit,
    said: Option<String>,
    /// Who had the controls when it was said.
    driver: Option<u64>,
}

/// Somebody who watches and may drive.
pub struct Driving {
    watching: Watching,
    controls: Controls,
}

/// What a key is to somebody who watches.
enum Key {
    Leave,
    Seen,
    Other,
}

impl Watching {
    /// A room's watcher; with the controls, where the ticket has them.
    pub fn new(ticket: Ticket, look: Look) -> (Self, Option<Controls>) {
        let own = Self {
            picture: ticket.picture,
            attendance: ticket.attendance,
            look,
            fit: Fit::default(),
            said: None,
            driver: None,
        };
        (own, ticket.controls)
    }

    fn key(&mut self, key: KeyEvent) -> Key {
        self.said = None;
        let plain = !key
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => Key::Leave,
            _ if !plain => Key::Other,
            KeyCode::Char('q') | KeyCode::Esc => Key::Leave,
            KeyCode::Char('?') => {
                self.said = Some(
                    "Arrows move what you see, f follows the presenter again, q leaves".to_owned(),
                );
                Key::Seen
            }
            code => {
                if self.fit.key(code) {
                    Key::Seen
                } else {
                    Key::Other
                }
            }
        }
    }

    /// What somebody did; of a key that is not for watching, `other` says why it does nothing.
    fn done(
        &mut self,
        done: &Done,
        other: impl FnOnce(KeyEvent) -> Option<&'static str>,
    ) -> Option<Ending> {
        let Done::Key(key) = *done else {
            return None;
        };
        match self.key(key) {
            Key::Leave => return Some(Ending::Quit),
            Key::Seen => {}
            Key::Other => {
                self.said = other(key).map(str::to_owned);
            }
        }
        None
    }

    fn view(&mut self, grid: &mut Grid, more: &str) -> Option<Position> {
        let area = grid.area();
        let scene = self.picture.scene()?;
        let room = Rect {
            height: area.height.saturating_sub(1),
            ..area
        };
        let mut cursor = None;
        if let Some(why) = scene.curtain {
            curtain(grid, room, &self.look, why);
        } else if let Some(shown) = &scene.shown {
            cursor = self.fit.draw(shown, &self.look, grid, room);
        }
        let last = Rect {
            y: room.bottom(),
            height: 1,
            ..area
        };
        // What was said stands until somebody else has the controls.
        let driver = scene.driver.as_ref().map(|(login, _)| *login);
        if driver != self.driver {
            self.driver = driver;
            self.said = None;
        }
        let text = self.said.clone().unwrap_or_else(|| about(&scene, more));
        watch_line(grid, last, &self.look, &text);
        cursor
    }

    fn closed(&self) -> Option<Ending> {
        self.picture.scene().is_none().then_some(Ending::RoomClosed)
    }

    fn resize(&self, size: Size) {
        self.attendance.window((size.width, size.height));
    }
}

/// What stands below the picture.
fn about(scene: &Scene, more: &str) -> String {
    let others = match scene.watchers {
        0 | 1 => String::new(),
        2 => " with one other".to_owned(),
        count => format!(" with {} others", count - 1),
    };
    let driver = scene.driver.as_ref();
    let driver = driver.map_or_else(String::new, |(_, name)| format!(", {name} drives"));
    let paused = if scene.paused { ", paused" } else { "" };
    let presenter = &scene.presenter;
    format!("Watching {presenter}{others}{driver}{paused}. {more}q leaves, ? help")
}

impl Program<Remote> for Watching {
    fn resize(&mut self, size: Size, _: &mut Stage<Remote>) -> io::Result<Option<Ending>> {
        Self::resize(self, size);
        Ok(None)
    }

    fn happen(
        &mut self,
        happening: Happening,
        stage: &mut Stage<Remote>,
    ) -> io::Result<Option<Ending>> {
        let ending = match happening {
            Happening::Input(Input::Events(events)) => take_in(events, stage, |done| {
                self.done(&done, |_| Some("You watch: keys do nothing here. q leaves"))
            }),
            Happening::Said(text) => {
                self.said = Some(text);
                None
            }
            _ => None,
        };
        Ok(ending.or(self.closed()))
    }

    fn view(&mut self, grid: &mut Grid) -> Option<Position> {
        Self::view(self, grid, "")
    }
}

impl Driving {
    /// The same with the controls.
    pub fn new(watching: Watching, controls: Controls) -> Self {
        Self { watching, controls }
    }

    /// Ctrl-C never reaches the presenter's portal, which it would close: it gives the controls back.
    fn drive(&mut self, events: Vec<Event>) {
        let is_end = |event: &Event| {
            intake::key(event).is_some_and(|key| {
                key.modifiers.contains(KeyModifiers::CONTROL)
                    && matches!(key.code, KeyCode::Char('c' | 'z'))
            })
        };
        if events.iter().any(is_end) {
            self.controls.ask(false);
        } else if !self.controls.press(events) {
            self.watching.said = Some("The presenter took the controls back".to_owned());
        }
    }
}

impl Program<Remote> for Driving {
    fn resize(&mut self, size: Size, _: &mut Stage<Remote>) -> io::Result<Option<Ending>> {
        self.watching.resize(size);
        Ok(None)
    }

    fn happen(
        &mut self,
        happening: Happening,
        stage: &mut Stage<Remote>,
    ) -> io::Result<Option<Ending>> {
        let Happening::Input(Input::Events(events)) = happening else {
            return self.watching.happen(happening, stage);
        };
        if self.controls.part() == Part::Drives {
            self.drive(events);
            return Ok(self.watching.closed());
        }
        let Self { watching, controls } = self;
        let ending = take_in(events, stage, |done| {
            watching.done(&done, |key| {
                if key.code == KeyCode::Char('d') {
                    controls.ask(controls.part() == Part::MayAsk);
                    return None;
                }
                Some("Keys do nothing until you have the controls: d asks for them")
            })
        });
        Ok(ending.or(self.watching.closed()))
    }

    fn view(&mut self, grid: &mut Grid) -> Option<Position> {
        let more = match self.controls.part() {
            Part::Drives => "You drive: Ctrl-C gives the controls back. ",
            Part::Asks => "You asked for the controls, d takes it back, ",
            Part::MayAsk | Part::Watches => "d asks for the controls, ",
        };
        self.watching.view(grid, more)
    }
}
