//! The screens that are shown: real ones, reached on the demo tenant by the bytes that a terminal
//! would send, at a fixed time, with repeating ids.

use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use super::svg;
use crate::demo;
use crate::domain::entropy::Entropy;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::grid::Grid;
use crate::portal::effect::Effect;
use crate::portal::message::Msg;
use crate::portal::model::{Model, Start};
use crate::portal::{ViewState, update, view};
use crate::store::memory::MemoryStore;
use crate::store::{Access, Store, StoreError};
use crate::terminal::decoder::Decoder;

/// 2026-11-22T09:00:00Z: the present of the demo tenant.
const NOW: Timestamp = Timestamp(1_795_338_000);

/// Chooses the first administrator, types the demo password (Ctrl-T), signs in.
const SIGN_IN: &str = "\r\u{14}\r";

/// One picture.
pub struct Picture {
    /// The file, from the package's folder.
    pub path: &'static str,
    /// The SVG.
    pub svg: String,
}

/// A screen, and the way to it. `\r` is Enter, `\u{15}` Ctrl-U: it clears the search.
struct Screen {
    path: &'static str,
    title: &'static str,
    size: (u16, u16),
    keys: &'static str,
}

const SCREENS: [Screen; 3] = [
    Screen {
        path: "assets/screens/users.svg",
        title: "All users of the demo tenant, three of them marked",
        size: (110, 28),
        keys: "/an\r j jj j",
    },
    Screen {
        path: "assets/screens/methods.svg",
        title: "A user's Authentication methods, usable and not",
        size: (110, 36),
        keys: "/holly\r\r",
    },
    Screen {
        path: "assets/screens/dialog.svg",
        title: "Manage user settings for five users, and beside the boxes what Save will do",
        size: (110, 28),
        keys: "/brian\r /\u{15}joni\r /\u{15}kim\r /\u{15}megan\r /\u{15}nancy\r mm jj ",
    },
];

/// Every picture.
pub(super) fn all() -> Result<Vec<Picture>, StoreError> {
    SCREENS.iter().map(Screen::picture).collect()
}

impl Screen {
    fn picture(&self) -> Result<Picture, StoreError> {
        let (facts, users) = demo::contoso()?;
        let store = MemoryStore::with_access(Tenant::new(facts, users, 0)?, Access::Sandbox);
        let mut model = Model::new(Start {
            mouse: false,
            ..Start::of(store.snapshot(), store.access(), Entropy::from_seed(1))
        });
        let (columns, rows) = self.size;
        tell(&mut model, Msg::Resize(columns, rows));
        for keys in [SIGN_IN, self.keys] {
            press(&mut model, keys);
        }
        Ok(Picture {
            path: self.path,
            svg: svg::write(&drawn(&model, self.size), self.title),
        })
    }
}

/// What a terminal would send.
fn press(model: &mut Model, keys: &str) {
    let mut events = Vec::new();
    Decoder::default().push(keys.as_bytes(), &mut events);
    for event in events {
        if let Event::Key(key) = event {
            tell(model, Msg::Key(key));
        }
    }
}

/// Takes a message in, and answers for the password: nothing else is asked for on these ways.
fn tell(model: &mut Model, msg: Msg) {
    for effect in update(model, msg, NOW) {
        if let Effect::CheckPassword(ticket, hash, secret) = effect {
            tell(model, Msg::PasswordChecked(ticket, hash.verify(&secret)));
        }
    }
}

fn drawn(model: &Model, size: (u16, u16)) -> Buffer {
    let mut grid = Grid::new(Size::from(size));
    view(model, &mut ViewState::default(), &mut grid);
    grid.to_buffer()
}
