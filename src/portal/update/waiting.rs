//! Keys that come while rows are on their way mean the rows that will be there, and those that come
//! while a password is checked mean the portal behind it: they are held until then, in order, so
//! that nobody who types ahead loses a key or marks whom they did not mean.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::perform::perform;
use super::take_in as take_in_now;
use crate::portal::act::Act;
use crate::portal::blades::user_list::UserList;
use crate::portal::effect::Effect;
use crate::portal::message::Msg;
use crate::portal::model::{Model, Status};
use crate::portal::view::Target;

/// Takes a message in, or holds it; and then what was held before, as far as nothing has to be
/// waited for again.
pub(super) fn take_in(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = match verdict(model, &msg) {
        Verdict::Now => take_in_now(model, msg),
        Verdict::Later => {
            model.held.push_back(msg);
            Vec::new()
        }
        Verdict::GiveUp => {
            model.held.clear();
            if let Some(list) = list(model) {
                list.give_up();
            }
            model.say("Given up: the list is as it was");
            Vec::new()
        }
        Verdict::Back => {
            model.held.clear();
            return perform(model, Act::Leave);
        }
        Verdict::OtherAccount => {
            model.held.clear();
            take_in_now(model, msg)
        }
        Verdict::Never(why) => {
            model.status = Some(Status::Refused(why.to_owned()));
            Vec::new()
        }
    };
    while !waits(model)
        && let Some(held) = model.held.pop_front()
    {
        effects.extend(take_in_now(model, held));
        if let Some(blade) = model.blades.last_mut() {
            blade.refresh(&model.snapshot);
        }
    }
    effects
}

enum Verdict {
    Now,
    Later,
    /// The rows before are still there.
    GiveUp,
    /// There are none yet.
    Back,
    /// The password is not to be checked any more.
    OtherAccount,
    Never(&'static str),
}

const ROWS: &str = "The rows are on their way: wait, or Esc gives up";
const PASSWORD: &str = "The password is being checked: wait, or Esc goes back";

fn list(model: &mut Model) -> Option<&mut UserList> {
    model.blades.last_mut()?.list_mut()
}

/// Whether somebody searched, filtered or sorted, and the rows are not there yet; or a password is
/// being checked.
fn waits(model: &Model) -> bool {
    if model.session.is_none() {
        return model.sign_in.is_checking();
    }
    let list = model.blade().and_then(|blade| blade.list());
    model.dialogs.is_empty() && list.is_some_and(UserList::waits)
}

fn verdict(model: &Model, msg: &Msg) -> Verdict {
    if !waits(model) {
        return Verdict::Now;
    }
    if model.session.is_none() {
        return at_sign_in(msg);
    }
    let list = model.blade().and_then(|blade| blade.list());
    match msg {
        Msg::Key(key) => {
            let arranged = list.is_some_and(UserList::is_arranged);
            let searching = list.is_some_and(|list| list.searching);
            match key.code {
                KeyCode::Esc if arranged => Verdict::GiveUp,
                KeyCode::Esc if model.blades.len() > 1 => Verdict::Back,
                KeyCode::Esc => Verdict::Now,
                _ if is_for_the_terminal(key) => Verdict::Now,
                // What is typed into the search asks for other rows.
                KeyCode::Char(_) | KeyCode::Backspace if searching && model.held.is_empty() => {
                    Verdict::Now
                }
                _ => Verdict::Later,
            }
        }
        Msg::Paste(_) if list.is_some_and(|list| list.searching) && model.held.is_empty() => {
            Verdict::Now
        }
        Msg::Paste(_) | Msg::Click(Target::Act(_) | Target::Sort(_) | Target::Control(_)) => {
            Verdict::Later
        }
        // A place that was drawn is not the place that will be.
        Msg::Click(Target::Row(_)) | Msg::Wheel(_) => Verdict::Never(ROWS),
        _ => Verdict::Now,
    }
}

/// While a password is checked.
fn at_sign_in(msg: &Msg) -> Verdict {
    match msg {
        Msg::Key(key) if is_for_the_terminal(key) => Verdict::Now,
        Msg::Key(key) if key.code == KeyCode::Esc => Verdict::OtherAccount,
        Msg::Key(_) | Msg::Paste(_) => Verdict::Later,
        // A place that was drawn is not the place that will be.
        Msg::Click(_) | Msg::Wheel(_) => Verdict::Never(PASSWORD),
        _ => Verdict::Now,
    }
}

/// Leave, suspend, repaint: these mean no row.
fn is_for_the_terminal(key: &KeyEvent) -> bool {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    control && matches!(key.code, KeyCode::Char('c' | 'z' | 'l'))
}
