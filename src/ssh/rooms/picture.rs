//! What is shown in a room: the presenter's last frame, standing still, or behind a curtain. All
//! that whoever watches can reach, and nothing in it can be written to from there.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::terminal::screen::Shown;

/// The picture of a room.
pub struct Picture {
    presenter: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The presenter's last frame.
    latest: Option<Arc<Shown>>,
    /// The last one without a secret.
    public: Option<Arc<Shown>>,
    /// It stands still, and at this frame.
    paused: bool,
    still: Option<Arc<Shown>>,
    curtain: bool,
    closed: bool,
    watchers: usize,
    driver: Option<(u64, String)>,
}

/// What somebody sees now.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Who presents.
    pub presenter: String,
    /// The frame; `None`: a curtain, or nothing was shown yet.
    pub shown: Option<Arc<Shown>>,
    /// Why there is a curtain, where there is one.
    pub curtain: Option<&'static str>,
    /// It stands still.
    pub paused: bool,
    /// How many watch.
    pub watchers: usize,
    /// Who has the controls beside the presenter: login and name.
    pub driver: Option<(u64, String)>,
}

impl Picture {
    pub(super) fn new(presenter: String) -> Self {
        Self {
            presenter,
            state: Mutex::default(),
        }
    }

    /// What is to be seen; `None`: the room is closed.
    pub fn scene(&self) -> Option<Scene> {
        let state = self.state();
        if state.closed {
            return None;
        }
        let shown = if state.paused {
            state.still.clone()
        } else {
            state.latest.clone()
        };
        let secret = shown.as_ref().is_some_and(|shown| shown.about.secret);
        let curtain = match (state.curtain, secret) {
            (true, _) => Some("The presenter has drawn a curtain. It opens again."),
            (false, true) => {
                Some("A secret is on the presenter's screen. The curtain opens again.")
            }
            (false, false) => None,
        };
        Some(Scene {
            presenter: self.presenter.clone(),
            shown: shown.filter(|_| curtain.is_none()),
            curtain,
            paused: state.paused,
            watchers: state.watchers,
            driver: state.driver.clone(),
        })
    }

    /// The presenter's next frame. False: nobody will ever want one again.
    pub(super) fn show(&self, shown: &Arc<Shown>) -> bool {
        let mut state = self.state();
        state.latest = Some(Arc::clone(shown));
        if !shown.about.secret {
            state.public = Some(Arc::clone(shown));
        }
        !state.closed
    }

    pub(super) fn pause(&self, paused: bool) {
        let mut state = self.state();
        state.paused = paused;
        state.still = state.public.clone().filter(|_| paused);
    }

    pub(super) fn draw_curtain(&self, curtain: bool) {
        self.state().curtain = curtain;
    }

    pub(super) fn count(&self, watchers: usize) {
        self.state().watchers = watchers;
    }

    pub(super) fn set_driver(&self, driver: Option<(u64, String)>) {
        self.state().driver = driver;
    }

    pub(super) fn close(&self) {
        self.state().closed = true;
    }

    /// Whether it stands still, and whether there is a curtain.
    pub(super) fn hidden(&self) -> (bool, bool) {
        let state = self.state();
        (state.paused, state.curtain)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
