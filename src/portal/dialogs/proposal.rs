//! What a form's command comes to: the plan, and all that the dialog says of it. Made on the spot for
//! few users, else outside, and shown from then on as often as the dialog is drawn.

use std::sync::Arc;

use super::next_sign_ins::NextSignIns;
use crate::domain::administrators;
use crate::domain::cmdlet;
use crate::domain::command::Command;
use crate::domain::entropy::Entropy;
use crate::domain::plan::{self, Actor, Plan};
use crate::domain::preview::Summary;
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
    command: Command,
    users: Option<Selection>,
    entropy: Entropy,
    now: Timestamp,
}

/// What came of it.
#[derive(Debug)]
pub struct Proposal {
    /// The state that the plan was made on.
    pub snapshot: Snapshot,
    /// The command, with its users.
    pub command: Command,
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
}

/// Users named in the cmdlets that are shown; those that are copied name all.
const NAMED: usize = 2;

impl Proposing {
    /// `command` by who is signed in, for `users` where it is about many.
    pub fn new(command: Command, users: Option<Selection>, desk: &Desk<'_>) -> Self {
        Self {
            snapshot: desk.snapshot.clone(),
            actor: desk.actor.clone(),
            command,
            users,
            entropy: desk.entropy.fork(desk.snapshot.revision()),
            now: desk.now,
        }
    }

    /// For how many users.
    pub fn weight(&self) -> usize {
        match (&self.users, &self.command) {
            (Some(users), _) => users.len(),
            (None, Command::SetPerUserMfaEach { states }) => states.len(),
            (None, _) => 1,
        }
    }

    /// Plans. `None`: it was given up.
    pub fn run(mut self, watch: Watch<'_>) -> Option<Proposal> {
        let of = self.weight();
        if let (Some(selected), Some(users)) = (&self.users, self.command.users_mut()) {
            *users = selected.users();
        }
        let directory = &*self.snapshot;
        let plan = plan::plan_watched(
            directory,
            &self.actor,
            &self.command,
            &mut self.entropy,
            self.now,
            &mut |done| {
                watch(Progress {
                    what: "planned",
                    done,
                    of,
                })
            },
        )?;
        let summary = Summary::watched(directory, &plan, &mut |done| {
            watch(Progress {
                what: "summed up",
                done,
                of,
            })
        })?;
        Some(Proposal {
            summary,
            next: NextSignIns::of(directory, &plan, self.now),
            cmdlets: cmdlet::lines(directory, &self.command, NAMED),
            others_could: administrators::are_asked_for(&plan),
            plan: Arc::new(plan),
            command: self.command,
            snapshot: self.snapshot,
        })
    }
}
