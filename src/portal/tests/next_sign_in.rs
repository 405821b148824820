//! What the user meets next: on the blade, in the pane, and in every dialog before it is saved.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL, contoso_in};
use crate::domain::edition::Edition;
use crate::domain::forecast::{Place, forecast};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::next_sign_ins::{MOST, NextSignIns};

/// Wide enough for the pane of the user's side.
const WIDE: (u16, u16) = (180, 50);

fn on(upn: &str, size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
    portal.open(upn);
    portal
}

#[test]
fn the_blade_says_what_the_user_meets_next_and_why() {
    let mut portal = on("DiegoS@contoso.com", AIRY);
    portal
        .shows("What Diego meets next")
        .shows("a new browser password, then Mobile phone (Text message)")
        .shows("LAP3 remembered until");
}

#[test]
fn everything_below_the_methods_comes_into_view_and_goes_again() {
    let mut portal = on("IsaiahL@contoso.com", SMALL);
    portal
        .hides("imap, last used")
        .shows("Usable authentication methods");
    portal.keys("GG").shows("App passwords").shows("imap");
    portal.hides("Default sign-in method");
    portal.keys("g").shows("Default sign-in method");
    portal.keys("<Down><Down>").hides("Default sign-in method");
    portal.keys("<Up><Up>").shows("Default sign-in method");
}

#[test]
fn a_question_says_what_the_next_sign_in_becomes() {
    let mut portal = on("DiegoS@contoso.com", AIRY);
    portal.keys("r").shows("Next sign-in").shows(
        "a new browser password, then Mobile phone (Text message) → password, then registration",
    );
    portal
        .keys("<Esc>v")
        .shows("LAP3 password only → forgotten");
    portal.keys("<Esc>s").shows("as before, everywhere");
}

#[test]
fn ticking_boxes_changes_the_forecast_and_ctrl_d_shows_it_user_by_user() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    for name in ["DiegoS", "IsaiahL", "PatrickR"] {
        portal.find(name).keys("<Space>");
    }
    portal.keys("<Esc>2m").hides("Next sign-in");
    portal.keys("<Space>").shows("3 users registration");
    portal.keys("<C-d>").shows("next sign-in: registration");
    portal.keys("<C-d><Space>").hides("Next sign-in");
}

#[test]
fn what_the_dialog_says_is_what_the_forecast_is_once_it_is_saved() {
    let mut portal = on("DiegoS@contoso.com", AIRY);
    portal.keys("r");
    let Some(Dialog::Form(form)) = portal.model.dialogs.last() else {
        panic!("no dialog");
    };
    let user = portal.user("DiegoS@contoso.com").id;
    let said = form.next.user(user).unwrap().after.clone();
    portal.keys("y<Enter>");
    let now = forecast(&*portal.tenant(), user, portal.model.now);
    assert_eq!(said, now);
    assert!(now.iter().any(|line| line.place == Place::NewBrowser));
}

#[test]
fn of_many_users_only_the_first_are_looked_at() {
    let tenant = contoso_in(Edition::Entra2023);
    let mut portal = Portal::of(tenant, crate::store::Access::Sandbox, AIRY).signed_in_as(GLOBAL);
    portal.keys("A2m<Space>");
    let Some(Dialog::Form(form)) = portal.model.dialogs.last() else {
        panic!("no dialog");
    };
    let plan = form.plan.clone().unwrap();
    let mut many = (*plan).clone();
    many.rows.extend(plan.rows.clone());
    many.rows.extend(plan.rows.clone());
    let next = NextSignIns::of(&*portal.tenant(), &many, portal.model.now);
    assert_eq!(next.users.len(), MOST);
    let counted: usize = next.counts.iter().map(|count| count.users).sum();
    assert_eq!(counted, MOST);
    assert!(next.left_out > 0 && next.left_out < portal.tenant().len() * 3);
}

#[test]
fn beyond_160_columns_the_subject_s_forecast_stands_beside_every_blade() {
    let mut portal = Portal::contoso(WIDE).signed_in_as(GLOBAL);
    portal.find("DiegoS").shows("What Diego meets next");
    portal.find("IsaiahL").shows("What Isaiah meets next");
    portal.keys("<Enter>r").shows("once the dialog is saved");
    portal
        .shows("What changes")
        .shows("password, then registration");
    portal.resize((160, 50)).keys("<Esc><Esc>");
    portal.hides("What Isaiah meets next");
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        on("IsaiahL@contoso.com", size).snapshot("next_sign_in");
        on("IsaiahL@contoso.com", size)
            .keys("r")
            .snapshot("next_sign_in_asked");
    }
    let mut below = on("IsaiahL@contoso.com", SMALL);
    below.keys("GG").snapshot("next_sign_in_below");
    let mut ascii = on("IsaiahL@contoso.com", AIRY).in_ascii();
    ascii.snapshot("ascii_next_sign_in");
    assert!(ascii.screen().is_ascii());
}
