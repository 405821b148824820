//! The portals of the documents: which there are in an edition, what each one calls things, and
//! what is not behind it.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::portal::words::Door;

#[test]
fn every_edition_has_a_door_and_a_reason_for_each_that_it_has_not() {
    for edition in Edition::ALL {
        assert!(Door::ALL.iter().any(|door| door.sign(edition).is_some()));
        for door in Door::ALL {
            assert_ne!(door.sign(edition).is_some(), door.closed(edition).is_some());
            assert!(door.nearest(edition).sign(edition).is_some());
        }
    }
}

#[test]
fn the_portal_is_chosen_before_signing_in() {
    for size in [SMALL, AIRY] {
        let mut portal = Portal::contoso(size);
        portal
            .shows("Microsoft Entra admin center entra.microsoft.com")
            .keys("<Tab>")
            .shows("Microsoft 365 admin center admin.microsoft.com")
            .snapshot("sign_in_365");
        let mut portal = portal.signed_in_as(AUTHENTICATION);
        portal.shows("Active users").snapshot("active_users");
    }
    Portal::contoso_in(Edition::Azure2018, SMALL)
        .shows("Azure portal portal.azure.com")
        .shows("Tab Microsoft 365 admin center");
}

#[test]
fn what_an_edition_has_no_door_for_is_listed_with_the_reason() {
    let mut portal = Portal::contoso_in(Edition::Azure2020, SMALL).signed_in_as(GLOBAL);
    portal
        .keys("P")
        .snapshot("doors_2020")
        .keys("<Down>")
        .shows("Azure 2020 does not go through the Microsoft Entra admin center");
    portal
        .keys("<Enter>")
        .shows("S1 signs in to the Azure portal");
    portal
        .keys("<Down><Enter>")
        .shows("Now in the Microsoft 365 admin center");
    portal.keys("m").shows("Manage user settings");
}

#[test]
fn titles_crumbs_and_commands_follow_the_door() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal
        .shows("Home › Identity › Users › All users")
        .shows("New user")
        .shows("User principal name");
    portal.keys("P365<Enter>");
    portal
        .shows("Now in the Microsoft 365 admin center")
        .shows("Home › Users › Active users")
        .shows("Add a user")
        .shows("Username")
        .shows("Multi-factor authentication")
        .hides("Sign-in logs");
    portal.keys("m").shows("User MFA settings").keys("m<Space>");
    portal.shows("User MFA settings").shows("What Save will do");
}

#[test]
fn what_is_not_behind_a_door_says_so_and_which_door_to_take() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("5").shows("Audit logs");
    // The blade that the other portal does not have is closed.
    portal
        .keys("P365<Enter>")
        .shows("Active users")
        .keys("5")
        .shows("The Microsoft 365 admin center has no Audit logs: P goes to the Microsoft Entra");
    portal
        .find("KimA")
        .keys("<Enter>")
        .shows("Overview")
        .keys("m")
        .shows("has no Authentication methods");
    portal
        .keys("Pentra<Enter>m")
        .shows("Usable authentication methods");
}

#[test]
fn another_edition_goes_on_at_the_nearest_door_and_back_at_the_own() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("E<Right><Enter>")
        .shows("Azure Active Directory › Users › All users")
        .keys("E<Left><Enter>")
        .shows("Identity › Users › All users");
}
