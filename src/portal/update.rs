//! What a message does to the model.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};

use super::act::{Act, Motion, Place};
use super::blades::all_users::AllUsers;
use super::blades::per_user_mfa::PerUserMfaPage;
use super::blades::{Blade, Request};
use super::dialogs::finder::Finder;
use super::dialogs::form::{Done, Form, Pressed, Stage};
use super::dialogs::{Dialog, direction_label};
use super::effect::{Effect, Ticket};
use super::keymap::{self, Availability, Key, Scope};
use super::message::Msg;
use super::model::{Model, Saving, Session};
use super::sign_in::{DEMO_PASSWORD, Step};
use super::view::{Target, ViewState};
use crate::domain::time::Timestamp;
use crate::domain::undo::{self, Direction, History};
use crate::store::{Committed, StoreError};

/// Takes a message in. What has to happen outside comes back as effects, in order.
pub fn update(model: &mut Model, msg: Msg, now: Timestamp) -> Vec<Effect> {
    model.now = now;
    match msg {
        Msg::Resize(columns, rows) => model.size = (columns, rows),
        Msg::Key(key) => return on_key(model, key),
        Msg::Paste(text) => on_paste(model, &text),
        Msg::Click(target) => return on_click(model, target),
        Msg::Wheel(motion) => return perform(model, Act::Move(motion)),
        Msg::State(snapshot) => {
            model.snapshot = snapshot;
            refresh(model);
        }
        Msg::PasswordChecked(ticket, right) => on_password_checked(model, ticket, right),
        Msg::Submitted(ticket, result) => on_submitted(model, ticket, result),
    }
    Vec::new()
}

/// What a click or the wheel means on what was drawn last. `None`: nothing.
pub fn mouse(state: &ViewState, event: crossterm::event::MouseEvent) -> Option<Msg> {
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            state.at(event.column, event.row).map(Msg::Click)
        }
        MouseEventKind::ScrollUp => Some(Msg::Wheel(Motion::Up)),
        MouseEventKind::ScrollDown => Some(Msg::Wheel(Motion::Down)),
        _ => None,
    }
}

impl Model {
    /// Scopes of the keymap that hold now, the nearest first.
    pub fn scopes(&self) -> &'static [Scope] {
        if let Some(dialog) = self.dialogs.last() {
            return dialog.scopes();
        }
        match self.blade() {
            Some(blade) if blade.list().is_some_and(|list| list.searching) => {
                &[Scope::Search, Scope::Always]
            }
            Some(blade) => blade.scopes(),
            None if matches!(self.sign_in.step, Step::Account) => {
                &[Scope::Accounts, Scope::Rows, Scope::Always]
            }
            None => &[Scope::Password, Scope::Always],
        }
    }
}

fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.status = None;
    if typed(model, key) {
        return Vec::new();
    }
    let Some(binding) = keymap::find(model.scopes(), Key::from(key)) else {
        if let KeyCode::Char(letter) = key.code
            && !key
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
        {
            model.refused(format!("{letter} does nothing here; ? lists the keys"));
        }
        return Vec::new();
    };
    match (binding.when)(model) {
        Availability::Enabled => perform(model, binding.act),
        Availability::Disabled(why) => {
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
        Dialog::Finder(finder) => finder.key(key),
        Dialog::Form(form) => matches!(form.stage, Stage::Asking) && form.key(key, desk),
    })
    .unwrap_or_else(|| {
        let Some(list) = model
            .blades
            .last_mut()
            .and_then(Blade::list_mut)
            .filter(|list| list.searching)
        else {
            return false;
        };
        let taken = list.search.key(key);
        list.refresh(&model.snapshot);
        taken
    })
}

/// Runs `run` on the top dialog with the desk beside it. `None`: there is no dialog.
fn with_dialog<T>(
    model: &mut Model,
    run: impl FnOnce(&mut Dialog, &super::blades::Desk<'_>) -> T,
) -> Option<T> {
    let mut dialog = model.dialogs.pop()?;
    let result = model.desk().map(|desk| run(&mut dialog, &desk));
    model.dialogs.push(dialog);
    result
}

fn on_paste(model: &mut Model, text: &str) {
    model.status = None;
    if model.session.is_none() {
        return model.sign_in.paste(text);
    }
    let in_dialog = with_dialog(model, |dialog, desk| match dialog {
        Dialog::Finder(finder) => finder.search.paste(text),
        Dialog::Form(form) => form.paste(text, desk),
    });
    if in_dialog.is_some() {
        return;
    }
    if let Some(list) = model
        .blades
        .last_mut()
        .and_then(Blade::list_mut)
        .filter(|list| list.searching)
    {
        list.search.paste(text);
        list.refresh(&model.snapshot);
    } else {
        model.refused("Nothing to paste into: / opens the search");
    }
}

fn on_click(model: &mut Model, target: Target) -> Vec<Effect> {
    model.status = None;
    match target {
        Target::Act(act) => {
            let binding = keymap::BINDINGS
                .iter()
                .find(|binding| binding.act == act && model.scopes().contains(&binding.scope));
            match binding.map(|binding| (binding.when)(model)) {
                Some(Availability::Disabled(why)) => model.refused(why),
                Some(Availability::Enabled) | None => return perform(model, act),
                Some(Availability::Hidden) => {}
            }
        }
        Target::Row(row) => return on_row(model, row),
        Target::Sort(sort) => {
            let snapshot = model.snapshot.clone();
            if let Some(list) = model.blades.last_mut().and_then(Blade::list_mut) {
                list.descending = list.sort == sort && !list.descending;
                list.sort = sort;
                list.refresh(&snapshot);
            }
        }
        Target::Control(control) => {
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
    let snapshot = model.snapshot.clone();
    let now = model.now;
    if model.session.is_none() {
        let again = model.sign_in.at == row;
        model.sign_in.at = row;
        return if again {
            perform(model, Act::Press)
        } else {
            Vec::new()
        };
    }
    if let Some(Dialog::Finder(finder)) = model.dialogs.last_mut() {
        finder.at = row;
        return perform(model, Act::Press);
    }
    match model.blades.last_mut() {
        Some(Blade::Methods(blade)) => blade.move_to(row, &snapshot, now),
        Some(blade) => {
            let Some(list) = blade.list_mut() else {
                return Vec::new();
            };
            if list.at() == row {
                return perform(model, Act::Open);
            }
            list.move_to(&*snapshot, row);
        }
        None => {}
    }
    Vec::new()
}

fn refresh(model: &mut Model) {
    let snapshot = model.snapshot.clone();
    for blade in &mut model.blades {
        blade.refresh(&snapshot);
    }
    let mut dialogs = std::mem::take(&mut model.dialogs);
    if let Some(desk) = model.desk() {
        for dialog in &mut dialogs {
            dialog.replan(&desk);
        }
    }
    model.dialogs = dialogs;
}

/// Does `act`, which is known to be available.
fn perform(model: &mut Model, act: Act) -> Vec<Effect> {
    match act {
        Act::LeaveNow => return vec![Effect::Quit],
        Act::Suspend => return vec![Effect::Suspend],
        Act::Repaint => return vec![Effect::Repaint],
        _ => {}
    }
    if model.session.is_none() {
        return sign_in(model, act);
    }
    if !model.dialogs.is_empty() {
        return in_dialog(model, act);
    }
    match act {
        Act::Undo => return history(model, Direction::Undo),
        Act::Redo => return history(model, Direction::Redo),
        Act::Help => model.dialogs.push(Dialog::Finder(Finder::help(model))),
        Act::Palette => model.dialogs.push(Dialog::Finder(Finder::palette(model))),
        Act::ToggleMouse => {
            model.mouse = !model.mouse;
            model.done(if model.mouse {
                "Mouse on: click, wheel; hold Shift to select text"
            } else {
                "Mouse off: the terminal has it"
            });
            return vec![Effect::SetMouse(model.mouse)];
        }
        Act::SignOut => sign_out(model),
        Act::Leave => return leave(model),
        _ => return on_blade(model, act),
    }
    Vec::new()
}

fn on_blade(model: &mut Model, act: Act) -> Vec<Effect> {
    let Some(mut blade) = model.blades.pop() else {
        return Vec::new();
    };
    let requests = model.desk().and_then(|desk| blade.act(act, &desk));
    model.blades.push(blade);
    let Some(requests) = requests else {
        if let Act::Go(place) = act {
            go(model, place);
        }
        return Vec::new();
    };
    let mut effects = Vec::new();
    for request in requests {
        match request {
            Request::Open(blade) => model.blades.push(*blade),
            Request::Close => close(model),
            Request::Go(place) => go(model, place),
            Request::Ask(dialog) => model.dialogs.push(*dialog),
            Request::Say(text) => model.done(text),
            Request::Copy(text) => {
                model.done("Sent to the terminal's clipboard");
                effects.push(Effect::Copy(text));
            }
        }
    }
    effects
}

/// Closes the shown blade; the outermost one stays.
fn close(model: &mut Model) {
    if model.blades.len() > 1 {
        model.blades.pop();
        refresh(model);
    } else {
        model.done("This is the first blade; q leaves");
    }
}

fn leave(model: &mut Model) -> Vec<Effect> {
    if model.blades.len() > 1 {
        close(model);
        return Vec::new();
    }
    vec![Effect::Quit]
}

fn go(model: &mut Model, place: Place) {
    let blade = match place {
        Place::AllUsers => Blade::AllUsers(AllUsers::new(&model.snapshot)),
        Place::PerUserMfa => {
            let from = model.blade().and_then(Blade::list);
            Blade::PerUserMfa(PerUserMfaPage::new(&model.snapshot, from))
        }
    };
    let open = model
        .blades
        .iter()
        .position(|own| std::mem::discriminant(own) == std::mem::discriminant(&blade));
    match (place, open) {
        // Back to where one was, cursor, search and marks as they were.
        (_, Some(at)) => model.blades.truncate(at + 1),
        (Place::AllUsers, None) => model.blades = vec![blade],
        (Place::PerUserMfa, None) => {
            model.blades.truncate(1);
            model.blades.push(blade);
        }
    }
}

fn in_dialog(model: &mut Model, act: Act) -> Vec<Effect> {
    let page = model.page();
    match model.dialogs.last_mut() {
        Some(Dialog::Finder(finder)) => match act {
            Act::Move(motion) => finder.motion(motion, page),
            Act::Press => return run_chosen(model),
            Act::Back => drop(model.dialogs.pop()),
            _ => {}
        },
        Some(Dialog::Form(_)) => return in_form(model, act, page),
        None => {}
    }
    Vec::new()
}

fn run_chosen(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Finder(finder)) = model.dialogs.last() else {
        return Vec::new();
    };
    let Some(row) = finder.chosen() else {
        return Vec::new();
    };
    let act = row.binding.act;
    if let Availability::Disabled(why) = row.availability.clone() {
        model.refused(why);
        return Vec::new();
    }
    model.dialogs.pop();
    perform(model, act)
}

fn in_form(model: &mut Model, act: Act, page: usize) -> Vec<Effect> {
    let pressed = with_dialog(model, |dialog, desk| {
        let Dialog::Form(form) = dialog else {
            return Pressed::Stay;
        };
        if matches!(form.stage, Stage::Saving(_)) {
            return Pressed::Stay;
        }
        match act {
            Act::Next => form.step(true),
            Act::Previous => form.step(false),
            Act::Left => form.sideways(false, desk),
            Act::Right => form.sideways(true, desk),
            Act::Tick => return form.tick(desk),
            Act::Press => return form.press(desk),
            Act::Save => return Pressed::Save,
            Act::Details => {
                form.details = !form.details;
                form.scroll = 0;
            }
            Act::Scroll(motion) | Act::Move(motion) => form.scroll(motion, page),
            Act::Back => return Pressed::Close,
            _ => {}
        }
        Pressed::Stay
    });
    match (pressed, act) {
        (Some(Pressed::Save), _) => save(model),
        (Some(Pressed::Close), _) => {
            model.dialogs.pop();
            Vec::new()
        }
        (_, Act::Copy) => copy_secret(model),
        _ => Vec::new(),
    }
}

fn copy_secret(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = model.dialogs.last() else {
        return Vec::new();
    };
    let Stage::Done(done) = &form.stage else {
        return Vec::new();
    };
    let Some(revealed) = &done.revealed else {
        return Vec::new();
    };
    let secret = revealed.secret.clone();
    model.done("Sent to the terminal's clipboard");
    vec![Effect::Copy(secret)]
}

fn save(model: &mut Model) -> Vec<Effect> {
    if let Availability::Disabled(why) = super::availability::save(model) {
        model.refused(why);
        return Vec::new();
    }
    let ticket = model.next_ticket();
    let Some(Dialog::Form(form)) = model.dialogs.last_mut() else {
        return Vec::new();
    };
    let Some(plan) = form.plan.clone() else {
        return Vec::new();
    };
    form.stage = Stage::Saving(ticket);
    model.saving = Some(Saving {
        ticket,
        title: plan.title.clone(),
        direction: None,
    });
    vec![Effect::Submit(ticket, Box::new(plan))]
}

fn history(model: &mut Model, direction: Direction) -> Vec<Effect> {
    if model.saving.is_some() {
        model.refused("Still saving: wait a moment");
        return Vec::new();
    }
    let Some(session) = &model.session else {
        return Vec::new();
    };
    let Some(done) = session.history.next(direction) else {
        return Vec::new();
    };
    let plan = undo::plan(&*model.snapshot, &session.actor, done, direction, model.now);
    let title = done.title.clone();
    let ticket = model.next_ticket();
    model.saving = Some(Saving {
        ticket,
        title,
        direction: Some(direction),
    });
    vec![Effect::Submit(ticket, Box::new(plan))]
}

fn on_submitted(model: &mut Model, ticket: Ticket, result: Result<Committed, StoreError>) {
    let Some(saving) = model.saving.take_if(|saving| saving.ticket == ticket) else {
        return;
    };
    let failed = result.as_ref().err().map(ToString::to_string);
    if let Ok(committed) = result {
        remember(model, &saving, committed);
    }
    if saving.direction.is_some()
        && let Some(why) = &failed
    {
        model.refused(format!("Not saved: {why}"));
    }
    for dialog in &mut model.dialogs {
        if let Dialog::Form(form) = dialog
            && matches!(form.stage, Stage::Saving(own) if own == ticket)
        {
            finish(form, failed.clone());
        }
    }
}

/// Takes what was done into the history, so that it can be taken back.
fn remember(model: &mut Model, saving: &Saving, committed: Committed) {
    let Some(session) = &mut model.session else {
        return;
    };
    let changed = !committed.inverse.is_empty();
    let done = undo::Done::new(saving.title.clone(), committed.inverse, &*model.snapshot);
    match saving.direction {
        None if changed => session.history.did(done),
        None => {}
        Some(direction) if changed => {
            session.history.moved(direction, done);
            let back = if direction == Direction::Undo { "Ctrl-R does it again" } else { "u takes it back" };
            model.done(format!("{}: {}. {back}.", direction_label(direction), saving.title));
        }
        Some(_) => model.refused(format!(
            "{} was changed by somebody else since, so nothing was taken back. The audit log has the details.",
            saving.title
        )),
    }
}

fn finish(form: &mut Form, failed: Option<String>) {
    let Some(plan) = form.plan.take() else { return };
    let revealed = if failed.is_none() {
        plan.revealed.clone()
    } else {
        None
    };
    form.scroll = 0;
    form.stage = Stage::Done(Box::new(Done {
        before: form.before.clone(),
        plan,
        revealed,
        failed,
    }));
}

fn sign_in(model: &mut Model, act: Act) -> Vec<Effect> {
    let page = model.page();
    match act {
        Act::Move(motion) => model.sign_in.motion(motion, page),
        Act::Back => model.sign_in.back(),
        Act::TypeDemoPassword => model.sign_in.type_password(DEMO_PASSWORD),
        Act::Press => match model.sign_in.step {
            Step::Account => model.sign_in.choose(&model.snapshot),
            Step::Password { .. } => {
                let ticket = model.next_ticket();
                let checked = model.sign_in.check(&model.snapshot, model.now, ticket);
                return checked
                    .map(|(hash, secret)| Effect::CheckPassword(ticket, hash, secret))
                    .into_iter()
                    .collect();
            }
        },
        _ => {}
    }
    Vec::new()
}

fn on_password_checked(model: &mut Model, ticket: Ticket, right: bool) {
    if let Some(actor) = model.sign_in.checked(ticket, right) {
        model.done(format!("Signed in as {}", actor.upn));
        model.session = Some(Session {
            actor,
            history: History::default(),
        });
        model.blades = vec![Blade::AllUsers(AllUsers::new(&model.snapshot))];
    }
}

fn sign_out(model: &mut Model) {
    model.session = None;
    model.blades.clear();
    model.dialogs.clear();
    model.sign_in = super::sign_in::SignIn::new(&model.snapshot, None);
    model.done("Signed out");
}
