//! The service settings as a form: the whole tab at once, as the portal saves it.

use super::{Dialog, Kind};
use crate::domain::command::Command;
use crate::domain::plan::Outcome;
use crate::domain::refusal::Refusal;
use crate::domain::settings::{AppPasswords, ServiceSettings};
use crate::portal::blades::Desk;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;
use crate::portal::words::settings as words;

/// Days that stand in the field while nobody may remember devices: the preset of 2015.
const PRESET_DAYS: u16 = 14;

/// The order of the controls; the tab's rows use the same numbers.
const RANGES: usize = 2;
const DAYS: usize = 8;

const NO_RANGES: &str = "IPv4 ranges such as 203.0.113.0/24, separated by blanks; none yet.";

/// The command that the controls come to. What the engine refuses is said at its field.
pub(super) fn command(controls: &mut [Control], desk: &Desk<'_>) -> Result<Command, String> {
    let ticked = |at: usize| controls.get(at).is_some_and(Control::ticked);
    let typed = |at: usize| controls.get(at).map_or("", Control::typed);
    let app_passwords = match controls.first().map(Control::chosen) {
        Some(0) => AppPasswords::Allowed,
        _ => AppPasswords::NotAllowed,
    };
    let ranges = typed(RANGES)
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'))
        .filter(|range| !range.is_empty());
    let settings = ServiceSettings {
        app_passwords,
        skip_federated_intranet: ticked(1),
        trusted_ips: ranges.map(str::to_owned).collect(),
        call_to_phone: ticked(3),
        text_message: ticked(4),
        app_notification: ticked(5),
        app_code: ticked(6),
        // A number that is none is no number of days: the engine says what it takes.
        remember_days: ticked(7).then(|| typed(DAYS).trim().parse().unwrap_or(0)),
    };
    let ranges_hint = match settings.trusted_ips.len() {
        0 => NO_RANGES.to_owned(),
        1 => "1 range".to_owned(),
        count => format!("{count} ranges"),
    };
    say(controls, RANGES, &ranges_hint, false);
    say(controls, DAYS, "", false);
    let command = Command::SaveServiceSettings(settings);
    for part in desk.plan(&command).parts() {
        let Outcome::Refused(why) = &part.outcome else {
            continue;
        };
        let field = match why {
            Refusal::TrustedIp(_) | Refusal::TooManyTrustedIps => RANGES,
            Refusal::RememberDays => DAYS,
            _ => continue,
        };
        say(controls, field, &why.to_string(), true);
        return Err(why.to_string());
    }
    Ok(command)
}

fn say(controls: &mut [Control], at: usize, text: &str, fault: bool) {
    if let Some(control) = controls.get_mut(at) {
        control.say(text, fault);
    }
}

impl Dialog {
    /// The service settings as they are, the control `focus` first.
    pub fn service_settings(focus: usize, desk: &Desk<'_>) -> Self {
        let edition = desk.snapshot.edition();
        let settings = &desk.snapshot.facts().settings;
        let [app_passwords, _, _, _] = words::sections(edition);
        let entries = words::APP_PASSWORDS.map(str::to_owned).into();
        let chosen = usize::from(settings.app_passwords == AppPasswords::NotAllowed);
        let options = [
            settings.call_to_phone,
            settings.text_message,
            settings.app_notification,
            settings.app_code,
        ];
        let days = settings.remember_days.unwrap_or(PRESET_DAYS).to_string();
        let mut controls = vec![
            Control::choice(app_passwords, entries, chosen),
            Control::ticked_box(words::INTRANET, settings.skip_federated_intranet),
            Control::text(words::RANGES, &settings.trusted_ips.join(" ")),
        ];
        let boxes = words::OPTIONS.into_iter().zip(options);
        controls.extend(boxes.map(|(label, ticked)| Control::ticked_box(label, ticked)));
        controls.push(Control::ticked_box(
            words::REMEMBER,
            settings.remember_days.is_some(),
        ));
        controls.push(Control::text(words::DAYS, &days));
        let title = words::title(edition);
        let mut form = Form::new(Kind::ServiceSettings, title, controls, desk);
        form.subtitle.clone_from(&desk.snapshot.facts().name);
        form.save = words::save(edition);
        form.focus = focus;
        Self::Form(Box::new(form))
    }
}
