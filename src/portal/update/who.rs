//! "Who could do this?": the administrators who could do what was just refused.

use crate::domain::administrators::{self, Asked};
use crate::domain::command::Action;
use crate::domain::plan::permission;
use crate::portal::act::Act;
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::finder::Finder;
use crate::portal::model::Model;

/// What `act` asked for, where it was refused because of who asked.
pub(super) fn asked_by(model: &Model, act: Act) -> Option<Asked> {
    let action = action_of(act)?;
    let actor = model.actor()?;
    let edition = model.snapshot.edition();
    let subject = model.subject();
    let user = subject.and_then(|user| model.snapshot.user(user));
    let refusal = match &user {
        Some(user) => permission::reaches(edition, actor, action, user),
        None => permission::performs(edition, actor, action),
    };
    let refusal = refusal.err()?;
    administrators::depends_on_who_asks(&refusal).then_some((action, subject))
}

fn action_of(act: Act) -> Option<Action> {
    Some(match act {
        Act::ResetPassword => Action::ResetPassword,
        Act::RevokeSessions => Action::RevokeSessions,
        Act::BlockSignIn => Action::BlockSignIn,
        Act::UnblockSignIn => Action::UnblockSignIn,
        Act::DeleteUsers => Action::DeleteUser,
        Act::AddMethod => Action::AddMethod,
        Act::RequireReregister => Action::RequireReregister,
        Act::RevokeMfaSessions => Action::RevokeMfaSessions,
        Act::ChangeMethod => Action::ChangeMethod,
        Act::DeleteMethod => Action::DeleteMethod,
        Act::DefaultMethod => Action::SetDefaultMethod,
        Act::ToggleToken => Action::ActivateHardwareToken,
        Act::SetMfa(_) => Action::SetPerUserMfa,
        _ => return None,
    })
}

/// Lists who could do what the last line, or the open dialog, says is refused.
pub(super) fn show(model: &mut Model) {
    let asked = match model.dialogs.last() {
        Some(Dialog::Form(form)) => form.plan.as_deref().map(administrators::refused),
        _ => model.asked.take().map(|asked| vec![asked]),
    };
    match asked {
        Some(asked) if !asked.is_empty() => {
            let list = Finder::who_could(model, &asked);
            model.dialogs.push(Dialog::Finder(list));
        }
        _ => model.say("Nothing is refused here for want of a role"),
    }
}
