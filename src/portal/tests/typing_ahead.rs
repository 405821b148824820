//! While a password is being checked, what is typed is for the portal behind it.

use std::sync::Arc;

use super::harness::{Portal, SMALL};
use crate::domain::directory::{Directory, Head, Revision};
use crate::domain::id::UserId;
use crate::domain::tenant::TenantFacts;
use crate::domain::user::User;
use crate::portal::message::Msg;
use crate::store::{Snapshot, Store as _};

/// A tenant of which nobody has been read yet.
struct Unread(Snapshot);

impl Directory for Unread {
    fn facts(&self) -> &TenantFacts {
        self.0.facts()
    }

    fn revision(&self) -> Revision {
        self.0.revision()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn head(&self, _: usize) -> Option<Head<'_>> {
        None
    }

    fn is_ready(&self) -> bool {
        false
    }

    fn position(&self, _: UserId) -> Option<usize> {
        None
    }

    fn find(&self, _: &str) -> Option<UserId> {
        None
    }

    fn user(&self, _: UserId) -> Option<Arc<User>> {
        None
    }
}

/// The demo password was entered for `account`, whom nobody has read yet.
fn entered(account: &str) -> Portal {
    let mut portal = Portal::contoso(SMALL).checking_later();
    portal.tell(Msg::State(Arc::new(Unread(portal.store.snapshot()))));
    portal.model.sign_in =
        crate::portal::sign_in::SignIn::new(&portal.model.snapshot, Some(account));
    portal.keys("<C-t><Enter>").shows("Looking for the account");
    assert!(portal.to_check.is_empty());
    portal
}

#[test]
fn who_is_not_read_yet_is_looked_for_and_nothing_has_to_be_pressed_again() {
    let mut portal = entered("authadmin@contoso.com");
    portal
        .keys("/joni<Enter><Enter>")
        .shows("kept for the portal");
    portal.tell(Msg::State(portal.store.snapshot()));
    let ticket = portal.to_check.pop().unwrap();
    portal.shows("Checking the password");
    portal.tell(Msg::PasswordChecked(ticket, true));
    portal.shows("Joni Sherman › Authentication methods");
}

#[test]
fn who_is_not_there_once_all_are_read_is_refused_and_what_was_typed_dropped() {
    let mut portal = entered("nobody@contoso.com");
    portal.keys("mm");
    portal.tell(Msg::State(portal.store.snapshot()));
    portal.shows("There is no account nobody@contoso.com");
    assert!(portal.to_check.is_empty() && portal.model.held.is_empty());
    portal.keys("<Esc>").shows("Pick an account");
}

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
