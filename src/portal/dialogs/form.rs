//! A form: controls, the plan of what they ask for, two buttons, and what came of it.

use crossterm::event::KeyEvent;

use super::controls::Control;
use super::forms::{Kind, Wish};
use super::next_sign_ins::NextSignIns;
use crate::domain::cmdlet;
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::edition::Experience;
use crate::domain::id::UserId;
use crate::domain::plan::{Outcome, Plan, Revealed, Row};
use crate::portal::act::Motion;
use crate::portal::blades::Desk;
use crate::portal::effect::{Export, Ticket};
use crate::store::Snapshot;

/// A form dialog.
#[derive(Debug)]
pub struct Form {
    /// Its title.
    pub title: String,
    /// Beside the title.
    pub subtitle: String,
    /// What it is for.
    pub kind: Kind,
    /// Of which experience of the Authentication methods blade it is.
    pub experience: Experience,
    /// Its controls.
    pub controls: Vec<Control>,
    /// The button that saves.
    pub save: &'static str,
    /// The button that does not.
    pub close: &'static str,
    /// The focused control; behind the last one the two buttons.
    pub focus: usize,
    /// What the controls ask for; `None`: something is missing.
    pub command: Option<Command>,
    /// What Save will do; `None`: something is missing.
    pub plan: Option<Plan>,
    /// What the plan does to the next sign-ins of its users.
    pub next: NextSignIns,
    /// What Save will write to a file instead.
    pub export: Option<Export>,
    /// The state that the plan was made on.
    pub before: Snapshot,
    /// What is missing.
    pub missing: String,
    /// Whether each user is shown, instead of the sum.
    pub details: bool,
    /// First line shown of the plan or the result.
    pub scroll: usize,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a form stands.
#[derive(Debug)]
pub enum Stage {
    /// Being filled in.
    Asking,
    /// Being saved; the answer to this ticket ends it.
    Saving(Ticket),
    /// Saved, or not.
    Done(Box<Done>),
}

/// What came of saving.
#[derive(Debug)]
pub struct Done {
    /// The state it was made on.
    pub before: Snapshot,
    /// The plan that was carried out.
    pub plan: Plan,
    /// A secret to be shown once.
    pub revealed: Option<Revealed>,
    /// Why nothing was saved.
    pub failed: Option<String>,
}

/// What a press of a button or a key comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Nothing beyond the dialog.
    Stay,
    /// Save.
    Save,
    /// Close.
    Close,
}

impl Form {
    /// A form of this kind; the first plan is made with `desk`.
    pub fn new(
        kind: Kind,
        title: impl Into<String>,
        controls: Vec<Control>,
        desk: &Desk<'_>,
    ) -> Self {
        let mut form = Self {
            title: title.into(),
            subtitle: String::new(),
            kind,
            experience: Experience::default(),
            controls,
            save: "save",
            close: "close",
            focus: 0,
            command: None,
            plan: None,
            next: NextSignIns::default(),
            export: None,
            before: desk.snapshot.clone(),
            missing: String::new(),
            details: false,
            scroll: 0,
            stage: Stage::Asking,
        };
        form.replan(desk);
        form
    }

    /// Whether it only asks yes or no; then the focus starts on no.
    pub fn is_question(&self) -> bool {
        self.controls.is_empty()
    }

    /// Whether the focus is on a text field.
    pub fn typing(&self) -> bool {
        matches!(
            self.controls.get(self.focus),
            Some(Control::Text { .. } | Control::Entry { .. })
        )
    }

    /// Asks the engine what the controls, as they are now, come to.
    pub fn replan(&mut self, desk: &Desk<'_>) {
        self.before = desk.snapshot.clone();
        self.kind.arrange(&mut self.controls);
        self.plan = None;
        self.command = None;
        self.export = None;
        self.next = NextSignIns::default();
        self.missing.clear();
        match self.kind.wish(&mut self.controls, desk) {
            Ok(Wish::Command(command)) => {
                let command = command.within(self.experience);
                let plan = desk.plan(&command);
                self.next = NextSignIns::of(&**desk.snapshot, &plan, desk.now);
                self.plan = Some(plan);
                self.command = Some(command);
            }
            Ok(Wish::Export(export)) => self.export = Some(export),
            Err(missing) => self.missing = missing,
        }
    }

    /// The cmdlets that would do the same, the first `named` users by name.
    pub fn cmdlets(&self, directory: &dyn Directory, named: usize) -> Vec<String> {
        let command = self.command.as_ref();
        command.map_or_else(Vec::new, |command| cmdlet::lines(directory, command, named))
    }

    /// Why it cannot be saved now; `None`: it can.
    pub fn blocked(&self) -> Option<String> {
        (self.plan.is_none() && self.export.is_none()).then(|| self.missing.clone())
    }

    /// The focus on the button that saves.
    pub fn on_save(&self) -> bool {
        self.focus == self.controls.len()
    }

    /// The focus on the button that closes.
    pub fn on_close(&self) -> bool {
        self.focus > self.controls.len()
    }

    /// Moves the focus; left and right first choose among the entries of a choice.
    pub fn step(&mut self, forward: bool) {
        let stops = self.controls.len() + 2;
        self.focus = if forward {
            self.focus + 1
        } else {
            self.focus + stops - 1
        } % stops;
    }

    /// Walks a choice that is too long to stand on one line, and else from control to control.
    pub fn upright(&mut self, forward: bool, desk: &Desk<'_>) {
        let control = self.controls.get_mut(self.focus);
        if control.is_some_and(|control| control.is_long() && control.step(forward)) {
            self.replan(desk);
        } else {
            self.step(forward);
        }
    }

    /// Chooses the entry before or after, else moves the focus.
    pub fn sideways(&mut self, forward: bool, desk: &Desk<'_>) {
        if self
            .controls
            .get_mut(self.focus)
            .is_some_and(|control| control.step(forward))
        {
            self.replan(desk);
        } else if self.controls.get(self.focus).is_none() {
            self.step(forward);
        }
    }

    /// Space: ticks, chooses or presses.
    pub fn tick(&mut self, desk: &Desk<'_>) -> Pressed {
        match self.controls.get_mut(self.focus) {
            Some(control) => {
                control.tick();
                self.replan(desk);
                Pressed::Stay
            }
            None => self.press(desk),
        }
    }

    /// Enter: presses the button, ticks the box, goes on from a field.
    pub fn press(&mut self, desk: &Desk<'_>) -> Pressed {
        match self.controls.get(self.focus) {
            None if self.on_save() => Pressed::Save,
            None => Pressed::Close,
            Some(Control::CheckBox { .. }) => self.tick(desk),
            Some(Control::Choice { .. } | Control::Text { .. } | Control::Entry { .. }) => {
                self.focus += 1;
                Pressed::Stay
            }
        }
    }

    /// Types into the focused field. False: there is none, or the key means nothing to it.
    pub fn key(&mut self, key: KeyEvent, desk: &Desk<'_>) -> bool {
        let field = self
            .controls
            .get_mut(self.focus)
            .and_then(Control::field_mut);
        let taken = field.is_some_and(|field| field.key(key));
        if taken {
            self.replan(desk);
        }
        taken
    }

    /// Pastes into the focused field.
    pub fn paste(&mut self, text: &str, desk: &Desk<'_>) {
        let control = self.controls.get_mut(self.focus);
        if let Some(field) = control.and_then(Control::field_mut) {
            field.paste(text);
            self.replan(desk);
        }
    }

    /// Whom nothing or not everything was done to: everybody where it was not saved, else whoever
    /// was refused.
    pub fn undone(&self) -> Vec<UserId> {
        let Stage::Done(done) = &self.stage else {
            return Vec::new();
        };
        let undone = |row: &&Row| {
            let mut parts = row.parts.iter();
            done.failed.is_some() || parts.any(|part| matches!(part.outcome, Outcome::Refused(_)))
        };
        let rows = done.plan.rows.iter().filter(undone);
        rows.filter_map(|row| row.user).collect()
    }

    /// Asks again, for those alone to whom it was not done; what was filled in stays.
    pub fn retry(&mut self, desk: &Desk<'_>) {
        let undone = self.undone();
        if undone.is_empty() {
            return;
        }
        self.kind.narrow(&undone);
        self.stage = Stage::Asking;
        self.scroll = 0;
        self.focus = if self.is_question() {
            1
        } else {
            self.controls.len()
        };
        self.replan(desk);
        if self.is_question() {
            self.title = self
                .plan
                .as_ref()
                .map_or_else(String::new, |plan| plan.title.clone());
        } else if let Some(subtitle) = self.kind.selected(0) {
            self.subtitle = subtitle;
        }
    }

    /// Scrolls the plan or the result; drawing stops it at the end.
    pub fn scroll(&mut self, motion: Motion, page: usize) {
        self.scroll = motion.from(self.scroll, usize::from(u16::MAX), page.div_ceil(2));
    }
}
