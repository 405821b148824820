//! The preview is the plan: what the dialog says is what happens, for every kind of administrator,
//! in every edition, for every combination of boxes, over everybody. And once more does nothing
//! (D19).

use super::harness::{AIRY, Portal, contoso_in};
use crate::domain::edition::Edition;
use crate::domain::plan::Outcome;
use crate::domain::preview::{Line, Summary, Tone};
use crate::domain::user::User;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::form::Form;
use crate::store::{Access, Snapshot};

const ADMINISTRATORS: [&str; 7] = [
    "admin@contoso.com",
    "authadmin@contoso.com",
    "privauth@contoso.com",
    "helpdesk@contoso.com",
    "useradmin@contoso.com",
    "policyadmin@contoso.com",
    "globalreader@contoso.com",
];

fn form(portal: &Portal) -> &Form {
    match portal.model.dialogs.last() {
        Some(Dialog::Form(form)) => form,
        other => panic!("no form: {other:?}"),
    }
}

fn everybody(tenant: &Snapshot) -> Vec<User> {
    let ids = (0..tenant.len()).map(|at| tenant.head(at).unwrap().id);
    ids.map(|id| User::clone(&tenant.user(id).unwrap()))
        .collect()
}

/// What became different, counted without asking the plan.
#[derive(Debug, Default, PartialEq)]
struct Difference {
    users_losing_methods: usize,
    methods: usize,
    tokens: usize,
    app_passwords: usize,
    devices: usize,
    flags: usize,
}

impl Difference {
    fn between(before: &[User], after: &[User]) -> Self {
        let mut found = Self::default();
        for (before, after) in before.iter().zip(after) {
            let lost = before.methods.len() - after.methods.len();
            found.users_losing_methods += usize::from(lost > 0);
            found.methods += lost;
            let changed = after.methods.iter().filter(|method| {
                let old = before.method(method.id).expect("a method out of nowhere");
                old.detail != method.detail
            });
            found.tokens += changed.count();
            found.app_passwords += before.app_passwords.len() - after.app_passwords.len();
            found.devices += before.devices.len() - after.devices.len();
            let flagged = after.must_register_again && !before.must_register_again;
            found.flags += usize::from(flagged);
        }
        found
    }

    fn told_by(lines: &[Line]) -> Self {
        let count = |noun: &str, text: &str| {
            let mut counts = lines
                .iter()
                .filter(|line| line.tone == Tone::Change && line.text.contains(text))
                .filter_map(|line| line.count)
                .filter(|(_, nouns)| nouns.starts_with(noun))
                .map(|(count, _)| count);
            let first = counts.next();
            assert_eq!(counts.next(), None, "`{text}` is told twice");
            first.unwrap_or_default()
        };
        let losing = lines
            .iter()
            .find(|line| line.tone == Tone::Change && line.text.starts_with("lose"));
        let methods = losing.map_or(0, |line| {
            let number = line.text.split(' ').nth(1).unwrap();
            number.parse().unwrap()
        });
        Self {
            users_losing_methods: count("user", "lose"),
            methods,
            tokens: count("hardware", "deactivated"),
            app_passwords: count("app password", "deleted"),
            devices: count("remembered device", "forgotten"),
            flags: count("user", "must register again"),
        }
    }
}

/// Holds that a save with these boxes touched nothing else.
fn nothing_else(boxes: [bool; 3], before: &[User], after: &[User]) {
    for (before, after) in before.iter().zip(after) {
        let mut expected = before.clone();
        if boxes[0] {
            expected.methods.clone_from(&after.methods);
            expected.default_method = after.default_method;
            expected.must_register_again = after.must_register_again;
        }
        if boxes[1] {
            expected.app_passwords.clone_from(&after.app_passwords);
        }
        if boxes[2] {
            expected.devices.clone_from(&after.devices);
            expected.mfa_at_next_sign_in = after.mfa_at_next_sign_in;
        }
        assert_eq!(expected, *after, "{boxes:?}");
    }
}

/// Opens the dialog over everybody who is marked and ticks `boxes`.
fn tick(portal: &mut Portal, boxes: [bool; 3]) {
    portal.keys("m");
    for ticked in boxes {
        portal.keys(if ticked { "<Space><Down>" } else { "<Down>" });
    }
}

fn what_is_said_is_done(edition: Edition) {
    let contoso = contoso_in(edition);
    for upn in ADMINISTRATORS {
        for number in 1..8u8 {
            let boxes = [number & 1 > 0, number & 2 > 0, number & 4 > 0];
            let case = format!("{upn}, {edition}, {boxes:?}");
            let mut portal = Portal::of(contoso.clone(), Access::Sandbox, AIRY).signed_in_as(upn);
            let before = everybody(&portal.tenant());
            portal.keys("Am");
            tick(&mut portal, boxes);
            let asked = form(&portal);
            let plan = asked.plan.clone().unwrap();
            let told = Difference::told_by(&Summary::of(&*asked.before, &plan).lines);
            assert_eq!(plan.rows.len(), 63, "{case}: a row for everybody");

            portal.keys("<C-s>");
            let after = everybody(&portal.tenant());
            assert_eq!(told, Difference::between(&before, &after), "{case}");
            nothing_else(boxes, &before, &after);
            for row in &plan.rows {
                let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
                if row.parts.iter().all(|part| refused(&part.outcome)) {
                    let same = |users: &[User]| {
                        users.iter().find(|user| Some(user.id) == row.user).cloned()
                    };
                    assert_eq!(
                        same(&before),
                        same(&after),
                        "{case}: {} was refused",
                        row.name
                    );
                }
            }

            // The same once more.
            portal.keys("<Enter>");
            tick(&mut portal, boxes);
            let again = form(&portal).plan.clone().unwrap();
            assert!(
                !again.changes_anything(),
                "{case}: the second save still changes"
            );
            portal.keys("<C-s>");
            assert_eq!(everybody(&portal.tenant()), after, "{case}");

            // And all of it can be taken back in one step.
            portal.keys("<Enter>u");
            assert_eq!(everybody(&portal.tenant()), before, "{case}: undo");
        }
    }
}

#[test]
fn in_2018() {
    what_is_said_is_done(Edition::Azure2018);
}

#[test]
fn in_2020() {
    what_is_said_is_done(Edition::Azure2020);
}

#[test]
fn in_2022() {
    what_is_said_is_done(Edition::Azure2022);
}

#[test]
fn in_2023() {
    what_is_said_is_done(Edition::Entra2023);
}

#[test]
fn the_dialog_shows_every_line_of_the_summary() {
    for edition in Edition::ALL {
        let mut portal = Portal::contoso_in(edition, (120, 100)).signed_in_as(ADMINISTRATORS[1]);
        portal.keys("Am");
        tick(&mut portal, [true, true, true]);
        let asked = form(&portal);
        let lines = Summary::of(&*asked.before, asked.plan.as_ref().unwrap()).lines;
        assert!(lines.len() >= 3, "{lines:?}");
        for line in lines {
            // A wrapped sentence hangs behind its count.
            let beginning: Vec<_> = line.text.split(' ').take(3).collect();
            portal.shows(&beginning.join(" "));
        }
    }
}
