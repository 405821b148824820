//! Scenarios played by hand: reading one, keeping its tenant in memory, comparing.

use std::sync::Arc;

use super::clock::Clock;
use super::files;
use crate::domain::edition::Edition;
use crate::domain::time::Timestamp;
use crate::portal::lesson::{Begun, Lesson, Offered, Source, Step};
use crate::scenario::{ByHand, EMBEDDED, HandStep, Scenario};
use crate::store::Store;
use crate::store::memory::MemoryStore;

/// A scenario being played, and the tenant it is played on.
pub struct Played {
    hand: ByHand,
    store: Arc<MemoryStore>,
}

/// The scenarios that the program brings.
pub fn embedded() -> Vec<Offered> {
    let scenarios = EMBEDDED.iter().filter_map(|(name, text)| {
        let scenario = Scenario::parse(name, text).ok()?;
        Some(Offered {
            source: Source::Embedded(name),
            title: scenario.title().to_owned(),
            editions: scenario.editions().to_vec(),
        })
    });
    scenarios.collect()
}

/// Reads `source` and begins it in `edition`, or in the only one it names.
pub fn begin(source: Source, edition: Option<Edition>) -> Result<(Begun, Option<Played>), String> {
    let scenario = read(&source)?;
    let editions = scenario.editions().to_vec();
    let only = match editions[..] {
        [edition] => Some(edition),
        _ => None,
    };
    let Some(edition) = edition.or(only) else {
        let title = scenario.title().to_owned();
        let which = Offered {
            source,
            title,
            editions,
        };
        return Ok((Begun::Which(which), None));
    };
    let hand = scenario.by_hand(edition).map_err(|bad| bad.to_string())?;
    let store = Arc::new(MemoryStore::new(hand.tenant().clone()));
    let lesson = Lesson {
        title: hand.title().to_owned(),
        edition,
        steps: hand.steps().iter().map(step).collect(),
        at: 0,
        faults: None,
    };
    let begun = Begun::Lesson(lesson, store.snapshot());
    Ok((begun, Some(Played { hand, store })))
}

fn read(source: &Source) -> Result<Scenario, String> {
    let (name, text) = match source {
        Source::Embedded(name) => {
            let found = EMBEDDED.iter().find(|(own, _)| own == name);
            let (_, text) = found.ok_or_else(|| format!("there is no scenario {name}"))?;
            ((*name).to_owned(), (*text).to_owned())
        }
        Source::File(path) => (path.clone(), files::read(path)?),
    };
    Scenario::parse(&name, &text).map_err(|bad| bad.to_string())
}

fn step(step: &HandStep) -> Step {
    Step {
        title: step.title.clone(),
        by: step.by,
        expects: step.expects.clone(),
    }
}

impl Played {
    /// The tenant it is played on.
    pub fn store(&self) -> Arc<MemoryStore> {
        Arc::clone(&self.store)
    }

    /// A clock that starts when the scenario begins.
    pub fn clock(&self) -> Clock {
        Clock::starting_at(Some(self.hand.start()))
    }

    /// What of the tenant, while the clock shows `clock`, is not as the next step expects.
    pub fn check(&mut self, clock: Timestamp) -> Result<Vec<String>, String> {
        let present = self.store.tenant();
        self.hand
            .check(&present, clock)
            .map_err(|bad| bad.to_string())
    }
}
