//! `proofup users`: everybody, one line each.

use std::io::Write;

use super::arguments::Options;
use super::{Failure, graph, plain, tenant};
use crate::domain::directory::{Directory, Head, fold};

/// The header line, with the portal's words.
const COLUMNS: [&str; 7] = [
    "Display name",
    "User principal name",
    "User type",
    "Synced",
    "Sign-in",
    "MFA status",
    "Methods",
];

pub(super) fn run(
    search: Option<&str>,
    json: bool,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    print(&*tenant::for_reading(options)?, search, json, out)
}

/// Prints those of `directory`.
pub(super) fn print(
    directory: &dyn Directory,
    search: Option<&str>,
    json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let wanted = fold(search.unwrap_or_default());
    let heads = (0..directory.len())
        .filter_map(|position| directory.head(position))
        .filter(|head| !head.deleted && head.folded.contains(&wanted));
    if json {
        return as_json(directory, heads, out);
    }
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    for head in heads {
        writeln!(out, "{}", line(&head).join("\t"))?;
    }
    Ok(())
}

fn line(head: &Head<'_>) -> [String; 7] {
    let sign_in = if head.blocked { "Blocked" } else { "Allowed" };
    [
        plain::one_line(head.name),
        plain::one_line(head.upn),
        head.user_type.label().to_owned(),
        plain::yes_no(head.synced).to_owned(),
        sign_in.to_owned(),
        head.mfa.label().to_owned(),
        plain::methods(head.methods),
    ]
}

/// Graph's list: one object with `value`, each user on a line of its own.
fn as_json<'a>(
    directory: &dyn Directory,
    heads: impl Iterator<Item = Head<'a>>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    write!(out, "{{\"value\":[")?;
    let users = heads.filter_map(|head| directory.user(head.id));
    for (position, user) in users.enumerate() {
        let before = if position == 0 { "\n" } else { ",\n" };
        write!(out, "{before}")?;
        serde_json::to_writer(&mut *out, &graph::Listed::of(&user))?;
    }
    writeln!(out, "\n]}}")?;
    Ok(())
}
