//! While a password is being checked, what is typed is for the portal behind it.

use super::harness::{Portal, SMALL};
use crate::portal::message::Msg;

/// The demo password is being checked.
fn checking() -> (Portal, u64) {
    let mut portal = Portal::contoso(SMALL).checking_later();
    portal
        .keys("<Enter><C-t><Enter>")
        .shows("Checking the password");
    let ticket = portal.to_check.pop().unwrap();
    (portal, ticket)
}

#[test]
fn it_is_kept_in_order_and_done_once_one_is_in() {
    let (mut portal, ticket) = checking();
    portal
        .keys("/")
        .paste("joni")
        .keys("<Enter><Space>mm")
        .shows("Checking the password")
        .shows("kept for the portal");
    assert!(portal.to_check.is_empty(), "Enter checks nothing again");
    portal.tell(Msg::PasswordChecked(ticket, true));
    portal
        .shows("Manage user settings")
        .shows("1 user selected");
}

#[test]
fn it_is_no_part_of_another_password() {
    let (mut portal, ticket) = checking();
    portal.keys("mm");
    portal.tell(Msg::PasswordChecked(ticket, false));
    portal.keys("<C-t><Enter>");
    let ticket = portal.to_check.pop().unwrap();
    portal.tell(Msg::PasswordChecked(ticket, true));
    portal.shows("Search users").hides("selected");
}

#[test]
fn esc_goes_back_to_the_accounts_and_drops_it() {
    let (mut portal, _) = checking();
    portal.keys("jjq<Esc>").shows("Pick an account");
    assert!(!portal.left);
    portal.keys("<Enter>").shows("authadmin@contoso.com");
    // Leaving is never kept waiting.
    let (mut portal, _) = checking();
    portal.keys("j<C-c>");
    assert!(portal.left);
}
