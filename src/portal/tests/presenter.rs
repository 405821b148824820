//! The presenter's aids: keys in big letters, a pointer, the row enlarged.

use crossterm::event::KeyCode;
use rstest::rstest;

use super::harness::{AIRY, AUTHENTICATION, Portal, SMALL};
use crate::portal::chapter;
use crate::portal::keymap::Key;
use crate::portal::message::Msg;
use crate::portal::presenter::Pressed;

fn portal(size: (u16, u16)) -> Portal {
    Portal::contoso(size).signed_in_as(AUTHENTICATION)
}

#[rstest]
fn the_aids_stand_over_the_blade_and_beside_each_other(#[values(SMALL, AIRY)] size: (u16, u16)) {
    let mut portal = portal(size);
    portal.keys("<C-g>");
    portal.snapshot("presenter_choosing");
    portal.keys("k<C-g>z<C-g>p<Down><Left><Enter><Down> ");
    portal.snapshot("presenter");
    portal.keys("<C-g>p<Esc><C-g>k<C-g>z<Home>");
    assert!(portal.model.presenter.keys.is_none());
    assert!(portal.model.presenter.pointer.is_none());
    assert!(!portal.model.presenter.zoomed);
}

#[test]
fn without_unicode_the_aids_are_plain_text() {
    let mut portal = portal(SMALL).in_ascii();
    portal.keys("<C-g>k<C-g>z<Down> ");
    portal.snapshot("presenter_ascii");
}

#[test]
fn each_key_is_named_with_what_it_did() {
    let mut portal = portal(SMALL);
    portal.keys("<C-g>k<Down> ");
    let newest = |portal: &Portal| portal.model.presenter.keys.as_ref()?.newest.clone();
    assert_eq!(newest(&portal), Some(Pressed::Key(Key::char(' '), "Mark")));
    portal.keys("z").shows("does nothing here");
    portal.keys("<Down>");
    assert_eq!(
        newest(&portal),
        Some(Pressed::Key(Key::named(KeyCode::Down), "Down"))
    );
}

#[test]
fn what_is_typed_is_never_among_the_keys() {
    let mut portal = Portal::contoso(SMALL);
    portal.keys("<C-g>k<Enter>hunter2");
    let keys = portal.model.presenter.keys.as_ref().unwrap();
    assert_eq!(keys.newest, Some(Pressed::Typing));
    assert_eq!(
        keys.before,
        Some(Pressed::Key(
            Key::named(KeyCode::Enter),
            "Sign in with this account"
        ))
    );
    let screen = portal.screen();
    assert!(
        !screen.contains("hunter") && screen.contains("typing"),
        "{screen}"
    );
}

#[test]
fn the_pointer_takes_keys_and_clicks_only_while_it_is_in_hand() {
    let mut portal = portal(SMALL);
    portal.keys("<C-g>p<Up><Right>");
    assert_eq!(portal.model.presenter.pointer, Some((42, 11)));
    portal.click_at(7, 20);
    assert_eq!(portal.model.presenter.pointer, Some((7, 20)));
    let cursor = portal.model.subject();
    portal.keys("<Enter><Down>");
    assert_ne!(
        portal.model.subject(),
        cursor,
        "the list has the keys again"
    );
    assert_eq!(portal.model.presenter.pointer, Some((7, 20)));
    portal.keys("<C-g>p<PageDown><PageDown><PageDown>");
    assert_eq!(
        portal.model.presenter.pointer,
        Some((7, 23)),
        "it stays in the window"
    );
    portal.keys("<Esc>");
    assert_eq!(portal.model.presenter.pointer, None);
}

#[test]
fn the_palette_finds_the_aids() {
    let mut portal = portal(SMALL);
    portal.keys(":enlarge<Enter>");
    assert!(portal.model.presenter.zoomed);
    portal.keys(":pointer").shows("Ctrl-G p");
}

#[test]
fn the_aids_work_in_dialogs_too() {
    let mut portal = portal(SMALL);
    portal.keys("<C-g>k mm<Down> ");
    portal.shows("Tick");
    portal.keys("<C-g>z").shows("Manage user settings");
}

#[test]
fn a_recording_is_begun_and_ended_by_the_same_keys_and_is_always_in_sight() {
    let mut portal = portal(SMALL);
    portal.keys("<C-g>r").shows("Recording to lesson.cast");
    portal.keys("<Down>").shows("recording");
    portal.keys("<C-g>r").shows("Recorded to lesson.cast");
    assert!(!portal.keys("<Down>").screen().contains("recording"));
    portal.tell(Msg::Recording(Err(
        "The recording has ended: no space left".to_owned(),
    )));
    portal.shows("no space left");
}

#[test]
fn those_who_look_on_are_told_the_chapter_and_whether_a_secret_is_in_sight() {
    let mut portal = Portal::contoso(SMALL);
    assert_eq!(chapter(&portal.model), "Sign in");
    portal = portal.signed_in_as(AUTHENTICATION);
    assert_eq!(chapter(&portal.model), "All users");
    portal.keys("/brian<Enter>p");
    assert!(!portal.model.reveals());
    portal.keys("<C-s>");
    assert!(portal.secret().is_some() && portal.model.reveals());
    portal.keys("<Esc>");
    assert!(!portal.model.reveals());
}
