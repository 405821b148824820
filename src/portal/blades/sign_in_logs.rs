//! Monitoring › Sign-in logs: every sign-in, how it ended, and why (D18; `facts/portal.md` 9.2).
//! Entries come from the store by message, never while drawing.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::all_users::column;
use super::sign_in_details::SignInDetails;
use super::{Blade, Desk, Request};
use crate::domain::directory::{Revision, fold};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Requirement, SignInEntry, SignInStatus};
use crate::portal::act::{Act, Place};
use crate::portal::keymap::Scope;
use crate::portal::parts::field::Field;
use crate::portal::parts::paint::Painter;
use crate::portal::parts::table::{Column, line, places};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};
use crate::store::Snapshot;

/// The newest entries that are read; older ones stay in the journal.
pub const NEWEST: usize = 5_000;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Sign-in logs";

/// What a blade knows of the sign-in log.
#[derive(Debug, Clone, Default)]
pub enum SignIns {
    /// Asked for.
    #[default]
    Awaited,
    /// The newest first.
    Read(Arc<Vec<SignInEntry>>),
    /// It cannot be read, and why.
    Failed(String),
}

impl SignIns {
    /// What was read.
    pub fn entries(&self) -> &[SignInEntry] {
        match self {
            Self::Read(entries) => entries,
            Self::Awaited | Self::Failed(_) => &[],
        }
    }

    /// What stands where nothing was read, and how it looks.
    pub fn missing(&self) -> Option<(Tone, String)> {
        match self {
            Self::Awaited => Some((Tone::Muted, "Reading the sign-in log".to_owned())),
            Self::Failed(why) => Some((Tone::Danger, why.clone())),
            Self::Read(_) => None,
        }
    }
}

/// The blade's state.
#[derive(Debug, Clone, Default)]
pub struct SignInLogs {
    log: SignIns,
    asked_at: Option<Revision>,
    search: Field,
    searching: bool,
    status: Option<SignInStatus>,
    at: usize,
}

/// The filter goes round in this order.
const STATUSES: [Option<SignInStatus>; 4] = [
    None,
    Some(SignInStatus::Success),
    Some(SignInStatus::Failure),
    Some(SignInStatus::Interrupted),
];

impl SignInLogs {
    /// The entries that search and filter show.
    fn shown(&self) -> Vec<&SignInEntry> {
        let query = fold(self.search.text().trim());
        let words: Vec<_> = query.split_whitespace().collect();
        let fits = |entry: &&SignInEntry| {
            self.status.is_none_or(|status| entry.status == status)
                && (words.is_empty() || {
                    let text = fold(&text(entry));
                    words.iter().all(|word| text.contains(word))
                })
        };
        self.log.entries().iter().filter(fits).collect()
    }

    fn chosen(&self) -> Option<SignInEntry> {
        self.shown().get(self.at).map(|entry| (*entry).clone())
    }

    fn back(&mut self) -> Vec<Request> {
        if std::mem::take(&mut self.searching) {
            return Vec::new();
        }
        if !self.search.text().is_empty() || self.status.is_some() {
            self.search.set("");
            self.status = None;
            return vec![Request::Say("Search and filter cleared".to_owned())];
        }
        vec![Request::Close]
    }
}

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

/// An entry on one line, for the search and for copying.
fn text(entry: &SignInEntry) -> String {
    let code = entry.code.to_string();
    [
        &*entry.at.date_and_time(),
        &entry.name,
        who(entry),
        &entry.application,
        &entry.client_app,
        &entry.device,
        &entry.ip,
        entry.status.label(),
        entry.requirement.label(),
        &code,
    ]
    .join("\t")
}

impl Blade for SignInLogs {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::SignInLogs, Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec![TITLE.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        let more = self.log.entries().len() == NEWEST;
        let note = if more { "the newest 5,000 entries" } else { "" };
        (TITLE.to_owned(), note.to_owned())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::SignInLogs)
    }

    fn refresh(&mut self, _: &Snapshot) {
        self.at = self.at.min(self.shown().len().saturating_sub(1));
    }

    fn searching(&self) -> bool {
        self.searching
    }

    fn search_field(&mut self) -> Option<&mut Field> {
        self.searching.then_some(&mut self.search)
    }

    fn subject(&self) -> Option<UserId> {
        Some(self.shown().get(self.at)?.user.as_ref()?.id)
    }

    fn wants_sign_ins(&mut self, revision: Revision) -> bool {
        self.asked_at.replace(revision) != Some(revision)
    }

    fn take_sign_ins(&mut self, log: SignIns) {
        self.log = log;
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        match act {
            Act::Back => return Some(self.back()),
            Act::Search => self.searching = true,
            Act::Filter => {
                let at = STATUSES.iter().position(|own| *own == self.status);
                self.status = STATUSES[(at.unwrap_or_default() + 1) % STATUSES.len()];
                self.at = 0;
            }
            Act::Move(motion) => {
                self.at = motion.from(self.at, self.shown().len(), desk.page);
            }
            Act::Open => {
                let blade = SignInDetails::new(self.chosen()?);
                return Some(vec![Request::Open(Box::new(blade))]);
            }
            Act::Copy => return Some(vec![Request::Copy(Secret::new(text(&self.chosen()?)))]),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if std::mem::replace(&mut self.at, row) == row {
            return self.act(Act::Open, desk).unwrap_or_default();
        }
        Vec::new()
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        let shown = self.shown();
        self.search_line(painter, area, shown.len(), top);
        let mut y = area.y + 1 + u16::from(scene.airy);
        let columns = columns();
        let inner = |y| Rect {
            x: area.x + 1,
            y,
            width: area.width.saturating_sub(1),
            height: 1,
        };
        let places = places(&columns, inner(y).width);
        let titles: Vec<_> = columns
            .into_iter()
            .map(|column| (Tone::Muted, column.title))
            .collect();
        line(painter, inner(y), &places, &titles);
        painter.rule(
            Rect {
                y: y + 1,
                height: 1,
                ..area
            },
            Tone::Muted,
        );
        y += 2;
        if shown.is_empty() {
            let (tone, text) = self
                .log
                .missing()
                .unwrap_or_else(|| (Tone::Muted, self.empty()));
            painter.text(area.x, y, area.right(), &text, tone);
            return;
        }
        let height = usize::from(area.bottom().saturating_sub(y));
        let first = top.keep(self.at, height, shown.len());
        for (y, at) in (y..area.bottom()).zip(first..shown.len()) {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            line(painter, inner(y), &places, &cells(shown[at]));
            top.click(row, Target::Row(at));
            if at == self.at && scene.focused {
                painter.focus(row);
                if !self.searching {
                    top.cursor(row.x, y);
                }
            }
        }
    }
}

impl SignInLogs {
    fn search_line(&self, painter: &mut Painter<'_>, area: Rect, shown: usize, top: &mut Top) {
        let row = Rect { height: 1, ..area };
        let status = self.status.map_or("all", SignInStatus::label);
        let (all, dot) = (self.log.entries().len(), painter.look.glyphs.dot);
        let count = format!("Status: {status} {dot} {shown} of {all} sign-ins");
        let end = painter.right(row, &count, Tone::Muted);
        let glyph = painter.look.glyphs.search;
        let x = painter.text(row.x, row.y, end, glyph, Tone::Muted) + 1;
        let field = Rect {
            x,
            width: end.saturating_sub(x + 2),
            ..row
        };
        if self.search.text().is_empty() && !self.searching {
            painter.text(x, row.y, end - 2, "Search sign-ins", Tone::Muted);
            return;
        }
        let place = self.search.draw(painter, field, self.searching);
        if self.searching {
            top.cursor(place.x, place.y);
        }
    }

    fn empty(&self) -> String {
        let none = self.log.entries().is_empty();
        if none {
            "Nobody has signed in yet. Y on a user signs in as that user.".to_owned()
        } else {
            "No sign-ins match. Esc clears search and filter.".to_owned()
        }
    }
}

fn columns() -> [Column; 9] {
    [
        column("Date", 17, 17, 0),
        column("User", 20, 28, 0),
        column("Application", 8, 26, 6),
        column("Client app", 10, 20, 5),
        column("Device", 10, 16, 3),
        column("IP address", 10, 15, 7),
        column("Status", 11, 11, 0),
        column("Requirement", 13, 13, 2),
        column("Error code", 10, 10, 1),
    ]
}

fn cells(entry: &SignInEntry) -> [(Tone, String); 9] {
    let requirement = match entry.requirement {
        Requirement::SingleFactor => "Single-factor",
        Requirement::Multifactor => "Multifactor",
    };
    [
        (Tone::Muted, entry.at.date_and_time()),
        (Tone::Plain, who(entry).to_owned()),
        (Tone::Plain, entry.application.clone()),
        (Tone::Plain, entry.client_app.clone()),
        (Tone::Plain, entry.device.clone()),
        (Tone::Muted, entry.ip.clone()),
        (tone(entry.status), entry.status.label().to_owned()),
        (Tone::Plain, requirement.to_owned()),
        (Tone::Muted, entry.code.to_string()),
    ]
}
