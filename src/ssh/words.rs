//! What `ssh HOST WORDS` answers without a terminal: a few words, each as text or as JSON. Nothing
//! is ever handed to a shell.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::hub::Hub;
use super::looks::printable;
use super::rooms::Rooms;
use super::tenants::Tenants;
use crate::store::Snapshot;

/// Exit status of a word that does not exist, as of a shell's.
pub const UNKNOWN: u32 = 127;

/// Words, what they do.
const WORDS: [(&str, &str); 7] = [
    ("help", "these words"),
    ("version", "which proofup this is"),
    ("who", "who is logged in"),
    ("rooms", "the rooms that are open, without their codes"),
    ("fingerprint", "of the server's key"),
    ("users", "the tenant's users, tabs between the columns"),
    ("user UPN", "one user"),
];

/// A question about users, which the command line answers in the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question<'a> {
    /// All of them.
    Users,
    /// This one.
    User(&'a str),
}

/// Answers a question about users, as JSON where that is true; or says why not.
pub type Listing = dyn Fn(&Snapshot, Question<'_>, bool) -> Result<String, String> + Send + Sync;

/// What words may look at.
#[derive(Clone)]
pub struct Sources {
    /// Who is there.
    pub hub: Arc<Hub>,
    /// Who presents.
    pub rooms: Arc<Rooms>,
    /// The tenant.
    pub tenants: Arc<Tenants>,
    /// The server's key.
    pub fingerprint: String,
    /// How users are listed.
    pub listing: Arc<Listing>,
}

/// What came of words.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// This, and exit status 0.
    Said(String),
    /// This line on standard error, and the exit status.
    Refused(String, u32),
}

/// Answers `words`.
pub fn answer(words: &str, sources: &Sources) -> Answer {
    let (flags, words): (Vec<&str>, Vec<&str>) = words
        .split_whitespace()
        .partition(|word| word.starts_with("--"));
    let json = match flags[..] {
        [] => false,
        ["--json"] => true,
        _ => return unknown(&flags.join(" ")),
    };
    let listed = |question| {
        let snapshot = sources.tenants.snapshot();
        match (sources.listing)(&snapshot, question, json) {
            Ok(text) => Answer::Said(text),
            Err(why) => Answer::Refused(why, 1),
        }
    };
    match words[..] {
        ["users"] => listed(Question::Users),
        ["user", upn] => listed(Question::User(upn)),
        ["help"] => said(json, &json!({ "words": names() }), help),
        ["version"] => {
            let version = env!("CARGO_PKG_VERSION");
            said(json, &json!({ "version": version }), || {
                format!("proofup {version}\n")
            })
        }
        ["fingerprint"] => {
            let fingerprint = &sources.fingerprint;
            said(json, &json!({ "fingerprint": fingerprint }), || {
                format!("{fingerprint}\n")
            })
        }
        ["who"] => {
            let who = sources.hub.who();
            said(json, &json!({ "logins": who }), || {
                let mut text = "Login\tUser\tPlace\tSince\n".to_owned();
                for one in &who {
                    let place = json!(one.place);
                    let place = place.as_str().unwrap_or_default();
                    let _ = writeln!(text, "{}\t{}\t{place}\t{}", one.login, one.user, one.since);
                }
                text
            })
        }
        ["rooms"] => {
            let rooms = sources.rooms.all();
            said(json, &json!({ "rooms": rooms }), || {
                let mut text = "Login\tPresenter\tWatchers\n".to_owned();
                for room in &rooms {
                    let (login, who) = (room.login, &room.presenter);
                    let _ = writeln!(text, "{login}\t{who}\t{}", room.watchers);
                }
                text
            })
        }
        _ => unknown(&words.join(" ")),
    }
}

fn said(as_json: bool, value: &serde_json::Value, text: impl FnOnce() -> String) -> Answer {
    Answer::Said(if as_json {
        format!("{value}\n")
    } else {
        text()
    })
}

fn unknown(words: &str) -> Answer {
    let words = printable(words);
    let all = names().join(", ");
    Answer::Refused(format!("`{words}` is no word here: {all}"), UNKNOWN)
}

fn names() -> Vec<&'static str> {
    WORDS.iter().map(|(word, _)| *word).collect()
}

fn help() -> String {
    let mut text =
        "proofup over SSH. Without words: the portal, in a terminal. Words:\n".to_owned();
    for (word, what) in WORDS {
        let _ = writeln!(text, "  {word:<12} {what}");
    }
    text.push_str(
        "With --json: the same as JSON. User names: shared@ and sandbox@ go straight there,\nwatch@ and watch-CODE@ to a room.\n",
    );
    text
}
