//! A user's Overview and Properties (`facts/portal.md` 1, 12): what the account is, and the two
//! sets of contact information kept apart, as S3 keeps them.

use std::fmt::Write;

use ratatui::layout::Rect;

use super::authentication_methods::AuthenticationMethods;
use super::{Blade, Desk, Request};
use crate::domain::command::Command;
use crate::domain::id::UserId;
use crate::domain::method::{Method, MethodKind};
use crate::domain::plan::accounts::RESTORABLE_DAYS;
use crate::domain::profile::ProfileField;
use crate::domain::role::Role;
use crate::domain::secret::Secret;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::{PerUserMfa, User};
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug, Clone)]
pub struct UserProperties {
    /// Whose.
    pub user: UserId,
    at: usize,
}

const TITLE: &str = "Overview";

/// Cells of the labels.
const LABELS: u16 = 24;

/// What S3 says of the two sets of contact information.
const PRIVATE: &str = "Always kept private and only used for authentication.";
const PUBLIC: &str =
    "Managed in the user profile and visible to members of your organization; never used for MFA.";
const ON_PREMISES: &str = "Read-only: this user is synced from on-premises Active Directory, \
    and the profile is managed there.";

/// The groups of the Properties page.
const GROUPS: [(&str, &[ProfileField]); 3] = [
    (
        "Identity",
        &[ProfileField::GivenName, ProfileField::Surname],
    ),
    (
        "Job information",
        &[
            ProfileField::JobTitle,
            ProfileField::Department,
            ProfileField::Office,
            ProfileField::Country,
        ],
    ),
    (
        "Contact information",
        &[
            ProfileField::BusinessPhone,
            ProfileField::MobilePhone,
            ProfileField::Mail,
            ProfileField::OtherMails,
        ],
    ),
];

impl UserProperties {
    /// The blade of `user`, just opened.
    pub fn new(user: UserId) -> Self {
        Self { user, at: 0 }
    }
}

impl Blade for UserProperties {
    fn scopes(&self) -> &'static [Scope] {
        &[
            Scope::UserProperties,
            Scope::Rows,
            Scope::Portal,
            Scope::Always,
        ]
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        let name = scene
            .snapshot
            .user(self.user)
            .map_or_else(|| "?".to_owned(), |user| user.name.clone());
        vec![name, TITLE.to_owned()]
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        let user = scene.snapshot.user(self.user);
        user.map_or_else(
            || (TITLE.to_owned(), String::new()),
            |user| (user.name.clone(), user.upn.clone()),
        )
    }

    fn subject(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn refresh(&mut self, _: &Snapshot) {}

    fn click(&mut self, row: usize, _: &Desk<'_>) -> Vec<Request> {
        self.at = row;
        Vec::new()
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let user = self.user;
        if act == Act::Back {
            return Some(vec![Request::Close]);
        }
        let record = desk.snapshot.user(user)?;
        let rows = rows(&lines(&record, &desk.snapshot.facts().policies, desk.now));
        let at = self.at.min(rows.len().saturating_sub(1));
        let dialog = match act {
            Act::Move(motion) => {
                self.at = motion.from(at, rows.len(), desk.page);
                return Some(Vec::new());
            }
            Act::Copy => return Some(vec![Request::Copy(Secret::new(&*rows.get(at)?.value))]),
            Act::OpenMethods => {
                let blade = AuthenticationMethods::new(user, desk.experience, desk.snapshot);
                return Some(vec![Request::Open(Box::new(blade))]);
            }
            Act::EditProperties => {
                Dialog::edit_properties(&record, rows.get(at).and_then(|row| row.field), desk)
            }
            Act::AssignRole => Dialog::assign_role(&record, desk),
            Act::RemoveRole => Dialog::remove_role(&record, desk),
            Act::ResetPassword => Dialog::question(Command::ResetPassword { user }, desk),
            Act::RevokeSessions => Dialog::question(Command::RevokeSessions { user }, desk),
            Act::BlockSignIn => Dialog::question(Command::BlockSignIn { users: vec![user] }, desk),
            Act::UnblockSignIn => {
                Dialog::question(Command::UnblockSignIn { users: vec![user] }, desk)
            }
            Act::DeleteUsers => Dialog::question(Command::DeleteUsers { users: vec![user] }, desk),
            Act::RestoreUsers => {
                Dialog::question(Command::RestoreUsers { users: vec![user] }, desk)
            }
            _ => return None,
        };
        Some(vec![Request::Ask(Box::new(dialog))])
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        let Some(user) = scene.snapshot.user(self.user) else {
            painter.text(
                area.x,
                area.y,
                area.right(),
                "This user is gone. Esc goes back to the list.",
                Tone::Muted,
            );
            return;
        };
        let lines = lines(&user, &scene.snapshot.facts().policies, scene.now);
        let lines: Vec<Line> = lines
            .into_iter()
            .flat_map(|line| line.fitted(area.width))
            .collect();
        let mut places = (0..lines.len()).filter(|at| matches!(lines[*at], Line::Row(_)));
        let count = places.clone().count();
        let focus = self.at.min(count.saturating_sub(1));
        // The first row brings its heading into view, the last one what stands below it.
        let cursor = places.nth(focus).unwrap_or_default();
        let in_view = if focus == 0 { 0 } else { cursor };
        let first = top.keep(in_view, usize::from(area.height), lines.len());
        let before = lines[..first].iter();
        let mut row = before.filter(|line| matches!(line, Line::Row(_))).count();
        for (y, line) in (area.y..area.bottom()).zip(&lines[first..]) {
            let area = Rect {
                y,
                height: 1,
                ..area
            };
            line.draw(painter, area);
            if matches!(line, Line::Row(_)) {
                top.click(area, Target::Row(row));
                if row == focus && scene.focused {
                    painter.focus(area);
                    top.cursor(area.x, area.y);
                }
                row += 1;
            }
        }
    }
}

/// A line of the blade.
enum Line {
    Blank,
    Heading(&'static str),
    Group(&'static str),
    Note(Tone, &'static str),
    /// The second and later lines of a note.
    Rest(Tone, String),
    Row(Row),
}

/// A fact about the user.
#[derive(Clone)]
struct Row {
    label: &'static str,
    value: String,
    tone: Tone,
    /// The field of the profile that it shows.
    field: Option<ProfileField>,
}

impl Line {
    fn row(label: &'static str, value: impl Into<String>, tone: Tone) -> Self {
        Self::Row(Row {
            label,
            value: value.into(),
            tone,
            field: None,
        })
    }

    /// The line broken where it does not fit into `cells`.
    fn fitted(self, cells: u16) -> Vec<Self> {
        match self {
            Self::Note(tone, text) => wrap(text, cells)
                .into_iter()
                .map(|line| Self::Rest(tone, line))
                .collect(),
            other => vec![other],
        }
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect) {
        let (x, y, end) = (area.x, area.y, area.right());
        match self {
            Self::Blank => {}
            Self::Heading(text) => drop(painter.text(x, y, end, text, Tone::Strong)),
            Self::Group(text) => drop(painter.text(x, y, end, text, Tone::Accent)),
            Self::Note(tone, text) => drop(painter.text(x, y, end, text, *tone)),
            Self::Rest(tone, text) => drop(painter.text(x, y, end, text, *tone)),
            Self::Row(row) => {
                painter.text(x + 1, y, x + LABELS, row.label, Tone::Muted);
                let (tone, value) = match row.value.as_str() {
                    "" => (Tone::Muted, "-"),
                    value => (row.tone, value),
                };
                painter.text(x + LABELS + 1, y, end, value, tone);
            }
        }
    }
}

/// The facts among the lines, in order.
fn rows(lines: &[Line]) -> Vec<Row> {
    let rows = lines.iter().filter_map(|line| match line {
        Line::Row(row) => Some(row.clone()),
        _ => None,
    });
    rows.collect()
}

fn lines(user: &User, policies: &Policies, now: Timestamp) -> Vec<Line> {
    let mut lines = account(user, now);
    lines.push(Line::Blank);
    lines.extend(authentication(user, policies, now));
    lines.push(Line::Blank);
    lines.extend(profile(user));
    lines
}

/// The Overview cards.
fn account(user: &User, now: Timestamp) -> Vec<Line> {
    let (tone, status) = match (user.deleted, user.blocked) {
        (Some(deleted), _) => {
            let left = now.days_until(deleted.plus_days(RESTORABLE_DAYS)).max(0);
            let days = if left == 1 { "day" } else { "days" };
            let status = format!(
                "Deleted {}, restorable for {left} more {days}",
                deleted.date()
            );
            (Tone::Danger, status)
        }
        (None, true) => (Tone::Danger, "Disabled: sign-in is blocked".to_owned()),
        (None, false) => (Tone::Good, "Enabled".to_owned()),
    };
    let roles: Vec<_> = user.roles.into_iter().map(Role::label).collect();
    let roles = if roles.is_empty() {
        "None".to_owned()
    } else {
        roles.join(", ")
    };
    let mut password = format!("Last changed {}", user.password.changed.date());
    if user.password.must_change {
        password.push_str("; must be changed at the next sign-in");
    }
    vec![
        Line::Heading(TITLE),
        Line::row("User principal name", &user.upn, Tone::Plain),
        Line::row("Object ID", user.id.to_string(), Tone::Plain),
        Line::row("Created", user.created.date_and_time(), Tone::Plain),
        Line::row("User type", user.user_type.label(), Tone::Plain),
        Line::row("Account status", status, tone),
        Line::row("Assigned roles", roles, Tone::Plain),
        Line::row("Password", password, Tone::Plain),
    ]
}

/// The private set.
fn authentication(user: &User, policies: &Policies, now: Timestamp) -> Vec<Line> {
    let mut second_factors: Vec<_> = user
        .usable_methods(policies, now)
        .map(Method::kind)
        .filter(|kind| kind.facts().mfa)
        .map(MethodKind::label)
        .collect();
    second_factors.dedup();
    let (tone, capable) = if second_factors.is_empty() {
        (Tone::Danger, "No: no usable method satisfies it".to_owned())
    } else {
        (Tone::Good, format!("Yes: {}", second_factors.join(", ")))
    };
    let usable = user.usable_methods(policies, now).count();
    let mut methods = format!("{usable} usable");
    if user.methods.len() > usable {
        let _ = write!(methods, ", {} not usable", user.methods.len() - usable);
    }
    let mfa = match user.mfa {
        PerUserMfa::Disabled => Tone::Muted,
        PerUserMfa::Enabled => Tone::Caution,
        PerUserMfa::Enforced => Tone::Good,
    };
    let default = user
        .default_method
        .map_or("None", |default| default.label());
    let mut lines = vec![
        Line::Heading("Authentication methods"),
        Line::Note(Tone::Muted, PRIVATE),
        Line::row("Per-user MFA", user.mfa.label(), mfa),
        Line::row("Can do MFA", capable, tone),
        Line::row("Default sign-in method", default, Tone::Plain),
        Line::row("Registered methods", methods, Tone::Plain),
        Line::row(
            "Remembered devices",
            user.devices.len().to_string(),
            Tone::Plain,
        ),
        Line::row(
            "App passwords",
            user.app_passwords.len().to_string(),
            Tone::Plain,
        ),
    ];
    if user.must_register_again {
        lines.push(Line::row(
            "At the next sign-in",
            "Must provide contact methods again",
            Tone::Caution,
        ));
    }
    lines
}

/// The public set. What is managed on-premises is shown as such (D17).
fn profile(user: &User) -> Vec<Line> {
    let tone = if user.synced {
        Tone::Muted
    } else {
        Tone::Plain
    };
    let mut lines = vec![
        Line::Heading("Properties: public profile"),
        Line::Note(Tone::Muted, PUBLIC),
    ];
    if user.synced {
        lines.push(Line::Note(Tone::Caution, ON_PREMISES));
    }
    for (group, fields) in GROUPS {
        lines.push(Line::Group(group));
        if group == "Identity" {
            lines.push(Line::row("Display name", &user.name, tone));
        }
        lines.extend(fields.iter().map(|field| {
            Line::Row(Row {
                label: field.label(),
                value: user.profile.get(*field),
                tone,
                field: Some(*field),
            })
        }));
    }
    lines.push(Line::Group("On-premises"));
    let synced = if user.synced { "Yes" } else { "No" };
    lines.push(Line::row("Sync enabled", synced, Tone::Plain));
    lines
}

/// The group of the Properties page that begins with `field`, if one does.
pub fn group_of_first(field: ProfileField) -> Option<&'static str> {
    GROUPS
        .iter()
        .find(|(_, fields)| fields.first() == Some(&field))
        .map(|(group, _)| *group)
}
