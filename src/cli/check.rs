//! `proofup check`: reads a tenant whole and prints each fault with its place.

use std::io::Write;
use std::path::PathBuf;

use super::arguments::Options;
use super::failure::{Faults, faults_of};
use super::{Failure, tenant};
use crate::store::StoreError;
use crate::store::folder::{self, Checked};
use crate::store::fs::Disk;

pub(super) fn run(
    dir: Option<PathBuf>,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let dir = tenant::named_folder(dir, options)?;
    let shown = dir.display();
    let Faults { faults, hint } = match folder::check(&Disk, &dir) {
        Ok(Checked {
            users,
            damage,
            notices,
        }) => {
            for notice in notices {
                writeln!(out, "note: {notice}")?;
            }
            let Some(damage) = damage else {
                return Ok(writeln!(out, "{shown}: no faults, {users} users")?);
            };
            faults_of(&dir, &damage)
        }
        Err(StoreError::Damaged(text)) => faults_of(&dir, &text),
        Err(error) => return Err(error.into()),
    };
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    out.flush()?;
    let count = match faults.len() {
        1 => "1 fault".to_owned(),
        more => format!("{more} faults"),
    };
    let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
    Err(Failure::said(format!(
        "{count} in {shown}: mend what is listed, then check again{hint}"
    )))
}
