//! One login, on a thread of its own: the lobby where there is a choice, then the portal, then a
//! last line. Whatever happens in it stays in it: a panic ends this login alone.

use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::layout::Position;

use super::gate::Failure;
use super::hub::{Place, Presence};
use super::idle::in_words;
use super::intake::{Done, take_in};
use super::line::{Line, Remote};
use super::rooms::Presenting;
use super::server::Server;
use super::watching::{Driving, Watching};
use crate::app::happening::Happening;
use crate::app::host::Host;
use crate::app::inbox::{Inbox, Tell};
use crate::app::stage::{Program, Stage};
use crate::app::{self, Ending, Error};
use crate::grid::Grid;
use crate::portal::lobby::code::{AskCode, Typed};
use crate::portal::lobby::{Chosen, Entry, Lobby};
use crate::portal::theme::Look;
use crate::terminal::input::Input;
use crate::terminal::tty;

/// Left in good order.
pub const DONE: u32 = 0;
/// A change could not be saved.
pub const FAILED: u32 = 1;
/// Nothing to draw on.
pub const NO_TERMINAL: u32 = 64;
/// An error of proofup's own.
pub const PANICKED: u32 = 70;
/// The server is full.
pub const FULL: u32 = 75;

/// How long a wrong code takes.
const AFTER_WRONG_CODE: Duration = Duration::from_secs(1);
/// The same for a code that never was and for one that no longer is.
const NO_SUCH_ROOM: &str = "There is no such room, or it is closed: ask for the code again";

/// Everything a login begins with.
pub struct Login {
    /// The server.
    pub server: Arc<Server>,
    /// Where it comes from.
    pub peer: SocketAddr,
    /// Its place among the others.
    pub presence: Arc<Presence>,
    /// What others in a room call it.
    pub name: String,
    /// The code of the room it wants to watch, where its user name was one.
    pub code: Option<String>,
    /// Where it goes; `None`: it is asked.
    pub place: Option<Place>,
    /// How it looks.
    pub look: Look,
    /// The way to its client.
    pub line: Arc<Line>,
    /// What happens, and a way to make something happen.
    pub happenings: (Tell, Inbox),
}

impl Login {
    /// Runs it to its end. Gives its exit status.
    pub fn run(self) -> u32 {
        let line = Arc::clone(&self.line);
        let server = Arc::clone(&self.server);
        let ended = catch_unwind(AssertUnwindSafe(|| self.perform()));
        let (status, goodbye) = match ended {
            Ok(Ok(ending)) => (DONE, goodbye(ending, &server)),
            Ok(Err(error)) => (FAILED, Some(error.to_string())),
            Err(_) => (
                PANICKED,
                Some("an error of proofup's own ended this login; what you saved is saved".into()),
            ),
        };
        if let Some(goodbye) = goodbye {
            // Failing means that nobody is there to read it.
            let _ = line.write(format!("proofup: {goodbye}\r\n").as_bytes());
        }
        status
    }

    fn perform(self) -> Result<Ending, Error> {
        let tenants = &self.server.tenants;
        let (tell, happenings) = &self.happenings;
        let (line, easels) = (Arc::clone(&self.line), Arc::clone(&self.server.easels));
        let seat = Remote::enter(line, easels, tenants.served().mouse)?;
        let mut stage = Stage::new(seat);
        let place = match self.place {
            Some(place) => place,
            None => match self.ask(&mut stage)? {
                Ok(place) => place,
                Err(ending) => return Ok(ending),
            },
        };
        self.presence.goes_to(place);
        let mut options = match place {
            Place::Watching => return Ok(self.watch(&mut stage)?),
            Place::Sandbox => tenants.sandbox(self.look).map_err(Error::Unsaved)?,
            Place::Shared | Place::Lobby => tenants.shared(self.look),
        };
        options.audience = Some(Box::new(Presenting::new(
            Arc::clone(&self.server.rooms),
            self.presence.login(),
            self.name.clone(),
            Arc::clone(&self.line),
        )));
        let host = Host::new(options, &self.server.crew, tell.clone());
        app::perform(stage, host, happenings)
    }

    /// Watches a room; asks for its code where none is known. Gives why it has ended.
    fn watch(&self, stage: &mut Stage<Remote>) -> io::Result<Ending> {
        stage.seat().watches();
        let mut asking = AskingCode {
            ask: AskCode::new(self.look),
            code: None,
        };
        let mut code = self.code.clone();
        loop {
            if code.is_none() {
                let ending = run(stage, &mut asking, &self.happenings.1)?;
                code = asking.code.take();
                if code.is_none() {
                    return Ok(ending);
                }
            }
            let login = self.presence.login();
            let rooms = &self.server.rooms;
            let code = code.take().unwrap_or_default();
            if let Some(ticket) = rooms.enter(&code, login, &self.name, &self.line) {
                let (mut watching, controls) = Watching::new(ticket, self.look);
                return match controls {
                    None => run(stage, &mut watching, &self.happenings.1),
                    Some(controls) => {
                        let mut driving = Driving::new(watching, controls);
                        run(stage, &mut driving, &self.happenings.1)
                    }
                };
            }
            self.server.failed(self.peer, Failure::Login);
            if let Some(ending) = self.wait_after_wrong_code() {
                return Ok(ending);
            }
            asking.ask.wrong(NO_SUCH_ROOM);
        }
    }

    /// The same time after each wrong code, whatever was wrong with it.
    fn wait_after_wrong_code(&self) -> Option<Ending> {
        let began = Instant::now();
        while let Some(left) = AFTER_WRONG_CODE.checked_sub(began.elapsed()) {
            let mut happened = Vec::new();
            let waited = self.happenings.1.wait(Some(left), &mut happened);
            for happening in happened {
                match happening {
                    Happening::Input(Input::Ended) => return Some(Ending::HungUp),
                    Happening::Ended(ending) => return Some(ending),
                    _ => {}
                }
            }
            if waited.is_err() {
                break;
            }
        }
        None
    }

    /// Asks where to go; gives the place, or why the login has ended instead.
    fn ask(&self, stage: &mut Stage<Remote>) -> io::Result<Result<Place, Ending>> {
        let mut asking = Asking {
            lobby: self.lobby(),
            places: vec![Place::Shared, Place::Sandbox, Place::Watching],
            chosen: None,
        };
        let ending = run(stage, &mut asking, &self.happenings.1)?;
        Ok(asking.chosen.ok_or(ending))
    }

    fn lobby(&self) -> Lobby {
        let snapshot = self.server.tenants.snapshot();
        let tenant = &snapshot.facts().name;
        let entries = vec![
            Entry {
                label: "Shared tenant".to_owned(),
                what: format!(
                    "{tenant}, with everybody who is there: what one saves, all others see."
                ),
            },
            Entry {
                label: "Sandbox".to_owned(),
                what: format!("A copy of {tenant} of your own, thrown away when you leave."),
            },
            Entry {
                label: "Watch".to_owned(),
                what: "See what somebody presents, by the code of their room.".to_owned(),
            },
        ];
        let others = self.server.hub.who().len().saturating_sub(1);
        let others = match others {
            0 => "Nobody else is logged in.".to_owned(),
            1 => "One other person is logged in.".to_owned(),
            count => format!("{count} other people are logged in."),
        };
        let key = format!("The server's key: {}", self.server.fingerprint);
        Lobby::new(self.look, tenant.clone(), entries, vec![others, key])
    }
}

/// Runs `program`; a client that is gone is an ending like others.
fn run(
    stage: &mut Stage<Remote>,
    program: &mut impl Program<Remote>,
    happenings: &Inbox,
) -> io::Result<Ending> {
    match stage.run(program, happenings) {
        Err(error) if tty::is_gone(&error) => Ok(Ending::HungUp),
        ended => ended,
    }
}

/// Asking for a code as it is run.
struct AskingCode {
    ask: AskCode,
    code: Option<String>,
}

impl Program<Remote> for AskingCode {
    fn happen(
        &mut self,
        happening: Happening,
        stage: &mut Stage<Remote>,
    ) -> io::Result<Option<Ending>> {
        let Happening::Input(Input::Events(events)) = happening else {
            return Ok(None);
        };
        Ok(take_in(events, stage, |done| {
            let typed = match done {
                Done::Key(key) => self.ask.key(key),
                Done::Paste(text) => {
                    self.ask.paste(&text);
                    Typed::Stay
                }
                Done::Click(..) => Typed::Stay,
            };
            match typed {
                Typed::Stay => return None,
                Typed::Leave => {}
                Typed::Code(code) => self.code = Some(code),
            }
            Some(Ending::Quit)
        }))
    }

    fn view(&mut self, grid: &mut Grid) -> Option<Position> {
        self.ask.view(grid)
    }
}

/// The lobby as it is run.
struct Asking {
    lobby: Lobby,
    places: Vec<Place>,
    chosen: Option<Place>,
}

impl Asking {
    fn choose(&mut self, chosen: Chosen) -> Option<Ending> {
        match chosen {
            Chosen::Stay => return None,
            Chosen::Entry(entry) => self.chosen = self.places.get(entry).copied(),
            Chosen::Leave => {}
        }
        Some(Ending::Quit)
    }
}

impl Program<Remote> for Asking {
    fn happen(
        &mut self,
        happening: Happening,
        stage: &mut Stage<Remote>,
    ) -> io::Result<Option<Ending>> {
        let events = match happening {
            Happening::Input(Input::Events(events)) => events,
            Happening::Said(text) => {
                self.lobby.said = Some(text);
                return Ok(None);
            }
            _ => return Ok(None),
        };
        Ok(take_in(events, stage, |done| {
            let chosen = match done {
                Done::Key(key) => self.lobby.key(key),
                Done::Click(column, row) => self.lobby.click(column, row),
                Done::Paste(_) => Chosen::Stay,
            };
            self.choose(chosen)
        }))
    }

    fn view(&mut self, grid: &mut Grid) -> Option<Position> {
        self.lobby.view(grid);
        None
    }
}

/// What is said at the end; whoever left by themselves knows.
fn goodbye(ending: Ending, server: &Server) -> Option<String> {
    let limits = &server.settings.limits;
    let saved = "what you saved is saved";
    match ending {
        Ending::Quit | Ending::HungUp => None,
        Ending::RoomClosed => Some("the room is closed: whoever presented has left".to_owned()),
        Ending::Terminated => Some(format!("the server ends now; {saved}")),
        Ending::Idle => {
            let time = limits.idle.map(in_words).unwrap_or_default();
            Some(format!("nobody pressed a key for {time}; {saved}"))
        }
        Ending::TooLong => {
            let time = limits.longest.map(in_words).unwrap_or_default();
            Some(format!("a login lasts {time} at most; {saved}"))
        }
    }
}
