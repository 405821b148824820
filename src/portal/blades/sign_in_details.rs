//! One sign-in in full, in tabs: basic info, authentication details, and why one was asked, or not.

use ratatui::layout::Rect;

use super::sign_in_logs::{tone, who};
use super::{Blade, Desk, Request};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Code, Requirement, SignInEntry};
use crate::portal::act::Act;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, width, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug, Clone)]
pub struct SignInDetails {
    entry: SignInEntry,
    tab: usize,
    first: usize,
}

/// A label, or none, with what it says.
type Line = (&'static str, Tone, String);

/// A tab: its title, and its lines.
type Tab = (&'static str, Vec<Line>);

const LABEL: u16 = 28;

impl SignInDetails {
    /// The blade of `entry`.
    pub fn new(entry: SignInEntry) -> Self {
        Self {
            entry,
            tab: 0,
            first: 0,
        }
    }

    fn tabs(&self) -> [Tab; 3] {
        let entry = &self.entry;
        let code = Code::all().find(|code| code.number() == entry.code);
        let meaning = code.map_or_else(String::new, |code| code.text().to_owned());
        let status = (tone(entry.status), entry.status.label().to_owned());
        let plain = |label, text: &str| (label, Tone::Plain, text.to_owned());
        let basic = vec![
            plain("Date", &entry.at.date_and_time()),
            plain("User", &entry.name),
            plain("Username", who(entry)),
            plain("Application", &entry.application),
            plain("Client app", &entry.client_app),
            plain("Device", known(&entry.device)),
            plain("IP address", known(&entry.ip)),
            ("Status", status.0, status.1),
            plain("Sign-in error code", &entry.code.to_string()),
            plain("What it means", &meaning),
        ];
        let authentication = vec![
            plain("Authentication requirement", entry.requirement.label()),
            plain("Authentication method", known(&entry.method)),
            plain("MFA result detail", none(&entry.detail)),
        ];
        let mut why: Vec<_> = entry.why.iter().map(|why| plain("", why)).collect();
        if why.is_empty() {
            let text = "It ended before anything was decided.";
            why.push(("", Tone::Muted, text.to_owned()));
        }
        [
            ("Basic info", basic),
            ("Authentication details", authentication),
            (self.question(), why),
        ]
    }

    fn question(&self) -> &'static str {
        let satisfied = self.entry.detail.starts_with("skipped");
        match self.entry.requirement {
            Requirement::Multifactor if !satisfied => "Why was I asked?",
            _ => "Why was I not asked?",
        }
    }

    /// All of it, for the clipboard.
    fn text(&self) -> String {
        let mut text = Vec::new();
        for (title, lines) in self.tabs() {
            text.push(title.to_owned());
            text.extend(lines.into_iter().map(|(label, _, text)| match label {
                "" => text,
                label => format!("{label}: {text}"),
            }));
        }
        text.join("\n")
    }

    fn to(&mut self, tab: usize) {
        (self.tab, self.first) = (tab, 0);
    }
}

fn known(text: &str) -> &str {
    if text.is_empty() { "not known" } else { text }
}

fn none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

impl Blade for SignInDetails {
    fn scopes(&self) -> &'static [Scope] {
        &[
            Scope::SignInDetails,
            Scope::Rows,
            Scope::Portal,
            Scope::Always,
        ]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec!["Activity details".to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        let entry = &self.entry;
        let title = format!("Sign-in of {}", entry.name);
        (title, entry.at.date_and_time())
    }

    fn subject(&self) -> Option<UserId> {
        Some(self.entry.user.as_ref()?.id)
    }

    fn refresh(&mut self, _: &Snapshot) {}

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let tabs = self.tabs();
        match act {
            Act::Back => return Some(vec![Request::Close]),
            Act::Next => self.to((self.tab + 1) % tabs.len()),
            Act::Previous => self.to((self.tab + tabs.len() - 1) % tabs.len()),
            Act::Move(motion) => {
                self.first = motion.from(self.first, tabs[self.tab].1.len(), desk.page);
            }
            Act::OpenUser => {
                return Some(vec![match self.subject() {
                    Some(user) => Request::User(user),
                    None => Request::Refuse("There is no such account in this tenant".to_owned()),
                }]);
            }
            Act::Copy => return Some(vec![Request::Copy(Secret::new(self.text()))]),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, row: usize, _: &Desk<'_>) -> Vec<Request> {
        self.to(row);
        Vec::new()
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, _: &Scene<'_>, top: &mut Top) {
        let tabs = self.tabs();
        let mut x = area.x;
        for (at, (title, _)) in tabs.iter().enumerate() {
            let tone = if at == self.tab {
                Tone::Accent
            } else {
                Tone::Muted
            };
            let tab = Rect {
                x,
                width: width(title),
                height: 1,
                ..area
            };
            x = painter.text(x, area.y, area.right(), title, tone) + 3;
            top.click(tab, Target::Row(at));
        }
        let rule = Rect {
            y: area.y + 1,
            height: 1,
            ..area
        };
        painter.rule(rule, Tone::Muted);
        let body = Rect {
            y: area.y + 2,
            height: area.height.saturating_sub(2),
            ..area
        };
        let mut rows = Vec::new();
        for (label, tone, text) in &tabs[self.tab].1 {
            let room = if label.is_empty() { 0 } else { LABEL };
            for (at, part) in wrap(text, body.width - room).into_iter().enumerate() {
                rows.push((if at == 0 { *label } else { "" }, room, *tone, part));
            }
        }
        let most = rows.len().saturating_sub(body.height.into());
        let first = self.first.min(most);
        for (y, (label, room, tone, text)) in (body.y..body.bottom()).zip(&rows[first..]) {
            painter.text(body.x, y, body.x + LABEL, label, Tone::Muted);
            painter.text(body.x + room, y, body.right(), text, *tone);
        }
    }
}
