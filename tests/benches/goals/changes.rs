//! One change, and one for very many users.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use proofup::domain::change::Change;
use proofup::domain::command::Command;
use proofup::domain::entropy::Entropy;
use proofup::domain::id::UserId;
use proofup::domain::plan::{self, Actor, Plan};
use proofup::domain::role::Role;
use proofup::store::Store;
use proofup::store::folder::{FolderStore, Options};
use proofup::store::fs::{Disk, Fs, Handle};

use crate::harness::{Table, timed, turns};
use crate::sqlite::block;
use crate::support::{NOW, plan};
use crate::tenants::{Tenant, ids, options};
use crate::through::{Otherwise, Through};

/// How many users a bulk is of.
const BULK: usize = 100_000;

/// Appends to a file and syncs it, as a script would.
pub struct Append {
    file: File,
    end: u64,
}

impl Append {
    pub fn new(path: &Path) -> Self {
        let file = File::create(path).unwrap();
        Self { file, end: 0 }
    }

    pub fn line(&mut self, line: &[u8]) {
        self.file.write_all_at(line, self.end).unwrap();
        self.file.sync_data().unwrap();
        self.end += line.len() as u64;
    }
}

pub fn one(table: &mut Table, tenant: &Tenant) {
    let store = tenant.ready();
    let id = store.snapshot().head(7).unwrap().id;
    let text = id.to_string();
    let change = |round: usize| {
        let changes = vec![Change::Blocked(round.is_multiple_of(2))];
        let plan = plan(&*store.snapshot(), vec![(id, changes)]);
        timed(|| store.submit(plan).unwrap())
    };
    let mut floor = Append::new(&tenant.scratch);
    let times = turns(change, |_| timed(|| floor.line(&[b'x'; 340])));
    let what = format!("one change at {} / bare append + fdatasync", tenant.size());
    table.ratio(what, 1.15, "<= 1.15", times);
    let mut connection = tenant.database.open();
    let times = turns(change, |round| {
        timed(|| {
            block(
                &mut connection,
                std::iter::once(&text),
                round.is_multiple_of(2),
            )
        })
    });
    let what = format!("one change at {} / SQLite commit, WAL, FULL", tenant.size());
    table.ratio(what, 0.9, "<= 0.9", times);
}

/// The disk, and when its last sync ended.
struct Watched(Arc<Mutex<Instant>>);

struct Timed(Arc<Mutex<Instant>>, Box<dyn Handle>);

impl Otherwise for Watched {
    fn behind(&self) -> &dyn Fs {
        &Disk
    }

    fn handle(&self, _: &Path, handle: Box<dyn Handle>) -> Box<dyn Handle> {
        Box::new(Timed(Arc::clone(&self.0), handle))
    }
}

impl Handle for Timed {
    fn write_at(&self, bytes: &[u8], at: u64) -> std::io::Result<()> {
        self.1.write_at(bytes, at)
    }

    fn set_len(&self, len: u64) -> std::io::Result<()> {
        self.1.set_len(len)
    }

    fn sync(&self) -> std::io::Result<()> {
        let synced = self.1.sync();
        *self.0.lock().unwrap() = Instant::now();
        synced
    }
}

/// The plan of the portal for blocking these users, or the contrary.
fn bulk_plan(store: &FolderStore, users: &[UserId], block: bool) -> Plan {
    let snapshot = store.snapshot();
    let administrator = snapshot.find("admin@contoso.com").unwrap();
    let actor = Actor {
        id: administrator,
        upn: "admin@contoso.com".to_owned(),
        roles: Role::GlobalAdministrator.into(),
    };
    let users = users.iter().copied().filter(|user| *user != administrator);
    let users = users.collect();
    let command = if block {
        Command::BlockSignIn { users }
    } else {
        Command::UnblockSignIn { users }
    };
    plan::plan(
        &*snapshot,
        &actor,
        &command,
        &mut Entropy::from_seed(1),
        NOW,
    )
}

pub fn bulk(table: &mut Table, tenant: &Tenant) {
    let durable = Arc::new(Mutex::new(Instant::now()));
    let options = Options {
        fs: Arc::new(Through(Watched(Arc::clone(&durable)))),
        ..options()
    };
    let store = FolderStore::open(&tenant.dir, &options).unwrap();
    store.wait_until_ready();
    let mut ids = ids(&store);
    ids.truncate(BULK);
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let (mut planned, mut visible) = (Vec::new(), Vec::new());
    // A fold of the time before must not be counted, and syncs too.
    let shown = Arc::new(Mutex::new((Instant::now(), Instant::now())));
    store.watch({
        let (shown, durable) = (Arc::clone(&shown), Arc::clone(&durable));
        Box::new(move |_| {
            // The sync of the journal is the last before the change is seen.
            *shown.lock().unwrap() = (Instant::now(), *durable.lock().unwrap());
            true
        })
    });
    let ours = |round: usize| -> Duration {
        store.fold().unwrap();
        let start = Instant::now();
        let plan = bulk_plan(&store, &ids, round.is_multiple_of(2));
        planned.push(start.elapsed());
        let start = Instant::now();
        store.submit(plan).unwrap();
        let (seen, durable) = *shown.lock().unwrap();
        visible.push(seen.saturating_duration_since(start));
        durable.saturating_duration_since(start)
    };
    let mut connection = tenant.database.open();
    let sqlite =
        |round: usize| timed(|| block(&mut connection, texts.iter(), round.is_multiple_of(2)));
    let times = turns(ours, sqlite);
    let what = format!(
        "bulk of 100k at {}, durable / SQLite transaction",
        tenant.size()
    );
    table.ratio(what, 0.02, "<= 0.02", times);
    planned.sort_unstable();
    let what = format!("plan for 100k at {}, each user read once", tenant.size());
    table.time(what, Duration::MAX, "", planned[planned.len() / 2]);
    visible.sort_unstable();
    let what = format!("bulk of 100k at {}, visible behind the plan", tenant.size());
    table.time(
        what,
        Duration::from_millis(50),
        "< 50 ms",
        visible[visible.len() / 2],
    );
    store.close().unwrap();
}
