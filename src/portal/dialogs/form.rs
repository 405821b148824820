//! A form: controls, the plan of what they ask for, two buttons, and what came of it.

use std::sync::Arc;

use crossterm::event::KeyEvent;

use super::controls::Control;
use super::forms::{Kind, Wish};
use super::next_sign_ins::NextSignIns;
use super::proposal::{Asked, Proposal, Proposing, overtakes};
use crate::domain::command::Command;
use crate::domain::edition::Experience;
use crate::domain::id::UserId;
use crate::domain::plan::{Outcome, Part, Plan, Revealed, Row};
use crate::domain::preview::Summary;
use crate::portal::act::Motion;
use crate::portal::blades::Desk;
use crate::portal::effect::{Export, Ticket};
use crate::portal::lesson::Source;
use crate::portal::work::{Job, Progress, Work};
use crate::store::Snapshot;

/// So many users are planned for on the spot. More would take longer than a frame.
const ON_THE_SPOT: usize = 500;

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
    /// What the controls ask for; `None`: something is missing, or it is no command.
    pub command: Option<Arc<Command>>,
    /// What Save will do; `None`: something is missing.
    pub plan: Option<Arc<Plan>>,
    /// The plan summed up.
    pub summary: Summary,
    /// The plan that is on its way, instead of the one there is.
    pub job: Job,
    /// What the plan does to the next sign-ins of its users.
    pub next: NextSignIns,
    /// The cmdlets that would do the same, the first users by name.
    pub cmdlets: Vec<String>,
    /// Whether another administrator might do what is refused.
    pub others_could: bool,
    /// What Save will write to a file instead.
    pub export: Option<Export>,
    /// How far the writing is.
    pub written: Option<Progress>,
    /// The scenario that Save will begin instead.
    pub scenario: Option<Source>,
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
    /// Whether somebody else was there first.
    pub overtaken: Overtaken,
}

/// Whether somebody changed the users of the plan since it was first shown. What they who save have
/// read may be the plan before: it is never carried out unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overtaken {
    /// Nobody did.
    #[default]
    No,
    /// Saving asks first.
    Unasked,
    /// Saving was tried, and carries out what there is to read now.
    Asked,
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
    pub plan: Arc<Plan>,
    /// How many of its rows were: all of them, unless it failed or was stopped.
    pub rows: usize,
    /// How many of those were done, refused, left as they are.
    pub counts: [usize; 3],

    /// A secret to be shown once.
    pub revealed: Option<Revealed>,
    /// Why nothing was saved, or nothing more.
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

impl Done {
    /// Counts what came of `rows`, which were carried out.
    pub fn count(counts: &mut [usize; 3], rows: &[Row]) {
        for row in rows {
            let changes = |part: &Part| part.outcome.facts().is_some();
            let kind = match (is_refused(row), row.parts.iter().any(changes)) {
                (true, _) => 1,
                (false, true) => 0,
                (false, false) => 2,
            };
            counts[kind] += 1;
        }
    }

    /// For how many it can be tried again.
    pub fn undone(&self) -> usize {
        self.counts[1] + self.plan.rows.len() - self.rows
    }

    /// Whether somebody stopped it between two parts.
    pub fn was_stopped(&self) -> bool {
        self.failed.is_none() && self.rows < self.plan.rows.len()
    }
}

fn is_refused(row: &Row) -> bool {
    let mut parts = row.parts.iter();
    parts.any(|part| matches!(part.outcome, Outcome::Refused(_)))
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
            summary: Summary::default(),
            job: Job::default(),
            next: NextSignIns::default(),
            cmdlets: Vec::new(),
            others_could: false,
            export: None,
            written: None,
            scenario: None,
            before: desk.snapshot.clone(),
            missing: String::new(),
            details: false,
            scroll: 0,
            stage: Stage::Asking,
            overtaken: Overtaken::No,
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

    /// Asks the engine what the controls, as they are now, come to. Where that takes longer than a
    /// frame, the plan there is stays until the next one is there; it cannot be saved any more.
    pub fn replan(&mut self, desk: &Desk<'_>) {
        let shown = self.plan.is_some().then(|| self.before.clone());
        self.plan_anew(desk, shown);
    }

    /// Somebody was there first, and nothing was saved: the plan as of now is to be read and saved.
    pub fn ask_again(&mut self, desk: &Desk<'_>) {
        self.stage = Stage::Asking;
        self.overtaken = Overtaken::Asked;
        self.plan_anew(desk, None);
    }

    /// Plans; `shown`: what the plan that is shown was made on, unless it was found to be outdated.
    fn plan_anew(&mut self, desk: &Desk<'_>, shown: Option<Snapshot>) {
        self.kind.arrange(&mut self.controls);
        self.export = None;
        self.scenario = None;
        self.missing.clear();
        self.job.give_up();
        match self.kind.wish(&mut self.controls, desk) {
            Ok(Wish::Command(command)) => {
                let users = self.kind.users().cloned();
                let asked = Asked::Command(command.within(self.experience), users);
                self.propose(Proposing::new(asked, desk, shown));
            }
            Ok(Wish::ComeBack(then, title)) => {
                let asked = Asked::ComeBack(then, title);
                self.propose(Proposing::new(asked, desk, shown));
            }
            Ok(Wish::Export(export)) => {
                self.forget_plan();
                self.before = desk.snapshot.clone();
                self.export = Some(export);
            }
            Ok(Wish::Scenario(source)) => {
                self.forget_plan();
                self.before = desk.snapshot.clone();
                self.scenario = Some(source);
            }
            Err(missing) => {
                self.forget_plan();
                self.missing = missing;
            }
            Ok(Wish::Own(user, command)) => {
                self.forget_plan();
                self.before = desk.snapshot.clone();
                if let Some(plan) = desk.plan_own(user, &command) {
                    self.overtake(shown.is_some_and(|it| overtakes(&plan, &*it, &**desk.snapshot)));
                    self.summary = Summary::of(&**desk.snapshot, &plan);
                    self.next = NextSignIns::of(&**desk.snapshot, &plan, desk.now);
                    self.plan = Some(Arc::new(plan));
                }
            }
        }
    }

    fn propose(&mut self, proposing: Proposing) {
        if proposing.weight() > ON_THE_SPOT {
            self.job.want(Work::Propose(Box::new(proposing)));
        } else if let Some(proposal) = proposing.run(&mut |_| true) {
            self.take(proposal);
        }
    }

    /// The tenant has another state. A plan that is on its way is let come: whether it still fits
    /// is asked when it is saved, and the next state plans anew.
    pub fn catch_up(&mut self, desk: &Desk<'_>) {
        if !self.job.is_awaited() {
            self.replan(desk);
        }
    }

    /// The plan is there.
    pub fn take(&mut self, proposal: Proposal) {
        self.job.give_up();
        self.before = proposal.snapshot;
        if matches!(self.kind, Kind::ComeBack(..)) && !proposal.plan.changes_anything() {
            self.forget_plan();
            "Everything is as it was then".clone_into(&mut self.missing);
            return;
        }
        self.overtake(proposal.overtaken);
        self.plan = Some(proposal.plan);
        self.command = proposal.command;
        self.summary = proposal.summary;
        self.next = proposal.next;
        self.cmdlets = proposal.cmdlets;
        self.others_could = proposal.others_could;
    }

    fn overtake(&mut self, overtaken: bool) {
        if overtaken {
            self.overtaken = Overtaken::Unasked;
        }
    }

    /// Whether saving has to ask first. The next time it does not.
    pub fn asks_first(&mut self) -> bool {
        let asks = self.overtaken == Overtaken::Unasked;
        if asks {
            self.overtaken = Overtaken::Asked;
        }
        asks
    }

    fn forget_plan(&mut self) {
        self.plan = None;
        self.command = None;
        self.summary = Summary::default();
        self.next = NextSignIns::default();
        self.cmdlets.clear();
        self.others_could = false;
    }

    /// Gives the plan up that is on its way. False: none is.
    pub fn stop_planning(&mut self) -> bool {
        let stopped = self.job.give_up();
        if stopped {
            self.forget_plan();
            "Planning was stopped: tick or choose anything to plan anew, Esc closes."
                .clone_into(&mut self.missing);
        }
        stopped
    }

    /// Whether Save changes nothing in the tenant, and works where that is read only.
    pub fn leaves_the_tenant(&self) -> bool {
        self.export.is_some() || self.scenario.is_some()
    }

    /// Why it cannot be saved now; `None`: it can.
    pub fn blocked(&self) -> Option<String> {
        if self.job.is_awaited() {
            return Some("Still planning: wait until you can read what it will do".to_owned());
        }
        (!self.leaves_the_tenant() && self.plan.is_none()).then(|| self.missing.clone())
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
        let rows = done.plan.rows.iter().enumerate();
        let undone = rows.filter(|(at, row)| *at >= done.rows || is_refused(row));
        undone.filter_map(|(_, row)| row.user).collect()
    }

    /// Whether there is anybody to whom it was not done.
    pub fn can_retry(&self) -> bool {
        matches!(&self.stage, Stage::Done(done) if done.undone() > 0)
    }

    /// Asks again, for those alone to whom it was not done; what was filled in stays.
    pub fn retry(&mut self, desk: &Desk<'_>) {
        let undone = self.undone();
        if undone.is_empty() {
            return;
        }
        self.kind.narrow(undone, desk);
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
        self.scroll = motion.from(self.scroll, usize::MAX, page.div_ceil(2));
    }
}
