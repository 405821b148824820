//! What a presenter knows of the room that was opened for others to watch in. The room itself is
//! kept by whoever hosts the portal; this is what it told last.

use super::theme::Tone;

/// A room, as its presenter sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// Lets somebody watch: `watch-` and this is the user name.
    pub view_code: String,
    /// Lets somebody ask for the controls too; `None`: nobody can, since nobody ever got one.
    pub drive_code: Option<String>,
    /// Who watches, those who came first first.
    pub watchers: Vec<Watcher>,
    /// They see the picture as it was.
    pub paused: bool,
    /// They see a curtain.
    pub curtain: bool,
}

/// Somebody who watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watcher {
    /// Which login.
    pub login: u64,
    /// The user name it came with.
    pub name: String,
    /// The window: columns, rows.
    pub window: (u16, u16),
    /// What the controls are to them.
    pub part: Part,
}

/// What the controls are to somebody who watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Out of reach, whatever is pressed.
    Watches,
    /// Has the code that lets one ask for them.
    MayAsk,
    /// Asks for them.
    Asks,
    /// Has them.
    Drives,
}

/// What the presenter wants of the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// That there is one.
    Open,
    /// That there is none any more.
    Close,
    /// That the picture stands still, or moves on.
    Pause(bool),
    /// That a curtain hides the picture, or no longer.
    Curtain(bool),
    /// That there is a code that lets one ask for the controls.
    DriveCode,
    /// That this login has the controls, beside the presenter.
    HandOver(u64),
    /// That nobody else has the controls.
    TakeBack,
}

impl Room {
    /// For the last line: who drives or asks to, how many watch, and what they do not see. Who asks
    /// stands there until they have an answer, whatever the presenter presses meanwhile.
    pub fn in_short(&self) -> (Tone, String) {
        let count = self.watchers.len();
        let with = |part| self.watchers.iter().find(move |one| one.part == part);
        let both = [(Part::Drives, "drives"), (Part::Asks, "asks")];
        for (part, does) in both {
            if let Some(one) = with(part) {
                let text = format!("{} {does}, {count} watch", one.name);
                return (Tone::Danger, text);
            }
        }
        let hidden = match (self.curtain, self.paused) {
            (true, _) => " a curtain",
            (false, true) => ", paused",
            (false, false) => "",
        };
        let watch = if count == 1 { "watches" } else { "watch" };
        let tone = if hidden.is_empty() {
            Tone::Good
        } else {
            Tone::Caution
        };
        (tone, format!("{count} {watch}{hidden}"))
    }

    /// The smallest window somebody watches in: columns, rows.
    pub fn smallest(&self) -> Option<(u16, u16)> {
        let windows = self.watchers.iter().map(|one| one.window);
        windows.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
    }

    /// What has changed since `before`, where somebody should be told; the most urgent first.
    pub fn news(&self, before: Option<&Self>) -> Option<String> {
        let Some(before) = before else {
            return Some("The room is open".to_owned());
        };
        let part = |room: &Self, login| {
            let found = room.watchers.iter().find(|one| one.login == login);
            found.map(|one| one.part)
        };
        let now = self.watchers.iter();
        let asks = now
            .clone()
            .find(|one| one.part == Part::Asks && part(before, one.login) != Some(Part::Asks));
        if let Some(one) = asks {
            return Some(format!("{} asks for the controls", one.name));
        }
        let came = now.clone().find(|one| part(before, one.login).is_none());
        if let Some(one) = came {
            return Some(format!("{} watches now", one.name));
        }
        let gone = before.watchers.iter();
        let gone = gone.clone().find(|one| part(self, one.login).is_none())?;
        Some(format!("{} has left", gone.name))
    }
}
