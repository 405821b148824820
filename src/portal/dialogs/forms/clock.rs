//! Advance the clock: by how many days, or back to the real time.

use super::{Kind, typed};
use crate::domain::clock::MOST_DAYS;
use crate::domain::command::Command;
use crate::domain::plan::Outcome;
use crate::portal::blades::Desk;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;

/// Days that stand in the field at first.
const DAYS: &str = "15";

/// What the controls ask for.
pub(super) fn command(controls: &mut [Control], desk: &Desk<'_>) -> Result<Command, String> {
    let [days, rest @ ..] = controls else {
        return Err(String::new());
    };
    if rest.first().is_some_and(Control::ticked) {
        days.say("", false);
        return Ok(Command::ResetClock);
    }
    let text = typed(days, "Type a number of days.")?;
    let Ok(number) = text.parse() else {
        let what = format!("{text} is no number of days from 1 to {MOST_DAYS}");
        days.say(&what, true);
        return Err(what);
    };
    let command = Command::AdvanceClock { days: number };
    let plan = desk.plan(&command);
    let refusal = plan.parts().find_map(|part| match &part.outcome {
        Outcome::Refused(why) => Some(why.to_string()),
        Outcome::Change(_) | Outcome::Nothing(_) => None,
    });
    days.say(refusal.as_deref().unwrap_or_default(), refusal.is_some());
    refusal.map_or(Ok(command), Err)
}

impl Dialog {
    /// Advance the tenant's clock, or set it back where it is ahead.
    pub fn set_clock(desk: &Desk<'_>) -> Self {
        let ahead = desk.snapshot.facts().clock_days;
        let mut controls = vec![Control::text("Days", DAYS)];
        if ahead > 0 {
            controls.push(Control::check_box("Back to the real time instead"));
        }
        let mut form = Form::new(Kind::Clock, "Advance the clock", controls, desk);
        form.subtitle = match ahead {
            0 => desk.now.date_and_time(),
            1 => format!("{}, 1 day ahead", desk.now.date_and_time()),
            days => format!("{}, {days} days ahead", desk.now.date_and_time()),
        };
        Self::Form(Box::new(form))
    }
}
