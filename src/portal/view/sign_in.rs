//! The sign-in screen.

use ratatui::layout::Rect;

use super::{Target, Top, chrome};
use crate::domain::role::Role;
use crate::portal::act::Act;
use crate::portal::model::Model;
use crate::portal::parts::paint::{Painter, width as cells, wrap};
use crate::portal::sign_in::{DEMO_PASSWORD, Entry, Step};
use crate::portal::theme::Tone;

/// Draws the whole screen.
pub fn draw(model: &Model, painter: &mut Painter<'_>, area: Rect, top: &mut Top) {
    let facts = model.snapshot.facts();
    chrome::header(model, painter, area, top);
    let content = chrome::content(area);
    let width = content.width.saturating_sub(4).min(84);
    let x = content.x + (content.width - width) / 2;
    let body = Rect {
        x,
        width,
        y: content.y + 1,
        height: content.height.saturating_sub(1),
    };
    let row = |at: u16| Rect {
        y: body.y + at,
        height: 1,
        ..body
    };

    door(model, painter, row(0), top);
    let title = match &model.sign_in.step {
        Step::Account => "Pick an account",
        Step::Password { .. } => "Enter password",
    };
    painter.text(body.x, row(1).y, body.right(), title, Tone::Strong);
    let below = match &model.sign_in.step {
        Step::Account => accounts(
            model,
            painter,
            Rect {
                y: body.y + 3,
                height: body.height.saturating_sub(6),
                ..body
            },
            top,
        ),
        Step::Password { upn, field, entry } => {
            painter.text(body.x, row(3).y, body.right(), upn, Tone::Plain);
            let x = painter.text(body.x, row(5).y, body.right(), "Password  ", Tone::Muted);
            let field_area = Rect {
                x,
                width: body.right().saturating_sub(x),
                ..row(5)
            };
            let place = field.draw(painter, field_area, true);
            painter.rule(
                Rect {
                    y: row(6).y,
                    ..field_area
                },
                Tone::Muted,
            );
            let meanwhile = match entry {
                Entry::Typed => None,
                Entry::Entered => Some("Looking for the account"),
                Entry::Checked(_) => Some("Checking the password"),
            };
            if let Some(what) = meanwhile {
                let text = format!("{what}. What you type meanwhile is kept for the portal.");
                painter.text(body.x, row(8).y, body.right(), &text, Tone::Muted);
            } else {
                top.cursor(place.x, place.y);
            }
            body.y + 8
        }
    };
    let mut y = below;
    if let Some(error) = &model.sign_in.error {
        for line in wrap(error, body.width) {
            painter.text(body.x, y, body.right(), &line, Tone::Danger);
            y += 1;
        }
        y += 1;
    }
    if facts.demo && y + 1 < body.bottom() {
        let lines = [
            format!("A demo tenant: every account's password is {DEMO_PASSWORD}"),
            format!(
                "{} types it. Nothing here reaches a real tenant.",
                model.key("sign-in.demo")
            ),
        ];
        let y = y.max(body.y + 10).min(body.bottom().saturating_sub(2));
        for (y, line) in (y..body.bottom()).zip(&lines) {
            painter.text(body.x, y, body.right(), line, Tone::Muted);
        }
    }
}

/// Which portal one signs in to, and the one that Tab goes to.
fn door(model: &Model, painter: &mut Painter<'_>, row: Rect, top: &mut Top) {
    let own = model.wording();
    let sign = own.sign();
    let pieces = [
        (Tone::Accent, sign.name),
        (Tone::Plain, "  "),
        (Tone::Muted, sign.address),
    ];
    let end = painter.line(row, &pieces);
    let other = own.door().next(own.edition);
    if other == own.door() || !matches!(model.sign_in.step, Step::Account) {
        return;
    }
    let text = format!("Tab {}", other.name());
    let x = row.right().saturating_sub(cells(&text));
    if x > end + 2 {
        let area = Rect {
            x,
            width: row.right() - x,
            ..row
        };
        painter.text(x, row.y, row.right(), &text, Tone::Muted);
        top.click(area, Target::Act(Act::NextDoor));
    }
}

/// The administrators, each with the roles. Gives the first line below.
fn accounts(model: &Model, painter: &mut Painter<'_>, area: Rect, top: &mut Top) -> u16 {
    let accounts = &model.sign_in.accounts;
    let ready = model.snapshot.is_ready();
    if accounts.is_empty() && !ready {
        painter.text(
            area.x,
            area.y,
            area.right(),
            "Reading the users",
            Tone::Muted,
        );
        return area.y + 2;
    }
    if accounts.is_empty() {
        painter.text(
            area.x,
            area.y,
            area.right(),
            "Nobody in this tenant has an administrator role.",
            Tone::Danger,
        );
        return area.y + 2;
    }
    let first = top.keep(model.sign_in.at, usize::from(area.height), accounts.len());
    let mut below = area.y;
    for (y, at) in (area.y..area.bottom()).zip(first..accounts.len()) {
        let position = model.snapshot.position(accounts[at]);
        let Some(user) = position.and_then(|at| model.snapshot.head(at)) else {
            continue;
        };
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        let middle = area.x + area.width / 2;
        painter.text(area.x, y, middle.saturating_sub(1), user.upn, Tone::Plain);
        let roles: Vec<_> = user.roles.into_iter().map(Role::label).collect();
        painter.text(middle, y, area.right(), &roles.join(", "), Tone::Muted);
        top.click(row, Target::Row(at));
        if at == model.sign_in.at {
            painter.focus(row);
            top.cursor(area.x, y);
        }
        below = y + 1;
    }
    let more = accounts
        .len()
        .saturating_sub(first + usize::from(area.height));
    if more > 0 || !ready {
        let text = if ready {
            format!("{} {more} more", painter.look.glyphs.down)
        } else {
            "Reading the users".to_owned()
        };
        painter.text(area.x, below, area.right(), &text, Tone::Muted);
    }
    below + 1
}
