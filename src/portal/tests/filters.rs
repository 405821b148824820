//! Filters of a list of users: added by kind and value or by typing, shown as chips, cleared by
//! Esc.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};

fn shown(portal: &Portal) -> usize {
    let blade = portal.model.blade().unwrap();
    blade.list().unwrap().len()
}

fn holds(portal: &Portal, fits: impl Fn(&crate::domain::directory::Head<'_>) -> bool) -> usize {
    let tenant = portal.tenant();
    let heads = (0..tenant.len()).filter_map(|at| tenant.head(at));
    heads.filter(|head| !head.deleted && fits(head)).count()
}

#[test]
fn a_kind_then_a_value_and_a_chip_says_so() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("f").shows("Add filter").snapshot("add_filter");
    portal.keys("<Down><Down><Down><Enter>").shows("MFA status");
    portal.keys("<Down><Down><Enter>");
    portal.shows("MFA status: Enforced").snapshot("filtered");
    let enforced = |head: &crate::domain::directory::Head<'_>| {
        head.mfa == crate::domain::user::PerUserMfa::Enforced
    };
    assert_eq!(shown(&portal), holds(&portal, enforced));
}

#[test]
fn typing_finds_a_value_of_any_kind_and_filters_hold_together() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("fguest<Enter>").shows("User type: Guest");
    let guests = holds(&portal, |head| {
        head.user_type == crate::domain::user::UserType::Guest
    });
    assert_eq!(shown(&portal), guests);
    portal.keys("fguest inviter<Enter>");
    portal
        .shows("User type: Guest Role: Guest Inviter")
        .shows("No users of User type: Guest, Role: Guest Inviter.");
    // One value of each kind: a second one takes its place.
    portal.keys("fmember<Enter>").shows("User type: Member");
    portal.hides("User type: Guest").shows("1 of 63 users");
    assert_eq!(portal.under_cursor(), "GabrielD@contoso.com");
}

#[test]
fn where_there_is_no_room_the_chips_become_a_number() {
    let mut portal = Portal::contoso((60, 16)).signed_in_as(GLOBAL);
    portal
        .keys("fenforced<Enter>fmember<Enter>")
        .shows("2 filters");
}

#[test]
fn esc_clears_search_then_filters_then_marks() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    let all = shown(&portal);
    portal.keys("<Space>fmember<Enter>").find("an");
    portal
        .keys("<Esc>")
        .shows("Search cleared")
        .shows("User type: Member");
    portal
        .keys("<Esc>")
        .shows("Filters cleared")
        .hides("User type");
    assert_eq!((shown(&portal), portal.marked().len()), (all, 1));
    portal.keys("<Esc>").shows("Marks cleared");
}

#[test]
fn one_filter_is_taken_away_or_all_of_them() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("fguest<Enter>fdisabled<Enter>");
    portal.shows("User type: Guest MFA status: Disabled");
    portal.keys("f<Enter>").keys("<Up><Up><Enter>");
    portal
        .hides("User type: Guest")
        .shows("MFA status: Disabled");
    portal.keys("f").shows("Clear all filters");
    portal
        .keys("<PageDown><Enter>")
        .hides("MFA status: Disabled");
}

#[test]
fn esc_goes_back_to_the_kinds_and_what_matches_nothing_says_so() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let all = shown(&portal);
    portal
        .keys("f<Enter>")
        .shows("type to find, Esc: other kinds");
    portal.keys("<Esc>").shows("Add filter").keys("zzz");
    portal.shows("No filter matches.").keys("<Enter>");
    portal.shows("No filter matches.").keys("<Esc>");
    portal.hides("No filter matches.");
    assert_eq!(shown(&portal), all);
}

#[test]
fn each_list_has_filters_of_its_own() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("fguest<Enter>2").hides("User type: Guest");
    portal.keys("1").shows("User type: Guest");
}
