//! proofup: the Microsoft Entra admin center's multifactor-authentication blades in a terminal,
//! over a tenant that lives in one folder of RON.
//!
//! Layers, arrows point down only (held by `tests/architecture.rs`):
//!
//! ```text
//! main, cli ─ ssh ─ app ─┬─ terminal ───────── grid
//!                        └─ portal ── store ── domain
//!       cli ─ preferences stands on portal, portal on grid
//!       cli ─ scenario, demo, users_csv, docs stand on store and domain too
//! ```

pub mod app;
pub mod cli;
pub mod demo;
pub mod docs;
pub mod domain;
pub mod grid;
pub mod portal;
pub mod preferences;
pub mod scenario;
pub mod ssh;
pub mod store;
pub mod terminal;
pub mod users_csv;

// Tests share some of their code with benchmarks, which name the library.
#[cfg(test)]
extern crate self as proofup;
