//! `proofup serve` as it is typed.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, ValueEnum};

/// `proofup serve`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    /// Where to listen
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "PROOFUP_LISTEN",
        default_value = "127.0.0.1:2222"
    )]
    pub listen: SocketAddr,
    /// Where a login leads: to the tenant with all others, to a copy of its own, or to a choice
    #[arg(long, value_enum, env = "PROOFUP_MODE", default_value_t = Mode::Lobby)]
    pub mode: Mode,
    /// Who may log in: anybody, or whoever has a listed key, a listed password, or either
    #[arg(long, value_enum, env = "PROOFUP_AUTH", default_value_t = Auth::Open)]
    pub auth: Auth,
    /// The keys, as in OpenSSH's `authorized_keys`
    #[arg(long, value_name = "FILE", env = "PROOFUP_AUTHORIZED_KEYS")]
    pub authorized_keys: Option<PathBuf>,
    /// The passwords: lines that --make-password prints
    #[arg(long, value_name = "FILE", env = "PROOFUP_PASSWORDS")]
    pub passwords: Option<PathBuf>,
    /// Print a line for the file of passwords and end; the password is read from standard input
    #[arg(long, value_name = "NAME")]
    pub make_password: Option<String>,
    /// The server's private key; made the first time [default: in your data folder]
    #[arg(long, value_name = "FILE", env = "PROOFUP_HOST_KEY")]
    pub host_key: Option<PathBuf>,
    /// Append the log to this file [default: standard error]
    #[arg(long, value_name = "FILE", env = "PROOFUP_LOG")]
    pub log: Option<PathBuf>,
    /// What is not said here is as a loopback address, or any other, needs it.
    #[command(flatten)]
    pub limits: Limits,
}

/// Limits that are not as the address needs them.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Limits (times such as 20s, 15m, 8h, off)")]
pub struct Limits {
    /// Time to log in [default: 20s; on loopback 60s]
    #[arg(long, value_name = "TIME", env = "PROOFUP_GRACE")]
    pub grace: Option<Time>,
    /// Time without a key after which a login is warned [default: 13m; on loopback off]
    #[arg(long, value_name = "TIME", env = "PROOFUP_IDLE_WARNING")]
    pub idle_warning: Option<Time>,
    /// Time without a key after which a login ends [default: 15m; on loopback off]
    #[arg(long, value_name = "TIME", env = "PROOFUP_IDLE")]
    pub idle: Option<Time>,
    /// Time after which a login ends in any case [default: 8h; on loopback off]
    #[arg(long, value_name = "TIME", env = "PROOFUP_LONGEST")]
    pub longest: Option<Time>,
    /// How often a silent client is asked whether it is there [default: 20s]
    #[arg(long, value_name = "TIME", env = "PROOFUP_KEEPALIVE")]
    pub keepalive: Option<Time>,
    /// Time after which a client that reads nothing is cut off [default: 90s]
    #[arg(long, value_name = "TIME", env = "PROOFUP_STALL")]
    pub stall: Option<Time>,
    /// Time that goodbyes may take when the server ends [default: 5s]
    #[arg(long, value_name = "TIME", env = "PROOFUP_DRAIN")]
    pub drain: Option<Time>,
    /// Logins at once [default: 200]
    #[arg(long, value_name = "N", env = "PROOFUP_LOGINS")]
    pub logins: Option<usize>,
    /// Logins at once from one address [default: 20; on loopback 200]
    #[arg(long, value_name = "N", env = "PROOFUP_LOGINS_PER_ADDRESS")]
    pub logins_per_address: Option<usize>,
    /// Logins at once by one key or name [default: 5; on loopback 200]
    #[arg(long, value_name = "N", env = "PROOFUP_LOGINS_PER_IDENTITY")]
    pub logins_per_identity: Option<usize>,
    /// Connections not logged in yet; from half on some are dropped by chance [default: 64]
    #[arg(long, value_name = "N", env = "PROOFUP_WAITING")]
    pub waiting: Option<usize>,
    /// The same from one address [default: 8; on loopback 64]
    #[arg(long, value_name = "N", env = "PROOFUP_WAITING_PER_ADDRESS")]
    pub waiting_per_address: Option<usize>,
    /// New connections a second from one address, 0 for any number [default: 10; on loopback 0]
    #[arg(long, value_name = "N", env = "PROOFUP_RATE")]
    pub rate: Option<u32>,
    /// Whether an address that fails is shut out for a while [default: true; on loopback false]
    #[arg(long, value_name = "BOOL", env = "PROOFUP_PENALTIES")]
    pub penalties: Option<bool>,
}

/// Where a login leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// To the tenant, with everybody else
    Shared,
    /// To a copy of its own, thrown away on leaving
    Sandbox,
    /// To a choice of both; the user names shared@ and sandbox@ choose at once
    Lobby,
}

/// Who may log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    /// Anybody, with any key or none
    Open,
    /// Whoever has a key of --authorized-keys
    Keys,
    /// Whoever has a password of --passwords
    Passwords,
    /// Whoever has either
    Mixed,
}

impl Serve {
    /// Which of the lists count. Or the flag that is missing.
    pub fn lists(&self) -> Result<(Option<PathBuf>, Option<PathBuf>), &'static str> {
        let keys = || self.authorized_keys.clone().ok_or("--authorized-keys FILE");
        let passwords = || self.passwords.clone().ok_or("--passwords FILE");
        Ok(match self.auth {
            Auth::Open => (None, None),
            Auth::Keys => (Some(keys()?), None),
            Auth::Passwords => (None, Some(passwords()?)),
            Auth::Mixed => (Some(keys()?), Some(passwords()?)),
        })
    }
}

/// A time as it is typed; `None`: off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time(pub Option<Duration>);

impl FromStr for Time {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "a time such as 500ms, 20s, 15m or 8h is expected, or off";
        if text == "off" {
            return Ok(Self(None));
        }
        let digits = text.find(|letter: char| !letter.is_ascii_digit());
        let (count, unit) = text.split_at(digits.unwrap_or(text.len()));
        let count: u64 = count.parse().map_err(|_| EXPECTED)?;
        let milliseconds = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => return Err(EXPECTED),
        };
        let time = count.checked_mul(milliseconds).filter(|time| *time > 0);
        Ok(Self(Some(Duration::from_millis(time.ok_or(EXPECTED)?))))
    }
}

const EXAMPLES: &str = "\
Examples:
  proofup serve                            for this computer: ssh -p 2222 localhost
  proofup serve --listen 0.0.0.0:2222 --auth keys --authorized-keys class.keys
                                           for a class, each with a key of their own
  proofup serve --mode sandbox --listen [::]:2222
                                           a playground for everybody, nothing is kept
  printf %s 'a password' | proofup serve --make-password ann >> passwords
  proofup serve --auth passwords --passwords passwords
                                           for people without keys

Without a terminal, `ssh -p 2222 HOST help` lists words such as who, users and fingerprint.
SIGTERM gives every terminal back and ends; a second one ends at once. SIGUSR1 logs one line of
figures.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_units() {
        let time = |text: &str| text.parse::<Time>().map(|time| time.0);
        assert_eq!(time("500ms"), Ok(Some(Duration::from_millis(500))));
        assert_eq!(time("20s"), Ok(Some(Duration::from_secs(20))));
        assert_eq!(time("15m"), Ok(Some(Duration::from_secs(900))));
        assert_eq!(time("8h"), Ok(Some(Duration::from_secs(28_800))));
        assert_eq!(time("off"), Ok(None));
        for bad in [
            "",
            "20",
            "s",
            "0s",
            "-1s",
            "1.5s",
            "20 s",
            "1d",
            "99999999999999999999h",
        ] {
            assert!(time(bad).is_err(), "{bad}");
        }
    }
}
