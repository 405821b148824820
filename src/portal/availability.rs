//! Whether a command can be used now, and if not, why. Every rule is asked of the engine: a
//! command is available where its plan would not be refused.

pub mod accounts;
mod authentication_methods;
mod per_user_mfa;
pub mod play;
mod service_settings;

use crate::domain::cmdlet;
use crate::domain::command::{Action, Command};
use crate::domain::id::UserId;
use crate::domain::method::{DefaultMethod, MethodKind};
use crate::domain::plan::permission;
use crate::domain::undo::Direction;
use crate::domain::user::PerUserMfa;
use crate::store::Access;

use super::act::{Act, Place};
use super::dialogs::Dialog;
use super::keymap::Availability;
use super::model::{Model, Reach};
use super::words;

pub use authentication_methods::switch_experience;
pub use per_user_mfa::{bulk_update, upload_tokens};
pub use service_settings::edit_settings;

use Availability::{Disabled, Enabled, Hidden};

fn no(why: impl Into<String>) -> Availability {
    Disabled(why.into())
}

/// Whether anything can be saved.
fn writable(model: &Model) -> Result<(), Availability> {
    match &model.access {
        Access::ReadOnly(why) => Err(no(format!("Read-only: {why}"))),
        Access::Writable | Access::Sandbox => Ok(()),
    }
}

/// Whether there is a shell to go back to.
pub fn suspend(model: &Model) -> Availability {
    match model.reach {
        Reach::Everything => Enabled,
        Reach::Tenant => no(Reach::NO_SHELL),
    }
}

/// Whether `action` may be done to `user`: the engine's word on role, edition and reach.
fn to_user(model: &Model, action: Action, user: Option<UserId>) -> Availability {
    let check = || -> Result<(), Availability> {
        writable(model)?;
        let actor = model.actor().ok_or(Hidden)?;
        let user = user.ok_or_else(|| no("Nobody is under the cursor"))?;
        let user = model
            .snapshot
            .user(user)
            .filter(|user| user.deleted.is_none())
            .ok_or_else(|| no("This user is gone"))?;
        permission::reaches(model.snapshot.edition(), actor, action, &user)
            .map_err(|why| no(why.to_string()))
    };
    check().err().unwrap_or(Enabled)
}

/// Whether `action` may be done to anybody at all; a bulk action reports row by row.
fn to_targets(model: &Model, action: Action) -> Availability {
    let check = || -> Result<(), Availability> {
        writable(model)?;
        let actor = model.actor().ok_or(Hidden)?;
        permission::performs(model.snapshot.edition(), actor, action)
            .map_err(|why| no(why.to_string()))
    };
    match check() {
        Err(not) => not,
        Ok(()) => targets(model),
    }
}

/// Somebody is selected, or under the cursor.
pub fn targets(model: &Model) -> Availability {
    if model
        .blade()
        .and_then(|blade| blade.list())
        .is_some_and(|list| list.is_empty() && list.counts().0 == 0)
    {
        return no("Nobody is selected: mark users with Space");
    }
    Enabled
}

/// The clock can be set wherever anything can.
pub fn clock(model: &Model) -> Availability {
    writable(model).err().unwrap_or(Enabled)
}

/// The log has older entries than those it shows.
pub fn load_more(model: &Model) -> Availability {
    let desk = model.desk();
    let refused = desk.and_then(|desk| model.blade()?.refuses(Act::LoadMore, &desk));
    refused.map_or(Enabled, no)
}

/// The edition's document lists methods by a cmdlet.
pub fn list_cmdlet(model: &Model) -> Availability {
    let edition = model.snapshot.edition();
    if cmdlet::lists_methods(edition) {
        Enabled
    } else {
        let document = edition.document();
        no(format!("{document} names no cmdlet that lists methods"))
    }
}

/// A scenario has lists of its own.
pub fn reset_view(model: &Model) -> Availability {
    match model.lesson {
        None => Enabled,
        Some(_) => no("The scenario's lists are not kept: leave it first"),
    }
}

/// Files can be written where the program runs.
pub fn download(model: &Model) -> Availability {
    model.no_files.as_deref().map_or(Enabled, no)
}

/// The portal one came through leads there.
pub fn place(model: &Model, place: Place) -> Availability {
    let wording = model.wording();
    if wording.door().leads_to(place) {
        Enabled
    } else {
        no(wording.not_behind(place.label(wording)))
    }
}

/// No password is being checked: what is typed then is for the portal.
pub fn enter_password(model: &Model) -> Availability {
    if model.sign_in.is_checking() {
        Hidden
    } else {
        Enabled
    }
}

/// A demo tenant, whose password is published.
pub fn demo(model: &Model) -> Availability {
    if model.snapshot.facts().demo && !model.sign_in.is_checking() {
        Enabled
    } else {
        Hidden
    }
}

/// The whole command, method and all, as the engine sees it.
fn planned(
    model: &Model,
    action: Action,
    command: impl FnOnce(UserId) -> Option<Command>,
) -> Availability {
    let user = model.subject();
    let permitted = to_user(model, action, user);
    if permitted != Enabled {
        return permitted;
    }
    let Some(command) = user.and_then(command) else {
        return no("No method is under the cursor");
    };
    model.refusal(&command).map_or(Enabled, no)
}

fn method_of(model: &Model) -> Option<(MethodKind, crate::domain::id::MethodId)> {
    let blade = model.blade()?;
    let user = model.snapshot.user(blade.subject()?)?;
    let method = user.method(blade.method()?)?;
    Some((method.kind(), method.id))
}

/// Reset password.
pub fn reset_password(model: &Model) -> Availability {
    planned(model, Action::ResetPassword, |user| {
        Some(Command::ResetPassword { user })
    })
}

/// Revoke sessions.
pub fn revoke_sessions(model: &Model) -> Availability {
    to_user(model, Action::RevokeSessions, model.subject())
}

/// Block sign-in.
pub fn block(model: &Model) -> Availability {
    to_targets(model, Action::BlockSignIn)
}

/// Unblock sign-in.
pub fn unblock(model: &Model) -> Availability {
    to_targets(model, Action::UnblockSignIn)
}

/// Delete users.
pub fn delete(model: &Model) -> Availability {
    to_targets(model, Action::DeleteUser)
}

/// Add authentication method.
pub fn add_method(model: &Model) -> Availability {
    to_user(model, Action::AddMethod, model.subject())
}

/// Require re-register MFA, on the blade.
pub fn reregister(model: &Model) -> Availability {
    on_blade(model, Action::RequireReregister)
}

/// Revoke MFA sessions, on the blade.
pub fn revoke_mfa(model: &Model) -> Availability {
    on_blade(model, Action::RevokeMfaSessions)
}

fn on_blade(model: &Model, action: Action) -> Availability {
    if !model.snapshot.edition().has_methods_blade() {
        let edition = model.snapshot.edition();
        return no(format!(
            "{edition} has no such button here: use Manage user settings on the per-user page"
        ));
    }
    to_user(model, action, model.subject())
}

/// Change a method.
pub fn change_method(model: &Model) -> Availability {
    let Some((kind, method)) = method_of(model) else {
        return no("No method is under the cursor: + adds one");
    };
    let to = if kind == MethodKind::Email {
        "kim@contoso.com"
    } else {
        "+1 4255550100"
    };
    planned(model, Action::ChangeMethod, |user| {
        Some(Command::ChangeMethod {
            user,
            method,
            to: to.to_owned(),
        })
    })
}

/// Delete a method.
pub fn delete_method(model: &Model) -> Availability {
    let method = method_of(model);
    planned(model, Action::DeleteMethod, |user| {
        Some(Command::DeleteMethod {
            user,
            method: method?.1,
        })
    })
}

/// Set the default sign-in method.
pub fn default_method(model: &Model) -> Availability {
    let user = model.subject();
    let permitted = to_user(model, Action::SetDefaultMethod, user);
    if permitted != Enabled {
        return permitted;
    }
    if let Some(why) = authentication_methods::no_default(model) {
        return no(why);
    }
    let served = |default: DefaultMethod| {
        user.is_some_and(|user| {
            let command = Command::SetDefaultMethod { user, default };
            model.refusal(&command).is_none()
        })
    };
    if DefaultMethod::ALL.into_iter().any(served) {
        Enabled
    } else {
        no("No usable method of this user can be a default: add one first")
    }
}

/// Activate or deactivate the hardware token.
pub fn toggle_token(model: &Model) -> Availability {
    match method_of(model) {
        Some((MethodKind::HardwareOath, _)) => {
            to_user(model, Action::ActivateHardwareToken, model.subject())
        }
        Some((kind, _)) => no(format!("{} is not a hardware OATH token", kind.label())),
        None => no("No method is under the cursor"),
    }
}

/// Enable per-user MFA: quick steps follow the selection (`facts/portal.md` 4.2).
pub fn enable(model: &Model) -> Availability {
    quick_step(model, PerUserMfa::Enabled)
}

/// Disable per-user MFA.
pub fn disable(model: &Model) -> Availability {
    quick_step(model, PerUserMfa::Disabled)
}

/// Enforce per-user MFA.
pub fn enforce(model: &Model) -> Availability {
    quick_step(model, PerUserMfa::Enforced)
}

fn quick_step(model: &Model, to: PerUserMfa) -> Availability {
    let permitted = to_targets(model, Action::SetPerUserMfa);
    if permitted != Enabled {
        return permitted;
    }
    let Some(list) = model.blade().and_then(|blade| blade.list()) else {
        return Hidden;
    };
    if list.count_offered(to) > 0 {
        return Enabled;
    }
    let edition = model.snapshot.edition();
    let from = PerUserMfa::ALL.into_iter().filter(|from| from.offers(to));
    let from: Vec<_> = from.map(PerUserMfa::label).collect();
    no(format!(
        "{} is for users who are {}: nobody selected is",
        words::quick_step(edition, to).command,
        from.join(" or ")
    ))
}

/// The dialog can be saved.
pub fn save(model: &Model) -> Availability {
    // A file beside the tenant may be written whatever the tenant is open for.
    let writes_a_file = matches!(model.dialogs.last(), Some(super::dialogs::Dialog::Form(form)) if form.leaves_the_tenant());
    match writable(model) {
        Err(not) if !writes_a_file => not,
        Ok(()) | Err(_) => match model.dialogs.last().map(super::dialogs::Dialog::blocked) {
            Some(Some(why)) => no(why),
            Some(None) => Enabled,
            None => Hidden,
        },
    }
}

/// A secret is shown that can be copied.
pub fn revealed(model: &Model) -> Availability {
    if model
        .dialogs
        .last()
        .is_some_and(super::dialogs::Dialog::reveals)
    {
        Enabled
    } else {
        Hidden
    }
}

/// Somebody was refused, or nothing was saved.
pub fn retry(model: &Model) -> Availability {
    match model.dialogs.last() {
        Some(super::dialogs::Dialog::Form(form)) if form.can_retry() => {
            writable(model).err().unwrap_or(Enabled)
        }
        _ => Hidden,
    }
}

/// What is being saved has further parts, or is a file.
pub fn stop(model: &Model) -> Availability {
    let is_file = matches!(model.dialogs.last(), Some(Dialog::Form(form)) if form.export.is_some());
    match &model.saving {
        _ if is_file => Enabled,
        Some(saving) if saving.has_more() => Enabled,
        _ => Hidden,
    }
}

/// Something can be taken back.
pub fn undo(model: &Model) -> Availability {
    history(
        model,
        Direction::Undo,
        "Nothing to undo: nothing was changed since you signed in",
    )
}

/// The entry whose details are shown can be taken back.
pub fn undo_entry(model: &Model) -> Availability {
    let Some(Dialog::Details(details)) = model.dialogs.last() else {
        return Hidden;
    };
    match details.undo(model) {
        Ok(_) => undo(model),
        Err(why) => no(why),
    }
}

/// Something can be done again.
pub fn redo(model: &Model) -> Availability {
    history(
        model,
        Direction::Redo,
        "Nothing to redo: nothing was taken back",
    )
}

fn history(model: &Model, direction: Direction, nothing: &str) -> Availability {
    if let Err(not) = writable(model) {
        return not;
    }
    match model
        .session
        .as_ref()
        .map(|session| session.history.next(direction).is_some())
    {
        Some(true) => Enabled,
        Some(false) => no(nothing),
        None => Hidden,
    }
}
