//! Less room: columns go by what they are worth, and what stays keeps its order.

use super::harness::{GLOBAL, Portal};

/// The headings of the list that `key` leads to.
fn headings(key: &str, columns: u16) -> Vec<String> {
    let mut portal = Portal::contoso((columns, 24)).signed_in_as(GLOBAL);
    portal.keys(key);
    let screen = portal.screen();
    // Right of the menu, above the rule.
    let lines: Vec<_> = screen
        .lines()
        .map(|line| line.rsplit('\u{2502}').next())
        .collect();
    let rule = lines
        .iter()
        .position(|line| line.is_some_and(|line| line.contains("\u{2500}\u{2500}")));
    let line = rule.and_then(|rule| lines[rule - 1]).unwrap_or_default();
    let line = line.trim_start_matches([' ', '\u{2610}']);
    let names = line
        .split("  ")
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(|name| name.trim_end_matches(" \u{25b2}").to_owned())
        .collect()
}

/// From 100 columns on the menu takes 26 of them.
#[test]
fn columns_go_one_by_one_where_there_is_less_room_and_the_last_ones_name_the_row() {
    let all = [
        ("1", 60, "Display name, User principal name, MFA"),
        ("1", 80, "Display name, User principal name, MFA, Methods"),
        ("1", 100, "Display name, User principal name, MFA"),
        (
            "1",
            120,
            "Display name, User principal name, Type, Synced, MFA, Methods",
        ),
        ("2", 60, "Display name, User name, Status"),
        (
            "2",
            80,
            "Display name, User name, Status, Devices, App passwords",
        ),
        ("2", 100, "Display name, User name, Status, Devices"),
        (
            "2",
            120,
            "Display name, User name, Status, Devices, App passwords",
        ),
        ("0", 60, "Display name, User principal name, Deletion date"),
        (
            "0",
            80,
            "Display name, User principal name, Type, Deletion date, Days left",
        ),
        (
            "0",
            100,
            "Display name, User principal name, Deletion date, Days left",
        ),
        (
            "0",
            120,
            "Display name, User principal name, Type, Deletion date, Days left",
        ),
        ("4", 60, "Date ▼, User, Status"),
        ("4", 80, "Date ▼, User, Status, Error code"),
        ("4", 100, "Date ▼, User, Status, Error code"),
        (
            "4",
            120,
            "Date ▼, User, Device, Status, Requirement, Error code",
        ),
        ("5", 60, "Date ▼, Activity, Status"),
        ("5", 80, "Date ▼, Activity, Status, Target(s)"),
        ("5", 100, "Date ▼, Activity, Status"),
        ("5", 120, "Date ▼, Activity, Status, Target(s)"),
    ];
    for (key, columns, expected) in all {
        assert_eq!(
            headings(key, columns).join(", "),
            expected,
            "{key} at {columns}"
        );
    }
}

#[test]
fn no_column_is_too_narrow_for_its_heading() {
    for key in ["1", "2", "0", "4", "5"] {
        for columns in (60..=160).step_by(7) {
            let headings = headings(key, columns);
            let cut = headings.iter().any(|name| name.contains('\u{2026}'));
            assert!(
                !cut && headings.len() > 2,
                "{key} at {columns}: {headings:?}"
            );
        }
    }
}
