//! What narrows the Audit logs: one value a column, and a date range (`facts/portal.md` 9.2).

use std::collections::BTreeMap;

use super::status;
use crate::domain::audit::AuditEntry;
use crate::domain::time::{DAY, Timestamp};
use crate::portal::dialogs::finder::{Choice, Finder, Mark, Row};
use crate::portal::keymap::Availability;

/// A column that can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Service.
    Service,
    /// Category.
    Category,
    /// Activity.
    Activity,
    /// Success or failure.
    Status,
    /// Whom it concerned.
    Target,
    /// Who did it.
    InitiatedBy,
}

/// Back to when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Since {
    /// The last 24 hours.
    Day,
    /// The last 7 days.
    Week,
    /// From the beginning.
    #[default]
    Beginning,
}

/// A step in narrowing the list, or in widening it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrow {
    /// Only entries with this value; in the place of another value of the column.
    To(By, String),
    /// Any value again.
    Any(By),
    /// Another date range.
    Since(Since),
}

/// The filters in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    values: BTreeMap<By, String>,
    since: Since,
}

/// Values offered for one column, at the most; typing finds the others in the search.
const OFFERED: usize = 50;

impl By {
    const ALL: [Self; 6] = [
        Self::Service,
        Self::Category,
        Self::Activity,
        Self::Status,
        Self::Target,
        Self::InitiatedBy,
    ];

    /// The column's heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::Category => "Category",
            Self::Activity => "Activity",
            Self::Status => "Status",
            Self::Target => "Target",
            Self::InitiatedBy => "Initiated by",
        }
    }

    /// What `entry` says there.
    fn of(self, entry: &AuditEntry) -> &str {
        let [activity, service, category] = entry.activity.names();
        match self {
            Self::Service => service,
            Self::Category => category,
            Self::Activity => activity,
            Self::Status => status(entry).0,
            Self::Target => entry.target.as_ref().map_or("", |target| &target.upn),
            Self::InitiatedBy => &entry.actor,
        }
    }
}

impl Since {
    const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Beginning];

    /// As the chip says it.
    pub fn label(self) -> &'static str {
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

impl Filters {
    /// Whether `entry` is shown at `now`.
    pub fn fit(&self, entry: &AuditEntry, now: Timestamp) -> bool {
        self.since.reaches(entry.at, now)
            && self.values.iter().all(|(by, value)| by.of(entry) == value)
    }

    /// Whether anything is narrowed.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Narrows, or widens again.
    pub fn narrow(&mut self, narrow: &Narrow) {
        match narrow {
            Narrow::To(by, value) => drop(self.values.insert(*by, value.clone())),
            Narrow::Any(by) => drop(self.values.remove(by)),
            Narrow::Since(since) => self.since = *since,
        }
    }

    /// 24 hours, then 7 days, then all.
    pub fn next_range(&mut self) {
        let at = Since::ALL.iter().position(|one| *one == self.since);
        self.since = at.map_or(Since::Day, |at| Since::ALL[(at + 1) % Since::ALL.len()]);
    }

    /// The filters in force, as chips.
    pub fn chips(&self) -> Vec<String> {
        let date = format!(" Date: {} ", self.since.label());
        let values = self.values.iter();
        let values = values.map(|(by, value)| format!(" {}: {value} ", by.label()));
        std::iter::once(date).chain(values).collect()
    }

    /// The list to choose a filter from: the values there are in `entries`, the commonest first.
    pub fn choices(&self, entries: &[AuditEntry]) -> Finder {
        let mut rows: Vec<Row> = self
            .values
            .iter()
            .map(|(by, value)| {
                let label = format!("Remove {}: {value}", by.label());
                row(label, String::new(), Narrow::Any(*by))
            })
            .collect();
        let ranges = Since::ALL.into_iter().filter(|since| *since != self.since);
        rows.extend(ranges.map(|since| {
            let label = format!("Date: {}", since.label());
            row(label, String::new(), Narrow::Since(since))
        }));
        for by in By::ALL {
            let mut counts = BTreeMap::<&str, usize>::new();
            for entry in entries {
                *counts.entry(by.of(entry)).or_default() += 1;
            }
            counts.remove("");
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            rows.extend(counts.into_iter().take(OFFERED).map(|(value, count)| {
                let entries = if count == 1 { "entry" } else { "entries" };
                row(
                    format!("{}: {value}", by.label()),
                    format!("{count} {entries}."),
                    Narrow::To(by, value.to_owned()),
                )
            }));
        }
        Finder::of("Add filter", "type to find, Enter adds", rows)
    }
}

fn row(label: String, help: String, narrow: Narrow) -> Row {
    Row {
        mark: Mark::Text("filter".to_owned()),
        label,
        help,
        also: "",
        availability: Availability::Enabled,
        choice: Choice::Narrow(narrow),
    }
}
