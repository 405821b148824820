//! `proofup export`: every user, streamed, without any secret.

use std::io::Write;

use super::arguments::{Export, Options};
use super::{Failure, graph, new_file, tenant};
use crate::domain::directory::Directory;
use crate::domain::user::User;
use crate::users_csv;

pub(super) fn run(
    export: Export,
    mut options: Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if export.dir.is_some() {
        options.tenant = export.dir;
    }
    let snapshot = tenant::for_reading(&options)?;
    let Some(file) = export.out else {
        return write(&*snapshot, export.format.csv, &options, out);
    };
    new_file::write(&file, |to| {
        write(&*snapshot, export.format.csv, &options, to)
    })?;
    let (users, file) = (snapshot.len(), file.display());
    Ok(writeln!(out, "{users} users are in {file}.")?)
}

fn write(
    directory: &dyn Directory,
    csv: bool,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let heads = (0..directory.len()).filter_map(|at| directory.head(at));
    let users = heads.filter_map(|head| directory.user(head.id));
    if csv {
        // The portal's file does not hold deleted users.
        let users = users.filter(|user| user.deleted.is_none());
        return Ok(users_csv::write(users, out)?);
    }
    let policies = &directory.facts().policies;
    let now = directory.facts().now(options.now());
    write!(out, "{{\"value\":[")?;
    for (at, user) in users.enumerate() {
        let user: &User = &user;
        write!(out, "{}", if at == 0 { "\n" } else { ",\n" })?;
        serde_json::to_writer(&mut *out, &graph::Whole::of(user, policies, now))?;
    }
    Ok(writeln!(out, "\n]}}")?)
}
