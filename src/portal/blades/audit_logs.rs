//! Monitoring › Audit logs: every action, allowed or refused, with before and after (D18;
//! `facts/portal.md` 9.2).

use ratatui::layout::Rect;

use super::all_users::column;
use super::log::{By, Entry, Log, Reading, Words};
use super::{Blade, Desk, Request};
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::directory::Revision;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::details::Details;
use crate::portal::dialogs::filters::Pick;
use crate::portal::effect::Rows;
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::parts::table::Column;
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Audit logs";

/// The blade's state.
#[derive(Debug, Clone, Default)]
pub struct AuditLogs {
    log: Log<AuditEntry>,
}

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
            column("Activity", 26, 48, 0),
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
            (Tone::Muted, self.actor.clone()),
        ]
    }

    fn text(&self) -> String {
        let cells = self.cells().into_iter().map(|(_, text)| text);
        cells.collect::<Vec<_>>().join("\t")
    }

    fn rows(entries: Vec<Self>) -> Rows {
        Rows::Audit(entries)
    }
}

impl Blade for AuditLogs {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Logs, Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec![TITLE.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        (TITLE.to_owned(), self.log.note())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::AuditLogs)
    }

    fn refresh(&mut self, _: &Snapshot) {}

    fn searching(&self) -> bool {
        self.log.searching()
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        self.log.search_field()
    }

    fn subject(&self) -> Option<UserId> {
        None
    }

    fn wants_audit(&mut self, revision: Revision) -> bool {
        self.log.wants(revision)
    }

    fn take_audit(&mut self, trail: Reading<AuditEntry>, now: Timestamp) {
        self.log.take(trail, now);
    }

    fn filter(&mut self, pick: &Pick, _: &Snapshot) {
        self.log.filter(pick);
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if self.log.click(row) {
            return self.act(Act::Open, desk).unwrap_or_default();
        }
        Vec::new()
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        if act != Act::Open {
            return self.log.act(act, desk);
        }
        Some(vec![match self.log.chosen() {
            Some(entry) => Request::Ask(Box::new(Dialog::Details(Details::new(entry.clone())))),
            None => Request::Say("There is no entry to open".to_owned()),
        }])
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        self.log.draw(painter, area, scene, top);
    }
}
