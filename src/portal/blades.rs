//! The blades: one file each, with its state, what acts do to it, and how it looks.

pub mod activity;
pub mod all_users;
pub mod audit_logs;
pub mod authentication_methods;
pub mod deleted_users;
pub mod log;
pub mod outward;
pub mod per_user_mfa;
pub mod play;
pub mod security_info;
pub mod service_settings;
pub mod sign_in_details;
pub mod sign_in_logs;
pub mod user_list;
pub mod user_properties;
pub mod window;

use std::fmt;

use ratatui::layout::{Rect, Size};

use crate::domain::directory::Revision;
use crate::domain::edition::Experience;
use crate::domain::entropy::Entropy;
use crate::domain::id::{MethodId, UserId};
use crate::domain::plan::{Actor, Plan};
use crate::domain::secret::Secret;
use crate::domain::sign_in::Check;
use crate::domain::time::Timestamp;
use crate::store::Snapshot;

use super::act::{Act, Place};
use super::dialogs::Dialog;
use super::dialogs::filters::Pick;
use super::keymap::Scope;
use super::parts::field::Field;
use super::parts::paint::Painter;
use super::saved_view::ListView;
use super::theme::Look;
use super::view::{Heading, Scene, Top};
use super::words::Wording;
use super::work::{Job, Worked};

use activity::Activity;
use all_users::AllUsers;
use audit_logs::AuditLogs;
use deleted_users::DeletedUsers;
use log::{Read, Which};
use outward::Outward;
use per_user_mfa::PerUserMfaPage;
use service_settings::ServiceSettingsTab;
use sign_in_logs::SignInLogs;
use user_list::UserList;
use user_list::columns::Columns;

/// A blade. A new one is a file of its own that implements this, a row in [`Place`] and in the
/// menu where it stands there, and its rows in the keymap.
pub trait Blade: fmt::Debug {
    /// Scopes of the keymap that hold on it, the nearest first.
    fn scopes(&self) -> &'static [Scope];

    /// Its part of the way one came: `Users`, `All users`.
    fn crumbs(&self, scene: &Scene<'_>) -> Vec<String>;

    /// Its title, and what stands beside it.
    fn title(&self, scene: &Scene<'_>) -> (String, String);

    /// Brings it in line with the tenant.
    fn refresh(&mut self, snapshot: &Snapshot) {
        if let Some(list) = self.list_mut() {
            list.refresh(snapshot);
        }
    }

    /// Does `act`. `None`: it means nothing here.
    fn act(&mut self, act: Act, desk: &Desk<'_>) -> Option<Vec<Request>>;

    /// A click on the row `row` that was drawn: the cursor goes there, or the row is opened.
    fn click(&mut self, row: usize, desk: &Desk<'_>) -> Vec<Request> {
        let list = self.list_mut();
        list.map_or_else(Vec::new, |list| list.click(row, desk))
    }

    /// Draws it into `area`, below title and command bar.
    fn draw(&self, painter: &mut Painter<'_>, area: Rect, scene: &Scene<'_>, top: &mut Top);

    /// Whether it takes the `whole` window, without bars, menu and pane, because what it shows has
    /// no room among them in the `usual` part.
    fn fills(&self, _look: &Look, _usual: Size, _whole: Size) -> bool {
        false
    }

    /// Its place in the menu.
    fn place(&self) -> Option<Place> {
        None
    }

    /// Its list of users, where it has one.
    fn list(&self) -> Option<&UserList> {
        None
    }

    /// Its list of users, to be changed.
    fn list_mut(&mut self) -> Option<&mut UserList> {
        None
    }

    /// What it wants computed outside, and waits for.
    fn job(&mut self) -> Option<&mut Job> {
        self.list_mut().map(|list| &mut list.job)
    }

    /// What it wanted computed is there.
    fn worked(&mut self, worked: Worked, _desk: &Desk<'_>) {
        if let (Worked::Arranged(arranged), Some(list)) = (worked, self.list_mut()) {
            list.take(*arranged);
        }
    }

    /// How its list is arranged, where it has one that is kept.
    fn list_view(&self) -> Option<ListView> {
        self.list().map(UserList::view)
    }

    /// Arranges its list like that.
    fn arrange(&mut self, view: &ListView, snapshot: &Snapshot) {
        if let Some(list) = self.list_mut() {
            list.arrange(view, snapshot);
        }
    }

    /// Authentication methods are shown in this experience from now on.
    fn take_experience(&mut self, _experience: Experience, _snapshot: &Snapshot) {}

    /// What Esc does next on it.
    fn outward(&self) -> Outward {
        self.list().map_or(Outward::Blade, UserList::outward)
    }

    /// The columns of its list, where they can be chosen.
    fn columns_mut(&mut self) -> Option<&mut Columns> {
        None
    }

    /// Whether keys go into its search field.
    fn searching(&self) -> bool {
        self.list().is_some_and(|list| list.searching)
    }

    /// The search field, while keys go into it.
    fn search_field(&mut self) -> Option<&mut Field> {
        let list = self.list_mut().filter(|list| list.searching)?;
        Some(&mut list.search)
    }

    /// The one user it is about.
    fn subject(&self) -> Option<UserId> {
        self.list()?.cursor()
    }

    /// The logs that it shows and has not asked for at `revision` yet, and how many of the newest
    /// entries.
    fn wants_logs(&mut self, _revision: Revision) -> Vec<(Which, usize)> {
        Vec::new()
    }

    /// A log has been read.
    fn take_log(&mut self, _read: &Read, _now: Timestamp) {}

    /// What the comparison of secrets found that it asked for.
    fn checked(&mut self, _found: Option<usize>, _desk: &Desk<'_>) -> Vec<Request> {
        Vec::new()
    }

    /// What came of the saving that it asked for; `None`: something else was saved.
    fn saved(
        &mut self,
        _result: Option<Result<Revision, String>>,
        _desk: &Desk<'_>,
    ) -> Vec<Request> {
        Vec::new()
    }

    /// Why `act` cannot be done on it now; `None`: it can. Asked only of acts of its own scope.
    fn refuses(&self, _act: Act, _desk: &Desk<'_>) -> Option<String> {
        None
    }

    /// Whether it shows a key that an app scans.
    fn scan(&self) -> bool {
        false
    }

    /// The authentication method under the cursor.
    fn method(&self) -> Option<MethodId> {
        None
    }

    /// Sorts by this heading; by the one it is sorted by already, the other way round.
    fn sort(&mut self, heading: Heading, snapshot: &Snapshot) -> Option<Request> {
        let list = self.list_mut()?;
        let Heading::Users(by) = heading else {
            return None;
        };
        let request = list.sort_by(by);
        list.refresh(snapshot);
        Some(request)
    }

    /// A filter was chosen from its list.
    fn filter(&mut self, pick: &Pick, snapshot: &Snapshot) {
        if let Some(list) = self.list_mut() {
            list.chips.take(pick);
            list.refresh(snapshot);
        }
    }
}

/// The blade of a place, just opened from `from`: its marks come along.
pub fn open(place: Place, snapshot: &Snapshot, from: Option<&dyn Blade>) -> Box<dyn Blade> {
    match place {
        Place::AllUsers => Box::new(AllUsers::new(snapshot)),
        Place::AuditLogs => Box::new(AuditLogs::default()),
        Place::Activity => Box::new(Activity::new(snapshot)),
        Place::SignInLogs => Box::new(SignInLogs::default()),
        Place::DeletedUsers => Box::new(DeletedUsers::new(snapshot)),
        Place::PerUserMfa => Box::new(PerUserMfaPage::new(
            snapshot,
            from.and_then(|blade| blade.list()),
        )),
        Place::ServiceSettings => Box::new(ServiceSettingsTab::default()),
    }
}

/// What a blade may look at while it acts.
pub struct Desk<'a> {
    /// The tenant.
    pub snapshot: &'a Snapshot,
    /// Who is signed in.
    pub actor: &'a Actor,
    /// The words on the screen.
    pub wording: Wording,
    /// The experience of the Authentication methods blade that this session has.
    pub experience: Experience,
    /// Ids and generated secrets.
    pub entropy: &'a Entropy,
    /// What the tenant's clock shows.
    pub now: Timestamp,
    /// What time it really is: codes of real telephones go by it.
    pub real: Timestamp,
    /// Rows of a page.
    pub page: usize,
    /// Whether something is on its way to the store.
    pub saving: bool,
}

/// What a blade asks of the frame.
#[derive(Debug)]
pub enum Request {
    /// Push this blade.
    Open(Box<dyn Blade>),
    /// Open this user.
    User(UserId),
    /// Close this blade.
    Close,
    /// Go to a blade of the menu, with the marks of the present one.
    Go(Place),
    /// Put a dialog on top.
    Ask(Box<Dialog>),
    /// Open Authentication methods in this experience from now on.
    Experience(Experience),
    /// Say this in the last line.
    Say(String),
    /// Say that this cannot be done.
    Refuse(String),
    /// Say that this was done.
    Done(String),
    /// Send this to the terminal's clipboard.
    Copy(Secret),
    /// Compare these secrets; answered by [`Blade::checked`].
    Check(Box<Check>),
    /// Save this plan, which nobody is asked about; answered by [`Blade::saved`].
    Submit(Box<Plan>),
}
