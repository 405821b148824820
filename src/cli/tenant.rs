//! Which tenant is meant, making it and opening it: the only place here that knows how tenants
//! are kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::arguments::Options;
use super::{Failure, Opened, ViewFile, paths};
use crate::demo;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::preferences::Preferences;
use crate::store::folder::{self, FolderStore, Made};
use crate::store::fs::Disk;
use crate::store::memory::MemoryStore;
use crate::store::{Access, Snapshot, Store, StoreError};

/// After so long without a change the tenant is folded, where that is quick: `git diff` is fresh.
const IDLE: Duration = Duration::from_secs(2);

/// Refuses where there is a tenant already.
pub(super) fn refuse_existing(dir: &Path) -> Result<(), Failure> {
    if folder::holds_tenant(&Disk, dir) {
        return Err(StoreError::Exists(dir.to_owned()).into());
    }
    Ok(())
}

/// Makes a tenant.
pub(super) fn create(dir: &Path, made: Made<'_>) -> Result<(), Failure> {
    folder::create(&Disk, dir, made).map_err(|error| not_made(dir, error))
}

/// Makes a large tenant of users who come one by one. `told` is called with how many came so far.
pub(super) fn create_large(
    dir: &Path,
    facts: &TenantFacts,
    users: impl Iterator<Item = User>,
    told: &mut dyn FnMut(usize),
) -> Result<(), Failure> {
    let made = folder::create_large(&Disk, dir, facts, users, told);
    made.map_err(|error| not_made(dir, error))
}

fn not_made(dir: &Path, error: StoreError) -> Failure {
    match error {
        // The places are those of a text that was never written: only what is wrong helps.
        StoreError::Damaged(faults) => {
            let first = faults.lines().next().unwrap_or_default();
            let what = first.splitn(4, ':').last().unwrap_or_default().trim();
            Failure::said(format!(
                "{} cannot be made: {what}; choose fewer or other users, nothing was written",
                dir.display()
            ))
        }
        other => other.into(),
    }
}

/// The tenant for the portal. The default one is made the first time.
pub(super) fn for_portal(options: Options, preferences: Preferences) -> Result<Opened, Failure> {
    let choice = Choice::of(&options)?;
    let aside = options.sandbox || options.read_only;
    if choice.is_first_run() && !aside {
        if let Some(parent) = choice.dir.parent() {
            make_parents(parent)?;
        }
        create(&choice.dir, Made::From(demo::CONTOSO))?;
    }
    let (store, notices): (Arc<dyn Store>, _) = if choice.is_first_run() {
        let access = if options.sandbox {
            Access::Sandbox
        } else {
            Access::ReadOnly("opened with --read-only".to_owned())
        };
        let tenant = the_demo(&options)?;
        (
            Arc::new(MemoryStore::with_access(tenant, access)),
            Vec::new(),
        )
    } else {
        let store = choice.open(&options, options.read_only)?;
        store.follow();
        let notices = store.notices();
        (Arc::new(store), notices)
    };
    Ok(Opened {
        store,
        notices,
        view: None,
        entropy: options.entropy()?,
        preferences,
        options,
    })
}

impl Opened {
    /// With how the tenant was looked at last. A login that is proofup only has no such file.
    pub(super) fn with_view(mut self) -> Result<Self, Failure> {
        if !self.options.confined {
            let writable = self.store.access() == Access::Writable;
            let file = ViewFile::open(&folder(&self.options)?, writable);
            let (file, told) = file.unzip();
            self.view = file;
            self.notices.extend(told.flatten());
        }
        Ok(self)
    }
}

/// The tenant for commands that only look. Takes no lock and writes nothing: where the default
/// tenant was never made, it is the demo as it would be made.
pub(super) fn for_reading(options: &Options) -> Result<Snapshot, Failure> {
    Choice::of(options)?.read(options)
}

/// The folder that is meant, whether there is a tenant in it or not.
pub(super) fn folder(options: &Options) -> Result<PathBuf, Failure> {
    Ok(Choice::of(options)?.dir)
}

/// The folder that a command names, or else the one that is meant anyway.
pub(super) fn named_folder(dir: Option<PathBuf>, options: &Options) -> Result<PathBuf, Failure> {
    dir.map_or_else(|| folder(options), Ok)
}

/// The tenant in `dir`, in its own edition, open for writing unless that cannot be.
pub(super) fn open_for_writing(dir: &Path, options: &Options) -> Result<FolderStore, Failure> {
    let choice = Choice {
        dir: dir.to_owned(),
        named: true,
    };
    let own = Options {
        edition: None,
        ..options.clone()
    };
    let store = choice.open(&own, false)?;
    store.wait_until_ready();
    Ok(store)
}

/// Where what is not told another place is kept.
pub fn data_folder() -> Result<PathBuf, Failure> {
    let project = paths::project().ok_or_else(|| {
        Failure::said("no home folder to keep the default tenant in: give --tenant DIR")
    })?;
    Ok(project.data_dir().to_owned())
}

/// A folder, and whether somebody named it.
struct Choice {
    dir: PathBuf,
    named: bool,
}

impl Choice {
    fn of(options: &Options) -> Result<Self, Failure> {
        if let Some(dir) = &options.tenant {
            return Ok(Self {
                dir: dir.clone(),
                named: true,
            });
        }
        Ok(Self {
            dir: data_folder()?.join("contoso"),
            named: false,
        })
    }

    fn is_first_run(&self) -> bool {
        !self.named && !folder::holds_tenant(&Disk, &self.dir)
    }

    fn open(&self, options: &Options, read_only: bool) -> Result<FolderStore, Failure> {
        let options = folder::Options {
            read_only,
            sandbox: options.sandbox && !read_only,
            without_lock: options.no_lock,
            edition: options.edition,
            now: options.now(),
            fold_when_idle: Some(IDLE),
            ..folder::Options::default()
        };
        FolderStore::open(&self.dir, &options).map_err(|error| Failure::of_tenant(&self.dir, error))
    }

    fn read(&self, options: &Options) -> Result<Snapshot, Failure> {
        if self.is_first_run() {
            return Ok(Arc::new(the_demo(options)?));
        }
        let store = self.open(options, true)?;
        store.wait_until_ready();
        // What cannot be read would be missing in what is printed.
        match store.damage() {
            Some(damage) => Err(Failure::said(format!(
                "{}: {damage}; run `proofup check` for all of it",
                self.dir.display()
            ))),
            None => Ok(store.snapshot()),
        }
    }
}

/// The data folder may not be there on a new computer. The store makes the tenant's own only.
fn make_parents(parent: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(parent).map_err(|error| {
        Failure::from(StoreError::Io {
            path: parent.to_owned(),
            what: "cannot be made: give another place with --tenant DIR",
            error,
        })
    })
}

/// The demo tenant as it would be made, in memory.
fn the_demo(options: &Options) -> Result<Tenant, Failure> {
    let (facts, users) = demo::contoso()?;
    let tenant = Tenant::new(facts, users, 0).map_err(StoreError::from)?;
    Ok(match options.edition {
        Some(edition) => tenant.in_edition(edition),
        None => tenant,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::edition::Edition;

    fn demo() -> (tempfile::TempDir, Options) {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("demo");
        create(&dir, Made::From(demo::CONTOSO)).unwrap();
        let options = Options {
            tenant: Some(dir),
            seed: Some(1),
            ..Options::default()
        };
        (home, options)
    }

    #[test]
    fn the_portal_gets_the_tenant_for_writing_and_in_the_edition_asked_for() {
        let (_home, mut options) = demo();
        options.edition = Some(Edition::Azure2018);
        let opened = for_portal(options, Preferences::default()).unwrap();
        assert_eq!(opened.store.access(), Access::Writable);
        assert_eq!(opened.store.snapshot().edition(), Edition::Azure2018);
    }

    #[test]
    fn a_sandbox_is_a_whole_copy_that_holds_no_lock() {
        let (_home, mut options) = demo();
        options.sandbox = true;
        options.edition = Some(Edition::Azure2020);
        let sandbox = for_portal(options.clone(), Preferences::default()).unwrap();
        assert_eq!(sandbox.store.access(), Access::Sandbox);
        assert_eq!(sandbox.store.snapshot().edition(), Edition::Azure2020);
        assert_eq!(sandbox.store.snapshot().len(), 64);
        options.sandbox = false;
        let beside = for_portal(options, Preferences::default()).unwrap();
        assert_eq!(beside.store.access(), Access::Writable);
    }

    #[test]
    fn read_only_says_why() {
        let (_home, mut options) = demo();
        options.read_only = true;
        let Access::ReadOnly(why) = for_portal(options, Preferences::default())
            .unwrap()
            .store
            .access()
        else {
            panic!("it can be written");
        };
        assert!(why.contains("--read-only"), "{why}");
    }

    #[test]
    fn what_cannot_be_a_tenant_is_refused_without_a_place_that_is_nowhere() {
        let (home, _) = demo();
        let dir = home.path().join("twins");
        let (facts, mut users) = demo::contoso().unwrap();
        users[1].upn = users[0].upn.clone();
        let refused = create(&dir, Made::Of(&facts, &users)).unwrap_err().line();
        assert!(
            refused.contains("cannot be made: the user principal name admin@contoso.com"),
            "{refused}"
        );
        assert!(!refused.contains("tenant.ron"), "{refused}");
        assert!(!dir.exists());
    }

    #[test]
    fn a_named_tenant_is_never_made_by_opening_it() {
        let (home, mut options) = demo();
        options.tenant = Some(home.path().join("nowhere"));
        for sandbox in [false, true] {
            options.sandbox = sandbox;
            let line = for_portal(options.clone(), Preferences::default())
                .err()
                .unwrap()
                .line();
            assert!(line.contains("make one with `proofup init"), "{line}");
        }
        assert!(!home.path().join("nowhere").exists());
    }
}
