//! Which tenant is meant, making it and opening it: the only place here that knows how tenants
//! are kept.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use directories::ProjectDirs;

use super::arguments::Options;
use super::{Failure, Opened};
use crate::demo;
use crate::demo::document;
use crate::domain::tenant::{Tenant, TenantFacts};
use crate::domain::user::User;
use crate::store::memory::MemoryStore;
use crate::store::{Access, Snapshot, Store, StoreError};

const FILE: &str = "tenant.ron";

/// What a new tenant is made of.
pub(super) enum Made<'a> {
    /// These users.
    Of(&'a TenantFacts, &'a [User]),
    /// This text; its comments are kept.
    From(&'a str),
}

/// Refuses where there is a tenant already.
pub(super) fn refuse_existing(dir: &Path) -> Result<(), Failure> {
    if holds_tenant(dir) {
        let dir = dir.display();
        return Err(Failure::said(format!(
            "{dir} holds a tenant already: choose another folder, or open it with `proofup --tenant {dir}`"
        )));
    }
    Ok(())
}

/// Makes a tenant.
pub(super) fn create(dir: &Path, made: &Made<'_>) -> Result<(), Failure> {
    refuse_existing(dir)?;
    let text = match made {
        Made::Of(facts, users) => document::write(facts, users)
            .map_err(|error| Failure::said(format!("the users cannot be stored: {error}")))?,
        Made::From(text) => (*text).to_owned(),
    };
    let written = std::fs::create_dir_all(dir).and_then(|()| std::fs::write(dir.join(FILE), text));
    written.map_err(|error| io_failure(dir, "cannot be made, choose another folder", error))
}

/// The tenant for the portal. The default one is made the first time.
pub(super) fn for_portal(options: Options) -> Result<Opened, Failure> {
    let choice = Choice::of(&options)?;
    let tenant = if choice.is_first_run() && !options.sandbox && !options.read_only {
        create(&choice.dir, &Made::From(demo::CONTOSO))?;
        open(&choice.dir)?
    } else {
        choice.read()?
    };
    let tenant = match options.edition {
        Some(edition) => tenant.in_edition(edition),
        None => tenant,
    };
    let access = match (options.sandbox, options.read_only) {
        (true, _) => Access::Sandbox,
        (_, true) => Access::ReadOnly("started with --read-only".to_owned()),
        _ => Access::Writable,
    };
    let store: Arc<dyn Store> = Arc::new(MemoryStore::with_access(tenant, access));
    Ok(Opened {
        store,
        notices: Vec::new(),
        entropy: options.entropy()?,
        options,
    })
}

/// The tenant for commands that only look. Writes nothing: where the default tenant was never
/// made, it is the demo as it would be made.
pub(super) fn for_reading(options: &Options) -> Result<Snapshot, Failure> {
    let tenant = Choice::of(options)?.read()?;
    Ok(MemoryStore::new(tenant).snapshot())
}

/// The folder that is meant, whether there is a tenant in it or not.
pub(super) fn folder(options: &Options) -> Result<PathBuf, Failure> {
    Ok(Choice::of(options)?.dir)
}

/// Every fault of the tenant in `dir`, each with its place; how many users where there is none.
pub(super) fn check(dir: &Path) -> Result<Result<usize, Vec<String>>, Failure> {
    match open(dir) {
        Ok(tenant) => Ok(Ok(tenant.users().len())),
        Err(Failure::Store(StoreError::Damaged(faults))) => {
            Ok(Err(faults.lines().map(str::to_owned).collect()))
        }
        Err(failure) => Err(failure),
    }
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
        let project = ProjectDirs::from("", "", "proofup").ok_or_else(|| {
            Failure::said("no home folder to keep the default tenant in: give --tenant DIR")
        })?;
        Ok(Self {
            dir: project.data_dir().join("contoso"),
            named: false,
        })
    }

    fn is_first_run(&self) -> bool {
        !self.named && !holds_tenant(&self.dir)
    }

    fn read(&self) -> Result<Tenant, Failure> {
        if self.is_first_run() {
            return parse(Path::new("contoso.ron"), demo::CONTOSO);
        }
        open(&self.dir)
    }
}

fn holds_tenant(dir: &Path) -> bool {
    dir.join(FILE).exists()
}

fn open(dir: &Path) -> Result<Tenant, Failure> {
    if !holds_tenant(dir) {
        let dir = dir.display();
        return Err(Failure::said(format!(
            "no tenant in {dir}: make one with `proofup init {dir}`"
        )));
    }
    let path = dir.join(FILE);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| io_failure(&path, "cannot be read", error))?;
    parse(&path, &text)
}

fn parse(path: &Path, text: &str) -> Result<Tenant, Failure> {
    let (facts, users) = document::read(text).map_err(|error| {
        let (place, what) = (error.span.start, &error.code);
        let path = path.display();
        StoreError::Damaged(format!("{path}:{}:{}: {what}", place.line, place.col))
    })?;
    Ok(Tenant::new(facts, users, 0).map_err(StoreError::from)?)
}

fn io_failure(path: &Path, what: &'static str, error: io::Error) -> Failure {
    Failure::Store(StoreError::Io {
        path: path.to_owned(),
        what,
        error,
    })
}
