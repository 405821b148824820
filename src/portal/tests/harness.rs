//! A portal to be used like a person would: keys and pastes in, screen and tenant out. `hands` press
//! and click, `eyes` look, `effects` are carried out at once, on the spot.

mod effects;
mod eyes;
mod hands;

use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app::lesson::Played;
use crate::demo;
use crate::domain::audit::AuditEntry;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::portal::effect::{Export, Ticket};
use crate::portal::keymap::{Key, Keymap};
use crate::portal::message::Msg;
use crate::portal::model::{Model, Start};
use crate::portal::room::Wish;
use crate::portal::saved_view::SavedView;
use crate::portal::theme::{ASCII, Look, Theme, UNICODE};
use crate::portal::view::ViewState;
use crate::store::memory::MemoryStore;
use crate::store::{Access, Snapshot, Store};

use super::picture;
pub use hands::parse;

/// 2026-11-22T09:00:00Z.
pub const NOW: Timestamp = Timestamp(1_795_338_000);

/// The two sizes of most pictures.
pub const SMALL: (u16, u16) = (80, 24);
pub const AIRY: (u16, u16) = (120, 40);

/// Administrators of Contoso.
pub const GLOBAL: &str = "admin@contoso.com";
pub const AUTHENTICATION: &str = "authadmin@contoso.com";

/// Contoso as it is delivered, in `edition`.
pub fn contoso_in(edition: Edition) -> Tenant {
    let (facts, users) = demo::contoso().unwrap();
    Tenant::new(facts, users, 0).unwrap().in_edition(edition)
}

/// A portal, its store and its window.
pub struct Portal {
    pub model: Model,
    pub store: Arc<MemoryStore>,
    /// The scenario that is being played, and the tenant that waits.
    played: Option<(Played, Arc<MemoryStore>, Timestamp)>,
    /// What the program's clock shows.
    pub now: Timestamp,
    pub state: ViewState,
    pub terminal: Terminal<TestBackend>,
    /// What was sent to the clipboard, in order.
    pub copied: Vec<String>,
    /// Files that can be picked: path and text, `Err`: it cannot be read.
    pub files: Vec<(String, Result<String, String>)>,
    /// Whether it was left.
    pub left: bool,
    /// Passwords waiting to be checked, where they are not checked at once.
    pub to_check: Vec<Ticket>,
    check_passwords: bool,
    /// How many seconds the tenant's clock is ahead of the true time.
    ahead: i64,
    /// What was to be written to files, and why it cannot be.
    pub exported: Vec<Export>,
    /// How many of the newest audit entries were read, each time.
    pub audits_read: Vec<usize>,
    /// What was wanted of the room.
    pub wishes: Vec<Wish>,
    pub export_fails: Option<String>,
}
impl Portal {
    /// At the sign-in screen of Contoso, in Entra 2023.
    pub fn contoso(size: (u16, u16)) -> Self {
        Self::of(contoso_in(Edition::Entra2023), Access::Sandbox, size)
    }

    /// The same in another edition.
    pub fn contoso_in(edition: Edition, size: (u16, u16)) -> Self {
        Self::of(contoso_in(edition), Access::Sandbox, size)
    }

    /// Contoso, open for reading only.
    pub fn read_only(size: (u16, u16)) -> Self {
        let why = "another proofup has it open since 14:02".to_owned();
        Self::of(contoso_in(Edition::Entra2023), Access::ReadOnly(why), size)
    }

    /// Any tenant.
    pub fn of(tenant: Tenant, access: Access, size: (u16, u16)) -> Self {
        let store = MemoryStore::with_access(tenant, access);
        Self::on(Arc::new(store), SavedView::default(), size)
    }

    /// The same tenant in another run, as it was looked at when this one ends.
    pub fn again(self) -> Self {
        Self::on(self.store, self.model.view_now(), self.model.size)
    }

    fn on(store: Arc<MemoryStore>, view: SavedView, size: (u16, u16)) -> Self {
        let model = Model::new(Start {
            look: Look {
                theme: Theme::probe(),
                glyphs: &UNICODE,
            },
            view,
            scenarios: crate::app::lesson::embedded,
            ..Start::of(store.snapshot(), store.access(), Entropy::from_seed(1))
        });
        let mut portal = Self {
            model,
            store,
            played: None,
            now: NOW,
            state: ViewState::default(),
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            copied: Vec::new(),
            files: Vec::new(),
            left: false,
            to_check: Vec::new(),
            check_passwords: true,
            ahead: 0,
            exported: Vec::new(),
            audits_read: Vec::new(),
            wishes: Vec::new(),
            export_fails: None,
        };
        portal.resize(size);
        portal
    }

    /// Signed in as this administrator, on All users. The password is taken as right: hashing it
    /// is tested once, not in every test.
    pub fn signed_in_as(mut self, upn: &str) -> Self {
        self.check_passwords = false;
        let account = |portal: &Self| {
            let id = portal.model.sign_in.accounts[portal.model.sign_in.at];
            portal.model.snapshot.user(id).unwrap().upn.clone()
        };
        while account(&self) != upn {
            let before = self.model.sign_in.at;
            self.keys("<Down>");
            assert_ne!(before, self.model.sign_in.at, "{upn} is no administrator");
        }
        self.keys("<Enter><C-t><Enter>");
        let ticket = self.to_check.pop().expect("the password is not asked for");
        self.tell(Msg::PasswordChecked(ticket, true));
        assert!(self.model.session.is_some());
        // The greeting goes with the next key.
        self.keys("<Home>");
        self
    }

    /// With ASCII glyphs.
    pub fn in_ascii(mut self) -> Self {
        self.model.look.glyphs = &ASCII;
        self
    }

    /// Where a password is checked later.
    pub fn checking_later(mut self) -> Self {
        self.check_passwords = false;
        self
    }

    /// With these keys for this binding, by its id.
    pub fn rebound(mut self, id: &'static str, keys: &[&str]) -> Self {
        let keys = keys.iter().map(|key| Key::called(key).unwrap());
        self.model.keymap = Arc::new(Keymap::with(&[(id, keys.collect())].into()));
        self
    }

    /// With the tenant's clock so many seconds ahead of the true time.
    pub fn ahead_by(&mut self, seconds: i64) -> &mut Self {
        self.ahead = seconds;
        self
    }

    /// In one of the real themes.
    pub fn themed(mut self, theme: &Theme) -> Self {
        self.model.look.theme = *theme;
        self
    }

    /// The tenant as the store has it.
    pub fn tenant(&self) -> Snapshot {
        self.store.snapshot()
    }

    /// A user of the tenant as the store has it.
    pub fn user(&self, upn: &str) -> Arc<User> {
        let tenant = self.tenant();
        tenant.user(id_of(&tenant, upn)).unwrap()
    }

    /// The whole audit trail, oldest first.
    pub fn audit(&self) -> Vec<AuditEntry> {
        let mut entries = self.store.audit(usize::MAX).unwrap();
        entries.reverse();
        entries
    }
}

/// The id of a user.
pub fn id_of(tenant: &Snapshot, upn: &str) -> UserId {
    tenant
        .find(upn)
        .unwrap_or_else(|| panic!("nobody is called {upn}"))
}
