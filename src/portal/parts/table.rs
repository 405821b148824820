//! Columns that fit the window: the least important ones go first, the others share what is left.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::paint::{Painter, width};
use crate::portal::theme::Tone;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Below this many cells it is of no use.
    pub least: u16,
    /// More cells than this it does not need.
    pub most: u16,
    /// 0 is never dropped; of the others the highest goes first.
    pub rank: u8,
    /// Whether its cells are lists: what does not fit is counted, never cut.
    pub list: bool,
}

/// Blank cells between two columns.
const GAP: u16 = 2;

/// A column's place: offset from the left edge, cells. `None`: dropped.
pub type Place = Option<(u16, u16)>;

/// Where each column goes in `room` cells.
pub fn places(columns: &[Column], room: u16) -> Vec<Place> {
    let mut kept: Vec<bool> = vec![true; columns.len()];
    let need = |kept: &[bool]| -> u16 {
        let widths = columns
            .iter()
            .zip(kept)
            .filter(|(_, kept)| **kept)
            .map(|(column, _)| column.least + GAP);
        widths.sum::<u16>().saturating_sub(GAP)
    };
    while need(&kept) > room {
        let droppable = (0..columns.len()).filter(|&at| kept[at] && columns[at].rank > 0);
        let Some(worst) = droppable.max_by_key(|&at| columns[at].rank) else {
            break;
        };
        kept[worst] = false;
    }
    let mut cells: Vec<u16> = columns.iter().map(|column| column.least).collect();
    share(columns, &kept, &mut cells, room.saturating_sub(need(&kept)));
    let mut x = 0;
    let mut places = Vec::with_capacity(columns.len());
    for (cells, kept) in cells.into_iter().zip(&kept) {
        if !kept {
            places.push(None);
            continue;
        }
        let cells = cells.min(room.saturating_sub(x));
        places.push(Some((x, cells)));
        x += cells + GAP;
    }
    places
}

/// Gives no column more cells than the widest of its `rows` takes: what is left goes to the others.
pub fn fit<'a>(columns: &mut [Column], rows: impl Iterator<Item = &'a [(Tone, String)]>) {
    let mut widest: Vec<_> = columns.iter().map(|column| width(&column.title)).collect();
    for cells in rows {
        for (widest, (_, text)) in widest.iter_mut().zip(cells) {
            *widest = (*widest).max(width(text));
        }
    }
    for (column, widest) in columns.iter_mut().zip(widest) {
        column.most = column.most.min(widest);
        column.least = column.least.min(column.most);
    }
}

/// Gives spare cells out in turn, one at a time, to whoever still wants one.
fn share(columns: &[Column], kept: &[bool], cells: &mut [u16], mut spare: u16) {
    loop {
        let before = spare;
        for ((column, cells), kept) in columns.iter().zip(cells.iter_mut()).zip(kept) {
            if *kept && *cells < column.most && spare > 0 {
                *cells += 1;
                spare -= 1;
            }
        }
        if spare == before {
            return;
        }
    }
}

/// As many whole items of a list as `cells` have room for, and how many more there are:
/// `phone, app +2`.
pub fn counted(list: &str, cells: u16) -> Cow<'_, str> {
    if width(list) <= cells {
        return Cow::Borrowed(list);
    }
    let items: Vec<_> = list.split(", ").collect();
    let shortened = (1..items.len()).rev().find_map(|kept| {
        let more = items.len() - kept;
        let text = format!("{} +{more}", items[..kept].join(", "));
        (width(&text) <= cells).then_some(text)
    });
    shortened.map_or(Cow::Borrowed(list), Cow::Owned)
}

/// Draws one line of cells into the first row of `area`.
pub fn line(
    painter: &mut Painter<'_>,
    area: Rect,
    places: &[Place],
    cells: &[(Tone, impl AsRef<str>)],
) {
    for (place, (tone, text)) in places.iter().zip(cells) {
        if let Some((x, cells)) = place {
            let x = area.x + x;
            painter.text(
                x,
                area.y,
                (x + cells).min(area.right()),
                text.as_ref(),
                *tone,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(least: u16, most: u16, rank: u8) -> Column {
        Column {
            title: String::new(),
            least,
            most,
            rank,
            list: false,
        }
    }

    #[test]
    fn columns_share_what_is_there_and_the_least_important_goes_first() {
        let columns = [column(10, 20, 0), column(10, 30, 2), column(5, 5, 1)];
        assert_eq!(
            places(&columns, 60),
            [Some((0, 20)), Some((22, 30)), Some((54, 5))]
        );
        assert_eq!(
            places(&columns, 30),
            [Some((0, 11)), Some((13, 10)), Some((25, 5))]
        );
        assert_eq!(places(&columns, 28), [Some((0, 20)), None, Some((22, 5))]);
        assert_eq!(places(&columns, 4), [Some((0, 4)), None, None]);
    }

    #[test]
    fn a_list_is_cut_between_items_and_the_others_are_counted() {
        let list = "phone, office phone, app";
        assert_eq!(counted(list, 24), list);
        assert_eq!(counted(list, 23), "phone, office phone +1");
        assert_eq!(counted(list, 21), "phone +2");
        assert_eq!(counted(list, 5), list, "nothing fits: cut like any text");
        assert_eq!(counted("alternate phone", 9), "alternate phone");
    }

    #[test]
    fn a_column_takes_no_more_than_its_widest_cell_and_its_heading() {
        let mut columns = [column(10, 20, 0), column(5, 8, 0), column(4, 30, 0)];
        "Detail".clone_into(&mut columns[2].title);
        let row = ["123456", "123456789", "1"].map(|text| (Tone::Plain, text.to_owned()));
        fit(&mut columns, std::iter::once(row.as_slice()));
        let cells = columns.map(|column| (column.least, column.most));
        assert_eq!(cells, [(6, 6), (5, 8), (4, 6)]);
    }
}
