//! Monitoring › Sign-in logs: every sign-in, how it ended, and why (D18; `facts/portal.md` 9.2).

use super::Request;
use super::log::{By, Entry, Log, LogColumn, Read, Reading, Which, Words};
use super::sign_in_details::SignInDetails;
use crate::domain::id::UserId;
use crate::domain::sign_in::{Requirement, SignInEntry, SignInStatus};
use crate::domain::time::Timestamp;
use crate::portal::act::Place;
use crate::portal::effect::Rows;
use crate::portal::theme::Tone;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Sign-in logs";

/// The blade.
pub type SignInLogs = Log<SignInEntry>;

/// Who signed in: the account, or what was typed where there is none.
pub(super) fn who(entry: &SignInEntry) -> &str {
    entry.user.as_ref().map_or(&entry.name, |user| &user.upn)
}

/// How a status looks.
pub(super) fn tone(status: SignInStatus) -> Tone {
    match status {
        SignInStatus::Success => Tone::Good,
        SignInStatus::Failure => Tone::Danger,
        SignInStatus::Interrupted => Tone::Caution,
    }
}

/// A requirement in the room of a column.
fn requirement(entry: &SignInEntry) -> &'static str {
    match entry.requirement {
        Requirement::SingleFactor => "Single-factor",
        Requirement::Multifactor => "Multifactor",
    }
}

impl Entry for SignInEntry {
    const WHICH: Which = Which::SignIns;
    const PLACE: Place = Place::SignInLogs;

    const WORDS: Words = Words {
        title: TITLE,
        nouns: ["sign-in", "sign-ins"],
        search: "Search sign-ins",
        reading: "Reading the sign-in log.",
        nothing: "Nobody has signed in yet. Y on a user signs in as that user.",
        file: "SignIns",
    };

    const COLUMNS: &'static [LogColumn<Self>] = &[
        LogColumn::new("Date", [17, 17], 0, |entry| {
            (Tone::Muted, entry.at.date_and_time().into())
        }),
        LogColumn::new("User", [19, 28], 0, |entry| {
            (Tone::Plain, who(entry).into())
        }),
        LogColumn::new("Application", [13, 26], 6, |entry| {
            (Tone::Plain, (&entry.application).into())
        }),
        LogColumn::new("Client app", [12, 20], 5, |entry| {
            (Tone::Plain, (&entry.client_app).into())
        }),
        LogColumn::new("Device", [10, 16], 3, |entry| {
            (Tone::Plain, (&entry.device).into())
        }),
        LogColumn::new("IP address", [12, 15], 7, |entry| {
            (Tone::Muted, (&entry.ip).into())
        }),
        LogColumn::new("Status", [11, 11], 0, |entry| {
            (tone(entry.status), entry.status.label().into())
        }),
        LogColumn::new("Requirement", [13, 13], 2, |entry| {
            (Tone::Plain, requirement(entry).into())
        }),
        LogColumn::new("Error code", [11, 11], 1, |entry| {
            (Tone::Muted, entry.code.to_string().into())
        }),
    ];

    const FIELDS: &'static [By<Self>] = &[
        ("User", |entry| who(entry)),
        ("Application", |entry| &entry.application),
        ("Status", |entry| entry.status.label()),
        ("IP address", |entry| &entry.ip),
        ("Client app", |entry| &entry.client_app),
        ("Requirement", |entry| requirement(entry)),
    ];

    fn at(&self) -> Timestamp {
        self.at
    }

    fn user(&self) -> Option<UserId> {
        self.user.as_ref().map(|user| user.id)
    }

    fn text(&self) -> String {
        let cells = Self::COLUMNS.iter().map(|column| (column.cell)(self).1);
        // What was typed is found too.
        let cells = cells.chain([self.name.as_str().into()]);
        cells.collect::<Vec<_>>().join("\t")
    }

    fn rows(entries: Vec<Self>) -> Rows {
        Rows::SignIns(entries)
    }

    fn of(read: &Read) -> Option<&Reading<Self>> {
        match read {
            Read::SignIns(reading) => Some(reading),
            Read::Audit(_) => None,
        }
    }

    fn open(&self) -> Request {
        Request::Open(Box::new(SignInDetails::new(self.clone())))
    }
}
