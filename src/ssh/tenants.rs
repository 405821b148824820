//! What a login works on: the one tenant that all share, or a copy of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::app::log::Log;
use crate::app::{self, Options};
use crate::domain::entropy::Entropy;
use crate::domain::time::Timestamp;
use crate::portal::keymap::Keymap;
use crate::portal::model::{Reach, Start};
use crate::portal::saved_view::SavedView;
use crate::portal::theme::Look;
use crate::store::{Snapshot, Store, StoreError};

/// What the server gives its logins.
pub struct Served {
    /// The tenant.
    pub store: Arc<dyn Store>,
    /// What to tell each login at its start.
    pub notices: Vec<String>,
    /// Where ids and generated secrets come from.
    pub entropy: Entropy,
    /// Fills the account in at sign-in.
    pub account: Option<String>,
    /// Tenant time starts there when a login begins; `None`: it is the real time.
    pub clock: Option<Timestamp>,
    /// How it looks where a client's terminal can show it.
    pub look: Look,
    /// Which keys do what.
    pub keymap: Arc<Keymap>,
    /// Whether clients' terminals are asked for the mouse.
    pub mouse: bool,
}

/// Opens tenants for logins.
pub struct Tenants {
    served: Served,
    opened: AtomicU64,
}

impl Tenants {
    /// Of what is served.
    pub fn new(served: Served) -> Self {
        Self {
            served,
            opened: AtomicU64::new(0),
        }
    }

    /// What is served.
    pub fn served(&self) -> &Served {
        &self.served
    }

    /// The tenant as it is.
    pub fn snapshot(&self) -> Snapshot {
        self.served.store.snapshot()
    }

    /// The tenant that all share.
    pub fn shared(&self, look: Look) -> Options {
        let store = Arc::clone(&self.served.store);
        self.options(store, self.served.notices.clone(), look)
    }

    /// A copy of it as it is, gone when the login is.
    pub fn sandbox(&self, look: Look) -> Result<Options, StoreError> {
        let store = self.served.store.sandbox()?;
        Ok(self.options(store, Vec::new(), look))
    }

    fn options(&self, store: Arc<dyn Store>, notices: Vec<String>, look: Look) -> Options {
        let served = &self.served;
        // Two logins that plan on one state of the tenant must not come to the same ids.
        let nth = self.opened.fetch_add(1, Ordering::Relaxed);
        let entropy = Entropy::from_bytes(served.entropy.fork(u64::MAX - nth).bytes());
        Options {
            start: Start {
                snapshot: store.snapshot(),
                access: store.access(),
                entropy,
                account: served.account.clone(),
                look,
                keymap: Arc::clone(&served.keymap),
                mouse: served.mouse,
                // Several at once would write over each other's.
                view: SavedView::default(),
                clock_is_set: served.clock.is_some(),
                notices,
                scenarios: app::scenarios,
                reach: Reach::Tenant,
            },
            store,
            clock: served.clock,
            log: Log::default(),
            record: None,
            audience: None,
            keep_view: None,
        }
    }
}
