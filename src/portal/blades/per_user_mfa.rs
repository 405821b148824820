//! Per-user multifactor authentication: states, quick steps, and the way to Manage user settings.

pub mod filters;
mod head;

use ratatui::layout::Rect;

use self::filters::{Filters, View};
use self::head::chips;
use super::all_users::{column, count, mfa};
use super::user_list::{SortBy, UserList};
use super::{Blade, Desk, Request, open};
use crate::domain::command::Action;
use crate::domain::edition::Edition;
use crate::domain::plan::permission;
use crate::domain::user::PerUserMfa;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::bulk_update::{BulkUpdate, Purpose};
use crate::portal::effect::Sheet;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::theme::Tone;
use crate::portal::view::list::{ListColumn, draw_list};
use crate::portal::view::{Scene, Top};
use crate::portal::words;
use crate::portal::work::grouped;
use crate::store::Snapshot;

/// The page's state.
#[derive(Debug, Clone)]
pub struct PerUserMfaPage {
    /// Its rows.
    pub list: UserList,
}

pub use self::head::tabs;

/// What it can be sorted by.
pub const SORTS: &[SortBy] = &[SortBy::Name, SortBy::Upn, SortBy::Mfa];

impl PerUserMfaPage {
    /// The page, just opened, with the marks of `from`.
    pub fn new(snapshot: &Snapshot, from: Option<&UserList>) -> Self {
        let filters = Filters {
            view: Some(View::default()),
            ..Filters::default()
        };
        Self {
            list: UserList::beside(SORTS, filters, snapshot, from),
        }
    }

    /// The quick steps of the selection, and of several for how many each is. Who `may` not change
    /// the state still has the last of them.
    fn quick_steps(&self, scene: &Scene<'_>, may: bool) -> String {
        let selected = self.list.counts().0;
        let steps = [
            PerUserMfa::Enabled,
            PerUserMfa::Enforced,
            PerUserMfa::Disabled,
        ];
        let steps = steps.into_iter().filter(|_| may).filter_map(|to| {
            let command = words::quick_step_in_short(to);
            match self.list.count_offered(to) {
                0 => None,
                _ if selected <= 1 => Some(command.to_owned()),
                count => Some(format!("{command} {}", grouped(count))),
            }
        });
        let steps = steps.collect::<Vec<_>>().join(", ");
        if steps.is_empty() {
            let none = self.list.cursor().is_none() || scene.edition == Edition::Entra2023;
            let settings = scene.wording.sign().user_settings;
            if none {
                return steps;
            }
            return format!("{}: {settings}", words::quick_steps(scene.edition));
        }
        format!("{}: {steps}", words::quick_steps(scene.edition))
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
        let title = words::per_user_mfa(scene.edition).to_owned();
        let action = Action::SetPerUserMfa;
        let may = scene
            .actor
            .is_some_and(|actor| permission::performs(scene.edition, actor, action).is_ok());
        (title, self.quick_steps(scene, may))
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

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let dialog = match act {
            Act::SetMfa(to) => {
                let selected = self.list.targets().len();
                Dialog::quick_step(self.list.offered(to), selected, to, desk)
            }
            Act::NextView => {
                let view = self.list.filters.view.map(View::next);
                self.list.filters.view = view;
                return Some(Vec::new());
            }
            Act::NextStatus => {
                self.list.filters.next_status();
                return Some(Vec::new());
            }
            Act::Export => Dialog::download_users(Sheet::PerUserMfa, &self.list, desk),
            Act::BulkUpdate => Dialog::BulkUpdate(Box::default()),
            Act::UploadTokens => {
                Dialog::BulkUpdate(Box::new(BulkUpdate::of(Purpose::HardwareTokens)))
            }
            Act::ManageUserSettings => {
                let (_, hidden) = self.list.counts();
                Dialog::manage_user_settings(self.list.targets(), hidden, desk)
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
        let behind = tabs(painter, area, scene.edition, Place::PerUserMfa, top);
        let filters = self.list.filters;
        let used = chips(painter, area, behind, filters, scene.edition, top);
        let below = Rect {
            y: area.y + used,
            height: area.height.saturating_sub(used),
            ..area
        };
        draw_list(painter, below, scene, &self.list, &COLUMNS, top);
    }
}

const COLUMNS: [ListColumn; 5] = [
    ListColumn {
        sort: Some(SortBy::Name),
        column: |_| column("Display name", 16, 28, 0),
        cell: |head| (Tone::Plain, head.name.into()),
    },
    ListColumn {
        sort: Some(SortBy::Upn),
        column: |_| column("User name", 22, 32, 1),
        cell: |head| (Tone::Muted, head.upn.into()),
    },
    ListColumn {
        sort: Some(SortBy::Mfa),
        column: |own| {
            let title = words::mfa_status(own.edition);
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
