//! Opening a tenant: who may write, what is on disk, and what has to be put right first.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, OnceLock, RwLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::append::Journal;
use super::count::Count;
use super::files::{JOURNAL, LOCK, beside, failed};
use super::fold::{fold, limit};
use super::guard;
use super::held::Held;
use super::keeper::Keeper;
use super::load::{Loaded, load};
use super::options::Sizes;
use super::trail::Trail;
use super::written::WrittenUsers;
use super::{FolderStore, Inner, Options, State};
use crate::domain::audit::{Activity, AuditEntry, AuditResult};
use crate::domain::directory::{Directory, Head};
use crate::domain::role::Role;
use crate::store::fresh::Touched;
use crate::store::fs::{Fs, Lock};
use crate::store::invariants;
use crate::store::journal::{self, Entry};
use crate::store::kept::Kept;
use crate::store::sum::Sum;
use crate::store::{Access, StoreError};

const EDIT_SHOWN: &str = "tenant.ron was edited by hand; the edit is shown, and nothing is written";
/// How often the lock is tried while it is waited for.
const RETRY: Duration = Duration::from_millis(20);

impl FolderStore {
    /// Opens the tenant in `dir`. Where it cannot be written it is open for reading, and
    /// [`crate::store::Store::access`] says why.
    ///
    /// # Errors
    ///
    /// Where no state can be told for certain: a file is missing, of a newer format, or not what
    /// a tenant is made of; or an edit by hand does not fit what came after. Nothing is written
    /// then.
    pub fn open(dir: &Path, options: &Options) -> Result<Self, StoreError> {
        let fs = &*options.fs;
        // A linked folder is followed once, here; links inside it are refused for writing.
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let present = guard::present(fs, &dir);
        let (mut access, lock) = access(&dir, options, &present);
        let mut loaded = load(fs, &dir)?;
        if access == Access::Writable
            && let Some(damage) = &loaded.damage
        {
            access = Access::ReadOnly(format!(
                "{damage}; everything before it is shown. Run `proofup check` for all of it"
            ));
        }
        let mut notices = std::mem::take(&mut loaded.notices);
        notices.extend(guard::readable_by_others(&present));
        let torn = loaded.torn.take();
        let edited = loaded.edited;
        loaded.journal = loaded.journal.limited(options.journal_limit);
        let mut count = Count::of(&mut loaded);
        if edited && let Some(count) = count.take() {
            // Whether an edit fits is only known once everybody is.
            read_now(fs, &dir, &mut loaded, count, &mut access)?;
        }
        let mut state = state_of(loaded, options.sizes);
        if let Some(bytes) = torn {
            notices.push("1 unfinished change dropped".to_owned());
            if access == Access::Writable
                && let Err(error) = cut(fs, &dir, &state.journal, &bytes)
            {
                access =
                    Access::ReadOnly(format!("an unfinished change cannot be cut off: {error}"));
            }
        }
        if edited {
            match access.clone() {
                Access::Writable => match take_over(fs, &dir, &mut state, options) {
                    Ok(notice) => notices.push(notice),
                    Err(refused @ StoreError::Damaged(_)) => return Err(refused),
                    Err(error) => {
                        access = Access::ReadOnly(format!(
                            "tenant.ron was edited by hand, which could not be taken over: {error}"
                        ));
                    }
                },
                _ => notices.push(EDIT_SHOWN.to_owned()),
            }
        }
        state.notices = notices;
        let inner = Arc::new(Inner {
            published: RwLock::new(state.tenant.shown(options.edition)),
            state: Mutex::new(state),
            ready: Condvar::new(),
            dir,
            fs: options.fs.clone(),
            edition: options.edition,
            sizes: options.sizes,
            watchers: Mutex::default(),
            access: RwLock::new(access),
            damage: OnceLock::new(),
            _lock: lock,
            folding: Mutex::default(),
            keeper: Keeper::new(options.fold_when_idle),
            stop: AtomicBool::new(false),
        });
        if let Some(count) = count {
            inner.start_counting(count);
        }
        Ok(Self { inner })
    }
}

pub(super) fn state_of(loaded: Loaded, sizes: Sizes) -> State {
    let mut trail = Trail::new(loaded.written.snapshot.base);
    // No plan is older than that.
    let touched = Touched::since(loaded.tenant.revision());
    for entry in loaded.entries {
        trail.extend(entry.audit, entry.sign_ins);
    }
    State {
        fold_at: limit(&loaded.tenant, sizes),
        written: loaded.written,
        tenant: loaded.tenant,
        journal: loaded.journal,
        touched,
        trail,
        tail: loaded.tail,
        generation: loaded.generation,
        since: None,
        kept: Kept::default(),
        rests: loaded.rests,
        notices: Vec::new(),
    }
}

/// Reads a large tenant whose `tenant.ron` was edited by hand: the edit may be of the list of
/// segment files itself.
fn read_now(
    fs: &dyn Fs,
    dir: &Path,
    loaded: &mut Loaded,
    count: Count,
    access: &mut Access,
) -> Result<(), StoreError> {
    let Some((mut large, damage)) = count.read(fs, dir, &AtomicBool::new(false)) else {
        return Ok(());
    };
    if let Some(damage) = damage.first() {
        return Err(StoreError::Damaged(format!(
            "tenant.ron was edited by hand and does not fit its files: {damage}; take that part of the edit back, nothing was written"
        )));
    }
    let facts = loaded.written.facts();
    let mut heads = (0..large.len()).filter_map(|at| large.head(at));
    if let Some(why) = heads.find_map(|head| invariants::upn_fault(head.upn, facts)) {
        return Err(StoreError::Damaged(format!(
            "tenant.ron: {why}\nnothing was written"
        )));
    }
    if *access == Access::Writable && loaded.damage.is_some() {
        *access = Access::ReadOnly(EDIT_SHOWN.to_owned());
    }
    large = large.at_revision(loaded.tenant.revision());
    loaded.tenant = Held::Large(Arc::new(large));
    Ok(())
}

/// Whether this process may write, with the lock if it has it.
pub(super) fn access(
    dir: &Path,
    options: &Options,
    present: &guard::Present,
) -> (Access, Option<Box<dyn Send + Sync>>) {
    let read_only = |why: String| (Access::ReadOnly(why), None);
    if options.read_only {
        return read_only("opened with --read-only".to_owned());
    }
    if options.sandbox {
        return (Access::Sandbox, None);
    }
    if let Some(why) = guard::writable_by_others(present) {
        return read_only(why);
    }
    let path = dir.join(LOCK);
    let note = format!(
        "process {} has it open since {} UTC",
        std::process::id(),
        options.now.date_and_time()
    );
    let until = Instant::now() + options.lock_wait;
    loop {
        match options.fs.lock(&path, &note) {
            Ok(Lock::Held(lock)) => return (Access::Writable, Some(lock)),
            Ok(Lock::Taken(_)) if Instant::now() < until => sleep(RETRY),
            Ok(Lock::Taken(note)) => {
                let note = note.lines().next().unwrap_or_default();
                return read_only(match note.strip_prefix("process ") {
                    Some(rest) => format!("another proofup (process {rest}"),
                    None => "another proofup has it open".to_owned(),
                });
            }
            Ok(Lock::Unsupported(_)) if options.without_lock => return (Access::Writable, None),
            Ok(Lock::Unsupported(error)) => {
                return read_only(format!(
                    "this file system has no locks ({error}): --no-lock writes all the same, if nothing else has it open"
                ));
            }
            Err(error) => return read_only(format!("the folder cannot be written: {error}")),
        }
    }
}

/// Cuts what was never finished off the journal. The bytes are kept beside it.
pub(super) fn cut(
    fs: &dyn Fs,
    dir: &Path,
    journal: &Journal,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let path = journal.path(dir);
    let kept = kept_name(fs, &path, &format!(".cut-{}", journal.end));
    let all = || {
        let file = fs.create(&kept)?;
        file.write_at(bytes, 0)?;
        file.sync()?;
        fs.sync_dir(&dir.join(JOURNAL))?;
        let handle = fs.open(&path)?;
        handle.set_len(journal.end)?;
        handle.sync()
    };
    all().map_err(|error| failed(&path, "the rest of it", error))
}

/// A name beside `path` that was never used.
pub(super) fn kept_name(fs: &dyn Fs, path: &Path, ending: &str) -> PathBuf {
    (0..u16::MAX)
        .map(|count| beside(path, &format!("{ending}-{count}")))
        .find(|name| fs.stat(name).is_err())
        .unwrap_or_default()
}

/// Makes an edit of `tenant.ron` by hand part of the tenant's history: an entry that names the
/// edited text, then a fold. A crash between the two does it again. Gives the notice.
fn take_over(
    fs: &dyn Fs,
    dir: &Path,
    state: &mut State,
    options: &Options,
) -> Result<String, StoreError> {
    if let Some(fault) = nobody_administers(state) {
        return Err(StoreError::Damaged(format!("{fault}\nnothing was written")));
    }
    let now = state.written.facts().now(options.now);
    let entry = Entry {
        n: state.tenant.revision() + 1,
        at: now,
        by: "by hand".to_owned(),
        title: "Edited by hand".to_owned(),
        facts: Vec::new(),
        sign_ins: Vec::new(),
        audit: vec![AuditEntry {
            at: now,
            actor: "by hand".into(),
            target: None,
            activity: Activity::EditedByHand,
            result: AuditResult::Success,
            modified: Arc::default(),
        }],
        edit: Some(Sum::default().then(state.written.text.as_bytes())),
    };
    let line = journal::line(&entry).map_err(StoreError::from);
    state.tail += state.journal.append(fs, dir, &entry, line)?;
    state.tenant = state.tenant.at_revision(entry.n);
    state.touched = Touched::since(entry.n);
    state.trail.extend(entry.audit, entry.sign_ins);
    // The entry holds it; a fold that fails now is made up for by the next.
    Ok(match fold(fs, dir, state, options.sizes) {
        Ok(_) => "tenant.ron was edited by hand: the edit was taken over; the file as it was edited is in backup".to_owned(),
        Err(error) => format!("tenant.ron was edited by hand: the edit was taken over, but the file could not be written anew: {error}"),
    })
}

/// Whether an edit by hand left nobody who could put things right.
fn nobody_administers(state: &State) -> Option<String> {
    match (&state.written.users, &state.tenant) {
        (WrittenUsers::Inline { tenant, .. }, _) => {
            let users: Vec<_> = tenant.users().cloned().collect();
            let fault = invariants::nobody_administers(&state.written.text, &users);
            fault.map(|fault| fault.to_string())
        }
        (WrittenUsers::Segments { .. }, tenant) => {
            let directory = tenant.directory();
            let mut heads = (0..directory.len()).filter_map(|at| directory.head(at));
            let administers = |head: Head<'_>| {
                head.roles.contains(Role::GlobalAdministrator) && !head.blocked && !head.deleted
            };
            let nobody = !directory.is_empty() && !heads.any(administers);
            nobody.then(|| "tenant.ron: nobody is left who could administer".to_owned())
        }
    }
}
