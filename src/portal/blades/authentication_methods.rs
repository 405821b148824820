//! A user's Authentication methods: usable and non-usable lists, the default, what an
//! administrator may do (S1 to S3; `facts/portal.md` 2.2).

mod line;
mod original;

use ratatui::layout::Rect;

use line::Line;

use super::play::Play;
use super::{Blade, Desk, Request};
use crate::domain::cmdlet;
use crate::domain::command::Command;
use crate::domain::edition::Experience;
use crate::domain::forecast;
use crate::domain::id::{MethodId, UserId};
use crate::domain::method::{Detail, Method, NotUsable};
use crate::domain::secret::Secret;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::portal::act::{Act, Motion};
use crate::portal::dialogs::Dialog;
use crate::portal::keymap::Scope;
use crate::portal::parts;
use crate::portal::parts::paint::{Painter, width};
use crate::portal::parts::table::{Column, fit, places};
use crate::portal::theme::{Look, Tone};
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug, Clone)]
pub struct AuthenticationMethods {
    /// Whose methods.
    pub user: UserId,
    /// The method under the cursor.
    pub cursor: Option<MethodId>,
    at: usize,
    /// How many pages below the last method one has scrolled.
    below: usize,
    experience: Experience,
}

const TITLE: &str = "Authentication methods";

impl AuthenticationMethods {
    /// The blade of `user`, just opened.
    pub fn new(user: UserId, experience: Experience, snapshot: &Snapshot) -> Self {
        let mut blade = Self {
            experience,
            user,
            cursor: None,
            at: 0,
            below: 0,
        };
        blade.refresh(snapshot);
        blade
    }

    /// Puts the cursor on this row of the lists.
    pub fn move_to(&mut self, row: usize, snapshot: &Snapshot, now: Timestamp) {
        let Some(user) = snapshot.user(self.user) else {
            return;
        };
        if self.experience == Experience::Original {
            self.at = row.min(original::COUNT - 1);
            return self.refresh(snapshot);
        }
        let rows = ordered(&user, &snapshot.facts().policies, now);
        if let Some((method, _)) = rows.get(row) {
            self.cursor = Some(method.id);
            self.refresh(snapshot);
        }
    }

    fn lines(&self, user: &User, scene: &Scene<'_>, width: u16, look: &Look) -> Vec<Line> {
        let mut lines = Vec::new();
        if scene.edition.has_two_experiences() {
            lines.push(original::banner(self.experience));
        }
        if self.experience == Experience::Original {
            lines.extend(original::lines(user, self.at));
            if !scene.pane {
                lines.extend(next_sign_ins(user, scene, width, look));
            }
            lines.extend(rest(user, scene.now));
            return lines;
        }
        let policies = &scene.snapshot.facts().policies;
        lines.extend(default_lines(user, policies, scene.now, look, width));
        let rows = ordered(user, policies, scene.now);
        let usable = rows.iter().filter(|(_, usable)| usable.is_ok()).count();
        let serves = user
            .default_method_row(policies, scene.now)
            .map(|method| method.id);
        let mut section =
            |title: &'static str, empty: &'static str, range: std::ops::Range<usize>| {
                lines.push(Line::Text(Vec::new()));
                lines.push(Line::Text(vec![(Tone::Strong, title.to_owned())]));
                if range.is_empty() {
                    lines.push(Line::Text(vec![(Tone::Muted, empty.to_owned())]));
                    return;
                }
                lines.push(Line::Head);
                for row in range {
                    let (method, usable) = &rows[row];
                    let focus = Some(method.id) == self.cursor;
                    let cells = cells(method, *usable, Some(method.id) == serves, look);
                    lines.push(Line::Method { row, focus, cells });
                }
            };
        let nobody = if scene.snapshot.edition().has_methods_blade() {
            "No usable methods. + adds one."
        } else {
            "No usable methods. The user registers them at sign-in."
        };
        section("Usable authentication methods", nobody, 0..usable);
        section(
            "Non-usable authentication methods",
            "No non-usable methods.",
            usable..rows.len(),
        );
        if !scene.pane {
            lines.extend(next_sign_ins(user, scene, width, look));
        }
        lines.extend(rest(user, scene.now));
        lines
    }
}

impl Blade for AuthenticationMethods {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Methods, Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        let name = scene
            .snapshot
            .user(self.user)
            .map_or_else(|| "?".to_owned(), |user| user.name.clone());
        vec![name, TITLE.to_owned()]
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        let Some(user) = scene.snapshot.user(self.user) else {
            return (TITLE.to_owned(), String::new());
        };
        let mut facts = vec![user.upn.clone(), format!("MFA {}", user.mfa.label())];
        facts.extend(user.roles.into_iter().map(|role| role.label().to_owned()));
        let notes = [
            (user.synced, "synced from on-premises"),
            (user.blocked, "sign-in blocked"),
            (user.must_register_again, "must register again"),
            (user.password.must_change, "must change the password"),
            (user.deleted.is_some(), "deleted"),
        ];
        facts.extend(
            notes
                .iter()
                .filter(|(holds, _)| *holds)
                .map(|(_, note)| (*note).to_owned()),
        );
        (user.name.clone(), facts.join(", "))
    }

    fn subject(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn take_experience(&mut self, experience: Experience, snapshot: &Snapshot) {
        self.experience = experience;
        self.refresh(snapshot);
    }

    fn method(&self) -> Option<MethodId> {
        self.cursor
    }

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        self.move_to(row, desk.snapshot, desk.now);
        Vec::new()
    }

    fn refresh(&mut self, snapshot: &Snapshot) {
        let Some(user) = snapshot.user(self.user) else {
            return;
        };
        if !snapshot.edition().has_two_experiences() {
            self.experience = Experience::Preview;
        }
        if self.experience == Experience::Original {
            self.cursor = original::method(&user, self.at);
            return;
        }
        let rows = &user.methods;
        let found = rows
            .iter()
            .position(|method| Some(method.id) == self.cursor);
        self.at = found.unwrap_or(self.at).min(rows.len().saturating_sub(1));
        self.cursor = rows.get(self.at).map(|method| method.id);
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let user = self.user;
        let record = desk.snapshot.user(user);
        let method = record
            .as_ref()
            .and_then(|record| record.method(self.cursor?));
        let dialog = match act {
            Act::Back => return Some(vec![Request::Close]),
            Act::Move(motion) => {
                if self.experience == Experience::Original {
                    let at = motion.from(self.at, original::COUNT, desk.page);
                    self.move_to(at, desk.snapshot, desk.now);
                    return Some(Vec::new());
                }
                let record = record.as_ref()?;
                let rows = ordered(record, &desk.snapshot.facts().policies, desk.now);
                let at = rows
                    .iter()
                    .position(|(row, _)| Some(row.id) == self.cursor)
                    .unwrap_or_default();
                let to = motion.from(at, rows.len(), desk.page);
                let last = at + 1 >= rows.len();
                let pages = pages_below(record, desk);
                match motion {
                    Motion::Up | Motion::PageUp if self.below > 0 => self.below -= 1,
                    Motion::Down | Motion::PageDown if last => {
                        self.below = (self.below + 1).min(pages);
                    }
                    Motion::End if last => self.below = pages,
                    _ => {
                        self.below = 0;
                        self.move_to(to, desk.snapshot, desk.now);
                    }
                }
                return Some(Vec::new());
            }
            Act::SwitchExperience => {
                self.experience = self.experience.other();
                self.at = 0;
                self.refresh(desk.snapshot);
                return Some(vec![Request::Experience(self.experience)]);
            }
            Act::PlayUser => return Some(vec![Request::Open(Box::new(Play::new(user)))]),
            Act::Copy => return Some(vec![Request::Copy(Secret::new(method?.detail.text()))]),
            Act::ListCmdlet => {
                let list = cmdlet::list_methods(&record.as_ref()?.upn);
                let connect = cmdlet::connect(desk.wording.edition).iter();
                let lines = connect.map(|line| format!("# {line}"));
                let lines: Vec<_> = lines.chain([list.clone()]).collect();
                let copy = Request::Copy(Secret::new(lines.join("\n")));
                return Some(vec![
                    copy,
                    Request::Done(format!("Sent to the terminal's clipboard: {list}")),
                ]);
            }
            Act::ResetPassword => Dialog::question(Command::ResetPassword { user }, desk),
            Act::RequireReregister => Dialog::question(Command::RequireReregister { user }, desk),
            Act::RevokeMfaSessions => Dialog::question(Command::RevokeMfaSessions { user }, desk),
            Act::RevokeSessions => Dialog::question(Command::RevokeSessions { user }, desk),
            Act::DeleteMethod => Dialog::question(
                Command::DeleteMethod {
                    user,
                    method: method?.id,
                },
                desk,
            ),
            Act::ToggleToken => {
                let active = matches!(method?.detail, Detail::HardwareOath { active: true, .. });
                let method = method?.id;
                if active {
                    Dialog::question(Command::DeactivateHardwareToken { user, method }, desk)
                } else {
                    Dialog::activate_token(user, method, desk)
                }
            }
            Act::AddMethod => {
                let original = self.experience == Experience::Original;
                let phone_type = original.then(|| original::phone_type(self.at)).flatten();
                Dialog::add_method(user, self.experience, phone_type, desk)
            }
            Act::ChangeMethod => Dialog::change_method(user, method?, desk),
            Act::DefaultMethod => Dialog::default_method(record.as_ref()?, desk),
            _ => return None,
        };
        let dialog = dialog.within(self.experience, desk);
        Some(vec![Request::Ask(Box::new(dialog))])
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        let there = scene.snapshot.user(self.user);
        let Some(user) = there.filter(|user| user.deleted.is_none()) else {
            painter.text(
                area.x,
                area.y,
                area.right(),
                "This user is gone. Esc goes back to the list.",
                Tone::Muted,
            );
            return;
        };
        let lines = self.lines(&user, scene, area.width, painter.look);
        let cursor = lines
            .iter()
            .position(|line| matches!(line, Line::Method { focus: true, .. }))
            .unwrap_or_default();
        let height = usize::from(area.height);
        // On the first method the heading above it is worth seeing too.
        let at_top = self.at == 0 && cursor < height;
        let cursor = if at_top { 0 } else { cursor } + self.below * height.saturating_sub(1);
        let first = top.keep(cursor.min(lines.len() - 1), height, lines.len());
        let mut columns = columns();
        let rows = lines.iter().filter_map(|line| match line {
            Line::Method { cells, .. } => Some(cells.as_slice()),
            _ => None,
        });
        fit(&mut columns, rows);
        let places = places(&columns, area.width.saturating_sub(2));
        for (y, line) in (area.y..area.bottom()).zip(&lines[first..]) {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            line.draw(painter, row, &places, scene, top);
        }
    }
}

/// Registered methods with their usability, the usable ones first.
fn ordered<'a>(
    user: &'a User,
    policies: &Policies,
    now: Timestamp,
) -> Vec<(&'a Method, Result<(), NotUsable>)> {
    let mut rows: Vec<_> = user
        .methods
        .iter()
        .map(|method| (method, method.usable(policies.disabled_methods, now)))
        .collect();
    rows.sort_by_key(|(_, usable)| usable.is_err());
    rows
}

fn columns() -> [Column; 4] {
    let column = |title: &str, least, most, rank| Column {
        title: title.to_owned(),
        least,
        most,
        rank,
        list: false,
    };
    [
        column("Authentication method", 21, 34, 0),
        column("Detail", 18, 40, 0),
        column("Registered", 11, 11, 2),
        column("Counts for", 22, 30, 1),
    ]
}

fn cells(
    method: &Method,
    usable: Result<(), NotUsable>,
    default: bool,
    look: &Look,
) -> Vec<(Tone, String)> {
    let dot = look.glyphs.dot;
    let facts = method.kind().facts();
    let (tone, counts) = match (usable, facts.mfa, facts.password_reset) {
        (Err(why), _, _) => (Tone::Caution, why.to_string()),
        (Ok(()), true, true) => (Tone::Plain, format!("MFA {dot} reset")),
        (Ok(()), true, false) => (Tone::Plain, "MFA".to_owned()),
        (Ok(()), false, true) => (Tone::Caution, "password reset only".to_owned()),
        (Ok(()), false, false) => (Tone::Plain, "sign-in on its own device".to_owned()),
    };
    let counts = if default {
        format!("{counts} {dot} default")
    } else {
        counts
    };
    let muted = if usable.is_ok() {
        Tone::Plain
    } else {
        Tone::Muted
    };
    vec![
        (muted, facts.label.to_owned()),
        (muted, method.detail.text()),
        (Tone::Muted, method.added.date()),
        (tone, counts),
    ]
}

/// The default, and behind it what the system prefers; below it where there is no room.
fn default_lines(
    user: &User,
    policies: &Policies,
    now: Timestamp,
    look: &Look,
    cells: u16,
) -> Vec<Line> {
    let default = user
        .default_method
        .map_or("none", |default| default.label());
    let preferred = match (
        policies.system_preferred_mfa,
        user.system_preferred(policies, now),
    ) {
        (false, _) => "system-preferred: off".to_owned(),
        (true, None) => "system-preferred: on".to_owned(),
        (true, Some(kind)) => format!(
            "system-preferred: on {} {}",
            look.glyphs.arrow,
            kind.facts().short
        ),
    };
    let label = "Default sign-in method  ";
    let mut line = vec![
        (Tone::Plain, label.to_owned()),
        (Tone::Strong, default.to_owned()),
    ];
    if width(label) + width(default) + 3 + width(&preferred) <= cells {
        line.push((Tone::Muted, format!("   {preferred}")));
        return vec![Line::Text(line)];
    }
    let below = " ".repeat(label.len());
    let below = vec![(Tone::Muted, format!("{below}{preferred}"))];
    vec![Line::Text(line), Line::Text(below)]
}

/// Pages that the forecast, remembered devices and app passwords may take below the methods.
fn pages_below(user: &User, desk: &Desk<'_>) -> usize {
    let places = forecast::places(&desk.snapshot.facts().settings, user).len();
    let lines = 2 * places + user.devices.len() + user.app_passwords.len() + 9;
    lines.div_ceil(desk.page)
}

/// What the user meets next, by the engine that runs every sign-in.
fn next_sign_ins(user: &User, scene: &Scene<'_>, width: u16, look: &Look) -> Vec<Line> {
    let lines = forecast::forecast(&**scene.snapshot, user.id, scene.now);
    let rows = parts::forecast::rows(&lines, width.saturating_sub(1), look);
    let title = vec![
        (Tone::Strong, parts::forecast::title(user)),
        (Tone::Muted, format!("   {}", parts::forecast::SUBTITLE)),
    ];
    let rows = rows.into_iter().map(|mut row| {
        row.insert(0, (Tone::Plain, " ".to_owned()));
        Line::Text(row)
    });
    let heading = [Line::Text(Vec::new()), Line::Text(title)];
    heading.into_iter().chain(rows).collect()
}

/// What else an administrator acts on from here: remembered devices and app passwords.
fn rest(user: &User, now: Timestamp) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut section = |title: String, rows: Vec<(Tone, [String; 2])>| {
        if rows.is_empty() {
            return;
        }
        lines.push(Line::Text(Vec::new()));
        lines.push(Line::Text(vec![(Tone::Strong, title)]));
        lines.extend(
            rows.into_iter()
                .map(|(tone, [left, right])| Line::Pair(tone, left, right)),
        );
    };
    let devices = user.devices.iter().map(|device| {
        let left = format!("{}, {}", device.name, device.client);
        if device.until <= now {
            (
                Tone::Muted,
                [left, format!("expired {}", device.until.date())],
            )
        } else {
            (
                Tone::Plain,
                [left, format!("until {}", device.until.date())],
            )
        }
    });
    section("Remembered devices".to_owned(), devices.collect());
    let app_passwords = user.app_passwords.iter().map(|password| {
        let used = password.last_used.map_or_else(
            || "never used".to_owned(),
            |at| format!("last used {}", at.date()),
        );
        (Tone::Plain, [password.name.clone(), used])
    });
    section("App passwords".to_owned(), app_passwords.collect());
    lines
}
