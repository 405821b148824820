//! States in the notation of the rules: `M{mob*,app} F0 T{LAP1} A{OL10} P own W=REG`.

use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

use crate::domain::method::{Method, MethodKind};
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::{PerUserMfa, User};

/// Short names of the kinds.
const NAMES: [(&str, MethodKind); 17] = [
    ("mob", MethodKind::MobilePhone),
    ("alt", MethodKind::AlternateMobilePhone),
    ("off", MethodKind::OfficePhone),
    ("mail", MethodKind::Email),
    ("ask", MethodKind::SecurityQuestions),
    ("app", MethodKind::MicrosoftAuthenticator),
    ("less", MethodKind::PasswordlessPhoneSignIn),
    ("lite", MethodKind::AuthenticatorLite),
    ("sw", MethodKind::SoftwareOath),
    ("hw", MethodKind::HardwareOath),
    ("fido", MethodKind::Fido2),
    ("whfb", MethodKind::WindowsHello),
    ("mac", MethodKind::PlatformCredential),
    ("cert", MethodKind::Certificate),
    ("tap", MethodKind::TemporaryAccessPass),
    ("qr", MethodKind::QrCode),
    ("ext", MethodKind::External),
];

/// The short name of a kind.
pub(super) fn short(kind: MethodKind) -> &'static str {
    NAMES[kind as usize].0
}

/// What is said of a person. What is `None` is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notation {
    /// As it was written.
    pub(super) text: String,
    pub(super) methods: Option<Vec<Token>>,
    pub(super) flag: Option<bool>,
    pub(super) devices: Option<Vec<String>>,
    pub(super) app_passwords: Option<Vec<String>>,
    pub(super) password: Option<Word>,
    pub(super) mfa: Option<PerUserMfa>,
    pub(super) next: Option<bool>,
    pub(super) failures: Option<u16>,
    pub(super) blocked: Option<bool>,
    pub(super) sessions_ended: bool,
    pub(super) profile_changed: bool,
    pub(super) probes: Vec<(Probe, String)>,
}

/// One method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: MethodKind,
    pub(super) default: bool,
    pub(super) usable: bool,
    /// `None`: any.
    pub(super) detail: Option<String>,
}

/// What the password is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The same as before.
    Own,
    /// To be changed.
    Temporary,
    /// Changed by the user.
    New,
}

/// A sign-in that is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Probe {
    NewBrowser,
    Device(String),
    AppPassword(String),
    LegacyPassword,
}

impl Probe {
    pub(super) fn text(&self) -> String {
        match self {
            Self::NewBrowser => "W".to_owned(),
            Self::Device(name) => format!("W({name})"),
            Self::AppPassword(name) => format!("L({name})"),
            Self::LegacyPassword => "L".to_owned(),
        }
    }
}

impl FromStr for Notation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut notation = Self {
            text: text.trim().to_owned(),
            ..Self::default()
        };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (word, after) = word(rest);
            rest = after.trim_start();
            let word = if word == "P" || word == "U" {
                let (value, after) = self::word(rest);
                rest = after.trim_start();
                format!("{word} {value}")
            } else {
                word.to_owned()
            };
            notation.take(&word)?;
        }
        Ok(notation)
    }
}

/// The first word of `text`, blanks between brackets included, and what is behind it.
fn word(text: &str) -> (&str, &str) {
    let mut depth = 0_u32;
    let end = text.find(|c: char| {
        match c {
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c.is_whitespace()
    });
    text.split_at(end.unwrap_or(text.len()))
}

impl Notation {
    fn take(&mut self, word: &str) -> Result<(), String> {
        let unknown =
            || format!("`{word}` says nothing: see M{{}} F0 T{{}} A{{}} P U N0 X0 B0 S C W= L=");
        let list = |open: &str| {
            let inner = word.strip_prefix(open)?.strip_suffix('}')?;
            let items = inner.split(',').map(|item| item.trim().to_owned());
            Some(items.filter(|item| !item.is_empty()).collect::<Vec<_>>())
        };
        let yes_no = |text: &str| match text {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        if let Some((probe, outcome)) = word.split_once('=').filter(|_| !word.contains('{')) {
            self.probes
                .push((probe_of(probe).ok_or_else(unknown)?, outcome.to_owned()));
        } else if let Some(methods) = list("M{") {
            let tokens = methods
                .iter()
                .map(|one| one.parse())
                .collect::<Result<_, _>>()?;
            self.methods = Some(tokens);
        } else if let Some(devices) = list("T{") {
            self.devices = Some(devices);
        } else if let Some(passwords) = list("A{") {
            self.app_passwords = Some(passwords);
        } else if let Some(flag) = word.strip_prefix('F').and_then(yes_no) {
            self.flag = Some(flag);
        } else if let Some(next) = word.strip_prefix('N').and_then(yes_no) {
            self.next = Some(next);
        } else if let Some(blocked) = word.strip_prefix('B').and_then(yes_no) {
            self.blocked = Some(blocked);
        } else if let Some(count) = word.strip_prefix('X').and_then(|n| n.parse().ok()) {
            self.failures = Some(count);
        } else {
            match word {
                "P own" => self.password = Some(Word::Own),
                "P temp!" => self.password = Some(Word::Temporary),
                "P new" => self.password = Some(Word::New),
                "S" => self.sessions_ended = true,
                "C" => self.profile_changed = true,
                _ => {
                    let state = PerUserMfa::ALL
                        .into_iter()
                        .find(|state| word.strip_prefix("U ") == Some(state.label()));
                    self.mfa = Some(state.ok_or_else(unknown)?);
                }
            }
        }
        Ok(())
    }
}

fn probe_of(text: &str) -> Option<Probe> {
    let named = |open: &str| Some(text.strip_prefix(open)?.strip_suffix(')')?.to_owned());
    match text {
        "W" => Some(Probe::NewBrowser),
        "L" => Some(Probe::LegacyPassword),
        _ => named("W(")
            .map(Probe::Device)
            .or_else(|| named("L(").map(Probe::AppPassword)),
    }
}

impl FromStr for Token {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, detail) = match text.split_once('=') {
            Some((name, detail)) => (name, Some(detail.to_owned())),
            None => (text, None),
        };
        let letters = name.trim_end_matches(['*', '-']);
        let marks = &name[letters.len()..];
        let kind = NAMES.iter().find(|(own, _)| *own == letters);
        let (_, kind) = kind.ok_or_else(|| {
            let known: Vec<_> = NAMES.iter().map(|(name, _)| *name).collect();
            format!("`{letters}` is no method: use one of {}", known.join(" "))
        })?;
        Ok(Self {
            kind: *kind,
            default: marks.contains('*'),
            usable: !marks.contains('-'),
            detail,
        })
    }
}

impl<'de> Deserialize<'de> for Notation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// The methods of `user` as tokens, details and all.
pub(super) fn tokens(user: &User, policies: &Policies, now: Timestamp) -> Vec<Token> {
    let default = user.default_method_row(policies, now).map(|row| row.id);
    let token = |method: &Method| Token {
        kind: method.kind(),
        default: Some(method.id) == default,
        usable: method.usable(policies.disabled_methods, now).is_ok(),
        detail: Some(method.detail.text()),
    };
    user.methods.iter().map(token).collect()
}

/// Whether `found` are the methods that `expected` names, in whatever order.
pub(super) fn same(expected: &[Token], found: &[Token]) -> bool {
    let mut left: Vec<_> = found.iter().collect();
    // Those with a detail first: they leave fewer to choose from.
    let (exact, loose): (Vec<_>, Vec<_>) = expected.iter().partition(|one| one.detail.is_some());
    let all = exact.into_iter().chain(loose).all(|wanted| {
        let at = left.iter().position(|own| wanted.fits(own));
        at.map(|at| left.remove(at)).is_some()
    });
    all && left.is_empty()
}

impl Token {
    fn fits(&self, found: &Self) -> bool {
        self.kind == found.kind
            && self.default == found.default
            && self.usable == found.usable
            && (self.detail.is_none() || self.detail == found.detail)
    }
}

/// `M{mob*=+1 4255550100, app=Pixel 8}`.
pub(super) fn methods_text(tokens: &[Token]) -> String {
    let texts: Vec<_> = tokens.iter().map(token_text).collect();
    format!("M{{{}}}", texts.join(", "))
}

fn token_text(token: &Token) -> String {
    let mut text = short(token.kind).to_owned();
    text.push_str(if token.default { "*" } else { "" });
    text.push_str(if token.usable { "" } else { "-" });
    if let Some(detail) = &token.detail {
        // Writing to a String never fails.
        let _ = write!(text, "={detail}");
    }
    text
}
