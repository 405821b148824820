//! Activate a hardware OATH token: the code that it shows proves that the right one is in hand.

use super::{Dialog, Kind, name};
use crate::domain::command::Command;
use crate::domain::id::{MethodId, UserId};
use crate::domain::plan::Outcome;
use crate::portal::blades::Desk;
use crate::portal::dialogs::controls::Control;
use crate::portal::dialogs::form::Form;

/// The command that the typed code comes to. Below the field stands what the token shows now: here
/// nobody has it in hand.
pub(super) fn activate(
    user: UserId,
    method: MethodId,
    controls: &mut [Control],
    desk: &Desk<'_>,
) -> Result<Command, String> {
    let [field] = controls else {
        return Err(String::new());
    };
    let typed = field.typed().trim().to_owned();
    let command = Command::ActivateHardwareToken {
        user,
        method,
        code: Some(typed.clone()),
    };
    let record = desk.snapshot.user(user);
    let token = record.as_ref().and_then(|user| user.method(method));
    let shown = token.and_then(|token| {
        let (seed, interval) = token.detail.seed()?;
        Some(seed.code_at(desk.now, interval))
    });
    let shown = shown.map_or_else(String::new, |code| {
        format!("The token shows {} now.", code.reveal())
    });
    if typed.is_empty() {
        field.say(&shown, false);
        return Err("Type the code that the token shows.".to_owned());
    }
    for part in desk.plan(&command).parts() {
        if let Outcome::Refused(why) = &part.outcome {
            field.say(&shown, true);
            return Err(why.to_string());
        }
    }
    field.say("It is the one the token shows.", false);
    Ok(command)
}

impl Dialog {
    /// Activate this token; where its key is not known, without a code.
    pub fn activate_token(user: UserId, method: MethodId, desk: &Desk<'_>) -> Self {
        let record = desk.snapshot.user(user);
        let token = record.as_ref().and_then(|user| user.method(method));
        if token.is_none_or(|token| token.detail.seed().is_none()) {
            let code = None;
            let command = Command::ActivateHardwareToken { user, method, code };
            return Self::question(command, desk);
        }
        let controls = vec![Control::text("Verification code", "")];
        let kind = Kind::ActivateToken(user, method);
        let mut form = Form::new(kind, "Activate hardware OATH token", controls, desk);
        form.subtitle = name(record.as_deref());
        form.save = "Activate";
        Self::Form(Box::new(form))
    }
}
