//! The real program on a real pseudo-terminal: what it writes, what it leaves behind, and that it
//! goes when it is told to. Each test waits for what it expects, never for a time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

mod focus;
mod harness;
mod input;
mod keys;
mod kills;
mod leaving;
mod log;
mod manners;
mod probe;
mod recording;
mod registering;
mod saved_view;
mod tenants;
mod walk;

/// Leaves at once, from wherever the portal is.
const LEAVE: &str = "<ctrl-c>";
