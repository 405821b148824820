//! Who is there: every login, where it is, and a way to reach all of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::line::Line;
use crate::app::Ending;
use crate::app::happening::Happening;

/// Where a login is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Choosing.
    Lobby,
    /// In the tenant, with others.
    Shared,
    /// In a copy of its own.
    Sandbox,
    /// In a room, where it watches.
    Watching,
}

/// A login, as others may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Who {
    /// Its number since the server started.
    pub login: u64,
    /// The user name that it came with, printable.
    pub user: String,
    /// The fingerprint of its key or the name of its password; `None`: nobody knows.
    pub identity: Option<String>,
    /// Where it is.
    pub place: Place,
    /// Since when, RFC 3339.
    pub since: String,
}

/// Everybody.
#[derive(Default)]
pub struct Hub(Mutex<State>);

#[derive(Default)]
struct State {
    last: u64,
    guests: BTreeMap<u64, Guest>,
}

struct Guest {
    who: Who,
    line: Arc<Line>,
}

/// A login's place among the others, until it is dropped.
pub struct Presence {
    hub: Arc<Hub>,
    login: u64,
}

impl Hub {
    /// A number for a login that begins.
    pub fn number(&self) -> u64 {
        let mut state = self.state();
        state.last += 1;
        state.last
    }

    /// Somebody comes in.
    pub fn enter(self: &Arc<Self>, who: Who, line: Arc<Line>) -> Presence {
        let login = who.login;
        self.state().guests.insert(login, Guest { who, line });
        Presence {
            hub: Arc::clone(self),
            login,
        }
    }

    /// Everybody, those who have been here longest first.
    pub fn who(&self) -> Vec<Who> {
        let state = self.state();
        state
            .guests
            .values()
            .map(|guest| guest.who.clone())
            .collect()
    }

    /// Ends every login, for this reason.
    pub fn end_all(&self, ending: Ending) {
        for guest in self.state().guests.values() {
            guest.line.tell(Happening::Ended(ending));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Presence {
    /// Its number.
    pub fn login(&self) -> u64 {
        self.login
    }

    /// It has gone there.
    pub fn goes_to(&self, place: Place) {
        if let Some(guest) = self.hub.state().guests.get_mut(&self.login) {
            guest.who.place = place;
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.hub.state().guests.remove(&self.login);
    }
}
