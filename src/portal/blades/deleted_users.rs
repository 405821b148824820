//! Users › Deleted users: whom one can bring back, and for how long (`facts/portal.md` 1).

use ratatui::layout::Rect;

use super::all_users::column;
use super::user_list::{SortBy, UserList};
use super::user_properties::UserProperties;
use super::{Blade, Desk, Request};
use crate::domain::command::Command;
use crate::domain::plan::accounts::RESTORABLE_DAYS;
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::effect::Sheet;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::list::{ListColumn, Shown, UserColumn, draw_list};
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug, Clone)]
pub struct DeletedUsers {
    /// Its rows.
    pub list: UserList,
}

const TITLE: &str = "Deleted users";

/// What it can be sorted by.
pub const SORTS: &[SortBy] = &[
    SortBy::Name,
    SortBy::Upn,
    SortBy::UserType,
    SortBy::Deletion,
];

impl DeletedUsers {
    /// The blade, just opened.
    pub fn new(snapshot: &Snapshot) -> Self {
        Self {
            list: UserList::of_deleted(SORTS, snapshot),
        }
    }
}

impl Blade for DeletedUsers {
    fn scopes(&self) -> &'static [Scope] {
        &[
            Scope::DeletedUsers,
            Scope::Users,
            Scope::Rows,
            Scope::Portal,
            Scope::Always,
        ]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec![TITLE.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        let kept = format!("kept for {RESTORABLE_DAYS} days");
        (TITLE.to_owned(), kept)
    }

    fn place(&self) -> Option<Place> {
        Some(Place::DeletedUsers)
    }

    fn list(&self) -> Option<&UserList> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut UserList> {
        Some(&mut self.list)
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if self.list.at() == row {
            return self.act(Act::Open, desk).unwrap_or_default();
        }
        self.list.move_to(row);
        Vec::new()
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        match act {
            Act::RestoreUsers => {
                let restore = Command::RestoreUsers { users: Vec::new() };
                let dialog = Dialog::bulk(restore, self.list.targets(), desk);
                Some(vec![Request::Ask(Box::new(dialog))])
            }
            Act::Export => {
                let dialog = Dialog::download_users(Sheet::DeletedUsers, &self.list, desk);
                Some(vec![Request::Ask(Box::new(dialog))])
            }
            Act::DeletePermanently => {
                let delete = Command::DeletePermanently { users: Vec::new() };
                let dialog = Dialog::bulk(delete, self.list.targets(), desk);
                Some(vec![Request::Ask(Box::new(dialog))])
            }
            // Nothing can be done to the methods of somebody who is deleted.
            Act::Open => {
                let blade = UserProperties::new(self.list.cursor()?);
                Some(vec![Request::Open(Box::new(blade))])
            }
            _ => self.list.act(act, desk),
        }
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        draw_list(painter, area, scene, &self.list, &COLUMNS, top);
    }
}

const COLUMNS: [&dyn Shown; 5] = [
    &ListColumn {
        sort: Some(SortBy::Name),
        column: |_| column("Display name", 16, 26, 0),
        cell: |head| (Tone::Plain, head.name.into()),
    },
    &ListColumn {
        sort: Some(SortBy::Upn),
        column: |_| column("User principal name", 20, 34, 1),
        cell: |head| (Tone::Muted, head.upn.into()),
    },
    &ListColumn {
        sort: Some(SortBy::UserType),
        column: |_| column("Type", 6, 6, 3),
        cell: |head| (Tone::Plain, head.user_type.label().into()),
    },
    &UserColumn {
        sort: Some(SortBy::Deletion),
        column: |_| column("Deletion date", 15, 17, 0),
        cell: |user, _| {
            let deleted = user.deleted.map(Timestamp::date);
            (Tone::Plain, deleted.unwrap_or_default())
        },
    },
    &UserColumn {
        sort: None,
        column: |_| column("Days left", 9, 9, 2),
        cell: |user, now| {
            let last = user.deleted.unwrap_or(now).plus_days(RESTORABLE_DAYS);
            let days = now.days_until(last).max(0);
            let tone = if days < 7 { Tone::Caution } else { Tone::Muted };
            (tone, days.to_string())
        },
    },
];
