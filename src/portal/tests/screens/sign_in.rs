//! Sign in.

use super::picture;
use crate::domain::edition::Edition;
use crate::portal::tests::harness::{Portal, SMALL};

fn after(name: &str, keys: &str) {
    picture(name, |size| {
        let mut portal = Portal::contoso(size);
        portal.keys(keys);
        portal
    });
}

#[test]
fn accounts() {
    after("sign_in_accounts", "jj");
}

#[test]
fn password_typed() {
    after("sign_in_password", "j<Enter>secret");
}

#[test]
fn wrong_password() {
    after("sign_in_wrong_password", "j<Enter>secret<Enter>");
}

#[test]
fn being_checked() {
    let mut portal = Portal::contoso(SMALL).checking_later();
    portal
        .keys("<Enter><C-t><Enter>")
        .snapshot("sign_in_checking");
}

#[test]
fn in_2018() {
    picture("sign_in_2018", |size| {
        Portal::contoso_in(Edition::Azure2018, size)
    });
}

#[test]
fn just_signed_in() {
    picture("signed_in", |size| {
        let mut portal = Portal::contoso(size);
        portal.keys("<Enter><C-t><Enter>");
        portal
    });
}
