//! `russh`'s client, with a screen: what it takes to log in, press keys and look.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use russh::client::{self, AuthResult, Handle};
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{ChannelMsg, Disconnect, Pty};
use tokio::runtime::Runtime;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::server::Server;

/// What has not happened after this long will not.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Trusts every server.
pub struct Anyone;

impl client::Handler for Anyone {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// By what one logs in.
#[derive(Debug, Clone)]
pub enum By {
    /// Nothing at all.
    Nothing,
    /// The key made of this number.
    Key(u8),
    /// A password.
    Password(&'static str),
}

/// The key made of this number.
pub fn key(number: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[number; 32]))
}

/// Connects and logs in. `None`: it was not let in.
pub async fn connect(server: &Server, user: &str, by: &By) -> Option<Handle<Anyone>> {
    let config = Arc::new(client::Config::default());
    let mut handle = client::connect(config, server.address, Anyone)
        .await
        .unwrap();
    let result = match by {
        By::Nothing => {
            let answer = handle
                .authenticate_keyboard_interactive_start(user, None)
                .await;
            match answer.unwrap() {
                client::KeyboardInteractiveAuthResponse::Success => AuthResult::Success,
                _ => return None,
            }
        }
        By::Key(number) => {
            let key = PrivateKeyWithHashAlg::new(Arc::new(key(*number)), None);
            handle.authenticate_publickey(user, key).await.unwrap()
        }
        By::Password(password) => handle.authenticate_password(user, *password).await.unwrap(),
    };
    result.success().then_some(handle)
}

enum Wish {
    Send(Vec<u8>),
    Resize(u32, u32),
    End,
}

enum Told {
    Output(Vec<u8>),
    Status(u32),
    Closed,
}

/// A login with a terminal.
pub struct Terminal {
    wish: UnboundedSender<Wish>,
    gone: Arc<Notify>,
    told: Receiver<Told>,
    parser: vt100::Parser,
    raw: Vec<u8>,
    status: Option<u32>,
    closed: bool,
}

impl Terminal {
    /// Logs in as `user`, without a key, in a window of 80 columns and 24 rows.
    pub fn open(server: &Server, user: &str) -> Self {
        Self::open_by(server, user, &By::Nothing, (80, 24))
    }

    /// Logs in by something, in a window of this size.
    pub fn open_by(server: &Server, user: &str, by: &By, size: (u16, u16)) -> Self {
        let (wish, mut wishes) = unbounded_channel();
        let gone = Arc::new(Notify::new());
        let vanished = Arc::clone(&gone);
        let (tell, told) = mpsc::channel();
        let runtime = Runtime::new().unwrap();
        let handle = runtime.block_on(connect(server, user, by));
        let handle = handle.expect("not let in");
        let (columns, rows) = (u32::from(size.0), u32::from(size.1));
        thread::spawn(move || {
            runtime.block_on(async move {
                let mut channel = handle.channel_open_session().await.unwrap();
                let modes = [(Pty::ECHO, 1)];
                let pty = channel.request_pty(true, "xterm-256color", columns, rows, 0, 0, &modes);
                pty.await.unwrap();
                channel.request_shell(true).await.unwrap();
                loop {
                    tokio::select! {
                        message = channel.wait() => {
                            let told = match message {
                                Some(ChannelMsg::Data { data }) => Told::Output(data.to_vec()),
                                Some(ChannelMsg::ExitStatus { exit_status }) => Told::Status(exit_status),
                                Some(_) => continue,
                                None => break,
                            };
                            if tell.send(told).is_err() {
                                return;
                            }
                        }
                        wish = wishes.recv() => match wish {
                            Some(Wish::Send(bytes)) => {
                                tokio::select! {
                                    _ = channel.data(&bytes[..]) => {}
                                    // Also while the server takes in nothing more.
                                    () = vanished.notified() => return,
                                }
                            }
                            Some(Wish::Resize(columns, rows)) => {
                                let _ = channel.window_change(columns, rows, 0, 0).await;
                            }
                            Some(Wish::End) => drop(channel.eof().await),
                            None => return,
                        },
                        () = vanished.notified() => return,
                    }
                }
                let _ = tell.send(Told::Closed);
                let reason = Disconnect::ByApplication;
                let _ = handle.disconnect(reason, "", "").await;
            });
        });
        Self {
            wish,
            gone,
            told,
            parser: vt100::Parser::new(cells(size.1), cells(size.0), 0),
            raw: Vec::new(),
            status: None,
            closed: false,
        }
    }

    /// Signs in to the portal as its administrator: on the first blade.
    pub fn sign_in(&mut self) {
        self.wait_for("Password");
        self.keys("\x14\r");
        self.wait_for("All users");
    }

    /// Presses keys, all at once.
    pub fn keys(&self, keys: &str) {
        self.send(keys.as_bytes());
    }

    /// Sends bytes as they are.
    pub fn send(&self, bytes: &[u8]) {
        let _ = self.wish.send(Wish::Send(bytes.to_vec()));
    }

    /// Gives the window another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.parser
            .screen_mut()
            .set_size(cells(size.1), cells(size.0));
        let wish = Wish::Resize(u32::from(size.0), u32::from(size.1));
        let _ = self.wish.send(wish);
    }

    /// Sends the end of input.
    pub fn end(&self) {
        let _ = self.wish.send(Wish::End);
    }

    /// Is gone without a word.
    pub fn vanish(self) {
        self.gone.notify_one();
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&mut self, text: &str) {
        self.wait(&format!("`{text}`"), |own| own.screen().contains(text));
    }

    /// Waits until the screen no longer shows `text`.
    pub fn wait_gone(&mut self, text: &str) {
        self.wait(&format!("the end of `{text}`"), |own| {
            !own.screen().contains(text)
        });
    }

    fn wait(&mut self, what: &str, seen: impl Fn(&Self) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !seen(self) {
            let left = until.saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left) {
                Ok(told) => self.take(told),
                Err(problem) => panic!(
                    "waited for {what}, which did not come ({problem}):\n{}",
                    self.screen()
                ),
            }
        }
    }

    /// Everything that came.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits until the login has ended. Gives its exit status.
    pub fn exit(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        while !self.closed {
            let left = until.saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left) {
                Ok(told) => self.take(told),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("still there:\n{}", self.screen()),
            }
        }
        self.status.expect("no exit status")
    }

    /// Panics unless the terminal is as it was found.
    pub fn assert_restored(&self) {
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "alternate screen left on");
        assert!(!screen.hide_cursor(), "cursor left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste left on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }

    fn take(&mut self, told: Told) {
        match told {
            Told::Output(bytes) => {
                self.parser.process(&bytes);
                self.raw.extend(bytes);
            }
            Told::Status(status) => self.status = Some(status),
            Told::Closed => self.closed = true,
        }
    }
}

fn cells(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).expect("a terminal has a size")
}

/// What `words` are answered without a terminal: output, errors, exit status.
pub fn exec(server: &Server, user: &str, words: &str) -> (String, String, u32) {
    said(server, user, Some(words))
}

/// The same where a portal is asked for with a terminal, and there is no room.
pub fn shell_without_room(server: &Server, user: &str) -> (String, String, u32) {
    said(server, user, None)
}

fn said(server: &Server, user: &str, words: Option<&str>) -> (String, String, u32) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let handle = connect(server, user, &By::Nothing)
            .await
            .expect("not let in");
        let mut channel = handle.channel_open_session().await.unwrap();
        if let Some(words) = words {
            channel.exec(true, words).await.unwrap();
        } else {
            let pty = channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]);
            pty.await.unwrap();
            channel.request_shell(true).await.unwrap();
        }
        let (mut out, mut errors, mut status) = (Vec::new(), Vec::new(), None);
        while let Some(message) = channel.wait().await {
            match message {
                ChannelMsg::Data { data } => out.extend(data.to_vec()),
                ChannelMsg::ExtendedData { data, .. } => errors.extend(data.to_vec()),
                ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                _ => {}
            }
        }
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(out), text(errors), status.expect("no exit status"))
    })
}
