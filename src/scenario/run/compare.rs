//! A person before and after a step, artifact by artifact: what was said must be so, what was not
//! said must be as it was.

use crate::domain::method::Method;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::{AppPassword, PerUserMfa, User};
use crate::scenario::notation::{Notation, Word, methods_text, same, tokens};

/// What of `after` is neither as `said` nor as `before`.
pub(super) fn faults(
    before: &User,
    after: &User,
    said: &Notation,
    (policies, now): (&Policies, Timestamp),
) -> Vec<String> {
    let mut faults = Vec::new();
    methods(before, after, said, (policies, now), &mut faults);
    let mut artifact =
        |name: &str, wanted: Option<String>, old: String, new: String, same: bool| {
            let right = wanted.as_ref().map_or(same, |wanted| *wanted == new);
            if !right {
                let wanted = wanted.unwrap_or_else(|| format!("{old} unchanged"));
                faults.push(format!("{name}: expected {wanted}, found {new}"));
            }
        };
    let flag = |name: char, set: bool| format!("{name}{}", u8::from(set));
    let (old, new) = (before.must_register_again, after.must_register_again);
    let wanted = said.flag.map(|set| flag('F', set));
    artifact(
        "re-register flag",
        wanted,
        flag('F', old),
        flag('F', new),
        old == new,
    );
    let (old, new) = (before.mfa_at_next_sign_in, after.mfa_at_next_sign_in);
    let wanted = said.next.map(|set| flag('N', set));
    artifact(
        "MFA at the next sign-in",
        wanted,
        flag('N', old),
        flag('N', new),
        old == new,
    );
    let (old, new) = (before.blocked, after.blocked);
    let wanted = said.blocked.map(|set| flag('B', set));
    artifact(
        "blocked",
        wanted,
        flag('B', old),
        flag('B', new),
        old == new,
    );
    let state = |mfa: PerUserMfa| format!("U {}", mfa.label());
    let wanted = said.mfa.map(state);
    artifact(
        "per-user MFA",
        wanted,
        state(before.mfa),
        state(after.mfa),
        before.mfa == after.mfa,
    );
    let failures = |user: &User| format!("X{}", user.lockout.failures);
    let wanted = said.failures.map(|count| format!("X{count}"));
    let untouched = before.lockout == after.lockout;
    artifact(
        "wrong passwords in a row",
        wanted,
        failures(before),
        failures(after),
        untouched,
    );
    let devices = |user: &User| list('T', user.devices.iter().map(|one| one.name.clone()));
    let wanted = said
        .devices
        .as_ref()
        .map(|names| list('T', names.iter().cloned()));
    let untouched = before.devices == after.devices;
    artifact(
        "remembered devices",
        wanted,
        devices(before),
        devices(after),
        untouched,
    );
    let apps = |user: &User| list('A', user.app_passwords.iter().map(|one| one.name.clone()));
    let wanted = said
        .app_passwords
        .as_ref()
        .map(|names| list('A', names.iter().cloned()));
    let untouched = unused(&before.app_passwords) == unused(&after.app_passwords);
    artifact(
        "app passwords",
        wanted,
        apps(before),
        apps(after),
        untouched,
    );
    password(before, after, said, &mut faults);
    rest(before, after, said, &mut faults);
    faults
}

fn methods(
    before: &User,
    after: &User,
    said: &Notation,
    (policies, now): (&Policies, Timestamp),
    faults: &mut Vec<String>,
) {
    let found = tokens(after, policies, now);
    let right = if let Some(wanted) = &said.methods {
        same(wanted, &found)
    } else {
        let (old, new) = (unseeded(&before.methods), unseeded(&after.methods));
        old == new && before.default_method == after.default_method
    };
    if !right {
        let wanted = said.methods.as_deref().map_or_else(
            || format!("{} unchanged", methods_text(&tokens(before, policies, now))),
            methods_text,
        );
        let found = methods_text(&found);
        faults.push(format!("methods: expected {wanted}, found {found}"));
    }
}

/// Which step of a key was used last changes with every sign-in.
fn unseeded(methods: &[Method]) -> Vec<(Method, Option<crate::domain::secret::Secret>)> {
    let without = |method: &Method| {
        let code = method
            .detail
            .seed()
            .map(|(seed, interval)| seed.code_at(Timestamp(0), interval));
        let mut text = method.clone();
        text.detail = text.detail.without_seed();
        (text, code)
    };
    methods.iter().map(without).collect()
}

/// When one was used last changes with every sign-in.
fn unused(own: &[AppPassword]) -> Vec<AppPassword> {
    let mut own = own.to_vec();
    for one in &mut own {
        one.last_used = None;
    }
    own
}

fn list(letter: char, names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<_> = names.collect();
    names.sort();
    format!("{letter}{{{}}}", names.join(", "))
}

fn password(before: &User, after: &User, said: &Notation, faults: &mut Vec<String>) {
    let untouched = before.password == after.password;
    let found = match (after.password.must_change, untouched) {
        (true, true) => "P temp! unchanged",
        (true, false) => "P temp!",
        (false, true) => "P own",
        (false, false) => "P new",
    };
    let (right, wanted) = match said.password {
        None => (untouched, "the password unchanged"),
        Some(Word::Own) => (found == "P own", "P own"),
        Some(Word::New) => (found == "P new", "P new"),
        Some(Word::Temporary) => (after.password.must_change, "P temp!"),
    };
    if !right {
        faults.push(format!("password: expected {wanted}, found {found}"));
    }
}

/// Everything else of a person.
fn rest(before: &User, after: &User, said: &Notation, faults: &mut Vec<String>) {
    let profile = before.profile != after.profile;
    let sessions = before.sessions_valid_from != after.sessions_valid_from;
    for (what, changed, said) in [
        ("public profile", profile, said.profile_changed),
        ("sessions", sessions, said.sessions_ended),
        ("display name", before.name != after.name, false),
        ("roles", before.roles != after.roles, false),
        ("deleted", before.deleted != after.deleted, false),
    ] {
        match (said, changed) {
            (true, false) => faults.push(format!("{what}: expected a change, found none")),
            (false, true) => faults.push(format!("{what}: expected unchanged, found changed")),
            _ => {}
        }
    }
}
