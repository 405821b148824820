//! Checkpoints: keep a state, come back to it, and reset to the start.

use super::harness::{AIRY, GLOBAL, Portal, SMALL};
use super::scale::{Late, crowd};
use crate::domain::audit::Activity;
use crate::portal::effect::CheckpointAnswer;
use crate::portal::message::Msg;
use crate::store::Snapshot;

fn blocked(portal: &Portal) -> [bool; 2] {
    ["JoniS@contoso.com", "KimA@contoso.com"].map(|upn| portal.user(upn).blocked)
}

/// Kim is blocked, then a checkpoint is kept, then Joni is blocked too.
fn with_a_checkpoint() -> Portal {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    portal.find("KimA").keys("b<C-s><Enter>");
    portal
        .keys("B")
        .shows("Checkpoints")
        .shows("Reset to the start");
    portal
        .keys("Before lesson 2")
        .shows("keep Keep this state as \"Before lesson 2\"")
        .keys("<End><Up>");
    portal
        .keys("<Enter>")
        .shows("Checkpoint \"Before lesson 2\" kept");
    portal.find("JoniS").keys("b<C-s><Enter>");
    assert_eq!(blocked(&portal), [true, true]);
    portal
}

#[test]
fn coming_back_shows_who_changes_is_audited_and_can_be_undone() {
    let mut portal = with_a_checkpoint();
    portal
        .keys("B")
        .shows("Before lesson 2")
        .shows("1 change since")
        .snapshot("checkpoints");
    portal
        .keys("<Enter>")
        .shows("Come back to \"Before lesson 2\"")
        .shows("1 user sign-in unblocked")
        .snapshot("come_back");
    assert_eq!(blocked(&portal), [true, true], "nothing yet");
    portal.keys("y").shows("Updates successful");
    assert_eq!(blocked(&portal), [false, true]);
    let entry = portal.audit().pop().unwrap();
    assert_eq!(entry.activity, Activity::CameBack);
    assert_eq!(entry.actor, GLOBAL);
    portal
        .keys("<Enter>B<Enter>")
        .shows("Everything is as it was then");
    portal.keys("u").shows("Undid: Come back to");
    assert_eq!(blocked(&portal), [true, true]);
}

#[test]
fn the_start_is_always_there_and_a_checkpoint_can_be_deleted() {
    let mut portal = with_a_checkpoint();
    portal
        .keys("Breset<Enter>")
        .shows("2 users sign-in unblocked");
    portal.keys("y<Enter>");
    assert_eq!(blocked(&portal), [false, false]);
    portal
        .keys("B<Down><Down>")
        .shows("Deletes the checkpoint")
        .keys("<Enter>")
        .shows("Checkpoint deleted");
    portal.keys("B").hides("Before lesson 2").keys("<Esc>");
    portal
        .keys(":checkpoints<Enter>")
        .shows("Reset to the start");
}

#[test]
fn read_only_says_why_nothing_can_be_kept() {
    let mut portal = Portal::read_only(SMALL).signed_in_as(GLOBAL);
    portal
        .keys("Bname<Enter>")
        .shows("Read-only: another proofup");
    portal
        .keys("<C-u><Enter>")
        .shows("Read-only: another proofup");
}

fn opened(then: Snapshot) -> Msg {
    let title = "Come back to \"Lesson 1\"".to_owned();
    Msg::Checkpoints(Ok(CheckpointAnswer::Opened(Some(then), title)))
}

#[test]
fn coming_back_to_a_state_of_very_many_is_planned_outside() {
    let mut late = Late::over(&crowd(3_000), AIRY);
    late.tell(opened(crowd(2_000)));
    late.keys("y").shows("Still planning");
    late.is_at("compared", 512, 3_000)
        .shows("compared 512 of 3,000");
    late.catch_up().shows("2,873 users  removed for good");
    late.keys("<Esc>").tell(opened(crowd(3_000)));
    late.catch_up().shows("Everything is as it was then");
    late.keys("y").shows("Everything is as it was then");
}

#[test]
fn where_no_state_can_be_kept_the_list_says_why() {
    let mut late = Late::over(&crowd(3_000), SMALL);
    let why = "checkpoints are for tenants of up to 1,000 users";
    let listed = CheckpointAnswer::Listed(Vec::new(), Err(why));
    late.tell(Msg::Checkpoints(Ok(listed)));
    late.shows(why).snapshot("checkpoints_large");
    late.keys("<Enter>").shows("The start is not kept either");
    late.keys("Lesson 1<Enter>")
        .shows("It cannot be kept: checkpoints are for tenants of up to 1,000 users");
}
