//! From the small form to the large one and back. Happens seldom, so the state stays locked.

use std::path::Path;
use std::sync::Arc;

use super::super::State;
use super::super::files::failed;
use super::super::held::Held;
use super::super::written::{Written, WrittenUsers};
use super::block;
use super::commit::commit;
use super::segments::{entries, sync_users};
use crate::domain::directory::Directory;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;
use crate::store::fs::Fs;
use crate::store::segments::{Base, Large, Segment, USERS, Writer, even, line_of};
use crate::store::tenant_file::{self, SnapshotBlock, rewritten_as};

/// Writes everybody into segment files.
pub(super) fn grow(
    fs: &dyn Fs,
    dir: &Path,
    state: &mut State,
    tenant: &Tenant,
    limit: usize,
) -> Result<(), StoreError> {
    let users = dir.join(USERS);
    if fs.stat(&users).is_err() {
        let made = fs.make_dir(&users).and_then(|()| fs.sync_dir(dir));
        made.map_err(|error| failed(&users, "cannot be made", error))?;
    }
    state.generation += 1;
    let snapshot = block(state, state.generation);
    let mut writer = Writer::new(fs, dir, snapshot.generation);
    let written = write_all(&mut writer, tenant, limit).and_then(|segments| {
        sync_users(fs, dir)?;
        Ok(segments)
    });
    let segments = match written {
        Ok(segments) => segments,
        Err(error) => {
            writer.take_back();
            return Err(error);
        }
    };
    let entries = entries(&segments);
    let text = rewritten_as(
        &state.written.text,
        (state.written.facts(), &state.written.snapshot),
        (tenant.facts(), &snapshot),
        &tenant_file::segments(&entries)?,
    )?;
    let stat = commit(fs, dir, &state.written, &text)?;
    let facts = Arc::new(tenant.facts().clone());
    let base = Base::new(segments).with_tables();
    let large = Large::new(Arc::clone(&facts), Arc::new(base), tenant.revision());
    state.tenant = Held::Large(Arc::new(large));
    let written = Written {
        text,
        stat,
        snapshot,
        users: WrittenUsers::Segments { facts, entries },
    };
    state.wrote(fs, dir, written);
    state.rests = true;
    Ok(())
}

fn write_all(
    writer: &mut Writer<'_>,
    tenant: &Tenant,
    limit: usize,
) -> Result<Vec<Arc<Segment>>, StoreError> {
    let each = even(tenant.len(), limit);
    let mut segments = Vec::new();
    for user in tenant.users() {
        writer.add(&line_of(user)?);
        if writer.is_full(each) {
            segments.extend(writer.finish()?);
        }
    }
    segments.extend(writer.finish()?);
    Ok(segments)
}

/// Writes everybody into `tenant.ron`.
pub(super) fn shrink(
    fs: &dyn Fs,
    dir: &Path,
    state: &mut State,
    large: &Large,
) -> Result<(), StoreError> {
    let ids = (0..large.len())
        .filter_map(|at| large.head(at))
        .map(|head| head.id);
    let users: Option<Vec<_>> = ids
        .map(|id| large.user(id).map(Arc::unwrap_or_clone))
        .collect();
    let users = users.ok_or_else(|| {
        let why = large.fault().unwrap_or("a segment file cannot be read");
        StoreError::Damaged(why.to_owned())
    })?;
    let tenant = Tenant::new(large.facts().clone(), users, large.revision())?;
    state.generation += 1;
    let snapshot = block(state, state.generation);
    write_inline(fs, dir, state, &Arc::new(tenant), snapshot)
}

/// Writes everybody into `tenant.ron`, whatever it was before.
pub(super) fn write_inline(
    fs: &dyn Fs,
    dir: &Path,
    state: &mut State,
    tenant: &Arc<Tenant>,
    snapshot: SnapshotBlock,
) -> Result<(), StoreError> {
    let text = rewritten_as(
        &state.written.text,
        (state.written.facts(), &state.written.snapshot),
        (tenant.facts(), &snapshot),
        &tenant_file::inline(tenant.users())?,
    )?;
    let stat = commit(fs, dir, &state.written, &text)?;
    state.tenant = Held::Small(Arc::clone(tenant));
    let written = Written {
        text,
        stat,
        snapshot,
        users: WrittenUsers::Inline {
            order: tenant.users().map(|user| user.id).collect(),
            tenant: Arc::clone(tenant),
        },
    };
    state.wrote(fs, dir, written);
    state.rests = true;
    Ok(())
}
