//! The server, and clients at its other end: `russh`'s own, which need nothing, and OpenSSH's, which
//! run where they are installed. Each test waits for what it expects, never for a time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

mod client;
mod leaving;
mod logins;
mod rooms;
mod server;
mod shared;
