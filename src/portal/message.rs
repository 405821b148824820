//! What reaches the portal: input, and the answers to its effects.

use std::path::PathBuf;

use crossterm::event::KeyEvent;

use super::act::Motion;
use super::effect::{CheckpointAnswer, Entry, Ticket};
use super::lesson::Begun;
use super::room::Room;
use super::view::Target;
use super::work::{Progress, Worked};
use crate::domain::audit::AuditEntry;
use crate::domain::sign_in::SignInEntry;
use crate::store::{Access, Committed, Snapshot, StoreError};

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed. Releases never arrive here.
    Key(KeyEvent),
    /// Text was pasted (bracketed paste), already cut to a sensible length.
    Paste(String),
    /// A click on something that was drawn; see [`super::mouse`].
    Click(Target),
    /// One notch of the wheel.
    Wheel(Motion),
    /// The window is now this big: columns, rows. Also the first message of every run.
    Resize(u16, u16),
    /// Whoever hosts the portal has to say this to its user.
    Said(String),
    /// Answer to [`super::effect::Effect::Record`]: the file; `None`: it has ended; or why there is no
    /// recording any more.
    Recording(Result<Option<PathBuf>, String>),
    /// The room that others watch in, as it is now; `None`: there is none any more; or why the wish of
    /// [`super::effect::Effect::Room`] is not fulfilled.
    Room(Result<Option<Room>, String>),
    /// The tenant has a new state, whoever made it; or everybody in it is known now.
    State(Snapshot),
    /// Whether changes can be saved is not what it was: damage was found.
    Access(Access),
    /// Answer to [`super::effect::Effect::CheckPassword`]: whether it was right.
    PasswordChecked(Ticket, bool),
    /// Answer to [`super::effect::Effect::Check`]: which hash it fits.
    Checked(Ticket, Option<usize>),
    /// How far the work of [`super::effect::Effect::Work`] is.
    Progress(Ticket, Progress),
    /// Answer to [`super::effect::Effect::Work`]; `None`: it was given up.
    Worked(Ticket, Option<Box<Worked>>),
    /// Answer to [`super::effect::Effect::Submit`].
    Submitted(Ticket, Result<Committed, StoreError>),
    /// Answer to [`super::effect::Effect::ListFolder`]: what is in it, or why that is not known.
    FolderListed(Ticket, Result<Vec<Entry>, String>),
    /// Answer to [`super::effect::Effect::ReadFile`]: its text, or why there is none.
    FileRead(Ticket, Result<String, String>),
    /// Answer to [`super::effect::Effect::ReadAudit`]: the newest entries, the newest first.
    Audit(Result<Vec<AuditEntry>, StoreError>),
    /// Answer to [`super::effect::Effect::ReadSignIns`]: the newest entries, the newest first.
    SignIns(Result<Vec<SignInEntry>, StoreError>),
    /// Answer to [`super::effect::Effect::Checkpoints`].
    Checkpoints(Result<CheckpointAnswer, StoreError>),
    /// Answer to [`super::effect::Effect::PlayScenario`]: it begins, or why not.
    ScenarioBegun(Ticket, Result<Begun, String>),
    /// Answer to [`super::effect::Effect::CheckStep`]: what is not as expected.
    StepChecked(Result<Vec<String>, String>),
    /// Answer to [`super::effect::Effect::Export`]: the file, or why there is none.
    Exported(Ticket, Result<PathBuf, String>),
}
