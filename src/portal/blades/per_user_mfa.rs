//! Per-user multifactor authentication: states, quick steps, and the way to Manage user settings.

use ratatui::layout::Rect;

use super::all_users::{column, mfa};
use super::user_list::{SortBy, UserList};
use super::{Blade, Desk, Request, open};
use crate::domain::command::Command;
use crate::domain::edition::Edition;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;
use crate::portal::view::list::{ListColumn, draw_list};
use crate::portal::view::{Scene, Target, Top};
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
}

impl Blade for PerUserMfaPage {
    fn scopes(&self) -> &'static [Scope] {
        &[
            Scope::PerUserMfa,
            Scope::Users,
            Scope::Rows,
            Scope::Portal,
            Scope::Always,
        ]
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        vec![words::per_user_mfa(scene.edition).to_owned()]
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        (words::per_user_mfa(scene.edition).to_owned(), String::new())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::PerUserMfa)
    }

    fn list(&self) -> Option<&UserList> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut UserList> {
        Some(&mut self.list)
    }

    fn refresh(&mut self, snapshot: &Snapshot) {
        self.list.refresh(snapshot);
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        self.list.click(row, desk)
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let users = || self.list.targets(&**desk.snapshot);
        let dialog = match act {
            Act::SetMfa(to) => {
                Dialog::question(Command::SetPerUserMfa { users: users(), to }, desk)
            }
            Act::ManageUserSettings => {
                let (_, hidden) = self.list.counts(&**desk.snapshot);
                Dialog::manage_user_settings(users(), hidden, desk)
            }
            Act::OtherTab => {
                let tab = open(Place::ServiceSettings, desk.snapshot, None);
                return Some(vec![Request::Open(tab)]);
            }
            _ => return self.list.act(act, desk),
        };
        Some(vec![Request::Ask(Box::new(dialog))])
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        tabs(painter, area, scene.edition, Place::PerUserMfa, top);
        let below = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        draw_list(painter, below, scene, &self.list, &COLUMNS, top);
    }
}

/// The two tabs of the page, in the first row of `area`.
pub(super) fn tabs(
    painter: &mut Painter<'_>,
    area: Rect,
    edition: Edition,
    here: Place,
    top: &mut Top,
) {
    let tabs = [
        (Place::PerUserMfa, words::settings::users(edition)),
        (Place::ServiceSettings, words::settings::title(edition)),
    ];
    let mut x = area.x;
    for (place, label) in tabs {
        let (tone, target) = if place == here {
            (Tone::Accent, None)
        } else {
            (Tone::Muted, Some(Target::Act(Act::OtherTab)))
        };
        let label = format!("{label}  ");
        let end = painter.text(x, area.y, area.right(), &label, tone);
        if let Some(target) = target {
            let width = end - x;
            top.click(
                Rect {
                    x,
                    width,
                    height: 1,
                    ..area
                },
                target,
            );
        }
        x = end + 1;
    }
}

const COLUMNS: [ListColumn; 5] = [
    ListColumn {
        sort: Some(SortBy::Name),
        column: |_| column("Display name", 16, 28, 0),
        cell: |head| (Tone::Plain, head.name.to_owned()),
    },
    ListColumn {
        sort: Some(SortBy::Upn),
        column: |_| column("User name", 22, 32, 1),
        cell: |head| (Tone::Muted, head.upn.to_owned()),
    },
    ListColumn {
        sort: Some(SortBy::Mfa),
        column: |edition| {
            let title = words::mfa_status(edition);
            column(title, width(title).max(8), width(title).max(10), 0)
        },
        cell: mfa,
    },
    ListColumn {
        sort: None,
        column: |_| column("Devices", 7, 7, 2),
        cell: |head| (Tone::Muted, count(head.devices)),
    },
    ListColumn {
        sort: None,
        column: |_| column("App passwords", 13, 13, 3),
        cell: |head| (Tone::Muted, count(head.app_passwords)),
    },
];

/// A number, or nothing for none: what is there stands out.
fn count(count: usize) -> String {
    if count == 0 {
        String::new()
    } else {
        count.to_string()
    }
}
