//! Scenarios played by hand: in a sandbox, step by step, checked as a run checks them, and left
//! with the tenant as it was.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, NOW, Portal, SMALL};
use crate::domain::edition::Edition;
use crate::domain::role::Role;
use crate::scenario::EMBEDDED;
use crate::store::Access;

const WIDE: (u16, u16) = (180, 50);

/// Lost phone, in 2023.
fn lost_phone(size: (u16, u16)) -> Portal {
    let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
    portal.keys("Llost<Enter>2023<Enter>").shows("Lost phone");
    portal
}

#[test]
fn the_list_offers_every_scenario_in_each_of_its_editions() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.keys("L").shows("Play a scenario");
    let offered = (portal.model.scenarios)();
    assert_eq!(offered.len(), EMBEDDED.len());
    for own in offered {
        let beginning: String = own.title.chars().take(24).collect();
        portal.shows(&beginning);
    }
    portal.keys("lost<Enter>").shows("In which edition?");
    for edition in Edition::ALL {
        portal.shows(&edition.to_string());
    }
    portal.keys("2018<Enter>").shows("step 1 of");
    assert_eq!(portal.tenant().edition(), Edition::Azure2018);
}

#[test]
fn a_step_is_done_by_hand_and_checked_and_the_next_one_comes() {
    let mut portal = lost_phone(AIRY);
    portal.shows("Require re-register MFA of").shows("expects");
    // Not yet done: what differs is named, artifact by artifact.
    portal
        .keys("<Enter>")
        .shows("as expected yet")
        .shows("methods: expected M{}");
    assert_eq!(portal.model.lesson.as_ref().unwrap().at, 0);
    let kim = portal.tenant().head(0).unwrap().upn.to_owned();
    portal.keys("<Esc>").open(&kim).keys("ry<Enter>");
    portal.keys("L").hides("methods: expected").keys("<Enter>");
    portal.shows("As expected: step 2 of");
    assert_eq!(portal.model.lesson.as_ref().unwrap().at, 1);
    // What nobody asked for is not as expected either.
    portal
        .keys("<Esc>v")
        .keys("y<Enter>L<Enter>")
        .shows("remembered devices: expected");
}

/// A user of the scenario signs in, with the phone beside it, as in the tenant.
#[test]
fn the_whole_lesson_can_be_played() {
    let mut portal = lost_phone(AIRY);
    let kim = portal.tenant().head(0).unwrap().upn.to_owned();
    portal
        .keys("<Esc>")
        .open(&kim)
        .keys("ry<Enter>L<Enter><Esc>");
    portal
        .keys("Y<Down><Enter><C-t>")
        .shows("More information required");
    // Whatever the wizard asks, the usual answer goes on.
    for _ in 0..12 {
        if portal.screen().contains("is signed in") {
            break;
        }
        portal.keys("<C-t>");
        portal.keys("<Enter>");
    }
    portal.shows("is signed in");
    let steps = portal.model.lesson.as_ref().unwrap().steps.len();
    assert_eq!(steps, 2, "{:?}", portal.model.lesson);
    // The phone may be called otherwise than the scenario's.
    portal
        .keys("L")
        .shows("registers Microsoft Authenticator")
        .keys("<Enter>");
    portal.shows("As expected: all steps done");
}

#[test]
fn leaving_brings_everything_back_as_it_was() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal
        .find("JoniS@")
        .keys("b<C-s><Enter>")
        .keys("2/alex<Enter>");
    let before = portal.screen();
    let revision = portal.tenant().revision();
    portal.keys("L<Down><Enter><Enter>");
    assert_ne!(portal.tenant().len(), 64);
    portal
        .keys("<Esc>")
        .shows("scenario, step 1 of")
        .shows("sandbox");
    let somebody = portal.tenant().head(0).unwrap().upn.to_owned();
    portal.find(&somebody).keys("b<C-s><Enter>");
    portal.keys("Lx").shows("back in the tenant");
    assert_eq!(
        (portal.tenant().revision(), portal.tenant().len()),
        (revision, 64)
    );
    assert_eq!(portal.model.now, NOW);
    let after = portal.keys("<Up>").screen();
    let body = |screen: &str| {
        screen
            .lines()
            .skip(1)
            .take(30)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(body(&after), body(&before));
    portal
        .keys("u")
        .shows("Undid: Block sign-in for Joni Sherman");
}

#[test]
fn q_and_signing_out_leave_the_scenario_and_not_the_program() {
    for key in ["q", "<C-o>"] {
        let mut portal = lost_phone(AIRY);
        portal.keys("<Esc>").keys(key).shows("back in the tenant");
        assert!(!portal.left && portal.model.session.is_some());
        assert_eq!(portal.model.actor().unwrap().upn, GLOBAL);
    }
}

/// Whoever acts is who the step says; nobody has to sign in for it.
#[test]
fn each_step_is_done_as_the_role_it_names() {
    let mut portal = Portal::read_only(AIRY).signed_in_as("globalreader@contoso.com");
    portal.keys("Lhelpdesk<Enter>2023<Enter>");
    let roles = portal.model.actor().unwrap().roles;
    assert_eq!(roles, Role::HelpdeskAdministrator);
    portal.shows("You act as a Helpdesk Administrator");
    assert_eq!(portal.model.access, Access::Sandbox);
    portal.keys("<Esc>Lx").shows("back in the tenant");
    assert!(matches!(portal.model.access, Access::ReadOnly(_)));
}

const OWN: &str = r#"(
  title: "Ours",
  editions: [2023],
  people: [New(upn: "kim", state: "M{app*} T{LAP1}")],
  steps: [
    (act: Advance(days: 60), expect: [(state: {"kim": "W(LAP1)=MFA:app"})]),
    (act: Look),
  ],
)"#;

#[test]
fn a_file_of_ones_own_is_played_and_a_bad_one_says_where_it_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ours.ron");
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    let file = path.display();
    portal
        .keys("Lown<Enter><C-s>")
        .shows("Type the path of a scenario");
    portal.keys(&format!("{file}<C-s>")).shows("cannot be read");
    std::fs::write(&path, OWN.replace("2023", "2024")).unwrap();
    portal
        .keys("<C-s>")
        .shows("no edition 2024: use 2018, 2020, 2022 or 2023");
    assert!(portal.model.lesson.is_none());
    std::fs::write(&path, OWN).unwrap();
    // One edition is no question.
    portal.keys("<C-s>").shows("Ours").shows("step 1 of 2");
    portal
        .keys("<Enter>")
        .shows("W(LAP1): expected MFA:app, found OK");
    portal
        .keys("<Esc>T<C-u>60<C-s><Enter>L<Enter>")
        .shows("As expected: step 2 of 2");
    portal.keys("<Enter>").shows("all steps done");
    portal
        .keys("<Enter>")
        .shows("All steps are done: x leaves the scenario");
    portal.keys("x").shows("Ours is left");
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        portal.keys("L").snapshot("scenarios");
        let mut portal = lost_phone(size);
        portal.snapshot("scenario_steps");
        portal.keys("<Enter>").snapshot("scenario_differs");
        portal.keys("<Esc>").snapshot("scenario_begun");
    }
    let mut ascii = lost_phone(SMALL).in_ascii();
    ascii.keys("<Enter>").snapshot("ascii_scenario_steps");
    assert!(ascii.screen().is_ascii());
}
