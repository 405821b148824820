//! What somebody does, as the programs beside the portal take it in: the lobby, the question for a
//! code, a room that is watched.

use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseButton, MouseEventKind};

use super::line::Remote;
use crate::app::Ending;
use crate::app::happening::Happening;
use crate::app::stage::Stage;
use crate::terminal::input::Input;

/// What somebody did.
pub enum Done {
    /// Pressed this key.
    Key(KeyEvent),
    /// Clicked on this column and row.
    Click(u16, u16),
    /// Pasted this text.
    Paste(String),
}

/// Gives `each` what was done, in order, until it ends the program: what was typed ahead is then for
/// what comes next.
pub fn take_in(
    events: Vec<Event>,
    stage: &mut Stage<Remote>,
    mut each: impl FnMut(Done) -> Option<Ending>,
) -> Option<Ending> {
    let mut events = events.into_iter();
    let ending = events.by_ref().filter_map(done).find_map(&mut each);
    if ending.is_some() {
        stage.put_back(Happening::Input(Input::Events(events.collect())));
    }
    ending
}

/// The key that was pressed, where one was.
pub fn key(event: &Event) -> Option<KeyEvent> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(*key),
        _ => None,
    }
}

fn done(event: Event) -> Option<Done> {
    match event {
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::Down(MouseButton::Left) => {
            Some(Done::Click(mouse.column, mouse.row))
        }
        Event::Paste(text) => Some(Done::Paste(text)),
        event => key(&event).map(Done::Key),
    }
}
