//! Users › All users: the list one starts from.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::play::Play;
use super::user_list::columns::Columns;
use super::user_list::{SortBy, UserList};
use super::{Blade, Desk, Request};
use crate::domain::command::Command;
use crate::domain::directory::Head;
use crate::domain::method::MethodKind;
use crate::domain::role::Role;
use crate::domain::user::PerUserMfa;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::columns::ChooseColumns;
use crate::portal::effect::Sheet;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::parts::table::Column;
use crate::portal::saved_view::ListView;
use crate::portal::theme::Tone;
use crate::portal::view::list::{ListColumn, Shown, Text, UserColumn, draw_list};
use crate::portal::view::{Scene, Top};
use crate::portal::words::Door;
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug, Clone)]
pub struct AllUsers {
    /// Its rows.
    pub list: UserList,
    columns: Columns,
}

/// What it can be sorted by.
pub const SORTS: &[SortBy] = &[
    SortBy::Name,
    SortBy::Upn,
    SortBy::UserType,
    SortBy::Synced,
    SortBy::Mfa,
    SortBy::Methods,
];

impl AllUsers {
    /// The blade, just opened.
    pub fn new(snapshot: &Snapshot) -> Self {
        Self {
            list: UserList::new(SORTS, snapshot),
            columns: columns(),
        }
    }
}

/// Its columns as at first.
pub fn columns() -> Columns {
    Columns::new(&COLUMNS, shown_in(Door::default()))
}

impl Blade for AllUsers {
    fn scopes(&self) -> &'static [Scope] {
        &[
            Scope::AllUsers,
            Scope::Users,
            Scope::Rows,
            Scope::Portal,
            Scope::Always,
        ]
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        let sign = scene.wording.sign();
        let way = sign.way.iter().chain([&sign.list]);
        way.map(|&step| step.to_owned()).collect()
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        (scene.wording.sign().list.to_owned(), String::new())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::AllUsers)
    }

    fn list(&self) -> Option<&UserList> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut UserList> {
        Some(&mut self.list)
    }

    fn list_view(&self) -> Option<ListView> {
        Some(ListView {
            columns: self.columns.titles(),
            ..self.list.view()
        })
    }

    fn arrange(&mut self, view: &ListView, snapshot: &Snapshot) {
        self.columns.show(&view.columns);
        self.list.arrange(view, snapshot);
    }

    fn columns_mut(&mut self) -> Option<&mut Columns> {
        Some(&mut self.columns)
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let dialog = match act {
            Act::NewUser => Some(Dialog::new_user(desk)),
            Act::Columns => {
                let dialog =
                    ChooseColumns::new(self.columns.at_first(shown_in(desk.wording.door())));
                Some(Dialog::Columns(dialog))
            }
            Act::Export => Some(Dialog::download_users(Sheet::AllUsers, &self.list, desk)),
            _ => None,
        };
        if let Some(dialog) = dialog {
            return Some(vec![Request::Ask(Box::new(dialog))]);
        }
        let users = Vec::new();
        let command = match act {
            Act::PlayUser => {
                let blade = Box::new(Play::new(self.list.cursor()?));
                return Some(vec![Request::Open(blade)]);
            }
            Act::ResetPassword => {
                let user = self.list.cursor()?;
                let dialog = Dialog::question(Command::ResetPassword { user }, desk);
                return Some(vec![Request::Ask(Box::new(dialog))]);
            }
            Act::BlockSignIn => Command::BlockSignIn { users },
            Act::UnblockSignIn => Command::UnblockSignIn { users },
            Act::DeleteUsers => Command::DeleteUsers { users },
            _ => return self.list.act(act, desk),
        };
        let dialog = Dialog::bulk(command, self.list.targets(), desk);
        Some(vec![Request::Ask(Box::new(dialog))])
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        let columns = self.columns.at_first(shown_in(scene.wording.door()));
        draw_list(painter, area, scene, &self.list, &columns.shown(), top);
    }
}

/// A column of a list.
pub(super) fn column(title: &str, least: u16, most: u16, rank: u8) -> Column {
    Column {
        title: title.to_owned(),
        least,
        most,
        rank,
        list: false,
    }
}

/// A column whose cells are lists.
fn listing(title: &str, least: u16, most: u16, rank: u8) -> Column {
    Column {
        list: true,
        ..column(title, least, most, rank)
    }
}

/// A column as wide as its title: its words are shorter.
fn titled(title: &str, rank: u8) -> Column {
    let cells = width(title);
    column(title, cells, cells, rank)
}

/// The columns shown at first, as places in the table.
fn shown_in(door: Door) -> &'static [usize] {
    match door {
        Door::AzurePortal | Door::EntraAdminCenter => &[0, 1, 2, 3, 4, 5],
        Door::Microsoft365 => &[0, 1, 6, 3, 7],
    }
}

const COLUMNS: [&dyn Shown; 15] = [
    &ListColumn {
        sort: Some(SortBy::Name),
        column: |_| column("Display name", 16, 26, 0),
        cell: |head| (Tone::Plain, head.name.into()),
    },
    &ListColumn {
        sort: Some(SortBy::Upn),
        column: |own| column(own.at_365("Username", "User principal name"), 24, 30, 1),
        cell: |head| (Tone::Muted, head.upn.into()),
    },
    &ListColumn {
        sort: Some(SortBy::UserType),
        column: |_| column("Type", 6, 6, 4),
        cell: |head| (Tone::Plain, head.user_type.label().into()),
    },
    &ListColumn {
        sort: Some(SortBy::Synced),
        column: |own| titled(own.at_365("Sync status", "Synced"), 5),
        cell: synced,
    },
    &ListColumn {
        sort: Some(SortBy::Mfa),
        column: |_| column("MFA", 8, 8, 2),
        cell: mfa,
    },
    &ListColumn {
        sort: Some(SortBy::Methods),
        column: |_| listing("Methods", 17, 34, 3),
        cell: methods,
    },
    &ListColumn {
        sort: None,
        column: |own| titled(own.at_365("Sign-in status", "Account"), 6),
        cell: |head| {
            if head.blocked {
                (Tone::Danger, "Blocked".into())
            } else {
                (Tone::Muted, "Enabled".into())
            }
        },
    },
    &ListColumn {
        sort: None,
        column: |_| listing("Roles", 14, 30, 7),
        cell: |head| {
            let roles: Vec<_> = head.roles.into_iter().map(Role::label).collect();
            (Tone::Plain, roles.join(", ").into())
        },
    },
    &ListColumn {
        sort: None,
        column: |_| column("Devices", 7, 7, 8),
        cell: |head| (Tone::Muted, count(head.devices)),
    },
    &ListColumn {
        sort: None,
        column: |_| column("App passwords", 13, 13, 9),
        cell: |head| (Tone::Muted, count(head.app_passwords)),
    },
    &ListColumn {
        sort: None,
        column: |_| column("Object ID", 36, 36, 10),
        cell: |head| (Tone::Muted, head.id.to_string().into()),
    },
    &UserColumn {
        sort: None,
        column: |_| column("Created", 11, 11, 11),
        cell: |user, _| (Tone::Muted, user.created.date()),
    },
    &UserColumn {
        sort: None,
        column: |_| column("Job title", 12, 24, 12),
        cell: |user, _| (Tone::Plain, user.profile.job_title.clone()),
    },
    &UserColumn {
        sort: None,
        column: |_| column("Department", 10, 18, 13),
        cell: |user, _| (Tone::Plain, user.profile.department.clone()),
    },
    &UserColumn {
        sort: None,
        column: |_| column("Office location", 15, 18, 14),
        cell: |user, _| (Tone::Plain, user.profile.office.clone()),
    },
];

/// A number, or nothing for none: what is there stands out.
pub(super) fn count(count: usize) -> Cow<'static, str> {
    if count == 0 {
        "".into()
    } else {
        count.to_string().into()
    }
}

fn synced<'a>(head: &Head<'a>) -> Text<'a> {
    let text = if head.synced { "synced" } else { "" };
    (Tone::Muted, text.into())
}

/// The cell of a user's per-user MFA state.
pub(super) fn mfa<'a>(head: &Head<'a>) -> Text<'a> {
    let tone = match head.mfa {
        PerUserMfa::Disabled => Tone::Muted,
        PerUserMfa::Enabled => Tone::Caution,
        PerUserMfa::Enforced => Tone::Good,
    };
    (tone, head.mfa.label().into())
}

/// The kinds of a user's methods in short words; what stands in the way of signing in comes first.
fn methods<'a>(head: &Head<'a>) -> Text<'a> {
    if head.blocked {
        return (Tone::Danger, "sign-in blocked".into());
    }
    if head.must_register_again {
        return (Tone::Caution, "must register again".into());
    }
    let shorts: Vec<_> = head
        .methods
        .into_iter()
        .map(|kind: MethodKind| kind.facts().short)
        .collect();
    if shorts.is_empty() {
        (Tone::Danger, "none".into())
    } else {
        (Tone::Plain, shorts.join(", ").into())
    }
}
