//! What the presenter can do with a room.

use std::sync::{Arc, Mutex};

use super::{Code, Picture, Room, Rooms, State};
use crate::app::audience::Audience;
use crate::portal::room::{Part, Wish};
use crate::ssh::line::Line;
use crate::terminal::screen::Observer;

/// Why nothing can be done.
const NO_ROOM: &str = "There is no room: open one first";
const NO_CODE: &str = "The system gives no random numbers: no room without a code";

/// A login that may present. Its room is closed when this is dropped.
pub struct Presenting {
    rooms: Arc<Rooms>,
    login: u64,
    name: String,
    line: Arc<Line>,
    room: Option<Arc<Room>>,
}

impl Presenting {
    /// For this login, under this name.
    pub fn new(rooms: Arc<Rooms>, login: u64, name: String, line: Arc<Line>) -> Self {
        Self {
            rooms,
            login,
            name,
            line,
            room: None,
        }
    }

    fn open(&mut self) -> Result<Option<Observer>, String> {
        if self.room.is_some() {
            return Err("The room is open already".to_owned());
        }
        let room = Arc::new(Room {
            login: self.login,
            presenter: self.name.clone(),
            view: Code::random().ok_or(NO_CODE)?,
            picture: Arc::new(Picture::new(self.name.clone())),
            line: Arc::clone(&self.line),
            state: Mutex::new(State::default()),
        });
        self.rooms.open(&room);
        self.room = Some(Arc::clone(&room));
        room.tell_presenter();
        Ok(Some(Box::new(move |shown| {
            let goes_on = room.picture.show(shown);
            room.wake();
            goes_on
        })))
    }

    fn close(&mut self) {
        if let Some(room) = self.room.take() {
            self.rooms.close(&room);
            room.tell_presenter();
        }
    }
}

impl Audience for Presenting {
    fn wish(&mut self, wish: Wish) -> Result<Option<Observer>, String> {
        if wish == Wish::Open {
            return self.open();
        }
        let room = Arc::clone(self.room.as_ref().ok_or(NO_ROOM)?);
        match wish {
            Wish::Open => {}
            Wish::Close => {
                self.close();
                return Ok(None);
            }
            Wish::Pause(paused) => room.picture.pause(paused),
            Wish::Curtain(curtain) => room.picture.draw_curtain(curtain),
            Wish::DriveCode => room.state().drive = Some(Code::random().ok_or(NO_CODE)?),
            Wish::HandOver(login) => room.hand_over(Some(login))?,
            Wish::TakeBack => room.hand_over(None)?,
        }
        room.tell_presenter();
        room.wake();
        Ok(None)
    }
}

impl Drop for Presenting {
    fn drop(&mut self) {
        self.close();
    }
}

impl Room {
    /// Gives the controls to one login and takes them from every other.
    fn hand_over(&self, to: Option<u64>) -> Result<(), String> {
        let mut state = self.state();
        let name = match to.map(|login| state.guests.get(&login)) {
            Some(None) => return Err("Whoever asked has left".to_owned()),
            Some(Some(guest)) if guest.part == Part::Watches => {
                return Err(format!("{} came to watch only", guest.name));
            }
            Some(Some(guest)) => Some(guest.name.clone()),
            None => None,
        };
        for (login, guest) in &mut state.guests {
            if Some(*login) == to {
                guest.part = Part::Drives;
            } else if guest.part == Part::Drives {
                guest.part = Part::MayAsk;
            }
        }
        drop(state);
        self.picture.set_driver(to.zip(name));
        Ok(())
    }
}
