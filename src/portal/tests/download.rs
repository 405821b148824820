//! Download users: what the list shows, into a file.

use std::path::Path;

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use crate::portal::effect::Format;

#[test]
fn what_the_list_shows_is_written_in_its_order() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("fguest<Enter>S").keys("x");
    portal
        .shows("exportUsers_2026-11-22.csv")
        .snapshot("download_users");
    portal
        .keys("<C-s>")
        .shows("2 users written to exportUsers_2026-11-22.csv");
    let export = portal.exported.pop().unwrap();
    let names: Vec<_> = export
        .users
        .users()
        .iter()
        .map(|id| export.snapshot.user(*id).unwrap().name.clone())
        .collect();
    assert_eq!(names, ["Łukasz Żak", "Noor Haddad"]);
    assert!(!export.replace && export.format == Format::Csv);
    assert!(portal.audit().is_empty(), "the tenant stays as it is");
}

#[test]
fn the_file_is_named_as_the_format_is_and_the_selected_ones_can_be_chosen() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("<Space><Space>D").shows("(x) 63 shown");
    portal
        .keys("<Tab><Right>")
        .shows("exportUsers_2026-11-22.json");
    portal.keys("<Tab><Space><Tab><Right>").shows("2 users");
    portal.keys("<C-s>");
    let export = portal.exported.pop().unwrap();
    assert_eq!(export.path, Path::new("exportUsers_2026-11-22.json"));
    assert!(export.replace && export.format == Format::Json);
    assert_eq!(export.users.len(), 2);
}

#[test]
fn a_file_that_is_there_is_said_beside_the_field_and_asked_for_again() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.export_fails = Some("users.csv exists already: choose another name".to_owned());
    portal.keys("D<C-u>users.csv<C-s>");
    portal
        .shows("users.csv exists already")
        .shows("Download users");
    portal.keys("<C-u>other.csv").hides("exists already");
    portal.keys("<C-s>").shows("63 users written to other.csv");
}

#[test]
fn without_a_name_nothing_is_written_and_reading_only_is_enough() {
    let mut portal = Portal::read_only(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("D<C-u>")
        .shows("Type the name of a file")
        .keys("<C-s>");
    assert!(portal.exported.is_empty());
    portal.keys("u.csv<C-s>").shows("63 users written to u.csv");
}
