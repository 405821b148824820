//! A scenario played by hand: somebody else does the steps, and asks after each whether all is as
//! the scenario expects. What a step says and prints, and how often something was done, only a run
//! knows; by hand the state counts, and the sign-ins that are tried.

use super::file::{Act, Bad, Expect, Register, Scenario, Step, UserSignIn};
use super::run::{World, able};
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::role::Role;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;

/// A scenario in one edition, and how far it was played.
#[derive(Debug)]
pub struct ByHand {
    scenario: Scenario,
    edition: Edition,
    steps: Vec<HandStep>,
    /// The step that is to be done next.
    at: usize,
    /// The tenant before that step.
    before: Tenant,
}

/// A step to be done by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandStep {
    /// Its place among all steps of the file.
    place: usize,
    /// What is to be done.
    pub title: String,
    /// By whom, where an administrator does it.
    pub by: Role,
    /// What must be so then, person by person.
    pub expects: Vec<String>,
}

impl Scenario {
    /// Begins it in `edition`. The steps are named as a run names them.
    pub fn by_hand(&self, edition: Edition) -> Result<ByHand, Bad> {
        let mut entropy = Entropy::from_seed(u64::from(edition.year()));
        let before = self.tenant(edition, &mut entropy)?;
        let report = self.run(edition)?;
        let steps = self.steps_in(edition).zip(report.steps);
        let steps = steps.map(|((place, step), told)| HandStep {
            place,
            title: told.title + &manner(step),
            by: step.by.unwrap_or(able(edition)),
            expects: expected(step, edition),
        });
        Ok(ByHand {
            steps: steps.collect(),
            scenario: self.clone(),
            edition,
            at: 0,
            before,
        })
    }
}

impl ByHand {
    /// The tenant before the first step.
    pub fn tenant(&self) -> &Tenant {
        &self.before
    }

    /// The time that the scenario begins at.
    pub fn start(&self) -> Timestamp {
        self.scenario.start()
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.scenario.title()
    }

    /// The edition it is played in.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// All steps of this edition.
    pub fn steps(&self) -> &[HandStep] {
        &self.steps
    }

    /// The step that is to be done next; behind the last one, all are done.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether `present`, while the program's clock shows `clock`, is what the next step expects:
    /// the same comparison as in a run. Nothing differs: that step is done.
    pub fn check(&mut self, present: &Tenant, clock: Timestamp) -> Result<Vec<String>, Bad> {
        let Some(step) = self.steps.get(self.at) else {
            return Ok(Vec::new());
        };
        let world = World::new(present.clone(), clock, Entropy::from_seed(0));
        let written = self.scenario.step(step.place);
        let named = self.registered();
        let expects = of_edition(written, self.edition).cloned();
        let expects: Vec<_> = expects.map(|expect| relaxed(expect, &named)).collect();
        let expects: Vec<_> = expects.iter().collect();
        let faults = world
            .faults(&self.before, None, &expects)
            .map_err(|unknown| self.scenario.unknown(step.place, &unknown))?;
        if faults.is_empty() {
            self.before = present.clone();
            self.at += 1;
        }
        Ok(faults)
    }
}

impl ByHand {
    /// The names that apps are registered under in a run.
    fn registered(&self) -> Vec<String> {
        let steps = self.scenario.steps_in(self.edition);
        let named = steps.filter_map(|(_, step)| match &step.act {
            Act::SignIn(UserSignIn {
                register: Some(Register::Authenticator(name) | Register::OtherApp(name)),
                ..
            }) => Some(name.clone()),
            _ => None,
        });
        named.collect()
    }
}

/// Whoever registers an app by hand has a telephone of another name than the scenario's.
fn relaxed(mut expect: Expect, named: &[String]) -> Expect {
    let tokens = expect.state.values_mut();
    for token in tokens.filter_map(|own| own.methods.as_mut()).flatten() {
        if token.detail.as_ref().is_some_and(|own| named.contains(own)) {
            token.detail = None;
        }
    }
    expect
}

/// How a user signs in, where that is not the usual way.
fn manner(step: &Step) -> String {
    let Act::SignIn(sign_in) = &step.act else {
        return String::new();
    };
    let mut manner = String::new();
    if sign_in.wrong {
        manner += ", with a wrong password";
    }
    if sign_in.remember {
        manner += ", ticks \"Don't ask again\"";
    }
    let registers = match &sign_in.register {
        None => return manner,
        Some(Register::Authenticator(_)) => "Microsoft Authenticator".to_owned(),
        Some(Register::OtherApp(_)) => "another authenticator app".to_owned(),
        Some(Register::Mobile(number)) => format!("the mobile phone {number}"),
        Some(Register::Office(number)) => format!("the office phone {number}"),
    };
    manner + ", registers " + &registers
}

fn of_edition(step: &Step, edition: Edition) -> impl Iterator<Item = &Expect> {
    let applies = move |expect: &&Expect| {
        expect.editions.is_empty() || expect.editions.contains(&edition.year())
    };
    step.expect.iter().filter(applies)
}

/// `kim: M{} F1 W=REG`, or that nothing changes.
fn expected(step: &Step, edition: Edition) -> Vec<String> {
    let expects = of_edition(step, edition);
    let states = expects.flat_map(|expect| &expect.state);
    let mut lines: Vec<_> = states
        .map(|(name, notation)| format!("{name}: {}", notation.text))
        .collect();
    if lines.is_empty() {
        lines.push("nothing changes".to_owned());
    }
    lines
}
