//! Esc: one step outward at a time, each announced in the last line and said when it was taken.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};

fn signed_in() -> Portal {
    Portal::contoso(SMALL).signed_in_as(GLOBAL)
}

/// The hints announce this step; Esc takes it and says so.
fn step(portal: &mut Portal, announced: &str, said: &str) {
    // Any key that does nothing else brings the hints back.
    portal.keys("<Up>");
    let hints = portal.last_line();
    assert!(hints.contains(&format!("Esc {announced}")), "{hints}");
    portal.keys("<Esc>");
    let line = portal.last_line();
    assert!(line.contains(said), "{line}");
}

#[test]
fn every_list_of_users_is_left_step_by_step() {
    for (place, status, at_the_end) in [
        ("1", "", "Leave proofup? q leaves, any other key stays"),
        ("2", "t", ""),
        ("0", "", ""),
    ] {
        let mut portal = signed_in();
        portal.find("al").keys("A<Down>").keys("d");
        portal
            .keys("y<Enter><Esc><Esc><Esc>")
            .keys(place)
            .keys(status);
        portal
            .keys("/a<Enter>ftype member<Enter>")
            .keys("A*A")
            .keys("v");
        step(&mut portal, "give up range", "Range given up");
        step(&mut portal, "clear search", "Search cleared");
        step(&mut portal, "clear filters", "Filters cleared");
        step(&mut portal, "clear marks", "Marks cleared");
        let depth = portal.model.blades.len();
        portal.keys("<Up>");
        let hints = portal.last_line();
        portal.keys("<Esc>");
        if at_the_end.is_empty() {
            assert_eq!(portal.model.blades.len(), depth - 1);
        } else {
            assert!(!hints.contains("Esc"), "{hints}");
            portal.shows(at_the_end);
            assert_eq!(portal.model.blades.len(), 1);
            assert!(!portal.left);
            portal.keys("<Down>").hides("Leave proofup?");
        }
    }
}

#[test]
fn every_log_is_left_step_by_step() {
    for place in ["4", "5"] {
        let mut portal = signed_in();
        portal
            .keys(place)
            .keys("t/x<Esc>")
            .shows("Back in the list; Esc again clears the search");
        step(&mut portal, "clear search", "Search cleared");
        step(&mut portal, "clear filters", "Filters cleared");
        portal.keys("<Up>");
        portal.resize(AIRY);
        assert!(portal.last_line().contains("Esc back"));
        portal.keys("<Esc>");
        assert_eq!(portal.model.blades.len(), 1);
    }
}

#[test]
fn the_field_is_left_before_anything_is_cleared() {
    let mut portal = signed_in();
    portal
        .keys("/<Esc>")
        .shows("Back in the list")
        .hides("Esc again");
    portal
        .keys("/kim<Esc>")
        .shows("Esc again clears the search")
        .shows("kim");
}

#[test]
fn other_blades_and_dialogs_are_left_by_one_step() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal.open("AllanD@contoso.com");
    assert!(portal.last_line().contains("Esc back"));
    portal.keys("r");
    assert!(portal.last_line().contains("y yes  n no"));
    portal.shows("Esc changes nothing").keys("<Esc><Esc>");
    assert_eq!(portal.model.blades.len(), 1);
}
