//! `proofup check`: reads a tenant whole and prints each fault with its place.

use std::io::Write;
use std::path::PathBuf;

use super::arguments::Options;
use super::{Failure, tenant};

pub(super) fn run(
    dir: Option<PathBuf>,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let dir = match dir {
        Some(dir) => dir,
        None => tenant::folder(options)?,
    };
    match tenant::check(&dir)? {
        Ok(users) => Ok(writeln!(
            out,
            "{}: no faults, {users} users",
            dir.display()
        )?),
        Err(faults) => {
            for fault in &faults {
                writeln!(out, "{fault}")?;
            }
            out.flush()?;
            let count = match faults.len() {
                1 => "1 fault".to_owned(),
                more => format!("{more} faults"),
            };
            Err(Failure::said(format!(
                "{count} in {}: mend what is listed, then check again",
                dir.display()
            )))
        }
    }
}
