//! What an act does to the top dialog.

use super::perform::{open_user, perform, refresh};
use super::{lesson, saving, session, who, with_dialog};
use crate::domain::edition::Edition;
use crate::domain::secret::Secret;
use crate::portal::act::Act;
use crate::portal::blades::log::Entry as _;
use crate::portal::blades::play::Play;
use crate::portal::dialogs::bulk_update::Chosen;
use crate::portal::dialogs::columns::Chose;
use crate::portal::dialogs::editions::Editions;
use crate::portal::dialogs::finder::{Choice, Finder};
use crate::portal::dialogs::form::{Pressed, Stage};
use crate::portal::dialogs::{Dialog, most};
use crate::portal::effect::Effect;
use crate::portal::keymap::Availability;
use crate::portal::model::Model;

pub(super) fn in_dialog(model: &mut Model, act: Act) -> Vec<Effect> {
    let page = model.page();
    if act == Act::SwitchEdition {
        compare_editions(model);
        return Vec::new();
    }
    if act == Act::WhoCould {
        who::show(model);
        return Vec::new();
    }
    let most = match act {
        Act::Scroll(_) | Act::Move(_) => most(model),
        _ => 0,
    };
    match model.dialogs.last_mut() {
        Some(Dialog::Finder(finder)) => match act {
            Act::Move(motion) => finder.motion(motion, page),
            Act::Press => return run_chosen(model),
            Act::Back => drop(model.dialogs.pop()),
            _ => {}
        },
        Some(Dialog::Editions(editions)) => match act {
            Act::Left => editions.step(false),
            Act::Right => editions.step(true),
            Act::Scroll(motion) | Act::Move(motion) => {
                editions.scroll(motion, page);
                editions.scroll = editions.scroll.min(most);
            }
            Act::Press => {
                let edition = editions.chosen();
                model.dialogs.pop();
                switch_edition(model, edition);
            }
            Act::Back => drop(model.dialogs.pop()),
            _ => {}
        },
        Some(Dialog::Details(details)) => match act {
            Act::Scroll(motion) | Act::Move(motion) => {
                details.scroll(motion, page);
                details.scroll = details.scroll.min(most);
            }
            Act::OpenUser => {
                if let Some(target) = details.entry.target.clone() {
                    model.dialogs.pop();
                    open_user(model, target.id);
                } else {
                    model.say("This entry concerns the whole tenant");
                }
            }
            Act::Copy => {
                let text = Secret::new(details.entry.text());
                model.done("Sent to the terminal's clipboard");
                return vec![Effect::Copy(text)];
            }
            Act::Undo => {
                let Some(Dialog::Details(details)) = model.dialogs.pop() else {
                    return Vec::new();
                };
                match details.undo(model) {
                    Ok(step) => return saving::take(model, step),
                    Err(why) => model.refused(why),
                }
            }
            Act::Back => drop(model.dialogs.pop()),
            _ => {}
        },
        Some(Dialog::Columns(dialog)) => match dialog.act(act, page) {
            Chose::Stay => {}
            Chose::Cannot(why) => model.refused(why),
            Chose::Close => drop(model.dialogs.pop()),
            Chose::Done(chosen) => {
                model.dialogs.pop();
                let blade = model.blades.last_mut();
                if let Some(columns) = blade.and_then(|blade| blade.columns_mut()) {
                    *columns = chosen;
                }
            }
        },
        Some(Dialog::Filters(dialog)) => match act {
            Act::Move(motion) => dialog.motion(motion, page),
            Act::Press => {
                if let Some(pick) = dialog.choose() {
                    model.dialogs.pop();
                    if let Some(blade) = model.blades.last_mut() {
                        blade.filter(&pick, &model.snapshot);
                    }
                }
            }
            Act::Back if dialog.back() => {}
            Act::Back => drop(model.dialogs.pop()),
            _ => {}
        },
        Some(Dialog::Lesson(_)) => return lesson::in_steps(model, act, page, most),
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
            let purpose = bulk.purpose;
            if let Chosen::Command(file, command) = bulk.press() {
                model.dialogs.pop();
                let asked = model
                    .desk()
                    .map(|desk| Dialog::bulk_update_plan(purpose, &file, command, &desk));
                model.dialogs.extend(asked);
            }
        }
        _ => {}
    }
}

/// Shows what would happen in each edition, and lets one switch.
pub(super) fn compare_editions(model: &mut Model) {
    if let Some(editions) = Editions::of(model) {
        model.dialogs.push(Dialog::Editions(editions));
    }
}

fn switch_edition(model: &mut Model, edition: Edition) {
    if edition == model.snapshot.edition() {
        model.say(format!("{edition} is in force already"));
        return;
    }
    model.switch_edition(Some(edition));
    refresh(model);
    model.done(format!(
        "Now in {edition} ({}), in this session only",
        edition.document()
    ));
}

fn run_chosen(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Finder(finder)) = model.dialogs.last() else {
        return Vec::new();
    };
    let Some(row) = finder.chosen() else {
        return Vec::new();
    };
    let choice = row.choice.clone();
    if let Availability::Disabled(why) = row.availability.clone() {
        model.refused(why);
        return Vec::new();
    }
    model.dialogs.pop();
    match choice {
        Choice::Act(act) => perform(model, act),
        // A form that waits below is not left behind on another blade.
        Choice::User(_) | Choice::Play(_) if !model.dialogs.is_empty() => {
            model.say("Close the dialog first, then open the user");
            Vec::new()
        }
        Choice::Play(user) => {
            model.blades.push(Box::new(Play::new(user)));
            Vec::new()
        }
        Choice::User(user) => {
            open_user(model, user);
            Vec::new()
        }
        Choice::Door(door) => {
            session::switch_door(model, door);
            Vec::new()
        }
        Choice::Checkpoint(asked) => vec![Effect::Checkpoints(asked)],
        Choice::Scenario(source, edition) => lesson::play(model, source, edition),
        Choice::ScenarioFile => {
            let dialog = model.desk().map(|desk| Dialog::scenario_file(&desk));
            model.dialogs.extend(dialog);
            Vec::new()
        }
        Choice::Editions(offered) => {
            let editions = Finder::editions_of(&offered);
            model.dialogs.push(Dialog::Finder(editions));
            Vec::new()
        }
        Choice::Nothing => Vec::new(),
    }
}

fn in_form(model: &mut Model, act: Act, page: usize) -> Vec<Effect> {
    let pressed = with_dialog(model, |dialog, desk| {
        let Dialog::Form(form) = dialog else {
            return Pressed::Stay;
        };
        if act == Act::Back && form.stop_planning() {
            return Pressed::Stay;
        }
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
            Act::Retry => form.retry(desk),
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
        (_, Act::Stop) => saving::stop(model),
        (_, Act::Copy) => copy_secret(model),
        (_, Act::CopyCmdlet) => copy_cmdlet(model),
        _ => Vec::new(),
    }
}

fn copy_cmdlet(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = model.dialogs.last() else {
        return Vec::new();
    };
    match form.script() {
        Ok(lines) => {
            model.done("Sent to the terminal's clipboard");
            vec![Effect::Copy(Secret::new(lines.join("\n")))]
        }
        Err(why) => {
            model.say(why);
            Vec::new()
        }
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
