//! What the log says. Names of accounts, blades and actions, counts and times: never a key, never a
//! text that was typed or pasted, never a title that may hold one (D20).

use std::collections::HashMap;
use std::fmt::Display;
use std::time::Instant;

use super::log::{Level, Log};
use super::{Ending, Error};
use crate::domain::plan::{Outcome, Part, Row};
use crate::portal::effect::{Effect, Ticket};
use crate::portal::message::Msg;
use crate::portal::model::Model;
use crate::store::{Access, Committed, StoreError};

/// Watches one portal.
pub struct Record {
    log: Log,
    saving: HashMap<Ticket, Instant>,
    account: Option<String>,
    blade: &'static str,
}

impl Record {
    /// The portal has been opened.
    pub fn begin(log: Log, model: &Model) -> Self {
        let access = match &model.access {
            Access::Writable => "writable".to_owned(),
            Access::Sandbox => "sandbox".to_owned(),
            Access::ReadOnly(why) => format!("read-only: {why}"),
        };
        let snapshot = &model.snapshot;
        log.line(
            Level::Info,
            format_args!(
                "proofup {} begins: tenant {}, {} users, revision {}, {}, {access}",
                env!("CARGO_PKG_VERSION"),
                snapshot.facts().name,
                snapshot.len(),
                snapshot.revision(),
                snapshot.edition(),
            ),
        );
        Self {
            log,
            saving: HashMap::new(),
            account: None,
            blade: "",
        }
    }

    /// A message is about to be taken in.
    pub fn message(&mut self, msg: &Msg) {
        match msg {
            Msg::Resize(columns, rows) => {
                self.info(format_args!("window of {columns}x{rows}"));
            }
            Msg::PasswordChecked(_, false) => self.warn(format_args!("a password was wrong")),
            Msg::State(snapshot) => self.info(format_args!("revision {}", snapshot.revision())),
            Msg::Submitted(ticket, answer) => self.submitted(*ticket, answer),
            Msg::Exported(_, Ok(_)) => self.info(format_args!("file written")),
            Msg::Exported(..) => self.warn(format_args!("file not written")),
            Msg::FileRead(_, Err(_)) => self.warn(format_args!("file not read")),
            Msg::Audit(Err(error)) | Msg::SignIns(Err(error)) => {
                self.error(format_args!("log not read: {error}"));
            }
            _ => {}
        }
    }

    /// A message was taken in: who is signed in and what is shown may be others.
    pub fn after(&mut self, model: &Model) {
        let account = model.actor().map(|actor| actor.upn.clone());
        if account != self.account {
            match &account {
                Some(upn) => self.info(format_args!("signed in as {upn}")),
                None => self.info(format_args!("signed out")),
            }
            self.account = account;
        }
        let blade = model.blade().and_then(|blade| blade.scopes().first());
        let blade = blade.map_or("", |scope| scope.label());
        if blade != self.blade {
            self.blade = blade;
            if !blade.is_empty() {
                self.info(format_args!("blade {blade}"));
            }
        }
    }

    /// Something is about to be done outside the portal.
    pub fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::Submit(ticket, submission) => {
                self.saving.insert(*ticket, Instant::now());
                if self.log.takes(Level::Info) {
                    self.info(format_args!("save {ticket}: {}", what(submission.rows())));
                }
            }
            Effect::Export(_, export) => {
                self.info(format_args!("write a file of {}", export.rows.count()));
            }
            Effect::Copy(_) => self.info(format_args!("a text sent to the terminal's clipboard")),
            Effect::SetMouse(on) => {
                self.info(format_args!("mouse {}", if *on { "on" } else { "off" }));
            }
            Effect::Suspend => self.info(format_args!("suspended")),
            _ => {}
        }
    }

    /// A frame of so many bytes was drawn.
    pub fn frame(&self, bytes: usize, began: Instant) {
        if self.log.takes(Level::Debug) && bytes > 0 {
            let micros = began.elapsed().as_micros();
            self.log.line(
                Level::Debug,
                format_args!("frame of {bytes} bytes in {micros} us"),
            );
        }
    }

    /// The portal was left.
    pub fn end(&self, ended: &Result<Ending, Error>) {
        match ended {
            Ok(ending) => self.info(format_args!("ends: {}", ending.label())),
            Err(error) => self.error(format_args!("ends: {error}")),
        }
    }

    /// A bug of our own ends it.
    pub fn panicked(&self) {
        self.error(format_args!("ends: a panic"));
    }

    fn submitted(&mut self, ticket: Ticket, answer: &Result<Committed, StoreError>) {
        let began = self.saving.remove(&ticket);
        let took = began.map_or(0, |began| began.elapsed().as_millis());
        match answer {
            Ok(committed) => self.info(format_args!(
                "save {ticket}: done, revision {}, {took} ms",
                committed.revision
            )),
            // Its text names users.
            Err(StoreError::Stale(_)) => self.warn(format_args!(
                "save {ticket}: somebody changed the same users meanwhile, {took} ms"
            )),
            Err(error) => self.error(format_args!("save {ticket}: {error}, {took} ms")),
        }
    }

    fn info(&self, text: impl Display) {
        self.log.line(Level::Info, format_args!("{text}"));
    }

    fn warn(&self, text: impl Display) {
        self.log.line(Level::Warn, format_args!("{text}"));
    }

    fn error(&self, text: impl Display) {
        self.log.line(Level::Error, format_args!("{text}"));
    }
}

/// The actions of a plan, and for how many.
fn what(rows: &[Row]) -> String {
    let parts = || rows.iter().flat_map(|row| &row.parts);
    let mut actions: Vec<_> = parts().map(|part| part.action.verb()).collect();
    actions.dedup();
    actions.sort_unstable();
    actions.dedup();
    let refused = |part: &&Part| matches!(part.outcome, Outcome::Refused(_));
    format!(
        "{} for {}, {} refused",
        actions.join(", "),
        rows.len(),
        parts().filter(refused).count()
    )
}
