//! Putting a damaged tenant right: what is there on both sides of the damage, what would be done,
//! and doing it. Nothing is thrown away: what is cut off or replaced is kept beside it.

mod sides;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::append::Journal;
use super::count::Count;
use super::files::{self, BACKUP, JOURNAL, backups, failed, tenant_path};
use super::guard;
use super::load::{Loaded, load, load_with};
use super::open::{access, cut, kept_name};
use super::{Options, check::journals};
use crate::domain::directory::Revision;
use crate::store::fs::Fs;
use crate::store::tenant_file::untouched;
use crate::store::{Access, StoreError, journal};

/// A tenant that can be put right, or needs not. Holds the lock.
pub struct Repair {
    dir: PathBuf,
    fs: std::sync::Arc<dyn Fs>,
    /// What is wrong, and what is there on both sides of it: a line each.
    pub found: Vec<String>,
    steps: Vec<Step>,
    /// What the tenant is afterwards, in a sentence.
    pub outcome: String,
    _lock: Option<Box<dyn Send + Sync>>,
}

/// One thing to do.
enum Step {
    /// Put a journal file aside that comes behind the damage.
    Aside(u64),
    /// Cut a journal file behind its last good line.
    Cut(Journal, Vec<u8>),
    /// Put a backup in the place of `tenant.ron`.
    PutBack(String),
}

impl Step {
    fn text(&self) -> String {
        match self {
            Self::Aside(first) => {
                let name = journal::file_name(*first);
                format!("put {JOURNAL}/{name} aside, under a name beside it")
            }
            Self::Cut(journal, bytes) => format!(
                "cut {} at byte {}, and keep the {} bytes behind it in a file beside it",
                journal.name(),
                journal.end,
                bytes.len()
            ),
            Self::PutBack(name) => format!(
                "put {BACKUP}/{name} in the place of tenant.ron, and keep what is there beside it"
            ),
        }
    }
}

impl Repair {
    /// Looks what is wrong with the tenant in `dir` and what can be done. Writes nothing yet.
    ///
    /// # Errors
    ///
    /// [`StoreError::ReadOnly`] where another process has it open, or it cannot be written; what
    /// is wrong where nothing can be done about it.
    pub fn of(dir: &Path, options: &Options) -> Result<Self, StoreError> {
        let fs = &*options.fs;
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        if fs.stat(&dir).is_err() {
            // Taking the lock would make a folder's file where there is no folder.
            load(fs, &dir)?;
        }
        let (access, lock) = access(&dir, options, &guard::present(fs, &dir));
        if let Access::ReadOnly(why) = access {
            return Err(StoreError::ReadOnly(why));
        }
        let mut repair = Self {
            dir,
            fs: options.fs.clone(),
            found: Vec::new(),
            steps: Vec::new(),
            outcome: String::new(),
            _lock: lock,
        };
        match load(fs, &repair.dir) {
            Ok(loaded) => repair.of_journal(loaded)?,
            Err(error @ (StoreError::Missing(_) | StoreError::Damaged(_))) => {
                repair.of_tenant(&error)?;
            }
            Err(error) => return Err(error),
        }
        Ok(repair)
    }

    /// What would be done, a line each; none: nothing needs to be done.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        self.steps.iter().map(Step::text)
    }

    /// Does it.
    pub fn carry_out(self) -> Result<(), StoreError> {
        let (fs, dir) = (&*self.fs, &self.dir);
        for step in &self.steps {
            match step {
                Step::Aside(first) => {
                    let path = dir.join(JOURNAL).join(journal::file_name(*first));
                    let kept = kept_name(fs, &path, ".cut-0");
                    let moved = fs.rename(&path, &kept);
                    moved.map_err(|error| failed(&path, "cannot be put aside", error))?;
                    sync(fs, &dir.join(JOURNAL))?;
                }
                Step::Cut(journal, bytes) => cut(fs, dir, journal, bytes)?,
                Step::PutBack(name) => put_back(fs, dir, &dir.join(BACKUP).join(name))?,
            }
        }
        Ok(())
    }

    /// `tenant.ron` can be read.
    fn of_journal(&mut self, mut loaded: Loaded) -> Result<(), StoreError> {
        let segments = segment_faults(&*self.fs, &self.dir, &mut loaded);
        if !segments.is_empty() {
            return self.of_tenant(&StoreError::Damaged(segments.join("\n")));
        }
        let revision = loaded.tenant.revision();
        let journal = loaded.journal;
        let path = journal.path(&self.dir);
        let read = self.fs.read(&path, 0);
        let bytes = read.map_err(|error| failed(&path, "cannot be read", error))?;
        let end = usize::try_from(journal.end).unwrap_or(usize::MAX);
        let Some(rest) = bytes.get(end..) else {
            // The journal ends before the place where tenant.ron goes on.
            let damage = loaded.damage.unwrap_or_default();
            return self.of_tenant(&StoreError::Damaged(damage));
        };
        if let Some(damage) = &loaded.damage {
            self.found.push(damage.clone());
            if loaded.written.snapshot.base + loaded.entries.len() as u64 != revision {
                // An entry that verifies and cannot be applied: cutting would not help.
                return self.of_tenant(&StoreError::Damaged(damage.clone()));
            }
        } else if loaded.torn.is_some() {
            self.found.push(format!(
                "{}: 1 change behind entry {revision}, at byte {end}, was never finished",
                journal.name()
            ));
        }
        self.found.extend(sealed(&*self.fs, &self.dir, &self.found));
        if loaded.damage.is_none() && loaded.torn.is_none() {
            self.outcome = format!("nothing has to be done: it opens at entry {revision}");
            return Ok(());
        }
        let later = sides::later_files(&*self.fs, &self.dir, journal.first);
        self.found.push(sides::before(&loaded.entries, revision));
        self.found.extend(sides::behind(rest));
        for &first in &later {
            self.found.push(sides::file(&*self.fs, &self.dir, first));
        }
        // From the end on, so that a crash in between leaves damage and no gap.
        let aside = later.into_iter().rev().map(Step::Aside);
        self.steps.extend(aside);
        if !rest.is_empty() {
            self.steps.push(Step::Cut(journal, rest.to_vec()));
        }
        self.outcome = format!(
            "the tenant is then as of entry {revision}; what came behind it is in the files that are kept, to be done again"
        );
        Ok(())
    }

    /// `tenant.ron` cannot be read or does not fit: an older one may do.
    fn of_tenant(&mut self, error: &StoreError) -> Result<(), StoreError> {
        let text = error.to_string();
        let faults = text.lines().filter(|line| !line.starts_with("nothing was"));
        self.found.extend(faults.map(str::to_owned));
        let newest = journals(&*self.fs, &self.dir)
            .last()
            .map(|read| read.next - 1);
        for name in backups(&*self.fs, &self.dir).into_iter().rev() {
            match self.revision_with(&name) {
                Ok(revision) => {
                    self.outcome = if Some(revision) == newest {
                        format!(
                            "every change is there then, up to entry {revision}: the journal has them"
                        )
                    } else {
                        format!("the tenant is then as of entry {revision}")
                    };
                    self.found.push(format!("{BACKUP}/{name} can be put back"));
                    self.steps.push(Step::PutBack(name));
                    return Ok(());
                }
                Err(why) => self
                    .found
                    .push(format!("{BACKUP}/{name} cannot be put back: {why}")),
            }
        }
        self.found.dedup();
        Err(StoreError::Damaged(self.found.join("\n")))
    }

    /// How far the tenant would come with this backup; why it is of no use.
    fn revision_with(&self, name: &str) -> Result<Revision, String> {
        let path = self.dir.join(BACKUP).join(name);
        let mut loaded = load_with(&*self.fs, &self.dir, &path).map_err(|why| why.to_string())?;
        match loaded.damage {
            Some(damage) => Err(damage),
            None if !untouched(&loaded.written.text) => Err("its sum does not fit".to_owned()),
            None => match segment_faults(&*self.fs, &self.dir, &mut loaded).first() {
                Some(fault) => Err(fault.clone()),
                None => Ok(loaded.tenant.revision()),
            },
        }
    }
}

/// What is wrong in the segment files, and with what the journal changes in them.
fn segment_faults(fs: &dyn Fs, dir: &Path, loaded: &mut Loaded) -> Vec<String> {
    let count = Count::of(loaded);
    let read = count.and_then(|count| count.read(fs, dir, &AtomicBool::new(false)));
    read.map_or_else(Vec::new, |(_, faults)| faults)
}

/// Damage in sealed journal files: the tenant does not need them, so they are left as they are.
fn sealed(fs: &dyn Fs, dir: &Path, known: &[String]) -> Vec<String> {
    let named = journals(fs, dir).into_iter().flat_map(|read| {
        let name = format!("{JOURNAL}/{}", read.name);
        read.faults
            .into_iter()
            .map(move |fault| format!("{name}: {fault}"))
    });
    let other = named.filter(|fault| !known.contains(fault));
    let note = |fault| format!("{fault} (the tenant does not need it; it is left as it is)");
    other.map(note).collect()
}

fn put_back(fs: &dyn Fs, dir: &Path, backup: &Path) -> Result<(), StoreError> {
    let path = tenant_path(dir);
    if fs.stat(&path).is_ok() {
        let kept = kept_name(fs, &path, ".damaged");
        let linked = fs.link(&path, &kept);
        linked.map_err(|error| failed(&kept, "cannot be kept, so nothing was done", error))?;
    }
    let bytes = fs.read(backup, 0);
    let bytes = bytes.map_err(|error| failed(backup, "cannot be read", error))?;
    files::put(fs, &path, &bytes)?;
    sync(fs, dir)
}

fn sync(fs: &dyn Fs, folder: &Path) -> Result<(), StoreError> {
    let synced = fs.sync_dir(folder);
    synced.map_err(|error| failed(folder, "cannot be made durable: try again", error))
}
