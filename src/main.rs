//! The `proofup` program.

use std::process::ExitCode;

use proofup::cli::{self, Failure, Opened};

fn main() -> ExitCode {
    cli::run(portal)
}

/// The interactive portal.
fn portal(opened: Opened) -> Result<(), Failure> {
    let _ = opened;
    Err(Failure::said(
        "this build has no portal: use one of the commands, see `proofup --help`",
    ))
}
