//! Finding by typing: commands by their names, users by theirs, mistakes forgiven.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};

fn first_row(portal: &mut Portal) -> String {
    let screen = portal.screen();
    let mut rows = screen.lines().skip_while(|line| !line.contains("Enter"));
    rows.nth(4).unwrap_or_default().to_owned()
}

#[test]
fn the_best_name_comes_first_and_enter_runs_it() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.keys(":").keys("all users");
    let first = first_row(&mut portal);
    assert!(first.contains("All users"), "{first}\n{}", portal.screen());
    portal.keys("<C-u>sign out<Enter>").shows("Signed out");
}

#[test]
fn a_user_is_opened_by_name_from_anywhere() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("2:")
        .keys("siciliani")
        .shows("Open Diego Siciliani");
    portal
        .keys("<Enter>")
        .shows("multifactor authentication › Diego Siciliani");
    // Opened already: not opened again.
    portal
        .keys(":siciliani<Enter><Esc>")
        .shows("Per-user multifactor authentication");
}

#[test]
fn a_wrong_letter_too_many_or_two_swapped_are_forgiven() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    for typed in ["rseet password", "resset passw", "rezet pass"] {
        portal.keys(":").keys(typed);
        let first = first_row(&mut portal);
        assert!(
            first.contains("Reset password"),
            "{typed}: {first}\n{}",
            portal.screen()
        );
        portal.keys("<Esc>");
    }
    portal.keys(":sicilaini").shows("Open Diego Siciliani");
    portal
        .keys("<C-u>zzzz")
        .shows("No command and no user matches");
}

#[test]
fn at_most_twenty_users_stand_below_the_commands() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys(":contoso<End><PageDown><PageDown><PageDown>");
    let screen = portal.screen();
    let users = screen.matches("Open ").count();
    assert!((1..=20).contains(&users), "{screen}");
    portal.keys("<C-u>").hides("Open Diego Siciliani");
}
