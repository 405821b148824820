//! Folding: `tenant.ron` is written anew as of the last entry. Its rename is the only commit point;
//! everything it names was durable before (`store.md` 7.3).

mod change_form;
mod commit;
mod segments;

use std::sync::{Arc, PoisonError};

use super::held::Held;
use super::options::Sizes;
use super::written::{Written, WrittenUsers};
use super::{Inner, State};
use crate::domain::directory::Directory;
use crate::domain::tenant::Tenant;
use crate::store::fs::Fs;
use crate::store::segments::Large;
use crate::store::tenant_file::{SnapshotBlock, rewritten};
use crate::store::{Access, StoreError};
use commit::{commit, remove_rests};

/// A small tenant's tail longer than this is folded at once, in bytes: it would make the next start
/// slow.
pub(super) const LONG_TAIL: u64 = 1 << 20;
/// A fold that rewrites no more segments than this is quick: a tenth of a second.
const QUICK: usize = 16;

impl Inner {
    pub(super) fn fold(&self) -> Result<(), StoreError> {
        if self.access() != Access::Writable {
            return Ok(());
        }
        let folding = self.folding.lock();
        let _folding = folding.unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        let folded = match &state.tenant {
            Held::Large(large) if large.len() >= self.sizes.small_below => {
                let large = Arc::clone(large);
                drop(state);
                let folded = self.fold_aside(&large);
                state = self.state();
                folded
            }
            _ => fold(&*self.fs, &self.dir, &mut state, self.sizes).map(|changed| {
                if changed {
                    self.publish(&state.tenant);
                }
            }),
        };
        state.fold_at = limit(&state.tenant, self.sizes);
        if folded.is_err() {
            // Not again with each change.
            state.fold_at += state.tail;
        }
        folded
    }

    /// Folds once the tail is long: a small tenant at once, a large one in the background. Nobody
    /// waits for it, so an error waits for the next fold.
    pub(super) fn fold_if_long(self: &Arc<Self>) {
        let state = self.state();
        let long = state.tail > state.fold_at;
        let small = matches!(state.tenant, Held::Small(_));
        drop(state);
        if self.access() != Access::Writable {
            return;
        }
        if long && small {
            let _ = self.fold();
        } else {
            self.fold_later(long);
        }
    }

    /// Folds where that is quick. What is not folded is in the journal.
    pub(super) fn fold_if_quick(&self) -> Result<(), StoreError> {
        let quick = match &self.state().tenant {
            Held::Small(_) => true,
            Held::Counting(_) => false,
            Held::Large(large) => large.to_rewrite() <= QUICK,
        };
        if quick { self.fold() } else { Ok(()) }
    }

    /// Folds a large tenant. The state is locked for moments only: whoever looks or changes
    /// something meanwhile does not wait.
    fn fold_aside(&self, large: &Arc<Large>) -> Result<(), StoreError> {
        let mut state = self.state();
        state.journal.check_frozen()?;
        if state.written.snapshot.base == state.tenant.revision() {
            return Ok(());
        }
        let large = match &state.tenant {
            Held::Large(now) => Arc::clone(now),
            _ => Arc::clone(large),
        };
        let job = segments::Job::begin(&mut state, large);
        drop(state);
        let (fs, dir) = (&*self.fs, &*self.dir);
        match job.write(fs, dir, self.sizes) {
            Ok(done) => {
                let keep = done.files();
                let fresh = self.catch_up(done.fresh());
                let mut state = self.state();
                done.finish(&mut state, fresh);
                self.publish(&state.tenant);
                drop(state);
                remove_rests(fs, dir, &keep);
                Ok(())
            }
            Err(error) => {
                let mut state = self.state();
                state.since = None;
                match &error {
                    StoreError::Frozen(why) => state.journal.frozen = Some(why.clone()),
                    StoreError::Damaged(why) => self.only_read(why),
                    _ => {}
                }
                Err(error)
            }
        }
    }

    /// Applies what was changed since the fold began, most of it without the lock. What is still
    /// left is for [`segments::Done::finish`]. `None`: a record cannot be read.
    fn catch_up(&self, mut fresh: Large) -> Option<Large> {
        /// So many changes are applied in a moment.
        const FEW: usize = 64;
        loop {
            let mut state = self.state();
            let Some(since) = state.since.as_mut() else {
                return Some(fresh);
            };
            let facts: usize = since.iter().map(|(_, facts)| facts.len()).sum();
            if facts <= FEW {
                return Some(fresh);
            }
            let since = std::mem::take(since);
            drop(state);
            for (revision, facts) in since {
                fresh.replay(&facts, revision).ok()?;
            }
        }
    }

    /// What is done at a clean exit.
    pub(super) fn fold_at_the_end(&self) -> Result<(), StoreError> {
        self.fold_if_quick()
    }
}

/// How long the tail gets.
pub(super) fn limit(tenant: &Held, sizes: Sizes) -> u64 {
    match tenant {
        Held::Small(_) => LONG_TAIL,
        Held::Counting(_) | Held::Large(_) => sizes.fold_at,
    }
}

/// Folds into the form that the number of users asks for. Whether the tenant in memory has another
/// form now.
pub(super) fn fold(
    fs: &dyn Fs,
    dir: &std::path::Path,
    state: &mut State,
    sizes: Sizes,
) -> Result<bool, StoreError> {
    state.journal.check_frozen()?;
    if state.written.snapshot.base == state.tenant.revision() {
        return Ok(false);
    }
    let folded = match state.tenant.clone() {
        Held::Counting(_) => Ok(false),
        Held::Small(tenant) if tenant.len() < sizes.large_from => {
            fold_small(fs, dir, state, &tenant).map(|()| false)
        }
        Held::Small(tenant) => {
            change_form::grow(fs, dir, state, &tenant, sizes.segment).map(|()| true)
        }
        // A record that `tenant.ron` must not have, such as a name outside the tenant's domains, is
        // let pass in a segment: it stays there, or the tenant could not be opened again.
        Held::Large(large) if large.len() < sizes.small_below && large.faults().is_empty() => {
            change_form::shrink(fs, dir, state, &large).map(|()| true)
        }
        Held::Large(large) => {
            let job = segments::Job::begin(state, large);
            job.write(fs, dir, sizes).map(|done| {
                let keep = done.files();
                let fresh = Some(done.fresh());
                done.finish(state, fresh);
                remove_rests(fs, dir, &keep);
                true
            })
        }
    };
    if let Err(StoreError::Frozen(why)) = &folded {
        state.journal.frozen = Some(why.clone());
    }
    folded
}

fn fold_small(
    fs: &dyn Fs,
    dir: &std::path::Path,
    state: &mut State,
    tenant: &Arc<Tenant>,
) -> Result<(), StoreError> {
    let generation = state.written.snapshot.generation + 1;
    let snapshot = block(state, generation);
    let WrittenUsers::Inline { tenant: was, order } = &state.written.users else {
        // A fold that changes the form made the text, so this is never so.
        return change_form::write_inline(fs, dir, state, tenant, snapshot);
    };
    let was = (&**was, &state.written.snapshot);
    let (text, order) = rewritten(&state.written.text, was, (&**tenant, &snapshot), order)?;
    let stat = commit(fs, dir, &state.written, &text)?;
    let written = Written {
        text,
        stat,
        snapshot,
        users: WrittenUsers::Inline {
            tenant: Arc::clone(tenant),
            order,
        },
    };
    state.wrote(fs, dir, written);
    Ok(())
}

/// Where the journal goes on behind the present state.
fn block(state: &State, generation: u64) -> SnapshotBlock {
    SnapshotBlock {
        generation,
        base: state.tenant.revision(),
        journal: state.journal.name(),
        at: state.journal.end,
        chain: state.journal.sum,
    }
}

impl State {
    /// `tenant.ron` is this now, as of the present state.
    fn wrote(&mut self, fs: &dyn Fs, dir: &std::path::Path, written: Written) {
        let before = std::mem::replace(&mut self.written, written);
        self.generation = self.generation.max(self.written.snapshot.generation);
        self.tail = 0;
        if self.rests {
            remove_rests(fs, dir, &commit::named([&before, &self.written]));
            self.rests = !before.entries().is_empty();
        }
    }
}
