//! Authentication methods › Activity: who could pass MFA, what is registered, and how sign-ins went
//! (`facts/portal.md` 10). Counted once per state of the tenant, never while drawing.

pub mod counted;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::log::{NEWEST, Read, Reading, Which};
use super::sign_in_logs::tone;
use super::user_list::bits::Bits;
use super::user_list::selection::Selection;
use super::{Blade, Desk, Request};
use crate::domain::audit::AuditEntry;
use crate::domain::directory::{Directory, Revision};
use crate::domain::sign_in::{Requirement, SignInEntry, SignInStatus};
use crate::domain::time::Timestamp;
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::effect::{Rows, Sheet};
use crate::portal::keymap::Scope;
use crate::portal::parts::bars::{self, Bar};
use crate::portal::parts::paint::Painter;
use crate::portal::parts::spark::{self, Spark};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Top};
use crate::portal::work::{Job, Work, Worked, grouped};
use crate::store::Snapshot;
use counted::{Recent, Users, by_day, by_method};

/// So many users are counted on the spot. More would take longer than a frame.
const ON_THE_SPOT: usize = 40_000;

/// No state has this revision: it is counted even where nothing ever changed.
const UNCOUNTED: Revision = Revision::MAX;

/// The blade's title, also in the menu.
pub const TITLE: &str = "Activity";

/// The blade's state.
#[derive(Debug, Clone, Default)]
pub struct Activity {
    users: Users,
    job: Job,
    sign_ins: Reading<SignInEntry>,
    trail: Reading<AuditEntry>,
    asked_at: Option<Revision>,
    /// When the logs were read.
    now: Timestamp,
    first: usize,
}

/// A line of the blade.
enum Line {
    Blank,
    Heading(&'static str),
    Text(Tone, String),
    Bar(Bar),
    Spark(Box<Spark>),
    Axis,
}

impl Activity {
    /// The blade, just opened.
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut blade = Self::default();
        blade.users.revision = UNCOUNTED;
        blade.refresh(snapshot);
        blade
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = self.registration();
        lines.extend(self.recent());
        lines.extend(self.usage());
        lines
    }

    fn registration(&self) -> Vec<Line> {
        let counted = &self.users;
        if counted.revision == UNCOUNTED {
            return vec![
                Line::Heading("Registration"),
                Line::Text(Tone::Accent, "Counting everybody".to_owned()),
            ];
        }
        let of_all = |label: &str, count, tone| {
            Line::Bar(Bar {
                label: label.to_owned(),
                count,
                most: counted.all,
                note: format!("of {} users", grouped(counted.all)),
                tone,
            })
        };
        let capable = [
            (
                "Capable of multifactor authentication",
                counted.mfa,
                Tone::Good,
            ),
            (
                "Capable of passwordless sign-in",
                counted.passwordless,
                Tone::Good,
            ),
            (
                "Registered for password reset",
                counted.password_reset,
                Tone::Plain,
            ),
        ];
        let mut lines = vec![Line::Heading("Registration")];
        lines.extend(capable.map(|(label, count, tone)| of_all(label, count, tone)));
        lines.push(Line::Blank);
        lines.push(Line::Heading("Users registered by authentication method"));
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
        lines
    }

    fn recent(&self) -> Vec<Line> {
        let mut lines = vec![
            Line::Blank,
            Line::Heading("Recent registrations and resets, day by day"),
        ];
        if let Some((tone, text)) = self.trail.missing() {
            lines.push(Line::Text(tone, text.to_owned()));
            return lines;
        }
        for recent in [Recent::Registrations, Recent::Resets] {
            let (done, failed) = recent.of(self.trail.entries());
            let days = by_day(done.into_iter(), self.now);
            lines.push(Line::Spark(Box::new(Spark {
                label: recent.label().to_owned(),
                most: days.into_iter().max().unwrap_or_default(),
                days,
                note: match failed {
                    0 => String::new(),
                    failed => format!("({failed} refused)"),
                },
                tone: Tone::Good,
            })));
        }
        lines.push(Line::Axis);
        lines
    }

    fn usage(&self) -> Vec<Line> {
        let entries = self.sign_ins.entries();
        let mut lines = vec![
            Line::Blank,
            Line::Heading("Sign-ins by authentication requirement"),
        ];
        if entries.is_empty() {
            let none = (Tone::Muted, "Nobody has signed in yet.");
            let (tone, text) = self.sign_ins.missing().unwrap_or(none);
            lines.push(Line::Text(tone, text.to_owned()));
            return lines;
        }
        let bar = |label: &str, count, tone| {
            Line::Bar(Bar {
                label: label.to_owned(),
                count,
                most: entries.len(),
                note: format!("of {} sign-ins", grouped(entries.len())),
                tone,
            })
        };
        let requirements = [
            (Requirement::SingleFactor, Tone::Plain),
            (Requirement::Multifactor, Tone::Good),
        ];
        let of = |requirement| {
            entries
                .iter()
                .filter(move |own| own.requirement == requirement)
        };
        lines
            .extend(requirements.map(|(requirement, tone)| {
                bar(requirement.label(), of(requirement).count(), tone)
            }));
        lines.push(Line::Blank);
        lines.push(Line::Heading("Sign-ins, day by day"));
        let days = requirements
            .map(|(requirement, _)| by_day(of(requirement).map(|own| own.at), self.now));
        let most = days.iter().flatten().copied().max().unwrap_or_default();
        let sparks = requirements.into_iter().zip(days);
        lines.extend(sparks.map(|((requirement, tone), days)| {
            Line::Spark(Box::new(Spark {
                label: requirement.label().to_owned(),
                days,
                most,
                note: String::new(),
                tone,
            }))
        }));
        lines.push(Line::Axis);
        lines.push(Line::Blank);
        lines.push(Line::Heading("Sign-ins by status"));
        let statuses = [
            SignInStatus::Success,
            SignInStatus::Failure,
            SignInStatus::Interrupted,
        ];
        lines.extend(statuses.map(|status| {
            let own = entries.iter().filter(|own| own.status == status);
            bar(status.label(), own.count(), tone(status))
        }));
        lines.push(Line::Blank);
        lines.push(Line::Heading("Sign-ins by authentication method"));
        let methods = by_method(entries).into_iter();
        lines.extend(methods.map(|(method, count)| bar(method, count, Tone::Plain)));
        lines
    }
}

/// Everybody who is not deleted.
fn not_deleted(tenant: &dyn Directory) -> Bits {
    let mut everybody = Bits::range(tenant.len(), 0..tenant.len());
    if tenant.deleted() > 0 {
        tenant.heads(0..tenant.len(), &mut |at, head| {
            if head.deleted {
                everybody.set(at, false);
            }
        });
    }
    everybody
}

impl Blade for Activity {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Activity, Scope::Rows, Scope::Portal, Scope::Always]
    }

    fn crumbs(&self, _: &Scene<'_>) -> Vec<String> {
        vec!["Authentication methods".to_owned(), TITLE.to_owned()]
    }

    fn title(&self, _: &Scene<'_>) -> (String, String) {
        let counting = self.job.progress();
        let beside = counting.map_or_else(
            || "Authentication methods".to_owned(),
            |progress| progress.to_string(),
        );
        (TITLE.to_owned(), beside)
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Activity)
    }

    fn refresh(&mut self, snapshot: &Snapshot) {
        // While a large tenant is read only its first users could be counted.
        let counted = self.users.revision == snapshot.revision();
        if counted || !snapshot.is_ready() || self.job.is_awaited() {
            return;
        }
        if snapshot.len() > ON_THE_SPOT {
            self.job.want(Work::Count(Arc::clone(snapshot)));
        } else {
            self.users = Users::of(&**snapshot);
        }
    }

    fn job(&mut self) -> Option<&mut Job> {
        Some(&mut self.job)
    }

    fn worked(&mut self, worked: Worked, _: &Desk<'_>) {
        if let Worked::Counted(users) = worked {
            self.users = *users;
        }
    }

    fn wants_logs(&mut self, revision: Revision) -> Vec<(Which, usize)> {
        if self.asked_at.replace(revision) == Some(revision) {
            return Vec::new();
        }
        vec![(Which::Audit, NEWEST), (Which::SignIns, NEWEST)]
    }

    fn take_log(&mut self, read: &Read, now: Timestamp) {
        self.now = now;
        match read {
            Read::Audit(trail) => self.trail = trail.clone(),
            Read::SignIns(log) => self.sign_ins = log.clone(),
        }
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        match act {
            Act::Back => return Some(vec![Request::Close]),
            Act::Move(motion) => {
                self.first = motion.from(self.first, self.lines().len(), desk.page);
            }
            Act::Export => {
                let sheet = Sheet::Registration;
                let users = Selection::marked(desk.snapshot.clone(), not_deleted(&**desk.snapshot));
                let rows = Rows::Users(sheet, users, desk.snapshot.clone());
                let title = "Download registration details";
                let dialog = Dialog::download(title, sheet.file(), rows, desk);
                return Some(vec![Request::Ask(Box::new(dialog))]);
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
                Line::Bar(bar) => bars::draw(painter, row, bar),
                Line::Spark(spark) => spark::draw(painter, row, spark),
                Line::Axis => spark::axis(painter, row),
            }
        }
    }
}
