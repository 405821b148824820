//! How it looks: the sign-in page on the left, the user's telephone on the right.

use ratatui::layout::Rect;

use super::page::Page;
use super::{Play, Playing};
use crate::domain::forecast;
use crate::domain::sign_in::PhoneEvent;
use crate::domain::time::Timestamp;
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

/// The sign-in page and the telephone.
pub(super) fn playing(
    playing: &Playing,
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let phone = (area.width * 2 / 5).clamp(22, 34);
    let left = Rect {
        width: area.width.saturating_sub(phone + 2),
        ..area
    };
    page(playing, painter, left, scene, top);
    let box_of = Rect {
        x: left.right() + 2,
        width: phone,
        height: area.height.min(15),
        ..area
    };
    telephone(playing, painter, box_of, scene.now);
}

/// A line of the page.
enum Line {
    Text(Tone, String),
    Field(usize),
    Rule,
    Action(usize, String),
}

fn page(
    playing: &Playing,
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let page = Page::of(&playing.sign_in);
    let lines = lines(playing, &page, area.width);
    let focused = |line: &Line| match line {
        Line::Field(at) | Line::Action(at, _) => *at == playing.focus,
        _ => false,
    };
    let cursor = lines.iter().position(focused).unwrap_or_default();
    let height = usize::from(area.height);
    let cursor = if cursor < height { 0 } else { cursor };
    let first = top.keep(cursor, height, lines.len());
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        match line {
            Line::Text(tone, text) => {
                painter.text(row.x, y, row.right(), text, *tone);
            }
            Line::Rule => painter.rule(row, Tone::Muted),
            Line::Field(at) => {
                let Some(field) = playing.fields.get(*at) else {
                    continue;
                };
                let place = field.draw(painter, row, *at == playing.focus);
                top.click(row, Target::Row(*at));
                if *at == playing.focus && scene.focused {
                    top.cursor(place.x, place.y);
                }
            }
            Line::Action(at, label) => {
                let end = painter.text(row.x, y, row.right(), label, Tone::Strong);
                let row = Rect {
                    width: end - row.x,
                    ..row
                };
                top.click(row, Target::Row(*at));
                if *at == playing.focus && scene.focused {
                    painter.focus(row);
                    top.cursor(row.x, y);
                }
            }
        }
    }
}

fn lines(playing: &Playing, page: &Page, cells: u16) -> Vec<Line> {
    let blank = || Line::Text(Tone::Plain, String::new());
    let mut lines = vec![Line::Text(Tone::Strong, page.title.clone())];
    if let Some(why) = &playing.unsaved {
        let text = format!("Not saved: {why}");
        lines.extend(
            wrap(&text, cells)
                .into_iter()
                .map(|line| Line::Text(Tone::Danger, line)),
        );
    }
    for (tone, text) in &page.texts {
        lines.extend(wrap_kept(text, cells).map(|line| Line::Text(*tone, line)));
    }
    lines.push(blank());
    for (at, (label, _)) in page.inputs.iter().enumerate() {
        let tone = if at == playing.focus {
            Tone::Accent
        } else {
            Tone::Muted
        };
        lines.push(Line::Text(tone, (*label).to_owned()));
        lines.push(Line::Field(at));
        lines.push(Line::Rule);
    }
    let fields = page.inputs.len();
    for (at, (label, _)) in page.actions.iter().enumerate() {
        let label = if label.starts_with('[') {
            label.clone()
        } else {
            format!("[ {label} ]")
        };
        lines.push(Line::Action(fields + at, label));
    }
    lines
}

/// Broken at `cells`; a text set in is kept so.
fn wrap_kept(text: &str, cells: u16) -> impl Iterator<Item = String> {
    let lines = if text.starts_with(' ') {
        vec![text.to_owned()]
    } else {
        wrap(text, cells)
    };
    lines.into_iter()
}

/// The user's telephone, token or key: what it shows now.
fn telephone(playing: &Playing, painter: &mut Painter<'_>, area: Rect, now: Timestamp) {
    painter.border(area, Tone::Border);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let first = playing
        .sign_in
        .user()
        .map_or("", |user| user.name.split(' ').next().unwrap_or_default());
    let mut lines = vec![
        (Tone::Muted, format!("{first}'s phone")),
        (Tone::Muted, String::new()),
    ];
    lines.extend(shown(playing.sign_in.phone(now).as_ref()));
    let lines = lines.into_iter().flat_map(|(tone, text)| {
        wrap(&text, inner.width)
            .into_iter()
            .map(move |line| (tone, line))
    });
    for (y, (tone, line)) in (inner.y..inner.bottom()).zip(lines) {
        painter.text(inner.x, y, inner.right(), &line, tone);
    }
}

fn shown(event: Option<&PhoneEvent>) -> Vec<(Tone, String)> {
    let blank = (Tone::Plain, String::new());
    let strong = |text: &str| (Tone::Strong, text.to_owned());
    let plain = |text: String| (Tone::Plain, text);
    match event {
        None => vec![(Tone::Muted, "Nothing arrives.".to_owned())],
        Some(PhoneEvent::Notification { device, number }) => vec![
            strong("Approve sign-in?"),
            plain(format!("Microsoft Authenticator on {device}")),
            blank,
            plain(if *number {
                "Enter the number shown to sign in.".to_owned()
            } else {
                "Approve or deny the request.".to_owned()
            }),
        ],
        Some(PhoneEvent::Text { number, code }) => vec![
            strong("New text message"),
            plain(format!("to {number}")),
            blank,
            plain("Use this code for Microsoft verification:".to_owned()),
            (Tone::Accent, code.reveal().to_owned()),
        ],
        Some(PhoneEvent::Call { number }) => vec![
            strong("Incoming call"),
            plain(format!("on {number}")),
            blank,
            plain("This is the sign-in verification system. Press # to finish.".to_owned()),
        ],
        Some(PhoneEvent::Code { device, code }) => vec![
            strong("One-time password code"),
            plain(device.clone()),
            blank,
            (Tone::Accent, code.reveal().to_owned()),
        ],
        Some(PhoneEvent::Touch { device }) => {
            vec![strong("Touch or confirm"), plain(device.clone())]
        }
    }
}
