//! How the choice of a place looks.

use ratatui::layout::Rect;

use super::Play;
use crate::domain::forecast;
use crate::portal::parts;
use crate::portal::parts::paint::{Painter, width};
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
    let lines = forecast::forecast(&**scene.snapshot, play.user, scene.now);
    let text = "Where does the user sign in? On the right: what the forecast says.";
    painter.text(area.x, area.y, area.right(), text, Tone::Muted);
    let list = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2),
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
        if at == play.at && scene.focused {
            painter.focus(row);
            top.cursor(row.x, y);
        }
    }
}
