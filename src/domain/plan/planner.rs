//! Walks through a command's targets and actions, asks permission and rules, and collects rows
//! and audit entries. Decides nothing itself.

use std::borrow::Cow;
use std::collections::HashSet;

use super::context::{Context, Decision, Ruling};
use super::own::{self, OwnCommand};
use super::text::plain;
use super::{Outcome, Part, Plan, Revealed, Row, Watch, trail};
use super::{accounts, clock, commands, default_method, service_settings};
use crate::domain::audit::{AuditEntry, Target};
use crate::domain::change::{Change, Fact};
use crate::domain::command::{Action, Command, NewUser};
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;

/// So many targets are planned for before `watch` is told.
const STEP: usize = 256;

/// A plan in the making.
pub(super) struct Planner<'a> {
    context: Context<'a>,
    title: String,
    rows: Vec<Row>,
    audit: Vec<AuditEntry>,
    revealed: Option<Revealed>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(context: Context<'a>, title: String) -> Self {
        Self {
            context,
            title,
            rows: Vec::new(),
            audit: Vec::new(),
            revealed: None,
        }
    }

    /// Plans for every target. False: `watch` gave it up.
    pub(super) fn run(&mut self, command: &Command, watch: Watch<'_>) -> bool {
        match command {
            Command::SaveServiceSettings(settings) => {
                let action = Action::ServiceSettings;
                let decided = self
                    .context
                    .performs(action)
                    .and_then(|()| service_settings::decide(&self.context, settings));
                self.plan_tenant(action, decided);
            }
            Command::AdvanceClock { days } => {
                let decided = clock::advance(&self.context, *days);
                self.plan_tenant(Action::SetClock, decided);
            }
            Command::ResetClock => {
                let decided = clock::reset(&self.context);
                self.plan_tenant(Action::SetClock, Ok(decided));
            }
            Command::CreateUser(new) => self.plan_new_user(new),
            Command::SetPerUserMfaEach { states } => {
                let mut seen = HashSet::with_capacity(states.len());
                self.rows.reserve(states.len());
                for &(id, to) in states {
                    if seen.insert(id) {
                        if !self.goes_on(watch) {
                            return false;
                        }
                        let users = vec![id];
                        self.plan_user(&Command::SetPerUserMfa { users, to }, id);
                    }
                }
            }
            Command::UploadHardwareTokens { tokens } => {
                let mut seen = HashSet::new();
                for (id, _) in tokens {
                    if seen.insert(*id) {
                        self.plan_user(command, *id);
                    }
                }
            }
            Command::DeletePermanently { users } => {
                let mut seen = HashSet::new();
                for id in users {
                    if seen.insert(*id) {
                        self.plan_purge(*id);
                    }
                }
            }
            _ => {
                let targets = commands::targets(command);
                let mut seen = HashSet::with_capacity(targets.len());
                self.rows.reserve(targets.len());
                for &id in targets {
                    if seen.insert(id) {
                        if !self.goes_on(watch) {
                            return false;
                        }
                        self.plan_user(command, id);
                    }
                }
            }
        }
        true
    }

    /// Whether it is worth going on, asked now and then.
    fn goes_on(&self, watch: Watch<'_>) -> bool {
        let done = self.rows.len();
        !done.is_multiple_of(STEP) || done == 0 || watch(done)
    }

    /// What `user` does with the own account: no role decides, only the rules.
    pub(super) fn run_own(mut self, user: &User, command: &OwnCommand) -> Plan {
        let action = own::action(command);
        let mut row = row(Some(user.id), &user.name, &user.upn);
        let part = match own::decide(&mut self.context, user, command) {
            Ok(ruling) => self.allowed(action, ruling, user).0,
            Err(refusal) => part(action, Outcome::Refused(refusal)),
        };
        self.add(&mut row, part, Some(user));
        self.rows.push(row);
        self.finish()
    }

    /// What was planned.
    pub(super) fn finish(self) -> Plan {
        Plan {
            revision: self.context.directory.revision(),
            edition: self.context.edition,
            at: self.context.now,
            actor: self.context.actor.clone(),
            title: self.title,
            rows: self.rows,
            audit: self.audit,
            sign_ins: Vec::new(),
            revealed: self.revealed,
        }
    }

    fn plan_user(&mut self, command: &Command, id: UserId) {
        let Some(known) = self.context.directory.user(id) else {
            return self.plan_unknown(command, id);
        };
        let mut row = row(Some(id), &known.name, &known.upn);
        // Each part sees the user as the earlier parts leave it.
        let mut user = Cow::Borrowed(&*known);
        for action in commands::actions(command, Some(&user)) {
            let (part, after) = match self.decide(command, action, &user) {
                Ok(ruling) => self.allowed(action, ruling, &user),
                Err(refusal) => (part(action, Outcome::Refused(refusal)), None),
            };
            self.add(&mut row, part, Some(&user));
            if let Some(after) = after {
                user = Cow::Owned(after);
            }
        }
        self.rows.push(row);
    }

    /// A deleted user goes for good.
    fn plan_purge(&mut self, id: UserId) {
        let action = Action::HardDeleteUser;
        let Some(user) = self.context.directory.user(id) else {
            let users = vec![id];
            return self.plan_unknown(&Command::DeletePermanently { users }, id);
        };
        let decided = self
            .context
            .reaches(action, &user)
            .and_then(|()| user.deleted.ok_or(Refusal::NotDeleted));
        let outcome = match decided {
            Ok(_) => Outcome::Change(vec![Fact::Purge(id)]),
            Err(refusal) => Outcome::Refused(refusal),
        };
        let mut row = row(Some(id), &user.name, &user.upn);
        self.add(&mut row, part(action, outcome), Some(&user));
        self.rows.push(row);
    }

    /// Nobody has this id (any more).
    fn plan_unknown(&mut self, command: &Command, id: UserId) {
        let mut row = row(Some(id), &id.to_string(), "");
        for action in commands::actions(command, None) {
            let refusal = self.context.performs(action).err();
            let refusal = refusal.unwrap_or(Refusal::NoUser(id));
            self.add(&mut row, part(action, Outcome::Refused(refusal)), None);
        }
        self.rows.push(row);
    }

    /// What concerns the tenant itself.
    fn plan_tenant(&mut self, action: Action, decided: Result<Outcome, Refusal>) {
        let outcome = decided.unwrap_or_else(Outcome::Refused);
        let mut row = row(None, &self.context.directory.facts().name, "");
        self.add(&mut row, part(action, outcome), None);
        self.rows.push(row);
    }

    fn plan_new_user(&mut self, new: &NewUser) {
        let action = Action::CreateUser;
        let id = UserId::generate(self.context.entropy);
        let decided = self
            .context
            .performs(action)
            .and_then(|()| accounts::create(&mut self.context, id, new));
        let outcome = match decided {
            Ok((user, revealed)) => {
                self.revealed = revealed;
                Outcome::Change(vec![Fact::Create(Box::new(user))])
            }
            Err(refusal) => Outcome::Refused(refusal),
        };
        let mut row = row(Some(id), &plain(&new.name), &plain(&new.upn));
        self.add(&mut row, part(action, outcome), None);
        self.rows.push(row);
    }

    /// Permission first, then the rule.
    fn decide(&mut self, command: &Command, action: Action, user: &User) -> Decision {
        self.context.reaches(action, user)?;
        if user.deleted.is_some() && !matches!(action, Action::RestoreUser | Action::DeleteUser) {
            return Err(Refusal::Deleted);
        }
        commands::rule(&mut self.context, command, action, user)
    }

    /// The part of a ruling, and the user as it leaves it where it changes anything.
    fn allowed(&mut self, action: Action, ruling: Ruling, user: &User) -> (Part, Option<User>) {
        let (outcome, after) = match ruling.changes {
            Ok(mut changes) => {
                let mut after = after(user, &changes);
                let default = default_method::settle(self.context.in_use(), user, &after);
                if default != after.default_method {
                    after.default_method = default;
                    changes.push(Change::Default(default));
                }
                let facts = vec![Fact::User(user.id, changes)];
                (Outcome::Change(facts), Some(after))
            }
            Err(nothing) => (Outcome::Nothing(nothing), None),
        };
        self.revealed = self.revealed.take().or(ruling.revealed);
        let part = Part {
            warnings: ruling.warnings,
            ..part(action, outcome)
        };
        (part, after)
    }

    /// Adds a part to its row and to the audit trail; its user was `before`.
    fn add(&mut self, row: &mut Row, part: Part, before: Option<&User>) {
        let heading = trail::Heading {
            at: self.context.now,
            actor: &self.context.actor.upn,
            target: row.user.map(|id| Target {
                id,
                upn: row.upn.clone(),
            }),
        };
        let facts = self.context.directory.facts();
        self.audit
            .extend(trail::entries(&heading, &part, before, facts));
        row.parts.push(part);
    }
}

fn row(user: Option<UserId>, name: &str, upn: &str) -> Row {
    Row {
        user,
        name: name.to_owned(),
        upn: upn.to_owned(),
        parts: Vec::new(),
    }
}

fn part(action: Action, outcome: Outcome) -> Part {
    Part {
        action,
        outcome,
        warnings: Vec::new(),
    }
}

/// `user` after `changes`, which its own rules made.
fn after(user: &User, changes: &[Change]) -> User {
    let mut after = user.clone();
    for change in changes {
        let applied = after.apply(change.clone());
        debug_assert!(applied.is_ok(), "a rule made a change that does not fit");
    }
    after
}
