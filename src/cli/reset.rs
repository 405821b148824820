//! `proofup reset`: a tenant as it was made.

use std::io::Write;
use std::path::{Path, PathBuf};

use enumset::EnumSet;

use super::arguments::Options;
use super::{Failure, ask, tenant};
use crate::domain::directory::Directory;
use crate::domain::earlier::{self, Extent};
use crate::domain::id::UserId;
use crate::domain::plan::{Actor, Plan};
use crate::domain::preview::Summary;
use crate::store::folder::FolderStore;
use crate::store::{Access, Store as _};

/// Who the audit log says it was.
const ACTOR: &str = "proofup reset";

const NOBODY: &str =
    "nobody can be asked here: nothing was changed; give --yes to reset without asking";

pub(super) fn run(
    dir: Option<PathBuf>,
    yes: bool,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let dir = tenant::named_folder(dir, options)?;
    let store = tenant::open_for_writing(&dir, options)?;
    let shown = dir.display();
    if let Access::ReadOnly(why) = store.access() {
        return Err(Failure::said(format!("{shown} cannot be reset: {why}")));
    }
    let Some(origin) = store.origin()? else {
        return Err(Failure::said(format!(
            "{shown} keeps no state to come back to: it was not made here, or by an older proofup; \
             make another tenant with `proofup init`, or put a file of backup/ in the place of \
             tenant.ron"
        )));
    };
    let snapshot = store.snapshot();
    let actor = Actor {
        id: UserId(uuid::Uuid::nil()),
        upn: ACTOR.to_owned(),
        roles: EnumSet::empty(),
    };
    let now = snapshot.facts().now(options.now());
    let title = "Reset to the start";
    let plan = earlier::plan(
        (&*snapshot, &origin),
        Extent::Everything,
        &actor,
        title,
        now,
    );
    if !plan.changes_anything() {
        return Ok(writeln!(out, "{shown} is as it was made: nothing to do.")?);
    }
    tell(&dir, &store, &*snapshot, &plan, out)?;
    out.flush()?;
    if !yes && !ask::agreed("Reset it?", NOBODY)? {
        return Ok(writeln!(out, "Nothing was changed.")?);
    }
    store.submit(plan)?;
    store.close()?;
    Ok(writeln!(out, "{shown} is as it was made.")?)
}

/// Says what is lost.
fn tell(
    dir: &Path,
    store: &FolderStore,
    snapshot: &dyn Directory,
    plan: &Plan,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let since = store.audit(usize::MAX)?.last().map(|entry| entry.at);
    let since = since.map_or_else(String::new, |at| format!(" since {}", at.date()));
    let changes = match snapshot.revision() {
        1 => "1 change".to_owned(),
        more => format!("{more} changes"),
    };
    writeln!(out, "{} loses {changes}{since}:", dir.display())?;
    for line in Summary::of(snapshot, plan).lines {
        writeln!(out, "  {}", line.text())?;
    }
    Ok(())
}
