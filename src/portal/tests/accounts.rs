//! A user's Overview and Properties, and the forms on accounts (`facts/portal.md` 1, 7.1, 12).

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::role::Role;

const HELPDESK: &str = "helpdesk@contoso.com";

fn overview(portal: &mut Portal, upn: &str) {
    portal.find(upn).keys("i");
}

#[test]
fn the_overview_keeps_the_two_sets_of_contact_information_apart() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    overview(&mut portal, "AdeleV");
    portal
        .shows("User principal name AdeleV@contoso.com")
        .shows("Account status Enabled")
        .shows("Can do MFA Yes: Mobile phone, Microsoft Authenticator")
        .shows("Always kept private and only used for authentication.")
        .shows("visible to members of your organization; never used for MFA.")
        .shows("Job title Sales engineer");
    portal.snapshot("overview");
    portal.resize(SMALL).snapshot("overview");
    portal.keys("G").shows("Sync enabled No");
    portal.keys("m").shows("Usable authentication methods");
    portal.keys("<Esc>").shows("Overview");
}

#[test]
fn who_has_no_second_factor_cannot_do_mfa_and_who_is_blocked_is_shown_so() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    overview(&mut portal, "HadarC");
    portal
        .shows("Disabled: sign-in is blocked")
        .shows("Unblock sign-in")
        .hides("Block sign-in   ");
    portal.keys("Uy<Enter>").shows("Account status Enabled");
    assert!(!portal.user("HadarC@contoso.com").blocked);
}

#[test]
fn the_field_under_the_cursor_is_edited_first_and_undo_brings_it_back() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let before = portal.user("AdeleV@contoso.com");
    overview(&mut portal, "AdeleV");
    // Below it: e-mail, other e-mails, sync.
    portal.keys("Gkkk");
    portal.keys("e").snapshot("edit_properties");
    portal.keys("<C-u>+1 4255550999").shows("profile changed");
    // On the button, all that it will do is in view.
    portal
        .keys("<Tab><Tab><Tab>")
        .shows("the public profile is never used for MFA");
    portal.keys("<C-s>").shows("Updates successful");
    let after = portal.user("AdeleV@contoso.com");
    assert_eq!(after.profile.mobile_phone, "+1 4255550999");
    assert_eq!(after.methods, before.methods, "the other set stays (D17)");
    portal.keys("<Enter>u");
    assert_eq!(portal.user("AdeleV@contoso.com"), before);
}

#[test]
fn an_edit_that_changes_nothing_cannot_be_saved_and_an_empty_name_is_refused() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    let before = portal.user("AdeleV@contoso.com");
    overview(&mut portal, "AdeleV");
    portal
        .keys("e")
        .shows("Nothing is changed yet.")
        .keys("<C-s>")
        .shows("Edit properties");
    portal.keys("<C-u>").shows("refused: type a display name");
    portal.keys("<C-s>").shows("Nothing was changed");
    assert_eq!(portal.user("AdeleV@contoso.com"), before);
}

#[test]
fn a_synced_profile_is_read_only_with_the_reason() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    overview(&mut portal, "DiegoS");
    portal.shows("Read-only: this user is synced from on-premises Active Directory");
    portal.keys("e").hides("What Save will do");
    assert!(portal.last_line().contains("on-premises Active Directory"));
    // The methods stay editable (D17).
    portal.keys("m+").shows("Add authentication method");
}

#[test]
fn who_may_only_reset_passwords_edits_contact_information_and_nothing_else() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(HELPDESK);
    overview(&mut portal, "AdeleV");
    portal.keys("ex").shows("refused: ");
    portal.keys("<Backspace>").shows("Nothing is changed yet.");
    portal.keys("<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><C-u>+1 425");
    portal.keys("<C-s>").shows("Updates successful");
    let after = portal.user("AdeleV@contoso.com");
    assert_eq!(after.profile.mobile_phone, "+1 425");
    assert_eq!(after.name, "Adele Vance");
}

#[test]
fn an_authentication_administrator_sees_who_may_assign_roles() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    overview(&mut portal, "AdeleV");
    portal.keys("a").hides("( ) Global Reader");
    portal.shows("may not assign a role");
    portal.keys("R");
    assert!(portal.last_line().contains("This user holds no role"));
}

#[test]
fn a_role_is_assigned_and_removed() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    overview(&mut portal, "AdeleV");
    portal.keys("aGG");
    // The long choice is walked up and down, and keeps its entry in view.
    portal
        .keys("<Down><Down><Down><Down>")
        .snapshot("assign_role");
    portal.keys("<C-s>").shows("Updates successful");
    let adele = portal.user("AdeleV@contoso.com");
    assert!(adele.roles.contains(Role::UserAdministrator));
    portal.keys("<Enter>R").shows("(x) User Administrator");
    portal.keys("<C-s><Enter>").shows("Assigned roles None");
    assert!(portal.user("AdeleV@contoso.com").roles.is_empty());
}

#[test]
fn the_last_entry_of_a_long_choice_is_in_view() {
    let mut portal = Portal::contoso((60, 16)).signed_in_as(GLOBAL);
    overview(&mut portal, "AdeleV");
    portal.keys("a");
    for _ in 0..19 {
        portal.keys("<Down>");
    }
    portal.shows("(x) Usage Summary Reports Reader");
}

#[test]
fn a_new_user_name_is_checked_as_it_is_typed_and_the_password_shown_once() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys("nkim").shows("such as kim@contoso.com");
    portal
        .keys("@fabrikam.com")
        .shows("fabrikam.com is not a domain of this tenant.");
    portal
        .keys("<C-u>adelev@contoso.com")
        .shows("is taken: choose another");
    portal
        .keys("<C-s>")
        .shows("New user")
        .hides("Updates successful");
    portal.keys("<C-u>kim@contoso.com").shows("valid");
    portal.keys("<Tab>").shows("Type a display name.");
    portal.keys("Kim Akers").snapshot("new_user");
    portal
        .keys("<C-s>")
        .shows("Updates successful")
        .shows("Temporary password, shown once:");
    portal.keys("y");
    let password = portal.copied.pop().unwrap();
    portal.shows(&password);
    let kim = portal.user("kim@contoso.com");
    assert_eq!(
        (kim.name.as_str(), kim.password.must_change),
        ("Kim Akers", true)
    );
    assert!(
        kim.password
            .hash
            .verify(&crate::domain::secret::Secret::new(&password))
    );
    portal.keys("<Enter>").hides(&password);
    for entry in portal.audit() {
        assert!(!format!("{entry:?}").contains(&password), "D20");
    }
    portal.find("kim akers").shows("Kim Akers");
    portal.keys("u").shows("Undid: Create Kim Akers");
    assert!(portal.tenant().find("kim@contoso.com").is_none());
}

#[test]
fn a_helpdesk_administrator_cannot_create_users_and_is_told_who_can() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(HELPDESK);
    portal.keys("n").hides("What Create will do");
    portal.shows("may not create a user");
}

#[test]
fn an_external_user_is_invited_by_address() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("n").shows("Member: create new user");
    portal.keys("<Down><Down><Right>").shows("Email");
    portal
        .keys("<Up><Up>kim@fabrikam.com")
        .shows("Comes in as kim_fabrikam.com#EXT#@contoso.com");
    portal
        .keys("<Down>Kim Invited")
        .shows("New-MgInvitation -InvitedUserEmailAddress")
        .shows("kim@fabrikam.com")
        .snapshot("invite_external_user");
    portal.keys("<C-s>").shows("Updates successful");
    let kim = portal.user("kim_fabrikam.com#EXT#@contoso.com");
    assert_eq!(kim.user_type, crate::domain::user::UserType::Guest);
}
