//! How it looks: the page on the left, the user's telephone on the right, or the QR code that an
//! app scans in its place.

use ratatui::layout::{Rect, Size};

use super::questions::typed;
use super::{Page, Shown, Window};
use crate::domain::sign_in::PhoneEvent;
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::parts::qr_code::QrCode;
use crate::portal::theme::{Look, Tone};
use crate::portal::view::{Scene, Target, Top};

/// Columns that the texts beside a QR code need.
const BESIDE: u16 = 32;
/// Rows and columns that stand around a blade in an ordinary window: bars, crumbs, menu.
const AROUND: (u16, u16) = (30, 12);

/// Below so many columns a key to be typed has the page for itself.
const NARROW: u16 = 64;

/// What stands beside the page.
pub struct Phone<'a> {
    /// Whose telephone it is.
    pub owner: &'a str,
    /// What it shows.
    pub event: Option<PhoneEvent>,
}

/// Whether `page` takes the whole window, because the QR code that it shows has no room between
/// menu, title and command bar.
pub fn fills((page, window): (&Page, &Window), look: &Look, usual: Size, whole: Size) -> bool {
    let Some(code) = code(page, window) else {
        return false;
    };
    let (columns, rows) = code.smallest(look.glyphs);
    let columns = columns + BESIDE;
    let has_room = |size: Size, around: (u16, u16)| {
        columns + around.0 <= size.width && rows + around.1 <= size.height
    };
    !has_room(usual, AROUND) && has_room(whole, (2, 2))
}

fn code(page: &Page, window: &Window) -> Option<QrCode> {
    let scan = page.scan.as_ref().filter(|_| window.shown != Shown::Text)?;
    QrCode::of(scan.uri.reveal())
}

/// The page, and the telephone or the QR code.
pub fn draw(
    window: &Window,
    (mut page, phone): (Page, &Phone<'_>),
    painter: &mut Painter<'_>,
    area: Rect,
    (scene, top): (&Scene<'_>, &mut Top),
) {
    if let Some(code) = code(&page, window) {
        let room = Rect {
            x: area.x + BESIDE,
            width: area.width.saturating_sub(BESIDE),
            ..area
        };
        if let Some(place) = code.place(painter.look.glyphs, room) {
            let left = Rect {
                width: place.x.saturating_sub(area.x + 2),
                ..area
            };
            text((window, &page), painter, left, scene, top);
            return code.draw(painter, place, window.shown == Shown::Swapped);
        }
        let (columns, rows) = code.smallest(painter.look.glyphs);
        let (columns, rows) = (columns + BESIDE + 2, rows + 2);
        page.texts = vec![(
            Tone::Caution,
            format!("The QR code needs a window of {columns} columns and {rows} rows."),
        )];
        let scan = page.scan.iter();
        page.texts.extend(scan.flat_map(typed));
    }
    // In a narrow window the key to be typed goes before the telephone.
    if page.scan.is_some() && area.width < NARROW {
        return text((window, &page), painter, area, scene, top);
    }
    let cells = (area.width * 2 / 5).clamp(22, 34);
    let left = Rect {
        width: area.width.saturating_sub(cells + 2),
        ..area
    };
    text((window, &page), painter, left, scene, top);
    let right = Rect {
        x: left.right() + 2,
        width: cells,
        height: area.height.min(15),
        ..area
    };
    telephone(phone, page.scan.is_some(), painter, right);
}

/// A line of the page.
enum Line {
    Text(Tone, String),
    Field(usize),
    Rule,
    Action(usize, String),
}

fn text(
    (window, page): (&Window, &Page),
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let lines = lines(window, page, area.width);
    let focused = |line: &Line| match line {
        Line::Field(at) | Line::Action(at, _) => *at == window.focus,
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
                let Some(field) = window.fields.get(*at) else {
                    continue;
                };
                let place = field.draw(painter, row, *at == window.focus);
                top.click(row, Target::Row(*at));
                if *at == window.focus && scene.focused {
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
                if *at == window.focus && scene.focused {
                    painter.focus(row);
                    top.cursor(row.x, y);
                }
            }
        }
    }
}

fn lines(window: &Window, page: &Page, cells: u16) -> Vec<Line> {
    let blank = || Line::Text(Tone::Plain, String::new());
    let mut lines = vec![Line::Text(Tone::Strong, page.title.clone())];
    for (tone, text) in &page.texts {
        lines.extend(wrap_kept(text, cells).map(|line| Line::Text(*tone, line)));
    }
    lines.push(blank());
    for (at, (label, _)) in page.inputs.iter().enumerate() {
        let tone = if at == window.focus {
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
fn telephone(phone: &Phone<'_>, scans: bool, painter: &mut Painter<'_>, area: Rect) {
    painter.border(area, Tone::Border);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let mut lines = vec![
        (Tone::Muted, format!("{}'s phone", phone.owner)),
        (Tone::Muted, String::new()),
    ];
    if scans {
        let text = "This phone has scanned it. So can yours: its codes will do too.";
        lines.push((Tone::Plain, text.to_owned()));
    } else {
        lines.extend(shown(phone.event.as_ref()));
    }
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
        Some(PhoneEvent::Mail { address, code }) => vec![
            strong("New mail"),
            plain(format!("to {address}")),
            blank,
            plain("Use this code to verify your email:".to_owned()),
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
