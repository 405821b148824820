//! The keymap against what is on the screen.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::portal::keymap::{Availability, BINDINGS, bindings};
use crate::portal::words::{Door, Wording};

/// Places one can be in, and the keys that lead there from All users.
const PLACES: [&str; 16] = [
    "",
    "/an",
    "/nobody<Enter>",
    "jjvjj",
    "A",
    "m",
    "Amm",
    "Amm<Space>",
    "/PatrickR<Enter><Enter>",
    "/PatrickR<Enter><Enter>r",
    "/PatrickR<Enter><Enter>a",
    "/PatrickR<Enter><Enter>D",
    "/PatrickR<Enter><Enter>py",
    "/NancyA<Enter><Enter>",
    "/JordanM<Enter><Enter>",
    "?",
];

const ADMINISTRATORS: [&str; 4] = [
    GLOBAL,
    AUTHENTICATION,
    "helpdesk@contoso.com",
    "globalreader@contoso.com",
];

fn everywhere(mut visit: impl FnMut(&mut Portal, &str)) {
    for edition in Edition::ALL {
        for upn in ADMINISTRATORS {
            for place in PLACES {
                let mut portal = Portal::contoso_in(edition, AIRY).signed_in_as(upn);
                portal.keys(place);
                visit(&mut portal, &format!("{upn}, {edition}, after {place:?}"));
            }
        }
    }
    for place in PLACES {
        let mut portal = Portal::read_only(AIRY).signed_in_as(GLOBAL);
        portal.keys(place);
        visit(&mut portal, &format!("read-only, after {place:?}"));
    }
}

#[test]
fn what_is_disabled_says_why_wherever_one_is() {
    let mut disabled = 0;
    everywhere(|portal, place| {
        let model = &portal.model;
        for binding in model.scopes().iter().flat_map(|scope| bindings(*scope)) {
            if let Availability::Disabled(why) = (binding.when)(model) {
                disabled += 1;
                let sentence = why
                    .chars()
                    .next()
                    .is_some_and(|first| !first.is_lowercase());
                assert!(
                    sentence && why.len() > 10,
                    "{}: `{why}` {place}",
                    binding.id
                );
                assert!(
                    !why.contains("  ") && why.trim() == why,
                    "{}: `{why}`",
                    binding.id
                );
            }
        }
    });
    assert!(disabled > 500, "only {disabled} were disabled at all");
}

#[test]
fn a_disabled_key_does_nothing_but_say_its_reason() {
    everywhere(|portal, place| {
        let scopes = portal.model.scopes();
        for binding in scopes.iter().flat_map(|scope| bindings(*scope)) {
            let Availability::Disabled(why) = (binding.when)(&portal.model) else {
                continue;
            };
            let depth = (portal.model.blades.len(), portal.model.dialogs.len());
            let keymap = &portal.model.keymap;
            let key = keymap.keys(binding)[0];
            // In a text field a letter is a letter.
            let found = keymap.find(scopes, key).map(|found| found.id);
            assert_eq!(found, Some(binding.id));
            portal.press(key);
            let now = (portal.model.blades.len(), portal.model.dialogs.len());
            assert_eq!(depth, now, "{} {place}", binding.id);
            let said = portal.model.status.clone();
            let expected = crate::portal::model::Status::Refused(why);
            assert_eq!(said, Some(expected), "{} {place}", binding.id);
        }
    });
}

#[test]
fn every_command_of_a_bar_is_on_the_screen_disabled_or_not() {
    for size in [SMALL, AIRY, (60, 16)] {
        for edition in Edition::ALL {
            for place in ["", "m", "/PatrickR<Enter><Enter>"] {
                let mut portal = Portal::contoso_in(edition, size).signed_in_as(AUTHENTICATION);
                portal.keys(place);
                let scopes = portal.model.scopes();
                for binding in scopes.iter().flat_map(|scope| bindings(*scope)) {
                    if binding.bar && (binding.when)(&portal.model) != Availability::Hidden {
                        portal.shows((binding.label)(Wording::new(edition, Door::default())));
                    }
                }
            }
        }
    }
}

#[test]
fn a_click_on_a_bar_does_what_the_key_does() {
    for place in ["", "m", "/PatrickR<Enter><Enter>"] {
        for binding in BINDINGS.iter().filter(|binding| binding.bar) {
            let mut clicked = Portal::contoso(AIRY).signed_in_as(GLOBAL);
            clicked.keys(place);
            if !clicked.model.scopes().contains(&binding.scope) {
                continue;
            }
            let mut pressed = Portal::contoso(AIRY).signed_in_as(GLOBAL);
            pressed.keys(place);
            let key = pressed.model.keymap.keys(binding)[0];
            pressed.press(key);
            clicked.click_on(binding.act);
            assert_eq!(clicked.screen(), pressed.screen(), "{}", binding.id);
        }
    }
}

#[test]
fn help_lists_every_key_of_the_place_and_the_palette_runs_one() {
    let mut portal = Portal::contoso((120, 60)).signed_in_as(GLOBAL);
    portal.keys("?<Down><Down>");
    portal.keys("<Esc>:per-user mul<Enter>");
    portal.shows("Users › All users › Per-user multifactor authentication");
    portal.keys(":redo<Enter>").shows("Nothing to redo");
    assert_eq!(
        portal.model.dialogs.len(),
        1,
        "a disabled command leaves the palette open"
    );
    portal.keys("<C-u>sign out<Enter>").shows("Pick an account");
}

#[test]
fn a_key_of_ones_own_works_and_shows_wherever_the_old_one_did() {
    let mut portal = Portal::contoso(AIRY)
        .rebound("users.block", &["z"])
        .signed_in_as(GLOBAL);
    portal.shows("z Block sign-in");
    portal
        .keys("b")
        .shows("b does nothing here; ? lists the keys");
    portal.keys("?block").shows("z Block sign-in");
    portal.keys("<Esc>:block").shows("z Block sign-in");
    portal.keys("<Esc>z").shows("Block sign-in for");

    // In the label, among the hints, in the menu, and in sentences.
    let mut portal = Portal::contoso(AIRY)
        .rebound("users.block", &["k"])
        .rebound("list.sort", &["o", "Ctrl-X"])
        .signed_in_as(GLOBAL);
    assert!(
        portal.last_line().contains("o sort"),
        "{}",
        portal.last_line()
    );
    portal.keys("o").hides("does nothing here");
    let mut portal = Portal::contoso(AIRY)
        .rebound("portal.help", &["F5", "\\"])
        .signed_in_as(GLOBAL);
    portal
        .keys("Q")
        .shows("Q does nothing here; F5 lists the keys");
    let mut portal = Portal::contoso(AIRY)
        .rebound("portal.per-user-mfa", &["8"])
        .signed_in_as(GLOBAL);
    portal.shows("Per-user MFA 8");
    let mut portal = Portal::contoso(AIRY).rebound("sign-in.demo", &["Ctrl-Y"]);
    portal.keys("<Enter>").shows("Ctrl-Y types it.");
}

#[test]
fn ctrl_c_leaves_and_esc_goes_outward_whatever_is_chosen() {
    let mut portal = Portal::contoso(SMALL)
        .rebound("always.leave", &["Ctrl-Q"])
        .signed_in_as(GLOBAL);
    portal.keys("<C-c>");
    assert!(portal.left);
    let mut portal = Portal::contoso(SMALL)
        .rebound("portal.back", &["Backspace"])
        .signed_in_as(GLOBAL);
    portal.keys("2<Esc>").shows("All users");
    portal
        .keys("2<Backspace>")
        .hides("Per-user multifactor authentication >");
}
