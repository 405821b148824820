//! Keys, pastes and clicks.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::perform::{on_shown, perform};
use super::{who, with_dialog};
use crate::portal::act::Act;
use crate::portal::blades::{Blade, Desk};
use crate::portal::dialogs::Dialog;
use crate::portal::dialogs::form::Stage;
use crate::portal::effect::Effect;
use crate::portal::keymap::{Availability, BINDINGS, Key, Scope};
use crate::portal::model::{Model, Status};
use crate::portal::sign_in::Step;
use crate::portal::view::Target;

impl Model {
    /// Scopes of the keymap that hold now, the nearest first.
    pub fn scopes(&self) -> &'static [Scope] {
        if let Some(scopes) = self.presenter.scopes() {
            return scopes;
        }
        if let Some(dialog) = self.dialogs.last() {
            return dialog.scopes();
        }
        match self.blade() {
            Some(blade) if blade.searching() => &[Scope::Search, Scope::Always],
            Some(blade) => blade.scopes(),
            None if matches!(self.sign_in.step, Step::Account) => {
                &[Scope::Accounts, Scope::Rows, Scope::Always]
            }
            None => &[Scope::Password, Scope::Always],
        }
    }
}

pub(super) fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.status = None;
    if model.presenter.scopes().is_none() && typed(model, key) {
        model.presenter.typed();
        return Vec::new();
    }
    let found = model.keymap.find(model.scopes(), Key::from(key));
    let command = found.map_or("", |binding| (binding.label)(model.wording()));
    model.presenter.pressed(Key::from(key), command);
    let Some(binding) = found else {
        if let KeyCode::Char(letter) = key.code
            && !key
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
        {
            // Where there is no help, the last line names every key there is.
            let has_help = model.scopes().contains(&Scope::Portal);
            let help = model.key("portal.help");
            let text = if has_help {
                format!("{letter} does nothing here; {help} lists the keys")
            } else {
                format!("{letter} does nothing here")
            };
            model.status = Some(Status::Refused(text));
        }
        return Vec::new();
    };
    if binding.act != Act::WhoCould {
        model.asked = None;
    }
    match (binding.when)(model) {
        Availability::Enabled => perform(model, binding.act),
        Availability::Disabled(why) => {
            model.asked = who::asked_by(model, binding.act);
            model.refused(why);
            Vec::new()
        }
        Availability::Hidden => Vec::new(),
    }
}

/// Gives the key to the text field that has the focus. False: there is none, or the key means
/// nothing to it.
fn typed(model: &mut Model, key: KeyEvent) -> bool {
    // Control keys that the keymap knows in a text field's place come first: Ctrl-A marks all in a
    // list, but goes to the start of a text.
    if model.session.is_none() {
        return model.sign_in.key(key);
    }
    with_dialog(model, |dialog, desk| match dialog {
        Dialog::BulkUpdate(bulk) => bulk.key(key),
        Dialog::Details(_) | Dialog::Editions(_) | Dialog::Columns(_) | Dialog::Lesson(_) => false,
        Dialog::Finder(finder) => finder.key(key, desk.snapshot),
        Dialog::Filters(dialog) => dialog.key(key),
        Dialog::Form(form) => matches!(form.stage, Stage::Asking) && form.key(key, desk),
    })
    .unwrap_or_else(|| {
        let Some(blade) = model.blades.last_mut() else {
            return false;
        };
        let taken = blade.search_field().is_some_and(|field| field.key(key));
        blade.refresh(&model.snapshot);
        taken
    })
}

pub(super) fn on_paste(model: &mut Model, text: &str) {
    model.status = None;
    if model.session.is_none() {
        return model.sign_in.paste(text);
    }
    let in_dialog = with_dialog(model, |dialog, desk| match dialog {
        Dialog::BulkUpdate(bulk) => bulk.paste(text),
        Dialog::Details(_) | Dialog::Editions(_) | Dialog::Columns(_) | Dialog::Lesson(_) => {}
        Dialog::Finder(finder) => finder.paste(text, desk.snapshot),
        Dialog::Filters(dialog) => dialog.paste(text),
        Dialog::Form(form) => form.paste(text, desk),
    });
    if in_dialog.is_some() {
        return;
    }
    let search = model.key("list.search");
    let Some(blade) = model.blades.last_mut() else {
        return;
    };
    if let Some(field) = blade.search_field() {
        field.paste(text);
    } else {
        let text = format!("Nothing to paste into: {search} opens the search");
        model.status = Some(Status::Refused(text));
    }
    blade.refresh(&model.snapshot);
}

pub(super) fn on_click(model: &mut Model, target: Target) -> Vec<Effect> {
    model.status = None;
    match target {
        Target::Act(act) => {
            // While one types into a search field, the commands of its blade are still in reach of
            // the mouse, and of their conditions.
            let scopes = match model.blade() {
                Some(blade) if model.dialogs.is_empty() => blade.scopes(),
                _ => model.scopes(),
            };
            let binding = BINDINGS
                .iter()
                .find(|binding| binding.act == act && scopes.contains(&binding.scope));
            match binding.map(|binding| (binding.when)(model)) {
                Some(Availability::Disabled(why)) => model.refused(why),
                Some(Availability::Enabled) | None => return perform(model, act),
                Some(Availability::Hidden) => {}
            }
        }
        Target::Point(column, row) => model.presenter.point_at(column, row),
        Target::Row(row) => return on_row(model, row),
        Target::Sort(heading) => {
            let sort = |blade: &mut dyn Blade, desk: &Desk<'_>| {
                blade.sort(heading, desk.snapshot).into_iter().collect()
            };
            return on_shown(model, sort);
        }
        Target::Control(control) => {
            if matches!(model.dialogs.last(), Some(Dialog::Details(_))) {
                return perform(model, Act::Back);
            }
            let done = matches!(model.dialogs.last(), Some(Dialog::Form(form)) if matches!(form.stage, Stage::Done(_)));
            if done {
                return perform(model, Act::Back);
            }
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.focus = control;
            }
            return perform(model, Act::Tick);
        }
    }
    Vec::new()
}

/// A click on a row: the cursor goes there; on the row it is on already, opens or chooses it.
fn on_row(model: &mut Model, row: usize) -> Vec<Effect> {
    if model.session.is_none() {
        let again = model.sign_in.at == row;
        model.sign_in.at = row;
        return if again {
            perform(model, Act::Press)
        } else {
            Vec::new()
        };
    }
    let cursor = match model.dialogs.last_mut() {
        Some(Dialog::Finder(finder)) => Some(&mut finder.at),
        Some(Dialog::Filters(dialog)) => Some(&mut dialog.at),
        Some(Dialog::BulkUpdate(bulk)) => Some(&mut bulk.at),
        Some(Dialog::Columns(dialog)) => {
            dialog.at = row;
            return perform(model, Act::Tick);
        }
        Some(Dialog::Form(_) | Dialog::Editions(_) | Dialog::Details(_) | Dialog::Lesson(_))
        | None => None,
    };
    if let Some(at) = cursor {
        *at = row;
        return perform(model, Act::Press);
    }
    on_shown(model, |blade, desk| blade.click(row, desk))
}
