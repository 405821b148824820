//! Per-user multifactor authentication: states, quick steps, and the way to Manage user settings.

use ratatui::layout::Rect;

use super::all_users::mfa;
use super::user_list::{SortBy, UserList};
use super::{Desk, Request};
use crate::domain::command::Command;
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::parts::paint::Painter;
use crate::portal::parts::table::Column;
use crate::portal::theme::Tone;
use crate::portal::view::list::{ListColumn, draw_list};
use crate::portal::view::{Scene, Top};
use crate::portal::words;
use crate::store::Snapshot;

/// The page's state.
#[derive(Debug, Clone)]
pub struct PerUserMfaPage {
    /// Its rows.
    pub list: UserList,
}

const SORTS: &[SortBy] = &[SortBy::Name, SortBy::Upn, SortBy::Mfa];

impl PerUserMfaPage {
    /// The page, just opened, with the marks of `from`.
    pub fn new(snapshot: &Snapshot, from: Option<&UserList>) -> Self {
        let mut list = UserList::new(SORTS, snapshot);
        if let Some(from) = from {
            list.take_marks(&**snapshot, from);
        }
        Self { list }
    }

    /// Does `act`. `None`: it means nothing here.
    pub fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let users = self.list.targets(&**desk.snapshot);
        let dialog = match act {
            Act::SetMfa(to) => Dialog::question(Command::SetPerUserMfa { users, to }, desk),
            Act::ManageUserSettings => {
                let (_, hidden) = self.list.counts(&**desk.snapshot);
                Dialog::manage_user_settings(users, hidden, desk)
            }
            _ => return None,
        };
        Some(vec![Request::Ask(Box::new(dialog))])
    }

    /// Draws the page into `area`, below title and command bar.
    pub fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        draw_list(painter, area, scene, &self.list, &COLUMNS, top);
    }
}

const COLUMNS: [ListColumn; 4] = [
    ListColumn {
        sort: SortBy::Name,
        column: |_| Column {
            title: "Display name".to_owned(),
            least: 16,
            most: 28,
            rank: 0,
        },
        cell: |head| (Tone::Plain, head.name.to_owned()),
    },
    ListColumn {
        sort: SortBy::Upn,
        column: |_| Column {
            title: "User name".to_owned(),
            least: 19,
            most: 32,
            rank: 1,
        },
        cell: |head| (Tone::Muted, head.upn.to_owned()),
    },
    ListColumn {
        sort: SortBy::Mfa,
        column: |edition| {
            let title = words::mfa_status(edition).to_owned();
            Column {
                title,
                least: 8,
                most: 24,
                rank: 0,
            }
        },
        cell: mfa,
    },
    ListColumn {
        sort: SortBy::Methods,
        column: |_| Column {
            title: "Remembered, app passwords".to_owned(),
            least: 14,
            most: 26,
            rank: 4,
        },
        cell: |head| {
            let counts = [
                (head.devices, "device"),
                (head.app_passwords, "app password"),
            ];
            let shown = counts.iter().filter(|(count, _)| *count > 0);
            let parts = shown.map(|(count, what)| {
                format!("{count} {what}{}", if *count == 1 { "" } else { "s" })
            });
            (Tone::Muted, parts.collect::<Vec<_>>().join(", "))
        },
    },
];
