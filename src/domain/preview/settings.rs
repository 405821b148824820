//! What a change of the service settings means, and for how many (`facts/portal.md` 5). Counts
//! heads only, so that it is quick in a large tenant.

use super::effect::plural;
use super::{Line, Tone};
use crate::domain::directory::{Directory, Head};
use crate::domain::method::{MethodKind, MethodKinds};
use crate::domain::settings::{AppPasswords, ServiceSettings};
use crate::domain::user::PerUserMfa;

/// The four verification options: name, whether it is set, the kinds of method it lets through.
fn options(settings: &ServiceSettings) -> [(&'static str, bool, MethodKinds); 4] {
    use MethodKind as Kind;
    let phones = Kind::MobilePhone | Kind::AlternateMobilePhone | Kind::OfficePhone;
    let app = Kind::MicrosoftAuthenticator | Kind::AuthenticatorLite;
    let codes = Kind::MicrosoftAuthenticator | Kind::SoftwareOath | Kind::HardwareOath;
    let text = MethodKinds::only(Kind::MobilePhone);
    [
        ("Call to phone", settings.call_to_phone, phones),
        ("Text message to phone", settings.text_message, text),
        (
            "Notification through mobile app",
            settings.app_notification,
            app,
        ),
        (
            "Verification code from mobile app or hardware token",
            settings.app_code,
            codes,
        ),
    ]
}

/// Kinds that satisfy MFA while these options are set. Kinds that no option names always do.
fn offered(settings: &ServiceSettings) -> MethodKinds {
    let options = options(settings);
    let named: MethodKinds = options.iter().flat_map(|(_, _, kinds)| *kinds).collect();
    let set = options.iter().filter(|(_, set, _)| *set);
    let set: MethodKinds = set.flat_map(|(_, _, kinds)| *kinds).collect();
    let mfa = MethodKinds::all()
        .into_iter()
        .filter(|kind| kind.facts().mfa);
    mfa.filter(|kind| set.contains(*kind) || !named.contains(*kind))
        .collect()
}

/// Users that a change concerns.
#[derive(Default)]
struct Census {
    /// MFA is required of them (D11).
    required: usize,
    /// Of these, the synced ones: they count as federated.
    required_synced: usize,
    /// They hold app passwords.
    holders: usize,
    app_passwords: usize,
    devices: usize,
    /// They lose the last method that is offered.
    stranded: usize,
}

impl Census {
    fn of(directory: &dyn Directory, after: &ServiceSettings) -> Self {
        let (before, policies) = (&directory.facts().settings, &directory.facts().policies);
        let (offered_before, offered_after) = (offered(before), offered(after));
        let enabled = |head: &Head<'_>| head.methods - policies.disabled_methods;
        let mut census = Self::default();
        let heads = (0..directory.len()).filter_map(|at| directory.head(at));
        for head in heads.filter(|head| !head.deleted) {
            let required = policies.require_mfa_for_all || head.mfa != PerUserMfa::Disabled;
            census.required += usize::from(required);
            census.required_synced += usize::from(required && head.synced);
            census.holders += usize::from(head.app_passwords > 0);
            census.app_passwords += head.app_passwords;
            census.devices += head.devices;
            let had = !enabled(&head).is_disjoint(offered_before);
            let stranded = had && enabled(&head).is_disjoint(offered_after);
            census.stranded += usize::from(stranded);
        }
        census
    }
}

/// What `after` means where the settings are those of `directory`.
pub(super) fn lines(directory: &dyn Directory, after: &ServiceSettings) -> Vec<Line> {
    let before = &directory.facts().settings;
    if before == after {
        return Vec::new();
    }
    let census = Census::of(directory, after);
    let mut lines = app_passwords(before, after, &census);
    lines.extend(trusted_ips(before, after, &census));
    lines.extend(verification(before, after, &census));
    lines.extend(remembering(before, after, &census));
    lines.retain(|line| line.count.is_none_or(|(count, _)| count > 0));
    lines
}

fn said(text: impl Into<String>) -> Line {
    Line {
        tone: Tone::Change,
        count: None,
        text: text.into(),
    }
}

/// Existing app passwords keep working, but users no longer see them.
fn app_passwords(before: &ServiceSettings, after: &ServiceSettings, census: &Census) -> Vec<Line> {
    let nouns = ["app password", "app passwords"];
    let (count, holders) = (census.app_passwords, census.holders);
    let users = format!("{holders} {}", plural(holders, ["user", "users"]));
    match (before.app_passwords, after.app_passwords) {
        (AppPasswords::Allowed, AppPasswords::NotAllowed) => {
            let verb = plural(count, ["keeps", "keep"]);
            let text = format!("{verb} working, but {users} can no longer see or delete them");
            vec![
                said("users can no longer create app passwords"),
                Line::counted(Tone::Warning, count, nouns, text),
            ]
        }
        (AppPasswords::NotAllowed, AppPasswords::Allowed) => {
            let verb = plural(count, ["is", "are"]);
            let text = format!("{verb} in view of {users} again");
            vec![
                said("users can create app passwords"),
                Line::counted(Tone::Untouched, count, nouns, text),
            ]
        }
        _ => Vec::new(),
    }
}

fn trusted_ips(before: &ServiceSettings, after: &ServiceSettings, census: &Census) -> Vec<Line> {
    let missing = |from: &ServiceSettings, of: &ServiceSettings| {
        let ranges = of.trusted_ips.iter();
        let ranges = ranges.filter(|range| !from.trusted_ips.contains(range));
        ranges.cloned().collect::<Vec<_>>().join(", ")
    };
    let skips = |count, from: &str| {
        let verb = plural(count, ["is", "are"]);
        let text = format!("{verb} no longer asked for MFA {from}: the password alone will do");
        Line::users(Tone::Warning, count, text)
    };
    let asks = |count, from: &str| {
        let verb = plural(count, ["is", "are"]);
        Line::users(
            Tone::Change,
            count,
            format!("{verb} asked for MFA {from} again"),
        )
    };
    let mut lines = Vec::new();
    match (
        before.skip_federated_intranet,
        after.skip_federated_intranet,
    ) {
        (false, true) => lines.push(skips(census.required_synced, "on the intranet")),
        (true, false) => lines.push(asks(census.required_synced, "on the intranet")),
        _ => {}
    }
    let (added, removed) = (missing(before, after), missing(after, before));
    if !added.is_empty() {
        lines.push(skips(census.required, &format!("from {added}")));
    }
    if !removed.is_empty() {
        lines.push(asks(census.required, &format!("from {removed}")));
    }
    lines
}

fn verification(before: &ServiceSettings, after: &ServiceSettings, census: &Census) -> Vec<Line> {
    let pairs = options(before).into_iter().zip(options(after));
    let changed = pairs.filter(|((_, was, _), (_, is, _))| was != is);
    let mut lines: Vec<_> = changed
        .map(|(_, (name, is, _))| {
            let verb = if is {
                "is offered"
            } else {
                "is no longer offered"
            };
            said(format!("{name} {verb}"))
        })
        .collect();
    let verb = plural(census.stranded, ["has", "have"]);
    let text = format!(
        "{verb} no method left that is offered, and must register one where MFA is required"
    );
    lines.push(Line::users(Tone::Warning, census.stranded, text));
    lines
}

/// A mark holds until the day it was given for, whatever is allowed later.
fn remembering(before: &ServiceSettings, after: &ServiceSettings, census: &Census) -> Vec<Line> {
    let days = |count: u16| format!("{count} {}", plural(count.into(), ["day", "days"]));
    let text = match (before.remember_days, after.remember_days) {
        (was, is) if was == is => return Vec::new(),
        (_, None) => "users can no longer remember devices".to_owned(),
        (None, Some(is)) => format!("users can remember devices for {}", days(is)),
        (Some(was), Some(is)) => {
            format!("users can remember devices for {}, not {was}", days(is))
        }
    };
    let verb = plural(census.devices, ["stays", "stay"]);
    vec![
        said(text),
        Line::counted(
            Tone::Untouched,
            census.devices,
            ["remembered device", "remembered devices"],
            format!("{verb} remembered until the day given before; revoke ends that"),
        ),
    ]
}
