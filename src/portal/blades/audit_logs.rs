//! Monitoring › Audit logs: every action, allowed or refused, with before and after (D18;
//! `facts/portal.md` 9.2).

use super::Request;
use super::log::{By, Entry, Log, LogColumn, Read, Reading, Which, Words};
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::portal::act::Place;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::details::Details;
use crate::portal::effect::Rows;
use crate::portal::theme::Tone;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Audit logs";

/// The blade.
pub type AuditLogs = Log<AuditEntry>;

/// Status and status reason, as the columns say them.
pub fn status(entry: &AuditEntry) -> (&'static str, &str) {
    match &entry.result {
        AuditResult::Success => ("Success", ""),
        AuditResult::NothingToDo(why) => ("Success", why),
        AuditResult::Failure(why) => ("Failure", why),
    }
}

/// How a status looks.
fn tone(result: &AuditResult) -> Tone {
    match result {
        AuditResult::Success => Tone::Good,
        AuditResult::NothingToDo(_) => Tone::Muted,
        AuditResult::Failure(_) => Tone::Danger,
    }
}

fn target(entry: &AuditEntry) -> &str {
    entry.target.as_ref().map_or("", |target| &target.upn)
}

impl Entry for AuditEntry {
    const WHICH: Which = Which::Audit;
    const PLACE: Place = Place::AuditLogs;

    const WORDS: Words = Words {
        title: TITLE,
        nouns: ["entry", "entries"],
        search: "Search entries",
        reading: "Reading the audit trail.",
        nothing: "Nothing has happened in this tenant yet. Whatever an administrator does, or is refused, will stand here.",
        file: "AuditLogs",
    };

    const COLUMNS: &'static [LogColumn<Self>] = &[
        LogColumn::new("Date", [17, 17], 0, |entry| {
            (Tone::Muted, entry.at.date_and_time().into())
        }),
        LogColumn::new("Service", [12, 32], 5, |entry| {
            (Tone::Muted, entry.activity.names()[1].into())
        }),
        LogColumn::new("Category", [14, 21], 6, |entry| {
            (Tone::Muted, entry.activity.names()[2].into())
        }),
        LogColumn::new("Activity", [27, 48], 0, |entry| {
            (Tone::Plain, entry.activity.names()[0].into())
        }),
        LogColumn::new("Status", [8, 8], 1, |entry| {
            (tone(&entry.result), status(entry).0.into())
        }),
        LogColumn::new("Status reason", [18, 60], 4, |entry| {
            (Tone::Muted, status(entry).1.into())
        }),
        LogColumn::new("Target(s)", [18, 30], 2, |entry| {
            (Tone::Plain, target(entry).into())
        }),
        LogColumn::new("Initiated by", [16, 30], 3, |entry| {
            (Tone::Muted, (&*entry.actor).into())
        }),
    ];

    const FIELDS: &'static [By<Self>] = &[
        ("Service", |entry| entry.activity.names()[1]),
        ("Category", |entry| entry.activity.names()[2]),
        ("Activity", |entry| entry.activity.names()[0]),
        ("Status", |entry| status(entry).0),
        ("Target", |entry| target(entry)),
        ("Initiated by", |entry| &entry.actor),
    ];

    fn at(&self) -> Timestamp {
        self.at
    }

    fn user(&self) -> Option<UserId> {
        self.target.as_ref().map(|target| target.id)
    }

    fn rows(entries: Vec<Self>) -> Rows {
        Rows::Audit(entries)
    }

    fn of(read: &Read) -> Option<&Reading<Self>> {
        match read {
            Read::Audit(reading) => Some(reading),
            Read::SignIns(_) => None,
        }
    }

    fn open(&self) -> Request {
        Request::Ask(Box::new(Dialog::Details(Details::new(self.clone()))))
    }
}
