//! Making a tenant.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::append;
use super::files::{self, BACKUP, JOURNAL, failed, tenant_path};
use super::options::LARGE_FROM;
use super::{guard, origin};
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::invariants;
use crate::store::segments::{Base, SEGMENT, Segment, Sorter, USERS, Writer, even};
use crate::store::sum::Sum;
use crate::store::tenant_file::{
    self, MADE_CAP, SnapshotBlock, TenantFile, Users, format_tenant, parse, rewritten, split_sum,
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
    if let Made::Of(facts, users) = made
        && users.len() >= LARGE_FROM
    {
        return create_large(fs, dir, facts, users.iter().cloned(), &mut |_| ());
    }
    // Refused before anything is written.
    text(made, &SnapshotBlock::default())?;
    make_folders(fs, dir, &[BACKUP])?;
    commit(fs, dir, true, |snapshot| text(made, snapshot))
}

/// Makes a tenant of any number of users in the large form: they come in any order, and few of
/// them are in memory at once. `told` is called with how many were taken so far, now and then.
///
/// # Errors
///
/// As [`create`]; two users of one id or user principal name are only found at the end, and what
/// was written is removed again.
pub fn create_large(
    fs: &dyn Fs,
    dir: &Path,
    facts: &TenantFacts,
    users: impl Iterator<Item = User>,
    told: &mut dyn FnMut(usize),
) -> Result<(), StoreError> {
    if holds_tenant(fs, dir) {
        return Err(StoreError::Exists(dir.to_owned()));
    }
    make_folders(fs, dir, &[BACKUP, USERS])?;
    let mut sorter = Sorter::new(fs, dir);
    let mut count = 0;
    for user in users {
        if let Some(why) = invariants::upn_fault(&user.upn, facts) {
            return Err(StoreError::Damaged(why));
        }
        sorter.add(&user)?;
        count += 1;
        if count % SEGMENT == 0 {
            told(count);
        }
    }
    told(count);
    let mut writer = Writer::new(fs, dir, 1);
    let segments = match write_sorted(sorter, &mut writer, even(count, SEGMENT)) {
        Ok(segments) => segments,
        Err(error) => {
            writer.take_back();
            return Err(error);
        }
    };
    sync(fs, &dir.join(USERS))?;
    let entries = segments.iter().map(|segment| &segment.entry);
    let entries = tenant_file::segments(entries)?;
    commit(fs, dir, false, |snapshot| {
        let text = tenant_file::whole(facts, snapshot, &entries)?;
        read(&text)?;
        Ok(text)
    })
}

/// Writes what `sorter` has into segment files of `each` users, and looks whether anybody is there
/// twice.
fn write_sorted(
    sorter: Sorter<'_>,
    writer: &mut Writer<'_>,
    each: usize,
) -> Result<Vec<Arc<Segment>>, StoreError> {
    let mut segments: Vec<Arc<Segment>> = Vec::new();
    sorter.finish(|record| {
        writer.add(record);
        if writer.is_full(each) {
            segments.extend(writer.finish()?);
        }
        Ok(())
    })?;
    segments.extend(writer.finish()?);
    let base = Base::new(segments.clone());
    match base.twice().first() {
        Some(twice) => Err(StoreError::Damaged(twice.of_new(&base))),
        None => Ok(segments),
    }
}

fn make_folders(fs: &dyn Fs, dir: &Path, inside: &[&str]) -> Result<(), StoreError> {
    let folders = inside.iter().map(|name| dir.join(name));
    for folder in std::iter::once(dir.to_owned()).chain(folders) {
        let made = fs.make_dir(&folder);
        made.map_err(|error| failed(&folder, "cannot be made: choose another folder", error))?;
    }
    match guard::writable_by_others(&guard::present(fs, dir)) {
        Some(why) => Err(StoreError::ReadOnly(why)),
        None => Ok(()),
    }
}

/// Begins the journal and writes `tenant.ron`: from then on there is a tenant. `keep`: a copy of
/// the text is kept to come back to. That of a large tenant would need a copy of all users.
fn commit(
    fs: &dyn Fs,
    dir: &Path,
    keep: bool,
    text: impl FnOnce(&SnapshotBlock) -> Result<String, StoreError>,
) -> Result<(), StoreError> {
    make_folders(fs, dir, &[JOURNAL])?;
    let journal = append::begin(fs, dir, 1, Sum::default())?;
    let snapshot = SnapshotBlock {
        generation: 1,
        base: 0,
        journal: journal.name(),
        at: journal.end,
        chain: journal.sum,
    };
    sync(fs, &dir.join(JOURNAL))?;
    let text = text(&snapshot)?;
    if keep {
        // Before the file that makes it a tenant: there is none without the state it was made with.
        files::put(fs, &origin::path(dir), text.as_bytes())?;
        sync(fs, &dir.join(BACKUP))?;
    }
    files::put(fs, &tenant_path(dir), text.as_bytes())?;
    sync(fs, dir)
}

fn sync(fs: &dyn Fs, folder: &Path) -> Result<(), StoreError> {
    let synced = fs.sync_dir(folder);
    synced.map_err(|error| failed(folder, "cannot be made durable: try again", error))
}

/// What the text of a `tenant.ron` says: the tenant's facts, and its users in the text's order.
///
/// # Errors
///
/// Where it is not a tenant's, with every place.
pub fn read_text(text: &str) -> Result<(TenantFacts, Vec<User>), StoreError> {
    let file = read(text)?;
    match file.users {
        Users::Inline(users) => Ok((file.facts, users)),
        Users::Segments(_) => Err(StoreError::Damaged(
            "tenant.ron: its users are in files of their own, which are not part of the text"
                .to_owned(),
        )),
    }
}

fn text(made: Made<'_>, snapshot: &SnapshotBlock) -> Result<String, StoreError> {
    let text = match made {
        Made::Of(facts, users) => format_tenant(facts, snapshot, users)?,
        Made::From(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let (body, _) = split_sum(text);
            let old = read(body)?.snapshot;
            let (facts, users) = read_text(body)?;
            let order: Vec<_> = users.iter().map(|user| user.id).collect();
            let tenant = Tenant::new(facts, users, 0)?;
            rewritten(body, (&tenant, &old), (&tenant, snapshot), &order)?.0
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
