//! Saving goes wrong, or somebody else was there first.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, NOW, Portal, SMALL, contoso_in, id_of, parse};
use crate::domain::command::Command;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::plan;
use crate::portal::effect::Effect;
use crate::portal::message::Msg;
use crate::portal::update;
use crate::store::{Access, Store, StoreError};

/// Somebody else carries `command` out, and this portal is told.
fn meanwhile(portal: &mut Portal, command: &Command) {
    let actor = portal.model.actor().unwrap().clone();
    let tenant = portal.tenant();
    let mut entropy = Entropy::from_seed(9);
    let plan = plan::plan(&*tenant, &actor, command, &mut entropy, NOW);
    portal.store.submit(plan).unwrap();
    portal.tell(Msg::State(portal.tenant()));
}

#[test]
fn a_failed_save_says_so_with_the_reason_and_nothing_is_changed() {
    let access = Access::ReadOnly("the disk is full".to_owned());
    let mut portal = Portal::of(contoso_in(Edition::Entra2023), access, AIRY);
    // The store found out only now.
    portal.model.access = Access::Writable;
    let mut portal = portal.signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com").keys("py");
    portal.shows("Not saved").shows("the disk is full");
    assert_eq!(
        portal.secret(),
        None,
        "a password that is none is not shown"
    );
    portal.keys("<Enter>u").shows("Nothing to undo");
    assert_eq!(portal.tenant().revision(), 0);
}

#[test]
fn a_plan_that_somebody_was_quicker_than_is_read_again_before_it_is_saved() {
    for size in [SMALL, AIRY] {
        let mut portal = Portal::contoso(size).signed_in_as(GLOBAL);
        for upn in ["PatrickR", "DiegoS"] {
            portal.find(upn).keys("<Space>");
        }
        portal.keys("mm<Space>").hides("look again");
        let user = id_of(&portal.tenant(), "PatrickR@contoso.com");
        meanwhile(&mut portal, &Command::RequireReregister { user });
        portal.shows("Somebody changed these users meanwhile: look again");
        portal.snapshot("somebody_was_quicker");
        // The key may have been for the plan before.
        portal.keys("<C-s>").shows("Read the plan, then save again");
        assert_eq!(portal.tenant().revision(), 1);
        portal.shows("look again").keys("<C-s>");
        portal.shows("Updates successful").hides("look again");
        assert_eq!(portal.tenant().revision(), 2);
    }
}

#[test]
fn each_change_by_somebody_else_is_asked_about_and_one_s_own_is_not() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("PatrickR").keys("<Space>mm<Space>");
    let user = id_of(&portal.tenant(), "PatrickR@contoso.com");
    meanwhile(&mut portal, &Command::RevokeSessions { user });
    portal.keys("<C-s>").shows("then save again");
    meanwhile(&mut portal, &Command::RequireReregister { user });
    portal.keys("<C-s>").shows("then save again");
    assert_eq!(portal.tenant().revision(), 2);
    portal.keys("<Down><Down><Space><C-s>").shows("Updates");
}

#[test]
fn a_change_to_others_is_no_reason_to_ask() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com").keys("p");
    let users = vec![id_of(&portal.tenant(), "KimA@contoso.com")];
    meanwhile(&mut portal, &Command::BlockSignIn { users });
    portal.hides("look again").keys("y").shows("Temporary");
}

#[test]
fn a_save_that_crosses_somebody_else_s_leaves_the_dialog_with_the_plan_as_of_now() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com").keys("v");
    let key = parse("y").remove(0);
    let mut effects = update(&mut portal.model, Msg::Key(key), NOW);
    let Some(Effect::Submit(ticket, submission)) = effects.pop() else {
        panic!("{effects:?}");
    };
    let user = id_of(&portal.tenant(), "PatrickR@contoso.com");
    meanwhile(&mut portal, &Command::RequireReregister { user });
    let theirs = portal.user("PatrickR@contoso.com");
    let result = portal.store.submit(submission.plan());
    assert!(matches!(result, Err(StoreError::Stale(_))), "{result:?}");
    portal.tell(Msg::Submitted(ticket, result));
    assert_eq!(portal.user("PatrickR@contoso.com"), theirs);
    portal
        .shows("Read the plan, then save again")
        .shows("Somebody changed this user meanwhile: look again");
    portal.keys("y").shows("Updates successful");
    assert_eq!(portal.tenant().revision(), 2);
    portal.keys("<Enter>u").shows("Undid");
    assert_eq!(portal.user("PatrickR@contoso.com"), theirs);
}

#[test]
fn undo_overwrites_nobody_else_s_change() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com").keys("vy<Enter>");
    let user = id_of(&portal.tenant(), "PatrickR@contoso.com");
    meanwhile(&mut portal, &Command::RequireReregister { user });
    let theirs = portal.user("PatrickR@contoso.com");
    portal.keys("u").shows("was changed by somebody else since");
    assert_eq!(portal.user("PatrickR@contoso.com"), theirs);
}

#[test]
fn undo_and_redo_go_back_and_forth_over_several_steps() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    portal.open("PatrickR@contoso.com");
    let mut states = vec![portal.user("PatrickR@contoso.com")];
    for keys in [
        "vy<Enter>",
        "a<Tab><Tab>+1 4255550199<C-s><Enter>",
        "ry<Enter>",
    ] {
        portal.keys(keys);
        states.push(portal.user("PatrickR@contoso.com"));
    }
    for state in states.iter().rev().skip(1) {
        portal.keys("u");
        assert_eq!(portal.user("PatrickR@contoso.com"), *state);
    }
    portal.keys("u").shows("Nothing to undo");
    for state in &states[1..] {
        portal.keys("<C-r>");
        assert_eq!(portal.user("PatrickR@contoso.com"), *state);
    }
    portal.keys("<C-r>").shows("Nothing to redo");
    // Something new after an undo: the undone is gone for good.
    portal
        .keys("uuu")
        .keys("vy<Enter><C-r>")
        .shows("Nothing to redo");
}

#[test]
fn signing_out_forgets_what_could_be_undone() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("PatrickR@contoso.com").keys("vy<Enter><C-o>");
    let mut portal = portal.signed_in_as(AUTHENTICATION);
    portal.keys("u").shows("Nothing to undo");
}

#[test]
fn marks_on_somebody_deleted_meanwhile_are_gone() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("ri").keys("<Space><Space>");
    let users = vec![id_of(&portal.tenant(), "BrianJ@contoso.com")];
    meanwhile(&mut portal, &Command::DeleteUsers { users });
    assert_eq!(portal.marked(), ["ChristieC@contoso.com"]);
    portal.shows("15 of 62 users · 1 selected");
}

#[test]
fn the_blade_of_somebody_deleted_meanwhile_says_so() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.open("BrianJ@contoso.com");
    let users = vec![id_of(&portal.tenant(), "BrianJ@contoso.com")];
    meanwhile(&mut portal, &Command::DeleteUsers { users });
    portal.shows("This user is gone");
    let before = portal.tenant().revision();
    for keys in ["r", "p", "v", "s", "a", "d", "c", "D"] {
        portal.keys(keys);
        assert!(portal.model.dialogs.is_empty(), "{keys} opens a dialog");
    }
    assert_eq!(portal.tenant().revision(), before);
    portal.keys("<Esc>").hides("Brian Johnson");
}
