//! The Audit logs: what happened stands there with before and after, can be found, and leads to
//! the user and back.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::portal::message::Msg;

/// A refusal and two changes by an Authentication Administrator.
fn with_entries(size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(AUTHENTICATION);
    portal
        .open("DiegoS@contoso.com")
        .keys("v<C-s><Enter><Esc><Esc>");
    portal.find("JoniS@").keys("b<C-s><Enter><Esc>");
    portal
        .find("")
        .keys("g")
        .go_to("DiegoS@contoso.com")
        .keys("<Space>");
    portal
        .go_to("NancyA@contoso.com")
        .keys("<Space>mm<Space><C-s><Enter>");
    portal
}

#[test]
fn an_empty_trail_says_what_will_stand_there() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal
        .keys("5")
        .shows("Nothing has happened in this tenant yet.");
    portal.snapshot("audit_logs_empty");
    // Nothing to open is said, not crashed on.
    portal.keys("<Enter>").shows("There is no entry to open");
    portal.keys("o<Esc>").shows("All users");
}

#[test]
fn what_was_done_and_refused_stands_there_newest_first() {
    for size in [SMALL, AIRY] {
        let mut portal = with_entries(size);
        portal.keys("5").shows("Audit logs").snapshot("audit_logs");
        let screen = portal.screen();
        let at = |text: &str| {
            screen
                .find(text)
                .unwrap_or_else(|| panic!("{text}:\n{screen}"))
        };
        assert!(at("Update user") < at("Disable account"), "{screen}");
        assert!(
            screen.contains("Failure") && screen.contains("Success"),
            "{screen}"
        );
    }
}

#[test]
fn the_details_show_before_and_after_and_lead_to_the_user() {
    let mut portal = with_entries(AIRY);
    portal
        .keys("5/disable<Enter><Enter>")
        .shows("Activity details");
    portal
        .shows("AccountEnabled")
        .shows("true → false")
        .snapshot("audit_details");
    portal.keys("y");
    assert!(
        portal.copied[0].contains("Disable account\tSuccess"),
        "{:?}",
        portal.copied
    );
    portal
        .keys("o")
        .shows("Joni Sherman › Authentication methods");
    portal.keys("<Esc>").shows("Audit logs").shows("1 of");
}

#[test]
fn any_action_is_taken_back_from_its_entry_unless_a_later_one_touched_the_same() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .find("JoniS@")
        .keys("b<C-s><Enter><Esc>")
        .find("DiegoS@")
        .keys("b<C-s><Enter>");
    portal.keys("<Esc>").find("JoniS@").keys("U<C-s><Enter>");
    let blocked = |portal: &Portal| {
        ["JoniS@contoso.com", "DiegoS@contoso.com"].map(|upn| portal.user(upn).blocked)
    };
    // Joni was touched again since.
    portal.keys("5/joni<Enter>G<Enter>");
    portal
        .shows("first take back Unblock sign-in for Joni Sherman")
        .keys("u")
        .shows("You touched the same again since");
    // Diego's was not the last, but nothing touched him since.
    portal
        .keys("<Esc><Esc>/diego<Enter><Enter>")
        .shows("u takes it back: Block sign-in for Diego Siciliani");
    portal
        .keys("u")
        .shows("Undid: Block sign-in for Diego Siciliani");
    assert_eq!(blocked(&portal), [false, false]);
    // Redo is of what was taken back last, and undo goes on with the last of what was done.
    portal
        .keys("<C-r>")
        .shows("Did again: Block sign-in for Diego");
    assert_eq!(blocked(&portal), [false, true]);
    portal.keys("uu").shows("Undid: Unblock sign-in for Joni");
    assert_eq!(blocked(&portal), [true, false]);
}

#[test]
fn a_refusal_and_another_ones_action_cannot_be_taken_back() {
    let mut portal = with_entries(AIRY);
    portal
        .keys("5/nancy<Enter><Enter>")
        .shows("it changed nothing")
        .shows("Failure");
    portal.keys("<Esc><Esc><Esc><C-o>");
    let mut portal = portal.signed_in_as(GLOBAL);
    portal.keys("5/disable<Enter><Enter>");
    portal
        .shows("authadmin@contoso.com did it")
        .keys("u")
        .shows("did it");
    assert!(portal.user("JoniS@contoso.com").blocked);
}

#[test]
fn filters_are_chosen_from_what_there_is_and_shown_as_chips() {
    let mut portal = with_entries(AIRY);
    portal.keys("5f").shows("Add filter").shows("Initiated by");
    portal
        .keys("failure<Enter>")
        .shows(" Status: Failure ")
        .shows("1 of");
    portal
        .shows("NancyA@contoso.com")
        .hides("JoniS@contoso.com")
        .snapshot("audit_filtered");
    portal
        .keys("f<Down><Down><Down><Enter><PageUp><Enter>")
        .hides("Status: Failure")
        .shows("JoniS@contoso.com");
    portal
        .keys("t")
        .shows("Date: 24 hours")
        .keys("t")
        .shows("Date: 7 days");
    portal
        .keys("ftarget joni<Enter>")
        .shows("Target: JoniS@contoso.com");
    portal
        .keys("<Esc>")
        .shows("Filters cleared")
        .hides("Target: JoniS");
    portal
        .keys("/zzz<Enter>")
        .shows("No entry fits")
        .keys("<Esc>")
        .hides("No entry fits");
}

#[test]
fn older_entries_are_read_when_asked_for_up_to_what_a_log_shows() {
    let mut portal = with_entries(AIRY);
    let entry = portal.audit().pop().unwrap();
    portal.keys("5").hides("load more").keys("m");
    portal
        .shows("Every entry is here: there is nothing older")
        .keys("<Home>");
    for (limit, said) in [(5_000, "5,000"), (10_000, "10,000"), (20_000, "20,000")] {
        portal.tell(Msg::Audit(Ok(vec![entry.clone(); limit])));
        portal
            .shows(&format!("the newest {said} entries"))
            .shows(&format!("{said} entries"))
            .shows("m load more");
        portal.keys("m").hides("the newest");
        assert_eq!(portal.audits_read.pop(), Some(2 * limit));
    }
    portal.tell(Msg::Audit(Ok(vec![entry; 40_000])));
    portal.shows("the newest 40,000 entries").hides("load more");
    portal
        .keys("m")
        .shows("A log shows 40,000 entries at the most: the journal keeps the others");
}

/// The first column of the entries that stand there, in order.
fn rows(portal: &mut Portal, column: &str) -> Vec<String> {
    let screen = portal.screen();
    let lines: Vec<_> = screen.lines().collect();
    let place = |line: &&&str| line.contains("Date") && line.contains("Activity");
    let headings = lines.iter().position(|line| place(&line)).unwrap();
    let chars: Vec<char> = lines[headings].chars().collect();
    let heading: Vec<char> = column.chars().collect();
    let at = chars.windows(heading.len()).position(|own| own == heading);
    let at = at.unwrap_or_else(|| panic!("no column {column}:\n{screen}"));
    let entries = lines[headings + 2..].iter();
    let entries = entries.take_while(|line| !line.trim_end_matches(['\u{2502}', ' ']).is_empty());
    let cell = |line: &&str| line.chars().skip(at).take(6).collect::<String>();
    entries.map(cell).collect()
}

#[test]
fn it_is_sorted_by_any_column_and_back_by_date_and_the_last_line_says_which() {
    let mut portal = with_entries(AIRY);
    portal.keys("5").shows("Date \u{25bc}");
    let newest_first = rows(&mut portal, "Activity");
    portal.keys("S").shows("Date \u{25b2}");
    portal.shows("Sorted by Date, the oldest first");
    let mut oldest_first = newest_first.clone();
    oldest_first.reverse();
    assert_eq!(rows(&mut portal, "Activity"), oldest_first);
    // Columns that have no room are sorted by all the same, and said.
    portal.keys("s").shows("Sorted by Service, A to Z");
    portal.keys("ss").shows("Activity \u{25b2}");
    let mut by_activity = newest_first.clone();
    by_activity.sort();
    assert_eq!(rows(&mut portal, "Activity"), by_activity);
    portal.keys("S").shows("Sorted by Activity, Z to A");
    by_activity.reverse();
    assert_eq!(rows(&mut portal, "Activity"), by_activity);
    // What comes in stands where it belongs; the search keeps the order.
    portal.keys("/update<Enter>").shows("Activity \u{25bc}");
    portal
        .keys("<Esc>sssss")
        .shows("Sorted by Date, the newest first");
    assert_eq!(rows(&mut portal, "Activity"), newest_first);
}

#[test]
fn a_heading_sorts_by_its_column_and_again_the_other_way() {
    let mut portal = with_entries(AIRY);
    portal
        .keys("5")
        .click("Target(s)")
        .shows("Target(s) \u{25b2}");
    let targets = rows(&mut portal, "Target(s)");
    assert!(targets.is_sorted(), "{targets:?}");
    portal.click("Target(s)").shows("Target(s) \u{25bc}");
    let targets = rows(&mut portal, "Target(s)");
    assert!(targets.iter().rev().is_sorted(), "{targets:?}");
}

#[test]
fn the_cursor_stays_on_its_entry_whatever_it_is_sorted_by() {
    let mut portal = with_entries(AIRY);
    portal.keys("5/disable<Enter><Esc>");
    let subject = |portal: &Portal| portal.model.blade().unwrap().subject();
    portal.keys("j");
    let before = subject(&portal);
    portal.keys("sss");
    assert_eq!(subject(&portal), before);
    portal.keys("S");
    assert_eq!(subject(&portal), before);
}
