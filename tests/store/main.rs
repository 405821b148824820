//! The store's promises (`store.md` 7 and 8), each broken on purpose.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::default_trait_access,
    reason = "a test that cannot go on stops, helpers included"
)]

mod access;
mod bulk;
mod check;
mod checkpoints;
mod comments;
mod crash;
mod faults;
mod formats;
mod hand_edits;
mod injected;
mod journal_damage;
mod kill;
mod limits;
mod model;
mod planted;
mod reopen;
mod sandbox;
mod segments;
mod simulated;
mod support;
mod through;
mod tools;
mod unreadable;
