//! Every screen as a reviewed picture, at 80×24 and 120×40. What is asserted in words elsewhere is
//! held here as a whole: layout, alignment, what stands out.

mod dialogs;
mod lists;
mod methods;
mod others;
mod sign_in;

use super::harness::{AIRY, Portal, SMALL};
use crate::domain::edition::Edition;

/// Holds the picture of what `come_to` brings about, at both sizes.
fn picture(name: &str, come_to: impl Fn((u16, u16)) -> Portal) {
    for size in [SMALL, AIRY] {
        come_to(size).snapshot(name);
    }
}

/// Holds the picture after `keys` by this administrator, in Entra 2023 on All users.
fn after(name: &str, upn: &str, keys: &str) {
    after_in(Edition::Entra2023, name, upn, keys);
}

/// The same in another edition.
fn after_in(edition: Edition, name: &str, upn: &str, keys: &str) {
    picture(name, |size| {
        let mut portal = Portal::contoso_in(edition, size).signed_in_as(upn);
        portal.keys(keys);
        portal
    });
}
