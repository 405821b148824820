//! The user's own page: reached after a sign-in, through its gate; every act by keys, what it
//! leaves in the tenant, and undo.

use super::harness::{AIRY, GLOBAL, NOW, Portal, SMALL};
use crate::demo;
use crate::domain::audit::Activity;
use crate::domain::edition::Edition;
use crate::domain::method::{DefaultMethod, Method, MethodKind};
use crate::domain::settings::AppPasswords;
use crate::domain::tenant::Tenant;
use crate::store::{Access, Store};

const WIDE: (u16, u16) = (180, 50);
/// Enforced, with a mobile phone.
const DIEGO: &str = "DiegoS@contoso.com";

/// Signed in as the user of the blade `portal` is on, in a new browser, at the end of it.
fn signed_in(portal: &mut Portal) -> &mut Portal {
    let user = portal.model.subject().unwrap();
    let user = portal.tenant().user(user).unwrap();
    // Remembered devices stand above it.
    let new_browser = "<Down>".repeat(user.devices.len());
    portal.keys(&format!("Y{new_browser}<Enter><C-t><C-t><Enter><Enter>"));
    portal.shows("is signed in")
}

/// On Security info of Diego, who has just passed MFA.
fn security_info(mut portal: Portal) -> Portal {
    portal.open(DIEGO);
    signed_in(&mut portal).keys("<Down><Enter>");
    portal
}

fn in_2023(size: (u16, u16)) -> Portal {
    let mut portal = security_info(Portal::contoso(size).signed_in_as(GLOBAL));
    portal.shows("Default sign-in method: Phone (text message)");
    portal
}

/// The newest activities of the audit trail, the newest first.
fn audit(portal: &Portal, count: usize) -> Vec<Activity> {
    let entries = portal.store.audit(count).unwrap();
    entries.iter().map(|entry| entry.activity).collect()
}

#[test]
fn whoever_passed_mfa_sees_what_is_registered() {
    let mut portal = in_2023(AIRY);
    portal
        .shows("Security info DiegoS@contoso.com, aka.ms/mysecurityinfo")
        .shows("Phone +1 4255550103 Change Delete")
        .shows("Lost device? Sign out everywhere")
        .shows("Restore multi-factor authentication on previously trusted devices: LAP3");
}

#[test]
fn whoever_was_not_asked_at_sign_in_passes_mfa_before_seeing_it() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open(DIEGO).keys("Y<Enter><C-t><Enter>");
    portal
        .shows("LAP3 remembered until")
        .shows("Diego is signed in");
    portal.keys("<Down><Enter>").shows("Enter code");
    portal.hides("Default sign-in method");
    portal.keys("000000<Enter>").shows("That code is not right");
    portal.keys("<C-u><C-t><Enter>");
    portal
        .shows("Diego is signed in")
        .shows("Security info asks for MFA where a method is registered")
        .hides("Stay signed in?");
    let log = portal.store.sign_ins(1).unwrap();
    assert_eq!(log[0].application, "My Signins");
    portal.keys("<Down><Enter>").shows("Default sign-in method");
}

#[test]
fn a_non_browser_app_leads_to_no_security_info() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("IsaiahL").keys("Y");
    while !portal.roles_of("app password OL10").contains('F') {
        portal.keys("<Down>");
    }
    portal.keys("<Enter><C-t>").shows("0 Success");
    portal.hides("Security info");
}

#[test]
fn a_method_is_added_tried_out_audited_and_taken_back() {
    let mut portal = in_2023(AIRY);
    let before = portal.user(DIEGO);
    portal
        .keys("a")
        .shows("Which method would you like to add?");
    portal
        .shows("Set up Microsoft Authenticator")
        .shows("Alternate mobile phone")
        .shows("Office phone")
        .shows("Email")
        .shows("Security key")
        // There is one already: it is changed instead.
        .hides("[ Mobile phone ]");
    portal.keys("<Down><Enter>").shows("Scan the QR code");
    let address = portal.keys("y").copied.last().unwrap().clone();
    portal.keys("<Enter>").shows("Enter code");
    portal.keys("123456<Enter>").shows("That code is not right");
    let code = super::scan::code(&address, NOW);
    portal.keys(&format!("<C-u>{code}<Enter>"));
    portal
        .shows("Software OATH token Authenticator app")
        .shows("Added.");
    assert_eq!(audit(&portal, 1), [Activity::UserRegisteredSecurityInfo]);
    let entry = &portal.store.audit(1).unwrap()[0];
    assert_eq!(entry.actor, DIEGO);
    portal
        .keys("u")
        .shows("Undid: Register Software OATH token");
    assert_eq!(portal.user(DIEGO), before);
}

#[test]
fn mail_and_key_prove_themselves_too() {
    let mut portal = in_2023(AIRY);
    portal.keys("a");
    while !portal.roles_of("[ Email ]").contains('F') {
        portal.keys("<Down>");
    }
    portal.keys("<Enter>nonsense<Enter><Enter>");
    portal.shows("Type an e-mail address such as");
    portal.keys("<C-t><Enter><Enter>").shows("New mail");
    portal
        .keys("<C-t><Enter>")
        .shows("Email someone@example.com");
    portal.keys("a");
    while !portal.roles_of("[ Security key ]").contains('F') {
        portal.keys("<Down>");
    }
    portal.keys("<Enter><C-t><Enter>").shows("Touch or confirm");
    portal.keys("<Enter>").shows("Blue key");
    let user = portal.user(DIEGO);
    let kinds: Vec<_> = user.methods.iter().map(Method::kind).collect();
    assert_eq!(
        kinds,
        [
            MethodKind::MobilePhone,
            MethodKind::Email,
            MethodKind::Fido2
        ]
    );
}

#[test]
fn five_wrong_codes_begin_again() {
    let mut portal = in_2023(AIRY);
    portal.keys("a<Down><Enter><Enter>");
    for _ in 0..5 {
        portal.keys("<C-u>000000<Enter>");
    }
    portal.shows("Too many wrong codes").shows("Which method");
    portal.keys("<Up><Enter>").shows("Default sign-in method");
}

#[test]
fn a_number_is_changed_and_the_default_chosen() {
    let mut portal = in_2023(AIRY);
    portal.keys("c").shows("Change phone");
    portal.keys("<C-u>+1 4255550188<C-s><Enter>");
    portal.shows("Phone +1 4255550188");
    portal.keys("D").shows("Default sign-in method");
    portal.keys("<Right><C-s><Enter>");
    let user = portal.user(DIEGO);
    assert_eq!(user.default_method, Some(DefaultMethod::VoiceMobile));
    assert_eq!(
        audit(&portal, 2),
        [
            Activity::UserChangedDefaultSecurityInfo,
            Activity::UserUpdatedSecurityInfo
        ]
    );
    portal.keys("uu");
    assert_eq!(portal.user(DIEGO).default_method, Some(DefaultMethod::Sms));
}

#[test]
fn an_app_password_is_shown_once_and_deleted() {
    let mut portal = in_2023(AIRY);
    portal.keys("p").shows("Create app password");
    portal.keys("Outlook<C-s>");
    let secret = portal.secret().unwrap();
    assert_eq!(secret.len(), 16);
    portal.shows(&secret).keys("<Enter>").hides(&secret);
    portal.shows("App password Outlook, created 22 Nov 2026 Delete");
    portal.keys("<End>d").shows("Delete an app password");
    portal.keys("y<Enter>").hides("Outlook");
    assert!(portal.user(DIEGO).app_passwords.is_empty());
}

#[test]
fn app_passwords_are_for_tenants_that_allow_them() {
    let (mut facts, users) = demo::contoso().unwrap();
    facts.settings.app_passwords = AppPasswords::NotAllowed;
    let tenant = Tenant::new(facts, users, 0).unwrap();
    let portal = Portal::of(tenant, Access::Sandbox, AIRY).signed_in_as(GLOBAL);
    let mut portal = security_info(portal);
    portal
        .keys("p")
        .shows("does not let users create or delete");
    assert!(portal.model.dialogs.is_empty());
}

#[test]
fn a_lost_device_is_signed_out_and_no_longer_trusted() {
    let mut portal = in_2023(AIRY);
    portal.keys("s").shows("Sign out everywhere");
    portal.keys("y<Enter>");
    assert_eq!(portal.user(DIEGO).sessions_valid_from, Some(NOW));
    portal.keys("v").shows("Restore MFA on remembered devices");
    portal.keys("y<Enter>").shows("no device is remembered");
    portal
        .keys("v")
        .shows("There is nothing to do: no remembered devices");
}

#[test]
fn the_password_is_changed_by_whoever_knows_it() {
    let mut portal = in_2023(AIRY);
    let before = portal.user(DIEGO);
    portal.keys("C").shows("Enter password");
    portal.keys("wrong<Enter>").shows("is incorrect");
    portal.paste("Proof-up!2026");
    portal.keys("<Enter>").shows("Update your password");
    portal
        .keys("short<Tab>short<Enter>")
        .shows("Choose 8 to 256");
    portal.keys("q7!Zv9#Kd2$Wm4<Tab>q7!Zv9#Kd2$Wm4<Enter>");
    portal.shows("The password is changed");
    assert_eq!(audit(&portal, 1), [Activity::ChangePasswordSelfService]);
    assert_ne!(portal.user(DIEGO).password, before.password);
    portal.keys("<Enter>").shows("Default sign-in method");
    portal.keys("u");
    assert_eq!(portal.user(DIEGO).password, before.password);
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut portal = in_2023(AIRY);
    portal.keys("a<Enter><Enter><C-t><Enter>");
    portal.shows("Microsoft Authenticator Phone");
    portal
        .keys("<Home>d")
        .shows("This is the default sign-in method");
    portal.keys("<End>c").shows("cannot be changed");
}

#[test]
fn up_to_2020_it_is_additional_security_verification() {
    for edition in [Edition::Azure2018, Edition::Azure2020] {
        let mut portal = Portal::contoso_in(edition, AIRY).signed_in_as(GLOBAL);
        portal.find("DiegoS");
        signed_in(&mut portal).keys("<Down><Enter>");
        portal
            .shows("Additional security verification")
            .shows("aka.ms/mfasetup")
            .shows("What's your preferred option?: Text code to my authentication phone")
            .shows("Authentication phone +1 4255550103");
        portal.keys("a").shows("Set up Microsoft Authenticator");
        portal.hides("Email").hides("Security key");
    }
}

#[test]
fn an_account_is_picked_from_any_blade() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("57").shows("Pick an account");
    portal.keys("diego").shows("Diego Siciliani");
    portal.keys("<Enter>").shows("Where does the user sign in?");
    portal.keys("<Esc>").shows("Audit logs");
}

#[test]
fn the_address_is_chosen_trusted_or_not_and_logged() {
    let (mut facts, users) = demo::contoso().unwrap();
    facts.settings.trusted_ips = vec!["203.0.113.0/24".to_owned()];
    let tenant = Tenant::new(facts, users, 0).unwrap();
    let mut portal = Portal::of(tenant, Access::Sandbox, AIRY).signed_in_as(GLOBAL);
    portal
        .open(DIEGO)
        .keys("Y")
        .shows("From: an address nobody knows");
    portal.keys("a").shows("An IP address such as");
    portal
        .keys("203.0.113.x<Enter>")
        .shows("Type an address such as");
    portal
        .keys("<C-u>203.0.113.7<Enter>")
        .shows("From: 203.0.113.7");
    while !portal.roles_of("a new browser").contains('F') {
        portal.keys("<Down>");
    }
    portal.shows("a new browser password only");
    portal.keys("<Enter><C-t>").shows("Stay signed in?");
    portal.keys("<Enter>").shows("the address is trusted");
    assert_eq!(portal.store.sign_ins(1).unwrap()[0].ip, "203.0.113.7");
    portal.keys("<Enter>a<C-u>198.51.100.9<Enter>");
    portal.shows("a new browser password, then Mobile phone");
    portal.keys("n").shows("198.51.100.9, on the intranet");
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        let mut portal = in_2023(size);
        portal.snapshot("security_info");
        portal.keys("a").snapshot("security_info_add");
        portal.keys("<Esc>p").snapshot("security_info_app_password");
        let mut accounts = Portal::contoso(size).signed_in_as(GLOBAL);
        accounts.keys("7dieg").snapshot("pick_account");
        let mut places = Portal::contoso(size).signed_in_as(GLOBAL);
        places.open(DIEGO).keys("Ya203.0.113.x<Enter>");
        places.snapshot("play_address");
    }
    let old = Portal::contoso_in(Edition::Azure2018, SMALL).signed_in_as(GLOBAL);
    let mut old = old.in_ascii();
    old.find("DiegoS");
    signed_in(&mut old)
        .keys("<Down><Enter>")
        .snapshot("ascii_additional_security_verification");
    assert!(old.screen().is_ascii());
}
