//! Service settings of the per-user MFA page: what is set, read by everybody, changed by those who
//! may (`facts/portal.md` 5).

use ratatui::layout::Rect;

use super::per_user_mfa::tabs;
use super::{Blade, Desk, Request};
use crate::domain::command::Action;
use crate::domain::edition::Edition;
use crate::domain::plan::permission;
use crate::domain::secret::Secret;
use crate::domain::settings::{AppPasswords, ServiceSettings};
use crate::portal::act::{Act, Place};
use crate::portal::dialogs::Dialog;
use crate::portal::keymap::Scope;
use crate::portal::parts::paint::{Painter, wrap};
use crate::portal::theme::Tone;
use crate::portal::view::{Scene, Target, Top};
use crate::portal::words;
use crate::store::Snapshot;

/// The tab's state.
#[derive(Debug, Clone, Default)]
pub struct ServiceSettingsTab {
    /// The row of the cursor: also the number of the control in the dialog.
    at: usize,
}

/// A row: a heading above it where it begins a section, then its lines.
struct Row {
    heading: Option<&'static str>,
    lines: Vec<String>,
}

fn ticked(ticked: bool, label: &str) -> String {
    format!("[{}] {label}", if ticked { 'x' } else { ' ' })
}

fn rows(settings: &ServiceSettings, edition: Edition) -> Vec<Row> {
    use words::settings as labels;
    let allowed = settings.app_passwords == AppPasswords::Allowed;
    let radio = |chosen: bool, label: &str| format!("({}) {label}", if chosen { 'x' } else { ' ' });
    let [allow, forbid] = labels::APP_PASSWORDS;
    let ranges = match settings.trusted_ips.as_slice() {
        [] => "none".to_owned(),
        ranges => ranges.join("  "),
    };
    let days = settings
        .remember_days
        .map_or_else(|| "not allowed".to_owned(), |days| days.to_string());
    let [app_passwords, trusted, options, remember] = labels::sections(edition);
    let row = |heading, lines: Vec<String>| Row { heading, lines };
    let [call, text, notification, code] = labels::OPTIONS;
    vec![
        row(
            Some(app_passwords),
            vec![radio(allowed, allow), radio(!allowed, forbid)],
        ),
        row(
            Some(trusted),
            vec![ticked(settings.skip_federated_intranet, labels::INTRANET)],
        ),
        row(
            None,
            vec![labels::RANGES.to_owned(), format!("    {ranges}")],
        ),
        row(Some(options), vec![ticked(settings.call_to_phone, call)]),
        row(None, vec![ticked(settings.text_message, text)]),
        row(None, vec![ticked(settings.app_notification, notification)]),
        row(None, vec![ticked(settings.app_code, code)]),
        row(
            Some(remember),
            vec![ticked(settings.remember_days.is_some(), labels::REMEMBER)],
        ),
        row(None, vec![format!("{}: {days}", labels::DAYS)]),
    ]
}

/// A line on the screen: of which row, and whether it can have the focus.
struct Line {
    row: Option<usize>,
    tone: Tone,
    text: String,
}

fn lines(rows: &[Row], cells: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(heading) = row.heading {
            if at > 0 {
                lines.push(Line {
                    row: None,
                    tone: Tone::Plain,
                    text: String::new(),
                });
            }
            lines.push(Line {
                row: None,
                tone: Tone::Strong,
                text: heading.to_owned(),
            });
        }
        for text in &row.lines {
            let first = text.chars().take_while(|letter| *letter == ' ').count();
            let indent = if text.starts_with(['[', '(']) {
                4
            } else {
                first
            };
            let room = cells.saturating_sub(u16::try_from(indent).unwrap_or(0));
            let (mark, rest) = text.split_at(indent);
            for (n, part) in wrap(rest, room).into_iter().enumerate() {
                let before = if n == 0 { mark } else { "    " };
                lines.push(Line {
                    row: Some(at),
                    tone: Tone::Plain,
                    text: format!("{before}{part}"),
                });
            }
        }
    }
    lines
}

impl Blade for ServiceSettingsTab {
    fn scopes(&self) -> &'static [Scope] {
        &[
            Scope::ServiceSettings,
            Scope::Rows,
            Scope::Portal,
            Scope::Always,
        ]
    }

    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String> {
        vec![words::settings::title(scene.edition).to_owned()]
    }

    fn title(&self, scene: &Scene<'_>) -> (String, String) {
        (words::per_user_mfa(scene.edition).to_owned(), String::new())
    }

    fn place(&self) -> Option<Place> {
        Some(Place::ServiceSettings)
    }

    fn refresh(&mut self, _: &Snapshot) {}

    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        if self.at == row {
            return self.act(Act::EditSettings, desk).unwrap_or_default();
        }
        self.at = row;
        Vec::new()
    }

    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>> {
        let rows = rows(&desk.snapshot.facts().settings, desk.snapshot.edition());
        Some(match act {
            Act::Move(motion) => {
                self.at = motion.from(self.at, rows.len(), desk.page);
                Vec::new()
            }
            Act::EditSettings => {
                // A click comes here without having asked.
                let may = permission::performs(
                    desk.snapshot.edition(),
                    desk.actor,
                    Action::ServiceSettings,
                );
                match may {
                    Ok(()) => {
                        vec![Request::Ask(Box::new(Dialog::service_settings(
                            self.at, desk,
                        )))]
                    }
                    Err(_) => Vec::new(),
                }
            }
            Act::Copy => {
                let text = rows.get(self.at)?.lines.join("\n");
                vec![Request::Copy(Secret::new(text))]
            }
            Act::OtherTab => vec![Request::Go(Place::PerUserMfa)],
            Act::Back => vec![Request::Close],
            _ => return None,
        })
    }

    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top) {
        tabs(painter, area, scene.edition, Place::ServiceSettings, top);
        let mut y = area.y + 1;
        let action = Action::ServiceSettings;
        let may = scene
            .actor
            .map(|actor| permission::performs(scene.edition, actor, action));
        if let Some(Err(why)) = may {
            for line in wrap(&format!("To be read only. {why}."), area.width) {
                painter.text(area.x, y, area.right(), &line, Tone::Caution);
                y += 1;
            }
        }
        y += u16::from(scene.airy);
        let height = usize::from(area.bottom().saturating_sub(y));
        let rows = rows(&scene.snapshot.facts().settings, scene.edition);
        // One cell in, so that the cursor covers no letter.
        let lines = lines(&rows, area.width.saturating_sub(2));
        let of_cursor = |line: &Line| line.row == Some(self.at);
        let last = lines.iter().rposition(of_cursor).unwrap_or_default();
        let begin = lines.iter().position(of_cursor).unwrap_or_default();
        // The heading above the cursor stays in view.
        let heading = rows.get(self.at).is_some_and(|row| row.heading.is_some());
        top.keep(last, height, lines.len());
        let first = top.keep(
            begin.saturating_sub(usize::from(heading)),
            height,
            lines.len(),
        );
        for (y, line) in (y..area.bottom()).zip(&lines[first..]) {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            let x = area.x + u16::from(line.row.is_some());
            painter.text(x, y, area.right(), &line.text, line.tone);
            if let Some(at) = line.row {
                top.click(row, Target::Row(at));
                if at == self.at && scene.focused {
                    painter.focus(row);
                    top.cursor(area.x, y);
                }
            }
        }
    }
}
