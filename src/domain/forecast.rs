//! What a user's next sign-in will be, place by place, with the reasons: the sign-in machine run
//! dry with right answers, and nothing else.

mod after;
mod summary;

use std::net::{IpAddr, Ipv4Addr};

use super::directory::Directory;
use super::entropy::Entropy;
use super::id::{AppPasswordId, DeviceId, UserId};
use super::plan::Plan;
use super::settings::ServiceSettings;
use super::sign_in::{Attempt, Code, Means, Met, Origin, Step, Why, rehearse};
use super::time::Timestamp;
use super::user::User;
pub use after::After;
pub use summary::{Count, change, summary};

/// The forecast for one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where.
    pub place: Place,
    /// What the user meets there after the first factor, in order.
    pub met: Vec<Met>,
    /// How it ends.
    pub code: Code,
    /// Why, line by line.
    pub why: Vec<Why>,
}

/// Where somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// On a remembered device.
    Device(DeviceId, String),
    /// In a browser that nobody has seen yet.
    NewBrowser,
    /// In such a browser, at an address of the trusted IPs.
    TrustedAddress,
    /// In such a browser, on the intranet.
    Intranet,
    /// In a legacy client that has this app password.
    AppPassword(AppPasswordId, String),
    /// In a legacy client that has the password.
    LegacyPassword,
}

impl Place {
    /// In words.
    pub fn label(&self) -> String {
        match self {
            Self::Device(_, name) => name.clone(),
            Self::NewBrowser => "a new browser".to_owned(),
            Self::TrustedAddress => "a new browser at a trusted address".to_owned(),
            Self::Intranet => "a new browser on the intranet".to_owned(),
            Self::AppPassword(_, name) => format!("app password {name}"),
            Self::LegacyPassword => "a non-browser app with the password".to_owned(),
        }
    }
}

impl Line {
    /// What comes of it: `password, then registration`.
    pub fn outcome(&self) -> String {
        if self.code != Code::Success {
            return format!("no: {} ({})", self.code.text(), self.code.number());
        }
        let legacy = matches!(self.place, Place::AppPassword(..) | Place::LegacyPassword);
        if legacy {
            return "works".to_owned();
        }
        if self.met.is_empty() {
            return "password only".to_owned();
        }
        let steps: Vec<_> = self.met.iter().map(|met| met.label()).collect();
        format!("password, then {}", steps.join(", then "))
    }

    /// The whole line: reasons, arrow, outcome.
    pub fn text(&self) -> String {
        let why: Vec<_> = self.why.iter().map(ToString::to_string).collect();
        format!("{} \u{2192} {}", why.join(" \u{b7} "), self.outcome())
    }

    /// What [`summary`] counts it as.
    fn in_short(&self) -> String {
        match (self.code, self.met.first()) {
            (Code::Success, None) => "password only".to_owned(),
            (Code::Success, Some(met)) => met.in_short().to_owned(),
            _ => "no sign-in".to_owned(),
        }
    }
}

impl Met {
    /// `Microsoft Authenticator: Mobile app notification`.
    pub fn label(self) -> String {
        match self {
            Self::Registration => "registration".to_owned(),
            Self::Mfa(kind, proof) if kind.label() == proof.label() => kind.label().to_owned(),
            Self::Mfa(kind, proof) => format!("{} ({})", kind.label(), proof.label()),
            Self::PasswordChange => "a new password".to_owned(),
        }
    }

    fn in_short(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Mfa(..) => "MFA",
            Self::PasswordChange => "a new password",
        }
    }
}

/// The forecast for `user`: one line for each of [`places`]. Empty where there is no such user.
pub fn forecast(directory: &dyn Directory, user: UserId, now: Timestamp) -> Vec<Line> {
    forecast_from(directory, user, Origin::default(), now)
}

/// The same for sign-ins that come from `origin`.
pub fn forecast_from(
    directory: &dyn Directory,
    user: UserId,
    origin: Origin,
    now: Timestamp,
) -> Vec<Line> {
    let Some(user) = directory.user(user) else {
        return Vec::new();
    };
    places(&directory.facts().settings, &user)
        .into_iter()
        .map(|(place, attempt, means)| (place, attempt.coming_from(origin), means))
        .filter_map(|place| line(directory, &user.upn, place, now))
        .collect()
}

/// Where `user` can sign in, and with what: each remembered device, a new browser, a new browser
/// where a place is trusted, each app password, and a legacy client with the password.
pub fn places(settings: &ServiceSettings, user: &User) -> Vec<(Place, Attempt, Means)> {
    let mut places: Vec<_> = user
        .devices
        .iter()
        .map(|device| {
            let place = Place::Device(device.id, device.name.clone());
            (place, Attempt::on(device), Means::Password)
        })
        .collect();
    places.push((Place::NewBrowser, Attempt::new_browser(), Means::Password));
    if let Some(ip) = settings.trusted_ips.iter().find_map(|range| first(range)) {
        let attempt = Attempt {
            ip: Some(ip),
            ..Attempt::new_browser()
        };
        places.push((Place::TrustedAddress, attempt, Means::Password));
    }
    if settings.skip_federated_intranet && user.synced {
        let attempt = Attempt {
            intranet: true,
            ..Attempt::new_browser()
        };
        places.push((Place::Intranet, attempt, Means::Password));
    }
    places.extend(user.app_passwords.iter().map(|own| {
        let place = Place::AppPassword(own.id, own.name.clone());
        let attempt = Attempt::legacy_app(own.name.clone());
        (place, attempt, Means::AppPassword(own.id))
    }));
    let app = Attempt::legacy_app("Non-browser app");
    places.push((Place::LegacyPassword, app, Means::Password));
    places
}

/// The forecast for `user` on the tenant that `plan` leads to.
pub fn forecast_after(
    directory: &dyn Directory,
    plan: &Plan,
    user: UserId,
    now: Timestamp,
) -> Vec<Line> {
    let after = After::new(directory, plan);
    forecast(&after, user, after.now(now))
}

fn line(
    directory: &dyn Directory,
    upn: &str,
    (place, attempt, means): (Place, Attempt, Means),
    now: Timestamp,
) -> Option<Line> {
    // Codes and ids that nobody sees.
    let entropy = Entropy::from_seed(0);
    let sign_in = rehearse(directory, upn, attempt, means, entropy, now);
    let Step::End(end) = sign_in.step() else {
        return None;
    };
    Some(Line {
        place,
        met: sign_in.met().to_vec(),
        code: end.code?,
        why: sign_in.why().to_vec(),
    })
}

/// The first address of a trusted range.
fn first(range: &str) -> Option<IpAddr> {
    let address: Ipv4Addr = range.split('/').next()?.parse().ok()?;
    Some(address.into())
}
