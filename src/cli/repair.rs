//! `proofup repair`: shows both sides of damage, asks, and puts it right.

use std::io::{self, BufRead as _, Write};

use super::arguments::{Options, Repair as Arguments};
use super::failure::faults_of;
use super::{Failure, plain, tenant};
use crate::store::StoreError;
use crate::store::folder::{self, Repair};

pub(super) fn run(
    Arguments { dir, yes }: Arguments,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let dir = tenant::named_folder(dir, options)?;
    let shown = dir.display();
    let opening = folder::Options {
        without_lock: options.no_lock,
        now: options.now(),
        ..folder::Options::default()
    };
    let repair = match Repair::of(&dir, &opening) {
        Ok(repair) => repair,
        Err(StoreError::Damaged(text)) => {
            for fault in faults_of(&dir, &text).faults {
                writeln!(out, "{}", plain::one_line(&fault))?;
            }
            out.flush()?;
            return Err(Failure::said(format!(
                "nothing can be put right in {shown} by itself: mend what is listed by hand, or make the tenant again from a backup"
            )));
        }
        Err(error) => return Err(error.into()),
    };
    for line in &repair.found {
        writeln!(out, "{}", plain::one_line(line))?;
    }
    let steps: Vec<String> = repair.steps().collect();
    if steps.is_empty() {
        return Ok(writeln!(out, "{shown}: {}", repair.outcome)?);
    }
    writeln!(out, "What will be done:")?;
    for (at, step) in steps.iter().enumerate() {
        writeln!(out, "  {}. {step}", at + 1)?;
    }
    writeln!(out, "{}.", repair.outcome)?;
    if !yes && !agreed(out)? {
        return Err(Failure::said(format!("nothing was done to {shown}")));
    }
    repair.carry_out()?;
    Ok(writeln!(
        out,
        "Done. Look at it with: proofup verify {shown}"
    )?)
}

fn agreed(out: &mut impl Write) -> Result<bool, Failure> {
    write!(out, "Do it? [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    // Who cannot answer has not agreed.
    let _ = io::stdin().lock().read_line(&mut answer);
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
