//! One portal on one terminal: what reaches it, and what it wants done outside.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

use crossterm::event::{Event, KeyEventKind};
use ratatui::Frame;
use ratatui::layout::Size;

use super::Ending;
use super::clock::Clock;
use super::export;
use super::files;
use super::happening::Happening;
use super::log::Log;
use super::record::Record;
use super::seat::Seat;
use super::stage::{Program, Stage};
use super::workers::{Crew, Share};
use super::works::Works;
use crate::domain::directory::Revision;
use crate::domain::time::Timestamp;
use crate::portal::effect::Effect;
use crate::portal::message::Msg;
use crate::portal::model::{Model, Reach, Start};
use crate::portal::{ViewState, mouse, update, view};
use crate::store::{Access, Store};
use crate::terminal::clipboard;
use crate::terminal::input::Input;

/// What a portal is run with.
pub struct Options {
    /// The tenant.
    pub store: Arc<dyn Store>,
    /// What the portal starts with.
    pub start: Start,
    /// Tenant time starts here (`--clock`); `None`: it is the real time.
    pub clock: Option<Timestamp>,
    /// Where to tell what happens.
    pub log: Log,
}

/// Everything a portal works with.
pub struct Host {
    store: Arc<dyn Store>,
    /// Which state is shown, and whether everybody in it is known.
    shown: (Revision, bool),
    /// What the store last said of saving; a guest's portal may say less.
    known_access: Access,
    model: Model,
    view_state: ViewState,
    clock: Clock,
    reach: Reach,
    work: Share,
    works: Works,
    record: Record,
}

impl Host {
    /// A portal that has just been opened. Its work is done by `crew`.
    pub fn new(options: Options, crew: &Crew, tell: Sender<Happening>) -> Self {
        let Options {
            store,
            start,
            clock,
            log,
        } = options;
        let told = tell.clone();
        // Nobody listens any more once the portal has been left: the store forgets it then.
        store.watch(Box::new(move |_| told.send(Happening::Changed).is_ok()));
        let reach = start.reach;
        let model = Model::new(start);
        Self {
            record: Record::begin(log, &model),
            shown: (model.snapshot.revision(), model.snapshot.is_ready()),
            known_access: store.access(),
            reach,
            model,
            view_state: ViewState::default(),
            clock: Clock::starting_at(clock),
            work: crew.share(tell.clone()),
            works: Works::new(tell),
            store,
        }
    }

    /// Closes it. What it began is still being finished.
    pub fn close(self) -> (Share, Record) {
        let Self {
            work,
            model,
            record,
            ..
        } = self;
        // Nobody should have to wait for ten thousand users to be freed one by one: the process
        // ends, and takes them along. Where it is a server, it goes on, and needs the memory.
        if model.reach == Reach::Everything {
            std::mem::forget(model);
        }
        (work, record)
    }

    fn events<S: Seat>(
        &mut self,
        events: Vec<Event>,
        stage: &mut Stage<S>,
    ) -> io::Result<Option<Ending>> {
        for event in events {
            let msg = match event {
                Event::Key(key) if key.kind != KeyEventKind::Release => Msg::Key(key),
                Event::Paste(text) => Msg::Paste(text),
                Event::Mouse(event) => match mouse(&self.view_state, event) {
                    Some(msg) => msg,
                    None => continue,
                },
                // The window's size comes from the system, never from the input.
                Event::Key(_) | Event::FocusGained | Event::FocusLost | Event::Resize(..) => {
                    continue;
                }
            };
            let ending = self.update(msg, stage)?;
            if ending.is_some() {
                return Ok(ending);
            }
        }
        Ok(None)
    }

    fn catch_up<S: Seat>(&mut self, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        let access = self.store.access();
        if access != self.known_access {
            self.known_access = access.clone();
            if let Some(ending) = self.update(Msg::Access(access), stage)? {
                return Ok(Some(ending));
            }
        }
        let snapshot = self.store.snapshot();
        let now = (snapshot.revision(), snapshot.is_ready());
        if now == self.shown {
            return Ok(None);
        }
        self.shown = now;
        self.update(Msg::State(snapshot), stage)
    }

    fn update<S: Seat>(&mut self, msg: Msg, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        self.record.message(&msg);
        let effects = update(&mut self.model, msg, self.clock.now());
        self.record.after(&self.model);
        for effect in effects {
            self.record.effect(&effect);
            if let Some(ending) = self.carry_out(effect, stage)? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    fn carry_out<S: Seat>(
        &mut self,
        effect: Effect,
        stage: &mut Stage<S>,
    ) -> io::Result<Option<Ending>> {
        if let Some(refused) = self.reach.refuses(&effect) {
            return self.update(refused, stage);
        }
        let (work, store) = (&self.work, || Arc::clone(&self.store));
        match effect {
            Effect::CheckPassword(ticket, hash, secret) => {
                work.password(move || Msg::PasswordChecked(ticket, hash.verify(&secret)))?;
            }
            Effect::Check(ticket, check) => {
                work.password(move || Msg::Checked(ticket, check.run()))?;
            }
            Effect::Submit(ticket, plan) => {
                let store = store();
                work.change(move || Msg::Submitted(ticket, store.submit(plan.plan())))?;
            }
            Effect::ListFolder(ticket, folder) => {
                work.file(move || Msg::FolderListed(ticket, files::list(&folder)))?;
            }
            Effect::ReadFile(ticket, file) => {
                work.file(move || Msg::FileRead(ticket, files::read(&file)))?;
            }
            Effect::ReadAudit(limit) => {
                let store = store();
                work.change(move || Msg::Audit(store.audit(limit)))?;
            }
            Effect::ReadSignIns(limit) => {
                let store = store();
                work.change(move || Msg::SignIns(store.sign_ins(limit)))?;
            }
            Effect::Export(ticket, wanted) => {
                work.export(move || Msg::Exported(ticket, export::carry_out(&wanted)))?;
            }
            Effect::Work(ticket, wanted) => self.works.begin(ticket, *wanted, work)?,
            Effect::Stop(ticket) => self.works.stop(ticket),
            Effect::Copy(text) => {
                if let Some(bytes) = clipboard::copy(text.reveal()) {
                    stage.send(&bytes);
                }
            }
            Effect::Suspend => {
                if stage.suspend()? {
                    return self.resize(stage.seat().size(), stage);
                }
            }
            Effect::Repaint => stage.repaint(),
            Effect::SetMouse(wanted) => stage.seat().set_mouse(wanted)?,
            Effect::Quit => return Ok(Some(Ending::Quit)),
        }
        Ok(None)
    }
}

impl<S: Seat> Program<S> for Host {
    fn resize(&mut self, size: Size, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        let ending = self.update(Msg::Resize(size.width, size.height), stage)?;
        // The store may have moved on before it was watched.
        Ok(ending.or(self.catch_up(stage)?))
    }

    fn happen(&mut self, happening: Happening, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        match happening {
            Happening::Input(Input::Events(events)) => self.events(events, stage),
            Happening::Changed => self.catch_up(stage),
            Happening::Answer(msg) => self.update(msg, stage),
            Happening::Said(text) => self.update(Msg::Said(text), stage),
            // The stage sees to these.
            Happening::Input(Input::PasteCut | Input::Ended)
            | Happening::Ended(_)
            | Happening::Resized
            | Happening::Continued
            | Happening::Ready
            | Happening::Panicked(_) => Ok(None),
        }
    }

    fn view(&mut self, frame: &mut Frame<'_>) {
        view(&self.model, &mut self.view_state, frame);
    }

    fn drawn(&mut self, bytes: usize, began: Instant) {
        self.record.frame(bytes, began);
    }
}
