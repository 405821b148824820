//! The controls: what somebody has who may drive the presenter's portal, and can use while they are
//! handed over.

use std::sync::{Arc, Weak};

use crossterm::event::Event;

use super::Room;
use crate::app::happening::Happening;
use crate::portal::room::Part;
use crate::terminal::input::Input;

/// A way to the presenter's portal, for one login.
pub struct Controls {
    room: Weak<Room>,
    login: u64,
}

impl Controls {
    pub(super) fn new(room: &Arc<Room>, login: u64) -> Self {
        Self {
            room: Arc::downgrade(room),
            login,
        }
    }

    /// What the controls are to this login.
    pub fn part(&self) -> Part {
        let room = self.room.upgrade();
        let part = room.and_then(|room| Some(room.state().guests.get(&self.login)?.part));
        part.unwrap_or(Part::Watches)
    }

    /// Asks for them, or gives them back.
    pub fn ask(&self, wanted: bool) {
        let Some(room) = self.room.upgrade() else {
            return;
        };
        let part = self.part();
        if part == Part::Drives && !wanted {
            room.picture.set_driver(None);
        }
        match (part, wanted) {
            (Part::MayAsk, true) => room.set_part(self.login, Part::Asks),
            (Part::Asks | Part::Drives, false) => room.set_part(self.login, Part::MayAsk),
            _ => {}
        }
    }

    /// Hands what was pressed to the presenter's portal. False: the controls are somebody else's.
    pub fn press(&self, events: Vec<Event>) -> bool {
        let Some(room) = self.room.upgrade() else {
            return false;
        };
        // Under the lock, so that nothing passes once they were taken back.
        let state = room.state();
        let drives = state.guests.get(&self.login);
        let drives = drives.is_some_and(|guest| guest.part == Part::Drives);
        if drives {
            room.line.tell(Happening::Input(Input::Events(events)));
        }
        drives
    }
}
