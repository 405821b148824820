//! What stands around every blade: top bar, menu, crumbs, title, command bar.

use ratatui::layout::Rect;

use super::{Scene, Target, Top};
use crate::domain::role::Role;
use crate::portal::act::{Act, Place};
use crate::portal::blades::Blade;
use crate::portal::keymap::{Availability, Key, Scope, bindings};
use crate::portal::model::Model;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;

/// Columns from which on the menu is shown.
const MENU_FROM: u16 = 100;
const MENU: u16 = 24;
/// Rows from which on a title that the crumbs end with is shown once more.
const TITLE_FROM: u16 = 20;

/// The window without top bar and last line.
pub fn content(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(3),
        ..area
    }
}

/// The window without its last line.
pub fn whole(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
        ..area
    }
}

/// What the top bar has room for.
struct Header {
    portal: &'static str,
    tenant: Option<String>,
    bell: String,
    upn: String,
    role: String,
}

impl Header {
    /// The role is always in view: what stands left of it gets shorter first, then goes.
    fn of(model: &Model, cells: u16) -> Self {
        let (upn, role) = model.actor().map_or_else(Default::default, |actor| {
            let roles: Vec<_> = actor.roles.into_iter().map(Role::label).collect();
            (format!("{} ", actor.upn), format!("{} ", roles.join(", ")))
        });
        let bell = match model.notices.unread() {
            0 => String::new(),
            unread => format!("{} {unread}  ", model.look.glyphs.bell),
        };
        let [full, short, shortest] = model.wording().sign().bar;
        let room = cells.saturating_sub(width(&upn) + width(&role) + 3);
        let bell = if width(&bell) + width(shortest) <= room {
            bell
        } else {
            String::new()
        };
        let room = room.saturating_sub(width(&bell));
        let fits = [full, short].into_iter().find(|name| width(name) <= room);
        let portal = fits.unwrap_or(shortest);
        let tenant = Some(tenant(model)).filter(|tenant| width(full) + 3 + width(tenant) <= room);
        Self {
            portal,
            tenant,
            bell,
            upn,
            role,
        }
    }
}

/// The top bar: portal and tenant on the left, who acts and as what on the right.
pub fn header(model: &Model, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let row = Rect { height: 1, ..area };
    painter.fill(row, Tone::Bar);
    let Header {
        portal,
        tenant,
        bell,
        upn,
        role,
    } = Header::of(model, row.width);
    let at_role = row.right().saturating_sub(width(&role)).max(row.x + 1);
    let at_upn = at_role.saturating_sub(width(&upn)).max(row.x + 1);
    let at_bell = at_upn.saturating_sub(width(&bell)).max(row.x + 1);
    let x = painter.text(
        row.x + 1,
        row.y,
        at_bell.saturating_sub(1),
        portal,
        Tone::BarStrong,
    );
    if let Some(tenant) = tenant {
        painter.text(x + 3, row.y, at_bell, &tenant, Tone::BarMuted);
    }
    painter.text(at_bell, row.y, at_upn, &bell, Tone::BarStrong);
    top.click(
        Rect {
            x: at_bell,
            width: width(&bell),
            ..row
        },
        Target::Act(Act::Notifications),
    );
    painter.text(at_upn, row.y, at_role, &upn, Tone::BarStrong);
    painter.text(at_role, row.y, row.right(), &role, Tone::Bar);
}

fn tenant(model: &Model) -> String {
    let dot = model.look.glyphs.dot;
    format!(
        "{} {dot} {}",
        model.snapshot.facts().name,
        model.snapshot.edition()
    )
}

/// The left menu, where there is room for it. Gives the area right of it.
pub fn menu(model: &Model, painter: &mut Painter<'_>, area: Rect, top: &mut Top) -> Rect {
    let content = content(area);
    if area.width < MENU_FROM {
        return Rect {
            x: content.x + 1,
            width: content.width.saturating_sub(2),
            ..content
        };
    }
    // The place of the blade, or of the one it was opened from.
    let here = model.blades.iter().rev().find_map(|blade| blade.place());
    let wording = model.wording();
    let end = content.x + MENU - 1;
    let mut y = content.y;
    let mut section = "";
    let places = Place::ALL.into_iter();
    for place in places.filter(|place| wording.door().leads_to(*place)) {
        if place.section(wording) != section {
            section = place.section(wording);
            y += 1;
            painter.text(content.x + 2, y, end + 1, section, Tone::Muted);
            y += 1;
        }
        if y >= content.bottom() {
            break;
        }
        let tone = if Some(place) == here {
            Tone::Accent
        } else {
            Tone::Plain
        };
        if Some(place) == here {
            painter.text(
                content.x + 1,
                y,
                end,
                painter.look.glyphs.here,
                Tone::Accent,
            );
        }
        painter.text(content.x + 3, y, end - 2, place.label(wording), tone);
        let act = Act::Go(place);
        let key = bindings(Scope::Portal)
            .find(|binding| binding.act == act)
            .and_then(|binding| model.keymap.keys(binding).first());
        if let Some(key) = key {
            painter.text(
                end - 2,
                y,
                end,
                &key.label(painter.look.glyphs),
                Tone::Muted,
            );
        }
        top.click(
            Rect {
                x: content.x,
                y,
                width: MENU,
                height: 1,
            },
            Target::Act(act),
        );
        y += 1;
    }
    for y in content.y..content.bottom() {
        painter.text(
            content.x + MENU,
            y,
            content.right(),
            painter.look.glyphs.vertical,
            Tone::Muted,
        );
    }
    let x = content.x + MENU + 2;
    Rect {
        x,
        width: content.right().saturating_sub(x + 1),
        ..content
    }
}

/// Crumbs, title, subtitle and command bar. Gives the area below.
pub fn title_and_bar(
    model: &Model,
    blade: &dyn Blade,
    painter: &mut Painter<'_>,
    body: Rect,
    scene: &Scene<'_>,
    top: &mut Top,
) -> Rect {
    let mut y = body.y + u16::from(scene.airy);
    let row = |y: u16| Rect {
        y,
        height: 1,
        ..body
    };
    crumbs(model, painter, row(y), scene);
    y += 1;
    let (title, subtitle) = blade.title(scene);
    // In a low window the crumbs, which end with the same words, are title enough.
    if !subtitle.is_empty() || model.size.1 >= TITLE_FROM {
        let x = painter.text(body.x, y, body.right(), &title, Tone::Strong);
        painter.text(x + 2, y, body.right(), &subtitle, Tone::Muted);
        y += 1;
    }
    y += u16::from(scene.airy);
    y = command_bar(model, blade, painter, row(y), top) + 1;
    y += u16::from(scene.airy);
    Rect {
        y,
        height: body.bottom().saturating_sub(y),
        ..body
    }
}

fn crumbs(model: &Model, painter: &mut Painter<'_>, row: Rect, scene: &Scene<'_>) {
    let mut crumbs = vec!["Home".to_owned()];
    crumbs.extend(model.blades.iter().flat_map(|blade| blade.crumbs(scene)));
    let joint = format!(" {} ", painter.look.glyphs.crumb);
    // Where the top bar has no room for the tenant, it stands here.
    let end = match Header::of(model, model.size.0).tenant {
        Some(_) => row.right(),
        None => painter
            .right(row, &tenant(model), Tone::Muted)
            .saturating_sub(2),
    };
    // The way is cut at its beginning: where one is matters most.
    let mut skipped = 0;
    let length = |from: usize| {
        crumbs[from..]
            .iter()
            .map(|crumb| width(crumb) + 3)
            .sum::<u16>()
            .saturating_sub(3)
    };
    while skipped + 1 < crumbs.len() && length(skipped) > end.saturating_sub(row.x) {
        skipped += 1;
    }
    let mut x = row.x;
    for (at, crumb) in crumbs.iter().enumerate().skip(skipped) {
        let last = at + 1 == crumbs.len();
        x = painter.text(
            x,
            row.y,
            end,
            crumb,
            if last { Tone::Plain } else { Tone::Muted },
        );
        if !last {
            x = painter.text(x, row.y, end, &joint, Tone::Muted);
        }
    }
}

/// The blade's commands, on as many lines as they need. Gives the last line used.
fn command_bar(
    model: &Model,
    blade: &dyn Blade,
    painter: &mut Painter<'_>,
    row: Rect,
    top: &mut Top,
) -> u16 {
    let wording = model.wording();
    let commands = blade
        .scopes()
        .iter()
        .flat_map(|scope| bindings(*scope))
        .filter(|binding| binding.bar);
    let (mut x, mut y) = (row.x, row.y);
    for binding in commands {
        let availability = (binding.when)(model);
        if availability == Availability::Hidden {
            continue;
        }
        let label = (binding.label)(wording);
        let keys = model.keymap.keys(binding);
        let spelled = keys.first().map(|key| key.label(painter.look.glyphs));
        let pieces = command(keys, spelled.as_deref(), label, &availability);
        let cells: u16 = pieces.iter().map(|(_, text)| width(text)).sum();
        if x > row.x && x + cells > row.right() {
            (x, y) = (row.x, y + 1);
        }
        let area = Rect {
            x,
            y,
            width: cells,
            height: 1,
        };
        let end = painter.line(
            Rect {
                width: row.right().saturating_sub(x),
                ..area
            },
            &pieces,
        );
        top.click(area, Target::Act(binding.act));
        x = end + 3;
    }
    y
}

/// A command's label with its key marked inside, or before it where the label has no such letter.
fn command<'a>(
    keys: &[Key],
    spelled: Option<&'a str>,
    label: &'a str,
    availability: &Availability,
) -> Vec<(Tone, &'a str)> {
    let plain = if *availability == Availability::Enabled {
        Tone::Plain
    } else {
        Tone::Disabled
    };
    let strong = if *availability == Availability::Enabled {
        Tone::Key
    } else {
        Tone::Disabled
    };
    let letter = keys.first().and_then(|key| key.letter());
    // A capital key is found as a capital only, a small one in either case.
    let fits = |own: char| {
        letter.is_some_and(|letter| {
            own == letter || (letter.is_lowercase() && own.to_lowercase().eq([letter]))
        })
    };
    match label.char_indices().find(|(_, own)| fits(*own)) {
        Some((at, own)) => {
            let behind = at + own.len_utf8();
            vec![
                (plain, &label[..at]),
                (strong, &label[at..behind]),
                (plain, &label[behind..]),
            ]
        }
        None => vec![
            (strong, spelled.unwrap_or_default()),
            (plain, " "),
            (plain, label),
        ],
    }
}
