//! All users and the per-user multifactor authentication page.

use super::{after, after_in, picture};
use crate::domain::edition::Edition;
use crate::portal::tests::harness::{AUTHENTICATION, GLOBAL, Portal};

#[test]
fn all_users() {
    after("all_users", AUTHENTICATION, "");
}

#[test]
fn searching() {
    after("all_users_searching", AUTHENTICATION, "/an");
}

#[test]
fn searched() {
    after("all_users_searched", AUTHENTICATION, "/an<Enter>j");
}

#[test]
fn marked_with_some_hidden() {
    after(
        "all_users_marked",
        AUTHENTICATION,
        "/ri<Enter><Space><Space>/<C-u>an<Enter>j<Space>",
    );
}

#[test]
fn range() {
    after("all_users_range", AUTHENTICATION, "jjvjjj");
}

#[test]
fn sorted() {
    after("all_users_sorted_by_methods", AUTHENTICATION, "sssss");
}

#[test]
fn sorted_the_other_way() {
    after("all_users_sorted_downwards", AUTHENTICATION, "S");
}

#[test]
fn guests_only() {
    after("all_users_guests", AUTHENTICATION, "ff");
}

#[test]
fn a_search_that_finds_nobody() {
    after("all_users_nobody", AUTHENTICATION, "/nobody<Enter>");
}

#[test]
fn at_the_end() {
    after("all_users_end", AUTHENTICATION, "G");
}

#[test]
fn all_users_in_2018() {
    after_in(Edition::Azure2018, "all_users_2018", GLOBAL, "");
}

#[test]
fn page() {
    after("per_user_mfa", AUTHENTICATION, "m");
}

#[test]
fn page_with_marks() {
    after("per_user_mfa_marked", GLOBAL, "<Space><Space><Space>m");
}

#[test]
fn page_in_2018() {
    after_in(Edition::Azure2018, "per_user_mfa_2018", GLOBAL, "m");
}

#[test]
fn read_only() {
    picture("read_only", |size| {
        let mut portal = Portal::read_only(size).signed_in_as(GLOBAL);
        portal.keys("p");
        portal
    });
}

#[test]
fn undone() {
    after("undone", GLOBAL, "/ri<Enter>A<Esc>mm<Space><C-s><Enter>u");
}

#[test]
fn help() {
    after("help", AUTHENTICATION, "?");
}

#[test]
fn help_found() {
    after("help_found", AUTHENTICATION, "?mark");
}

#[test]
fn commands() {
    after("commands", AUTHENTICATION, ":");
}

#[test]
fn commands_found() {
    after("commands_found", AUTHENTICATION, ":pass");
}

#[test]
fn commands_not_found() {
    after("commands_not_found", AUTHENTICATION, ":nothing");
}
