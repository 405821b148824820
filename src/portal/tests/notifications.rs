//! What was said and done since sign-in, behind the bell.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};

#[test]
fn the_bell_counts_what_nobody_has_read_and_the_list_has_it_newest_first() {
    for size in [SMALL, AIRY] {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        portal.hides("◔");
        portal.find("DiegoS").keys("b<C-s><Esc>u");
        portal.shows("◔ 2").keys("N").shows("Notifications");
        let screen = portal.screen();
        let at = |text: &str| {
            screen
                .find(text)
                .unwrap_or_else(|| panic!("{text}:\n{screen}"))
        };
        let [undid, done, greeted] = [
            "Undid: Block sign-in",
            "Done: Block sign-in",
            "Signed in as",
        ]
        .map(at);
        assert!(undid < done && done < greeted, "{screen}");
        portal.shows("09:00:00").keys("<Enter>").hides("◔");
    }
}

#[test]
fn refusals_are_kept_and_chatter_is_not() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(AUTHENTICATION);
    portal.keys("X").hides("◔");
    portal.find("NancyA").keys("p").shows("◔ 1");
    portal
        .keys("N")
        .shows("may not reset the password")
        .hides("does nothing here");
    portal.keys("<Esc><C-o>");
    let mut portal = portal.signed_in_as(GLOBAL);
    portal.keys("N").hides("reset the password");
}
