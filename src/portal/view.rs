//! What the model looks like.

use ratatui::Frame;

use super::model::Model;

/// Scroll offsets and click regions: throwing it away changes nothing a user cares about.
#[derive(Debug, Default)]
pub struct ViewState {}

/// Draws the whole window.
pub fn view(model: &Model, _state: &mut ViewState, frame: &mut Frame) {
    frame.render_widget(model.snapshot.facts().name.as_str(), frame.area());
}
