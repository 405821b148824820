//! Bulk actions on more users than a frame has time for: planned outside with progress and a way
//! out, saved part by part, stopped between two parts, taken back in one step.

use std::sync::Arc;

use super::harness::{AIRY, NOW, Portal, SMALL, parse};
use super::scale::{Late, crowd};
use crate::demo::generated;
use crate::domain::command::Command;
use crate::domain::entropy::Entropy;
use crate::domain::plan;
use crate::domain::tenant::Tenant;
use crate::domain::user::{PerUserMfa, User};
use crate::portal::effect::{Effect, Heavy, Submission, Ticket};
use crate::portal::message::Msg;
use crate::portal::model::PART;
use crate::portal::update;
use crate::store::{Access, Store, StoreError};

#[test]
fn a_plan_for_many_says_how_far_it_is_and_cannot_be_saved_before_it_is_read() {
    for size in [SMALL, AIRY] {
        let mut late = Late::over(&crowd(20_000), size);
        late.keys("Am").catch_up().keys("m<Space>");
        late.is_at("planned", 6_400, 20_000);
        late.shows("planned 6,400 of 20,000; Esc stops");
        late.snapshot("planning_many");
        late.keys("<C-s>").shows("Still planning");
        late.keys("Y").shows("the cmdlets are there with the plan");
        assert!(late.model.saving.is_none());
        late.catch_up().shows("nothing to delete");

        // Another box: what is shown is toned down until the next plan is there.
        late.keys("<Down><Space>").shows("nothing to delete");
        late.is_at("planned", 12_800, 20_000);
        late.snapshot("planning_anew");
        late.catch_up().shows("no app passwords");
        late.keys("<C-d>").shows("user by user, from 1 of 20,000");
        late.keys("<PageDown>").shows("user by user, from ");
    }
}

#[test]
fn a_plan_for_many_and_its_command_are_freed_outside() {
    let mut late = Late::over(&crowd(20_000), SMALL);
    late.keys("Am").catch_up().keys("m<Space>").catch_up();
    assert!(late.freed.is_empty());
    late.keys("<Space>");
    let [Heavy::Plan(plan), Heavy::Command(_)] = &late.freed[..] else {
        panic!("the box is not ticked any more: {}", late.freed.len());
    };
    assert_eq!(plan.rows.len(), 20_000);
    late.keys("<Space>").catch_up().keys("<Esc>");
    assert_eq!(late.freed.len(), 4, "the dialog is closed");
}

#[test]
fn editions_palette_and_activity_look_at_everybody_outside() {
    let mut late = Late::over(&crowd(100_000), AIRY);
    late.keys("AE")
        .shows("The plans of all four editions are on their way");
    let ticket = late.works[0].0;
    late.keys("<Esc>");
    assert_eq!(late.stopped, [ticket]);
    late.works.clear();
    late.keys(":zoe wilke").catch_up().shows("Open zoe wilke");
    late.keys("<Esc>6").shows("Counting everybody");
    late.is_at("counting", 40_960, 100_000);
    late.shows("counting 40,960 of 100,000");
    late.catch_up().shows("of 100,000 users");
}

#[test]
fn esc_stops_planning_and_a_tick_plans_anew() {
    let mut late = Late::over(&crowd(20_000), SMALL);
    late.keys("Am").catch_up().keys("m<Space>");
    let ticket = late.works[0].0;
    late.keys("<Esc>").shows("Planning was stopped");
    late.keys("Y").shows("No cmdlet yet: Planning was stopped");
    assert_eq!(late.stopped.last(), Some(&ticket));
    late.catch_up().shows("Planning was stopped");
    late.keys("<Down><Space>")
        .catch_up()
        .shows("no app passwords");
    late.keys("<Esc>").shows("Search users");
}

#[test]
fn a_dialog_that_is_closed_is_not_planned_for() {
    let mut late = Late::over(&crowd(20_000), SMALL);
    late.keys("Ab");
    let ticket = late.works[0].0;
    late.shows("Block sign-in for 20,000 users");
    late.keys("<Esc><Esc>");
    assert!(late.model.dialogs.is_empty());
    assert_eq!(late.stopped, [ticket]);
}

/// More users than are saved at once, all of them marked on the per-user page.
fn many() -> Portal {
    let users = generated::users(5_000, 1, generated::PRESENT);
    let users = users.into_iter().map(|user| User {
        mfa: PerUserMfa::Disabled,
        blocked: false,
        deleted: None,
        ..user
    });
    let tenant = Tenant::new(generated::facts(), users, 0).unwrap();
    let mut portal = Portal::of(tenant, Access::Sandbox, AIRY).signed_in_as("admin@contoso.com");
    portal.keys("A2").shows("5,000 selected");
    portal
}

fn enabled(portal: &Portal) -> usize {
    let tenant = portal.tenant();
    let heads = (0..tenant.len()).filter_map(|at| tenant.head(at));
    heads.filter(|head| head.mfa == PerUserMfa::Enabled).count()
}

/// Presses a key that saves, and gives what it submits.
fn press(portal: &mut Portal, key: &str) -> (Ticket, Submission) {
    let key = parse(key).remove(0);
    let mut effects = update(&mut portal.model, Msg::Key(key), NOW);
    match effects.pop() {
        Some(Effect::Submit(ticket, submission)) => (ticket, submission),
        other => panic!("{other:?}"),
    }
}

/// Saves a part, but does not tell yet.
fn save(portal: &mut Portal, submission: Submission) -> Msg {
    let plan = submission.plan();
    assert!(plan.rows.len() <= PART);
    let result = portal.store.submit(plan);
    portal.tell(Msg::State(portal.store.snapshot()));
    Msg::Submitted(portal.model.saving.as_ref().unwrap().ticket, result)
}

#[test]
fn very_many_are_saved_part_by_part_as_one_step() {
    let mut portal = many();
    let audited = portal.audit().len();
    portal.keys("ey").shows("Updates successful");
    portal.shows("5,000 done");
    assert_eq!(enabled(&portal), 5_000);
    assert_eq!(portal.store.snapshot().revision(), 2, "two parts");
    assert_eq!(portal.audit().len() - audited, 5_000, "each user once");
    portal
        .keys("<Enter>u")
        .shows("Undid: Enable MFA for 5,000 users");
    assert_eq!(enabled(&portal), 0);
    portal
        .keys("<C-r>")
        .shows("Did again: Enable MFA for 5,000 users");
    assert_eq!(enabled(&portal), 5_000);
}

#[test]
fn very_many_whom_somebody_else_changed_are_asked_about_again() {
    let mut portal = many();
    portal.keys("e");
    let (tenant, actor) = (portal.tenant(), portal.model.actor().unwrap().clone());
    let users = vec![tenant.head(7).unwrap().id];
    let command = Command::BlockSignIn { users };
    let mut entropy = Entropy::from_seed(9);
    let plan = plan::plan(&*tenant, &actor, &command, &mut entropy, NOW);
    portal.store.submit(plan).unwrap();
    portal.tell(Msg::State(portal.tenant()));
    portal.shows("Somebody changed these users meanwhile");
    portal.keys("y").shows("then save again");
    assert_eq!(enabled(&portal), 0);
    portal.keys("y").shows("5,000 done");
}

#[test]
fn esc_stops_between_two_parts_says_what_was_done_and_one_undo_takes_it_back() {
    let mut portal = many();
    portal.keys("e");
    let (_, first) = press(&mut portal, "y");
    portal.shows("saved 0 of 5,000").snapshot("saving_many");
    let saved = save(&mut portal, first);
    portal.keys("<Esc>").shows("Stopping behind the part");
    portal.tell(saved);
    portal
        .shows("Stopped")
        .shows("Saved for 4,096 of 5,000 users")
        .hides("Stopping");
    portal
        .shows("r plans for the other 904")
        .snapshot("stopped");
    assert_eq!(enabled(&portal), PART);

    portal.keys("r").shows("904 users").keys("y");
    portal.shows("904 done");
    assert_eq!(enabled(&portal), 5_000);
    portal.keys("<Enter>u");
    assert_eq!(enabled(&portal), PART);
    portal
        .keys("u")
        .shows("Undid: Enable MFA for 5,000 users (4,096 of them)");
    assert_eq!(enabled(&portal), 0);
}

#[test]
fn a_part_that_cannot_be_saved_ends_it_and_what_was_saved_is_told_and_can_be_taken_back() {
    let mut portal = many();
    portal.keys("e");
    let (ticket, first) = press(&mut portal, "y");
    let saved = save(&mut portal, first);
    // The second part is on its way, and fails.
    let effects = update(&mut portal.model, saved, NOW);
    assert!(matches!(effects[..], [Effect::Submit(..)]), "{effects:?}");
    let full = StoreError::ReadOnly("the disk is full".to_owned());
    portal.tell(Msg::Submitted(ticket, Err(full)));
    portal.shows("Not all of it was saved");
    portal.shows("Saved for 4,096 of 5,000 users only: read-only: the disk is full");
    portal.keys("<Enter>u");
    assert_eq!(enabled(&portal), 0);
}

#[test]
fn undo_that_is_interrupted_leaves_the_rest_to_be_taken_back() {
    let mut portal = many();
    portal.keys("ey<Enter>");
    let mut effects = update(&mut portal.model, Msg::Key(parse("u").remove(0)), NOW);
    let Some(Effect::Work(ticket, work)) = effects.pop() else {
        panic!("{effects:?}");
    };
    let worked = work.run(&mut |_| true).map(Box::new);
    let mut effects = update(&mut portal.model, Msg::Worked(ticket, worked), NOW);
    let Some(Effect::Submit(ticket, first)) = effects.pop() else {
        panic!("{effects:?}");
    };
    let saved = save(&mut portal, first);
    drop(update(&mut portal.model, saved, NOW));
    let full = StoreError::ReadOnly("the disk is full".to_owned());
    portal.tell(Msg::Submitted(ticket, Err(full)));
    portal
        .shows("Undid for 4,096 of 5,000 users")
        .shows("u takes the rest back");
    assert_eq!(enabled(&portal), 5_000 - PART);
    portal.keys("u");
    assert_eq!(enabled(&portal), 0);
    portal.keys("<C-r><C-r>");
    assert_eq!(enabled(&portal), 5_000);
}

#[test]
fn the_parts_of_a_plan_are_the_plan() {
    let mut portal = many();
    portal.keys("m<Space><Down><Space>");
    let Some(crate::portal::dialogs::Dialog::Form(form)) = portal.model.dialogs.last() else {
        panic!("no dialog");
    };
    let plan = Arc::clone(form.plan.as_ref().unwrap());
    let (mut rows, mut audit) = (Vec::new(), Vec::new());
    for from in (0..plan.rows.len()).step_by(700) {
        let part = plan.part(from..(from + 700).min(plan.rows.len()), (1, 1));
        rows.extend(part.rows);
        audit.extend(part.audit);
    }
    assert_eq!((rows, audit), (plan.rows.clone(), plan.audit.clone()));
}
