//! `proofup serve`: from the command line to the server.

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use proofup::cli::arguments::serve::{Auth, Limits as Asked, Mode as AskedMode, Serve, Time};
use proofup::cli::{self, Failure, Opened};
use proofup::domain::secret::Secret;
use proofup::portal::theme::{ASCII, Look, UNICODE};
use proofup::ssh::settings::{Admission, Limits, Mode, Settings};
use proofup::ssh::{self, Listing, Question, Running, Served};

/// Serves until it is told to end.
pub fn run(serve: &Serve, opened: Opened) -> Result<(), Failure> {
    let settings = settings(serve)?;
    let Opened {
        store,
        notices,
        view: _,
        entropy,
        preferences,
        options,
    } = opened;
    let now = options.clock;
    let listing: Arc<Listing> = Arc::new(move |snapshot, question, json| match question {
        Question::Users => cli::users_text(&**snapshot, json),
        Question::User(upn) => {
            let now = now.unwrap_or_else(cli::now);
            cli::user_text(&**snapshot, upn, json, now)
        }
    });
    let served = Served {
        store: Arc::clone(&store),
        notices,
        entropy,
        account: options.account.clone(),
        clock: options.clock,
        look: Look {
            theme: preferences.theme,
            glyphs: if options.ascii { &ASCII } else { &UNICODE },
        },
        keymap: preferences.keymap,
        mouse: !options.no_mouse,
    };
    ssh::note_panics();
    let said = |error: ssh::Error| Failure::said(error.to_string());
    let running = Running::start(settings, served, listing).map_err(said)?;
    let ended = running.run(|running| {
        let (address, key) = (running.address(), running.fingerprint());
        writeln!(
            io::stderr(),
            "proofup listens at {address}; its key is {key}"
        )
    });
    ended.map_err(said)?;
    Ok(store.settle()?)
}

/// Prints a line for the file of passwords.
pub fn make_password(name: &str, options: &cli::arguments::Options) -> Result<(), Failure> {
    let mut password = String::new();
    let read = io::stdin().read_to_string(&mut password);
    read.map_err(|error| Failure::said(format!("the password cannot be read: {error}")))?;
    let password = password.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        return Err(Failure::said(
            "the password is empty: give it on standard input, such as by `printf %s PASSWORD |`",
        ));
    }
    let line = ssh::password_line(name, &Secret::new(password), &mut options.entropy()?);
    let line = line.ok_or_else(|| {
        Failure::said(format!(
            "{name:?} is no name: letters, digits and signs without `:` and `#` are"
        ))
    })?;
    Ok(writeln!(io::stdout(), "{line}")?)
}

fn settings(serve: &Serve) -> Result<Settings, Failure> {
    let (keys, passwords) = serve
        .lists()
        .map_err(|flag| Failure::said(format!("--auth needs {flag}")))?;
    let host_key = match &serve.host_key {
        Some(file) => file.clone(),
        None => cli::data_folder()?.join("host_key"),
    };
    let mut limits = Limits::for_address(serve.listen);
    limit(&mut limits, &serve.limits);
    Ok(Settings {
        listen: serve.listen,
        host_key,
        mode: match serve.mode {
            AskedMode::Shared => Mode::Shared,
            AskedMode::Sandbox => Mode::Sandbox,
            AskedMode::Lobby => Mode::Lobby,
        },
        admission: match serve.auth {
            Auth::Open => Admission::Open,
            Auth::Keys | Auth::Passwords | Auth::Mixed => Admission::Listed { keys, passwords },
        },
        log: serve.log.clone(),
        limits,
    })
}

fn limit(limits: &mut Limits, asked: &Asked) {
    let time = |own: &mut std::time::Duration, asked: Option<Time>| match asked {
        None => {}
        // For ever, as far as anybody will know.
        Some(Time(None)) => *own = std::time::Duration::from_secs(u64::from(u32::MAX)),
        Some(Time(Some(time))) => *own = time,
    };
    time(&mut limits.grace, asked.grace);
    time(&mut limits.keepalive, asked.keepalive);
    time(&mut limits.stall, asked.stall);
    time(&mut limits.drain, asked.drain);
    limits.version = limits.version.min(limits.grace);
    let optional = [
        (&mut limits.idle_warning, asked.idle_warning),
        (&mut limits.idle, asked.idle),
        (&mut limits.longest, asked.longest),
    ];
    for (own, asked) in optional {
        if let Some(Time(time)) = asked {
            *own = time;
        }
    }
    let counts = [
        (&mut limits.logins, asked.logins),
        (&mut limits.logins_per_address, asked.logins_per_address),
        (&mut limits.logins_per_identity, asked.logins_per_identity),
        (&mut limits.waiting, asked.waiting),
        (&mut limits.waiting_per_address, asked.waiting_per_address),
    ];
    for (own, asked) in counts {
        *own = asked.unwrap_or(*own);
    }
    if let Some(rate) = asked.rate {
        limits.rate = (rate > 0).then_some(rate);
    }
    limits.penalties = asked.penalties.unwrap_or(limits.penalties);
}
