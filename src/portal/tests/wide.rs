//! Names of any script: each cell stays in its column, and what is cut is cut between two letters as
//! a reader sees them.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::harness::{GLOBAL, Portal};
use crate::demo;
use crate::domain::tenant::Tenant;
use crate::portal::act::Place;
use crate::portal::saved_view::ListView;
use crate::store::Access;

/// Wide, combining, right to left, joined by a joiner, and joined by their shapes.
const NAMES: [&str; 7] = [
    "\u{7530}\u{4e2d} \u{592a}\u{90ce} \u{7530}\u{4e2d}\u{592a}\u{90ce}\u{7530}\u{4e2d}\u{592a}\u{90ce}",
    "Jose\u{301} A\u{301}ngel de los Santos y Herna\u{301}ndez",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}\u{1f44d}\u{1f3fd} The Family of Emoji Signs",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5db}\u{5d4}\u{5df}",
    "\u{644}\u{627}\u{644}\u{627}\u{644}\u{627}\u{644}\u{627} \u{644}\u{627}\u{644}\u{627}\u{644}\u{627}\u{644}\u{627} \u{644}\u{627}\u{644}\u{627}",
    "\u{928}\u{92e}\u{938}\u{94d}\u{924}\u{947} \u{926}\u{941}\u{928}\u{93f}\u{92f}\u{93e}",
    "\u{1112}\u{1161}\u{11ab}\u{ae40} \u{bbfc}\u{c900} \u{ae40}\u{bbfc}\u{c900} \u{ae40}\u{bbfc}\u{c900}",
];

/// Contoso, its first people called like that.
fn portal(size: (u16, u16)) -> Portal {
    let (facts, mut users) = demo::contoso().unwrap();
    let people = users.iter_mut().filter(|user| user.roles.is_empty());
    for (user, name) in people.zip(NAMES) {
        user.name = name.to_owned();
        user.profile.department = name.to_owned();
    }
    let tenant = Tenant::new(facts, users, 0).unwrap();
    Portal::of(tenant, Access::Sandbox, size).signed_in_as(GLOBAL)
}

/// What a row shows, and the column of each byte of it.
fn row(buffer: &Buffer, y: u16) -> (String, Vec<u16>) {
    let (mut text, mut columns) = (String::new(), Vec::new());
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        columns.extend(std::iter::repeat_n(x, symbol.len()));
        text.push_str(symbol);
        x += u16::try_from(symbol.width().max(1)).unwrap();
    }
    (text, columns)
}

/// The column at which `text` stands in each row that has it.
fn columns_of(portal: &mut Portal, text: &str) -> Vec<u16> {
    portal.screen();
    let buffer = portal.terminal.backend().buffer();
    let rows = (0..buffer.area.height).map(|y| row(buffer, y));
    rows.filter_map(|(line, columns)| Some(columns[line.find(text)?]))
        .collect()
}

/// The shown part of `name` ends where a letter does.
fn hold_cut(shown: &str, name: &str) {
    let Some(cut) = shown.strip_suffix('\u{2026}') else {
        assert_eq!(shown, name);
        return;
    };
    let mut ends = name
        .grapheme_indices(true)
        .map(|(at, letter)| at + letter.len());
    let whole = name.starts_with(cut) && (cut.is_empty() || ends.any(|end| end == cut.len()));
    assert!(whole, "`{shown}` is no beginning of `{name}`");
}

/// Cells of a list: behind every name the next column begins where its heading does.
#[test]
fn lists_keep_their_columns_and_cut_names_between_letters() {
    for columns in [60, 80, 100, 120, 180] {
        for (key, heading) in [("1", "User principal name"), ("2", "User name")] {
            let mut portal = portal((columns, 90));
            portal.keys(key);
            let at = columns_of(&mut portal, heading)[0];
            let names = columns_of(&mut portal, "Display name")[0];
            let mails: Vec<_> = columns_of(&mut portal, "@contoso");
            assert!(mails.len() > 10);
            let buffer = portal.terminal.backend().buffer();
            let mut seen = 0;
            for y in 0..buffer.area.height {
                let (line, places) = row(buffer, y);
                let behind = |column| places.iter().position(|place| *place == column);
                let (Some(from), Some(to)) = (behind(names), behind(at)) else {
                    continue;
                };
                let shown = line[from..to].trim_end();
                let first = NAMES.iter().find(|name| {
                    let beginning: String = name.graphemes(true).take(3).collect();
                    shown.starts_with(&beginning)
                });
                if let Some(name) = first {
                    hold_cut(shown, name);
                    assert!(
                        line[to..].contains('@') && !line[to..].starts_with(' '),
                        "{line}"
                    );
                    seen += 1;
                }
            }
            assert_eq!(seen, NAMES.len(), "{columns} {key}:\n{}", portal.screen());
        }
    }
}

/// Frames of dialogs, whatever stands in them.
#[test]
fn dialogs_keep_their_frame() {
    let dialogs = [
        "Ad",
        "Ad<C-d>",
        "Ab<C-d><PageDown>",
        "Aby",
        "A2mm<Space><C-d>",
        "A2mm<Space><C-s>",
        ":\u{7530}",
        ":Jose",
        "7",
        "0<Esc>Aby<Enter>5<Enter>",
        "N",
        "w",
    ];
    for columns in [60, 80, 120] {
        for keys in dialogs {
            let mut portal = portal((columns, 30));
            portal.keys(keys);
            if portal.model.dialogs.is_empty() {
                continue;
            }
            portal.screen();
            let buffer = portal.terminal.backend().buffer();
            let corner =
                |y: u16, sign: &str| (0..columns).find(|x| buffer[(*x, y)].symbol() == sign);
            let top = (0..30)
                .find(|y| corner(*y, "\u{256d}").is_some())
                .expect("a frame");
            let bottom = (0..30)
                .find(|y| corner(*y, "\u{2570}").is_some())
                .expect("a frame");
            let (left, right) = (
                corner(top, "\u{256d}").unwrap(),
                corner(top, "\u{256e}").unwrap(),
            );
            for y in top + 1..bottom {
                for x in [left, right] {
                    assert_eq!(
                        buffer[(x, y)].symbol(),
                        "\u{2502}",
                        "{keys} at {columns}, row {y}"
                    );
                }
                // A wide letter before the frame leaves it alone.
                let (_, places) = row(buffer, y);
                assert!(
                    places.contains(&left) && places.contains(&right),
                    "{keys} at {columns}, row {y}: {:?}",
                    row(buffer, y)
                );
            }
        }
    }
}

/// Crumbs and title of a user, beside what stands on the right of them.
#[test]
fn crumbs_and_titles_of_any_name_leave_their_neighbours_alone() {
    for columns in [60, 80, 100, 120] {
        let mut portal = portal((columns, 24));
        let people: Vec<_> = NAMES.to_vec();
        for name in people {
            portal.find(name).keys("<Enter>");
            portal.shows(if columns > 60 {
                "Contoso \u{b7} Entra 2023"
            } else {
                "Entra 2023"
            });
            let buffer = portal.terminal.backend().buffer();
            let title = (1..8)
                .map(|y| row(buffer, y).0)
                .find(|line| line.contains(name.graphemes(true).next().unwrap()));
            assert!(title.is_some(), "{name} at {columns}:\n{}", portal.screen());
            portal.keys("<Esc><Esc>");
        }
    }
}

/// Chips of a log, and its rows, which say what was typed for an account.
#[test]
fn chips_of_any_value_are_shown_whole_or_counted() {
    for columns in [60, 80, 120] {
        for name in NAMES {
            let mut portal = portal((columns, 24));
            let view = ListView {
                filters: vec![
                    ("User".to_owned(), name.to_owned()),
                    ("Date".to_owned(), "7 days".to_owned()),
                ],
                ..ListView::default()
            };
            portal
                .model
                .saved_view
                .lists
                .insert(Place::SignInLogs, view);
            portal.keys("4");
            let screen = portal.screen();
            let line = screen
                .lines()
                .find(|line| line.contains("sign-ins"))
                .unwrap_or_default();
            let buffer = portal.terminal.backend().buffer();
            let (shown, _) = (0..24)
                .map(|y| row(buffer, y))
                .find(|(line, _)| line.contains("sign-ins"))
                .unwrap();
            assert!(
                shown.contains(&format!(" User: {name} ")) || shown.contains('+'),
                "{line}"
            );
            assert!(shown.trim_end().ends_with("sign-ins"), "{shown}");
        }
    }
}

/// A field scrolls by letters, and its cursor stands where the next one will.
#[test]
fn a_field_scrolls_by_letters() {
    for name in NAMES {
        let mut portal = portal((60, 16));
        portal.keys("f");
        for _ in 0..6 {
            portal.paste(name);
        }
        portal.screen();
        let backend = portal.terminal.backend();
        let place = backend.cursor_position();
        let buffer = backend.buffer();
        let (line, places) = row(buffer, place.y);
        let end = places.iter().position(|column| *column >= place.x).unwrap();
        let last = name.graphemes(true).next_back().unwrap();
        assert!(line[..end].ends_with(last), "{name}: {line}");
        let typed = name.repeat(6);
        let shown =
            line[..end].trim_start_matches(|letter: char| !name.contains(letter) || letter == ' ');
        assert!(
            typed.ends_with(shown.trim_start()),
            "{shown} is no end of {typed}"
        );
    }
}

#[test]
fn a_search_finds_a_name_of_any_script() {
    for name in NAMES {
        let mut portal = portal((120, 24));
        let tenant = Arc::clone(&portal.model.snapshot);
        portal.find(name);
        let found = portal
            .model
            .subject()
            .and_then(|id| tenant.user(id))
            .unwrap();
        assert_eq!(found.name, name);
    }
}
