//! What setting the clock means: the date it shows then, and what runs out (or holds again).

use super::{Line, Tone};
use crate::domain::clock::{Passing, Turn, moved, passing};
use crate::domain::directory::Directory;
use crate::domain::tenant::TenantFacts;
use crate::domain::time::Timestamp;

/// Names that a line gives; more are counted.
const NAMED: usize = 3;

/// What a turn is told as.
struct Words {
    turn: Turn,
    nouns: [&'static str; 2],
    /// When the clock goes on: for one, for many.
    on: [&'static str; 2],
    /// When it goes back.
    back: [&'static str; 2],
}

const WORDS: [Words; 5] = [
    Words {
        turn: Turn::DeviceExpires,
        nouns: ["remembered device", "remembered devices"],
        on: ["expires", "expire"],
        back: ["is remembered again", "are remembered again"],
    },
    Words {
        turn: Turn::PassBegins,
        nouns: ["Temporary Access Pass", "Temporary Access Passes"],
        on: ["begins to work", "begin to work"],
        back: ["does not work yet", "do not work yet"],
    },
    Words {
        turn: Turn::PassExpires,
        nouns: ["Temporary Access Pass", "Temporary Access Passes"],
        on: ["expires", "expire"],
        back: ["is not expired", "are not expired"],
    },
    Words {
        turn: Turn::LockoutEnds,
        nouns: ["smart lockout", "smart lockouts"],
        on: ["ends", "end"],
        back: ["holds again", "hold again"],
    },
    Words {
        turn: Turn::DeletedForGood,
        nouns: ["deleted user", "deleted users"],
        on: ["can no longer be restored", "can no longer be restored"],
        back: ["can be restored again", "can be restored again"],
    },
];

/// The lines of a plan of `now` that sets the clock of `directory` `days` ahead.
pub(super) fn lines(directory: &dyn Directory, now: Timestamp, days: u32) -> Vec<Line> {
    let before = directory.facts();
    let after = TenantFacts {
        clock_days: days,
        ..before.clone()
    };
    let then = moved(before, &after, now);
    let ahead = match days {
        0 => "the real time".to_owned(),
        1 => "1 day ahead".to_owned(),
        days => format!("{days} days ahead"),
    };
    let mut lines = vec![Line {
        tone: Tone::Change,
        count: None,
        text: format!("The clock shows {}, {ahead}", then.date_and_time()),
    }];
    let passing = passing(directory, now, then);
    for words in WORDS {
        let of_turn: Vec<_> = passing
            .iter()
            .filter(|one| one.turn == words.turn)
            .collect();
        if of_turn.is_empty() {
            continue;
        }
        let [one, many] = if then >= now { words.on } else { words.back };
        let verb = if of_turn.len() == 1 { one } else { many };
        let names = names(directory, &of_turn);
        let text = format!("{verb}: {names}");
        lines.push(Line::counted(
            Tone::Change,
            of_turn.len(),
            words.nouns,
            text,
        ));
    }
    if passing.is_empty() {
        lines.push(Line {
            tone: Tone::Nothing,
            count: None,
            text: "Nothing runs out in between".to_owned(),
        });
    }
    lines
}

/// `LAPTOP-7 of Kim Akers, PC of Diego Siciliani and 3 more`.
fn names(directory: &dyn Directory, passing: &[&Passing]) -> String {
    let name = |one: &&Passing| {
        let user = directory.user(one.user);
        let name = user.map_or_else(String::new, |user| user.name.clone());
        match &*one.what {
            "" => name,
            what => format!("{what} of {name}"),
        }
    };
    let named: Vec<_> = passing.iter().take(NAMED).map(name).collect();
    let named = named.join(", ");
    match passing.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
