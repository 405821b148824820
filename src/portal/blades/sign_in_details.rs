//! One sign-in in full: basic info, authentication details, and why one was asked, or not.

use ratatui::layout::Rect;

use super::sign_in_logs::{tone, who};
use super::{Blade, Desk, Request};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Code, Requirement, SignInEntry};
use crate::portal::act::Act;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// The blade's state.
#[derive(Debug, Clone)]
pub struct SignInDetails {
    entry: SignInEntry,
    first: usize,
}

/// A heading, or a label with what it says.
type Line = (&'static str, Tone, String);

const LABEL: u16 = 28;

impl SignInDetails {
    /// The blade of `entry`.
    pub fn new(entry: SignInEntry) -> Self {
        Self { entry, first: 0 }
    }

    fn lines(&self) -> Vec<Line> {
        let entry = &self.entry;
        let known = |text: &str| match text {
            "" => "not known".to_owned(),
            text => text.to_owned(),
        };
        let code = Code::all().find(|code| code.number() == entry.code);
        let meaning = code.map_or_else(String::new, |code| code.text().to_owned());
        let status = (tone(entry.status), entry.status.label().to_owned());
        let plain = |label, text: String| (label, Tone::Plain, text);
        let mut lines = vec![
            ("", Tone::Strong, "Basic info".to_owned()),
            plain("Date", entry.at.date_and_time()),
            plain("User", entry.name.clone()),
            plain("Username", who(entry).to_owned()),
            plain("Application", entry.application.clone()),
            plain("Client app", entry.client_app.clone()),
            plain("Device", known(&entry.device)),
            plain("IP address", known(&entry.ip)),
            ("Status", status.0, status.1),
            plain("Sign-in error code", entry.code.to_string()),
            plain("What it means", meaning),
            ("", Tone::Plain, String::new()),
            ("", Tone::Strong, "Authentication details".to_owned()),
            plain(
                "Authentication requirement",
                entry.requirement.label().to_owned(),
            ),
            plain("Authentication method", known(&entry.method)),
            plain("MFA result detail", none(&entry.detail)),
            ("", Tone::Plain, String::new()),
            ("", Tone::Strong, self.question().to_owned()),
        ];
        let why = entry.why.iter();
        lines.extend(why.map(|why| ("", Tone::Plain, why.clone())));
        if entry.why.is_empty() {
            let text = "It ended before anything was decided.";
            lines.push(("", Tone::Muted, text.to_owned()));
        }
        lines
    }

    fn question(&self) -> &'static str {
        let satisfied = self.entry.detail.starts_with("skipped");
        match self.entry.requirement {
            Requirement::Multifactor if !satisfied => "Why was I asked?",
            _ => "Why was I not asked?",
        }
    }

    fn text(&self) -> String {
        let lines = self.lines().into_iter();
        let lines = lines.map(|(label, _, text)| match label {
            "" => text,
            label => format!("{label}: {text}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn none(text: &str) -> String {
    if text.is_empty() { "none" } else { text }.to_owned()
}

impl Blade for SignInDetails {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Rows, Scope::Portal, Scope::Always]
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
        match act {
            Act::Back => return Some(vec![Request::Close]),
            Act::Move(motion) => {
                self.first = motion.from(self.first, self.lines().len(), desk.page);
            }
            Act::Copy => return Some(vec![Request::Copy(Secret::new(self.text()))]),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, _: usize, _: &Desk<'_>) -> Vec<Request> {
        Vec::new()
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, _: &Scene<'_>, _: &mut Top) {
        let mut rows = Vec::new();
        for (label, tone, text) in self.lines() {
            let room = if label.is_empty() { 0 } else { LABEL };
            for (at, part) in wrap(&text, area.width - room).into_iter().enumerate() {
                rows.push((if at == 0 { label } else { "" }, room, tone, part));
            }
        }
        let most = rows.len().saturating_sub(area.height.into());
        let first = self.first.min(most);
        for (y, (label, room, tone, text)) in (area.y..area.bottom()).zip(&rows[first..]) {
            painter.text(area.x, y, area.x + LABEL, label, Tone::Muted);
            painter.text(area.x + room, y, area.right(), text, *tone);
        }
    }
}
