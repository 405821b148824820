//! The room that others watch in, as a list of what can be done with it.

use super::{Choice, Finder, Mark, Row, rank};
use crate::portal::act::Act;
use crate::portal::keymap::Availability;
use crate::portal::room::{Part, Room, Watcher, Wish};

impl Finder {
    /// What can be done with the room, and who watches.
    pub fn room(room: &Room) -> Self {
        let mut rows = vec![command(
            "watch",
            &room.view_code,
            "Lets somebody watch: sends it to the clipboard.",
            Act::CopyViewCode,
        )];
        rows.push(match &room.drive_code {
            Some(code) => command(
                "drive",
                code,
                "Lets somebody watch and ask for the controls: sends it to the clipboard.",
                Act::CopyDriveCode,
            ),
            None => command(
                "drive",
                "Let somebody ask for the controls",
                "Makes a second code. Until then nobody who watches can ever write.",
                Act::Wish(Wish::DriveCode),
            ),
        });
        rows.extend(room.watchers.iter().map(watcher));
        if room.watchers.iter().any(|one| one.part == Part::Drives) {
            rows.push(command(
                "back",
                "Take the controls back",
                "From the next key on they are yours alone.",
                Act::Wish(Wish::TakeBack),
            ));
        }
        rows.push(toggle(
            room.curtain,
            (
                "curtain",
                "Hide the picture behind a curtain",
                "Take the curtain away",
            ),
            "What you do behind it, nobody sees. Secrets are behind one anyway.",
            Wish::Curtain,
        ));
        rows.push(toggle(
            room.paused,
            (
                "pause",
                "Let the picture stand still",
                "Let the picture move on",
            ),
            "Those who watch see what they saw last.",
            Wish::Pause,
        ));
        rows.push(command(
            "close",
            "Close the room",
            "Whoever watches is told so, and leaves.",
            Act::Wish(Wish::Close),
        ));
        let mut list = Self::of("Room", "Enter does it, Esc closes the list", rows);
        list.is_room = true;
        list
    }
}

impl Finder {
    /// The same list of the room as it is now. What was typed stays, and the cursor on what it was
    /// on; where that is gone, it is on the first row, which does no harm.
    pub fn renew(&mut self, room: &Room) {
        let on = |row: &Row| match &row.mark {
            Mark::Text(mark) if mark != HERE => mark.clone(),
            _ => row.label.clone(),
        };
        let before = self.chosen().map(on);
        self.all = Self::room(room).all;
        self.rows = rank::best(&self.all, self.search.text().trim());
        let at = self.rows.iter().position(|row| Some(on(row)) == before);
        self.at = at.unwrap_or(0);
    }
}

/// What stands before those who watch.
const HERE: &str = "here";

fn command(mark: &str, label: &str, help: &str, act: Act) -> Row {
    Row {
        mark: Mark::Text(mark.to_owned()),
        label: label.to_owned(),
        help: help.to_owned(),
        also: "",
        availability: Availability::Enabled,
        choice: Choice::Act(act),
    }
}

fn toggle(
    is: bool,
    (mark, on, off): (&str, &str, &str),
    help: &str,
    wish: impl FnOnce(bool) -> Wish,
) -> Row {
    command(mark, if is { off } else { on }, help, Act::Wish(wish(!is)))
}

fn watcher(one: &Watcher) -> Row {
    let (columns, rows) = one.window;
    let (part, wish) = match one.part {
        Part::Watches => ("watches", None),
        Part::MayAsk => ("may ask for the controls", None),
        Part::Asks => (
            "asks for the controls: Enter hands them over",
            Some(Wish::HandOver(one.login)),
        ),
        Part::Drives => ("has the controls", Some(Wish::TakeBack)),
    };
    let mut row = command(
        HERE,
        &one.name,
        &format!("{part}, window of {columns} by {rows}"),
        Act::Room,
    );
    row.choice = wish.map_or(Choice::Nothing, |wish| Choice::Act(Act::Wish(wish)));
    row
}
