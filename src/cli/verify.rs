//! `proofup verify`: reads every file of a tenant and prints what it is worth.

use std::io::Write;
use std::path::PathBuf;

use super::arguments::Options;
use super::{Failure, plain, tenant};
use crate::store::folder::{self, Worth};
use crate::store::fs::Disk;

pub(super) fn run(
    dir: Option<PathBuf>,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let dir = tenant::named_folder(dir, options)?;
    let (mut damaged, mut verdicts) = (0, Vec::new());
    folder::verify(&Disk, &dir, &mut |verdict| verdicts.push(verdict))?;
    for verdict in verdicts {
        damaged += usize::from(verdict.worth == Worth::Damaged);
        for line in verdict.lines {
            let (file, line) = (plain::one_line(&verdict.file), plain::one_line(&line));
            writeln!(out, "{}\t{file}\t{line}", word(verdict.worth))?;
        }
    }
    out.flush()?;
    let shown = dir.display();
    match damaged {
        0 => Ok(()),
        1 => Err(Failure::said(format!(
            "1 file of {shown} is damaged: `proofup repair {shown}` shows what can be done"
        ))),
        more => Err(Failure::said(format!(
            "{more} files of {shown} are damaged: `proofup repair {shown}` shows what can be done"
        ))),
    }
}

fn word(worth: Worth) -> &'static str {
    match worth {
        Worth::Sound => "sound",
        Worth::Edited => "edited",
        Worth::Spare => "spare",
        Worth::Damaged => "damaged",
    }
}
