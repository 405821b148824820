//! Making a tenant.

use std::io;
use std::path::Path;

use super::append;
use super::files::{self, BACKUP, JOURNAL, failed, tenant_path};
use super::{guard, origin};
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::sum::Sum;
use crate::store::tenant_file::{
    self, MADE_CAP, SnapshotBlock, TenantFile, format_tenant, parse, rewritten, split_sum,
};

/// What a new tenant is made of.
#[derive(Debug, Clone, Copy)]
pub enum Made<'a> {
    /// These users, written in the canonical layout.
    Of(&'a TenantFacts, &'a [User]),
    /// This text, such as the embedded demo; its comments are kept.
    From(&'a str),
}

/// Whether there is a tenant in `dir`, or what is left of one.
pub fn holds_tenant(fs: &dyn Fs, dir: &Path) -> bool {
    [tenant_file::NAME, JOURNAL]
        .iter()
        .any(|name| fs.stat(&dir.join(name)).is_ok())
}

/// Makes a tenant in `dir`, which is made too if it is not there.
///
/// # Errors
///
/// Where there is a tenant already; where the text or the users are not a tenant's, with every
/// place; where the system refuses to write.
pub fn create(fs: &dyn Fs, dir: &Path, made: Made<'_>) -> Result<(), StoreError> {
    if holds_tenant(fs, dir) {
        return Err(StoreError::Exists(dir.to_owned()));
    }
    // Refused before anything is written.
    text(made, &SnapshotBlock::default())?;
    for folder in [dir, &dir.join(JOURNAL), &dir.join(BACKUP)] {
        let made = fs.make_dir(folder);
        made.map_err(|error| failed(folder, "cannot be made: choose another folder", error))?;
    }
    if let Some(why) = guard::writable_by_others(fs, dir) {
        return Err(StoreError::ReadOnly(why));
    }
    let journal = append::begin(fs, dir, 1, Sum::default())?;
    let snapshot = SnapshotBlock {
        generation: 1,
        base: 0,
        journal: journal.name(),
        at: journal.end,
        chain: journal.sum,
    };
    let sync = |folder: &Path| {
        let synced = fs.sync_dir(folder);
        synced.map_err(|error| failed(folder, "cannot be made durable: try again", error))
    };
    sync(&dir.join(JOURNAL))?;
    let text = text(made, &snapshot)?;
    // Before the file that makes it a tenant: there is none without the state it was made with.
    files::put(fs, &origin::path(dir), text.as_bytes())?;
    sync(&dir.join(BACKUP))?;
    files::put(fs, &tenant_path(dir), text.as_bytes())?;
    sync(dir)
}

/// What the text of a `tenant.ron` says: the tenant's facts, and its users in the text's order.
///
/// # Errors
///
/// Where it is not a tenant's, with every place.
pub fn read_text(text: &str) -> Result<(TenantFacts, Vec<User>), StoreError> {
    let file = read(text)?;
    Ok((file.facts, file.users))
}

fn text(made: Made<'_>, snapshot: &SnapshotBlock) -> Result<String, StoreError> {
    let text = match made {
        Made::Of(facts, users) => format_tenant(facts, snapshot, users)?,
        Made::From(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let (body, _) = split_sum(text);
            let file = read(body)?;
            let order: Vec<_> = file.users.iter().map(|user| user.id).collect();
            let tenant = Tenant::new(file.facts, file.users, 0)?;
            rewritten(body, (&tenant, &file.snapshot), (&tenant, snapshot), &order)?.0
        }
    };
    if text.len() > MADE_CAP {
        return Err(StoreError::Damaged(format!(
            "{} bytes are more than a tenant is made with: make one of fewer users",
            text.len()
        )));
    }
    read(&text)?;
    Ok(text)
}

fn read(text: &str) -> Result<TenantFile, StoreError> {
    parse(text).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        StoreError::Damaged(faults.join("\n"))
    })
}

/// Whether the system's answer is that there is no such file.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
