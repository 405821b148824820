//! What a form's command comes to: the plan, and all that the dialog says of it. Made on the spot for
//! few users, else outside, and shown from then on as often as the dialog is drawn.

use std::sync::Arc;

use super::form::Form;
use super::next_sign_ins::NextSignIns;
use crate::domain::administrators;
use crate::domain::cmdlet;
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::earlier::{self, Extent};
use crate::domain::entropy::Entropy;
use crate::domain::plan::{self, Actor, Plan, Row};
use crate::domain::preview::{Summary, Summing};
use crate::domain::time::Timestamp;
use crate::portal::blades::Desk;
use crate::portal::blades::user_list::selection::Selection;
use crate::portal::work::{Progress, Watch};
use crate::store::Snapshot;

/// What is to be planned.
#[derive(Debug, Clone)]
pub struct Proposing {
    snapshot: Snapshot,
    actor: Actor,
    asked: Asked,
    entropy: Entropy,
    now: Timestamp,
    /// What the plan that is shown until then was made on.
    shown: Option<Snapshot>,
}

/// What a form asks for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// This command, for these users where it is about many.
    Command(Command, Option<Selection>),
    /// To come back to this state; with what that is called.
    ComeBack(Snapshot, String),
}

/// What came of it.
#[derive(Debug)]
pub struct Proposal {
    /// The state that the plan was made on.
    pub snapshot: Snapshot,
    /// The command, with its users; `None`: none does this.
    pub command: Option<Arc<Command>>,
    /// The engine's plan.
    pub plan: Arc<Plan>,
    /// The plan summed up.
    pub summary: Summary,
    /// What it does to the next sign-ins of its users.
    pub next: NextSignIns,
    /// The cmdlets that would do the same, the first users by name.
    pub cmdlets: Vec<String>,
    /// Whether another administrator might do what is refused.
    pub others_could: bool,
    /// Whether somebody changed users of it since the plan that was shown until then was made.
    pub overtaken: bool,
}

/// Users named in the cmdlets that are shown; those that are copied name all.
const NAMED: usize = 2;

/// Whether `plan`, made on `now`, is about anybody, or a tenant, who was another in the state `shown`:
/// then it is not what was read, even where it says the same.
pub fn overtakes(plan: &Plan, shown: &dyn Directory, now: &dyn Directory) -> bool {
    let differs = |row: &Row| match row.user {
        Some(user) => shown.user(user) != now.user(user),
        None => shown.facts() != now.facts(),
    };
    shown.revision() != now.revision() && plan.rows.iter().any(differs)
}

impl Proposing {
    /// What is `asked` by who is signed in; where a plan is shown already, on `shown`.
    pub fn new(asked: Asked, desk: &Desk<'_>, shown: Option<Snapshot>) -> Self {
        Self {
            snapshot: desk.snapshot.clone(),
            actor: desk.actor.clone(),
            asked,
            entropy: desk.entropy.fork(desk.snapshot.revision()),
            now: desk.now,
            shown,
        }
    }

    /// For how many users.
    pub fn weight(&self) -> usize {
        match &self.asked {
            Asked::Command(_, Some(users)) => users.len(),
            Asked::Command(Command::SetPerUserMfaEach { states }, None) => states.len(),
            Asked::Command(_, None) => 1,
            Asked::ComeBack(then, _) => then.len().max(self.snapshot.len()),
        }
    }

    /// Plans. `None`: it was given up.
    pub fn run(mut self, watch: Watch<'_>) -> Option<Proposal> {
        let of = self.weight();
        let (plan, summary, command) =
            self.plan(&mut |what, done| watch(Progress { what, done, of }))?;
        let directory = &*self.snapshot;
        let shown = self.shown.as_deref();
        let overtaken = shown.is_some_and(|shown| overtakes(&plan, shown, directory));
        let cmdlets = command
            .as_ref()
            .map(|command| cmdlet::lines(directory, command, NAMED));
        Some(Proposal {
            summary,
            next: NextSignIns::of(directory, &plan, self.now),
            cmdlets: cmdlets.unwrap_or_default(),
            others_could: administrators::are_asked_for(&plan),
            overtaken,
            plan: Arc::new(plan),
            command: command.map(Arc::new),
            snapshot: self.snapshot,
        })
    }

    fn plan(
        &mut self,
        watch: &mut dyn FnMut(&'static str, usize) -> bool,
    ) -> Option<(Plan, Summary, Option<Command>)> {
        let directory = &*self.snapshot;
        match &self.asked {
            Asked::Command(command, users) => {
                let mut command = command.clone();
                if let (Some(selected), Some(users)) = (users, command.users_mut()) {
                    *users = selected.users();
                }
                let mut summing = Summing::new(directory.facts());
                let plan = plan::plan_watched(
                    directory,
                    &self.actor,
                    &command,
                    &mut self.entropy,
                    self.now,
                    &mut |done| watch("planned", done),
                    &mut |row, user| summing.add(row, user),
                )?;
                let summary = summing.finish(directory, &plan);
                Some((plan, summary, Some(command)))
            }
            Asked::ComeBack(then, title) => {
                let plan = earlier::plan_watched(
                    (directory, &**then),
                    Extent::WhatThePortalChanges,
                    (&self.actor, self.now),
                    title,
                    &mut |done| watch("compared", done),
                )?;
                let summary = Summary::of(directory, &plan);
                Some((plan, summary, None))
            }
        }
    }
}

impl Form {
    /// The cmdlets that would do the same, every user by name; or why there are none now.
    pub fn script(&self) -> Result<Vec<String>, String> {
        if self.job.is_awaited() {
            return Err("Still planning: the cmdlets are there with the plan".to_owned());
        }
        match &self.command {
            Some(command) => Ok(cmdlet::script(&*self.before, command)),
            None if !self.missing.is_empty() => Err(format!("No cmdlet yet: {}", self.missing)),
            None => Err("No cmdlet does this".to_owned()),
        }
    }
}
