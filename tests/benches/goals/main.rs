//! The goals of the store (`store.md` 12), each beside SQLite, serde_json, or a plain read or write
//! of the same bytes in the same run: `tests/benches/run`. Ratios count, not milliseconds.
//!
//! `--quick` leaves a million users out. Exit code 1 where a goal is missed by more than a quarter.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::default_trait_access,
    dead_code,
    reason = "a benchmark that cannot go on stops; it shares modules with the tests"
)]

mod changes;
mod folds;
mod harness;
mod memory;
mod reading;
mod screens;
mod sqlite;
#[path = "../../store/support.rs"]
mod support;
mod tenants;
#[path = "../../store/through.rs"]
mod through;

use std::process::ExitCode;

use harness::Table;
use tenants::Tenant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, dir] = &arguments[..]
        && word == memory::CHILD
    {
        memory::child(dir.as_ref());
        return ExitCode::SUCCESS;
    }
    let quick = arguments.iter().any(|word| word == "--quick");
    let mut table = Table::new();
    reading::records(&mut table);
    for count in [25, 1000, 100_000, 1_000_000] {
        if quick && count == 1_000_000 {
            continue;
        }
        let tenant = Tenant::of(count);
        screens::first_screen(&mut table, &tenant);
        if count == 25 {
            reading::whole_small(&mut table, &tenant);
        }
        if count >= 100_000 {
            screens::index(&mut table, &tenant);
            memory::rows(&mut table, &tenant);
        }
        changes::one(&mut table, &tenant);
        if count >= 100_000 {
            changes::bulk(&mut table, &tenant);
        }
        folds::one(&mut table, &tenant);
        if count >= 100_000 {
            folds::spread(&mut table, &tenant);
        }
    }
    screens::full_tail(&mut table);
    if table.end() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
