//! The command line as it is typed.

mod files;
pub mod serve;
mod set;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use self::files::{Backup, Export, Format, Repair};
pub use self::set::{Set, Wish};
use crate::domain::edition::Edition;
use crate::domain::time::Timestamp;
use crate::preferences;

/// A terminal portal for learning and rehearsing Microsoft Entra multifactor authentication.
///
/// Without a command it opens the portal on a tenant that lives in one folder of RON. Nothing
/// leaves this computer; there is no cloud behind it and nothing to break.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    /// What to do instead of opening the portal.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What to print instead of opening the portal.
    #[command(flatten)]
    pub print: Print,
    /// What holds for the portal, and partly for the commands.
    #[command(flatten)]
    pub options: Options,
}

const EXAMPLES: &str = "\
Examples:
  proofup                                  open the portal; the first time, make the Contoso demo
  proofup --sandbox --as admin@contoso.com
                                           the same on a copy in memory, the account filled in
  proofup --edition 2018                   as the portal was on 2018-07-11
  proofup init ~/tenants/big --users 10000 --seed 7
                                           make ten thousand people, the same ones every time
  proofup init ~/tenants/ours --csv users.csv
                                           make a tenant of the portal's \"Download users\" file
  proofup --tenant ~/tenants/ours users --search kim
                                           who is there, one line each
  proofup user KimA@contoso.com --json     one user, with Graph's names
  proofup serve                            the portal for `ssh -p 2222 localhost`

Exit codes: 0 done; 1 it could not be done, one line on stderr says why; 2 wrong command line.
Every demo account's password is Proof-up!2026.";

/// What holds for the portal, and partly for the commands.
#[derive(Debug, Clone, Default, Args)]
pub struct Options {
    /// The tenant's folder [default: the demo, in your data folder]
    #[arg(long, value_name = "DIR", env = "PROOFUP_TENANT", global = true)]
    pub tenant: Option<PathBuf>,
    /// Work on a throw-away copy in memory: nothing is written
    #[arg(long)]
    pub sandbox: bool,
    /// Show every action, disabled
    #[arg(long, conflicts_with = "sandbox")]
    pub read_only: bool,
    /// Write though the file system has no locks: only if nothing else has the tenant open
    #[arg(long, global = true)]
    pub no_lock: bool,
    /// Fill this account in at sign-in; the password is still asked
    #[arg(long = "as", value_name = "UPN")]
    pub account: Option<String>,
    /// The edition for this run: 2018, 2020, 2022 or 2023 [default: the tenant's own]
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<Edition>,
    /// Tenant time starts here, such as 2026-11-23T09:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339", global = true)]
    pub clock: Option<Timestamp>,
    /// Generated people, ids and passwords repeat, for demos and tests
    #[arg(long, value_name = "N", global = true)]
    pub seed: Option<u64>,
    /// Colours: ansi, light, mono or a file that ends in .ron [default: ansi, or theme.ron in your
    /// config folder]
    #[arg(long, value_name = "THEME")]
    pub theme: Option<Theme>,
    /// Your own keys [default: keys.ron in your config folder, where there is one]
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// Write what happens to this file, never what is typed [default: no log]
    #[arg(long, value_name = "FILE", env = "PROOFUP_LOG")]
    pub log: Option<PathBuf>,
    /// How much
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t)]
    pub log_level: LogLevel,
    /// Draw with ASCII only
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Touch no file but the tenant's, and never stop: for a login that is proofup only
    #[arg(long)]
    pub confined: bool,
}

/// The colours of the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Theme {
    /// The built-in theme of this name.
    BuiltIn(String),
    /// A file of RON.
    File(PathBuf),
}

impl FromStr for Theme {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_file = Path::new(text).extension().is_some_and(|end| end == "ron");
        match preferences::THEMES.contains(&text) {
            true => Ok(Self::BuiltIn(text.to_owned())),
            false if is_file => Ok(Self::File(PathBuf::from(text))),
            false => Err(format!(
                "use {}, or a file that ends in .ron",
                preferences::THEMES.join(", ")
            )),
        }
    }
}

/// How much the log tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// What could not be done.
    Error,
    /// What was not done as asked.
    Warn,
    /// What was done.
    #[default]
    Info,
    /// Each frame too.
    Debug,
}

/// What to print instead of opening the portal.
#[derive(Debug, Clone, Copy, Default, Args)]
#[group(multiple = false)]
pub struct Print {
    /// Print the keys in force, as a file to begin your own with
    #[arg(long)]
    pub print_keys: bool,
    /// Print the theme in force, as a file to begin your own with
    #[arg(long)]
    pub print_theme: bool,
    /// Print where files are kept, and which are there
    #[arg(long)]
    pub print_paths: bool,
}

/// What to do instead of opening the portal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a tenant in a folder that holds none
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Read a tenant whole and print each fault with its place
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        /// The tenant's folder [default: as --tenant]
        dir: Option<PathBuf>,
    },
    /// Read every file of a tenant, each sum included, and print what it is worth
    #[command(after_help = files::VERIFY_EXAMPLES)]
    Verify {
        /// The tenant's folder [default: as --tenant]
        dir: Option<PathBuf>,
    },
    /// Show both sides of damage and put it right; what is cut off or replaced is kept
    #[command(after_help = files::REPAIR_EXAMPLES)]
    Repair(Repair),
    /// Write every user as JSON or CSV, without any secret
    #[command(after_help = files::EXPORT_EXAMPLES)]
    Export(Export),
    /// Copy a tenant, history included, to one file, also while another proofup writes
    #[command(after_help = files::BACKUP_EXAMPLES)]
    Backup(Backup),
    /// Bring a tenant back to the state it was made with
    #[command(after_help = RESET_EXAMPLES)]
    Reset {
        /// The tenant's folder [default: as --tenant]
        dir: Option<PathBuf>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// List the users, one line each, columns separated by tabs
    #[command(after_help = USERS_EXAMPLES)]
    Users {
        /// Only those with this in their display name or user principal name
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// JSON with Microsoft Graph's names
        #[arg(long)]
        json: bool,
    },
    /// Print one user with profile, methods, devices and app passwords
    #[command(after_help = USER_EXAMPLES)]
    User {
        /// User principal name or object id
        #[arg(value_name = "UPN")]
        user: String,
        /// JSON with Microsoft Graph's names
        #[arg(long)]
        json: bool,
    },
    /// Do to users what the portal does: say the plan, ask, save
    #[command(after_help = set::EXAMPLES)]
    Set(Set),
    /// Serve the portal over SSH, to several people at once
    Serve(Box<serve::Serve>),
    /// Open the portal and record what is shown to a file for the asciinema player
    #[command(after_help = RECORD_EXAMPLES)]
    Record {
        /// The file (asciicast v3); one that is there is never replaced
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Carry scenarios out, step by step, and check what they expect
    #[command(after_help = PLAY_EXAMPLES)]
    Play(Play),
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man,
    /// Renew the documentation's pictures and table of keys
    #[command(hide = true)]
    Docs {
        /// The package's folder
        dir: PathBuf,
    },
}

/// `proofup play`.
#[derive(Debug, Args)]
pub struct Play {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Only in this edition [default: in all that the file names]
    #[arg(long = "edition", value_name = "YEAR", id = "play_edition")]
    pub edition: Option<Edition>,
    /// The report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `proofup init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder; made if it is not there
    pub dir: PathBuf,
    /// The demo tenant, which is also what is made without any of these options
    #[arg(long, value_enum, group = "source")]
    pub demo: Option<Demo>,
    /// So many made-up people; the same ones for the same --seed (0 where none is given)
    #[arg(long, value_name = "N", group = "source", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub users: Option<u32>,
    /// The portal's "Download users" file
    #[arg(long, value_name = "FILE", group = "source")]
    pub csv: Option<PathBuf>,
    /// What `proofup backup` wrote
    #[arg(long, value_name = "FILE", group = "source")]
    pub backup: Option<PathBuf>,
}

/// The demo tenants there are.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Demo {
    /// Somebody for every lesson
    Contoso,
}

const INIT_EXAMPLES: &str = "\
Examples:
  proofup init ~/tenants/demo
  proofup init ~/tenants/big --users 10000 --seed 7
  proofup init ~/tenants/ours --csv users.csv
  proofup init ~/tenants/again --backup contoso.tar

A CSV file needs the column userPrincipalName; the other columns of the portal's file may come in
any order or be missing. Public numbers go to the public profile. The column
authenticationAlternativePhoneNumber becomes the mobile phone, authenticationEmail the e-mail
address among the authentication methods. Everybody gets the published demo password, and an
administrator to sign in as is added.";

const CHECK_EXAMPLES: &str = "\
Examples:
  proofup check ~/tenants/ours
  proofup check ~/tenants/ours && echo fine";

const RESET_EXAMPLES: &str = "\
Examples:
  proofup reset
  proofup reset ~/tenants/class --yes

Says what is lost and asks first. The audit log stays, and tells of the reset.";

const USERS_EXAMPLES: &str = "\
Examples:
  proofup users --search kim
  proofup users | cut -f2
  proofup users --json | jq '.value[].userPrincipalName'";

const RECORD_EXAMPLES: &str = "\
Examples:
  proofup --sandbox record lesson.cast
  asciinema play lesson.cast

Options of the portal stand before the command. What is typed is never recorded, and a screen with a
secret on it is replaced by a curtain. Ctrl-G r ends the recording, or begins one.";

const PLAY_EXAMPLES: &str = "\
Examples:
  proofup play lost-phone.ron
  proofup play scenarios/*.ron --edition 2023
  proofup play lost-phone.ron --json | jq '.runs[].steps[].faults[]'

Ends with `N passed, N failed`; exit code 1 if any failed.";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  proofup completions bash > ~/.local/share/bash-completion/completions/proofup
  proofup completions zsh > ~/.zfunc/_proofup
  proofup completions fish > ~/.config/fish/completions/proofup.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  proofup man | man -l -
  proofup man > ~/.local/share/man/man1/proofup.1";

const USER_EXAMPLES: &str = "\
Examples:
  proofup user KimA@contoso.com
  proofup user KimA@contoso.com --json | jq '.authentication.methods[]'";
