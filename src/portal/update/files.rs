//! Files that the bulk update wants listed or read, and the answers.

use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::bulk_update::{BulkUpdate, Wanted};
use crate::portal::effect::{Effect, Entry, Ticket};
use crate::portal::model::Model;

fn dialog(model: &mut Model) -> Option<&mut BulkUpdate> {
    model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::BulkUpdate(bulk) => Some(&mut **bulk),
        _ => None,
    })
}

/// What the open dialog wants after the last message.
pub(super) fn wanted(model: &mut Model) -> Option<Effect> {
    let wanted = dialog(model)?.wanted()?;
    let ticket = model.next_ticket();
    dialog(model)?.asked(ticket, wanted.clone());
    Some(match wanted {
        Wanted::Folder(folder) => Effect::ListFolder(ticket, folder),
        Wanted::File(file) => Effect::ReadFile(ticket, file),
    })
}

pub(super) fn on_listed(model: &mut Model, ticket: Ticket, entries: Result<Vec<Entry>, String>) {
    if let Some(bulk) = dialog(model) {
        bulk.on_listed(ticket, entries);
    }
}

pub(super) fn on_read(model: &mut Model, ticket: Ticket, text: Result<String, String>) {
    let snapshot = model.snapshot.clone();
    if let Some(bulk) = dialog(model) {
        bulk.on_read(&snapshot, ticket, text);
    }
}
