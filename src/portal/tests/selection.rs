//! Marks, ranges, search, sort and the way out: what the manual says of lists.

use super::harness::{AUTHENTICATION, Portal, SMALL};

fn portal() -> Portal {
    Portal::contoso(SMALL).signed_in_as(AUTHENTICATION)
}

#[test]
fn marks_survive_search_sort_and_filter() {
    let mut portal = portal();
    portal.find("ri").keys("<Space><Space>");
    let marked = portal.marked();
    assert_eq!(marked, ["BrianJ@contoso.com", "ChristieC@contoso.com"]);
    for keys in [
        "/<C-u>zo<Enter>",
        "s",
        "S",
        "fguest<Enter>",
        "fmember<Enter>",
        "f<PageDown><Enter>",
        "/<C-u><Enter>",
        "sssss",
    ] {
        portal.keys(keys);
        assert_eq!(portal.marked(), marked, "after {keys}");
    }
    portal.shows("2 selected").hides("hidden");
}

#[test]
fn marks_go_along_to_the_per_user_page() {
    let mut portal = portal();
    portal.find("ri").keys("<Space><Space>");
    let marked = portal.marked();
    portal
        .keys("m")
        .shows("Per-user multifactor authentication");
    assert_eq!(portal.marked(), marked);
    // And are still there on the way back.
    portal.keys("q").shows("User principal name");
    assert_eq!(portal.marked(), marked);
}

#[test]
fn a_marks_only_what_is_shown_and_a_again_clears_only_that() {
    let mut portal = portal();
    portal.find("megan").keys("<Space>");
    portal.find("zoen").keys("A");
    assert_eq!(portal.marked(), ["MeganB@contoso.com", "ZoeN@contoso.com"]);
    portal.shows("2 selected, 1 hidden");
    portal.keys("A");
    assert_eq!(portal.marked(), ["MeganB@contoso.com"]);
    portal.keys("<C-a>");
    assert_eq!(portal.marked().len(), 2);
    portal.keys("*");
    assert_eq!(
        portal.marked(),
        ["MeganB@contoso.com"],
        "* leaves hidden marks alone"
    );
}

#[test]
fn deleted_users_are_neither_shown_nor_marked() {
    let mut portal = portal();
    portal.find("svenm").shows("No users match");
    portal.keys("<Esc>A");
    assert!(!portal.marked().contains(&"SvenM@contoso.com".to_owned()));
}

#[test]
fn esc_goes_out_step_by_step() {
    let mut portal = portal();
    portal.find("ri").keys("<Space>m").find("an").keys("jv/");
    // Out of the field, the range, the search, the marks, the page; then no further.
    // One user of the 63 may not sign in, and is not in the view.
    portal.keys("<Esc>").shows("22 of 62 users");
    assert!(portal.model.blade().unwrap().list().unwrap().in_range());
    portal.keys("<Esc>").shows("22 of 62 users");
    assert!(!portal.model.blade().unwrap().list().unwrap().in_range());
    portal.keys("<Esc>").shows("62 users · 1 selected");
    portal.keys("<Esc>").shows("62 users").hides("selected");
    portal.shows("Per-user multifactor authentication");
    portal.keys("<Esc>").shows("ri 16 of 63 users · 1 selected");
    portal.keys("<Esc>").shows("63 users · 1 selected");
    portal.keys("<Esc>").hides("selected");
    portal.keys("<Esc>").shows("q leaves");
    portal.keys("<Esc><Esc><Esc>");
    assert!(!portal.left, "Esc never leaves");
    portal.keys("q");
    assert!(portal.left);
}

#[test]
fn esc_closes_a_dialog_before_anything_else() {
    let mut portal = portal();
    portal
        .find("ri")
        .keys("<Space>p")
        .shows("Reset password of");
    portal
        .keys("<Esc>")
        .hides("Reset password of")
        .shows("1 selected");
    portal
        .keys("?")
        .shows("type to find")
        .keys("<Esc>")
        .hides("type to find");
    portal.shows("16 of 63 users");
}

#[test]
fn a_range_grows_and_shrinks_with_the_cursor() {
    for (begin, down, up) in [("v", "j", "k"), ("", "<S-Down>", "<S-Up>"), ("", "J", "K")] {
        let mut portal = portal();
        let mut moves = |keys: &str| portal.keys(keys).marked().len();
        moves("jj");
        moves(begin);
        assert_eq!(moves(&down.repeat(3)), 4, "{down}");
        assert_eq!(moves(up), 3, "{up} takes the last row out again");
        assert_eq!(moves(&up.repeat(2)), 1);
        assert_eq!(moves(up), 2, "beyond the beginning it grows upwards");
        // Space takes the range in; then the cursor is free again.
        assert_eq!(moves("<Space>"), 2);
        assert_eq!(moves("jjj"), 2);
    }
}

#[test]
fn a_range_given_up_leaves_the_marks_of_before() {
    let mut portal = portal();
    portal.keys("<Space>jjvjj");
    assert_eq!(portal.marked().len(), 4);
    portal.keys("<Esc>");
    assert_eq!(portal.marked(), ["AdeleV@contoso.com"]);
}

#[test]
fn space_marks_and_goes_on_and_unmarks() {
    let mut portal = portal();
    portal.keys("<Space><Space>kk<Space>");
    assert_eq!(portal.marked(), ["AlexW@contoso.com"]);
}

#[test]
fn the_cursor_stays_on_its_user_through_search_and_sort() {
    let mut portal = portal();
    portal.go_to("BenW@contoso.com").keys("/b");
    assert_eq!(portal.under_cursor(), "BenW@contoso.com");
    portal.keys("<Enter>sS");
    assert_eq!(portal.under_cursor(), "BenW@contoso.com");
}

#[test]
fn search_takes_letters_that_are_keys_elsewhere() {
    let mut portal = portal();
    portal.keys("/q?:u");
    portal.shows("⌕ q?:u").shows("0 of 63 users");
    assert!(!portal.left && portal.model.dialogs.is_empty());
    portal.keys("<C-u>MÜLLER").shows("0 of 63 users");
    portal
        .keys("<C-u>łUKASZ ŻAK")
        .shows("1 of 63 users")
        .shows("Łukasz Żak");
}

#[test]
fn a_paste_goes_into_the_search_in_one_line() {
    let mut portal = portal();
    portal
        .keys("/")
        .paste("Allan\r\n Deyoung\u{1b}")
        .shows("⌕ Allan Deyoung");
    portal
        .keys("<Enter>")
        .paste("x")
        .shows("Nothing to paste into");
}

#[test]
fn the_mouse_marks_sorts_opens_and_presses() {
    let mut portal = portal();
    portal.click("Bala Sankaran");
    assert_eq!(portal.under_cursor(), "balas@contoso.com");
    portal
        .click("User principal name")
        .shows("User principal name ▲");
    portal
        .click("User principal name")
        .shows("User principal name ▼");
    portal.keys("g").click("User principal name");
    portal.go_to("balas@contoso.com").click("Bala Sankaran");
    portal.shows("Usable authentication methods");
    portal
        .click("Require re-register MFA")
        .shows("What this will do");
    portal.click("[ Cancel ]").hides("What this will do");
    portal
        .click("Require re-register MFA")
        .click("[ Yes ]")
        .shows("Updates successful");
    portal.click("[ close ]").shows("No usable methods");
}

#[test]
fn the_wheel_scrolls_what_is_there() {
    let mut portal = portal();
    let wheel = crate::portal::message::Msg::Wheel(crate::portal::act::Motion::Down);
    portal.tell(wheel);
    assert_eq!(portal.under_cursor(), "AlexW@contoso.com");
}
