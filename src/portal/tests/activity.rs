//! Authentication methods › Activity: the numbers are those of the tenant, also after a change.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};

const WIDE: (u16, u16) = (180, 50);

/// Users of the tenant that are not deleted, and those with a method for which `fits` holds.
fn users(portal: &Portal, fits: fn(crate::domain::method::MethodKind) -> bool) -> (usize, usize) {
    let tenant = portal.tenant();
    let heads = (0..tenant.len()).filter_map(|at| tenant.head(at));
    let heads: Vec<_> = heads.filter(|head| !head.deleted).collect();
    let own = heads.iter().filter(|head| head.methods.iter().any(fits));
    (heads.len(), own.count())
}

#[test]
fn who_is_capable_of_mfa_is_counted_and_counted_again_after_a_change() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    let (all, before) = users(&portal, |kind| kind.facts().mfa);
    portal.keys("6").shows(&format!("{before} of {all} users"));
    portal
        .keys("1")
        .open("DiegoS@contoso.com")
        .keys("ry<Enter>6");
    let (_, after) = users(&portal, |kind| kind.facts().mfa);
    assert_eq!(after + 1, before);
    portal.shows(&format!("{after} of {all} users"));
}

#[test]
fn sign_ins_are_counted_by_requirement_and_status() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("6").shows("Nobody has signed in yet.");
    portal
        .keys("1")
        .find("IsaiahL")
        .keys("Y<Enter><C-t><Enter><Enter><Down><Down><Enter><C-t><Esc>6");
    portal
        .keys("G")
        .shows("2 of 2 sign-ins")
        .shows("1 of 2 sign-ins");
    portal.shows("Interrupted");
}

/// What happened is drawn on its day, today on the right, and moves left as days pass.
#[test]
fn recent_registrations_and_resets_stand_on_their_days() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .open("PatrickR@contoso.com")
        .keys("p<C-s><Enter>T<C-u>3<C-s><Enter>");
    portal.keys("a<Right><Tab>patrick@fabrikam.com<C-s><Enter>6");
    portal
        .shows("Recent registrations and resets, day by day")
        .shows("Security info registered ·····························█ 1")
        .shows("Passwords reset or changed ··························█··· 1");
}

#[test]
fn everything_comes_into_view_in_a_small_window() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("6").shows("Registration");
    portal
        .keys("G")
        .shows("Sign-ins by authentication requirement");
    portal.keys("g").shows("Registration");
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        portal
            .find("IsaiahL")
            .keys("Y<Enter><C-t><Enter><Enter><Down><Down><Enter><C-t><Esc>6");
        portal.snapshot("activity");
    }
    let mut ascii = Portal::contoso(SMALL).signed_in_as(GLOBAL).in_ascii();
    ascii.keys("6").snapshot("ascii_activity");
    assert!(ascii.screen().is_ascii());
}
