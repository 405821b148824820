//! The tenant's clock: advanced while people watch, in sight while it is not the real one, and
//! taken back.

use super::harness::{AIRY, GLOBAL, NOW, Portal, SMALL, contoso_in};
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::plan::{Actor, plan};
use crate::domain::time::MINUTE;
use crate::portal::message::Msg;
use crate::store::{Access, Store};

const WIDE: (u16, u16) = (180, 50);

fn portal(size: (u16, u16)) -> Portal {
    Portal::contoso(size).signed_in_as(GLOBAL)
}

/// Ahead by so many days, back on the blade.
fn ahead(portal: &mut Portal, days: u32) {
    portal.keys(&format!("T<C-u>{days}<C-s><Enter>"));
    assert_eq!(portal.tenant().facts().clock_days, days);
}

#[test]
fn the_dialog_says_what_runs_out_and_who_is_asked_then() {
    let mut portal = portal(AIRY);
    portal.keys("T");
    portal
        .shows("Advance the clock")
        .shows("The clock shows 7 Dec 2026 09:00, 15 days ahead")
        .shows("2 remembered devices expire: LAP11 of")
        .hides("deleted user");
    portal
        .keys("<C-u>20")
        .shows("1 deleted user can no longer be restored: Sven Mortensen");
    portal.keys("<C-u>1").shows("Nothing runs out in between");
    assert_eq!(
        portal.tenant().facts().clock_days,
        0,
        "nothing is done before Save"
    );
}

#[test]
fn a_remembered_device_runs_out_while_one_watches_and_undo_brings_it_back() {
    let mut portal = portal(AIRY);
    portal.open("AlexW@contoso.com");
    let name = portal.user("AlexW@contoso.com").devices[0].name.clone();
    portal.shows(&format!("{name} remembered until"));
    let until = portal.user("AlexW@contoso.com").devices[0].until;
    let days = u32::try_from(NOW.days_until(until)).unwrap();
    ahead(&mut portal, days);
    portal.shows(&format!("{name} was remembered until"));
    portal.keys("u").shows("Undid: Advance the clock by");
    portal.shows(&format!("{name} remembered until"));
    portal
        .keys("<C-r>")
        .shows(&format!("{name} was remembered until"));
    let activities: Vec<_> = portal
        .audit()
        .iter()
        .map(|entry| entry.activity.names()[0])
        .collect();
    assert_eq!(activities, ["Set clock", "Undo", "Redo"]);
}

#[test]
fn the_last_line_says_that_the_clock_is_not_the_real_one() {
    let mut portal = portal(SMALL);
    portal.hides("clock +");
    ahead(&mut portal, 15);
    portal.keys("j");
    assert!(
        portal.last_line().ends_with("clock +15 days  sandbox"),
        "{}",
        portal.last_line()
    );
    portal.model.clock_is_set = true;
    assert!(
        portal
            .last_line()
            .ends_with("--clock, clock +15 days  sandbox")
    );
    portal.keys("uj");
    assert!(portal.last_line().ends_with("  --clock  sandbox"));
    portal.model.clock_is_set = false;
    portal.hides("clock");
}

#[test]
fn the_clock_goes_back_to_the_real_time_also_in_another_session() {
    let mut portal = portal(AIRY);
    ahead(&mut portal, 15);
    ahead_by_more(&mut portal);
    portal.keys("<C-o>");
    let mut portal = portal.signed_in_as(GLOBAL);
    portal.keys("T").shows("35 days ahead").keys("<Tab><Space>");
    portal.shows("The clock shows 22 Nov 2026 09:00, the real time");
    portal.shows("remembered devices are remembered again");
    portal.shows("1 deleted user can be restored again: Sven Mortensen");
    portal.keys("<C-s><Enter>").hides("clock +");
    assert_eq!(portal.model.now, NOW);
}

fn ahead_by_more(portal: &mut Portal) {
    portal.keys("T<C-u>20<C-s><Enter>");
    assert_eq!(portal.tenant().facts().clock_days, 35);
}

#[test]
fn no_number_and_too_many_days_are_said_and_not_saved() {
    let mut portal = portal(SMALL);
    for (typed, said) in [
        ("", "Type a number of days"),
        ("soon", "soon is no number of days from 1 to 36500"),
        ("0", "The clock goes 1 to 36500 days further"),
        ("36501", "The clock goes 1 to 36500 days further"),
        ("99999999999999999999", "is no number of days"),
    ] {
        portal
            .keys(&format!("T<C-u>{typed}<C-s>"))
            .shows(said)
            .keys("<Esc><Esc>");
        assert_eq!(portal.tenant().facts().clock_days, 0, "{typed}");
    }
}

#[test]
fn whoever_only_reads_may_set_it_but_not_where_nothing_can_be_saved() {
    let mut reader = Portal::contoso(AIRY).signed_in_as("globalreader@contoso.com");
    ahead(&mut reader, 15);
    let mut portal = Portal::read_only(AIRY).signed_in_as(GLOBAL);
    portal
        .keys("T")
        .shows("Read-only: another proofup has it open");
}

/// The sign-in goes on, later: what was asked is still asked, and a code that was sent still fits.
#[test]
fn a_sign_in_that_is_being_played_goes_on_at_the_later_time() {
    let mut portal = portal(AIRY);
    portal
        .open("DiegoS@contoso.com")
        .keys("Y<Down><Enter><C-t>");
    portal.shows("New text message");
    let command = crate::domain::command::Command::AdvanceClock { days: 15 };
    let admin = portal.user(GLOBAL);
    let actor = Actor {
        id: admin.id,
        upn: admin.upn.clone(),
        roles: admin.roles,
    };
    let plan = plan(
        &*portal.tenant(),
        &actor,
        &command,
        &mut Entropy::from_seed(1),
        NOW,
    );
    // Somebody else advances the clock: a portal on the same tenant, or another process.
    portal.store.submit(plan).unwrap();
    portal.tell(Msg::State(portal.store.snapshot()));
    portal
        .keys("<C-t><Enter><Enter>")
        .shows("Diego is signed in");
    let entry = &portal.store.sign_ins(1).unwrap()[0];
    assert_eq!(entry.at, NOW.plus_days(15));
    assert_eq!(entry.code, 0);
}

/// A portal that follows another one takes its time from the tenant.
#[test]
fn a_follower_lives_in_the_tenants_time() {
    let mut tenant = contoso_in(Edition::Entra2023);
    let ahead = vec![crate::domain::change::Fact::Clock(15)];
    tenant.apply(ahead, 1).unwrap();
    let why = "another proofup has it open".to_owned();
    let mut portal = Portal::of(tenant, Access::ReadOnly(why), AIRY).signed_in_as(GLOBAL);
    assert_eq!(portal.model.now, NOW.plus_days(15));
    portal.shows("clock +15 days");
    assert!(portal.model.now.0 % MINUTE == NOW.0 % MINUTE);
}

#[test]
fn pictures() {
    for size in [SMALL, AIRY, WIDE] {
        portal(size).keys("T").snapshot("clock");
    }
    let mut later = portal(SMALL).in_ascii();
    ahead(&mut later, 15);
    later.keys("jT").snapshot("clock_ascii");
}
