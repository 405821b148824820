//! Playing the user: every step of a sign-in by keys, what it leaves in the tenant, and undo.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::domain::method::{Method, MethodKind};
use crate::domain::sign_in::{SignInEntry, SignInStatus};
use crate::store::Store;

const WIDE: (u16, u16) = (180, 50);

/// At the choice of a place for `upn`.
fn as_user(upn: &str, size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
    portal.open(upn).keys("Y");
    portal
}

/// The same with the place that is called `place` chosen.
fn at_place(upn: &str, place: &str, size: (u16, u16)) -> Portal {
    let mut portal = as_user(upn, size);
    let user = portal.user(upn);
    let places = crate::domain::forecast::places(&portal.tenant().facts().settings, &user);
    let at = places.iter().position(|(own, ..)| own.label() == place);
    for _ in 0..at.unwrap() {
        portal.keys("<Down>");
    }
    portal.keys("<Enter>");
    portal
}

fn log(portal: &Portal) -> Vec<SignInEntry> {
    portal.store.sign_ins(usize::MAX).unwrap()
}

#[test]
fn each_place_stands_with_what_the_forecast_says_of_it() {
    let mut portal = as_user("DiegoS@contoso.com", AIRY);
    portal
        .shows("LAP3 password only")
        .shows("a new browser password, then Mobile phone (Text message)")
        .shows("a non-browser app with the password no: MFA is required (50076)");
    portal.keys("<Enter>").shows("Enter password");
}

#[test]
fn a_number_is_matched_the_browser_remembered_and_undo_forgets_it() {
    let upn = "IsaiahL@contoso.com";
    let mut portal = at_place(upn, "a new browser", AIRY);
    let before = portal.user(upn);
    portal.keys("<C-t>").shows("Approve sign in request");
    portal.shows("Enter the number shown to sign in.");
    portal
        .keys("00<Enter>")
        .shows("That is not the number shown");
    portal
        .keys("<Tab><Tab><Tab><Enter>")
        .shows("[x] Don't ask again");
    portal
        .keys("<Up><Up><Up><C-t><Enter>")
        .shows("Stay signed in?");
    portal
        .keys("<Enter>")
        .shows("Isaiah is signed in")
        .shows("0 Success");
    portal.shows("New device is not remembered");
    assert_eq!(portal.user(upn).devices.len(), before.devices.len() + 1);
    let entries = log(&portal);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].status, SignInStatus::Success);
    portal.keys("u").shows("Undid: Sign-in of Isaiah Langer");
    assert_eq!(portal.user(upn).devices, before.devices);
    assert_eq!(log(&portal).len(), 1, "the log is append-only (D18)");
}

#[test]
fn a_text_message_arrives_on_the_phone_and_its_code_is_typed() {
    let mut portal = at_place("DiegoS@contoso.com", "a new browser", AIRY);
    portal.hides("New text message").keys("<C-t>");
    portal.shows("New text message to +1 4255550103");
    portal.keys("1<Enter>").shows("That code is not right");
    portal.keys("<C-t><Enter>").shows("Stay signed in?");
    portal.hides("New text message");
}

#[test]
fn after_a_reregister_the_user_registers_and_all_of_it_is_undone() {
    let upn = "DiegoS@contoso.com";
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    let before = portal.user(upn);
    portal.open(upn).keys("ry<Enter>Y<Down><Enter><C-t>");
    portal.shows("More information required");
    portal.keys("<Enter>").shows("Scan the QR code");
    portal
        .keys("<C-t>")
        .shows("This tries out what you register");
    portal
        .keys("<C-t><Enter>")
        .shows("Registered: Microsoft Authenticator");
    portal
        .keys("<Enter><Down><Enter>")
        .shows("Diego is signed in");
    let user = portal.user(upn);
    let kinds: Vec<_> = user.methods.iter().map(Method::kind).collect();
    assert_eq!(kinds, [MethodKind::MicrosoftAuthenticator]);
    portal.keys("uu").shows("Undid: Require re-register MFA");
    assert_eq!(portal.user(upn), before);
}

#[test]
fn a_phone_number_to_register_is_checked() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("DiegoS@contoso.com");
    portal.keys("ry<Enter>Y<Down><Enter><C-t>");
    portal.shows("More information required");
    portal.keys("<Down><Down><Enter>").shows("Mobile phone");
    portal.keys("555<Enter><Enter>");
    portal
        .shows("Start with + and the country code")
        .shows("555");
    portal.keys("<C-t><Enter><Enter>");
    portal.shows("New text message to +1 4255550100");
    portal
        .keys("<C-t><Enter>")
        .shows("Registered: Mobile phone");
}

#[test]
fn a_wrong_password_is_counted_and_logged_and_the_right_one_goes_on() {
    let upn = "DiegoS@contoso.com";
    let mut portal = at_place(upn, "LAP3", AIRY);
    portal
        .keys("nonsense<Enter>")
        .shows("Your account or password is incorrect.");
    assert_eq!(log(&portal)[0].code, 50126);
    portal.paste("Proof-up!2026");
    portal.keys("<Enter>").shows("Stay signed in?");
    portal.keys("<Enter>").shows("LAP3 remembered until");
}

#[test]
fn a_temporary_password_is_changed_at_the_next_sign_in() {
    let upn = "PatrickR@contoso.com";
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open(upn).keys("py<Enter>Y<Enter><C-t>");
    portal.shows("Update your password");
    portal
        .keys("short<Tab>short<Enter>")
        .shows("Choose 8 to 256 characters.");
    portal.keys("q7!Zv9#Kd2$Wm4<Tab>q7!Zv9#Kd2$Wm5<Enter>");
    portal.shows("The two entries are not the same");
    portal
        .keys("q7!Zv9#Kd2$Wm4<Tab>q7!Zv9#Kd2$Wm4<Enter>")
        .shows("Stay signed in?");
    assert!(!portal.user(upn).password.must_change);
}

#[test]
fn a_non_browser_app_gets_one_question_and_an_answer() {
    let upn = "IsaiahL@contoso.com";
    let mut portal = at_place(upn, "a non-browser app with the password", AIRY);
    portal
        .keys("<C-t>")
        .shows("50076")
        .shows("a non-browser app needs an app password");
    let mut portal = at_place(upn, "app password OL10", AIRY);
    portal
        .keys("<C-t>")
        .shows("0 Success")
        .hides("Stay signed in?");
}

#[test]
fn closing_the_window_ends_it_and_the_log_says_what_was_left_open() {
    let mut portal = at_place("IsaiahL@contoso.com", "a new browser", AIRY);
    portal.keys("<Esc>").shows("The window is closed");
    assert!(log(&portal).is_empty());
    portal.keys("<Enter>").shows("Where does the user sign in?");
    portal.keys("<Enter><C-t><Esc>");
    portal.keys("<Esc><Esc>").shows("All users");
}

#[test]
fn interrupted_at_the_second_factor() {
    let mut portal = at_place("IsaiahL@contoso.com", "a new browser", AIRY);
    portal
        .keys("<C-t><Esc>")
        .shows("Not signed in")
        .shows("50074");
    assert_eq!(log(&portal)[0].status, SignInStatus::Interrupted);
}

#[test]
fn an_answer_that_comes_after_the_blade_was_closed_changes_nothing() {
    let mut portal = at_place("DiegoS@contoso.com", "LAP3", AIRY);
    portal.tell(crate::portal::message::Msg::Checked(999, Some(0)));
    portal.shows("Enter password");
    portal.keys("<Esc><Esc>");
    portal.tell(crate::portal::message::Msg::Checked(1, Some(0)));
    assert!(log(&portal).is_empty());
}

#[test]
fn where_nothing_can_be_saved_nobody_is_played() {
    let mut portal = Portal::read_only(SMALL).signed_in_as(GLOBAL);
    portal
        .open("DiegoS@contoso.com")
        .keys("Y")
        .shows("Read-only");
}

#[test]
fn in_2018_the_app_is_approved_without_a_number() {
    let mut portal = Portal::contoso_in(Edition::Azure2018, AIRY).signed_in_as(GLOBAL);
    portal.find("IsaiahL").keys("Y<Down><Down><Enter><C-t>");
    while !portal.screen().contains("Approve or deny") {
        let before = portal.screen();
        portal.keys("<Down><Down><Enter>");
        assert_ne!(before, portal.screen(), "no way is a notification");
    }
    portal.shows("On the phone: Approve");
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        as_user("IsaiahL@contoso.com", size).snapshot("play_places");
        at_place("IsaiahL@contoso.com", "a new browser", size)
            .keys("<C-t>")
            .snapshot("play_number");
        at_place("IsaiahL@contoso.com", "a new browser", size)
            .keys("<C-t><C-t><Enter><Enter>")
            .snapshot("play_signed_in");
        let mut register = Portal::contoso(size).signed_in_as(GLOBAL);
        register.open("DiegoS@contoso.com");
        register
            .keys("ry<Enter>Y<Down><Enter><C-t>")
            .snapshot("play_register");
    }
    let mut ascii = at_place("IsaiahL@contoso.com", "a new browser", SMALL).in_ascii();
    ascii.keys("<C-t>").snapshot("ascii_play");
    assert!(ascii.screen().is_ascii());
    at_place("IsaiahL@contoso.com", "a new browser", (60, 16))
        .keys("<C-t>")
        .snapshot("play_number");
}
