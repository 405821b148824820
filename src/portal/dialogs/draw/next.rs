//! "Next sign-in" in a dialog: what the plan does to it, counted, place by place, or user by user.

use super::lines::Line;
use crate::domain::id::UserId;
use crate::portal::dialogs::next_sign_ins::NextSignIns;
use crate::portal::theme::{Look, Tone};
use crate::portal::work::grouped;

/// For one user place by place, before and after; for several, how many meet what.
pub(super) fn lines(next: &NextSignIns, look: &Look) -> Vec<Line> {
    let mut lines = vec![
        Line::plain(Tone::Plain, ""),
        Line::plain(Tone::Strong, "Next sign-in"),
    ];
    match &next.users[..] {
        [] => return Vec::new(),
        [one] if next.left_out == 0 => {
            let before = lines.len();
            lines.extend(one.changes().map(|(place, before, after)| {
                let text = format!("{before} {} {after}", look.glyphs.arrow);
                Line::of(Tone::Plain, place, text)
            }));
            if lines.len() == before {
                lines.push(Line::plain(Tone::Muted, "as before, everywhere"));
            }
        }
        _ => {
            lines.extend(next.counts.iter().map(|count| {
                let users = if count.users == 1 { "user" } else { "users" };
                let tone = if count.text == "as before" {
                    Tone::Muted
                } else {
                    Tone::Plain
                };
                Line::of(tone, format!("{} {users}", count.users), &count.text)
            }));
            lines.extend(left_out(next));
        }
    }
    lines
}

/// What the next sign-in of one user becomes, below what happens to them.
pub(super) fn of_user(next: &NextSignIns, user: UserId) -> Option<Line> {
    let change = &next.user(user)?.change;
    Some(Line::of(Tone::Muted, "", format!("next sign-in: {change}")))
}

/// How many users nobody looked at.
pub(super) fn left_out(next: &NextSignIns) -> Option<Line> {
    let (looked_at, left_out) = (next.users.len(), next.left_out);
    let text = format!(
        "and {} more: only the first {looked_at} are forecast",
        grouped(left_out)
    );
    (left_out > 0).then(|| Line::plain(Tone::Muted, text))
}
