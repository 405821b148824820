//! A room in which others watch, as its presenter sees it.

use super::harness::{GLOBAL, Portal, SMALL};
use crate::portal::message::Msg;
use crate::portal::room::{Part, Room, Watcher, Wish};

fn watcher(login: u64, name: &str, part: Part) -> Watcher {
    Watcher {
        login,
        name: name.to_owned(),
        window: (80, 24),
        part,
    }
}

fn room(watchers: &[Watcher]) -> Msg {
    Msg::Room(Ok(Some(Room {
        view_code: "watch-abc".to_owned(),
        drive_code: Some("watch-xyz".to_owned()),
        watchers: watchers.to_vec(),
        ..Room::default()
    })))
}

#[test]
fn what_was_typed_into_the_list_of_the_room_stays_while_people_come_and_go() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let [ann, bob, eve] = [
        watcher(2, "ann", Part::Asks),
        watcher(3, "bob", Part::Asks),
        watcher(4, "eve", Part::Watches),
    ];
    portal.tell(room(&[ann.clone(), bob.clone()]));
    portal.shows("Close the room").keys("bo");
    portal.tell(room(&[ann, eve, bob]));
    portal.hides("Close the room").keys("b<Enter>");
    assert_eq!(portal.wishes, [Wish::HandOver(3)]);
}

#[test]
fn the_cursor_stays_on_whom_it_is_on_and_goes_where_it_does_no_harm() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    let [ann, bob] = [(2, "ann"), (3, "bob")].map(|(login, name)| watcher(login, name, Part::Asks));
    portal.tell(room(&[ann.clone(), bob.clone()]));
    portal.keys("<Down><Down><Down>");
    portal.tell(room(std::slice::from_ref(&bob)));
    portal.keys("<Enter>");
    assert_eq!(portal.wishes, [Wish::HandOver(3)]);
    portal.keys("<C-g>o<Down><Down>");
    portal.tell(room(&[ann, bob]));
    portal.tell(room(&[]));
    portal.keys("<Enter>");
    assert_eq!(portal.copied, ["watch-abc"], "nothing else was done");
}

#[test]
fn who_asks_for_the_controls_stands_there_until_there_is_an_answer() {
    let mut portal = Portal::contoso(SMALL).signed_in_as(GLOBAL);
    portal.tell(room(&[]));
    portal.keys("<Esc>").shows("0 watch");
    portal.tell(room(&[watcher(2, "ann", Part::Asks)]));
    portal.shows("ann asks for the controls");
    portal.keys("j").hides("for the controls");
    portal.shows("ann asks, 1 watch");
    portal.tell(room(&[watcher(2, "ann", Part::Drives)]));
    portal.shows("ann drives, 1 watch");
}
