//! Played lessons: what goes wrong at a sign-in, by keys, with the error code that the user sees
//! and the entry that the Sign-in logs keep (`facts/portal.md` 8.3, 8.4).

use super::harness::{AIRY, GLOBAL, Portal, contoso_in};
use crate::demo;
use crate::domain::change::{Change, Fact};
use crate::domain::directory::Directory as _;
use crate::domain::edition::Edition;
use crate::domain::forecast;
use crate::domain::method::MethodKind;
use crate::domain::oath::Seed;
use crate::domain::settings::ServiceSettings;
use crate::domain::sign_in::{Requirement, SignInEntry, SignInStatus};
use crate::domain::time::MINUTE;
use crate::store::{Access, Store};

const ISAIAH: &str = "IsaiahL@contoso.com";

fn admin() -> Portal {
    Portal::contoso(AIRY).signed_in_as(GLOBAL)
}

/// Begins a sign-in of `upn` at the place that is called `place`, from All users.
fn play(portal: &mut Portal, upn: &str, place: &str) {
    portal.find(upn).go_to(upn).keys("Y");
    let user = portal.user(upn);
    let places = forecast::places(&portal.tenant().facts().settings, &user);
    let at = places.iter().position(|(own, ..)| own.label() == place);
    let at = at.unwrap_or_else(|| panic!("{upn} has no {place}"));
    portal.keys(&"<Down>".repeat(at)).keys("<Enter>");
}

/// Back to All users, whatever was open.
fn leave(portal: &mut Portal) {
    portal.keys("<Esc><Esc><Esc>").shows("All users");
}

fn last(portal: &Portal) -> SignInEntry {
    portal.store.sign_ins(1).unwrap().remove(0)
}

#[track_caller]
fn logged(portal: &Portal, code: u32, status: SignInStatus) -> SignInEntry {
    let entry = last(portal);
    assert_eq!((entry.code, entry.status), (code, status), "{entry:?}");
    entry
}

#[test]
fn ten_wrong_passwords_lock_for_a_minute_and_each_further_one_for_twice_as_long() {
    let upn = "DiegoS@contoso.com";
    let mut portal = admin();
    play(&mut portal, upn, "a new browser");
    for wrong in 1..10 {
        portal.keys(&format!("wrong{wrong}<Enter>"));
        portal.shows("Your account or password is incorrect.");
        let entry = logged(&portal, 50126, SignInStatus::Failure);
        assert_eq!(entry.why, [format!("{wrong} wrong in a row")]);
    }
    portal.keys("wrong10<Enter>").shows("50053 IdsLocked");
    portal
        .shows("try again later")
        .shows("smart lockout until 22 Nov 2026 09:01");
    logged(&portal, 50053, SignInStatus::Failure);
    leave(&mut portal);
    // Not even the right password helps, until the minute is over.
    portal.now = portal.now.plus_seconds(MINUTE - 1);
    play(&mut portal, upn, "LAP3");
    portal.shows("50053 IdsLocked");
    leave(&mut portal);
    portal.now = portal.now.plus_seconds(1);
    play(&mut portal, upn, "a new browser");
    portal
        .keys("wrong11<Enter>")
        .shows("smart lockout until 22 Nov 2026 09:03");
    leave(&mut portal);
    portal.now = portal.now.plus_seconds(2 * MINUTE);
    play(&mut portal, upn, "LAP3");
    portal.keys("<C-t><Enter>").shows("0 Success");
    assert_eq!(portal.user(upn).lockout.failures, 0, "forgotten");
}

#[test]
fn a_banned_password_is_refused_however_it_is_spelled() {
    let upn = "PatrickR@contoso.com";
    let mut portal = admin();
    portal.open(upn).keys("py<Enter><Esc>");
    play(&mut portal, upn, "a new browser");
    while !portal.screen().contains("Update your password") {
        let before = portal.screen();
        portal.keys("<C-t>");
        if portal.screen() == before {
            portal.keys("<Enter>");
        }
        assert_ne!(before, portal.screen(), "stuck");
    }
    for (banned, why) in [
        ("P@$$w0rd", "Too many people use a password like this"),
        ("C0nt0so!1234", "name"),
        ("alllowercase", "three"),
    ] {
        portal.keys(&format!("{banned}<Tab>{banned}<Enter>"));
        portal.shows("Update your password").shows(why);
    }
    assert!(portal.user(upn).password.must_change, "nothing was changed");
    portal
        .keys("<Esc>")
        .shows("50055 InvalidPasswordExpiredPassword");
    logged(&portal, 50055, SignInStatus::Interrupted);
}

/// An app with a key: its code works once, in whatever window, and the next one works again.
#[test]
fn a_used_code_is_refused_and_too_many_end_the_sign_in() {
    let upn = "AllanD@contoso.com";
    let mut tenant = contoso_in(Edition::Entra2023);
    let user = tenant.user(tenant.find(upn).unwrap()).unwrap();
    let app = user
        .method_of_kind(MethodKind::MicrosoftAuthenticator)
        .unwrap();
    let seed = Seed::from_base32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
    let mut with_key = app.clone();
    with_key.detail = with_key.detail.with_seed(seed.clone());
    let key = Fact::User(user.id, vec![Change::ReplaceMethod(with_key)].into());
    tenant.apply([key], 1).unwrap();
    let mut portal = Portal::of(tenant, Access::Sandbox, AIRY).signed_in_as(GLOBAL);
    let code = |portal: &Portal| seed.code_at(portal.now, 30).reveal().to_owned();
    let to_the_code = |portal: &mut Portal| {
        play(portal, upn, "a new browser");
        portal.keys("<C-t>");
        for _ in 0..8 {
            if portal.screen().contains("Enter code") {
                return;
            }
            portal.keys("<Down>");
            if portal
                .screen()
                .contains("Another way: Use a verification code")
            {
                portal.click("Another way: Use a verification code");
            }
        }
        panic!("no code is asked for:\n{}", portal.screen());
    };
    to_the_code(&mut portal);
    let first = code(&portal);
    portal
        .keys(&format!("{first}<Enter><Enter>"))
        .shows("0 Success");
    leave(&mut portal);
    to_the_code(&mut portal);
    portal
        .keys(&format!("{first}<Enter>"))
        .shows("That code was used already");
    portal.now = portal.now.plus_seconds(30);
    let next = code(&portal);
    portal
        .keys(&format!("{next}<Enter><Enter>"))
        .shows("0 Success");
    leave(&mut portal);
    to_the_code(&mut portal);
    for _ in 0..5 {
        portal.keys(&format!("{next}<Enter>"));
    }
    portal.shows("500121 AuthenticationFailedDuringStrongAuthentication");
    let entry = logged(&portal, 500_121, SignInStatus::Failure);
    assert_eq!(entry.detail, "entered incorrect code too many times");
}

#[test]
fn a_remembered_device_that_ran_out_is_asked_again() {
    let upn = "AlexW@contoso.com";
    let mut portal = admin();
    play(&mut portal, upn, "LAP11");
    portal
        .keys("<C-t><Enter>")
        .shows("0 Success")
        .shows("LAP11 remembered until");
    let entry = logged(&portal, 0, SignInStatus::Success);
    assert_eq!(entry.detail, "skipped due to remembered device");
    leave(&mut portal);
    portal.keys("T<C-s><Enter>");
    play(&mut portal, upn, "LAP11");
    portal.keys("<C-t><Esc>").shows("50074");
    let entry = logged(&portal, 50074, SignInStatus::Interrupted);
    assert_eq!(entry.at, portal.now.plus_days(15));
    assert!(
        entry
            .why
            .iter()
            .any(|why| why.starts_with("LAP11 was remembered until")),
        "{entry:?}"
    );
    leave(&mut portal);
    // The sign-in and the clock are taken back, in that order.
    portal.keys("uu");
    play(&mut portal, upn, "LAP11");
    portal.keys("<C-t><Enter>").shows("0 Success");
}

/// The mark is gone, so the place is: the same laptop is a new browser.
#[test]
fn a_revoked_device_is_a_new_browser() {
    let mut portal = admin();
    play(&mut portal, ISAIAH, "HOME");
    portal.keys("<C-t><Enter>").shows("0 Success");
    leave(&mut portal);
    portal.open(ISAIAH).keys("vy<Enter><Esc>");
    let user = portal.user(ISAIAH);
    let places = forecast::places(&portal.tenant().facts().settings, &user);
    assert!(places.iter().all(|(place, ..)| place.label() != "HOME"));
    play(&mut portal, ISAIAH, "a new browser");
    portal.keys("<C-t><Esc>").shows("50074");
    let entry = logged(&portal, 50074, SignInStatus::Interrupted);
    assert_eq!(entry.requirement, Requirement::Multifactor);
    assert!(
        entry
            .why
            .contains(&"New device is not remembered".to_owned())
    );
}

#[test]
fn a_deleted_app_password_no_longer_works_in_the_mail_program_that_has_it() {
    let app_password = demo::APP_PASSWORDS[0];
    let mut portal = admin();
    let type_it = |portal: &mut Portal| {
        play(portal, ISAIAH, "a non-browser app with the password");
        portal.keys(&format!("{app_password}<Enter>"));
    };
    type_it(&mut portal);
    portal.shows("0 Success");
    let entry = logged(&portal, 0, SignInStatus::Success);
    assert_eq!(entry.detail, "skipped due to app password");
    assert_eq!(entry.client_app, "Outlook Anywhere");
    leave(&mut portal);
    portal.find(ISAIAH).keys("mm<Down><Space><C-s><Enter>1");
    assert!(portal.user(ISAIAH).app_passwords.is_empty());
    type_it(&mut portal);
    portal.shows("50126 InvalidUserNameOrPassword");
    let entry = logged(&portal, 50126, SignInStatus::Failure);
    assert_eq!(
        entry.why[0],
        "neither the password nor an app password that still exists"
    );
}

#[test]
fn an_expired_access_pass_is_not_asked_for_and_does_not_work() {
    let upn = "TaylorP@contoso.com";
    let pass = "Enter-26";
    let mut portal = admin();
    play(&mut portal, upn, "a new browser");
    portal.shows("Enter Temporary Access Pass");
    leave(&mut portal);
    portal.keys("T<C-u>26<C-s><Enter>");
    play(&mut portal, upn, "a new browser");
    portal
        .hides("Temporary Access Pass")
        .shows("Enter password");
    portal
        .keys(&format!("{pass}<Enter>"))
        .shows("Your account or password is incorrect.");
    logged(&portal, 50126, SignInStatus::Failure);
    leave(&mut portal);
    portal.keys("T<Tab><Space><C-s><Enter>");
    play(&mut portal, upn, "a new browser");
    portal.keys(&format!("{pass}<Enter>")).hides("incorrect");
}

#[test]
fn at_a_trusted_address_nobody_is_asked() {
    let mut tenant = contoso_in(Edition::Entra2023);
    let settings = ServiceSettings {
        trusted_ips: vec!["203.0.113.0/24".to_owned()],
        ..tenant.facts().settings.clone()
    };
    tenant
        .apply([Fact::Settings(Box::new(settings))], 1)
        .unwrap();
    let mut portal = Portal::of(tenant, Access::Sandbox, AIRY).signed_in_as(GLOBAL);
    play(&mut portal, ISAIAH, "a new browser at a trusted address");
    portal
        .keys("<C-t><Enter>")
        .shows("0 Success")
        .shows("the address is trusted");
    let entry = logged(&portal, 0, SignInStatus::Success);
    assert_eq!(
        (&*entry.detail, &*entry.ip),
        ("skipped due to location", "203.0.113.0")
    );
}

#[test]
fn nothing_typed_is_no_try() {
    let mut portal = Portal::contoso(AIRY);
    portal
        .keys("<Enter><Enter>")
        .shows("Type the password first")
        .keys("<Esc>");
    let mut portal = portal.signed_in_as(GLOBAL);
    let upn = "DiegoS@contoso.com";
    play(&mut portal, upn, "a new browser");
    portal.keys("<Enter>").shows("Type the password first");
    assert_eq!(portal.store.sign_ins(1).unwrap(), []);
    portal.keys("<C-t>").shows("Enter code");
    portal.keys("<Enter>").shows("Type the code first");
    assert_eq!(portal.store.sign_ins(1).unwrap(), []);
}
