//! What a client asks for, and what it gets.

use std::sync::Arc;
use std::time::Instant;

use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session as Protocol,
    VerifiedPublicKey,
};
use russh::{Channel, ChannelId, MethodSet, Pty};
use tokio::sync::oneshot;

use super::Session;
use crate::domain::secret::Secret;
use crate::ssh::admission::fingerprint;
use crate::ssh::gate::Failure;
use crate::ssh::line::{self, usable};
use crate::ssh::login::{FULL, PANICKED};
use crate::ssh::looks::printable;
use crate::ssh::rooms::shown_name;
use crate::ssh::settings::PASSWORDS;
use crate::ssh::words::{Answer, Sources, answer};

impl Handler for Session {
    type Error = russh::Error;

    async fn authentication_banner(&mut self) -> Result<Option<String>, Self::Error> {
        let mut text = "A simulated tenant: do not type real passwords here.\r\n".to_owned();
        if !self.server.admitted.is_open() {
            text += "For people on the list only: ask whoever runs it to be added.\r\n";
        }
        Ok(Some(text))
    }

    async fn auth_none(&mut self, _: &str) -> Result<Auth, Self::Error> {
        // A key tells one person from another: it is asked for first, even where nobody needs one.
        Ok(self.reject())
    }

    async fn auth_publickey_offered(
        &mut self,
        _: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        // Proves nothing yet.
        if self.server.admitted.key(offer.public_key, offer.algorithm) {
            return Ok(Auth::Accept);
        }
        self.tried.keys += 1;
        Ok(self.reject())
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        if self.server.admitted.key(key.public_key, key.algorithm) {
            return Ok(self.accept(user, Some(fingerprint(key.public_key))));
        }
        Ok(self.reject())
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        _: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if self.server.admitted.is_open() {
            return Ok(self.accept(user, None));
        }
        Ok(self.reject())
    }

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        if self.tried.passwords >= PASSWORDS {
            return Ok(Auth::Reject {
                proceed_with_methods: Some(MethodSet::empty()),
                partial_success: false,
            });
        }
        let (hash, secret) = (self.server.admitted.password(user), Secret::new(password));
        let (tell, told) = oneshot::channel();
        let asked = self.server.crew.check(move || {
            // The connection may be gone.
            let _ = tell.send(hash.verify(&secret));
        });
        let right = asked.is_ok() && told.await.unwrap_or(false);
        if right {
            return Ok(self.accept(user, Some(user.to_owned())));
        }
        self.tried.passwords += 1;
        self.note("wrong-password", &[("user", &shown_name(user))]);
        if self.tried.passwords < PASSWORDS {
            self.server.failed(self.peer, Failure::Login);
            return Ok(self.reject());
        }
        self.server.failed(self.peer, Failure::Passwords);
        Ok(Auth::Reject {
            proceed_with_methods: Some(MethodSet::empty()),
            partial_success: false,
        })
    }

    async fn auth_succeeded(&mut self, _: &mut Protocol) -> Result<(), Self::Error> {
        self.waiting = None;
        self.logged_in.notify_one();
        let identity = self.identity.as_deref();
        self.inside = Some(
            self.server
                .gate
                .log_in(self.peer.ip(), identity, Instant::now()),
        );
        let identity = identity.unwrap_or("none");
        self.note(
            "authenticated",
            &[("user", &self.user), ("identity", &identity)],
        );
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Protocol,
    ) -> Result<(), Self::Error> {
        // Dropping the answer refuses. The channel itself is not needed: its bytes come by callback.
        if self.channel.is_none() {
            self.channel = Some(channel.id());
            reply.accept().await;
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        protocol: &mut Protocol,
    ) -> Result<(), Self::Error> {
        self.terminal = Some((printable(term), usable(columns, rows)));
        protocol.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        _: ChannelId,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &mut Protocol,
    ) -> Result<(), Self::Error> {
        let size = usable(columns, rows);
        if let Some((_, own)) = &mut self.terminal {
            *own = size;
        }
        if let Some(running) = &self.running {
            running.line.resize(size);
        }
        Ok(())
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        protocol: &mut Protocol,
    ) -> Result<(), Self::Error> {
        if self.variables.set(name, value) {
            protocol.channel_success(channel)
        } else {
            protocol.channel_failure(channel)
        }
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        protocol: &mut Protocol,
    ) -> Result<(), Self::Error> {
        protocol.channel_success(channel)?;
        if let Err((text, status)) = self.start(channel, protocol) {
            self.refuse(channel, protocol, text, status);
        }
        Ok(())
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        words: &[u8],
        protocol: &mut Protocol,
    ) -> Result<(), Self::Error> {
        protocol.channel_success(channel)?;
        // A second request on the same channel finds it used up.
        if self.inside.take().is_none() {
            self.refuse(
                channel,
                protocol,
                "one answer a connection".to_owned(),
                FULL,
            );
            return Ok(());
        }
        let words = String::from_utf8_lossy(words).into_owned();
        self.note("words", &[("user", &self.user), ("words", &words)]);
        let sources = Sources {
            hub: Arc::clone(&self.server.hub),
            rooms: Arc::clone(&self.server.rooms),
            tenants: Arc::clone(&self.server.tenants),
            fingerprint: self.server.fingerprint.clone(),
            listing: Arc::clone(&self.server.listing),
        };
        let (handle, ended) = (protocol.handle(), self.lingering());
        tokio::spawn(async move {
            let answered = tokio::task::spawn_blocking(move || answer(&words, &sources));
            match answered.await {
                Ok(Answer::Said(text)) => {
                    // Failing means that nobody is there any more.
                    let _ = handle.data(channel, text).await;
                    line::end(&handle, channel, 0).await;
                }
                Ok(Answer::Refused(why, status)) => {
                    line::refuse(&handle, channel, &why, status).await;
                }
                Err(_) => line::end(&handle, channel, PANICKED).await,
            }
            ended.await;
        });
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        protocol: &mut Protocol,
    ) -> Result<(), Self::Error> {
        self.note("refused", &[("subsystem", &name)]);
        protocol.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        protocol: &mut Protocol,
    ) -> Result<(), Self::Error> {
        protocol.channel_failure(channel)
    }

    async fn data(
        &mut self,
        _: ChannelId,
        bytes: &[u8],
        _: &mut Protocol,
    ) -> Result<(), Self::Error> {
        // Waiting here is what makes a client that floods wait.
        if let Some(input) = self.running.as_ref().and_then(|it| it.input.as_ref()) {
            let _ = input.send(bytes.to_vec()).await;
        }
        Ok(())
    }

    async fn channel_eof(&mut self, _: ChannelId, _: &mut Protocol) -> Result<(), Self::Error> {
        // No more keys will come; once those that did are taken in, the terminal is given back.
        if let Some(running) = &mut self.running {
            running.input = None;
        }
        Ok(())
    }

    async fn channel_close(&mut self, _: ChannelId, _: &mut Protocol) -> Result<(), Self::Error> {
        if let Some(running) = &self.running {
            running.line.gone();
        }
        Ok(())
    }
}
