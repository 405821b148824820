//! Authentication methods › Activity: who could pass MFA, what is registered, and how sign-ins went
//! (`facts/portal.md` 10). Counted once per state of the tenant, never while drawing.

use ratatui::layout::Rect;

use super::sign_in_logs::{SignIns, tone};
use super::{Blade, Desk, Request};
use crate::domain::directory::{Directory, Revision};
use crate::domain::method::{MethodKind, MethodKinds};
use crate::domain::sign_in::{Requirement, SignInStatus};
use crate::portal::act::{Act, Place};
use crate::portal::keymap::Scope;
use crate::portal::parts::bars::{Bar, draw as draw_bar};
use crate::portal::parts::paint::Painter;
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Top};
use crate::store::Snapshot;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Activity";

/// The blade's state.
#[derive(Debug, Clone, Default)]
pub struct Activity {
    counted: Option<Counted>,
    log: SignIns,
    asked_at: Option<Revision>,
    first: usize,
}

/// What the users come to.
#[derive(Debug, Clone, Default)]
struct Counted {
    revision: Revision,
    users: usize,
    mfa: usize,
    passwordless: usize,
    password_reset: usize,
    /// Users by kind of method, the most frequent first; none without users.
    methods: Vec<(MethodKind, usize)>,
}

/// Kinds that replace the password (`facts/portal.md` 10).
const PASSWORDLESS: [MethodKind; 4] = [
    MethodKind::Fido2,
    MethodKind::WindowsHello,
    MethodKind::PlatformCredential,
    MethodKind::PasswordlessPhoneSignIn,
];

/// A line of the blade.
enum Line {
    Blank,
    Heading(&'static str),
    Text(Tone, String),
    Bar(Bar),
}

impl Counted {
    /// Everybody but deleted users, who are absent from these reports.
    fn of(directory: &dyn Directory) -> Self {
        let mut counted = Self {
            revision: directory.revision(),
            ..Self::default()
        };
        let mut by_kind: Vec<_> = MethodKinds::all().iter().map(|kind| (kind, 0)).collect();
        let heads = (0..directory.len()).filter_map(|at| directory.head(at));
        for head in heads.filter(|head| !head.deleted) {
            let any = |fits: fn(MethodKind) -> bool| usize::from(head.methods.iter().any(fits));
            counted.users += 1;
            counted.mfa += any(|kind| kind.facts().mfa);
            counted.passwordless += any(|kind| PASSWORDLESS.contains(&kind));
            counted.password_reset += any(|kind| kind.facts().password_reset);
            for (kind, users) in &mut by_kind {
                *users += usize::from(head.methods.contains(*kind));
            }
        }
        by_kind.retain(|(_, users)| *users > 0);
        by_kind.sort_by_key(|(_, users)| std::cmp::Reverse(*users));
        counted.methods = by_kind;
        counted
    }
}

impl Activity {
    /// The blade, just opened.
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut blade = Self::default();
        blade.refresh(snapshot);
        blade
    }

    fn lines(&self) -> Vec<Line> {
        let Some(counted) = &self.counted else {
            return Vec::new();
        };
        let of_all = |label: &str, count, tone| {
            Line::Bar(Bar {
                label: label.to_owned(),
                count,
                most: counted.users,
                note: format!("of {} users", counted.users),
                tone,
            })
        };
        let mut lines = vec![
            Line::Heading("Registration"),
            of_all(
                "Capable of multifactor authentication",
                counted.mfa,
                Tone::Good,
            ),
            of_all(
                "Capable of passwordless sign-in",
                counted.passwordless,
                Tone::Good,
            ),
            of_all(
                "Registered for password reset",
                counted.password_reset,
                Tone::Plain,
            ),
            Line::Blank,
            Line::Heading("Users registered by authentication method"),
        ];
        let most = counted.methods.iter().map(|(_, users)| *users).max();
        lines.extend(counted.methods.iter().map(|(kind, users)| {
            Line::Bar(Bar {
                label: kind.label().to_owned(),
                count: *users,
                most: most.unwrap_or_default(),
                note: String::new(),
                tone: if kind.facts().mfa {
                    Tone::Good
                } else {
                    Tone::Caution
                },
            })
        }));
        if counted.methods.is_empty() {
            let text = "Nobody has registered anything.";
            lines.push(Line::Text(Tone::Muted, text.to_owned()));
        }
        lines.extend(self.usage());
        lines
    }

    fn usage(&self) -> Vec<Line> {
        let entries = self.log.entries();
        let mut lines = vec![
            Line::Blank,
            Line::Heading("Sign-ins by authentication requirement"),
        ];
        if entries.is_empty() {
            let none = || (Tone::Muted, "Nobody has signed in yet.".to_owned());
            let (tone, text) = self.log.missing().unwrap_or_else(none);
            lines.push(Line::Text(tone, text));
            return lines;
        }
        let bar = |label: &str, count, tone| {
            Line::Bar(Bar {
                label: label.to_owned(),
                count,
                most: entries.len(),
                note: format!("of {} sign-ins", entries.len()),
                tone,
            })
        };
        for (requirement, tone) in [
            (Requirement::SingleFactor, Tone::Plain),
            (Requirement::Multifactor, Tone::Good),
        ] {
            let own = entries.iter().filter(|own| own.requirement == requirement);
            lines.push(bar(requirement.label(), own.count(), tone));
        }
        lines.push(Line::Blank);
        lines.push(Line::Heading("Sign-ins by status"));
        for status in [
            SignInStatus::Success,
            SignInStatus::Failure,
            SignInStatus::Interrupted,
        ] {
            let own = entries.iter().filter(|own| own.status == status);
            lines.push(bar(status.label(), own.count(), tone(status)));
        }
        lines
    }
}

impl Blade for Activity {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec!["Authentication methods".to_owned(), TITLE.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        (TITLE.to_owned(), "Authentication methods".to_owned())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Activity)
    }

    fn refresh(&mut self, snapshot: &Snapshot) {
        let revision = snapshot.revision();
        let known = self.counted.as_ref().map(|counted| counted.revision);
        if known != Some(revision) {
            self.counted = Some(Counted::of(&**snapshot));
        }
    }

    fn wants_sign_ins(&mut self, revision: Revision) -> bool {
        self.asked_at.replace(revision) != Some(revision)
    }

    fn take_sign_ins(&mut self, log: SignIns) {
        self.log = log;
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        match act {
            Act::Back => return Some(vec![Request::Close]),
            Act::Move(motion) => {
                self.first = motion.from(self.first, self.lines().len(), desk.page);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, _: usize, _: &Desk<'_>) -> Vec<Request> {
        Vec::new()
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, _: &Scene<'_>, _: &mut Top) {
        let lines = self.lines();
        let most = lines.len().saturating_sub(area.height.into());
        for (y, line) in (area.y..area.bottom()).zip(&lines[self.first.min(most)..]) {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            match line {
                Line::Blank => {}
                Line::Heading(text) => {
                    painter.text(row.x, y, row.right(), text, Tone::Strong);
                }
                Line::Text(tone, text) => {
                    painter.text(row.x + 1, y, row.right(), text, *tone);
                }
                Line::Bar(bar) => draw_bar(painter, row, bar),
            }
        }
    }
}
