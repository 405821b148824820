//! What narrows a log: one value a field, and a date range (`facts/portal.md` 9.2).

use std::collections::BTreeMap;

use super::{By, Entry};
use crate::domain::time::{DAY, Timestamp};
use crate::portal::dialogs::filters::{Kind, Pick, Value};

/// The filters in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// By heading.
    values: BTreeMap<&'static str, String>,
    since: Since,
}

/// Back to when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Since {
    /// The last 24 hours.
    Day,
    /// The last 7 days.
    Week,
    /// From the beginning.
    #[default]
    Beginning,
}

/// What the date range is called.
const DATE: &str = "Date";

/// Values offered for one field, at the most; typing finds the others in the search.
const OFFERED: usize = 50;

impl Since {
    const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Beginning];

    fn called(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|since| since.label() == label)
    }

    fn label(self) -> &'static str {
        match self {
            Self::Day => "24 hours",
            Self::Week => "7 days",
            Self::Beginning => "all",
        }
    }

    fn reaches(self, at: Timestamp, now: Timestamp) -> bool {
        match self {
            Self::Day => at >= now.plus_seconds(-DAY),
            Self::Week => at >= now.plus_seconds(-7 * DAY),
            Self::Beginning => true,
        }
    }
}

/// Whether a log of these fields knows this filter. Values of fields are anybody's.
pub fn knows<E>(fields: &[By<E>], kind: &str, value: &str) -> bool {
    let field = fields.iter().any(|(by, _)| *by == kind);
    field || (kind == DATE && Since::called(value).is_some())
}

impl Filters {
    /// The filters in force, by kind and value.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let since = Some(self.since).filter(|since| *since != Since::default());
        let since = since.map(|since| (DATE, since.label().to_owned()));
        let values = self.values.iter().map(|(by, value)| (*by, value.clone()));
        let pairs = values.chain(since);
        pairs
            .map(|(kind, value)| (kind.to_owned(), value))
            .collect()
    }

    /// These filters, of a log of such entries.
    pub(super) fn of<E: Entry>(pairs: &[(String, String)]) -> Self {
        let mut filters = Self::default();
        for (kind, value) in pairs {
            if kind == DATE {
                filters.since = Since::called(value).unwrap_or_default();
            } else if let Some((by, _)) = E::FIELDS.iter().find(|(by, _)| by == kind) {
                filters.values.insert(by, value.clone());
            }
        }
        filters
    }

    /// Whether `entry` is shown at `now`.
    pub(super) fn fit<E: Entry>(&self, entry: &E, now: Timestamp) -> bool {
        let holds = |(by, of): &By<E>| {
            let value = self.values.get(by);
            value.is_none_or(|value| of(entry) == value)
        };
        self.since.reaches(entry.at(), now) && E::FIELDS.iter().all(holds)
    }

    /// Whether anything is narrowed.
    pub(super) fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Narrows, or widens again.
    pub(super) fn take(&mut self, pick: &Pick) {
        match pick {
            Pick::Set(DATE, label) => self.since = Since::called(label).unwrap_or_default(),
            Pick::Any(DATE) => self.since = Since::default(),
            Pick::Set(by, value) => drop(self.values.insert(by, value.clone())),
            Pick::Any(by) => drop(self.values.remove(by)),
            Pick::None => *self = Self::default(),
        }
    }

    /// 24 hours, then 7 days, then all.
    pub(super) fn next_range(&mut self) {
        let at = Since::ALL.iter().position(|one| *one == self.since);
        self.since = at.map_or(Since::Day, |at| Since::ALL[(at + 1) % Since::ALL.len()]);
    }

    /// The filters in force, as chips.
    pub(super) fn chips(&self) -> Vec<String> {
        let date = format!(" {DATE}: {} ", self.since.label());
        let values = self.values.iter();
        let values = values.map(|(by, value)| format!(" {by}: {value} "));
        std::iter::once(date).chain(values).collect()
    }

    /// What can be chosen: the values there are in `entries`, the commonest first.
    pub(super) fn kinds<E: Entry>(&self, entries: &[E]) -> Vec<Kind> {
        let range = |since: Since| Value {
            label: since.label().to_owned(),
            note: String::new(),
        };
        let in_force = Some(self.since).filter(|since| *since != Since::Beginning);
        let ranges = Since::ALL
            .into_iter()
            .filter(|since| *since != Since::Beginning);
        let date = Kind {
            label: DATE,
            values: ranges.map(range).collect(),
            in_force: in_force.map(|since| since.label().to_owned()),
        };
        let fields = E::FIELDS.iter().map(|&(by, of)| Kind {
            label: by,
            values: values(entries, of),
            in_force: self.values.get(by).cloned(),
        });
        fields.chain([date]).collect()
    }
}

fn values<E: Entry>(entries: &[E], of: fn(&E) -> &str) -> Vec<Value> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for entry in entries {
        *counts.entry(of(entry)).or_default() += 1;
    }
    counts.remove("");
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let [one, many] = E::WORDS.nouns;
    let value = |(value, count): (&str, usize)| Value {
        label: value.to_owned(),
        note: format!("{count} {}", if count == 1 { one } else { many }),
    };
    counts.into_iter().take(OFFERED).map(value).collect()
}
