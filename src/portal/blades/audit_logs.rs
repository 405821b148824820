//! Monitoring › Audit logs: every action, allowed or refused, with before and after (D18;
//! `facts/portal.md` 9.2).

use super::Request;
use super::all_users::column;
use super::log::{By, Entry, Log, Read, Reading, Which, Words};
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::portal::act::Place;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::details::Details;
use crate::portal::effect::Rows;
use crate::portal::parts::table::Column;
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

    fn columns() -> Vec<Column> {
        vec![
            column("Date", 17, 17, 0),
            column("Service", 12, 32, 5),
            column("Category", 14, 21, 6),
            column("Activity", 27, 48, 0),
            column("Status", 7, 7, 1),
            column("Status reason", 18, 60, 4),
            column("Target(s)", 18, 30, 2),
            column("Initiated by", 16, 30, 3),
        ]
    }

    fn cells(&self) -> Vec<(Tone, String)> {
        let [activity, service, category] = self.activity.names();
        let (status, reason) = status(self);
        let tone = match self.result {
            AuditResult::Success => Tone::Good,
            AuditResult::NothingToDo(_) => Tone::Muted,
            AuditResult::Failure(_) => Tone::Danger,
        };
        vec![
            (Tone::Muted, self.at.date_and_time()),
            (Tone::Muted, service.to_owned()),
            (Tone::Muted, category.to_owned()),
            (Tone::Plain, activity.to_owned()),
            (tone, status.to_owned()),
            (Tone::Muted, reason.to_owned()),
            (Tone::Plain, target(self).to_owned()),
            (Tone::Muted, self.actor.to_string()),
        ]
    }

    fn text(&self) -> String {
        let cells = self.cells().into_iter().map(|(_, text)| text);
        cells.collect::<Vec<_>>().join("\t")
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
