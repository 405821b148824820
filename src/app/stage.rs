//! The loop that every program runs in, on whatever it sits: take in all that happened, then draw
//! once. A slow terminal never holds it up: while a frame is on its way none is drawn, and the next
//! one shows the latest state.

use std::io;
use std::panic::resume_unwind;
use std::time::{Duration, Instant};

use ratatui::layout::{Position, Size};

use super::Ending;
use super::happening::Happening;
use super::inbox::Inbox;
use super::seat::Seat;
use crate::grid::Grid;
use crate::terminal::input::Input;
use crate::terminal::modes;
use crate::terminal::screen::{About, Observer, Screen};

/// While a window is being dragged, every size paints everything: at most one frame in this time.
/// A key pressed meanwhile waits no longer than that.
const BETWEEN_SIZES: Duration = Duration::from_millis(25);

/// Something that is shown and takes input: the portal, or the lobby before it.
pub trait Program<S: Seat> {
    /// The window has this size. The first of all calls.
    fn resize(&mut self, _size: Size, _stage: &mut Stage<S>) -> io::Result<Option<Ending>> {
        Ok(None)
    }

    /// Takes in what the stage does not see to itself. Gives why it ends, where it does.
    fn happen(&mut self, happening: Happening, stage: &mut Stage<S>) -> io::Result<Option<Ending>>;

    /// Draws what there is now on a blank grid. Gives the place of the terminal's cursor; `None`: it
    /// is hidden.
    fn view(&mut self, grid: &mut Grid) -> Option<Position>;

    /// What was drawn took so many bytes.
    fn drawn(&mut self, _bytes: usize, _began: Instant) {}

    /// What it is that [`Program::view`] draws, for those who look on.
    fn about(&self) -> About {
        About::default()
    }
}

/// A terminal and what it shows.
pub struct Stage<S: Seat> {
    seat: S,
    screen: Screen<S::Out>,
    sizes: Sizes,
    drawn: Option<Instant>,
    left_over: Vec<Happening>,
}

/// Whether the window may have another size than the last frame, and when a frame was drawn for one.
#[derive(Default)]
struct Sizes {
    changed: bool,
    drawn: Option<Instant>,
}

/// What has to come before the next frame.
enum Before {
    Nothing,
    Time(Duration),
    Ready,
}

impl<S: Seat> Stage<S> {
    /// On a terminal that has just been entered.
    pub fn new(seat: S) -> Self {
        Self {
            screen: Screen::sharing(seat.easels(), seat.size(), seat.output()),
            seat,
            sizes: Sizes::default(),
            drawn: None,
            left_over: Vec::new(),
        }
    }

    /// What it is on.
    pub fn seat(&self) -> &S {
        &self.seat
    }

    /// Shows each finished frame to `observer` too, as long as it wants them. The one that is
    /// shown now comes first.
    pub fn observe(&mut self, observer: Observer) {
        self.screen.observe(observer);
    }

    /// Bytes that are not part of the picture go out before the next frame.
    pub fn send(&mut self, bytes: &[u8]) {
        self.screen.send(bytes);
    }

    /// Somebody else may have written on it: the next frame paints everything.
    pub fn repaint(&mut self) {
        self.screen.repaint();
    }

    /// For whatever runs next: it was taken in, but is not for what ran until now.
    pub fn put_back(&mut self, happening: Happening) {
        self.left_over.push(happening);
    }

    /// Stops like any job, and repaints when continued. False: nobody here could continue it.
    pub fn suspend(&mut self) -> io::Result<bool> {
        self.screen.send_now()?;
        let continued = self.seat.suspend()?;
        if continued {
            self.moved();
        }
        Ok(continued)
    }

    /// Gives the terminal back. What had happened, but was not taken in any more, is handed on.
    pub fn leave(self) -> Vec<Happening> {
        self.left_over
    }

    /// Runs `program` until it ends or its terminal does.
    pub fn run(&mut self, program: &mut impl Program<S>, happenings: &Inbox) -> io::Result<Ending> {
        let mut ending = self.tell_size(program)?;
        let mut before = std::mem::take(&mut self.left_over).into_iter();
        while ending.is_none()
            && let Some(happening) = before.next()
        {
            ending = self.happen(happening, program)?;
        }
        self.left_over.extend(before);
        // Whether there may be something else to show than the last frame did.
        let mut fresh = true;
        let mut happened = Vec::new();
        while ending.is_none() {
            let timeout = match fresh.then(|| self.before_the_next_frame()) {
                Some(Before::Nothing) => {
                    self.draw(program)?;
                    fresh = false;
                    continue;
                }
                Some(Before::Time(pause)) => Some(pause),
                Some(Before::Ready) | None => None,
            };
            if happenings.wait(timeout, &mut happened).is_err() {
                break;
            }
            if !happened.is_empty() {
                ending = self.take_in(&mut happened, program)?;
                fresh = true;
            }
        }
        self.screen.send_now()?;
        Ok(ending.unwrap_or(Ending::Quit))
    }

    fn before_the_next_frame(&self) -> Before {
        let floor = self.drawn.and_then(|drawn| {
            let between = self.seat.between_frames();
            between.checked_sub(drawn.elapsed())
        });
        match self.sizes.pause().max(floor) {
            Some(pause) if !pause.is_zero() => Before::Time(pause),
            _ if self.seat.ready() => Before::Nothing,
            _ => Before::Ready,
        }
    }

    fn draw(&mut self, program: &mut impl Program<S>) -> io::Result<()> {
        let began = Instant::now();
        let about = if self.screen.is_observed() {
            program.about()
        } else {
            About::default()
        };
        let bytes = self.screen.draw_about(about, |grid| program.view(grid))?;
        program.drawn(bytes, began);
        if bytes > 0 {
            self.drawn = Some(Instant::now());
        }
        self.sizes.draw();
        Ok(())
    }

    /// Takes in all that has happened, in order; sizes first, and only the last.
    fn take_in(
        &mut self,
        happened: &mut Vec<Happening>,
        program: &mut impl Program<S>,
    ) -> io::Result<Option<Ending>> {
        let resized =
            |happening: &Happening| matches!(happening, Happening::Resized | Happening::Continued);
        let mut ending = None;
        if happened.iter().any(resized) {
            self.moved();
            ending = self.tell_size(program)?;
        }
        let mut happened = happened.drain(..);
        while ending.is_none()
            && let Some(happening) = happened.next()
        {
            ending = self.happen(happening, program)?;
        }
        self.left_over.extend(happened);
        Ok(ending)
    }

    fn happen(
        &mut self,
        happening: Happening,
        program: &mut impl Program<S>,
    ) -> io::Result<Option<Ending>> {
        match happening {
            Happening::Input(Input::PasteCut) => self.screen.send(modes::BELL.as_bytes()),
            Happening::Input(Input::Ended) => return Ok(Some(Ending::HungUp)),
            Happening::Ended(ending) => return Ok(Some(ending)),
            Happening::Resized | Happening::Ready => {}
            Happening::Continued => self.seat.renew()?,
            Happening::Panicked(panic) => resume_unwind(panic),
            other => return program.happen(other, self),
        }
        Ok(None)
    }

    /// Even a window that has its size again may have lost what was shown.
    fn moved(&mut self) {
        self.screen.resize(self.seat.size());
        self.screen.repaint();
        self.sizes.changed = true;
    }

    fn tell_size(&mut self, program: &mut impl Program<S>) -> io::Result<Option<Ending>> {
        program.resize(self.seat.size(), self)
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
