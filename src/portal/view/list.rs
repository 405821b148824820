//! A list of users: search line, headings, rows, and what an empty list says.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::{Heading, Scene, Target, Top};
use crate::domain::directory::Head;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::portal::act::Act;
use crate::portal::blades::user_list::filter::Filter;
use crate::portal::blades::user_list::{Marked, SortBy, UserList};
use crate::portal::parts::paint::{Painter, width};
use crate::portal::parts::table::{Column, counted, line, places};
use crate::portal::theme::Tone;
use crate::portal::words::Wording;
use crate::portal::work::grouped;

/// What a cell says, and how.
pub type Text<'a> = (Tone, Cow<'a, str>);

/// A column of a list of users.
pub struct ListColumn {
    /// What it sorts by, where it does.
    pub sort: Option<SortBy>,
    /// Its heading and width.
    pub column: fn(Wording) -> Column,
    /// Its cell.
    pub cell: for<'a> fn(&Head<'a>) -> Text<'a>,
}

/// A column whose cell takes the whole user: for what heads do not tell.
pub struct UserColumn {
    /// What it sorts by, where it does.
    pub sort: Option<SortBy>,
    /// Its heading and width.
    pub column: fn(Wording) -> Column,
    /// Its cell, now.
    pub cell: fn(&User, Timestamp) -> (Tone, String),
}

/// What can be shown as a column.
pub trait Shown: Sync {
    /// What it sorts by, where it does.
    fn sort(&self) -> Option<SortBy>;

    /// Its heading and width.
    fn column(&self, wording: Wording) -> Column;

    /// Its cell.
    fn cell<'a>(&self, head: &Head<'a>, scene: &Scene<'_>) -> Text<'a>;
}

impl Shown for ListColumn {
    fn sort(&self) -> Option<SortBy> {
        self.sort
    }

    fn column(&self, wording: Wording) -> Column {
        (self.column)(wording)
    }

    fn cell<'a>(&self, head: &Head<'a>, _: &Scene<'_>) -> Text<'a> {
        (self.cell)(head)
    }
}

impl Shown for UserColumn {
    fn sort(&self) -> Option<SortBy> {
        self.sort
    }

    fn column(&self, wording: Wording) -> Column {
        (self.column)(wording)
    }

    fn cell<'a>(&self, head: &Head<'a>, scene: &Scene<'_>) -> Text<'a> {
        let user = scene.snapshot.user(head.id);
        let cell = user.map(|user| (self.cell)(&user, scene.now));
        let (tone, text) = cell.unwrap_or((Tone::Muted, String::new()));
        (tone, text.into())
    }
}

impl<C: Shown + ?Sized> Shown for &C {
    fn sort(&self) -> Option<SortBy> {
        (**self).sort()
    }

    fn column(&self, wording: Wording) -> Column {
        (**self).column(wording)
    }

    fn cell<'a>(&self, head: &Head<'a>, scene: &Scene<'_>) -> Text<'a> {
        (**self).cell(head, scene)
    }
}

/// Cells of the check box before each row.
const BOX: u16 = 3;

/// Draws the list into `area`.
pub fn draw_list<C: Shown>(
    painter: &mut Painter<'_>,
    area: Rect,
    scene: &Scene<'_>,
    list: &UserList,
    columns: &[C],
    top: &mut Top,
) {
    search_line(painter, Rect { height: 1, ..area }, list, scene, top);
    let mut y = area.y + 1 + u16::from(scene.airy);
    let specs: Vec<Column> = columns
        .iter()
        .map(|column| column.column(scene.wording))
        .collect();
    let inner = Rect {
        x: area.x + BOX,
        width: area.width.saturating_sub(BOX),
        ..area
    };
    let places = places(&specs, inner.width);

    headings(
        painter,
        Rect {
            y,
            height: 1,
            ..area
        },
        list,
        columns,
        &specs,
        &places,
        top,
    );
    painter.rule(
        Rect {
            y: y + 1,
            height: 1,
            ..area
        },
        Tone::Muted,
    );
    y += 2;

    let height = area.bottom().saturating_sub(y);
    if list.is_empty() {
        return nobody(painter, Rect { y, height, ..area }, list);
    }
    // Where a search leaves room below, the last line says what it hides.
    let first = top.keep(list.at(), usize::from(height), list.len());
    for (y, row) in (y..area.bottom()).zip(first..list.len()) {
        let Some(head) = list.head(row) else {
            break;
        };
        let area = Rect {
            y,
            height: 1,
            ..area
        };
        let marked = list.is_marked(row);
        let (glyph, tone) = if marked {
            (painter.look.glyphs.marked, Tone::Accent)
        } else {
            (painter.look.glyphs.unmarked, Tone::Muted)
        };
        painter.text(area.x, y, area.right(), glyph, tone);
        let mut cells: Vec<_> = columns
            .iter()
            .map(|column| column.cell(&head, scene))
            .collect();
        for (cell, (spec, place)) in cells.iter_mut().zip(specs.iter().zip(&places)) {
            if let (true, Some((_, room))) = (spec.list, place)
                && let Cow::Owned(shorter) = counted(&cell.1, *room)
            {
                cell.1 = shorter.into();
            }
        }
        if marked && let Some((tone, _)) = cells.first_mut() {
            *tone = Tone::Strong;
        }
        line(
            painter,
            Rect {
                y,
                height: 1,
                ..inner
            },
            &places,
            &cells,
        );
        top.click(area, Target::Row(row));
        if row == list.at() && scene.focused {
            painter.focus(area);
            if !list.searching {
                top.cursor(area.x, y);
            }
        }
    }
    let hidden = list.total().saturating_sub(list.len());
    let rows = u16::try_from(list.len() - first).unwrap_or(u16::MAX);
    let below = y.saturating_add(rows).saturating_add(1);
    if hidden > 0 && below < area.bottom() {
        let by = match (list.search.text(), !list.narrowed()) {
            (_, true) => "the search. Esc clears it.",
            ("", false) => "the filters. Esc clears them.",
            (_, false) => "search and filters. Esc clears them.",
        };
        let text = format!("{} more are hidden by {by}", grouped(hidden));
        painter.text(area.x, below, area.right(), &text, Tone::Muted);
    }
}

fn search_line(
    painter: &mut Painter<'_>,
    row: Rect,
    list: &UserList,
    scene: &Scene<'_>,
    top: &mut Top,
) {
    let (selected, hidden) = list.counts();
    let (len, total) = (list.len(), list.total());
    let noun = if total == 1 { "user" } else { "users" };
    // What is being done to the rows stands where their number will.
    let mut counts = vec![match list.progress() {
        Some(progress) => (Tone::Caution, progress.to_string()),
        None if !list.is_arranged() => (Tone::Muted, String::new()),
        None if len == total => (Tone::Muted, format!("{} {noun}", grouped(total))),
        None => (
            Tone::Muted,
            format!("{} of {} {noun}", grouped(len), grouped(total)),
        ),
    }];
    if list.is_counting() {
        counts.push((Tone::Accent, ", counting".to_owned()));
    }
    if selected > 0 {
        let hidden = match hidden {
            0 => String::new(),
            hidden => format!(", {} hidden", grouped(hidden)),
        };
        let dot = painter.look.glyphs.dot;
        let text = format!(" {dot} {} selected{hidden}", grouped(selected));
        counts.push((Tone::Strong, text));
    }
    if list.in_range() {
        counts.push((Tone::Accent, " range".to_owned()));
    }
    let cells: u16 = counts.iter().map(|(_, text)| width(text)).sum();
    let end = row.right().saturating_sub(cells).max(row.x);
    let pieces: Vec<_> = counts
        .iter()
        .map(|(tone, text)| (*tone, text.as_str()))
        .collect();
    painter.line(
        Rect {
            x: end,
            width: row.right() - end,
            ..row
        },
        &pieces,
    );

    let x = painter.text(row.x, row.y, end, painter.look.glyphs.search, Tone::Accent) + 1;
    top.click(
        Rect {
            width: end.saturating_sub(row.x),
            ..row
        },
        Target::Act(Act::Search),
    );
    let chips = chips(list, end.saturating_sub(x));
    let chip_cells: u16 = chips.iter().map(|chip| width(chip) + 1).sum();
    let field = Rect {
        x,
        width: end.saturating_sub(x + chip_cells + 2),
        ..row
    };
    if list.searching && scene.focused {
        let place = list.search.draw(painter, field, true);
        top.cursor(place.x, place.y);
    } else if list.search.text().is_empty() {
        painter.text(x, row.y, field.right(), "Search users", Tone::Muted);
    } else {
        list.search.draw(painter, field, false);
    }
    let mut x = field.right() + 1;
    for chip in &chips {
        let behind = painter.text(x, row.y, end, chip, Tone::Chip);
        let area = Rect {
            x,
            width: behind.saturating_sub(x),
            ..row
        };
        top.click(area, Target::Act(Act::Filter));
        x = behind + 1;
    }
}

/// Cells that the search keeps for itself.
const SEARCH: u16 = 14;

/// The filters in force, one chip each where `cells` are enough for them, else their number.
fn chips(list: &UserList, cells: u16) -> Vec<String> {
    let chips: Vec<_> = list
        .chips
        .iter()
        .map(|filter| format!(" {} ", filter.label()))
        .collect();
    let wanted: u16 = chips.iter().map(|chip| width(chip) + 1).sum();
    if wanted + 2 + SEARCH <= cells {
        return chips;
    }
    match chips.len() {
        0 => chips,
        1 => list
            .chips
            .iter()
            .map(|filter| format!(" {} ", filter.value()))
            .collect(),
        count => vec![format!(" {count} filters ")],
    }
}

fn headings<C: Shown>(
    painter: &mut Painter<'_>,
    row: Rect,
    list: &UserList,
    columns: &[C],
    specs: &[Column],
    places: &[crate::portal::parts::table::Place],
    top: &mut Top,
) {
    let glyphs = painter.look.glyphs;
    let (glyph, tone) = match list.marked() {
        Marked::None => (glyphs.unmarked, Tone::Muted),
        Marked::Some => (glyphs.partly, Tone::Accent),
        Marked::All => (glyphs.marked, Tone::Accent),
    };
    painter.text(row.x, row.y, row.right(), glyph, tone);
    top.click(Rect { width: BOX, ..row }, Target::Act(Act::MarkAllShown));
    let cells: Vec<_> = columns
        .iter()
        .zip(specs)
        .map(|(column, spec)| {
            if column.sort() != Some(list.sort) {
                return (Tone::Muted, spec.title.clone());
            }
            let arrow = glyphs.sorted(list.descending);
            (Tone::Strong, format!("{} {arrow}", spec.title))
        })
        .collect();
    let inner = Rect {
        x: row.x + BOX,
        width: row.width.saturating_sub(BOX),
        ..row
    };
    line(painter, inner, places, &cells);
    for (column, place) in columns.iter().zip(places) {
        if let (Some((x, cells)), Some(sort)) = (place, column.sort()) {
            let x = inner.x + x;
            let width = *cells;
            top.click(Rect { x, width, ..row }, Target::Sort(Heading::Users(sort)));
        }
    }
}

fn nobody(painter: &mut Painter<'_>, area: Rect, list: &UserList) {
    if !list.is_arranged() {
        let y = area.y + u16::from(area.height > 1);
        let text = "The list is on its way. Esc goes back.";
        painter.text(area.x, y, area.right(), text, Tone::Muted);
        return;
    }
    let chips: Vec<_> = list.chips.iter().map(Filter::label).collect();
    let chips = chips.join(", ");
    let text = match (list.search.text(), &*chips) {
        ("", "") if list.filters.status.is_some() => {
            "No users of this status in this view. Esc shows every status.".to_owned()
        }
        ("", "") if list.filters.view.is_some() => "Nobody in this view.".to_owned(),
        ("", "") => list.empty.to_owned(),
        ("", chips) => format!("No users of {chips}. Esc shows everybody."),
        (text, _) => format!("No users match \"{text}\". Esc clears the search."),
    };
    painter.text(
        area.x,
        area.y + u16::from(area.height > 1),
        area.right(),
        &text,
        Tone::Muted,
    );
}
