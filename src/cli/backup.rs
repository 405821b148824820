//! `proofup backup`, and `proofup init --backup`: a tenant in one file, and back.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

use super::arguments::{Backup, Options};
use super::{Failure, new_file};
use crate::store::StoreError;
use crate::store::folder::{archive, restore as unpack};
use crate::store::fs::Disk;

pub(super) fn run(
    Backup { dir, file }: &Backup,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let entry = new_file::write(file, |to| {
        let archived = archive(&Disk, dir, options.now(), (to, file));
        archived.map_err(|error| Failure::of_tenant(dir, error))
    })?;
    let (dir, file) = (dir.display(), file.display());
    writeln!(out, "{dir} as of entry {entry} is in {file}.")?;
    writeln!(
        out,
        "Make a tenant of it with: proofup init DIR --backup {file}"
    )?;
    Ok(())
}

/// Makes a tenant of such a file.
pub(super) fn restore(dir: &Path, file: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let shown = file.display();
    let opened = File::open(file).map_err(|error| {
        Failure::said(format!(
            "{shown} cannot be read ({error}): give a file that `proofup backup` wrote"
        ))
    })?;
    unpack(&Disk, dir, &mut BufReader::new(opened)).map_err(|error| match error {
        StoreError::Damaged(why) => {
            let first = why.lines().next().unwrap_or_default();
            Failure::said(format!("{shown}: {first}; nothing was made"))
        }
        other => other.into(),
    })?;
    writeln!(out, "Made the tenant that is in {shown}.")?;
    writeln!(out, "Open it with: proofup --tenant {}", dir.display())?;
    Ok(())
}
