//! Aids for whoever shows the portal to a room: the keys pressed, in big letters; a pointer; the row
//! under the cursor, enlarged. What is typed into a field is never among the keys.

use std::path::PathBuf;

use super::act::Motion;
use super::keymap::{Key, Scope};
use super::room::Room;

/// How far the pointer goes in one step: columns, rows.
const STEP: (u16, u16) = (2, 1);
/// How far a page takes it.
const PAGE: u16 = 8;

/// Which aids are in use.
#[derive(Debug, Default)]
pub struct Presenter {
    /// The keys that are shown; `None`: they are not.
    pub keys: Option<Keys>,
    /// Where the pointer is: column, row.
    pub pointer: Option<(u16, u16)>,
    /// Whether the row under the cursor is enlarged.
    pub zoomed: bool,
    /// The file that is being recorded to.
    pub recording: Option<PathBuf>,
    /// The room that others watch in.
    pub room: Option<Room>,
    mode: Mode,
}

/// The last keys.
#[derive(Debug, Default)]
pub struct Keys {
    /// The newest one, and what it did.
    pub newest: Option<Pressed>,
    /// The one before.
    pub before: Option<Pressed>,
}

/// A key that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// A command's key, and what the command is called; empty: it does nothing here.
    Key(Key, &'static str),
    /// Keys that went into a field.
    Typing,
}

/// What keys mean.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// What they mean anyway.
    #[default]
    Off,
    /// The next one chooses an aid.
    Choosing,
    /// They move the pointer.
    Pointing,
}

impl Presenter {
    /// Scopes of the keymap that hold instead of all others.
    pub fn scopes(&self) -> Option<&'static [Scope]> {
        match self.mode {
            Mode::Off => None,
            Mode::Choosing => Some(&[Scope::Presenter, Scope::Always]),
            Mode::Pointing => Some(&[Scope::Pointing, Scope::Always]),
        }
    }

    /// A key of a command was pressed.
    pub fn pressed(&mut self, key: Key, command: &'static str) {
        self.push(Pressed::Key(key, command));
    }

    /// A key went into a field.
    pub fn typed(&mut self) {
        self.push(Pressed::Typing);
    }

    fn push(&mut self, pressed: Pressed) {
        if let Some(keys) = &mut self.keys
            && !(pressed == Pressed::Typing && keys.newest == Some(Pressed::Typing))
        {
            keys.before = keys.newest.replace(pressed);
        }
    }

    /// The next key chooses an aid; again: it does not.
    pub fn choose(&mut self) {
        self.mode = match self.mode {
            Mode::Choosing => Mode::Off,
            Mode::Off | Mode::Pointing => Mode::Choosing,
        };
    }

    /// No aid is chosen.
    pub fn leave(&mut self) {
        self.mode = Mode::Off;
    }

    /// Shows the keys, or no longer.
    pub fn toggle_keys(&mut self) {
        self.mode = Mode::Off;
        self.keys = match self.keys {
            None => Some(Keys::default()),
            Some(_) => None,
        };
    }

    /// Enlarges the row under the cursor, or no longer.
    pub fn toggle_zoom(&mut self) {
        self.mode = Mode::Off;
        self.zoomed = !self.zoomed;
    }

    /// Takes the pointer in hand, in the middle of a window of this size where it lay aside.
    pub fn take_pointer(&mut self, (columns, rows): (u16, u16)) {
        self.mode = Mode::Pointing;
        self.pointer.get_or_insert((columns / 2, rows / 2));
    }

    /// Lays the pointer aside.
    pub fn drop_pointer(&mut self) {
        self.mode = Mode::Off;
        self.pointer = None;
    }

    /// Whether keys and clicks move the pointer.
    pub fn pointing(&self) -> bool {
        self.mode == Mode::Pointing
    }

    /// Puts the pointer there.
    pub fn point_at(&mut self, column: u16, row: u16) {
        self.pointer = Some((column, row));
    }

    /// Moves the pointer up or down, within a window of this size.
    pub fn move_pointer(&mut self, motion: Motion, (_, rows): (u16, u16)) {
        if let Some((_, row)) = &mut self.pointer {
            *row = match motion {
                Motion::Up => row.saturating_sub(STEP.1),
                Motion::Down => *row + STEP.1,
                Motion::PageUp => row.saturating_sub(PAGE),
                Motion::PageDown => *row + PAGE,
                Motion::Home => 0,
                Motion::End => rows,
            }
            .min(rows.saturating_sub(1));
        }
    }

    /// Moves the pointer to the right, or to the left.
    pub fn move_sideways(&mut self, right: bool, (columns, _): (u16, u16)) {
        if let Some((column, _)) = &mut self.pointer {
            *column = if right {
                (*column + STEP.0).min(columns.saturating_sub(1))
            } else {
                column.saturating_sub(STEP.0)
            };
        }
    }
}
