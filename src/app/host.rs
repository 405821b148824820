//! One portal on one terminal.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind};

use super::clock::Clock;
use super::export;
use super::files;
use super::happening::Happening;
use super::record::Record;
use super::workers::Workers;
use super::works::Works;
use super::{Ending, Error, Options};
use crate::domain::directory::Revision;
use crate::portal::effect::Effect;
use crate::portal::message::Msg;
use crate::portal::model::Model;
use crate::portal::{ViewState, mouse, update, view};
use crate::store::Store;
use crate::terminal::guard::{Guard, Output};
use crate::terminal::input::Input;
use crate::terminal::screen::Screen;
use crate::terminal::tty::Tty;
use crate::terminal::{clipboard, modes, tty};

/// As many happenings are taken in before a frame is drawn, so that a flood cannot hide the screen
/// for ever.
const AT_ONCE: usize = 256;

/// Password checks that may run at once: each takes 19 MiB and a core.
const PASSWORD_CHECKS: usize = 2;

/// While a window is being dragged, every size paints everything: at most one frame in this time.
/// A key pressed meanwhile waits no longer than that.
const BETWEEN_SIZES: Duration = Duration::from_millis(25);

/// Everything the loop works with.
pub struct Host {
    store: Arc<dyn Store>,
    shown: Revision,
    model: Model,
    view_state: ViewState,
    clock: Clock,
    tty: Arc<Tty>,
    guard: Guard,
    screen: Screen<Output>,
    passwords: Workers,
    changes: Workers,
    files: Workers,
    exports: Workers,
    works: Works,
    sizes: Sizes,
    record: Record,
    /// What had happened, but was not taken in any more.
    left_over: Vec<Happening>,
}

/// Whether the window may have another size than the last frame, and when a frame was drawn for one.
#[derive(Default)]
struct Sizes {
    changed: bool,
    drawn: Option<Instant>,
}

impl Host {
    /// A portal that has just been opened.
    pub fn new(options: Options, tty: Arc<Tty>, guard: Guard, tell: Sender<Happening>) -> Self {
        let Options {
            store,
            start,
            clock,
            mouse: _,
            log,
        } = options;
        let told = tell.clone();
        store.watch(Box::new(move |_| {
            // Nobody listens any more once the portal has been left.
            let _ = told.send(Happening::Changed);
        }));
        let model = Model::new(start);
        Self {
            record: Record::begin(log, &model),
            shown: model.snapshot.revision(),
            model,
            view_state: ViewState::default(),
            clock: Clock::starting_at(clock),
            screen: Screen::new(tty.size(), guard.output()),
            passwords: Workers::new("password", PASSWORD_CHECKS, tell.clone()),
            changes: Workers::new("change", 1, tell.clone()),
            files: Workers::new("file", 1, tell.clone()),
            exports: Workers::new("export", 1, tell.clone()),
            works: Works::new(tell),
            sizes: Sizes::default(),
            left_over: Vec::new(),
            store,
            tty,
            guard,
        }
    }

    /// Runs until somebody leaves, and then finishes what was begun.
    pub fn run(mut self, happenings: &Receiver<Happening>) -> Result<Ending, Error> {
        // Not even a panic may lose a change that was accepted.
        let ended = catch_unwind(AssertUnwindSafe(|| self.loop_until_end(happenings)));
        let Self {
            guard,
            mut changes,
            mut exports,
            left_over,
            model,
            mut record,
            ..
        } = self;
        // The terminal first: whoever left should not have to wait for the disk.
        drop(guard);
        changes.finish();
        exports.finish();
        // Nor for ten thousand users to be freed one by one: the process ends, and takes them along.
        std::mem::forget(model);
        let ending = ended.unwrap_or_else(|panic| {
            record.panicked();
            resume_unwind(panic)
        });
        let mut unsaved = None;
        for happening in left_over.into_iter().chain(happenings.try_iter()) {
            match happening {
                Happening::Answer(msg) => {
                    record.message(&msg);
                    if let Msg::Submitted(_, Err(error)) = msg {
                        unsaved = unsaved.or(Some(error));
                    }
                }
                Happening::Panicked(panic) => {
                    record.panicked();
                    resume_unwind(panic)
                }
                _ => {}
            }
        }
        let ended = match (unsaved, ending) {
            (Some(error), _) => Err(Error::Unsaved(error)),
            (None, Err(error)) if tty::is_gone(&error) => Ok(Ending::HungUp),
            (None, ending) => ending.map_err(Error::from),
        };
        record.end(&ended);
        ended
    }

    fn loop_until_end(&mut self, happenings: &Receiver<Happening>) -> io::Result<Ending> {
        let mut ending = self.tell_size()?;
        // The store may have moved on before it was watched.
        ending = ending.or(self.catch_up()?);
        while ending.is_none() {
            if let Some(pause) = self.sizes.pause()
                && let Ok(first) = happenings.recv_timeout(pause)
            {
                ending = self.take_in(first, happenings)?;
                continue;
            }
            self.draw()?;
            // There is always a sender: the loop holds the workers.
            let Ok(first) = happenings.recv() else { break };
            ending = self.take_in(first, happenings)?;
        }
        self.screen.send_now()?;
        Ok(ending.unwrap_or(Ending::Quit))
    }

    fn draw(&mut self) -> io::Result<()> {
        let Self {
            screen,
            model,
            view_state,
            record,
            ..
        } = self;
        let began = Instant::now();
        let bytes = screen.draw(|frame| view(model, view_state, frame))?;
        record.frame(bytes, began);
        self.sizes.draw();
        Ok(())
    }

    /// Takes in `first` and all that has happened since, in order; sizes first, and only the last.
    fn take_in(
        &mut self,
        first: Happening,
        happenings: &Receiver<Happening>,
    ) -> io::Result<Option<Ending>> {
        let others = happenings.try_iter().take(AT_ONCE);
        let happened: Vec<Happening> = std::iter::once(first).chain(others).collect();
        let moved =
            |happening: &Happening| matches!(happening, Happening::Resized | Happening::Continued);
        let mut ending = None;
        if happened.iter().any(moved) {
            ending = self.resize()?;
        }
        let mut happened = happened.into_iter();
        while ending.is_none()
            && let Some(happening) = happened.next()
        {
            ending = self.happen(happening)?;
        }
        self.left_over.extend(happened);
        Ok(ending)
    }

    fn happen(&mut self, happening: Happening) -> io::Result<Option<Ending>> {
        match happening {
            Happening::Input(Input::Events(events)) => return self.events(events),
            Happening::Input(Input::PasteCut) => self.screen.send(modes::BELL.as_bytes()),
            Happening::Input(Input::Ended) | Happening::HungUp => return Ok(Some(Ending::HungUp)),
            Happening::Terminated => return Ok(Some(Ending::Terminated)),
            Happening::Resized => {}
            Happening::Continued => self.guard.renew()?,
            Happening::Changed => return self.catch_up(),
            Happening::Answer(msg) => return self.update(msg),
            Happening::Panicked(panic) => resume_unwind(panic),
        }
        Ok(None)
    }

    fn events(&mut self, events: Vec<Event>) -> io::Result<Option<Ending>> {
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
            let ending = self.update(msg)?;
            if ending.is_some() {
                return Ok(ending);
            }
        }
        Ok(None)
    }

    /// Even a window that has its size again may have lost what was shown.
    fn resize(&mut self) -> io::Result<Option<Ending>> {
        self.screen.repaint();
        self.sizes.changed = true;
        self.tell_size()
    }

    fn tell_size(&mut self) -> io::Result<Option<Ending>> {
        let size = self.tty.size();
        self.screen.resize(size);
        self.update(Msg::Resize(size.width, size.height))
    }

    fn catch_up(&mut self) -> io::Result<Option<Ending>> {
        let snapshot = self.store.snapshot();
        if snapshot.revision() == self.shown {
            return Ok(None);
        }
        self.shown = snapshot.revision();
        self.update(Msg::State(snapshot))
    }

    fn update(&mut self, msg: Msg) -> io::Result<Option<Ending>> {
        self.record.message(&msg);
        let effects = update(&mut self.model, msg, self.clock.now());
        self.record.after(&self.model);
        for effect in effects {
            self.record.effect(&effect);
            if let Some(ending) = self.carry_out(effect)? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<Option<Ending>> {
        match effect {
            Effect::CheckPassword(ticket, hash, secret) => self
                .passwords
                .run(move || Msg::PasswordChecked(ticket, hash.verify(&secret)))?,
            Effect::Check(ticket, check) => self
                .passwords
                .run(move || Msg::Checked(ticket, check.run()))?,
            Effect::Submit(ticket, plan) => {
                let store = Arc::clone(&self.store);
                self.changes
                    .run(move || Msg::Submitted(ticket, store.submit(*plan)))?;
            }
            Effect::ListFolder(ticket, folder) => self
                .files
                .run(move || Msg::FolderListed(ticket, files::list(&folder)))?,
            Effect::ReadFile(ticket, file) => self
                .files
                .run(move || Msg::FileRead(ticket, files::read(&file)))?,
            Effect::ReadAudit(limit) => {
                let store = Arc::clone(&self.store);
                self.changes.run(move || Msg::Audit(store.audit(limit)))?;
            }
            Effect::ReadSignIns(limit) => {
                let store = Arc::clone(&self.store);
                self.changes
                    .run(move || Msg::SignIns(store.sign_ins(limit)))?;
            }
            Effect::Export(ticket, wanted) => self
                .exports
                .run(move || Msg::Exported(ticket, export::carry_out(&wanted)))?,
            Effect::Work(ticket, work) => self.works.begin(ticket, *work)?,
            Effect::Stop(ticket) => self.works.stop(ticket),
            Effect::Copy(text) => {
                if let Some(bytes) = clipboard::copy(text.reveal()) {
                    self.screen.send(&bytes);
                }
            }
            Effect::Suspend => {
                self.screen.send_now()?;
                if self.guard.suspend()? {
                    return self.resize();
                }
            }
            Effect::Repaint => self.screen.repaint(),
            Effect::SetMouse(wanted) => self.guard.set_mouse(wanted)?,
            Effect::Quit => return Ok(Some(Ending::Quit)),
        }
        Ok(None)
    }
}

impl Sizes {
    /// How long to wait before the next frame.
    fn pause(&self) -> Option<Duration> {
        let drawn = self.drawn.filter(|_| self.changed)?;
        BETWEEN_SIZES.checked_sub(drawn.elapsed())
    }

    /// A frame has been drawn.
    fn draw(&mut self) {
        if std::mem::take(&mut self.changed) {
            self.drawn = Some(Instant::now());
        }
    }
}
