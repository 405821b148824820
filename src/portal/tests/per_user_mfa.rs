//! The per-user MFA page: its filters, and quick steps that follow the selection.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::domain::user::PerUserMfa::{self, Disabled, Enabled, Enforced};

fn state(portal: &Portal, upn: &str) -> PerUserMfa {
    portal.user(upn).mfa
}

/// Marks these users on the page.
fn mark(portal: &mut Portal, users: &[&str]) {
    for upn in users {
        portal.find(upn).keys("<Space>");
    }
    portal.keys("<Esc>");
}

const ENABLED: &str = "ConradN@contoso.com";
const ENFORCED: &str = "AdeleV@contoso.com";

/// Contoso has few Disabled users; this one is made one.
fn with_a_disabled_user(edition: Edition, size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso_in(edition, size).signed_in_as(GLOBAL);
    portal.keys("2").find("BenW").keys("dy<Enter><Esc>");
    assert_eq!(state(&portal, DISABLED), Disabled);
    portal
}

const DISABLED: &str = "BenW@contoso.com";

#[test]
fn the_view_begins_with_those_who_may_sign_in() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("2")
        .shows("View: Sign-in allowed users")
        .shows("62 users");
    portal.find("Hadar").shows("0 of 62 users").keys("<Esc>");
    portal
        .keys("V")
        .shows("View: Sign-in blocked users")
        .shows("Hadar Caspit");
    portal.shows("1 user");
    portal
        .keys("V")
        .shows("View: Global Administrators")
        .shows("Nancy Anderson");
    portal.hides("Adele Vance");
    portal
        .keys("VVV")
        .shows("View: Sign-in allowed users")
        .shows("62 users");
    portal.click("View:").shows("View: Sign-in blocked users");
}

#[test]
fn the_status_is_any_enabled_enforced_or_disabled() {
    let mut portal = with_a_disabled_user(Edition::Azure2018, SMALL);
    portal.shows("Multi-Factor Auth status: Any");
    portal
        .keys("t")
        .shows("Multi-Factor Auth status: Enabled")
        .shows("Conrad Nuber");
    portal
        .hides("Adele Vance")
        .snapshot("per_user_mfa_enabled_2018");
    portal
        .keys("t")
        .shows("status: Enforced")
        .shows("Adele Vance")
        .hides("Conrad Nuber");
    portal
        .keys("t")
        .shows("status: Disabled")
        .shows("Ben Walters")
        .hides("Adele Vance");
    portal.find("Conrad").shows("No users match \"Conrad\"");
    portal
        .keys("<Esc>")
        .shows("status: Disabled")
        .keys("<Esc>")
        .shows("status: Any")
        .shows("Adele Vance");
}

#[test]
fn quick_steps_follow_one_user() {
    let mut portal = with_a_disabled_user(Edition::Azure2018, AIRY);
    let steps = [
        (DISABLED, "quick steps: Enable", "e"),
        (ENABLED, "quick steps: Enforce, Disable", "nd"),
        (ENFORCED, "quick steps: Disable", "d"),
    ];
    for (upn, said, offered) in steps {
        portal.find(upn).shows(said);
        for key in ["e", "n", "d"] {
            portal.keys(key);
            assert_eq!(
                !portal.model.dialogs.is_empty(),
                offered.contains(key),
                "{upn} {key}"
            );
            if offered.contains(key) {
                portal.keys("<Esc>");
            } else {
                portal.shows("nobody selected is");
            }
        }
    }
}

#[test]
fn a_mixed_selection_says_for_how_many_and_leaves_the_others() {
    let mut portal = with_a_disabled_user(Edition::Azure2018, AIRY);
    mark(&mut portal, &[DISABLED, ENABLED, ENFORCED]);
    portal.shows("quick steps: Enable 1, Enforce 1, Disable 2");
    portal
        .keys("e")
        .shows("About enabling multi-factor auth")
        .shows("for 1 of 3 selected");
    portal
        .shows("[ enable multi-factor auth ]")
        .snapshot("enable_2018");
    portal
        .keys("y")
        .shows("Updates successful")
        .shows("[ close ]");
    assert_eq!(state(&portal, DISABLED), Enabled);
    assert_eq!(state(&portal, ENABLED), Enabled);
    assert_eq!(state(&portal, ENFORCED), Enforced, "never a step back");
    portal
        .keys("<Enter>d")
        .shows("Disable multi-factor authentication?");
    portal
        .shows("for 3 of 3 selected")
        .shows("[ yes ]")
        .shows("[ no ]");
    // The focus is on no.
    portal.keys("<Enter>");
    assert_eq!(state(&portal, ENFORCED), Enforced);
    portal.keys("dy").shows("Updates successful");
    for upn in [DISABLED, ENABLED, ENFORCED] {
        assert_eq!(state(&portal, upn), Disabled, "{upn}");
    }
    portal.keys("<Enter>u");
    assert_eq!(state(&portal, ENFORCED), Enforced, "one undo");
}

#[test]
fn the_new_page_has_words_of_its_own() {
    let mut portal = with_a_disabled_user(Edition::Entra2023, SMALL);
    portal.shows("Enable MFA").shows("Status: Any");
    portal.find(DISABLED).snapshot("per_user_mfa_2023");
    portal
        .keys("e")
        .shows("Enable multifactor authentication")
        .shows("[ Enable ]");
    portal.keys("<Esc>").hides("[ Enable ]");
    portal.resize((60, 16)).snapshot("per_user_mfa_2023");
}

#[test]
fn a_mark_that_the_view_hides_is_counted_as_hidden() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .find("Hadar")
        .keys("<Space>")
        .find("Adele")
        .keys("<Space><Esc>m");
    portal.shows("2 selected, 1 hidden");
    portal.keys("m").shows("1 hidden by search or filter");
}

#[test]
fn who_may_not_is_told_so_and_sees_only_the_quick_step_that_is_left() {
    let mut portal = Portal::contoso_in(Edition::Azure2020, AIRY).signed_in_as(AUTHENTICATION);
    portal
        .keys("2")
        .shows("quick steps: Manage user settings")
        .keys("d");
    portal.shows("may not change per-user MFA in Azure 2020");
    assert!(portal.model.dialogs.is_empty());
}
