//! What one connection asks for, and what it gets: one channel with one portal. Everything else is
//! refused in so many words, since some clients would wait for an answer for ever.

mod handler;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use ratatui::layout::Size;
use russh::ChannelId;
use russh::server::{Auth, Session as Protocol};
use tokio::sync::Notify;
use tokio::sync::mpsc::Sender;

use super::gate::{Failure, Inside, TooMany, Waiting};
use super::guard::Switch;
use super::hub::{Place, Who};
use super::idle::{self, Idle};
use super::line::{self, Line};
use super::login::{FULL, Login, NO_TERMINAL};
use super::looks::{Variables, printable};
use super::rooms::{WATCH, code_in, shown_name};
use super::server::Server;
use super::settings::Mode;
use super::{input, now};
use crate::app::Ending;
use crate::app::happening::Happening;
use crate::app::inbox::inbox;

/// A login's thread needs little; most of this is never touched.
const STACK: usize = 1 << 20;

/// One connection.
pub struct Session {
    server: Arc<Server>,
    peer: SocketAddr,
    switch: Arc<Switch>,
    logged_in: Arc<Notify>,
    /// Until it is logged in.
    waiting: Option<Waiting>,
    tried: Tried,
    user: String,
    /// The code that its user name was besides.
    code: Option<String>,
    identity: Option<String>,
    inside: Option<Result<Inside, TooMany>>,
    channel: Option<ChannelId>,
    terminal: Option<(String, Size)>,
    variables: Variables,
    running: Option<Running>,
}

/// What it tried to log in with, in vain.
#[derive(Default)]
struct Tried {
    keys: usize,
    passwords: usize,
}

/// A portal that runs.
struct Running {
    line: Arc<Line>,
    input: Option<Sender<Vec<u8>>>,
}

impl Session {
    /// A connection that was just let in.
    pub fn new(
        server: Arc<Server>,
        peer: SocketAddr,
        waiting: Waiting,
        switch: Arc<Switch>,
        logged_in: Arc<Notify>,
    ) -> Self {
        Self {
            server,
            peer,
            switch,
            logged_in,
            waiting: Some(waiting),
            tried: Tried::default(),
            user: String::new(),
            code: None,
            identity: None,
            inside: None,
            channel: None,
            terminal: None,
            variables: Variables::default(),
            running: None,
        }
    }

    fn note(&self, event: &str, values: &[(&str, &dyn ToString)]) {
        let mut all: Vec<(&str, &dyn ToString)> = vec![("peer", &self.peer)];
        all.extend(values);
        self.server.log.line(event, &all);
    }

    /// Somebody is let in, known as `identity`.
    fn accept(&mut self, user: &str, identity: Option<String>) -> Auth {
        // A code is for nobody's eyes: not in the log, not among those who are there.
        self.code = code_in(user).map(str::to_owned);
        shown_name(user).clone_into(&mut self.user);
        self.identity = identity;
        Auth::Accept
    }

    /// Refuses, and leaves every way open that there is.
    fn reject(&self) -> Auth {
        Auth::Reject {
            proceed_with_methods: Some(self.server.admitted.methods()),
            partial_success: false,
        }
    }

    /// Where the user name leads, and the server's mode for all others; `None`: to the lobby.
    fn place(&self) -> Option<Place> {
        let mode = self.server.settings.mode;
        match (mode, self.user.as_str()) {
            (_, WATCH) => Some(Place::Watching),
            (Mode::Shared, _) | (Mode::Lobby, "shared") => Some(Place::Shared),
            (Mode::Sandbox, _) | (Mode::Lobby, "sandbox") => Some(Place::Sandbox),
            (Mode::Lobby, _) => None,
        }
    }

    /// What others in a room call it.
    fn name(&self, login: u64) -> String {
        match self.user.as_str() {
            "" | "shared" | "sandbox" | WATCH => format!("guest {login}"),
            user => printable(user),
        }
    }

    /// Says why not, and ends the channel.
    fn refuse(&self, channel: ChannelId, protocol: &Protocol, text: String, status: u32) {
        self.note("refused", &[("why", &text)]);
        let (handle, ended) = (protocol.handle(), self.lingering());
        tokio::spawn(async move {
            line::refuse(&handle, channel, &text, status).await;
            ended.await;
        });
    }

    /// Cuts the connection a little later: by then its client has left, or will never.
    fn lingering(&self) -> impl Future<Output = ()> + Send + use<> {
        let (switch, linger) = (Arc::clone(&self.switch), self.server.settings.limits.linger);
        async move {
            tokio::time::sleep_until(tokio::time::Instant::now() + linger).await;
            switch.cut();
        }
    }

    /// Starts the portal.
    fn start(&mut self, channel: ChannelId, protocol: &Protocol) -> Result<(), (String, u32)> {
        let Some((term, size)) = &self.terminal else {
            let text = "there is no terminal: use `ssh -t`, or a word, such as `help`";
            return Err((text.to_owned(), NO_TERMINAL));
        };
        let inside = match self.inside.take() {
            Some(Ok(inside)) => inside,
            Some(Err(full)) => return Err((full.to_string(), FULL)),
            None => return Err(("one portal a connection".to_owned(), FULL)),
        };
        let server = Arc::clone(&self.server);
        let wanted = server.tenants.served().look;
        let look = self.variables.look(term, wanted);
        let look = look.map_err(|dumb| (dumb.to_string(), NO_TERMINAL))?;
        let (tell, happenings) = inbox();
        let line = Line::new(*size, tell.clone());
        let number = server.hub.number();
        let place = self.place();
        let presence = Arc::new(server.hub.enter(
            Who {
                login: number,
                user: printable(&self.user),
                identity: self.identity.clone(),
                place: place.unwrap_or(Place::Lobby),
                since: now().to_string(),
            },
            Arc::clone(&line),
        ));
        if *server.ending.borrow() {
            line.tell(Happening::Ended(Ending::Terminated));
        }
        self.note(
            "login",
            &[
                ("login", &number),
                ("user", &self.user),
                ("terminal", term),
                ("size", &format!("{}x{}", size.width, size.height)),
            ],
        );
        let login = Login {
            server: Arc::clone(&server),
            peer: self.peer,
            name: self.name(number),
            code: self.code.take(),
            presence: Arc::clone(&presence),
            place,
            look,
            line: Arc::clone(&line),
            happenings: (tell, happenings),
        };
        let ended = Arc::clone(&line);
        let thread = thread::Builder::new()
            .name(format!("login {number}"))
            .stack_size(STACK);
        thread
            .spawn(move || ended.end(login.run()))
            .map_err(|error| (format!("the system refused: {error}"), FULL))?;

        let idle = Arc::new(Idle::default());
        let (sender, pieces) = tokio::sync::mpsc::channel(input::WAITING);
        let decoding = input::decode(pieces, Arc::clone(&line), Arc::clone(&idle));
        let watching = idle::watch(idle, Arc::clone(&line), server.settings.limits.clone());
        let (handle, linger) = (protocol.handle(), self.lingering());
        let (switch, pumped) = (Arc::clone(&self.switch), Arc::clone(&line));
        tokio::spawn(async move {
            let others = tokio::spawn(async move { tokio::join!(decoding, watching) });
            let began = Instant::now();
            pumped.pump(&handle, channel).await;
            others.abort();
            drop((presence, inside));
            let (received, sent) = switch.bytes();
            server.log.line(
                "logout",
                &[
                    ("login", &number),
                    ("seconds", &began.elapsed().as_secs()),
                    ("received", &received),
                    ("sent", &sent),
                    ("frames", &pumped.frames()),
                ],
            );
            linger.await;
        });
        self.running = Some(Running {
            line,
            input: Some(sender),
        });
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.line.gone();
        }
        // Never logged in.
        if self.waiting.is_some() {
            let failure = if self.tried.keys > 0 {
                Failure::Login
            } else {
                Failure::NoLogin
            };
            let (keys, passwords) = (self.tried.keys, self.tried.passwords);
            self.note("no-login", &[("keys", &keys), ("passwords", &passwords)]);
            if passwords == 0 {
                self.server.failed(self.peer, failure);
            }
        }
    }
}
