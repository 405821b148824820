//! What an act does to the top dialog.

use super::perform::perform;
use super::{saving, with_dialog};
use crate::portal::act::Act;
use crate::portal::dialogs::bulk_update::Chosen;
use crate::portal::dialogs::form::{Pressed, Stage};
use crate::portal::dialogs::{Dialog, most};
use crate::portal::effect::Effect;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

pub(super) fn in_dialog(model: &mut Model, act: Act) -> Vec<Effect> {
    let page = model.page();
    match model.dialogs.last_mut() {
        Some(Dialog::Finder(finder)) => match act {
            Act::Move(motion) => finder.motion(motion, page),
            Act::Press => return run_chosen(model),
            Act::Back => drop(model.dialogs.pop()),
            _ => {}
        },
        Some(Dialog::Form(_)) => return in_form(model, act, page),
        Some(Dialog::BulkUpdate(_)) => in_bulk_update(model, act, page),
        None => {}
    }
    Vec::new()
}

fn in_bulk_update(model: &mut Model, act: Act, page: usize) {
    let Some(Dialog::BulkUpdate(bulk)) = model.dialogs.last_mut() else {
        return;
    };
    match act {
        Act::Move(motion) => bulk.motion(motion, page),
        Act::Complete => drop(bulk.complete()),
        Act::Back if !bulk.back() => drop(model.dialogs.pop()),
        Act::Press => {
            if let Chosen::Command(file, command) = bulk.press() {
                model.dialogs.pop();
                let asked = model
                    .desk()
                    .map(|desk| Dialog::bulk_update_plan(&file, command, &desk));
                model.dialogs.extend(asked);
            }
        }
        _ => {}
    }
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
            Act::Below => form.upright(true, desk),
            Act::Above => form.upright(false, desk),
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
    if matches!(act, Act::Scroll(_) | Act::Move(_)) {
        let most = most(model);
        if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
            form.scroll = form.scroll.min(most);
        }
    }
    match (pressed, act) {
        (Some(Pressed::Save), _) => saving::save(model),
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
