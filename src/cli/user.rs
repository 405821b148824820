//! `proofup user`: everything about one, as the blades show it.

use std::io::Write;

use super::arguments::Options;
use super::{Failure, graph, plain, tenant};
use crate::domain::directory::Directory;
use crate::domain::method::Method;
use crate::domain::profile::ProfileField;
use crate::domain::role::Role;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

pub(super) fn run(
    who: &str,
    json: bool,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    print(
        &*tenant::for_reading(options)?,
        who,
        json,
        options.now(),
        out,
    )
}

/// Prints the one of `directory`.
pub(super) fn print(
    directory: &dyn Directory,
    who: &str,
    json: bool,
    now: Timestamp,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let user = directory
        .find(who)
        .or_else(|| who.parse().ok())
        .and_then(|id| directory.user(id))
        .ok_or_else(|| no_such_user(directory, who))?;
    let policies = &directory.facts().policies;
    let now = directory.facts().now(now);
    if json {
        let whole = graph::Whole::of(&user, policies, now);
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        return Ok(writeln!(out)?);
    }
    for line in page(&user, policies, now) {
        writeln!(out, "{}", plain::one_line(&line))?;
    }
    Ok(())
}

pub(super) fn no_such_user(directory: &dyn Directory, who: &str) -> Failure {
    let tenant = plain::one_line(&directory.facts().name);
    let who = plain::one_line(who);
    Failure::said(format!(
        "nobody in {tenant} is called {who}: see `proofup users`, or search there with --search"
    ))
}

/// The lines of the page: one fact each, so that they can be searched and read aloud.
fn page(user: &User, policies: &Policies, now: Timestamp) -> Vec<String> {
    let mut lines = vec![user.name.clone()];
    lines.extend(account(user));
    lines.extend(ProfileField::ALL.into_iter().filter_map(|field| {
        let text = user.profile.get(field);
        (!text.is_empty()).then(|| format!("{}: {text}", field.label()))
    }));
    lines.extend(methods(user, policies, now));
    section(
        &mut lines,
        "Remembered devices",
        user.devices.iter().map(|device| {
            let over = if device.until <= now { ", expired" } else { "" };
            let until = device.until.date();
            format!("{}: {}, until {until}{over}", device.name, device.client)
        }),
    );
    section(
        &mut lines,
        "App passwords",
        user.app_passwords.iter().map(|password| {
            let last = password.last_used.map_or_else(
                || "never used".to_owned(),
                |at| format!("last used {}", at.date()),
            );
            format!(
                "{}: created {}, {last}",
                password.name,
                password.created.date()
            )
        }),
    );
    lines
}

fn account(user: &User) -> Vec<String> {
    let sign_in = if user.blocked { "Blocked" } else { "Allowed" };
    let mut lines = vec![
        format!("User principal name: {}", user.upn),
        format!("Object ID: {}", user.id),
        format!("User type: {}", user.user_type.label()),
        format!("On-premises sync enabled: {}", plain::yes_no(user.synced)),
        format!("Sign-in: {sign_in}"),
        format!("Created: {}", user.created.date_and_time()),
    ];
    if let Some(deleted) = user.deleted {
        lines.push(format!("Deleted: {}", deleted.date_and_time()));
    }
    if !user.roles.is_empty() {
        let roles: Vec<_> = user.roles.into_iter().map(Role::label).collect();
        lines.push(format!("Roles: {}", roles.join(", ")));
    }
    let changed = user.password.changed.date();
    let must = if user.password.must_change {
        ", must be changed at the next sign-in"
    } else {
        ""
    };
    lines.push(format!("Password: changed {changed}{must}"));
    lines.push(format!("Multi-Factor Auth Status: {}", user.mfa.label()));
    if user.must_register_again {
        lines.push("Required to provide contact methods again: Yes".to_owned());
    }
    lines
}

fn methods(user: &User, policies: &Policies, now: Timestamp) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(default) = user.default_method {
        lines.push(format!("Default sign-in method: {}", default.label()));
    }
    let named = |method: &Method| {
        let (label, text) = (method.kind().label(), method.detail.text());
        format!("{label}: {text}, registered {}", method.added.date())
    };
    let usable = user.usable_methods(policies, now).map(named);
    section(&mut lines, "Usable authentication methods", usable);
    let not_usable = user.methods.iter().filter_map(|method| {
        let why = method.usable(policies.disabled_methods, now).err()?;
        Some(format!("{}, {why}", named(method)))
    });
    section(&mut lines, "Non-usable authentication methods", not_usable);
    lines
}

/// A heading with its entries below; `none` behind it where there are none.
fn section(lines: &mut Vec<String>, heading: &str, entries: impl Iterator<Item = String>) {
    let at = lines.len();
    lines.extend(entries.map(|entry| format!("  {entry}")));
    let none = if lines.len() == at { " none" } else { "" };
    lines.insert(at, format!("{heading}:{none}"));
}
