//! What came of a run, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

/// A scenario in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The scenario's title.
    pub title: String,
    /// The edition's year.
    pub edition: u16,
    /// Step by step.
    pub steps: Vec<StepReport>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepReport {
    /// Line of the file, from 1.
    pub line: usize,
    /// What was done.
    pub title: String,
    /// What came of it, line by line.
    pub says: Vec<String>,
    /// What is not as expected; empty: passed.
    pub faults: Vec<String>,
}

impl Report {
    /// Whether everything is as expected.
    pub fn passed(&self) -> bool {
        self.steps.iter().all(|step| step.faults.is_empty())
    }

    /// For people: each step with what changed, and what differs from what was expected.
    pub fn text(&self, file: &str) -> String {
        let mut text = format!("{} \u{b7} {}\n", self.title, self.edition);
        // Writing to a String never fails.
        for step in &self.steps {
            let mark = if step.faults.is_empty() {
                "ok  "
            } else {
                "FAIL"
            };
            let _ = writeln!(text, "  {mark} {}", step.title);
            for line in &step.says {
                let _ = writeln!(text, "         {line}");
            }
            for fault in &step.faults {
                let _ = writeln!(text, "       {file}:{}: {fault}", step.line);
            }
        }
        text
    }
}
