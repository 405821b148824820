//! What the portal is there for: many users at once, their settings reset, undone, done again.

use super::harness::{AIRY, AUTHENTICATION, GLOBAL, Portal};
use crate::domain::audit::AuditResult;
use crate::portal::dialogs::Dialog;

const FIVE: [&str; 5] = [
    "BrianJ@contoso.com",
    "ChristieC@contoso.com",
    "DeliaD@contoso.com",
    "EnricoC@contoso.com",
    "JoniS@contoso.com",
];

/// Marks five users in two searches, among others that the same searches show.
fn mark_five(portal: &mut Portal) {
    portal.find("ri");
    for upn in [FIVE[0], FIVE[1], FIVE[3]] {
        portal.go_to(upn).keys("<Space>");
    }
    portal.find("ni");
    for upn in [FIVE[2], FIVE[4]] {
        portal.go_to(upn).keys("<Space>");
    }
    assert_eq!(portal.marked(), FIVE);
}

#[test]
fn five_users_across_two_searches_boxes_1_and_3_save_undo_redo() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    let before = FIVE.map(|upn| portal.user(upn));
    mark_five(&mut portal);
    portal.shows("5 selected, 3 hidden");

    portal.keys("mm").shows("Manage user settings");
    portal.shows("5 users selected");
    portal.shows("Tick at least one box");
    portal.keys("<Space><Down><Down><Space>");
    portal.shows("What Save will do");
    let methods: usize = before.iter().map(|user| user.methods.len()).sum();
    let devices: usize = before.iter().map(|user| user.devices.len()).sum();
    portal.shows(&format!("5 users lose {methods} methods"));
    portal.shows(&format!("{devices} remembered devices forgotten"));
    for (upn, before) in FIVE.iter().zip(&before) {
        assert_eq!(portal.user(upn), *before, "nothing is done before Save");
    }

    portal.keys("<C-s>").shows("Updates successful");
    for (upn, before) in FIVE.iter().zip(&before) {
        let after = portal.user(upn);
        assert!(
            after.methods.is_empty() && after.devices.is_empty(),
            "{upn}"
        );
        assert!(!after.must_register_again, "2023 has no flag (D4)");
        assert_eq!(
            after.app_passwords, before.app_passwords,
            "box 2 was not ticked"
        );
        assert_eq!(after.password, before.password);
        portal.shows(&before.name);
    }
    let done = FIVE.map(|upn| portal.user(upn));

    portal.keys("<Enter>").keys("u");
    portal.shows("Undid: Manage user settings");
    assert_eq!(FIVE.map(|upn| portal.user(upn)), before);
    portal
        .keys("<C-r>")
        .shows("Did again: Manage user settings");
    assert_eq!(FIVE.map(|upn| portal.user(upn)), done);
    portal.keys("u");
    assert_eq!(FIVE.map(|upn| portal.user(upn)), before);
}

#[test]
fn a_global_administrator_among_them_is_refused_with_the_reason_and_the_others_are_done() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(AUTHENTICATION);
    mark_five(&mut portal);
    portal.find("NancyA").keys("<Space>mm<Space>");
    let reason = "a Global Administrator is out of an Authentication Administrator's reach";
    portal
        .shows("1 user refused:")
        .shows(&format!("refused: {reason}"));
    let nancy = portal.user("NancyA@contoso.com");

    portal.keys("<C-s>").shows("Updates successful");
    portal.shows(&format!("Nancy Anderson refused: {reason}"));
    assert_eq!(portal.user("NancyA@contoso.com"), nancy);
    for upn in FIVE {
        assert!(portal.user(upn).methods.is_empty(), "{upn}");
    }

    let audit = portal.audit();
    let of = |upn: &str| {
        let fits = |entry: &&crate::domain::audit::AuditEntry| {
            entry
                .target
                .as_ref()
                .is_some_and(|target| target.upn == upn)
        };
        audit.iter().filter(fits).collect::<Vec<_>>()
    };
    let [refusal] = of("NancyA@contoso.com")[..] else {
        panic!("{audit:?}");
    };
    let AuditResult::Failure(why) = &refusal.result else {
        panic!("{refusal:?}");
    };
    for part in [
        "Authentication Administrator",
        "Global Administrator",
        "Entra 2023",
        "D16",
    ] {
        assert!(why.contains(part), "{part} is missing in `{why}`");
    }
    assert!(refusal.modified.is_empty());
    for upn in FIVE {
        let entries = of(upn);
        assert!(
            entries.iter().all(|entry| entry.actor == AUTHENTICATION),
            "{upn}"
        );
        assert!(
            entries
                .iter()
                .any(|entry| entry.result == AuditResult::Success),
            "{upn}"
        );
    }
}

#[test]
fn the_same_save_again_says_that_there_is_nothing_to_do() {
    let mut portal = Portal::contoso(AIRY).signed_in_as(GLOBAL);
    mark_five(&mut portal);
    portal.keys("mm<Space><C-s><Enter>");
    let after = FIVE.map(|upn| portal.user(upn));
    portal.keys("m<Space>").shows("5 users nothing to delete");
    portal.keys("<C-s>").shows("Nothing was changed");
    assert_eq!(FIVE.map(|upn| portal.user(upn)), after);
    // Nothing was done, so undo takes back the first save.
    portal.keys("<Enter>u").shows("Undid: Manage user settings");
    assert!(FIVE.iter().all(|upn| !portal.user(upn).methods.is_empty()));
}

#[test]
fn a_long_list_is_read_to_its_end_and_the_arrow_hides_no_letter() {
    let mut portal = Portal::contoso((80, 24)).signed_in_as(AUTHENTICATION);
    portal.find("er").keys("Amm<Space><Down><Down><Space><C-d>");
    let texts = |portal: &Portal| {
        let Some(Dialog::Form(form)) = portal.model.dialogs.last() else {
            panic!("no dialog");
        };
        let rows = &form.plan.as_ref().unwrap().rows;
        let text = |row| crate::domain::preview::result(&*form.before, row).text;
        rows.iter()
            .map(|row| (row.name.clone(), text(row)))
            .collect::<Vec<_>>()
    };
    let rows = texts(&portal);
    assert_eq!(rows.len(), 20);
    let mut seen = portal.screen();
    for _ in 0..8 {
        portal.keys("<PageDown>");
        seen.push_str(&portal.screen());
    }
    // The longest name of all is cut, and so no line has it.
    for (name, text) in rows.into_iter().filter(|(name, _)| name.len() < 40) {
        let line = seen
            .lines()
            .find(|line| line.contains(&*name))
            .expect(&name);
        let shown = line
            .split(&*name)
            .nth(1)
            .unwrap()
            .trim()
            .trim_end_matches('│');
        let shown = shown.trim_end().trim_end_matches(['↓', '↑']).trim_end();
        let rest = text.strip_prefix(shown);
        assert!(
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            "`{shown}` is no whole words of `{text}`"
        );
    }
}
