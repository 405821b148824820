//! A scenario as it is written.

use std::collections::BTreeMap;

use ron::extensions::Extensions;
use serde::Deserialize;

use super::notation::Notation;
use super::wish::{Unknown, Wish};
use crate::domain::edition::Edition;
use crate::domain::role::Role;
use crate::domain::settings::{Policies, ServiceSettings};
use crate::domain::time::Timestamp;
use crate::domain::user::PerUserMfa;
use crate::store::{fault_of_settings, place_of_item, place_of_text};

/// A scenario, read.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) file: File,
    pub(super) editions: Vec<Edition>,
}

/// What is wrong with a scenario, with file, line and column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Bad(pub(super) String);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) title: String,
    pub(super) editions: Vec<u16>,
    #[serde(default = "start")]
    pub(super) now: Timestamp,
    #[serde(default)]
    pub(super) settings: ServiceSettings,
    #[serde(default)]
    pub(super) policies: Policies,
    pub(super) people: Vec<Person>,
    pub(super) steps: Vec<Step>,
}

/// 2026-11-23T09:00:00Z, the present of the demo tenant.
fn start() -> Timestamp {
    Timestamp(1_795_424_400)
}

#[derive(Debug, Clone, Deserialize)]
pub(super) enum Person {
    /// Somebody of the demo tenant, as they stand there.
    Demo(String),
    /// Somebody made here.
    New(Box<New>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    pub(super) upn: String,
    /// So many of them, numbered from 01.
    #[serde(default)]
    pub(super) count: Option<usize>,
    #[serde(default)]
    pub(super) state: Notation,
    #[serde(default = "enforced")]
    pub(super) mfa: PerUserMfa,
    #[serde(default)]
    pub(super) synced: bool,
    #[serde(default)]
    pub(super) roles: Vec<Role>,
    /// The public mobile number.
    #[serde(default)]
    pub(super) mobile: String,
}

fn enforced() -> PerUserMfa {
    PerUserMfa::Enforced
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Empty: all of the scenario's.
    #[serde(default, rename = "in")]
    pub(super) editions: Vec<u16>,
    /// `None`: whoever is able to act in the edition.
    #[serde(default)]
    pub(super) by: Option<Role>,
    pub(super) act: Act,
    #[serde(default)]
    pub(super) expect: Vec<Expect>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) enum Act {
    /// An administrator does this.
    Do(Wish),
    /// A user signs in.
    SignIn(UserSignIn),
    /// Nothing is done; only what is expected is looked at.
    Look,
    /// The tenant's clock is advanced.
    Advance { days: u32 },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserSignIn {
    pub(super) user: String,
    #[serde(default)]
    pub(super) on: On,
    /// The first factor is wrong.
    #[serde(default)]
    pub(super) wrong: bool,
    /// "Don't ask again" is ticked.
    #[serde(default)]
    pub(super) remember: bool,
    /// What is registered where that is asked.
    #[serde(default)]
    pub(super) register: Option<Register>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) enum On {
    #[default]
    NewBrowser,
    /// On that remembered device.
    Device(String),
    /// In a legacy client with that app password.
    App(String),
    /// In a legacy client with the password.
    AppWithPassword,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) enum Register {
    Authenticator(String),
    OtherApp(String),
    Mobile(String),
    Office(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expect {
    /// Empty: in all.
    #[serde(default, rename = "in")]
    pub(super) editions: Vec<u16>,
    #[serde(default)]
    pub(super) state: BTreeMap<String, Notation>,
    #[serde(default)]
    pub(super) outcome: Option<String>,
    #[serde(default)]
    pub(super) done: Option<(usize, usize, usize)>,
    #[serde(default)]
    pub(super) audit: Option<Vec<String>>,
    #[serde(default)]
    pub(super) says: Vec<String>,
}

impl Scenario {
    /// Reads the scenario in `text`; `name` is what faults call it.
    pub fn parse(name: &str, text: &str) -> Result<Self, Bad> {
        let options = ron::Options::default()
            .with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES)
            .with_recursion_limit(32);
        let file: File = options.from_str(text).map_err(|error| {
            let at = error.span.start;
            Bad(format!("{name}:{}:{}: {}", at.line, at.col, error.code))
        })?;
        let mut scenario = Self {
            name: name.to_owned(),
            text: text.to_owned(),
            editions: Vec::new(),
            file,
        };
        let File {
            settings, policies, ..
        } = &scenario.file;
        if let Some((place, what)) = fault_of_settings(text, settings, policies) {
            return Err(scenario.bad(place, &what));
        }
        scenario.editions = scenario.check_editions()?;
        Ok(scenario)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.file.title
    }

    /// The time that it begins at.
    pub(super) fn start(&self) -> Timestamp {
        self.file.now
    }

    /// The step at `place`.
    pub(super) fn step(&self, place: usize) -> &Step {
        &self.file.steps[place]
    }

    /// The steps of `edition`, with their places.
    pub(super) fn steps_in(&self, edition: Edition) -> impl Iterator<Item = (usize, &Step)> {
        let year = edition.year();
        let steps = self.file.steps.iter().enumerate();
        steps.filter(move |(_, step)| step.editions.is_empty() || step.editions.contains(&year))
    }

    /// The step at `place` names what is not there.
    pub(super) fn unknown(&self, place: usize, unknown: &Unknown) -> Bad {
        let quoted = format!("\"{}\"", unknown.name);
        let at = place_of_text(&self.text, "steps", place, &quoted);
        self.bad(at, &unknown.what)
    }

    /// The editions it runs in.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    fn check_editions(&self) -> Result<Vec<Edition>, Bad> {
        if self.file.editions.is_empty() {
            let (line, column) = place_of_text(&self.text, "", 0, "editions");
            return Err(self.bad((line, column), "name at least one edition"));
        }
        for (at, step) in self.file.steps.iter().enumerate() {
            let expected = step.expect.iter().flat_map(|expect| &expect.editions);
            for year in step.editions.iter().chain(expected) {
                if !self.file.editions.contains(year) {
                    let place = place_of_text(&self.text, "steps", at, &year.to_string());
                    let what = format!("{year} is none of the scenario's editions");
                    return Err(self.bad(place, &what));
                }
            }
        }
        let known = |(at, year): (usize, &u16)| {
            year.to_string().parse().map_err(|_| {
                let place = place_of_item(&self.text, "editions", at);
                let what = format!("no edition {year}: use 2018, 2020, 2022 or 2023");
                self.bad(place, &what)
            })
        };
        self.file.editions.iter().enumerate().map(known).collect()
    }

    pub(super) fn bad(&self, (line, column): (usize, usize), what: &str) -> Bad {
        Bad(format!("{}:{line}:{column}: {what}", self.name))
    }
}
