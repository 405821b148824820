//! `proofup set`: what the portal does to users, as plain text. The same plan, said before it is
//! carried out, by the same administrators behind the same password.

use std::io::Write;

use serde::Serialize;

use super::arguments::{Options, Set, Wish};
use super::{Failure, ask, plain, tenant};
use crate::domain::command::{Command, UserSettings};
use crate::domain::directory::Directory;
use crate::domain::id::UserId;
use crate::domain::plan::{Actor, Plan, plan};
use crate::domain::preview::{self, RowResult, Summary, Tone};
use crate::domain::sign_in;
use crate::domain::time::Timestamp;
use crate::store::{Access, Store as _};

pub(super) fn run(set: &Set, options: &Options, out: &mut impl Write) -> Result<(), Failure> {
    let dir = tenant::folder(options)?;
    let store = tenant::open_for_writing(&dir, options)?;
    let shown = dir.display();
    if let (Access::ReadOnly(why), false) = (store.access(), set.dry_run) {
        return Err(Failure::said(format!("{shown} cannot be changed: {why}")));
    }
    let snapshot = store.snapshot();
    let directory = &*snapshot;
    let now = directory.facts().now(options.now());
    let users = found(directory, &set.users)?;
    let actor = signed_in(directory, &set.account, now)?;
    let mut entropy = options.entropy()?.fork(directory.revision());
    let command = command(&set.wish, users);
    let plan = plan(directory, &actor, &command, &mut entropy, now);

    let mut report = Report::of(directory, &plan);
    if !set.json {
        report.before(out)?;
        out.flush()?;
    }
    let asks = plan.changes_anything() && !set.yes && !set.dry_run;
    let goes_on = !set.dry_run && (!asks || ask::agreed("Save it?", NOBODY)?);
    // What is refused is audited, also where nothing changes (D18).
    if goes_on {
        store.submit(plan)?;
    }
    store.close()?;
    report.saved = goes_on;
    report.after(set.json, out)?;
    out.flush()?;
    match report.refused() {
        0 => Ok(()),
        1 => Err(Failure::said("1 user was refused: the line says why")),
        many => Err(Failure::said(format!(
            "{many} users were refused: their lines say why"
        ))),
    }
}

const NOBODY: &str =
    "nobody can be asked here: nothing was changed; give --yes to save without asking";

/// Whom these arguments name, each once.
fn found(directory: &dyn Directory, users: &[String]) -> Result<Vec<UserId>, Failure> {
    let mut found = Vec::with_capacity(users.len());
    for who in users {
        let id = directory.find(who).or_else(|| who.parse().ok());
        let id = id.filter(|id| directory.user(*id).is_some());
        let id = id.ok_or_else(|| super::user::no_such_user(directory, who))?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Who acts, the password being right.
fn signed_in(directory: &dyn Directory, upn: &str, now: Timestamp) -> Result<Actor, Failure> {
    let refused = |why: sign_in::SignInRefusal| Failure::said(plain::one_line(&why.to_string()));
    let candidate = sign_in::administrator(directory, upn, now).map_err(refused)?;
    let right = candidate.hash().verify(&ask::password(upn)?);
    candidate.finish(right).map_err(refused)
}

fn command(wish: &Wish, users: Vec<UserId>) -> Command {
    if let Some(to) = wish.mfa {
        return Command::SetPerUserMfa { users, to };
    }
    if wish.block {
        return Command::BlockSignIn { users };
    }
    if wish.unblock {
        return Command::UnblockSignIn { users };
    }
    Command::ManageUserSettings {
        users,
        boxes: UserSettings {
            provide_contact_methods_again: wish.provide_contact_methods_again,
            delete_app_passwords: wish.delete_app_passwords,
            restore_remembered_devices: wish.restore_remembered_devices,
        },
    }
}

/// What a plan comes to, for people and for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    title: String,
    by: String,
    saved: bool,
    plan: Vec<String>,
    users: Vec<Row>,
}

/// What comes of one user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    display_name: String,
    user_principal_name: String,
    outcome: &'static str,
    text: String,
}

const REFUSED: &str = "refused";

impl Report {
    fn of(directory: &dyn Directory, plan: &Plan) -> Self {
        let line = |line: &preview::Line| plain::one_line(&line.text());
        let row = |row: &crate::domain::plan::Row| {
            let RowResult { tone, text } = preview::result(directory, row);
            Row {
                display_name: plain::one_line(&row.name),
                user_principal_name: plain::one_line(&row.upn),
                outcome: match tone {
                    Tone::Refused => REFUSED,
                    Tone::Change => "changed",
                    Tone::Nothing | Tone::Untouched | Tone::Warning => "nothing to do",
                },
                text: plain::one_line(&text),
            }
        };
        Self {
            title: plain::one_line(&plan.title),
            by: plain::one_line(&plan.actor.upn),
            saved: false,
            plan: Summary::of(directory, plan)
                .lines
                .iter()
                .map(line)
                .collect(),
            users: plan.rows.iter().map(row).collect(),
        }
    }

    fn refused(&self) -> usize {
        self.users
            .iter()
            .filter(|row| row.outcome == REFUSED)
            .count()
    }

    /// What will be done, user by user too.
    fn before(&self, out: &mut impl Write) -> Result<(), Failure> {
        writeln!(out, "{}, by {}", self.title, self.by)?;
        writeln!(out, "What Save will do:")?;
        for line in &self.plan {
            writeln!(out, "  {line}")?;
        }
        writeln!(out, "User by user:")?;
        for row in &self.users {
            let (name, upn) = (&row.display_name, &row.user_principal_name);
            writeln!(out, "  {name}, {upn}: {}", row.text)?;
        }
        Ok(())
    }

    /// Whether it was.
    fn after(&self, json: bool, out: &mut impl Write) -> Result<(), Failure> {
        if json {
            serde_json::to_writer_pretty(&mut *out, self)?;
            return Ok(writeln!(out)?);
        }
        let changes = self.users.iter().any(|row| row.outcome == "changed");
        let said = match (self.saved, changes) {
            (true, true) => "Updates successful.",
            _ => "Nothing was changed.",
        };
        Ok(writeln!(out, "{said}")?)
    }
}
