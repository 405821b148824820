//! One portal on one terminal: what reaches it, and what it wants done outside.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crossterm::event::{Event, KeyEventKind};
use ratatui::layout::{Position, Size};

use super::Ending;
use super::audience::{Audience, NOBODY};
use super::clock::Clock;
use super::files;
use super::happening::Happening;
use super::inbox::Tell;
use super::lesson::{self, Played};
use super::log::Log;
use super::record::Record;
use super::recorder::Recorder;
use super::seat::Seat;
use super::stage::{Program, Stage};
use super::workers::{Crew, Share};
use super::works::Works;
use crate::domain::directory::Revision;
use crate::domain::time::Timestamp;
use crate::grid::Grid;
use crate::portal::effect::Effect;
use crate::portal::lesson::Begun;
use crate::portal::message::Msg;
use crate::portal::model::{Model, Reach, Start};
use crate::portal::saved_view::SavedView;
use crate::portal::{ViewState, chapter, mouse, update, view};
use crate::store::{Access, Snapshot, Store};
use crate::terminal::clipboard;
use crate::terminal::input::Input;
use crate::terminal::screen::About;

/// Keeps how the tenant was looked at for the next time. In one line why it cannot.
pub type KeepView = Box<dyn FnOnce(&SavedView) -> Result<(), String>>;

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
    /// A file to record to from the beginning.
    pub record: Option<PathBuf>,
    /// Lets others watch, where that can be.
    pub audience: Option<Box<dyn Audience>>,
    /// Where to keep the view at the end; `None`: nowhere.
    pub keep_view: Option<KeepView>,
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
    /// The scenario that is being played by hand.
    played: Option<Played>,
    /// The one that was read and is about to begin.
    read: Arc<Mutex<Option<Played>>>,
    /// The tenant and the clock that wait until it is left.
    aside: Option<(Arc<dyn Store>, Clock, Access)>,
    reach: Reach,
    work: Share,
    works: Works,
    record: Record,
    recorder: Option<Recorder>,
    record_to: Option<PathBuf>,
    audience: Option<Box<dyn Audience>>,
    keep_view: Option<KeepView>,
    tell: Tell,
}

impl Host {
    /// A portal that has just been opened. Its work is done by `crew`.
    pub fn new(options: Options, crew: &Crew, tell: Tell) -> Self {
        let Options {
            store,
            start,
            clock,
            log,
            record,
            audience,
            keep_view,
        } = options;
        watch(&*store, &tell);
        let reach = start.reach;
        let model = Model::new(start);
        Self {
            record: Record::begin(log, &model),
            shown: state(&model.snapshot),
            known_access: store.access(),
            reach,
            model,
            view_state: ViewState::default(),
            clock: Clock::starting_at(clock),
            work: crew.share(tell.clone()),
            works: Works::new(tell.clone()),
            recorder: None,
            record_to: record,
            audience,
            keep_view,
            played: None,
            read: Arc::default(),
            aside: None,
            tell,
            store,
        }
    }

    /// Closes it. What it began is still being finished; the last one keeps the view.
    pub fn close(self) -> (Share, Record, impl FnOnce() -> Result<(), String>) {
        let Self {
            work,
            model,
            record,
            keep_view,
            ..
        } = self;
        let keep = keep_view.map(|keep| (keep, model.view_now()));
        let keep = move || keep.map_or(Ok(()), |(keep, view)| keep(&view));
        // Nobody should have to wait for ten thousand users to be freed one by one: the process
        // ends, and takes them along. Where it is a server, it goes on, and needs the memory.
        if model.reach == Reach::Everything {
            std::mem::forget(model);
        }
        (work, record, keep)
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
        let now = state(&snapshot);
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

    /// From now on everything is about the tenant of the scenario that was read. What is being saved
    /// was asked of the one before, and is answered by it.
    fn play(&mut self) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(played) = read.take() else {
            return;
        };
        drop(read);
        let store: Arc<dyn Store> = played.store();
        watch(&*store, &self.tell);
        self.shown = state(&store.snapshot());
        let access = std::mem::replace(&mut self.known_access, store.access());
        let clock = std::mem::replace(&mut self.clock, played.clock());
        let before = std::mem::replace(&mut self.store, store);
        self.aside.get_or_insert((before, clock, access));
        self.played = Some(played);
    }

    /// Back to the tenant that was there before the scenario, as it is now.
    fn leave_scenario<S: Seat>(&mut self, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        self.played = None;
        let Some((store, clock, access)) = self.aside.take() else {
            return Ok(None);
        };
        (self.store, self.clock, self.known_access) = (store, clock, access);
        let snapshot = self.store.snapshot();
        self.shown = state(&snapshot);
        let ending = self.update(Msg::State(snapshot), stage)?;
        // Whether it can be saved may have changed too.
        Ok(ending.or(self.catch_up(stage)?))
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
            Effect::Checkpoints(asked) => {
                let store = store();
                work.change(move || Msg::Checkpoints(asked.carry_out(&*store)))?;
            }
            Effect::ReadAudit(limit) => {
                let store = store();
                work.change(move || Msg::Audit(store.audit(limit)))?;
            }
            Effect::ReadSignIns(limit) => {
                let store = store();
                work.change(move || Msg::SignIns(store.sign_ins(limit)))?;
            }
            Effect::Export(ticket, wanted) => self.works.write(ticket, *wanted, work)?,
            Effect::PlayScenario(ticket, source, edition) => {
                let read = Arc::clone(&self.read);
                // Behind all that is being saved and read of the tenant before.
                work.change(move || {
                    let begun = lesson::begin(source, edition).map(|(begun, played)| {
                        *read.lock().unwrap_or_else(PoisonError::into_inner) = played;
                        begun
                    });
                    Msg::ScenarioBegun(ticket, begun)
                })?;
            }
            Effect::CheckStep => {
                let clock = self.clock.now().tenant;
                if let Some(played) = &mut self.played {
                    let checked = played.check(clock);
                    return self.update(Msg::StepChecked(checked), stage);
                }
            }
            Effect::LeaveScenario => return self.leave_scenario(stage),
            Effect::Work(ticket, wanted) => self.works.begin(ticket, *wanted, work)?,
            Effect::Stop(ticket) => self.works.stop(ticket),
            Effect::Free(heavy) => work.work(move || {
                drop(heavy);
                Msg::Worked(0, None)
            })?,
            Effect::Copy(text) => {
                let Some(bytes) = clipboard::copy(text.reveal()) else {
                    let most = clipboard::LIMIT / 1000;
                    let why = format!(
                        "Too long for a terminal's clipboard, which takes {most} kB: nothing was sent"
                    );
                    return self.update(Msg::Said(why), stage);
                };
                stage.send(&bytes);
            }
            Effect::Record(false) => {
                self.recorder = None;
                return self.update(Msg::Recording(Ok(None)), stage);
            }
            Effect::Room(wish) => {
                let nobody = || Err(NOBODY.to_owned());
                match self
                    .audience
                    .as_mut()
                    .map_or_else(nobody, |it| it.wish(wish))
                {
                    Ok(Some(observer)) => stage.observe(observer),
                    Ok(None) => {}
                    Err(why) => return self.update(Msg::Room(Err(why)), stage),
                }
            }
            Effect::Record(true) => return self.record(&Recorder::usual_name(), stage),
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

impl Host {
    /// Records to `file` from now on.
    fn record<S: Seat>(&mut self, file: &Path, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        let tenant = &self.model.snapshot.facts().name;
        let size = stage.seat().size();
        let begun = Recorder::begin(file, size, tenant, self.model.look);
        let answer = begun.map(|recorder| {
            stage.observe(recorder.observer(self.tell.clone()));
            let path = recorder.path().to_owned();
            self.recorder = Some(recorder);
            Some(path)
        });
        self.update(Msg::Recording(answer), stage)
    }
}

/// Which state it is, and whether everybody in it is known.
fn state(snapshot: &Snapshot) -> (Revision, bool) {
    (snapshot.revision(), snapshot.is_ready())
}

/// Tells of each new state of `store`.
fn watch(store: &dyn Store, tell: &Tell) {
    let told = tell.clone();
    // Nobody listens any more once the portal has been left: the store forgets it then.
    store.watch(Box::new(move |_| told.send(Happening::Changed).is_ok()));
}

impl<S: Seat> Program<S> for Host {
    fn about(&self) -> About {
        About {
            chapter: chapter(&self.model),
            secret: self.model.reveals(),
        }
    }

    fn resize(&mut self, size: Size, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        if let Some(file) = self.record_to.take()
            && let Some(ending) = self.record(&file, stage)?
        {
            return Ok(Some(ending));
        }
        let ending = self.update(Msg::Resize(size.width, size.height), stage)?;
        // The store may have moved on before it was watched.
        Ok(ending.or(self.catch_up(stage)?))
    }

    fn happen(&mut self, happening: Happening, stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        match happening {
            Happening::Input(Input::Events(events)) => self.events(events, stage),
            Happening::Changed => self.catch_up(stage),
            Happening::Answer(msg) => {
                if let Msg::ScenarioBegun(ticket, Ok(Begun::Lesson(..))) = &msg
                    && self.model.can_begin_lesson(*ticket)
                {
                    self.play();
                }
                self.update(msg, stage)
            }
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

    fn view(&mut self, grid: &mut Grid) -> Option<Position> {
        view(&self.model, &mut self.view_state, grid)
    }

    fn drawn(&mut self, bytes: usize, began: Instant) {
        self.record.frame(bytes, began);
    }
}
