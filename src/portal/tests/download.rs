//! Download users: what the list shows, into a file.

use std::path::Path;

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use super::scale::{Late, crowd};
use crate::portal::effect::{Format, Rows, Sheet};
use crate::portal::message::Msg;
use crate::portal::work::Progress;

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
    let Rows::Users(Sheet::AllUsers, users, tenant) = &export.rows else {
        panic!("{:?}", export.rows)
    };
    let names = users
        .users()
        .into_iter()
        .map(|id| tenant.user(id).unwrap().name.clone());
    let names: Vec<_> = names.collect();
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
    assert_eq!(export.rows.len(), 2);
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

/// Every table goes to a file by the same key, as search and filter show it.
#[test]
fn every_table_is_downloaded_as_it_is_shown() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("2/adele<Enter>D")
        .shows("exportPerUserMfa_2026-11-22.csv");
    portal
        .keys("<C-s>")
        .shows("1 user written to exportPerUserMfa");
    portal.keys("0D").shows("exportDeletedUsers_2026-11-22.csv");
    portal.keys("<C-s>").shows("1 user written");
    portal
        .keys("6x")
        .shows("exportRegistrationDetails_2026-11-22.csv");
    portal.keys("<C-s>").shows("63 users written");
    portal
        .keys("1")
        .find("IsaiahL")
        .keys("Y<Enter><C-t><Enter><Esc>");
    portal.find("DiegoS").keys("Y<Enter>wrong<Enter><Esc><Esc>");
    portal
        .keys("4ffailure<Enter>D")
        .shows("SignIns_2026-11-22.csv");
    portal
        .keys("<C-s>")
        .shows("1 sign-in written to SignIns_2026-11-22.csv");
    let sheets: Vec<_> = portal
        .exported
        .iter()
        .map(|export| match &export.rows {
            Rows::Users(sheet, ..) => Some(*sheet),
            _ => None,
        })
        .collect();
    assert_eq!(
        sheets,
        [
            Some(Sheet::PerUserMfa),
            Some(Sheet::DeletedUsers),
            Some(Sheet::Registration),
            None
        ]
    );
    let Rows::SignIns(entries) = &portal.exported[3].rows else {
        panic!()
    };
    assert_eq!((entries.len(), entries[0].code), (1, 50126));
    portal
        .keys("1")
        .find("DiegoS")
        .keys("b<C-s><Enter>5/disable<Enter>D<C-s>")
        .shows("1 entry written to AuditLogs");
    let Rows::Audit(entries) = &portal.exported[4].rows else {
        panic!()
    };
    assert_eq!(entries[0].activity.names()[0], "Disable account");
}

/// On a computer that is not the reader's own, nothing is written, and the reason is said.
#[test]
fn where_files_are_out_of_reach_each_table_says_so() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.model.no_files = Some("files are on the other computer".to_owned());
    for place in ["1", "2", "0", "4", "5", "6"] {
        portal
            .keys(place)
            .keys("D")
            .shows("files are on the other computer");
        assert!(portal.model.dialogs.is_empty(), "{place}");
    }
    portal.keys("2b").shows("files are on the other computer");
    assert!(portal.exported.is_empty());
}

/// A large table is written with a count and a way out.
#[test]
fn a_large_file_says_how_far_it_is_and_esc_stops_it() {
    for size in [SMALL, AIRY] {
        let mut late = Late::over(&crowd(100_000), size);
        late.keys("D<C-s>").shows("Saving");
        let ticket = late.files[0];
        late.tell(Msg::Progress(
            ticket,
            Progress {
                what: "written",
                done: 40_960,
                of: 100_000,
            },
        ));
        late.shows("written 40,960 of 100,000").shows("Esc stop");
        late.snapshot("downloading");
        late.keys("<Esc>");
        assert_eq!(late.stopped.last(), Some(&ticket));
        let why = "users.csv was not written: it was stopped, and nothing of it stays";
        late.tell(Msg::Exported(ticket, Err(why.to_owned())));
        late.shows("it was stopped");
        late.keys("<Esc>").shows("100,000 users");
    }
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, (180, 50)] {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        portal
            .keys("1")
            .find("IsaiahL")
            .keys("Y<Enter><C-t><Enter><Esc>4D");
        portal.snapshot("download_sign_ins");
    }
}
