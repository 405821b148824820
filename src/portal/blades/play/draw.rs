//! How the choice of a place looks.

use ratatui::layout::Rect;

use super::Play;
use crate::domain::forecast;
use crate::portal::parts;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};

/// The choice of a place, each with what the forecast says of it.
pub(super) fn places(
    play: &Play,
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let lines = forecast::forecast_from(&**scene.snapshot, play.user, play.origin, scene.now);
    let text = "Where does the user sign in? Beside it, the forecast.";
    painter.text(area.x, area.y, area.right(), text, Tone::Muted);
    let row = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    origin(play, painter, row, scene, top);
    let list = Rect {
        y: area.y + 3,
        height: area.height.saturating_sub(3),
        ..area
    };
    let first = top.keep(play.at, list.height.into(), lines.len());
    let labels = lines.iter().map(|line| width(&line.place.label()));
    let second = labels.max().unwrap_or(0).min(area.width / 2) + 3;
    for (y, at) in (list.y..list.bottom()).zip(first..lines.len()) {
        let (line, row) = (
            &lines[at],
            Rect {
                y,
                height: 1,
                ..list
            },
        );
        let middle = row.x + second;
        painter.text(row.x + 1, y, middle - 1, &line.place.label(), Tone::Plain);
        let tone = parts::forecast::tone(line);
        painter.text(middle, y, row.right(), &line.outcome(), tone);
        top.click(row, Target::Row(at));
        if at == play.at && scene.focused && play.typing.is_none() {
            painter.focus(row);
            top.cursor(row.x, y);
        }
    }
    if let Some(chosen) = lines.get(play.at) {
        let rows = u16::try_from(lines.len() - first).unwrap_or(u16::MAX);
        let below = list.y.saturating_add(rows).saturating_add(1);
        let below = Rect {
            y: below,
            height: list.bottom().saturating_sub(below),
            ..list
        };
        in_full(chosen, painter, below);
    }
}

/// What the forecast says of the chosen place, and why, where the list leaves room.
fn in_full(line: &forecast::Line, painter: &mut Painter<'_>, area: Rect) {
    let why = parts::forecast::reasons(line, painter.look);
    let said = [
        (parts::forecast::tone(line), line.outcome()),
        (Tone::Muted, why),
    ];
    let room = area.width.saturating_sub(1);
    let lines = said.into_iter().flat_map(|(tone, text)| {
        let lines = wrap(&text, room).into_iter();
        lines.map(move |line| (tone, line))
    });
    for (y, (tone, text)) in (area.y..area.bottom()).zip(lines) {
        painter.text(area.x + 1, y, area.right(), &text, tone);
    }
}

/// Where the user is: the address, and whether it is on the intranet.
fn origin(play: &Play, painter: &mut Painter<'_>, row: Rect, scene: &Scene<'_>, top: &mut Top) {
    let x = painter.text(row.x, row.y, row.right(), "From: ", Tone::Muted);
    let Some((field, wrong)) = &play.typing else {
        let ip = play.origin.ip;
        let address = ip.map_or_else(|| "an address nobody knows".to_owned(), |ip| ip.to_string());
        let intranet = if play.origin.intranet {
            ", on the intranet"
        } else {
            ""
        };
        let text = format!("{address}{intranet}");
        painter.text(x, row.y, row.right(), &text, Tone::Plain);
        return;
    };
    let room = Rect {
        x,
        width: row.right().saturating_sub(x).min(40),
        ..row
    };
    let place = field.draw(painter, room, true);
    if scene.focused {
        top.cursor(place.x, place.y);
    }
    let (tone, text) = if *wrong {
        (
            Tone::Danger,
            "Type an address such as 203.0.113.9, or nothing.",
        )
    } else {
        (
            Tone::Muted,
            "An IP address such as 203.0.113.9; nothing: unknown.",
        )
    };
    painter.text(row.x, row.y + 1, row.right(), text, tone);
}
