//! What a message does to the model.

use crossterm::event::KeyCode;

use super::effect::Effect;
use super::message::Msg;
use super::model::Model;
use crate::domain::time::Timestamp;

/// Takes a message in. What has to happen outside comes back as effects, in order.
pub fn update(model: &mut Model, msg: Msg, _now: Timestamp) -> Vec<Effect> {
    match msg {
        Msg::Key(key) if key.code == KeyCode::Char('q') => return vec![Effect::Quit],
        Msg::Resize(columns, rows) => model.size = (columns, rows),
        Msg::State(snapshot) => model.snapshot = snapshot,
        _ => {}
    }
    Vec::new()
}
