//! The command line: what it prints, where, and the exit code. One happy path and the bad inputs
//! of every command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

mod check;
mod contoso;
mod csv;
mod files;
mod init;
mod kill;
mod listing;
mod manual;
mod play;
mod preferences;
mod reset;
mod set;
mod usage;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A home of its own, so that no test sees anybody's tenant, and a folder for tenants.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// `proofup` with these arguments, in this home.
    fn proofup<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_proofup"));
        command
            .env_remove("PROOFUP_TENANT")
            .env("HOME", self.0.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_STATE_HOME", self.path("state"))
            .current_dir(self.0.path())
            .args(arguments);
        command
    }

    /// What it prints on stdout; it must succeed and say nothing on stderr.
    fn stdout<const N: usize>(&self, arguments: [&str; N]) -> String {
        let assert = self.proofup(arguments).assert().success().stderr("");
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    }

    /// The one line on stderr with which it fails; exit code 1.
    fn failure<const N: usize>(&self, arguments: [&str; N]) -> String {
        let assert = self.proofup(arguments).assert().code(1);
        let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
        assert_eq!(stderr.lines().count(), 1, "one line, no more: {stderr}");
        stderr.trim_end().to_owned()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
