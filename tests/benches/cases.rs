//! What is measured of the portal: which keys, over how many users.

use crossterm::event::KeyCode;

use super::Portal;

/// What is measured: keys that lead there, keys that are timed one by one, keys that take back what
/// they did, and after how many rounds there is nothing more to learn.
pub struct Case {
    pub name: &'static str,
    /// Between how many users there is enough to do, and not too much.
    pub from: u32,
    pub to: u32,
    pub before: fn(&mut Portal),
    pub timed: &'static [KeyCode],
    pub after: &'static [KeyCode],
    pub rounds: usize,
}

pub const CASES: [Case; 17] = [
    Case {
        name: "scroll by a row",
        from: 1000,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Down; 45]),
        timed: &[KeyCode::Down],
        after: &[],
        rounds: 400,
    },
    Case {
        name: "scroll by a page",
        from: 1000,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::PageDown]),
        timed: &[KeyCode::PageDown, KeyCode::PageUp],
        after: &[],
        rounds: 100,
    },
    Case {
        name: "move the highlight",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Down, KeyCode::Up],
        after: &[],
        rounds: 200,
    },
    Case {
        name: "letter in search",
        from: 0,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('/')]),
        timed: &[
            KeyCode::Char('m'),
            KeyCode::Char('e'),
            KeyCode::Char('g'),
            KeyCode::Char('a'),
            KeyCode::Char('n'),
        ],
        after: &[KeyCode::Backspace; 5],
        rounds: 10,
    },
    Case {
        name: "mark a row",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 20,
    },
    Case {
        name: "mark one more of 1000",
        from: 1000,
        to: MILLION,
        before: Portal::mark_a_thousand,
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 40,
    },
    Case {
        name: "sort by the next column",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Char('s')],
        after: &[],
        rounds: 12,
    },
    Case {
        name: "filter by status",
        from: 0,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('2')]),
        timed: &[KeyCode::Char('t')],
        after: &[],
        rounds: 12,
    },
    Case {
        name: "mark all, mark none",
        from: 0,
        to: MILLION,
        before: |_| (),
        timed: &[KeyCode::Char('A')],
        after: &[],
        rounds: 20,
    },
    Case {
        name: "span a range over all",
        from: 0,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('s'), KeyCode::Home, KeyCode::Char('v')]),
        timed: &[KeyCode::End, KeyCode::Home],
        after: &[],
        rounds: 10,
    },
    Case {
        name: "tick a box over all marked",
        from: 1000,
        to: 100_000,
        before: |portal| {
            let keys = ['A', '2', 'm'].map(KeyCode::Char);
            portal.keys(&keys);
        },
        timed: &[KeyCode::Char(' ')],
        after: &[],
        rounds: 4,
    },
    Case {
        name: "sort while all are marked",
        from: 1000,
        to: MILLION,
        before: |portal| portal.keys(&[KeyCode::Char('A')]),
        timed: &[KeyCode::Char('s')],
        after: &[],
        rounds: 6,
    },
    Case {
        name: "save for all marked",
        from: 1000,
        to: 100_000,
        before: Portal::plan_for_all,
        timed: &[KeyCode::Enter],
        after: &[],
        rounds: 1,
    },
    Case {
        name: "look through the results",
        from: 1000,
        to: 100_000,
        before: |portal| {
            portal.plan_for_all();
            portal.keys(&[KeyCode::Enter]);
            portal.each_user();
        },
        timed: &[KeyCode::PageDown, KeyCode::End, KeyCode::Home],
        after: &[],
        rounds: 4,
    },
    Case {
        name: "stop in the middle of saving",
        from: 10_000,
        to: 100_000,
        before: |portal| {
            portal.plan_for_all();
            portal.key(KeyCode::Enter);
        },
        timed: &[KeyCode::Esc],
        after: &[],
        rounds: 1,
    },
    Case {
        name: "take back what all got",
        from: 1000,
        to: 100_000,
        before: |portal| {
            portal.plan_for_all();
            portal.keys(&[KeyCode::Enter, KeyCode::Esc]);
        },
        timed: &[KeyCode::Char('u')],
        after: &[],
        rounds: 1,
    },
    Case {
        name: "dialog over 1000 marked",
        from: 1000,
        to: MILLION,
        before: |portal| {
            portal.mark_a_thousand();
            portal.keys(&[KeyCode::Char('m')]);
        },
        timed: &[KeyCode::Char('m')],
        after: &[KeyCode::Esc],
        rounds: 20,
    },
];

pub const MILLION: u32 = 1_000_000;
