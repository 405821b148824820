//! Bulk update from CSV: pick, verify, plan, save, one undo.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use super::scale::{Late, crowd};
use crate::domain::edition::Edition;
use crate::domain::user::PerUserMfa::{Disabled, Enabled, Enforced};
use crate::portal::message::Msg;

const CSV: &str = "Username,MFA Status\n\
    AdeleV@contoso.com,Disabled\n\
    ConradN@contoso.com,Enforced\n\
    nobody@contoso.com,Enabled\n\
    \n\
    BenW@contoso.com,On\n\
    adelev@contoso.com,Enabled\n\
    NancyA@contoso.com,Disabled\n";

fn with_files(upn: &str, size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(upn);
    let ok = |path: &str, text: &str| (path.to_owned(), Ok(text.to_owned()));
    portal.files = vec![
        ok("mfa.csv", CSV),
        ok("notes.txt", "nothing"),
        ok(".hidden.csv", CSV),
        ok(
            "2026/autumn.CSV",
            "Username,MFA Status\nBenW@contoso.com,disabled\n",
        ),
        ok("2026/wrong.csv", "Name;State\n"),
        ok("2026/nobody.csv", "Username,MFA Status\nno,Enabled\n"),
        (
            "2026/secret.csv".to_owned(),
            Err("2026/secret.csv cannot be read: permission denied".to_owned()),
        ),
    ];
    portal.keys("2b");
    portal
}

#[test]
fn a_file_is_picked_verified_planned_saved_and_taken_back_at_once() {
    let mut portal = with_files(AUTHENTICATION, SMALL);
    portal
        .shows("select a CSV file")
        .shows("2026/")
        .shows("mfa.csv");
    portal
        .hides("notes.txt")
        .hides(".hidden.csv")
        .snapshot("bulk_update_file");
    portal
        .keys("m<Enter>")
        .shows("6 rows: 3 in order, 3 left out");
    portal.shows("line 2 AdeleV@contoso.com Disabled: ok");
    portal.shows("line 4 nobody@contoso.com unknown user");
    portal.shows("line 6 BenW@contoso.com bad status `On`");
    portal.shows("line 7 adelev@contoso.com duplicate of line 2");
    portal.snapshot("bulk_update_verified");
    portal.keys("<Enter>").shows("What this will do");
    portal
        .shows("1 user MFA Enforced")
        .shows("1 user MFA Disabled");
    portal.shows("1 user refused").snapshot("bulk_update_plan");
    let states = |portal: &Portal| {
        ["AdeleV", "ConradN", "BenW", "NancyA"]
            .map(|name| portal.user(&format!("{name}@contoso.com")).mfa)
    };
    let before = states(&portal);
    portal
        .keys("<C-s>")
        .shows("Updates successful")
        .shows("2 done, 1 refused");
    portal
        .shows("Adele Vance MFA Disabled")
        .shows("Nancy Anderson refused");
    assert_eq!(states(&portal), [Disabled, Enforced, before[2], before[3]]);
    portal
        .keys("<Enter>u")
        .shows("Undid: Bulk update MFA for 3 users");
    assert_eq!(states(&portal), before);
    assert_eq!(before[1], Enabled);
}

#[test]
fn names_are_completed_and_folders_entered() {
    let mut portal = with_files(GLOBAL, SMALL);
    portal
        .keys("20<Tab>")
        .shows("2026/")
        .shows("autumn.CSV")
        .shows("wrong.csv");
    portal.keys("a<Tab>").shows("2026/autumn.CSV");
    portal
        .keys("<Enter>")
        .shows("1 row, all in order")
        .keys("<Esc>");
    portal
        .keys("<C-u>")
        .shows("mfa.csv")
        .click("2026/")
        .shows("autumn.CSV");
    portal
        .keys("<C-u>")
        .paste("2026/au")
        .shows("autumn.CSV")
        .hides("mfa.csv");
    portal.keys("<C-u>.h").shows(".hidden.csv");
    // Any file can be read by its whole name.
    portal
        .keys("<C-u>notes.txt")
        .shows("No CSV file or folder here begins like this");
    portal.keys("<Enter>").shows("no column `Username`");
    portal.keys("<Esc>").hides("select a CSV file");
}

#[test]
fn what_cannot_be_used_is_said_and_nothing_is_done() {
    let mut portal = with_files(GLOBAL, SMALL);
    let before = portal.user("BenW@contoso.com");
    for (path, why) in [
        ("2026/wrong.csv", "no column `Username`"),
        ("2026/secret.csv", "permission denied"),
        ("gone.csv", "no such file"),
    ] {
        portal.keys("<C-u>").paste(path).keys("<Enter>").shows(why);
    }
    portal
        .keys("<C-u>")
        .paste("nowhere/x")
        .shows("nowhere/ cannot be listed");
    portal.keys("<C-u>").paste("2026/nobody.csv");
    portal
        .keys("<Enter>")
        .shows("1 row: 0 in order, 1 left out");
    portal
        .keys("<Enter>")
        .shows("No row is in order: correct the file");
    portal
        .keys("<Esc>")
        .shows("select a CSV file")
        .keys("<Esc>");
    assert!(portal.model.dialogs.is_empty());
    assert_eq!(portal.user("BenW@contoso.com"), before);
}

#[test]
fn a_late_answer_to_another_path_is_dropped() {
    let mut portal = with_files(GLOBAL, SMALL);
    portal.tell(Msg::FileRead(1, Ok(CSV.to_owned())));
    portal.tell(Msg::FolderListed(1, Ok(Vec::new())));
    portal.shows("mfa.csv").hides("in order");
    portal
        .keys("<Esc>")
        .tell(Msg::FileRead(2, Ok(CSV.to_owned())));
    assert!(portal.model.dialogs.is_empty());
}

#[test]
fn who_may_not_set_states_is_not_let_in() {
    let mut portal = Portal::contoso_in(Edition::Azure2020, AIRY).signed_in_as(AUTHENTICATION);
    portal
        .keys("2b")
        .shows("may not change per-user MFA in Azure 2020");
    assert!(portal.model.dialogs.is_empty());
}

#[test]
fn a_large_file_is_verified_outside_with_a_count_and_a_way_out() {
    let text = |late: &Late| {
        let users = (0..20_000).filter_map(|at| late.model.snapshot.head(at));
        let rows = users.map(|head| format!("{},Enforced\n", head.upn));
        format!("Username,MFA Status\n{}", rows.collect::<String>())
    };
    for size in [SMALL, AIRY] {
        let mut late = Late::over(&crowd(20_000), size);
        late.keys("2").catch_up().keys("busers.csv<Enter>");
        late.shows("Reading the file");
        let text = text(&late);
        late.tell(Msg::FileRead(late.files[0], Ok(text.clone())));
        let ticket = late.works[0].0;
        late.is_at("rows verified", 8_192, 20_000)
            .shows("rows verified 8,192 of 20,000; Esc stops")
            .snapshot("verifying_many");
        late.keys("<Esc>")
            .shows("verifying was stopped: nothing was changed");
        assert_eq!(late.stopped.last(), Some(&ticket));
        late.works.clear();

        late.keys("<Enter>");
        late.tell(Msg::FileRead(late.files[1], Ok(text)));
        late.catch_up().shows("20,000 rows, all in order");
        late.keys("<Enter>").catch_up().shows("What this will do");
        late.shows("MFA Enforced");
    }
}

#[test]
fn enter_before_the_folder_is_listed_means_what_will_stand_there() {
    use crate::portal::dialogs::bulk_update::{BulkUpdate, Purpose, Wanted};
    use crate::portal::effect::Entry;
    let entry = |name: &str, folder| Entry {
        name: name.to_owned(),
        folder,
    };
    let mut dialog = BulkUpdate::of(Purpose::PerUserMfa);
    dialog.asked(1, dialog.wanted().unwrap());
    dialog.paste("mf");
    dialog.press();
    assert_eq!(dialog.wanted(), None, "the folder is still on its way");
    dialog.on_listed(1, Ok(vec![entry("2026", true), entry("mfa.csv", false)]));
    assert_eq!(dialog.wanted(), Some(Wanted::File("mfa.csv".to_owned())));
    // Whoever types on meanwhile has not chosen.
    let mut dialog = BulkUpdate::of(Purpose::PerUserMfa);
    dialog.asked(1, dialog.wanted().unwrap());
    dialog.press();
    dialog.paste("m");
    dialog.on_listed(1, Ok(vec![entry("mfa.csv", false)]));
    assert_eq!(dialog.wanted(), None);
}
