//! Everything the portal remembers.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::domain::administrators::Asked;
use crate::domain::audit::Activity;
use crate::domain::command::Command;
use crate::domain::directory::{Directory, InEdition};
use crate::domain::edition::{Edition, Experience};
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::plan::{self, Actor, Outcome, OwnCommand, Plan};
use crate::domain::time::{Now, Timestamp};
use crate::domain::undo::{self, History, Step};
use crate::store::{Access, Snapshot};

use super::act::Place;
use super::blades::{Blade, Desk, open};
use super::dialogs::Dialog;
use super::effect::{Heavy, Ticket};
use super::keymap::Keymap;
use super::lesson::{Lesson, Offered};
use super::message::Msg;
use super::notices::Notices;
use super::presenter::Presenter;
use super::saved_view::SavedView;
use super::sign_in::SignIn;
pub use super::start::{Reach, Start};
use super::theme::Look;
use super::words::{Door, Wording};
use super::work::{Job, Progress};

/// The portal's state. Drawing never changes it.
#[derive(Debug)]
pub struct Model {
    /// The window: columns, rows.
    pub size: (u16, u16),
    /// The tenant as it is now.
    pub snapshot: Snapshot,
    /// Whether changes can be saved.
    pub access: Access,
    /// Theme and glyphs.
    pub look: Look,
    /// Which keys do what.
    pub keymap: Arc<Keymap>,
    /// Whether the terminal is asked for the mouse.
    pub mouse: bool,
    /// Whether `Reset view` may ask for it.
    pub may_ask_for_mouse: bool,
    /// How the tenant is looked at, as of when its lists were closed.
    pub saved_view: SavedView,
    /// How it was before it was reset.
    pub view_before: Option<SavedView>,
    /// Whether the program runs by a clock that was set (`--clock`).
    pub clock_is_set: bool,
    /// Why no files of the computer the program runs on may be read or written, in words for the
    /// reader; `None`: they may.
    pub no_files: Option<String>,
    /// The scenarios that can be played by hand, read when somebody asks for them.
    pub scenarios: fn() -> Vec<Offered>,
    /// The scenario that is being played by hand.
    pub lesson: Option<Lesson>,
    /// The scenario that is waited for.
    pub beginning: Option<Ticket>,
    /// What waits until the scenario is left.
    aside: Option<Box<Aside>>,
    /// Sign-in, in force while there is no session.
    pub sign_in: SignIn,
    /// Who is signed in.
    pub session: Option<Session>,
    /// The door one came through, or chose last. The edition in force may have no such door.
    pub door: Door,
    /// Open blades, the shown one last.
    pub blades: Vec<Box<dyn Blade>>,
    /// Open dialogs, the one that gets the keys last.
    pub dialogs: Vec<Dialog>,
    /// What the last line says, until the next key.
    pub status: Option<Status>,
    /// What was said and done since sign-in, and when.
    pub notices: Notices,
    /// What is planned to be taken back or done again, before it is saved.
    pub reversing: Job,
    /// What was just refused because of who asked, until the next act.
    pub asked: Option<Asked>,
    /// Aids for whoever shows the portal to a room.
    pub presenter: Presenter,
    /// What is being saved.
    pub saving: Option<Saving>,
    /// The comparison of secrets that is waited for.
    pub checking: Option<Ticket>,
    /// What of its computer it may touch.
    pub reach: Reach,
    /// Work that was asked for and is not done.
    pub under_way: Vec<Ticket>,
    /// What is of many users and used somewhere, to be freed outside once it no longer is.
    pub heavy: Vec<Heavy>,
    /// What was pressed and waits for rows that are on their way.
    pub held: VecDeque<Msg>,
    /// When the last message came, by the tenant's clock.
    pub now: Timestamp,
    /// When it really came: codes of real telephones go by it.
    pub real: Timestamp,
    /// Both by the clock the program runs by.
    clock: Now,
    entropy: Entropy,
    pub(super) tickets: Ticket,
    /// The tenant as the store has it.
    stored: Snapshot,
    /// The edition of this session, where it is not the tenant's own. Never written.
    edition: Option<Edition>,
}

/// Somebody is signed in.
#[derive(Debug)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// What can be taken back.
    pub history: History,
    /// The experience of the Authentication methods blade.
    pub experience: Experience,
}

/// What the last line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Something was done.
    Done(String),
    /// Something cannot be done, and why.
    Refused(String),
}

/// A plan on its way to the store: at once, or in parts where it is for more users than
/// [`PART`]. However many parts, it is one plan, and one undo takes back what was done of it.
#[derive(Debug)]
pub struct Saving {
    /// Which answer ends it.
    pub ticket: Ticket,
    /// What it was called.
    pub title: String,
    /// When it was planned.
    pub at: Timestamp,
    /// Whether it takes something back; `None`: something new.
    pub step: Option<Step>,
    /// The plan.
    pub plan: Arc<Plan>,
    /// So many of its rows are saved.
    pub rows: usize,
    /// What came of those: done, refused, left as they are.
    pub counts: [usize; 3],
    /// What takes those back.
    pub record: undo::Done,
    /// Somebody wants no further part to be saved.
    pub stopped: bool,
}

/// A state of more users than this is freed outside.
const MANY: usize = 10_000;

/// So many users are saved at once: one entry of the journal, all of it or nothing.
pub const PART: usize = 4096;

impl Saving {
    /// `plan`, on its way.
    pub fn new(ticket: Ticket, plan: Arc<Plan>, step: Option<Step>) -> Self {
        // A few in all, of very many entries.
        let mut activities: Vec<Activity> = Vec::new();
        for entry in &plan.audit {
            if !activities.contains(&entry.activity) {
                activities.push(entry.activity);
            }
        }
        Self {
            ticket,
            title: plan.title.clone(),
            at: plan.at,
            step,
            rows: 0,
            counts: [0; 3],
            // In advance: to make room later takes as long as there is to be moved.
            record: undo::Done::begun(plan.title.clone(), plan.at, activities)
                .with_room(plan.rows.len()),
            stopped: false,
            plan,
        }
    }

    /// The rows that are being saved now.
    pub fn part(&self) -> std::ops::Range<usize> {
        self.rows..(self.rows + PART).min(self.plan.rows.len())
    }

    /// Whether there are rows behind those.
    pub fn has_more(&self) -> bool {
        self.part().end < self.plan.rows.len()
    }

    /// How far it is; `None`: it is saved at once.
    pub fn progress(&self) -> Option<Progress> {
        let of = self.plan.rows.len();
        let done = self.rows;
        let what = "saved";
        (of > PART).then_some(Progress { what, done, of })
    }
}

/// The portal on the tenant that a scenario is played aside of.
#[derive(Debug)]
struct Aside {
    session: Option<Session>,
    blades: Vec<Box<dyn Blade>>,
    stored: Snapshot,
    edition: Option<Edition>,
    access: Access,
    asked: Option<Asked>,
}

impl Model {
    /// A portal that has just been opened.
    pub fn new(start: Start) -> Self {
        let sign_in = SignIn::new(&start.snapshot, start.account.as_deref());
        let mouse = start.mouse();
        Self {
            size: (80, 24),
            sign_in,
            stored: start.snapshot.clone(),
            edition: None,
            snapshot: start.snapshot,
            access: start.access,
            look: start.look,
            keymap: start.keymap,
            mouse,
            may_ask_for_mouse: start.mouse,
            saved_view: start.view,
            view_before: None,
            clock_is_set: start.clock_is_set,
            no_files: (start.reach == Reach::Tenant).then(|| Reach::NO_FILES.to_owned()),
            scenarios: start.scenarios,
            lesson: None,
            beginning: None,
            aside: None,
            session: None,
            door: Door::default(),
            blades: Vec::new(),
            dialogs: Vec::new(),
            status: (!start.notices.is_empty()).then(|| Status::Refused(start.notices.join(" "))),
            notices: Notices::default(),
            asked: None,
            presenter: Presenter::default(),
            saving: None,
            reversing: Job::default(),
            checking: None,
            under_way: Vec::new(),
            heavy: Vec::new(),
            held: VecDeque::new(),
            reach: start.reach,
            now: Timestamp::default(),
            real: Timestamp::default(),
            clock: Now::default(),
            entropy: start.entropy,
            tickets: 0,
        }
    }

    /// The blade that is shown.
    pub fn blade(&self) -> Option<&dyn Blade> {
        self.blades.last().map(|blade| &**blade)
    }

    /// The words on the screen.
    pub fn wording(&self) -> Wording {
        Wording::new(self.snapshot.edition(), self.door)
    }

    /// The one user that the shown blade is about.
    pub fn subject(&self) -> Option<UserId> {
        self.blade()?.subject()
    }

    /// Who is signed in.
    pub fn actor(&self) -> Option<&Actor> {
        self.session.as_ref().map(|session| &session.actor)
    }

    /// The clock the program runs by shows `clock`.
    pub fn take_time(&mut self, clock: Now) {
        self.clock = clock;
        self.now = self.stored.facts().now(clock.tenant);
        self.real = clock.real;
    }

    /// The store has a new state.
    pub fn take_snapshot(&mut self, stored: Snapshot) {
        let before = std::mem::replace(&mut self.stored, stored);
        if before.len() > MANY {
            self.heavy.push(Heavy::State(before));
        }
        self.snapshot = match self.edition {
            None => self.stored.clone(),
            Some(edition) => Arc::new(InEdition::new(self.stored.clone(), edition)),
        };
        // What was found to differ may no longer do.
        if let Some(lesson) = &mut self.lesson {
            lesson.faults = None;
        }
        // The change may have been one of the clock.
        self.take_time(self.clock);
    }

    /// Why no scenario can begin or end now: what is under way belongs to the tenant that it is about.
    pub fn busy(&self) -> Option<&'static str> {
        if self.saving.is_some() || self.reversing.is_awaited() {
            Some("Still saving: wait a moment")
        } else if self.under_way.is_empty() {
            None
        } else {
            Some("The rows are on their way: wait a moment")
        }
    }

    /// Whether the scenario of `ticket` is waited for, by itself or in a form, and can begin.
    pub fn can_begin_lesson(&self, ticket: Ticket) -> bool {
        let by_form = |dialog: &Dialog| dialog.is_saving(ticket);
        let waits = self.beginning == Some(ticket) || self.dialogs.iter().any(by_form);
        waits && self.busy().is_none()
    }

    /// Goes on with a scenario, on its own tenant, as whoever its first step is done by.
    pub fn begin_lesson(&mut self, lesson: Lesson, snapshot: Snapshot) {
        let roles = lesson.role().map(Into::into).unwrap_or_default();
        let session = Session {
            actor: Actor {
                id: UserId(uuid::Uuid::nil()),
                upn: "administrator@contoso.com".to_owned(),
                roles,
            },
            history: History::default(),
            experience: Experience::default(),
        };
        let blades = vec![open(Place::AllUsers, &snapshot, None)];
        let aside = Aside {
            session: self.session.replace(session),
            blades: std::mem::replace(&mut self.blades, blades),
            stored: std::mem::replace(&mut self.stored, snapshot),
            edition: self.edition.take(),
            access: std::mem::replace(&mut self.access, Access::Sandbox),
            asked: self.asked.take(),
        };
        // Of two scenarios, one within the other, the tenant itself is come back to.
        self.aside.get_or_insert(Box::new(aside));
        self.lesson = Some(lesson);
        self.dialogs.clear();
        self.checking = None;
        self.take_snapshot(self.stored.clone());
    }

    /// Back to the tenant as it was. Gives the scenario's title; `None`: none is being played.
    pub fn end_lesson(&mut self) -> Option<String> {
        let aside = *self.aside.take()?;
        let lesson = self.lesson.take()?;
        self.session = aside.session;
        self.blades = aside.blades;
        self.edition = aside.edition;
        self.access = aside.access;
        self.asked = aside.asked;
        self.dialogs.clear();
        self.checking = None;
        self.take_snapshot(aside.stored);
        Some(lesson.title)
    }

    /// Goes on in another edition, in this session only; `None`: in the tenant's own.
    pub fn switch_edition(&mut self, edition: Option<Edition>) {
        self.edition = edition.filter(|edition| *edition != self.own_edition());
        self.take_snapshot(self.stored.clone());
    }

    /// The tenant's own edition, or the one that the run began with.
    pub fn own_edition(&self) -> Edition {
        self.stored.edition()
    }

    /// The open blades, below a scenario those that it is played aside of.
    pub(super) fn own_blades(&self) -> &[Box<dyn Blade>] {
        let aside = self.aside.as_ref();
        aside.map_or(&self.blades, |aside| &aside.blades)
    }

    /// Whether a secret is in sight that is for nobody who looks on.
    pub fn reveals(&self) -> bool {
        self.dialogs.iter().any(Dialog::is_private) || self.blade().is_some_and(Blade::scan)
    }

    /// A number for the next request.
    pub fn next_ticket(&mut self) -> Ticket {
        self.tickets += 1;
        self.tickets
    }

    /// Says something about the screen that nobody needs to read again.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status::Done(text.into()));
    }

    /// Says that something was done.
    pub fn done(&mut self, text: impl Into<String>) {
        let status = Status::Done(text.into());
        self.notices.add(self.now, status.clone());
        self.status = Some(status);
    }

    /// Says that something cannot be done.
    pub fn refused(&mut self, why: impl Into<String>) {
        let status = Status::Refused(why.into());
        self.notices.add(self.now, status.clone());
        self.status = Some(status);
    }

    /// How the key of the binding called `id` is spelled, for sentences that name it.
    pub fn key(&self, id: &str) -> String {
        self.keymap.spelled(id, self.look.glyphs)
    }

    /// Rows of a page, for the keys that move by one.
    pub fn page(&self) -> usize {
        usize::from(self.size.1.saturating_sub(10).max(1))
    }

    /// What a blade or dialog may look at. `None`: nobody is signed in.
    pub fn desk(&self) -> Option<Desk<'_>> {
        Some(Desk {
            snapshot: &self.snapshot,
            actor: self.actor()?,
            wording: self.wording(),
            experience: self.session.as_ref()?.experience,
            entropy: &self.entropy,
            now: self.now,
            real: self.real,
            page: self.page(),
            saving: self.saving.is_some(),
        })
    }

    /// Why the engine would refuse `command` altogether; `None`: it would not.
    pub fn refusal(&self, command: &Command) -> Option<String> {
        let plan = self.desk()?.plan(command);
        let mut refusals = plan.parts().map(|part| match &part.outcome {
            Outcome::Refused(why) => Some(why.to_string()),
            Outcome::Change(_) | Outcome::Nothing(_) => None,
        });
        let first = refusals.next()??;
        refusals.all(|why| why.is_some()).then_some(first)
    }
}

impl Desk<'_> {
    /// Both times.
    pub fn times(&self) -> Now {
        Now {
            tenant: self.now,
            real: self.real,
        }
    }

    /// The engine's plan for `command`, by who is signed in, now. The same at every call on one
    /// state of the tenant, generated secrets included.
    pub fn plan(&self, command: &Command) -> Plan {
        self.plan_on(&**self.snapshot, command)
    }

    /// The engine's plan for what `user` wants of the own account; `None`: the user cannot sign in.
    pub fn plan_own(&self, user: UserId, command: &OwnCommand) -> Option<Plan> {
        let mut entropy = self.entropy.fork(self.snapshot.revision());
        plan::plan_own(&**self.snapshot, user, command, &mut entropy, self.now)
    }

    /// Why the engine would refuse `command` to `user`; `None`: it would not.
    pub fn own_refusal(&self, user: UserId, command: &OwnCommand) -> Option<String> {
        let Some(plan) = self.plan_own(user, command) else {
            return Some("The user cannot sign in".to_owned());
        };
        plan.parts().find_map(|part| match &part.outcome {
            Outcome::Refused(why) => Some(why.to_string()),
            Outcome::Nothing(why) => Some(format!("There is nothing to do: {why}")),
            Outcome::Change(_) => None,
        })
    }

    /// The same in another edition.
    pub fn plan_in(&self, edition: Edition, command: &Command) -> Plan {
        self.plan_on(&InEdition::new(self.snapshot.clone(), edition), command)
    }

    fn plan_on(&self, directory: &dyn Directory, command: &Command) -> Plan {
        let mut entropy = self.entropy.fork(self.snapshot.revision());
        plan::plan(directory, self.actor, command, &mut entropy, self.now)
    }
}
