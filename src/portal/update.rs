//! What a message does to the model.

mod checkpoints;
mod dialog;
mod files;
mod input;
mod lesson;
mod perform;
mod room;
mod saving;
mod session;
mod waiting;
mod who;
mod work;

use std::sync::Arc;

use crossterm::event::{MouseButton, MouseEventKind};

use super::act::{Act, Motion};
use super::blades::Desk;
use super::blades::log::{Read, Reading, Which};
use super::dialogs::Dialog;
use super::effect::Effect;
use super::message::Msg;
use super::model::Model;
use super::view::ViewState;
use crate::domain::time::Now;
use crate::store::StoreError;

/// Takes a message in, while the clock that the program runs by shows `clock`. What has to happen
/// outside comes back as effects, in order.
pub fn update(model: &mut Model, msg: Msg, clock: impl Into<Now>) -> Vec<Effect> {
    model.take_time(clock.into());
    let mut effects = waiting::take_in(model, msg);
    if let Some(blade) = model.blades.last_mut() {
        blade.refresh(&model.snapshot);
    }
    effects.extend(work::wanted(model));
    effects.extend(files::wanted(model));
    let revision = model.snapshot.revision();
    if let Some(blade) = model.blades.last_mut() {
        let logs = blade.wants_logs(revision).into_iter();
        effects.extend(logs.map(|(which, limit)| match which {
            Which::Audit => Effect::ReadAudit(limit),
            Which::SignIns => Effect::ReadSignIns(limit),
        }));
    }
    effects
}

fn take_in(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Resize(columns, rows) => model.size = (columns, rows),
        Msg::Key(key) => return input::on_key(model, key),
        Msg::Paste(text) => input::on_paste(model, &text),
        Msg::Click(target) => return input::on_click(model, target),
        Msg::Said(text) => model.refused(text),
        Msg::Wheel(motion) => return perform::perform(model, Act::Move(motion)),
        Msg::Recording(result) => room::on_recording(model, result),
        Msg::Room(result) => room::on_room(model, result),
        Msg::State(snapshot) => {
            model.take_snapshot(snapshot);
            perform::refresh(model);
            return session::on_state(model);
        }
        Msg::Access(access) => model.access = access,
        Msg::PasswordChecked(ticket, right) => session::on_password_checked(model, ticket, right),
        Msg::Audit(result) => on_log(model, &Read::Audit(reading(result))),
        Msg::SignIns(result) => on_log(model, &Read::SignIns(reading(result))),
        Msg::Exported(ticket, result) => saving::on_exported(model, ticket, result),
        Msg::ScenarioBegun(ticket, result) => lesson::on_begun(model, ticket, result),
        Msg::StepChecked(result) => lesson::on_checked(model, result),
        Msg::FolderListed(ticket, entries) => files::on_listed(model, ticket, entries),
        Msg::FileRead(ticket, text) => files::on_read(model, ticket, text),
        Msg::Checkpoints(answer) => checkpoints::on_answer(model, answer),
        Msg::Progress(ticket, progress) => work::on_progress(model, ticket, progress),
        Msg::Worked(ticket, worked) => return work::on_worked(model, ticket, worked),
        Msg::Checked(ticket, found) => return perform::on_checked(model, ticket, found),
        Msg::Submitted(ticket, result) => return saving::on_submitted(model, ticket, result),
    }
    Vec::new()
}

fn on_log(model: &mut Model, read: &Read) {
    for blade in &mut model.blades {
        blade.take_log(read, model.now);
    }
}

fn reading<E>(result: Result<Vec<E>, StoreError>) -> Reading<E> {
    match result {
        Ok(entries) => Reading::Read(Arc::new(entries)),
        Err(why) => Reading::Failed(why.to_string()),
    }
}

/// What a click or the wheel means on what was drawn last. `None`: nothing.
pub fn mouse(state: &ViewState, event: crossterm::event::MouseEvent) -> Option<Msg> {
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            state.at(event.column, event.row).map(Msg::Click)
        }
        MouseEventKind::ScrollUp => Some(Msg::Wheel(Motion::Up)),
        MouseEventKind::ScrollDown => Some(Msg::Wheel(Motion::Down)),
        _ => None,
    }
}

/// Runs `run` on the top dialog with the desk beside it. `None`: there is no dialog.
fn with_dialog<T>(model: &mut Model, run: impl FnOnce(&mut Dialog, &Desk<'_>) -> T) -> Option<T> {
    let mut dialog = model.dialogs.pop()?;
    let result = model.desk().map(|desk| run(&mut dialog, &desk));
    model.dialogs.push(dialog);
    result
}
