//! Programs of a few lines on the real guard and loop, for what the portal never does by itself.
//! The test binary starts itself again, told by a variable which of them to be.

use std::env;
use std::io::{Read as _, Write as _, stdin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use portable_pty::CommandBuilder;
use proofup::app::log::Log;
use proofup::app::{self, Options};
use proofup::domain::audit::AuditEntry;
use proofup::domain::edition::Edition;
use proofup::domain::entropy::Entropy;
use proofup::domain::plan::Plan;
use proofup::domain::settings::{Policies, ServiceSettings};
use proofup::domain::sign_in::SignInEntry;
use proofup::domain::tenant::{Tenant, TenantFacts};
use proofup::portal::model::Start;
use proofup::store::memory::MemoryStore;
use proofup::store::{Access, Committed, Snapshot, Store, StoreError, Watcher};
use proofup::terminal::guard::Guard;
use proofup::terminal::tty::Tty;

use super::harness::Pty;

const WHICH: &str = "PROOFUP_TEST_PROBE";

/// Starts a probe as the session's leader, as a terminal starts a program instead of a shell.
pub fn start(which: &str) -> Pty {
    let mut command = CommandBuilder::new(env::current_exe().unwrap());
    command.args(["--exact", "probe::be_a_probe", "--ignored", "--nocapture"]);
    command.env(WHICH, which);
    Pty::start_command(command, (80, 24))
}

/// Starts a probe under a shell with job control. When the probe stops, the shell says `back in the
/// shell`, and continues it after Enter.
pub fn start_in_job_shell(which: &str) -> Pty {
    let script = r#""$0" --exact probe::be_a_probe --ignored --nocapture
        echo back in the shell; read -r line; fg"#;
    let mut command = CommandBuilder::new("sh");
    command.args(["-mc", script]);
    command.arg(env::current_exe().unwrap());
    command.env(WHICH, which);
    Pty::start_command(command, (80, 24))
}

#[test]
#[ignore = "started by the other tests"]
fn be_a_probe() {
    match env::var(WHICH).as_deref() {
        Ok("panic") => {
            let _guard = guard();
            panic!("the probe panics");
        }
        Ok("panic in the loop") => {
            let store = Arc::new(PanickingStore::new());
            let start = Start::of(store.snapshot(), Access::Sandbox, Entropy::from_seed(0));
            let options = Options {
                store,
                start,
                clock: None,
                log: Log::default(),
                record: None,
                audience: None,
                keep_view: None,
            };
            let _ = app::run(options);
        }
        Ok("suspend") => {
            let guard = guard();
            let suspended = guard.suspend().unwrap();
            let word = if suspended {
                "continued"
            } else {
                "not suspended"
            };
            write!(guard.output(), "{word}\r\n").unwrap();
            stdin().read_exact(&mut [0]).unwrap();
        }
        other => panic!("{other:?} is no probe"),
    }
}

fn guard() -> Guard {
    Guard::enter(Arc::new(Tty::open().unwrap()), true).unwrap()
}

/// Panics when it is asked for a snapshot a second time, which the loop does.
struct PanickingStore {
    store: MemoryStore,
    asked: AtomicBool,
}

impl PanickingStore {
    fn new() -> Self {
        let facts = TenantFacts {
            name: "Contoso".to_owned(),
            domains: vec!["contoso.com".to_owned()],
            edition: Edition::default(),
            demo: true,
            settings: ServiceSettings::default(),
            policies: Policies::default(),
            clock_days: 0,
        };
        Self {
            store: MemoryStore::new(Tenant::new(facts, [], 0).unwrap()),
            asked: AtomicBool::new(false),
        }
    }
}

impl Store for PanickingStore {
    fn snapshot(&self) -> Snapshot {
        assert!(!self.asked.swap(true, Ordering::SeqCst), "the probe panics");
        self.store.snapshot()
    }

    fn submit(&self, plan: Plan) -> Result<Committed, StoreError> {
        self.store.submit(plan)
    }

    fn access(&self) -> Access {
        self.store.access()
    }

    fn watch(&self, told: Watcher) {
        self.store.watch(told);
    }

    fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        self.store.audit(limit)
    }

    fn sign_ins(&self, limit: usize) -> Result<Vec<SignInEntry>, StoreError> {
        self.store.sign_ins(limit)
    }
}
