//! What a command would do in each of the four editions, and the switch of the session's edition.

use crate::domain::command::{Command, UserSettings};
use crate::domain::edition::Edition;
use crate::domain::id::UserId;
use crate::domain::plan::Plan;
use crate::domain::preview::Summary;
use crate::portal::act::Motion;
use crate::portal::blades::Desk;
use crate::portal::model::Model;

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
}

/// One command in all editions.
#[derive(Debug)]
pub struct Compared {
    command: Command,
    /// What it is called.
    pub title: String,
    /// What it would do, edition by edition.
    pub summaries: Vec<Summary>,
    /// Where each edition's document tells of it.
    pub citations: Vec<Vec<String>>,
}

impl Editions {
    /// Compares the command of the open dialog, else what the main actions would do to the
    /// selected users.
    pub fn of(model: &Model) -> Option<Self> {
        let desk = model.desk()?;
        let asked = match model.dialogs.last() {
            Some(Dialog::Form(form)) => form.command.clone(),
            _ => None,
        };
        let commands = match asked {
            Some(command) => vec![(String::new(), command)],
            None => main_actions(&targets(model)),
        };
        let in_force = desk.snapshot.edition();
        let mut editions = Self {
            compared: commands
                .into_iter()
                .map(|(title, command)| Compared {
                    command,
                    title,
                    summaries: Vec::new(),
                    citations: Vec::new(),
                })
                .collect(),
            at: in_force as usize,
            in_force,
            scroll: 0,
        };
        editions.replan(&desk);
        Some(editions)
    }

    /// Plans again, on a new state of the tenant.
    pub fn replan(&mut self, desk: &Desk<'_>) {
        for compared in &mut self.compared {
            let plans = Edition::ALL.map(|edition| desk.plan_in(edition, &compared.command));
            if compared.title.is_empty() {
                compared.title.clone_from(&plans[0].title);
            }
            let sum = |plan| Summary::of(&**desk.snapshot, plan);
            compared.summaries = plans.iter().map(sum).collect();
            compared.citations = plans.iter().map(cited).collect();
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

fn targets(model: &Model) -> Vec<UserId> {
    let list = model.blade().and_then(|blade| blade.list());
    match list {
        Some(list) => list.targets().users(),
        None => model.subject().into_iter().collect(),
    }
}

/// The three boxes over `users`, which are the blade's buttons too (D7), and the password of one.
fn main_actions(users: &[UserId]) -> Vec<(String, Command)> {
    if users.is_empty() {
        return Vec::new();
    }
    let boxes = |title: &str, boxes: UserSettings| {
        let users = users.to_vec();
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
    if let [user] = users {
        let command = Command::ResetPassword { user: *user };
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
