//! What the portal wants done outside: data, carried out by `app`, answered by a message.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::audit::AuditEntry;
use crate::domain::command::Command;
use crate::domain::edition::Edition;
use crate::domain::plan::{Plan, Row};
use crate::domain::secret::{PasswordHash, Secret};
use crate::domain::sign_in::{Check, SignInEntry};
use crate::domain::time::Timestamp;
use crate::domain::undo::Done;
use crate::store::{Checkpoint, Earlier, Snapshot, Store, StoreError};

use super::blades::user_list::selection::Selection;
use super::lesson::Source;
use super::model::PART;
use super::room::Wish;
use super::work::{Work, grouped};

/// Which request an answer belongs to. Late answers to requests nobody waits for are dropped.
pub type Ticket = u64;

/// What is asked of checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckpointAsk {
    /// Which there are.
    List,
    /// Keep the present state under this name, by this account, at this time.
    Keep(String, String, Timestamp),
    /// Delete the one of this number.
    Delete(u64),
    /// The state, and what the plan that comes back to it is called.
    Open(Earlier, String),
}

/// The answer.
#[derive(Debug)]
pub enum CheckpointAnswer {
    /// Those there are now, oldest first, and why no other can be kept.
    Listed(Vec<Checkpoint>, Result<(), &'static str>),
    /// This was done.
    Done(String),
    /// The state; `None`: it is not kept.
    Opened(Option<Snapshot>, String),
}

impl CheckpointAsk {
    /// Asks `store`.
    pub fn carry_out(self, store: &dyn Store) -> Result<CheckpointAnswer, StoreError> {
        Ok(match self {
            Self::List => CheckpointAnswer::Listed(store.checkpoints()?, store.may_keep()),
            Self::Keep(name, by, at) => {
                store.keep_checkpoint(&name, &by, at)?;
                CheckpointAnswer::Done(format!("Checkpoint \"{name}\" kept"))
            }
            Self::Delete(number) => {
                store.delete_checkpoint(number)?;
                CheckpointAnswer::Done("Checkpoint deleted".to_owned())
            }
            Self::Open(which, title) => CheckpointAnswer::Opened(store.earlier(which)?, title),
        })
    }
}

/// What is in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// Whether it is a folder itself.
    pub folder: bool,
}

/// Something to be done outside the portal.
#[derive(Debug)]
pub enum Effect {
    /// Check a password, off the thread that draws; answered by `Msg::PasswordChecked`.
    CheckPassword(Ticket, PasswordHash, Secret),
    /// Compare what a played sign-in was given, off the thread that draws; answered by
    /// `Msg::Checked`.
    Check(Ticket, Box<Check>),
    /// Save what a plan decided, off the thread that draws; answered by `Msg::Submitted`.
    Submit(Ticket, Submission),
    /// Ask for checkpoints and earlier states, off the thread that draws and after all that is being
    /// saved; answered by `Msg::Checkpoints`.
    Checkpoints(CheckpointAsk),
    /// Read the newest audit entries, at most so many, off the thread that draws and after all
    /// that is being saved; answered by `Msg::Audit`.
    ReadAudit(usize),
    /// Read the newest entries of the sign-in log, at most so many, off the thread that draws and
    /// after all that is being saved; answered by `Msg::SignIns`.
    ReadSignIns(usize),
    /// Write a table to a file, off the thread that draws: `Msg::Progress` from time to time, and at
    /// last `Msg::Exported`.
    Export(Ticket, Box<Export>),
    /// Send a text to the terminal's clipboard (OSC 52). No answer ever comes back.
    Copy(Secret),
    /// List a folder, off the thread that draws; answered by `Msg::FolderListed`. Empty: the one
    /// the program runs in.
    ListFolder(Ticket, String),
    /// Read a text file, off the thread that draws; answered by `Msg::FileRead`.
    ReadFile(Ticket, String),
    /// Compute this, off the thread that draws: `Msg::Progress` from time to time, and at last
    /// `Msg::Worked`.
    Work(Ticket, Box<Work>),
    /// Nobody waits for this work or this file any more.
    Stop(Ticket),
    /// Record what is shown to a file of a name of its own, or no longer; answered by
    /// `Msg::Recording`.
    Record(bool),
    /// Let others watch, or what else the presenter wants of the room; answered by `Msg::Room`.
    Room(Wish),
    /// Free this, off the thread that draws.
    Free(Heavy),
    /// Begin a scenario, on a tenant in memory, in this edition or the only one it names; answered by
    /// `Msg::ScenarioBegun`. From then on everything is about that tenant.
    PlayScenario(Ticket, Source, Option<Edition>),
    /// Compare the scenario's tenant with what its next step expects; answered by
    /// `Msg::StepChecked`.
    CheckStep,
    /// Back to the tenant that was there before the scenario.
    LeaveScenario,
    /// Stop like any job, and repaint when continued (Ctrl-Z).
    Suspend,
    /// Repaint everything (Ctrl-L).
    Repaint,
    /// Ask the terminal for clicks and wheel, or leave the mouse to the terminal.
    SetMouse(bool),
    /// Leave, safely.
    Quit,
}

/// What takes longer than a frame to be freed, where it is of very many users. Also the memory beside
/// it may: an allocator tidies up after thousands of small pieces when the next large one goes.
#[derive(Debug)]
pub enum Heavy {
    /// A plan.
    Plan(Arc<Plan>),
    /// A command.
    Command(Arc<Command>),
    /// What could be taken back.
    Done(Arc<Done>),
    /// A state of the tenant.
    State(Snapshot),
}

impl Heavy {
    /// Whether nobody else has it.
    pub fn is_last(&self) -> bool {
        let holders = match self {
            Self::Plan(plan) => Arc::strong_count(plan),
            Self::Command(command) => Arc::strong_count(command),
            Self::Done(done) => Arc::strong_count(done),
            Self::State(state) => Arc::strong_count(state),
        };
        holders == 1
    }
}

/// A plan, or a part of it, on its way to the store.
#[derive(Debug)]
pub struct Submission {
    plan: Arc<Plan>,
    rows: Range<usize>,
}

impl Submission {
    /// The rows of `plan` between these, which are submitted [`PART`] by `PART`.
    pub fn new(plan: Arc<Plan>, rows: Range<usize>) -> Self {
        Self { plan, rows }
    }

    /// The rows that are submitted.
    pub fn rows(&self) -> &[Row] {
        self.plan.rows.get(self.rows.clone()).unwrap_or_default()
    }

    /// What to submit. Takes a copy: not for the thread that draws.
    pub fn plan(self) -> Plan {
        let all = self.plan.rows.len();
        if self.rows == (0..all) {
            return Arc::unwrap_or_clone(self.plan);
        }
        let part = (self.rows.start / PART + 1, all.div_ceil(PART));
        self.plan.part(self.rows, part)
    }
}

/// Rows of a table on their way to a file.
#[derive(Debug, Clone)]
pub struct Export {
    /// Where, as typed: relative to the folder proofup was started in, `~/` from home.
    pub path: PathBuf,
    /// Whether a file of that name may be replaced.
    pub replace: bool,
    /// How.
    pub format: Format,
    /// What, in order.
    pub rows: Rows,
}

/// Rows of one of the tables there are.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Users as they were then, as this sheet shows them.
    Users(Sheet, Selection, Snapshot),
    /// The Sign-in logs.
    SignIns(Vec<SignInEntry>),
    /// The Audit logs.
    Audit(Vec<AuditEntry>),
}

/// Which table of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// All users.
    AllUsers,
    /// Deleted users.
    DeletedUsers,
    /// The per-user MFA page.
    PerUserMfa,
    /// "User registration details" of Activity.
    Registration,
}

impl Rows {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Users(_, users, _) => users.len(),
            Self::SignIns(entries) => entries.len(),
            Self::Audit(entries) => entries.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `63 users`, `1 sign-in`.
    pub fn count(&self) -> String {
        let [one, many] = match self {
            Self::Users(..) => ["user", "users"],
            Self::SignIns(_) => ["sign-in", "sign-ins"],
            Self::Audit(_) => ["entry", "entries"],
        };
        let count = self.len();
        let noun = if count == 1 { one } else { many };
        format!("{} {noun}", grouped(count))
    }
}

impl Sheet {
    /// How the name of its file begins.
    pub fn file(self) -> &'static str {
        match self {
            Self::AllUsers => "exportUsers",
            Self::DeletedUsers => "exportDeletedUsers",
            Self::PerUserMfa => "exportPerUserMfa",
            Self::Registration => "exportRegistrationDetails",
        }
    }
}

/// What a file looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As the portal's own downloads are.
    Csv,
    /// With Graph's names, for programs.
    Json,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// As the form says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
        }
    }

    /// How such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}
