//! What a user meets at the next sign-in, place by place: the engine's forecast as rows.

use super::paint::{width, wrap};
use crate::domain::forecast::Line;
use crate::domain::sign_in::{Code, Met};
use crate::domain::user::User;
use crate::portal::theme::{Look, Tone};

/// A row: texts behind each other.
pub type Row = Vec<(Tone, String)>;

/// Beside every forecast.
pub const SUBTITLE: &str = "the same engine every sign-in runs";

/// From so many cells on, places and outcomes stand beside each other.
const BESIDE_FROM: u16 = 56;
const WIDEST_PLACE: u16 = 34;

/// `What Diego meets next`.
pub fn title(user: &User) -> String {
    format!("What {} meets next", user.first_name())
}

/// How an outcome looks: protected, in the way, refused.
pub fn tone(line: &Line) -> Tone {
    match (line.code, line.met.first()) {
        (Code::Success, None) => Tone::Plain,
        (Code::Success, Some(Met::Mfa(..))) => Tone::Good,
        (Code::Success, Some(_)) => Tone::Caution,
        _ => Tone::Danger,
    }
}

/// The reasons of a line, one behind the other.
/// Why, in one line.
pub fn reasons(line: &Line, look: &Look) -> String {
    let why: Vec<_> = line.why.iter().map(ToString::to_string).collect();
    why.join(&format!(" {} ", look.glyphs.dot))
}

/// `lines` in `cells`: place, outcome and reasons in one row where they all fit, else the reasons
/// below the outcome, in a narrow place below the place.
pub fn rows(lines: &[Line], cells: u16, look: &Look) -> Vec<Row> {
    let labels: Vec<_> = lines.iter().map(|line| line.place.label()).collect();
    let widest = labels.iter().map(|label| width(label)).max().unwrap_or(0);
    if cells < BESIDE_FROM {
        return stacked(lines, &labels, cells, look);
    }
    let place = widest.min(WIDEST_PLACE).min(cells / 3) + 2;
    let outcomes = lines.iter().map(|line| width(&line.outcome()));
    let outcome = outcomes.max().unwrap_or(0) + 2;
    let reason = lines.iter().map(|line| width(&reasons(line, look)));
    let in_one = place + outcome + reason.max().unwrap_or(0) <= cells;
    let mut rows = Vec::new();
    for (line, label) in lines.iter().zip(&labels) {
        if in_one {
            rows.push(vec![
                (Tone::Plain, padded(label, place)),
                (tone(line), padded(&line.outcome(), outcome)),
                (Tone::Muted, reasons(line, look)),
            ]);
            continue;
        }
        let room = cells - place;
        let outcome = wrap(&line.outcome(), room).into_iter();
        let outcome = outcome.map(|text| (tone(line), text));
        let reason = wrap(&reasons(line, look), room).into_iter();
        let reason = reason.map(|text| (Tone::Muted, text));
        let pieces: Vec<_> = outcome.chain(reason).collect();
        let label = wrap(label, place - 2);
        for at in 0..pieces.len().max(label.len()) {
            let label = label.get(at).map_or("", String::as_str);
            let mut row = vec![(Tone::Plain, padded(label, place))];
            row.extend(pieces.get(at).cloned());
            rows.push(row);
        }
    }
    rows
}

fn stacked(lines: &[Line], labels: &[String], cells: u16, look: &Look) -> Vec<Row> {
    let room = cells.saturating_sub(2);
    let mut rows = Vec::new();
    for (line, label) in lines.iter().zip(labels) {
        rows.push(vec![(Tone::Strong, label.clone())]);
        let outcome = wrap(&line.outcome(), room).into_iter();
        let outcome = outcome.map(|text| (tone(line), text));
        let reason = wrap(&reasons(line, look), room).into_iter();
        let reason = reason.map(|text| (Tone::Muted, text));
        let pieces = outcome.chain(reason);
        rows.extend(pieces.map(|piece| vec![(Tone::Plain, "  ".to_owned()), piece]));
    }
    rows
}

fn padded(text: &str, cells: u16) -> String {
    let blanks = cells.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks.into()))
}
