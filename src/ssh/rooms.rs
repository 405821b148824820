//! Rooms: somebody presents, others watch. Whoever watches gets pictures and has nothing to write
//! with; the controls are a thing of their own, given out only to those who came with the second
//! code, and of use only while they are handed over.

mod audience;
mod code;
mod controls;
mod picture;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde::Serialize;

use super::line::Line;
use crate::app::happening::Happening;
use crate::portal::message::Msg;
use crate::portal::room::{Part, Room as Told, Watcher};

pub use audience::Presenting;
use code::Code;
pub use code::{WATCH, code_in, shown_name};
pub use controls::Controls;
pub use picture::{Picture, Scene};

/// All rooms that are open.
#[derive(Default)]
pub struct Rooms(Mutex<Vec<Arc<Room>>>);

/// A room, as anybody may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// The presenter's login.
    pub login: u64,
    /// The user name it came with, printable.
    pub presenter: String,
    /// How many watch.
    pub watchers: usize,
}

/// A room.
pub struct Room {
    login: u64,
    presenter: String,
    view: Code,
    /// What is shown, and all that watchers ever get to see of the room.
    picture: Arc<Picture>,
    line: Arc<Line>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    drive: Option<Code>,
    guests: BTreeMap<u64, Guest>,
    closed: bool,
}

struct Guest {
    name: String,
    window: (u16, u16),
    part: Part,
    line: Arc<Line>,
}

/// Somebody's place in a room, until it is dropped.
pub struct Attendance {
    room: Weak<Room>,
    login: u64,
}

/// What somebody gets who comes into a room.
pub struct Ticket {
    /// What is shown.
    pub picture: Arc<Picture>,
    /// The place in it.
    pub attendance: Attendance,
    /// A way to ask for the controls, for those who came with that code.
    pub controls: Option<Controls>,
}

impl Rooms {
    fn open(&self, room: &Arc<Room>) {
        self.list().push(Arc::clone(room));
    }

    fn close(&self, room: &Arc<Room>) {
        self.list().retain(|one| !Arc::ptr_eq(one, room));
        room.close();
    }

    /// The rooms there are, without their codes.
    pub fn all(&self) -> Vec<Open> {
        let rooms = self.list();
        let open = rooms.iter().map(|room| Open {
            login: room.login,
            presenter: room.presenter.clone(),
            watchers: room.state().guests.len(),
        });
        open.collect()
    }

    /// Lets a login in by `code`. `None`: there is no such room, or no longer.
    pub fn enter(&self, code: &str, login: u64, name: &str, line: &Arc<Line>) -> Option<Ticket> {
        let rooms = self.list().clone();
        let code = code_in(code).unwrap_or(code);
        // Every room is asked, whether one has answered or not: the time tells nothing.
        let mut found = None;
        for room in &rooms {
            let drives = room.state().drive.as_ref().is_some_and(|own| own.is(code));
            if room.view.is(code) | drives {
                found = Some((room, drives));
            }
        }
        let (room, drives) = found?;
        room.let_in(login, name, line, drives)
    }

    fn list(&self) -> MutexGuard<'_, Vec<Arc<Room>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    fn let_in(
        self: &Arc<Self>,
        login: u64,
        name: &str,
        line: &Arc<Line>,
        drives: bool,
    ) -> Option<Ticket> {
        let mut state = self.state();
        if state.closed {
            return None;
        }
        let part = if drives { Part::MayAsk } else { Part::Watches };
        // Whom the controls are handed to has to be told from all others.
        let taken = state.guests.values().any(|guest| guest.name == name);
        let name = if taken {
            format!("{name} {login}")
        } else {
            name.to_owned()
        };
        let guest = Guest {
            name,
            window: (0, 0),
            part,
            line: Arc::clone(line),
        };
        state.guests.insert(login, guest);
        drop(state);
        self.tell_presenter();
        Some(Ticket {
            picture: Arc::clone(&self.picture),
            attendance: Attendance {
                room: Arc::downgrade(self),
                login,
            },
            controls: drives.then(|| Controls::new(self, login)),
        })
    }

    /// Whoever watches looks again.
    fn wake(&self) {
        let lines: Vec<_> = {
            let state = self.state();
            let guests = state.guests.values();
            guests.map(|guest| Arc::clone(&guest.line)).collect()
        };
        for line in lines {
            line.tell(Happening::Changed);
        }
    }

    fn close(&self) {
        self.picture.close();
        self.state().closed = true;
        self.wake();
    }

    /// The room as its presenter sees it.
    fn told(&self) -> Told {
        let (paused, curtain) = self.picture.hidden();
        let state = self.state();
        let watchers = state.guests.iter().map(|(login, guest)| Watcher {
            login: *login,
            name: guest.name.clone(),
            window: guest.window,
            part: guest.part,
        });
        Told {
            view_code: self.view.user_name(),
            drive_code: state.drive.as_ref().map(Code::user_name),
            watchers: watchers.collect(),
            paused,
            curtain,
        }
    }

    fn tell_presenter(&self) {
        let told = self.told();
        self.picture.count(told.watchers.len());
        let room = (!self.state().closed).then_some(told);
        self.line.tell(Happening::Answer(Msg::Room(Ok(room))));
    }

    fn set_part(&self, login: u64, part: Part) {
        if let Some(guest) = self.state().guests.get_mut(&login) {
            guest.part = part;
        }
        self.tell_presenter();
        self.wake();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attendance {
    /// The window has this size now.
    pub fn window(&self, window: (u16, u16)) {
        let Some(room) = self.room.upgrade() else {
            return;
        };
        let changed = match room.state().guests.get_mut(&self.login) {
            Some(guest) if guest.window != window => {
                guest.window = window;
                true
            }
            _ => false,
        };
        if changed {
            room.tell_presenter();
        }
    }
}

impl Drop for Attendance {
    fn drop(&mut self) {
        if let Some(room) = self.room.upgrade() {
            room.state().guests.remove(&self.login);
            room.tell_presenter();
            room.wake();
        }
    }
}
