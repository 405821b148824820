//! A form: controls, the plan of what they ask for, two buttons, and what came of it.

use crossterm::event::KeyEvent;

use super::controls::Control;
use super::forms::Kind;
use super::next_sign_ins::NextSignIns;
use crate::domain::cmdlet;
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::edition::Experience;
use crate::domain::plan::{Plan, Revealed};
use crate::portal::act::Motion;
use crate::portal::blades::Desk;
use crate::portal::effect::Ticket;
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
        match self.kind.command(&mut self.controls, desk) {
            Ok(command) => {
                let command = command.within(self.experience);
                let plan = desk.plan(&command);
                self.next = NextSignIns::of(&**desk.snapshot, &plan, desk.now);
                self.plan = Some(plan);
                self.command = Some(command);
                self.missing.clear();
            }
            Err(missing) => {
                self.plan = None;
                self.next = NextSignIns::default();
                self.command = None;
                self.missing = missing;
            }
        }
    }

    /// The cmdlets that would do the same, the first `named` users by name.
    pub fn cmdlets(&self, directory: &dyn Directory, named: usize) -> Vec<String> {
        let command = self.command.as_ref();
        command.map_or_else(Vec::new, |command| cmdlet::lines(directory, command, named))
    }

    /// Why it cannot be saved now; `None`: it can.
    pub fn blocked(&self) -> Option<String> {
        self.plan.is_none().then(|| self.missing.clone())
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

    /// Scrolls the plan or the result; drawing stops it at the end.
    pub fn scroll(&mut self, motion: Motion, page: usize) {
        self.scroll = motion.from(self.scroll, usize::from(u16::MAX), page.div_ceil(2));
    }
}
