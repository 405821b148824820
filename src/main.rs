//! The `proofup` program: the command line, and the portal where no command was given.

mod serve;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use proofup::app;
use proofup::app::KeepView;
use proofup::app::log::{Level, Log};
use proofup::cli::arguments::LogLevel;
use proofup::cli::{self, Failure, Opened, ViewFile};
use proofup::portal::model::{Reach, Start};
use proofup::portal::theme::{ASCII, Look, Theme, UNICODE};
use proofup::terminal::capabilities::Capabilities;

fn main() -> ExitCode {
    cli::run(cli::Doors {
        portal,
        serve: serve::run,
        make_password: serve::make_password,
    })
}

/// Opens the portal on this terminal; what is shown goes to the file `record` too.
fn portal(opened: Opened, record: Option<PathBuf>) -> Result<(), Failure> {
    let Opened {
        store,
        notices,
        entropy,
        preferences,
        view,
        options,
    } = opened;
    let terminal =
        Capabilities::from_environment().map_err(|why| Failure::said(why.to_string()))?;
    let level = match options.log_level {
        LogLevel::Error => Level::Error,
        LogLevel::Warn => Level::Warn,
        LogLevel::Info => Level::Info,
        LogLevel::Debug => Level::Debug,
    };
    let log = match &options.log {
        Some(path) => Log::open(path, level).map_err(|why| Failure::said(why.to_string()))?,
        None => Log::default(),
    };
    let start = Start {
        snapshot: store.snapshot(),
        access: store.access(),
        entropy,
        look: look(preferences.theme, options.ascii, terminal),
        account: options.account,
        keymap: preferences.keymap,
        mouse: !options.no_mouse,
        view: view
            .as_ref()
            .map(|file| file.view().clone())
            .unwrap_or_default(),
        clock_is_set: options.clock.is_some(),
        scenarios: app::scenarios,
        notices,
        reach: if options.confined {
            Reach::Tenant
        } else {
            Reach::Everything
        },
    };
    let ended = app::run(app::Options {
        store: Arc::clone(&store),
        start,
        clock: options.clock,
        log,
        record,
        audience: None,
        keep_view: view.map(keep),
    });
    ended.map_err(|why| Failure::said(why.to_string()))?;
    // The terminal is given back by now, so that what is wrong with the files can be read.
    Ok(store.settle()?)
}

/// Writes the view to its file at the end.
fn keep(file: ViewFile) -> KeepView {
    Box::new(move |view| file.keep(view))
}

/// What was asked for, as far as a terminal can show it.
fn look(theme: Theme, ascii: bool, terminal: Capabilities) -> Look {
    Look {
        theme: if terminal.color { theme } else { Theme::mono() },
        glyphs: if ascii || !terminal.utf8 {
            &ASCII
        } else {
            &UNICODE
        },
    }
}
