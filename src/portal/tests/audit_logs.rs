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
