//! What the presenter does with recording and room.

use std::path::PathBuf;

use crate::domain::secret::Secret;
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::finder::Finder;
use crate::portal::effect::Effect;
use crate::portal::model::Model;
use crate::portal::room::{Room, Wish};

/// Does what concerns recording and room. `None`: `act` is something else.
pub(super) fn perform(model: &mut Model, act: Act) -> Option<Vec<Effect>> {
    let effect = match act {
        Act::Record => Effect::Record(model.presenter.recording.is_none()),
        Act::Room if model.presenter.room.is_none() => Effect::Room(Wish::Open),
        Act::Room => {
            show(model);
            return Some(Vec::new());
        }
        Act::Wish(wish) => Effect::Room(wish),
        Act::CopyViewCode => copy(model, |room| Some(room.view_code.clone()))?,
        Act::CopyDriveCode => copy(model, |room| room.drive_code.clone())?,
        _ => return None,
    };
    model.presenter.leave();
    Some(vec![effect])
}

fn copy(model: &mut Model, code: impl FnOnce(&Room) -> Option<String>) -> Option<Effect> {
    let code = model.presenter.room.as_ref().and_then(code)?;
    model.done("Sent to the terminal's clipboard");
    Some(Effect::Copy(Secret::new(code)))
}

fn show(model: &mut Model) {
    model.presenter.leave();
    if let Some(room) = &model.presenter.room {
        model.dialogs.push(Dialog::Finder(Finder::room(room)));
    }
}

/// The room has changed, or something cannot be done with it.
pub(super) fn on_room(model: &mut Model, result: Result<Option<Room>, String>) {
    let room = match result {
        Ok(room) => room,
        Err(why) => return model.refused(why),
    };
    let before = std::mem::replace(&mut model.presenter.room, room);
    match &model.presenter.room {
        Some(room) => {
            if let Some(news) = room.news(before.as_ref()) {
                model.done(news);
            }
        }
        None if before.is_some() => model.done("The room is closed"),
        None => {}
    }
    let has_code =
        |room: &Option<Room>| room.as_ref().is_some_and(|room| room.drive_code.is_some());
    let is_new = before.is_none() || has_code(&before) != has_code(&model.presenter.room);
    // Who looks at the list of the room sees it as it is; who has just opened it sees the codes.
    let mut shown = false;
    for dialog in &mut model.dialogs {
        if let (Dialog::Finder(finder), Some(room)) = (dialog, &model.presenter.room)
            && finder.is_room
        {
            finder.renew(room);
            shown = true;
        }
    }
    if model.presenter.room.is_none() {
        let of_room = |dialog: &Dialog| matches!(dialog, Dialog::Finder(finder) if finder.is_room);
        model.dialogs.retain(|dialog| !of_room(dialog));
    } else if !shown && is_new && model.session.is_some() {
        show(model);
    }
}

/// A recording has begun, ended or failed.
pub(super) fn on_recording(model: &mut Model, result: Result<Option<PathBuf>, String>) {
    match result {
        Ok(file) => {
            let before = std::mem::replace(&mut model.presenter.recording, file.clone());
            if let Some(file) = file {
                model.done(format!("Recording to {}", file.display()));
            } else if let Some(file) = before {
                model.done(format!("Recorded to {}", file.display()));
            }
        }
        Err(why) => {
            model.presenter.recording = None;
            model.refused(why);
        }
    }
}
