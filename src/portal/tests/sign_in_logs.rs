//! The Sign-in logs: what a played sign-in leaves there, found again, and why.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use crate::store::{Store as _, StoreError};

const WIDE: (u16, u16) = (180, 50);

/// Isaiah in, a wrong password of Diego, Isaiah's window closed before the second factor.
fn three_sign_ins(size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
    portal.find("IsaiahL").keys("Y<Enter><C-t><Enter><Esc>");
    portal.find("DiegoS").keys("Y<Enter>wrong<Enter><Esc><Esc>");
    portal
        .find("IsaiahL")
        .keys("Y<Down><Down><Enter><C-t><Esc><Esc>");
    portal
}

#[test]
fn the_newest_sign_in_is_the_first_and_enter_says_why() {
    let mut portal = three_sign_ins(AIRY);
    portal.keys("4").shows("3 sign-ins");
    portal.shows("IsaiahL@contoso.com").shows("Interrupted");
    portal
        .keys("<Enter>")
        .shows("50074")
        .shows("Why was I asked?");
    portal
        .keys("<Tab>")
        .shows("MFA result detail")
        .hides("50074");
    portal.keys("<Tab>").shows("New device is not remembered");
    portal.keys("<Tab>").shows("50074").keys("<S-Tab>");
    portal.shows("New device is not remembered");
    portal.click("Basic info").shows("50074");
    portal.keys("<Esc><Down><Down><Enter>]]");
    portal
        .shows("Why was I not asked?")
        .shows("HOME remembered until");
    portal.keys("[").shows("skipped").keys("y");
    assert!(portal.copied[0].contains("Authentication requirement: "));
}

#[test]
fn search_and_status_narrow_the_list_and_esc_shows_all_again() {
    let mut portal = three_sign_ins(AIRY);
    portal
        .keys("4/diego")
        .shows("1 of 3 sign-ins")
        .shows("50126");
    portal.keys("<Enter><Esc>").shows("3 sign-ins");
    for status in ["Success", "Failure", "Interrupted"] {
        portal.keys(&format!("f{status}<Enter>"));
        portal
            .shows(&format!(" Status: {status} "))
            .shows("1 of 3 sign-ins");
    }
    portal.keys("/nobody<Enter>").shows("No entry fits");
    portal.keys("<Esc><Esc>").shows("3 sign-ins");
}

/// Each kind of filter that the portal has, from what there is in the log.
#[test]
fn filters_are_those_of_the_portal_with_how_many_they_leave() {
    let mut portal = three_sign_ins(AIRY);
    portal
        .keys("4f")
        .shows("Add filter")
        .snapshot("sign_in_filters");
    for (kind, value) in [
        ("User", "IsaiahL@contoso.com 2 sign-ins"),
        ("Application", "My Apps 3 sign-ins"),
        ("Status", "Failure 1 sign-in"),
        ("IP address", "There is nothing to choose yet"),
        ("Client app", "Browser 3 sign-ins"),
        ("Requirement", "Single-factor"),
        ("Date", "24 hours 7 days"),
    ] {
        portal
            .shows(kind)
            .keys("<Enter>")
            .shows(value)
            .keys("<Esc><Down>");
    }
    portal.keys("<Esc>fisaiah<Enter>").shows("2 of 3 sign-ins");
    portal.keys("f<Enter>").shows("any");
    portal.keys("<Home><PageUp><Enter>").shows("3 sign-ins");
}

/// The date range counts back from the tenant's time, whatever it is.
#[test]
fn the_date_range_follows_the_tenants_clock() {
    let mut portal = three_sign_ins(AIRY);
    portal
        .keys("4t")
        .shows(" Date: 24 hours ")
        .shows("3 sign-ins");
    portal
        .keys("T<C-u>2<C-s><Enter>t")
        .shows(" Date: 7 days ")
        .shows("3 sign-ins");
    portal
        .keys("tt")
        .shows(" Date: 24 hours ")
        .shows("0 of 3 sign-ins");
    portal.keys("ut").shows("3 sign-ins");
}

#[test]
fn the_user_of_a_sign_in_is_a_key_away() {
    let mut portal = three_sign_ins(AIRY);
    portal
        .keys("4o")
        .shows("Isaiah Langer › Authentication methods");
}

#[test]
fn error_codes_are_sorted_as_numbers() {
    let mut portal = three_sign_ins(AIRY);
    portal.keys("4");
    let mut entries = portal.store.sign_ins(9).unwrap();
    for (entry, code) in entries.iter_mut().zip([500_121, 50_126, 0]) {
        entry.code = code;
    }
    portal.tell(crate::portal::message::Msg::SignIns(Ok(entries)));
    portal.click("Error code").shows("Error code\u{25b2}");
    let screen = portal.screen();
    let at = |code: &str| screen.find(code).unwrap();
    assert!(at("50126") < at("500121"), "{screen}");
}

#[test]
fn an_empty_log_says_how_to_fill_it_and_a_broken_one_why() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("4").shows("Nobody has signed in yet");
    let broken = StoreError::Damaged("journal/1.ron:3:7: expected `)`".to_owned());
    portal.tell(crate::portal::message::Msg::SignIns(Err(broken)));
    portal.shows("journal/1.ron:3:7");
}

#[test]
fn a_sign_in_of_somebody_else_s_making_shows_at_once() {
    let mut portal = three_sign_ins(AIRY);
    portal.keys("4").shows("3 sign-ins");
    let tenant = portal.tenant();
    let upn = "DiegoS@contoso.com";
    let mut sign_in = crate::domain::sign_in::rehearse(
        &*tenant,
        upn,
        crate::domain::sign_in::Attempt::new_browser(),
        crate::domain::sign_in::Means::Password,
        crate::domain::entropy::Entropy::from_seed(3),
        portal.model.now,
    );
    let plan = sign_in.take_plan().unwrap();
    crate::store::Store::submit(&*portal.store, plan).unwrap();
    portal.tell(crate::portal::message::Msg::State(portal.tenant()));
    portal.shows("4 sign-ins");
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        three_sign_ins(size).keys("4").snapshot("sign_in_logs");
        three_sign_ins(size)
            .keys("4<Enter>")
            .snapshot("sign_in_details");
        three_sign_ins(size)
            .keys("4<Enter><S-Tab>")
            .snapshot("sign_in_details_why");
    }
    let mut ascii = three_sign_ins(SMALL).in_ascii();
    ascii.keys("4").snapshot("ascii_sign_in_logs");
    assert!(ascii.screen().is_ascii());
}
