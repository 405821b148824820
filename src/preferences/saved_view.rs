//! The file of the saved view: how a person looked at one tenant when they left.

use std::collections::BTreeMap;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use crate::domain::edition::Experience;
use crate::portal::saved_view::{LISTS, ListView, SavedView};

/// What is written. Another number is another form.
const VERSION: u32 = 1;

/// Why a file is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// A later proofup wrote it.
    #[error("it has version {0}, which only a later proofup knows")]
    Newer(u32),
    /// Something is wrong with it.
    #[error("{0}")]
    Broken(String),
}

/// The one entry that every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default = "yes")]
    mouse: bool,
    #[serde(default)]
    experience: Experience,
    #[serde(default)]
    lists: BTreeMap<String, List>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sort: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    descending: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    filters: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
}

fn yes() -> bool {
    true
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Unread> {
    options().from_str(text).map_err(|error| {
        let start = error.span.start;
        Unread::Broken(format!("{}:{}: {}", start.line, start.col, error.code))
    })
}

/// The view that a file describes.
pub fn saved_view(text: &str) -> Result<SavedView, Unread> {
    let Version { version } = read(text)?;
    if version > VERSION {
        return Err(Unread::Newer(version));
    }
    let file: File = read(text)?;
    let mut lists = BTreeMap::new();
    for (name, list) in file.lists {
        let broken = |what: String| Unread::Broken(format!("the list \"{name}\" {what}"));
        let Some((place, _)) = LISTS.iter().find(|(_, own)| *own == name) else {
            return Err(broken("is none".to_owned()));
        };
        let view = list.view();
        if let Some(unknown) = view.unknown(*place) {
            return Err(broken(unknown));
        }
        lists.insert(*place, view);
    }
    Ok(SavedView {
        mouse: file.mouse,
        experience: file.experience,
        lists,
    })
}

/// A view as such a file.
pub fn print_saved_view(view: &SavedView) -> String {
    let list = |(place, name): &(_, &str)| {
        let view = view.lists.get(place)?;
        Some(((*name).to_owned(), List::of(view)))
    };
    let file = File {
        version: VERSION,
        mouse: view.mouse,
        experience: view.experience,
        lists: LISTS.iter().filter_map(list).collect(),
    };
    let pretty = PrettyConfig::default().new_line("\n");
    // Strings, numbers and names: nothing that RON could not write.
    let text = options().to_string_pretty(&file, pretty);
    text.unwrap_or_default() + "\n"
}

impl List {
    fn of(view: &ListView) -> Self {
        Self {
            sort: view.sort.clone(),
            descending: view.descending,
            filters: view.filters.clone(),
            columns: view.columns.clone(),
        }
    }

    fn view(self) -> ListView {
        ListView {
            sort: self.sort,
            descending: self.descending,
            filters: self.filters,
            columns: self.columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::act::Place;

    fn arranged() -> SavedView {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let pair = |kind: &str, value: &str| (kind.to_owned(), value.to_owned());
        let users = ListView {
            sort: Some("MFA".to_owned()),
            descending: true,
            filters: vec![pair("Role", "none"), pair("User type", "Guest")],
            columns: texts(&["Department", "Display name"]),
        };
        let page = ListView {
            filters: vec![
                pair("View", "Sign-in blocked users"),
                pair("Status", "Enforced"),
            ],
            ..ListView::default()
        };
        let log = ListView {
            sort: Some("Status reason".to_owned()),
            filters: vec![
                pair("Initiated by", "zo\"\u{eb}@contoso.com"),
                pair("Date", "7 days"),
            ],
            ..ListView::default()
        };
        SavedView {
            mouse: false,
            experience: Experience::Original,
            lists: [
                (Place::AllUsers, users),
                (Place::PerUserMfa, page),
                (Place::AuditLogs, log),
            ]
            .into(),
        }
    }

    #[test]
    fn what_is_written_is_read_back_as_the_same() {
        for view in [SavedView::default(), arranged()] {
            let text = print_saved_view(&view);
            assert_eq!(saved_view(&text).as_ref(), Ok(&view), "{text}");
        }
        assert_eq!(saved_view("(version: 1)"), Ok(SavedView::default()));
    }

    #[test]
    fn a_later_form_is_told_from_a_broken_one_whatever_else_it_has() {
        let text = "(version: 2, mouse: Sometimes, panes: [(1, 2)])";
        assert_eq!(saved_view(text), Err(Unread::Newer(2)));
    }

    #[test]
    fn what_is_broken_is_told_by_place_or_name() {
        let list = |list: &str| format!("(version: 1, lists: {{ {list} }})");
        let cases = [
            (String::new(), "1:1: "),
            ("(version: 1, mouse: maybe)".to_owned(), "1:20: "),
            ("(version: 1, colour: 3)".to_owned(), "1:"),
            (list(r#""Users": ()"#), "the list \"Users\" is none"),
            (
                list(r#""All users": (sort: "Shoe size")"#),
                "the list \"All users\" cannot be sorted by Shoe size",
            ),
            (
                list(r#""Audit logs": (sort: "MFA")"#),
                "the list \"Audit logs\" cannot be sorted by MFA",
            ),
            (
                list(r#""All users": (filters: [("Status", "Enabled")])"#),
                "the list \"All users\" has no filter \"Status: Enabled\"",
            ),
            (
                list(r#""Sign-in logs": (filters: [("Date", "ever")])"#),
                "the list \"Sign-in logs\" has no filter \"Date: ever\"",
            ),
            (
                list(r#""All users": (columns: ["Shoe size"])"#),
                "the list \"All users\" has no column \"Shoe size\"",
            ),
            (
                list(r#""Deleted users": (columns: ["Department"])"#),
                "the list \"Deleted users\" has no column \"Department\"",
            ),
        ];
        for (text, expected) in cases {
            match saved_view(&text) {
                Err(Unread::Broken(told)) => {
                    assert!(told.starts_with(expected), "{told} is not {expected}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
