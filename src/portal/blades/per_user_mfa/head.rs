//! What stands above the page's list: tabs and the chips of its filters.

use ratatui::layout::Rect;

use super::filters::{Filters, View};
use crate::domain::edition::Edition;
use crate::portal::act::{Act, Place};
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;
use crate::portal::view::{Target, Top};
use crate::portal::words;

/// Below this many rows the chips get no line of their own while they say nothing new.
const ROOM_FROM: u16 = 12;

/// The two tabs of the page, in the first row of `area`. Gives the column behind them.
pub fn tabs(
    painter: &mut Painter<'_>,
    area: Rect,
    edition: Edition,
    here: Place,
    top: &mut Top,
) -> u16 {
    let tabs = [
        (Place::PerUserMfa, words::settings::users(edition)),
        (Place::ServiceSettings, words::settings::title(edition)),
    ];
    let mut x = area.x;
    for (place, label) in tabs {
        if place == here {
            painter.text(x, area.y, area.right(), label, Tone::Accent);
        } else {
            link(painter, area, x, (Tone::Muted, label), Act::OtherTab, top);
        }
        x += width(label) + 3;
    }
    x
}

/// The chips of both filters: beside the tabs where there is room, else below. Gives the rows
/// used.
pub fn chips(
    painter: &mut Painter<'_>,
    area: Rect,
    behind_tabs: u16,
    filters: Filters,
    edition: Edition,
    top: &mut Top,
) -> u16 {
    let view = filters.view.unwrap_or(View::SignInAllowed);
    let tone = |set| if set { Tone::Chip } else { Tone::Muted };
    let chips = [
        (
            tone(view != View::SignInAllowed),
            format!(" View: {} ", view.label()),
            Act::NextView,
        ),
        (
            tone(filters.status.is_some()),
            format!(" {} ", filters.status_chip(edition)),
            Act::NextStatus,
        ),
    ];
    let cells: u16 = chips.iter().map(|(_, text, _)| width(text) + 1).sum();
    let beside = behind_tabs + cells <= area.right();
    let quiet = chips.iter().all(|(tone, _, _)| *tone == Tone::Muted);
    if !beside && quiet && area.height < ROOM_FROM {
        return 1;
    }
    let (mut x, y) = if beside {
        (area.right() - cells + 1, area.y)
    } else {
        (area.x, area.y + 1)
    };
    for (tone, text, act) in &chips {
        let row = Rect { y, ..area };
        link(painter, row, x, (*tone, text), *act, top);
        x += width(text) + 1;
    }
    1 + u16::from(!beside)
}

/// Text at `x` in the first row of `area` that does `act` when clicked.
fn link(
    painter: &mut Painter<'_>,
    area: Rect,
    x: u16,
    (tone, text): (Tone, &str),
    act: Act,
    top: &mut Top,
) {
    let end = painter.text(x, area.y, area.right(), text, tone);
    let area = Rect {
        x,
        y: area.y,
        width: end.saturating_sub(x),
        height: 1,
    };
    top.click(area, Target::Act(act));
}
