//! The columns of All users, chosen and ordered.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};

fn heading(portal: &mut Portal) -> String {
    let screen = portal.screen();
    let line = screen.lines().find(|line| line.contains("Display name"));
    line.unwrap_or_default().to_owned()
}

#[test]
fn a_column_is_shown_and_moved_and_stays_so_on_the_way_back() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("C").snapshot("columns");
    // Department, the last but one, before the user principal name.
    for _ in 0..13 {
        portal.keys("j");
    }
    portal.keys("<Space>");
    for _ in 0..12 {
        portal.keys("K");
    }
    portal.keys("<Enter>");
    let line = heading(&mut portal);
    let place = |text: &str| line.find(text).unwrap_or_else(|| panic!("{text}: {line}"));
    assert!(place("Display name") < place("Department"));
    assert!(place("Department") < place("User principal name"));
    portal.shows("Sales");
    portal.keys("2").keys("1").keys("i<Esc>");
    assert_eq!(heading(&mut portal), line);
    // What one put first stays longest where the window is narrow.
    portal.resize((60, 16));
    assert!(heading(&mut portal).contains("Department"));
}

#[test]
fn esc_changes_nothing_and_reset_brings_the_first_ones_back() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let before = heading(&mut portal);
    portal.keys("Cj<Space><Esc>");
    assert_eq!(heading(&mut portal), before);
    portal.keys("Cj<Space><Enter>");
    assert!(!heading(&mut portal).contains("User principal name"));
    portal.keys("Cr<Enter>");
    assert_eq!(heading(&mut portal), before);
}

#[test]
fn the_display_name_is_always_shown_and_the_ends_are_ends() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let before = heading(&mut portal);
    portal
        .keys("C<Space>")
        .shows("The display name is always shown");
    portal.keys("K<Enter>");
    assert_eq!(heading(&mut portal), before);
}
