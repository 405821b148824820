//! The server, and clients at its other end: `russh`'s own, which need nothing, and OpenSSH's, which
//! run where they are installed. Each test waits for what it expects, never for a time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

mod abuse;
mod client;
mod floods;
mod force_command;
#[path = "../pty/harness.rs"]
#[expect(
    dead_code,
    reason = "made for the tests of the local terminal, which use all of it"
)]
mod harness;
#[path = "../pty/keys.rs"]
mod keys;
mod keys_and_passwords;
mod leaving;
mod logins;
mod openssh;
mod outside;
mod process;
mod refusals;
mod rooms;
mod server;
mod shared;
