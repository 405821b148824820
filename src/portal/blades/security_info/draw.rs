//! How Security info looks.

use ratatui::layout::Rect;

use super::rows;
use crate::domain::user::User;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};
use crate::portal::words::security_info as words;

/// Draws the page of `user` with the cursor on row `at`.
pub(super) fn draw(
    (user, at): (&User, usize),
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let edition = scene.edition;
    let mut y = area.y;
    let mut say = |painter: &mut Painter<'_>, tone: Tone, text: &str| {
        for line in wrap(text, area.width) {
            if y < area.bottom() {
                painter.text(area.x, y, area.right(), &line, tone);
                y += 1;
            }
        }
        y
    };
    say(painter, Tone::Muted, words::intro(edition));
    let default = user.default_method;
    let default = default.map_or("none", |default| words::default_is(edition, default));
    let text = format!("{}: {default}", words::default_method(edition));
    let y = say(painter, Tone::Plain, &text) + 1;
    let items = rows::items(user);
    let foot = [
        words::LOST_DEVICE.to_owned(),
        format!("{}: {}", words::RESTORE, devices(user)),
    ];
    let foot_rows = u16::try_from(foot.len()).unwrap_or(0) + 1;
    let list = Rect {
        y,
        height: area.bottom().saturating_sub(y + foot_rows).max(1),
        ..area
    };
    let shown: Vec<_> = items
        .iter()
        .map(|item| rows::cells(user, *item, edition))
        .collect();
    let widest = shown.iter().map(|[what, ..]| width(what)).max();
    let second = list.x + 1 + widest.unwrap_or(0).min(area.width / 2) + 2;
    let third = list.right().saturating_sub(width("Change  Delete") + 1);
    let first = top.keep(at, list.height.into(), shown.len());
    if shown.is_empty() {
        painter.text(list.x, list.y, list.right(), words::NOTHING, Tone::Muted);
    }
    let mut end = list.y + u16::from(shown.is_empty());
    for (y, (row, [what, which, can])) in
        (list.y..list.bottom()).zip(shown.iter().enumerate().skip(first))
    {
        painter.text(list.x + 1, y, second - 1, what, Tone::Plain);
        painter.text(second, y, third.saturating_sub(1), which, Tone::Muted);
        painter.text(third, y, list.right(), can, Tone::Accent);
        let line = Rect {
            y,
            height: 1,
            ..list
        };
        top.click(line, Target::Row(row));
        if row == at && scene.focused {
            painter.focus(line);
            top.cursor(line.x, y);
        }
        end = y + 1;
    }
    for (y, text) in (end + 1..area.bottom()).zip(&foot) {
        painter.text(area.x, y, area.right(), text, Tone::Muted);
    }
}

fn devices(user: &User) -> String {
    match user.devices.as_slice() {
        [] => "no device is remembered".to_owned(),
        [one] => one.name.clone(),
        [first, others @ ..] => format!("{} and {} more", first.name, others.len()),
    }
}
