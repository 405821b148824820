//! The terminal's cursor is where the focus is, for screen readers, magnifiers and input methods; and
//! the focus of what cannot be a slip is on Cancel.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use crate::store::Store as _;

/// The role of the cell under the terminal's cursor; `None`: it is hidden.
fn under_cursor(portal: &mut Portal) -> Option<char> {
    let roles = portal.roles();
    let backend = portal.terminal.backend();
    let place = backend.cursor_position();
    backend.cursor_visible().then(|| {
        let line = roles.lines().nth(place.y.into()).unwrap_or_default();
        line.chars().nth(place.x.into()).unwrap_or(' ')
    })
}

/// Rows, check boxes and buttons: keys that lead there.
const FOCUSED: &[&str] = &[
    "",
    "<Down>",
    "A",
    "v<Down>",
    "2",
    "2<End>",
    "3",
    "3<Down>",
    "Ady<Enter>0",
    "Ady<Enter>5<Down>",
    // A user, and what is opened from there.
    "<Enter>",
    "<Enter>e",
    "i",
    "i<Down>",
    "Y",
    // Dialogs: check boxes, buttons, results, entries.
    "mm",
    "mm<Down>",
    "mm<Down><Down><Space>",
    "mm<Tab><Tab><Tab>",
    "mm<Tab><Tab><Tab><Tab>",
    "mm<Space><C-s>",
    "d",
    "d<Left>",
    "b",
    "py",
    "<Enter>r",
    "2tttAe",
    "C",
    "C<Down>",
    "E",
    "E<Right>",
    "Ady<Enter>5<Enter>",
];

/// Text fields: the cursor stands behind what was typed.
const FIELDS: &[(&str, &str)] = &[
    ("/", "kim"),
    ("4/", "kim"),
    ("?", "mark"),
    (":", "mark"),
    ("f", "guest"),
    ("i<Enter>", "x"),
    ("n", "Ada"),
    ("2b", "x"),
    ("B", "before"),
];

#[test]
fn the_cursor_is_on_the_row_the_box_or_the_button_that_has_the_focus() {
    for size in [(60, 16), SMALL, AIRY] {
        for keys in FOCUSED {
            let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
            portal.keys("5<Esc>").keys(keys);
            let role = under_cursor(&mut portal);
            assert_eq!(role, Some('F'), "{keys} at {size:?}:\n{}", portal.picture());
        }
    }
}

#[test]
fn in_a_field_the_cursor_stands_behind_what_was_typed() {
    for size in [(60, 16), SMALL, AIRY] {
        for (keys, typed) in FIELDS {
            let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
            portal.keys(keys);
            assert!(under_cursor(&mut portal).is_some(), "{keys}");
            let before = portal.terminal.backend().cursor_position();
            portal.keys(typed).screen();
            let after = portal.terminal.backend().cursor_position();
            let cells = u16::try_from(typed.len()).unwrap();
            assert_eq!((after.x, after.y), (before.x + cells, before.y), "{keys}");
        }
    }
}

#[test]
fn nowhere_is_the_cursor_lost() {
    let mut portal = Portal::contoso(SMALL);
    assert!(under_cursor(&mut portal).is_some());
    portal.keys("<Enter>");
    assert!(under_cursor(&mut portal).is_some());
    for keys in [
        "6",
        "6<Down>",
        "4",
        "7",
        "D",
        "<Enter>a",
        "/nobody<Enter>",
        "4/x<Enter>",
        "0",
        "N",
        "L",
        "L<Enter><Enter>",
    ] {
        let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
        portal.keys(keys);
        assert!(
            under_cursor(&mut portal).is_some(),
            "{keys}:\n{}",
            portal.picture()
        );
    }
}

/// Keys that lead to a question.
const QUESTIONS: &[&str] = &[
    "Ad",
    "b",
    "/blocked<Enter><C-u><Esc>fblocked<Enter>U",
    "p",
    "ip",
    "is",
    "ib",
    "id",
    "/adelev<Enter><Enter>p",
    "/adelev<Enter><Enter>r",
    "/adelev<Enter><Enter>v",
    "/adelev<Enter><Enter>s",
    "/adelev<Enter><Enter><Down>d",
    "2tttAe",
    "2ttAd",
];

#[test]
fn every_question_begins_on_the_way_out_and_y_and_n_answer_it() {
    for keys in QUESTIONS {
        let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
        portal.keys(keys);
        let screen = portal.screen();
        assert!(screen.contains("y yes  n no"), "{keys}:\n{screen}");
        let focused: String = portal
            .roles()
            .lines()
            .zip(screen.lines())
            .flat_map(|(roles, line)| roles.chars().zip(line.chars()).collect::<Vec<_>>())
            .filter(|(role, _)| *role == 'F')
            .map(|(_, letter)| letter)
            .collect();
        assert_eq!(focused, "[ Cancel ]", "{keys}:\n{screen}");
        let before = portal.store.snapshot().revision();
        // Enter presses what has the focus; n says no from anywhere.
        portal.keys("<Enter>");
        assert!(portal.model.dialogs.is_empty(), "{keys}");
        let last = keys.chars().last().unwrap().to_string();
        portal.keys(&last).keys("<Left>n");
        assert!(portal.model.dialogs.is_empty(), "{keys}");
        assert_eq!(portal.store.snapshot().revision(), before, "{keys}");
        portal.keys(&last).keys("y");
        assert!(
            portal.store.snapshot().revision() > before,
            "{keys}:\n{}",
            portal.screen()
        );
    }
}

#[test]
fn a_dialog_for_several_names_the_first_and_counts_the_others() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.find("al").keys("Ad");
    let all = portal.marked().len();
    portal.shows(&format!("Delete {all} users"));
    portal.shows("Alex Wilber, Alicia Thornber, Allan Deyoung, Bala Sankaran and 6 more");
    portal.resize((60, 16)).shows(" more");
    // Two are named both, one by the title.
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("<Space><Space>d").shows(" and ").hides(" more");
}
