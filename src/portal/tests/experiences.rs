//! Authentication methods in the original and the new experience, and what each can add.

use super::harness::{AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::domain::method::{Detail, MethodKind};
use crate::domain::time::Timestamp;

const GRADY: &str = "GradyA@contoso.com";

fn kinds(portal: &Portal, upn: &str) -> Vec<MethodKind> {
    portal.user(upn).method_kinds().into_iter().collect()
}

#[test]
fn the_original_shows_and_updates_phone_and_alternate_phone_only() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal.open("AdeleV").shows("Switch to the old experience");
    portal.keys("e").shows("Switch to the new experience");
    portal
        .shows("Authentication contact info")
        .hides("Usable authentication methods");
    portal.snapshot("methods_original");
    // An empty row: Enter says how, + adds just that.
    portal.keys("j<Enter>").shows("+ adds one");
    portal
        .keys("+")
        .shows("(x) Alternate mobile")
        .hides("Office")
        .hides("Email");
    portal.snapshot("add_method_original");
    portal
        .keys("<Down><Down>+1 4255550143<C-s>")
        .shows("Updates successful");
    portal
        .keys("<Enter>")
        .shows("Alternate phone +1 4255550143");
    portal
        .keys("<Enter><C-u>+1 4255550144<C-s>")
        .shows("Updates successful");
    portal.keys("<Enter>").shows("+1 4255550144");
    portal.keys("dy").shows("Updates successful");
    portal.keys("<Enter>").shows("Alternate phone none");
    portal
        .keys("D")
        .shows("The original experience in Entra 2023");
    // The buttons are the same in both.
    portal
        .keys("v")
        .shows("What this will do")
        .shows("forgotten");
}

#[test]
fn the_choice_stays_also_for_who_signs_in_next() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal.open("AdeleV").click("Switch to the old experience");
    portal
        .shows("Authentication contact info")
        .keys("<Esc><Esc>");
    portal
        .open("BenW")
        .shows("Authentication contact info")
        .keys("e<Esc><Esc>");
    portal
        .open("AdeleV")
        .shows("Usable authentication methods")
        .keys("e<C-o>");
    let mut portal = portal.signed_in_as(AUTHENTICATION);
    portal.open("AdeleV").shows("Authentication contact info");
}

#[test]
fn earlier_editions_have_no_second_experience() {
    for edition in [Edition::Azure2018, Edition::Azure2020] {
        let mut portal = Portal::contoso_in(edition, SMALL).signed_in_as(GLOBAL);
        portal.open("AdeleV").hides("experience").keys("e");
        portal
            .shows("has no original and new experience")
            .shows("Usable authentication methods");
    }
}

#[test]
fn the_new_experience_adds_phone_email_and_access_pass() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal
        .open(GRADY)
        .keys("+")
        .shows("(x) Phone number")
        .shows("( ) Office");
    portal
        .keys("<Right>")
        .hides("Phone type")
        .keys("<Down>grady@example.com<C-s>");
    portal.shows("Updates successful").keys("<Enter>");
    assert_eq!(kinds(&portal, GRADY), [MethodKind::Email]);
    portal
        .keys("+<Right><Right>")
        .shows("(x) Temporary Access Pass")
        .shows("One-time use");
    portal.snapshot("add_access_pass");
    portal
        .keys("<Left><Left>")
        .shows("Phone type")
        .hides("One-time use");
}

#[test]
fn an_access_pass_is_shown_once_and_kept_as_a_hash() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal
        .open(GRADY)
        .keys("+<Right><Right><Down>2026-11-23 08:00<Down><C-u>480<Down><Space>");
    portal.shows("[x] One-time use").keys("<C-s>");
    portal.shows("Temporary Access Pass, shown once:").keys("y");
    let pass = portal.copied.pop().unwrap();
    assert_eq!(pass.len(), 8);
    portal.shows(&pass).keys("<Enter>").hides(&pass);
    portal
        .shows("Non-usable authentication methods")
        .shows("not yet valid");
    let user = portal.user(GRADY);
    let Detail::TemporaryAccessPass {
        starts,
        lifetime_minutes,
        one_time,
        ..
    } = &user
        .method_of_kind(MethodKind::TemporaryAccessPass)
        .unwrap()
        .detail
    else {
        panic!("{user:?}");
    };
    assert_eq!((*lifetime_minutes, *one_time), (480, true));
    assert_eq!(
        *starts,
        "2026-11-23T08:00:00Z".parse::<Timestamp>().unwrap()
    );
    let audit = format!("{:?}", portal.audit());
    assert!(!audit.contains(&pass), "D20");
}

#[test]
fn a_start_or_a_duration_that_will_not_do_is_said() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal.open(GRADY).keys("+<Right><Right><Down>tomorrow");
    portal
        .shows("Type a time such as 2026-11-23 08:00")
        .keys("<C-s>")
        .hides("shown once");
    portal
        .keys("<C-u>2026-13-45 99:99")
        .shows("Type a time such as");
    portal
        .keys("<C-u><Down><C-u>an hour")
        .shows("Type minutes, such as 60.");
    portal.keys("<C-s>").hides("shown once");
    portal
        .keys("<C-u>5")
        .keys("<Down><Down>")
        .shows("60 to 480, by the policy.")
        .shows("By this tenant's policy a Temporary Access Pass lives 60 to 480 minutes");
    assert!(kinds(&portal, GRADY).is_empty());
}
