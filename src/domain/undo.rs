//! Undo and redo: changes like any others, planned, shown, appended and audited.

use super::audit::{Activity, AuditEntry, AuditResult, Target};
use super::change::Fact;
use super::command::Action;
use super::directory::Directory;
use super::plan::{Actor, Outcome, Part, Plan, Row};
use super::refusal::Refusal;
use super::time::Timestamp;
use super::user::User;
use std::sync::Arc;

use super::id::UserId;

/// Something done that can be taken back.
#[derive(Debug, Clone)]
pub struct Done {
    /// What it was: `Manage user settings for 5 users`.
    pub title: String,
    /// What takes it back, in order.
    pub inverse: Vec<Fact>,
    /// The touched users as they were right after. Where one is different now, somebody else was
    /// there, and nothing is overwritten in silence.
    pub after: Vec<(UserId, Option<Arc<User>>)>,
}

/// What a session can undo and redo, newest last. A new action clears what could be redone.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Done>,
    undone: Vec<Done>,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Take the last action back.
    Undo,
    /// Do the last one taken back again.
    Redo,
}

impl Done {
    /// What `title` did, whose inverse is `inverse`, once `after` is the state.
    pub fn new(title: String, inverse: Vec<Fact>, after: &dyn Directory) -> Self {
        let touched = inverse.iter().filter_map(|fact| match fact {
            Fact::User(id, _) | Fact::Purge(id) => Some((*id, after.user(*id))),
            Fact::Create(user) => Some((user.id, None)),
            Fact::Settings(_) => None,
        });
        let after = touched.collect();
        Self {
            title,
            inverse,
            after,
        }
    }
}

impl History {
    /// What would be taken back, or done again.
    pub fn next(&self, direction: Direction) -> Option<&Done> {
        match direction {
            Direction::Undo => self.done.last(),
            Direction::Redo => self.undone.last(),
        }
    }

    /// Something new was done.
    pub fn did(&mut self, done: Done) {
        self.done.push(done);
        self.undone.clear();
    }

    /// The last one was taken back (or done again); `done` reverses that.
    pub fn moved(&mut self, direction: Direction, done: Done) {
        let (from, to) = match direction {
            Direction::Undo => (&mut self.done, &mut self.undone),
            Direction::Redo => (&mut self.undone, &mut self.done),
        };
        from.pop();
        to.push(done);
    }
}

/// The plan that takes `done` back (or does it again).
pub fn plan(
    directory: &dyn Directory,
    actor: &Actor,
    done: &Done,
    direction: Direction,
    now: Timestamp,
) -> Plan {
    let (action, activity) = match direction {
        Direction::Undo => (Action::Undo, Activity::Undo),
        Direction::Redo => (Action::Redo, Activity::Redo),
    };
    let changed = done
        .after
        .iter()
        .find(|(id, after)| directory.user(*id) != *after);
    let changed = changed.map(|(id, _)| name_of(directory, *id));
    let mut rows = Vec::new();
    let mut audit = Vec::new();
    for fact in &done.inverse {
        let outcome = match &changed {
            Some(name) => Outcome::Refused(Refusal::ChangedSince(name.clone())),
            None => Outcome::Change(vec![fact.clone()]),
        };
        let user = match fact {
            Fact::User(id, _) | Fact::Purge(id) => Some(*id),
            Fact::Create(user) => Some(user.id),
            Fact::Settings(_) => None,
        };
        let known = user.and_then(|id| directory.user(id));
        let (name, upn) = match (&known, fact) {
            (Some(user), _) => (user.name.clone(), user.upn.clone()),
            (None, Fact::Create(user)) => (user.name.clone(), user.upn.clone()),
            (None, _) => (directory.facts().name.clone(), String::new()),
        };
        audit.push(AuditEntry {
            at: now,
            actor: actor.upn.clone(),
            target: user.map(|id| Target {
                id,
                upn: upn.clone(),
            }),
            activity,
            result: match &outcome {
                Outcome::Refused(why) => AuditResult::Failure(why.to_string()),
                _ => AuditResult::Success,
            },
            modified: Vec::new(),
        });
        rows.push(Row {
            user,
            name,
            upn,
            parts: vec![Part {
                action,
                outcome,
                warnings: Vec::new(),
            }],
        });
    }
    Plan {
        revision: directory.revision(),
        edition: directory.edition(),
        at: now,
        actor: actor.clone(),
        title: done.title.clone(),
        rows,
        audit,
        revealed: None,
    }
}

fn name_of(directory: &dyn Directory, id: UserId) -> String {
    directory
        .user(id)
        .map_or_else(|| "A user".to_owned(), |user| user.name.clone())
}
