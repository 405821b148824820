//! The same screens where there is less: few cells, no Unicode, no colour, a light background.

use super::harness::{AUTHENTICATION, Portal, SMALL};
use super::picture;
use crate::portal::theme::Theme;

const SMALLEST: (u16, u16) = (60, 16);
const DIALOG: &str = "/ri<Enter>Amm<Space><Down><Down><Space>";
const METHODS: &str = "/PatrickR<Enter><Enter>";

fn at(size: (u16, u16)) -> Portal {
    Portal::contoso(size).signed_in_as(AUTHENTICATION)
}

#[test]
fn smallest() {
    Portal::contoso(SMALLEST).snapshot("sign_in_accounts");
    Portal::contoso(SMALLEST)
        .keys("<Enter>secret<Enter>")
        .snapshot("sign_in_wrong_password");
    at(SMALLEST).snapshot("all_users");
    at(SMALLEST)
        .keys("/ri<Enter><Space><Space>/<C-u>an<Enter>")
        .snapshot("all_users_marked");
    at(SMALLEST).keys("m").snapshot("per_user_mfa");
    at(SMALLEST).keys(METHODS).snapshot("methods");
    at(SMALLEST).keys(DIALOG).snapshot("settings_ticked");
    at(SMALLEST)
        .keys(DIALOG)
        .keys("<C-d><PageDown>")
        .snapshot("settings_user_by_user");
    at(SMALLEST)
        .keys(METHODS)
        .keys("a<Tab><Tab>12")
        .snapshot("add_phone_wrong");
    at(SMALLEST)
        .keys(METHODS)
        .keys("py")
        .snapshot("temporary_password");
    at(SMALLEST).keys("?").snapshot("help");
}

#[test]
fn the_smallest_dialog_says_that_there_is_more_and_shows_it() {
    let mut portal = at(SMALLEST);
    portal.keys(DIALOG).shows("↓");
    portal
        .keys("<PageDown>")
        .shows("What Save will do")
        .shows("↑");
    let seen = (0..24).any(|_| {
        portal.keys("<PageDown>");
        portal.screen().contains("Ctrl-D shows each user")
    });
    assert!(seen, "the end of the plan is never shown");
    portal.keys("<C-s>").shows("Updates successful");
}

#[test]
fn below_the_smallest_it_says_so_and_loses_nothing() {
    let mut portal = at(SMALL);
    portal
        .keys("<Space><Space>")
        .resize((59, 15))
        .snapshot("too_small");
    portal.resize((20, 2)).snapshot("too_small");
    let marked = portal.marked();
    assert_eq!(marked.len(), 2);
    portal.resize(SMALL).shows("2 selected");
    assert_eq!(portal.marked(), marked);
}

#[test]
fn ascii_is_ascii() {
    // All members of Contoso whose own names are ASCII.
    for (name, keys) in [
        ("ascii_all_users", "/ri<Enter><Space>j"),
        ("ascii_methods", METHODS),
        ("ascii_settings", DIALOG),
        ("ascii_help", "?"),
    ] {
        let mut portal = at(SMALL).in_ascii();
        portal.keys(keys).snapshot(name);
        let screen = portal.screen();
        let odd: String = screen.chars().filter(|letter| !letter.is_ascii()).collect();
        assert_eq!(odd, "", "{name}:\n{screen}");
    }
}

#[test]
fn without_colour_and_on_a_light_background() {
    for (theme, look) in [
        (Theme::mono(), "mono"),
        (Theme::light(), "light"),
        (Theme::ansi(), "ansi"),
    ] {
        for (name, keys) in [
            ("all_users", "<Space>j"),
            ("methods", METHODS),
            ("settings", DIALOG),
        ] {
            let mut portal = at(SMALL).themed(&theme);
            portal.keys(keys);
            let styled = portal.styled();
            picture::hold(&format!("{look}_{name}"), &styled);
            if theme == Theme::mono() {
                assert_no_colour(&styled);
            }
        }
    }
}

fn assert_no_colour(styled: &str) {
    let legend = styled.rsplit("~~~").next().unwrap();
    for line in legend.lines().filter(|line| !line.is_empty()) {
        assert!(line.contains("Reset on Reset"), "{line}");
    }
}
