//! What a command would do in each of the four editions, and the switch of the session's edition.

use std::sync::Arc;

use crate::domain::command::{Command, UserSettings};
use crate::domain::directory::InEdition;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::plan::{self, Actor, Plan};
use crate::domain::preview::{Summary, Summing};
use crate::domain::time::Timestamp;
use crate::portal::act::Motion;
use crate::portal::blades::Desk;
use crate::portal::blades::user_list::UserList;
use crate::portal::blades::user_list::selection::Selection;
use crate::portal::model::Model;
use crate::portal::work::{Job, Progress, Watch, Work};
use crate::store::Snapshot;

use super::Dialog;

/// The dialog.
#[derive(Debug)]
pub struct Editions {
    /// What is compared.
    pub compared: Vec<Compared>,
    /// The chosen edition, among [`Edition::ALL`].
    pub at: usize,
    /// The edition in force.
    pub in_force: Edition,
    /// The first line shown.
    pub scroll: usize,
    /// The comparison that is on its way.
    pub job: Job,
    commands: Vec<(String, Command)>,
    users: Option<Selection>,
    many: usize,
}

/// One command in all editions.
#[derive(Debug)]
pub struct Compared {
    /// What it is called.
    pub title: String,
    /// What it would do, edition by edition.
    pub summaries: Vec<Summary>,
    /// Where each edition's document tells of it.
    pub citations: Vec<Vec<String>>,
}

/// Commands to be compared.
#[derive(Debug, Clone)]
pub struct Comparing {
    snapshot: Snapshot,
    actor: Actor,
    entropy: Entropy,
    now: Timestamp,
    commands: Vec<(String, Command)>,
    users: Option<Selection>,
    many: usize,
}

/// So many plans for one user are made on the spot. More would take longer than a frame.
const ON_THE_SPOT: usize = 1000;

impl Comparing {
    /// How many plans for one user it takes.
    fn weight(&self) -> usize {
        self.many * self.commands.len() * Edition::ALL.len()
    }

    /// Plans each command in each edition. `None`: it was given up.
    pub fn run(self, watch: Watch<'_>) -> Option<Vec<Compared>> {
        let of = self.weight();
        let users = self.users.as_ref().map(Selection::users);
        let mut before = 0;
        let mut compared = Vec::new();
        for (title, mut command) in self.commands {
            if let (Some(selected), Some(users)) = (&users, command.users_mut()) {
                users.clone_from(selected);
            }
            let mut one = Compared {
                title,
                summaries: Vec::new(),
                citations: Vec::new(),
            };
            for edition in Edition::ALL {
                let directory = InEdition::new(Arc::clone(&self.snapshot), edition);
                let mut summing = Summing::new(self.snapshot.facts());
                let plan = plan::plan_watched(
                    &directory,
                    &self.actor,
                    &command,
                    &mut self.entropy.clone(),
                    self.now,
                    &mut |done| {
                        watch(Progress {
                            what: "planned",
                            done: before + done,
                            of,
                        })
                    },
                    &mut |row, user| summing.add(row, user),
                )?;
                before += self.many;
                if one.title.is_empty() {
                    one.title.clone_from(&plan.title);
                }
                one.summaries.push(summing.finish(&*self.snapshot, &plan));
                one.citations.push(cited(&plan));
            }
            compared.push(one);
        }
        Some(compared)
    }
}

impl Editions {
    /// Compares the command of the open dialog, else what the main actions would do to the
    /// selected users.
    pub fn of(model: &Model) -> Option<Self> {
        let desk = model.desk()?;
        let asked = match model.dialogs.last() {
            Some(Dialog::Form(form)) => form.command.as_deref().cloned().zip(form.plan.as_ref()),
            _ => None,
        };
        let (commands, users, many) = if let Some((command, plan)) = asked {
            (vec![(String::new(), command)], None, plan.rows.len())
        } else {
            let users = targets(model);
            let many = users.len();
            let one = if many == 1 { users.users().pop() } else { None };
            let commands = if many == 0 {
                Vec::new()
            } else {
                main_actions(one)
            };
            (commands, Some(users), many)
        };
        let in_force = desk.snapshot.edition();
        let mut editions = Self {
            compared: Vec::new(),
            at: in_force as usize,
            in_force,
            scroll: 0,
            job: Job::default(),
            commands,
            users,
            many,
        };
        editions.replan(&desk);
        Some(editions)
    }

    /// Plans again, on a new state of the tenant.
    pub fn replan(&mut self, desk: &Desk<'_>) {
        let comparing = Comparing {
            snapshot: desk.snapshot.clone(),
            actor: desk.actor.clone(),
            entropy: desk.entropy.fork(desk.snapshot.revision()),
            now: desk.now,
            commands: self.commands.clone(),
            users: self.users.clone(),
            many: self.many,
        };
        if comparing.weight() <= ON_THE_SPOT {
            self.compared = comparing.run(&mut |_| true).unwrap_or_default();
        } else if !self.job.is_awaited() {
            self.job.want(Work::Compare(Box::new(comparing)));
        }
    }

    /// The chosen edition.
    pub fn chosen(&self) -> Edition {
        Edition::ALL.get(self.at).copied().unwrap_or_default()
    }

    /// To the next edition, or the one before.
    pub fn step(&mut self, forward: bool) {
        let count = Edition::ALL.len();
        self.at = if forward {
            self.at + 1
        } else {
            self.at + count - 1
        } % count;
    }

    /// Scrolls; drawing stops it at the end.
    pub fn scroll(&mut self, motion: Motion, page: usize) {
        self.scroll = motion.from(self.scroll, usize::from(u16::MAX), page.div_ceil(2));
    }
}

fn targets(model: &Model) -> Selection {
    let list = model.blade().and_then(|blade| blade.list());
    let subject = || {
        let subject = model.subject().into_iter().collect();
        Selection::named(model.snapshot.clone(), subject)
    };
    list.map_or_else(subject, UserList::targets)
}

/// The three boxes, which are the blade's buttons too (D7), for users who are looked up later, and
/// the password of one.
fn main_actions(one: Option<UserId>) -> Vec<(String, Command)> {
    let boxes = |title: &str, boxes: UserSettings| {
        let users = Vec::new();
        (
            title.to_owned(),
            Command::ManageUserSettings { users, boxes },
        )
    };
    let none = UserSettings::default();
    let mut commands = vec![
        boxes(
            "Require re-register MFA",
            UserSettings {
                provide_contact_methods_again: true,
                ..none
            },
        ),
        boxes(
            "Revoke MFA sessions",
            UserSettings {
                restore_remembered_devices: true,
                ..none
            },
        ),
        boxes(
            "Delete app passwords",
            UserSettings {
                delete_app_passwords: true,
                ..none
            },
        ),
    ];
    if let Some(user) = one {
        let command = Command::ResetPassword { user };
        commands.insert(0, ("Reset password".to_owned(), command));
    }
    commands
}

/// Where the plan's edition tells of its actions, each once.
fn cited(plan: &Plan) -> Vec<String> {
    let mut actions: Vec<_> = plan.parts().map(|part| part.action).collect();
    actions.sort_unstable();
    actions.dedup();
    let cited = |action| plan.edition.citation(action);
    let mut citations: Vec<_> = actions.into_iter().map(cited).collect();
    citations.dedup();
    citations
}
