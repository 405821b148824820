//! Deleted users: whom there are, since when, and bringing them back.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL, contoso_in};
use crate::domain::edition::Edition;
use crate::domain::tenant::Tenant;
use crate::store::Access;

#[test]
fn who_was_deleted_when_and_for_how_long_they_can_be_restored() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("0").shows("Deleted users kept for 30 days");
    portal.shows("Sven Mortensen").shows("1 user ");
    portal.snapshot("deleted_users");
    portal.resize(SMALL).snapshot("deleted_users");
    portal.keys("<Enter>").shows("restorable for 19 more days");
    portal
        .keys("r")
        .shows("Restore Sven Mortensen")
        .keys("y<Enter>");
    portal.shows("Account status Enabled").hides("Restore user");
}

#[test]
fn several_are_restored_at_once_and_undo_deletes_them_again() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    let adele = portal.user("AdeleV@contoso.com");
    portal.find("AdeleV").keys("dy<Enter><Esc>");
    assert!(portal.user("AdeleV@contoso.com").deleted.is_some());
    portal.keys("0").shows("2 users");
    // The last deleted first.
    portal.keys("sss");
    assert_eq!(portal.under_cursor(), "AdeleV@contoso.com");
    portal.keys("Ar").shows("Restore 2 users");
    portal.keys("y").shows("Updates successful").keys("<Enter>");
    assert_eq!(portal.user("AdeleV@contoso.com"), adele);
    assert!(portal.user("SvenM@contoso.com").deleted.is_none());
    portal.shows("Nobody was deleted.").keys("u");
    portal.shows("2 users");
}

#[test]
fn whoever_was_deleted_too_long_ago_is_refused_and_the_others_come_back() {
    let contoso = contoso_in(Edition::Entra2023);
    let mut users: Vec<_> = (0..)
        .map_while(|at| crate::domain::directory::Directory::head(&contoso, at).map(|head| head.id))
        .filter_map(|id| crate::domain::directory::Directory::user(&contoso, id))
        .map(|user| (*user).clone())
        .collect();
    let adele = users
        .iter_mut()
        .find(|user| user.upn == "AdeleV@contoso.com");
    adele.unwrap().deleted = Some(super::harness::NOW.plus_seconds(-31 * 86_400));
    let facts = crate::domain::directory::Directory::facts(&contoso).clone();
    let tenant = Tenant::new(facts, users, 0).unwrap();
    let mut portal = Portal::of(tenant, Access::Sandbox, AIRY).signed_in_as(GLOBAL);
    portal.keys("0Ar").shows("1 user restored");
    portal.shows("cannot be restored");
    portal.keys("y<Enter>");
    assert!(portal.user("AdeleV@contoso.com").deleted.is_some());
    assert!(portal.user("SvenM@contoso.com").deleted.is_none());
}

#[test]
fn who_may_not_restore_is_told_who_may_and_nothing_to_restore_is_said() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal.keys("0/nobody<Enter>").shows("No users match");
    let mut global = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    global.keys("0/nobody<Enter>r").shows("Nobody is selected");
}

#[test]
fn a_deleted_user_is_deleted_permanently_after_asking_and_comes_back_by_undo_only() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let kim = portal.user("KimA@contoso.com");
    portal.find("KimA").keys("dy<Enter>0");
    portal.shows("Delete permanently");
    portal.find("KimA").keys("d");
    portal
        .shows("Delete Kim Akers permanently")
        .shows("removed for good")
        .snapshot("delete_permanently");
    // The question starts on Cancel.
    portal.keys("<Enter>").shows("Kim Akers").keys("dy<Enter>");
    portal.hides("Kim Akers");
    assert!(portal.tenant().find("KimA@contoso.com").is_none());
    let audit = format!("{:?}", portal.audit());
    assert!(audit.contains("HardDeleteUser"));
    portal
        .keys("u")
        .shows("Undid: Delete Kim Akers permanently");
    portal.keys("u");
    assert_eq!(portal.user("KimA@contoso.com"), kim);
}
