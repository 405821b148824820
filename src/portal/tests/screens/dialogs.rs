//! Dialogs: what they ask, what Save will do, what came of it.

use super::{after, after_in, picture};
use crate::domain::edition::Edition;
use crate::portal::tests::harness::{AUTHENTICATION, GLOBAL, Portal};

/// On the blade of `upn`, by the Authentication Administrator.
fn on(name: &str, upn: &str, keys: &str) {
    picture(name, |size| {
        let mut portal = Portal::contoso(size).signed_in_as(AUTHENTICATION);
        portal.open(upn).keys(keys);
        portal
    });
}

/// A Global Administrator, a synced user, a token, a flag-free nobody: all who match `er`.
const SEVERAL: &str = "/er<Enter>A<Esc>";

#[test]
fn add() {
    on("add", "JordanM", "a");
}

#[test]
fn add_a_number_that_is_none() {
    on("add_phone_wrong", "JordanM", "a<Tab><Tab>4255550100");
}

#[test]
fn add_a_number() {
    on("add_phone", "JordanM", "a<Tab><Tab>+1 4255550199");
}

#[test]
fn add_an_email_address() {
    on("add_email", "JordanM", "a<Right><Tab>jordan@fabrikam.com");
}

#[test]
fn added() {
    on("added", "JordanM", "a<Tab><Tab>+1 4255550199<C-s>");
}

#[test]
fn change() {
    on("change", "PatrickR", "c");
}

#[test]
fn default() {
    on("default", "PatrickR", "D");
}

#[test]
fn delete_a_method() {
    on("delete_method", "PatrickR", "jd");
}

#[test]
fn the_default_method_is_not_deleted() {
    on("delete_default_method", "PatrickR", "d");
}

#[test]
fn reset_password() {
    on("reset_password", "PatrickR", "p");
}

#[test]
fn temporary_password() {
    on("temporary_password", "PatrickR", "py");
}

#[test]
fn require_reregister() {
    on("reregister", "PatrickR", "r");
}

#[test]
fn require_reregister_where_nothing_requires_mfa() {
    on("reregister_weaker", "LidiaH", "r");
}

#[test]
fn revoke_mfa_sessions() {
    on("revoke_mfa", "PatrickR", "v");
}

#[test]
fn revoke_sessions() {
    on("revoke_sessions", "lukasz", "s");
}

#[test]
fn block_sign_in() {
    after("block", GLOBAL, "/ri<Enter>Ab");
}

#[test]
fn delete_users() {
    after("delete_users", GLOBAL, "/ri<Enter>Ad");
}

#[test]
fn enable_mfa() {
    after(
        "enable",
        GLOBAL,
        "/krijnen<Enter>m<Space>/<C-u>holloway<Enter><Space>e",
    );
}

#[test]
fn disable_mfa() {
    after("disable", GLOBAL, "/ri<Enter>Amd");
}

#[test]
fn settings_nothing_ticked() {
    after("settings", AUTHENTICATION, &format!("{SEVERAL}mm"));
}

#[test]
fn settings_boxes_1_and_3() {
    after(
        "settings_ticked",
        AUTHENTICATION,
        &format!("{SEVERAL}mm<Space><Down><Down><Space>"),
    );
}

#[test]
fn settings_user_by_user() {
    let keys = format!("{SEVERAL}mm<Space><Down><Down><Space><C-d>");
    after("settings_user_by_user", AUTHENTICATION, &keys);
}

#[test]
fn settings_some_hidden() {
    let keys = "/ri<Enter>Am/an<Enter>m<Space>";
    after("settings_hidden", AUTHENTICATION, keys);
}

#[test]
fn settings_by_somebody_who_may_not() {
    after(
        "settings_refused",
        "helpdesk@contoso.com",
        "/ri<Enter>Amm<Space><Down><Space>",
    );
}

#[test]
fn settings_saved() {
    let keys = format!("{SEVERAL}mm<Space><Down><Down><Space><C-s>");
    after("settings_saved", AUTHENTICATION, &keys);
}

#[test]
fn settings_saved_again() {
    let keys = "/ri<Enter>Amm<Space><C-s><Enter>m<Space><C-s>";
    after("settings_saved_again", AUTHENTICATION, keys);
}

#[test]
fn settings_in_other_editions() {
    let keys = format!("{SEVERAL}mm<Space><Down><Space><Down><Space>");
    after_in(Edition::Azure2018, "settings_2018", GLOBAL, &keys);
    after_in(Edition::Azure2020, "settings_2020", AUTHENTICATION, &keys);
    after_in(Edition::Azure2022, "settings_2022", AUTHENTICATION, &keys);
}

#[test]
fn reset_password_in_2020() {
    let keys = "/PatrickR<Enter><Enter>p";
    after_in(
        Edition::Azure2020,
        "reset_password_2020",
        AUTHENTICATION,
        keys,
    );
}

#[test]
fn reregister_in_2022() {
    let keys = "/PatrickR<Enter><Enter>r";
    after_in(Edition::Azure2022, "reregister_2022", AUTHENTICATION, keys);
}
