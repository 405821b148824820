//! What the model looks like. Drawing changes nothing but scroll offsets and click regions.

mod chrome;
mod curtain;
pub use chrome::content;
pub use curtain::{curtain, watch_line};
mod last_line;
pub mod list;
mod pane;
mod presenter;
mod sign_in;

use ratatui::layout::{Position, Rect};

use super::act::Act;
use super::blades::Blade;
use super::blades::user_list::SortBy;
use super::dialogs;
use super::model::Model;
use super::parts::paint::Painter;
use super::theme::Tone;
use super::words::Wording;
use crate::domain::edition::Edition;
use crate::domain::plan::Actor;
use crate::domain::time::Timestamp;
use crate::grid::Grid;
use crate::store::Snapshot;

/// The smallest window the blades are drawn in: columns, rows.
pub const SMALLEST: (u16, u16) = (60, 16);

/// Scroll offsets and click regions: throwing it away changes nothing a user cares about.
#[derive(Debug, Default)]
pub struct ViewState {
    anchors: Vec<Anchor>,
    regions: Vec<(Rect, Target)>,
    /// Whether a click moves the pointer and nothing else.
    pointing: bool,
}

/// Where a list was scrolled to.
#[derive(Debug, Default, Clone, Copy)]
struct Anchor {
    /// The first row when the cursor last moved.
    first: usize,
    /// Where the cursor was then.
    cursor: usize,
    /// The first row drawn last.
    shown: usize,
}

/// A heading that sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Of a list of users.
    Users(SortBy),
    /// Of a log: the number of its column.
    Log(usize),
}

/// What a click hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A row of the list.
    Row(usize),
    /// A command.
    Act(Act),
    /// The heading of a column.
    Sort(Heading),
    /// A control or button of the dialog.
    Control(usize),
    /// This column and row, for the pointer that is in hand.
    Point(u16, u16),
}

impl ViewState {
    /// What is drawn at this place. What was drawn last lies on top.
    pub fn at(&self, column: u16, row: u16) -> Option<Target> {
        if self.pointing {
            return Some(Target::Point(column, row));
        }
        let place = Position { x: column, y: row };
        self.regions
            .iter()
            .rev()
            .find(|(area, _)| area.contains(place))
            .map(|(_, target)| *target)
    }
}

/// What a blade may look at while it is drawn.
pub struct Scene<'a> {
    /// The tenant.
    pub snapshot: &'a Snapshot,
    /// The edition in force.
    pub edition: Edition,
    /// The words on the screen.
    pub wording: Wording,
    /// What the tenant's clock shows.
    pub now: Timestamp,
    /// What time it really is: codes of real telephones go by it.
    pub real: Timestamp,
    /// Who is signed in.
    pub actor: Option<&'a Actor>,
    /// Whether the blade has the focus: no dialog is open.
    pub focused: bool,
    /// Whether there is room for blank lines.
    pub airy: bool,
    /// Whether the forecast of the subject stands in a pane of its own.
    pub pane: bool,
}

/// What drawing leaves behind: the first row shown, click regions, the cursor's place.
pub struct Top<'a> {
    anchor: &'a mut Anchor,
    regions: &'a mut Vec<(Rect, Target)>,
    cursor: &'a mut Option<Position>,
}

impl Top<'_> {
    /// The first of `len` rows to show in `height`, so that row `cursor` is in view and as little
    /// moves as possible. A window that shrank and grew again shows what it showed before.
    pub fn keep(&mut self, cursor: usize, height: usize, len: usize) -> usize {
        let anchor = &mut *self.anchor;
        let lowest = (cursor + 1).saturating_sub(height);
        let from = if anchor.cursor == cursor {
            anchor.first
        } else {
            anchor.shown
        };
        let shown = from
            .clamp(lowest, cursor.max(lowest))
            .min(len.saturating_sub(height));
        if anchor.cursor != cursor {
            *anchor = Anchor {
                first: shown,
                cursor,
                shown,
            };
        }
        anchor.shown = shown;
        shown
    }

    /// A click on `area` means `target`.
    pub fn click(&mut self, area: Rect, target: Target) {
        self.regions.push((area, target));
    }

    /// Puts the terminal's cursor there.
    pub fn cursor(&mut self, x: u16, y: u16) {
        *self.cursor = Some(Position { x, y });
    }
}

/// Draws the whole window. Gives the place of the terminal's cursor; `None`: it is hidden.
pub fn view(model: &Model, state: &mut ViewState, grid: &mut Grid) -> Option<Position> {
    let area = grid.area();
    state.regions.clear();
    state.pointing = model.presenter.pointing();
    state
        .anchors
        .resize(model.blades.len() + 2, Anchor::default());
    let mut cursor = None;
    let mut painter = Painter {
        grid,
        look: &model.look,
    };
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(&mut painter, area);
        return None;
    }
    let depth = model.blades.len();
    let (left, pane) = pane::split(model, area);
    if let Some(blade) = model.blade() {
        let mut top = Top {
            anchor: &mut state.anchors[depth - 1],
            regions: &mut state.regions,
            cursor: &mut cursor,
        };
        if blade.fills(&model.look, left.as_size(), area.as_size()) {
            let scene = scene(model, false);
            blade.draw(&mut painter, chrome::whole(area), &scene, &mut top);
        } else {
            draw_blade(model, blade, &mut painter, area, left, &mut top);
            if let Some(pane) = pane {
                pane::draw(model, &mut painter, pane);
            }
        }
    } else {
        let mut top = Top {
            anchor: &mut state.anchors[depth],
            regions: &mut state.regions,
            cursor: &mut cursor,
        };
        sign_in::draw(model, &mut painter, area, &mut top);
    }
    for dialog in &model.dialogs {
        painter.tone_down(chrome::content(left));
        state.regions.clear();
        cursor = None;
        let mut top = Top {
            anchor: &mut state.anchors[depth + 1],
            regions: &mut state.regions,
            cursor: &mut cursor,
        };
        dialogs::draw(model, dialog, &mut painter, chrome::content(left), &mut top);
    }
    last_line::draw(model, &mut painter, area);
    presenter::draw(model, &mut painter, area, cursor);
    cursor
}

/// Where one is, in a few words: the title of the blade.
pub fn chapter(model: &Model) -> String {
    match model.blade() {
        Some(blade) => blade.title(&scene(model, false)).0,
        None => "Sign in".to_owned(),
    }
}

fn scene(model: &Model, pane: bool) -> Scene<'_> {
    Scene {
        snapshot: &model.snapshot,
        edition: model.snapshot.edition(),
        wording: model.wording(),
        now: model.now,
        real: model.real,
        actor: model.actor(),
        focused: model.dialogs.is_empty(),
        airy: model.size.1 >= 32,
        pane,
    }
}

fn draw_blade(
    model: &Model,
    blade: &dyn Blade,
    painter: &mut Painter<'_>,
    area: Rect,
    left: Rect,
    top: &mut Top,
) {
    let scene = scene(model, left != area);
    chrome::header(model, painter, area, top);
    let body = chrome::menu(model, painter, left, top);
    let rest = chrome::title_and_bar(model, blade, painter, body, &scene, top);
    // Where nothing on the blade has the focus, one reads from its beginning.
    top.cursor(rest.x, rest.y);
    blade.draw(painter, rest, &scene, top);
}

pub(super) fn too_small(painter: &mut Painter<'_>, area: Rect) {
    let (columns, rows) = SMALLEST;
    let lines = [
        format!("proofup needs {columns} columns and {rows} rows;"),
        format!("this window has {} and {}.", area.width, area.height),
        "Nothing is lost: make it bigger.".to_owned(),
    ];
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        painter.text(area.x, y, area.right(), line, Tone::Plain);
    }
}
