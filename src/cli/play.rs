//! `proofup play`: carries scenarios out headless and says what differs from what they expect.

use std::fs;
use std::io::Write;

use super::Failure;
use super::arguments::Play;
use crate::scenario::{Report, Scenario};

pub(super) fn run(play: &Play, out: &mut impl Write) -> Result<(), Failure> {
    // All files first: a fault in the last one is no reason to find out late.
    let mut scenarios = Vec::new();
    for path in &play.files {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            Failure::said(format!(
                "{name} cannot be read: {error}; give a scenario file"
            ))
        })?;
        let scenario = Scenario::parse(&name, &text).map_err(|bad| said(&bad))?;
        if let Some(edition) = play.edition
            && !scenario.editions().contains(&edition)
        {
            let year = edition.year();
            return Err(Failure::said(format!(
                "{name} does not name the edition {year}: leave --edition out, or add it there"
            )));
        }
        scenarios.push((name, scenario));
    }
    let mut reports = Vec::new();
    for (name, scenario) in &scenarios {
        let editions = scenario.editions().iter();
        let wanted = editions.filter(|edition| play.edition.is_none_or(|only| only == **edition));
        for &edition in wanted {
            let report = scenario.run(edition).map_err(|bad| said(&bad))?;
            if !play.json {
                write!(out, "{}", report.text(name))?;
            }
            reports.push(report);
        }
    }
    let passed = reports.iter().filter(|report| report.passed()).count();
    let failed = reports.len() - passed;
    if play.json {
        json(&reports, passed, failed, out)?;
    } else {
        writeln!(out, "{passed} passed, {failed} failed")?;
    }
    out.flush()?;
    match failed {
        0 => Ok(()),
        _ => Err(Failure::said(format!(
            "{failed} of {} runs are not as expected: what differs is listed above",
            reports.len()
        ))),
    }
}

fn said(bad: &crate::scenario::Bad) -> Failure {
    Failure::said(bad.to_string())
}

fn json(
    reports: &[Report],
    passed: usize,
    failed: usize,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let value = serde_json::json!({ "passed": passed, "failed": failed, "runs": reports });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    Ok(writeln!(out)?)
}
