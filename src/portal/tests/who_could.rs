//! Who could do what is refused: names, from this tenant.

use super::harness::{AIRY, AUTHENTICATION, Portal, SMALL};

#[test]
fn a_refusal_on_the_last_line_leads_to_those_who_could() {
    for size in [SMALL, AIRY] {
        let mut portal = Portal::contoso(size).signed_in_as(AUTHENTICATION);
        portal
            .find("NancyA")
            .keys("p")
            .shows("w lists who could.")
            .keys("w");
        portal.shows("Who could do this?").snapshot("who_could");
        // An Authentication Administrator does not reach a Global Administrator (D16).
        portal
            .shows("Global Administrator")
            .hides("authadmin@contoso.com,");
        let opened = portal.model.dialogs.len();
        portal.keys("<Enter>");
        assert_eq!(portal.model.dialogs.len(), opened - 1);
        portal.shows("Authentication methods");
    }
}

#[test]
fn a_dialog_with_refused_rows_tells_who_could_do_them_all() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal
        .find("NancyA")
        .keys("<Space>")
        .find("DiegoS@")
        .keys("<Space>mm<Space>");
    portal
        .shows("w lists who could do what is refused")
        .keys("w");
    portal
        .shows("Who could do this?")
        .shows("Global Administrator")
        .keys("<Esc>");
    portal.shows("Manage user settings");
}

#[test]
fn where_nothing_was_refused_for_want_of_a_role_w_says_so() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal
        .keys("w")
        .shows("Nothing is refused here for want of a role");
    // The next act lets go of the refusal.
    portal
        .find("NancyA")
        .keys("pgw")
        .shows("Nothing is refused here");
}
