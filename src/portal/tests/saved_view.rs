//! The view that stays from one run to the next, and its way back.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::portal::saved_view::SavedView;

fn signed_in() -> Portal {
    Portal::contoso(AIRY).signed_in_as(GLOBAL)
}

fn again(portal: Portal) -> Portal {
    portal.again().signed_in_as(GLOBAL)
}

/// Chooses this filter: typing finds a value of any kind.
fn filter(portal: &mut Portal, typed: &str) {
    portal.keys("f").keys(typed).keys("<Enter>");
}

/// The line of the headings.
fn headings(portal: &mut Portal) -> String {
    let screen = portal.screen();
    let mut lines = screen.lines();
    let line = lines.find(|line| line.contains("Display name"));
    line.unwrap_or_default().trim_end().to_owned()
}

#[test]
fn sort_filters_and_columns_of_a_list_are_there_in_the_next_run() {
    let mut portal = signed_in();
    portal.keys("ssS");
    filter(&mut portal, "type guest");
    // Department, the last but one, before the user principal name.
    portal
        .keys(&format!("C{}<Space>", "j".repeat(13)))
        .keys(&"K".repeat(12))
        .keys("<Enter>");
    let before = headings(&mut portal);
    assert!(
        before.contains("Department") && before.contains("Type \u{25bc}"),
        "{before}"
    );
    let mut portal = again(portal);
    assert_eq!(headings(&mut portal), before);
    portal.shows("User type: Guest").shows("of 63 users");
    // The cursor is at the top, whoever stands there now.
    assert_eq!(portal.model.blade().unwrap().list().unwrap().at(), 0);
}

#[test]
fn what_is_searched_and_marked_is_the_moments() {
    let mut portal = signed_in();
    portal.find("kim").keys("<Space>");
    let mut portal = again(portal);
    portal
        .shows("63 users")
        .hides("selected")
        .shows("Search users");
    assert_eq!(portal.model.view_now(), SavedView::default());
}

#[test]
fn every_list_has_its_own_view_also_when_it_was_closed_before_one_left() {
    let mut portal = signed_in();
    portal.keys("sS2stV").keys("4tt5t0S1");
    let view = portal.model.view_now();
    assert_eq!(view.lists.len(), 5, "{view:#?}");
    let mut portal = again(portal);
    portal
        .keys("2")
        .shows("Sign-in blocked users")
        .shows("Status: Enabled");
    portal.keys("4").shows("Date: 7 days");
    portal.keys("5").shows("Date: 24 hours");
    portal.keys("0").shows("Display name \u{25bc}");
    assert_eq!(portal.model.view_now(), view);
}

#[test]
fn the_experience_and_the_mouse_stay_too() {
    let mut portal = Portal::contoso_in(Edition::Entra2023, AIRY).signed_in_as(GLOBAL);
    portal.open("AllanD@contoso.com").keys("eM<Esc><Esc><Esc>");
    let mut portal = again(portal);
    assert!(!portal.model.mouse);
    portal.open("AllanD@contoso.com").shows("Alternate phone");
}

#[test]
fn signing_in_as_somebody_else_keeps_how_one_looks() {
    let mut portal = signed_in();
    portal.keys("s<C-o>");
    let mut portal = portal.signed_in_as("helpdesk@contoso.com");
    portal.shows("User principal name \u{25b2}");
}

#[test]
fn reset_view_brings_the_first_view_back_and_again_the_own_one() {
    let mut portal = signed_in();
    portal.keys("W").shows("are as at first already");
    portal.keys("sM2t4t1");
    filter(&mut portal, "guest");
    let own = portal.model.view_now();
    portal.keys("W").shows("W again takes that back");
    assert_eq!(portal.model.view_now(), SavedView::default());
    portal.shows("Display name \u{25b2}").shows("63 users");
    assert!(portal.model.mouse);
    portal
        .keys("2")
        .shows("Status: Any")
        .keys("4")
        .shows("Date: all")
        .keys("1");
    portal
        .keys("W")
        .shows("as you had arranged them")
        .shows("User type: Guest");
    assert_eq!(portal.model.view_now(), own);
    assert!(!portal.model.mouse);
}

#[test]
fn reset_view_is_found_by_typing() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal
        .keys("s:reset view<Enter>")
        .shows("Display name \u{25b2}");
}

#[test]
fn a_scenarios_lists_are_no_part_of_the_view() {
    let mut portal = signed_in();
    portal.keys("s");
    let own = portal.model.view_now();
    portal.keys("L<Enter>");
    while portal.model.lesson.is_none() {
        portal.keys("<Enter>");
    }
    portal
        .keys("<Esc>")
        .shows("Display name \u{25b2}")
        .keys("ssS2t1");
    portal.keys("W").shows("The scenario's lists are not kept");
    assert_eq!(portal.model.view_now(), own);
    portal
        .keys("L")
        .keys("x")
        .shows("User principal name \u{25b2}");
    assert_eq!(portal.model.view_now(), own);
}
