//! The Authentication methods of several people.

use super::{after_in, picture};
use crate::domain::edition::Edition;
use crate::portal::tests::harness::{AUTHENTICATION, GLOBAL, Portal};

fn of(name: &str, upn: &str, keys: &str) {
    picture(name, |size| {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        portal.open(upn).keys(keys);
        portal
    });
}

#[test]
fn many_kinds() {
    of("methods_many", "HollyD", "jj");
}

#[test]
fn the_last_of_many_kinds() {
    of("methods_many_end", "HollyD", "G");
}

#[test]
fn none() {
    of("methods_none", "JordanM", "");
}

#[test]
fn synced() {
    of("methods_synced", "DiegoS", "");
}

#[test]
fn hardware_token_inactive_after_reregister() {
    of("methods_token_inactive", "JohannaL", "ry<Enter>");
}

#[test]
fn devices_and_app_passwords() {
    of("methods_devices_and_app_passwords", "IsaiahL", "");
}

#[test]
fn email_only() {
    of("methods_email_only", "FadiF", "");
}

#[test]
fn guest() {
    of("methods_guest", "lukasz", "");
}

#[test]
fn long_name() {
    of("methods_long_name", "hohenstein", "");
}

#[test]
fn out_of_reach() {
    after_in(
        Edition::Entra2023,
        "methods_out_of_reach",
        AUTHENTICATION,
        "/NancyA<Enter><Enter>r",
    );
}

#[test]
fn in_2018() {
    after_in(
        Edition::Azure2018,
        "methods_2018",
        GLOBAL,
        "/PatrickR<Enter><Enter>r",
    );
}

#[test]
fn in_2020() {
    after_in(
        Edition::Azure2020,
        "methods_2020",
        AUTHENTICATION,
        "/PatrickR<Enter><Enter>a",
    );
}

#[test]
fn in_2022() {
    after_in(
        Edition::Azure2022,
        "methods_2022",
        AUTHENTICATION,
        "/PatrickR<Enter><Enter>",
    );
}
