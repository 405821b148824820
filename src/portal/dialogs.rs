//! Dialogs: one rule set for all. A form builds a command from its controls, shows the engine's
//! plan for it beside them, and saves that very plan. The stack's top one gets the keys.

pub mod bulk_update;
pub mod columns;
mod controls;
pub mod details;
mod draw;
pub mod editions;
pub mod filters;
pub mod finder;
pub mod form;
mod forms;
pub mod next_sign_ins;
pub mod proposal;

use crate::domain::undo::Direction;

use super::blades::Desk;
use super::effect::Ticket;
use super::keymap::Scope;
use super::work::{Job, Worked};

use bulk_update::BulkUpdate;
use columns::ChooseColumns;
pub use controls::Control;
use details::Details;
pub use draw::{draw, most};
use editions::Editions;
use filters::AddFilter;
use finder::Finder;
use form::{Form, Stage};

/// An open dialog.
#[derive(Debug)]
pub enum Dialog {
    /// Something to decide, fill in and save.
    Form(Box<Form>),
    /// Help or palette.
    Finder(Finder),
    /// A CSV file to be picked and verified.
    BulkUpdate(Box<BulkUpdate>),
    /// What a command would do in each edition.
    Editions(Editions),
    /// An audit entry in full.
    Details(Details),
    /// A filter to be added to the list.
    Filters(AddFilter),
    /// The columns of the list.
    Columns(ChooseColumns),
    /// The steps of the scenario that is being played, and the first line shown.
    Lesson(usize),
}

impl Dialog {
    /// Whether it is a form.
    pub fn is_form(&self) -> bool {
        matches!(self, Self::Form(_))
    }

    /// Scopes of the keymap that hold in it, the nearest first.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::Finder(_) => &[Scope::Finder, Scope::Always],
            Self::BulkUpdate(bulk) if bulk.verified.is_some() => {
                &[Scope::Verification, Scope::Rows, Scope::Always]
            }
            Self::BulkUpdate(_) => &[Scope::File, Scope::Always],
            Self::Editions(_) => &[Scope::Editions, Scope::Always],
            Self::Details(_) => &[Scope::Details, Scope::Always],
            Self::Filters(_) => &[Scope::Picker, Scope::Always],
            Self::Columns(_) => &[Scope::Columns, Scope::Always],
            Self::Lesson(_) => &[Scope::Lesson, Scope::Always],
            Self::Form(form) => match form.stage {
                Stage::Saving(_) => &[Scope::Saving, Scope::Always],
                Stage::Done(_) => &[Scope::Result, Scope::Always],
                Stage::Asking if form.is_question() => {
                    &[Scope::Question, Scope::Dialog, Scope::Always]
                }
                Stage::Asking if form.typing() => &[Scope::Dialog, Scope::Always],
                Stage::Asking => &[Scope::Plain, Scope::Dialog, Scope::Always],
            },
        }
    }

    /// Why it cannot be saved now; `None`: it can.
    pub fn blocked(&self) -> Option<String> {
        match self {
            Self::Form(form) => form.blocked(),
            Self::Finder(_)
            | Self::BulkUpdate(_)
            | Self::Details(_)
            | Self::Editions(_)
            | Self::Filters(_)
            | Self::Columns(_)
            | Self::Lesson(_) => Some("There is nothing to save here".to_owned()),
        }
    }

    /// Whether the answer to `ticket` ends its saving.
    pub fn is_saving(&self, ticket: Ticket) -> bool {
        matches!(self, Self::Form(form) if matches!(form.stage, Stage::Saving(own) if own == ticket))
    }

    /// Whether it shows a secret.
    pub fn reveals(&self) -> bool {
        matches!(self, Self::Form(form) if matches!(&form.stage, Stage::Done(done) if done.revealed.is_some()))
    }

    /// What it wants computed outside, and waits for.
    pub fn job(&mut self) -> Option<&mut Job> {
        match self {
            Self::Form(form) => Some(&mut form.job),
            Self::Editions(editions) => Some(&mut editions.job),
            Self::Finder(finder) => Some(&mut finder.job),
            Self::BulkUpdate(bulk) => Some(&mut bulk.job),
            _ => None,
        }
    }

    /// What it wanted computed is there.
    pub fn worked(&mut self, worked: Worked) {
        match (self, worked) {
            (Self::Form(form), Worked::Proposed(proposal)) => form.take(*proposal),
            (Self::Editions(editions), Worked::Compared(compared)) => editions.compared = compared,
            (Self::Finder(finder), Worked::Found(users)) => finder.take(users),
            (Self::BulkUpdate(bulk), Worked::Verified(verified)) => bulk.take(*verified),
            _ => {}
        }
    }

    /// Whether it is for nobody who looks on: a secret, or the codes of a room.
    pub fn is_private(&self) -> bool {
        self.reveals() || matches!(self, Self::Finder(finder) if finder.is_room)
    }

    /// Plans again, on a new state of the tenant.
    pub fn replan(&mut self, desk: &Desk<'_>) {
        match self {
            Self::Form(form) if matches!(form.stage, Stage::Asking) => form.catch_up(desk),
            Self::Editions(editions) => editions.replan(desk),
            _ => {}
        }
    }
}

/// `Undo` or `Redo`, as a sentence begins.
pub fn direction_label(direction: Direction) -> &'static str {
    match direction {
        Direction::Undo => "Undid",
        Direction::Redo => "Did again",
    }
}
