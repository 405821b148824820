//! The command line: reads it, makes, checks and lists tenants, or hands over to the portal.
//!
//! Owns what goes to stdout and stderr and the exit code. Decides no rule.

pub mod arguments;
mod ask;
mod backup;
mod check;
mod docs;
mod export;
mod failure;
mod graph;
mod init;
mod manual;
mod new_file;
mod paths;
mod plain;
mod play;
mod preferences;
mod repair;
mod reset;
mod set;
mod tenant;
mod user;
mod users;
mod verify;
mod view_file;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser as _;

use self::arguments::serve::{Mode, Serve};
use self::arguments::{Arguments, Command, Options};
pub use self::failure::Failure;
pub use self::tenant::data_folder;
pub use self::view_file::ViewFile;
use crate::domain::directory::Directory;
use crate::domain::entropy::Entropy;
use crate::domain::time::Timestamp;
use crate::preferences::Preferences;
use crate::store::Store;

/// What the portal is opened with.
pub struct Opened {
    /// The tenant.
    pub store: Arc<dyn Store>,
    /// What to tell at the start, such as an edit by hand that was taken over.
    pub notices: Vec<String>,
    /// Where ids and generated secrets come from (`--seed`).
    pub entropy: Entropy,
    /// How the tenant was looked at last, where that is kept.
    pub view: Option<ViewFile>,
    /// Keys and theme.
    pub preferences: Preferences,
    /// Everything else that was asked for.
    pub options: Options,
}

/// Where the command line leads beyond what it can do itself.
#[derive(Clone, Copy)]
pub struct Doors {
    /// The portal, where no command is given; and a file to record to.
    pub portal: fn(Opened, Option<PathBuf>) -> Result<(), Failure>,
    /// The server.
    pub serve: fn(&Serve, Opened) -> Result<(), Failure>,
    /// A line for the server's file of passwords, for this name.
    pub make_password: fn(&str, &Options) -> Result<(), Failure>,
}

/// Runs the program: reads the command line, does what it says, opens the portal if it says nothing
/// else. A wrong command line, `--help` and `--version` end the process here, by clap's codes 2 and
/// 0.
pub fn run(doors: Doors) -> ExitCode {
    let arguments = Arguments::parse();
    match carry_out(arguments, doors) {
        Ok(()) | Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            for line in failure.lines() {
                // If even stderr is closed, the exit code has to do.
                let _ = writeln!(io::stderr(), "{line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn carry_out(
    Arguments {
        command,
        print,
        options,
    }: Arguments,
    doors: Doors,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match command {
        None if print.print_keys => preferences::keys(&options, &mut out)?,
        None if print.print_theme => preferences::theme(&options, &mut out)?,
        None if print.print_paths => paths::run(&options, &mut out)?,
        None => {
            // What is wrong with a file of one's own is told before a tenant is made or locked.
            let preferences = preferences::read(&options)?;
            let opened = tenant::for_portal(options, preferences)?;
            return (doors.portal)(opened.with_view()?, None);
        }
        Some(Command::Record { file }) => {
            let preferences = preferences::read(&options)?;
            let opened = tenant::for_portal(options, preferences)?;
            return (doors.portal)(opened.with_view()?, Some(file));
        }
        Some(Command::Serve(serve)) => return self::serve(&serve, options, doors),
        Some(Command::Completions { shell }) => manual::completions(shell, &mut out)?,
        Some(Command::Man) => manual::man(&mut out)?,
        Some(Command::Init(init)) => init::run(&init, &options, &mut out)?,
        Some(Command::Check { dir }) => check::run(dir, &options, &mut out)?,
        Some(Command::Verify { dir }) => verify::run(dir, &options, &mut out)?,
        Some(Command::Repair(repair)) => repair::run(repair, &options, &mut out)?,
        Some(Command::Export(export)) => export::run(export, options, &mut out)?,
        Some(Command::Backup(backup)) => backup::run(&backup, &options, &mut out)?,
        Some(Command::Reset { dir, yes }) => reset::run(dir, yes, &options, &mut out)?,
        Some(Command::Users { search, json }) => {
            users::run(search.as_deref(), json, &options, &mut out)?;
        }
        Some(Command::Play(play)) => play::run(&play, &mut out)?,
        Some(Command::Docs { dir }) => docs::run(&dir, &mut out)?,
        Some(Command::Set(set)) => set::run(&set, &options, &mut out)?,
        Some(Command::User { user, json }) => user::run(&user, json, &options, &mut out)?,
    }
    Ok(out.flush()?)
}

fn serve(serve: &Serve, mut options: Options, doors: Doors) -> Result<(), Failure> {
    if let Some(name) = &serve.make_password {
        return (doors.make_password)(name, &options);
    }
    // Nobody writes to the tenant then, and somebody else may have it open.
    options.sandbox |= serve.mode == Mode::Sandbox;
    let preferences = preferences::read(&options)?;
    (doors.serve)(serve, tenant::for_portal(options, preferences)?)
}

/// All users as `proofup users` prints them.
pub fn users_text(directory: &dyn Directory, json: bool) -> Result<String, String> {
    printed(|out| users::print(directory, None, json, out))
}

/// One user as `proofup user` prints it.
pub fn user_text(
    directory: &dyn Directory,
    who: &str,
    json: bool,
    now: Timestamp,
) -> Result<String, String> {
    printed(|out| user::print(directory, who, json, now, out))
}

fn printed(print: impl FnOnce(&mut Vec<u8>) -> Result<(), Failure>) -> Result<String, String> {
    let mut out = Vec::new();
    print(&mut out).map_err(|why| why.line())?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Now, by the system's clock.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.unwrap_or_default().as_secs();
    Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX))
}

impl Options {
    /// The tenant's time at the start.
    pub fn now(&self) -> Timestamp {
        self.clock.unwrap_or_else(now)
    }

    /// Where ids and generated secrets come from: the seed, or the system.
    pub fn entropy(&self) -> Result<Entropy, Failure> {
        if let Some(seed) = self.seed {
            return Ok(Entropy::from_seed(seed));
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Failure::said(format!(
                "the system gives no random numbers ({error}): give --seed N to do without"
            ))
        })?;
        Ok(Entropy::from_bytes(bytes))
    }
}
