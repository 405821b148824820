//! A scenario that is played by hand: what the portal knows of it. The scenario itself, and the
//! comparison with what it expects, are outside.

use crate::domain::edition::Edition;
use crate::domain::role::Role;
use crate::store::Snapshot;

/// A scenario that can be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Where it is.
    pub source: Source,
    /// Its title.
    pub title: String,
    /// The editions it names.
    pub editions: Vec<Edition>,
}

/// Where a scenario is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// One that the program brings, by its file name.
    Embedded(&'static str),
    /// In this file, as typed.
    File(String),
}

/// A scenario being played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its title.
    pub title: String,
    /// The edition it is played in.
    pub edition: Edition,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The step that is to be done next; behind the last one, all are done.
    pub at: usize,
    /// What the last check of that step found; `None`: it was not checked.
    pub faults: Option<Vec<String>>,
}

/// A step of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub title: String,
    /// As whom, where an administrator does it.
    pub by: Role,
    /// What must be so then.
    pub expects: Vec<String>,
}

/// What comes of wanting to play a scenario.
#[derive(Debug)]
pub enum Begun {
    /// It begins, on this tenant.
    Lesson(Lesson, Snapshot),
    /// It names several editions: which?
    Which(Offered),
}

impl Lesson {
    /// The role to act in now.
    pub fn role(&self) -> Option<Role> {
        let step = self.steps.get(self.at).or_else(|| self.steps.last());
        step.map(|step| step.by)
    }

    /// `step 1 of 3`, or that all are done.
    pub fn progress(&self) -> String {
        if self.at < self.steps.len() {
            format!("step {} of {}", self.at + 1, self.steps.len())
        } else {
            "all steps done".to_owned()
        }
    }
}
