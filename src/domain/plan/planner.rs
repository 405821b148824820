//! Walks through a command's targets and actions, asks permission and rules, and collects rows
//! and audit entries. Decides nothing itself.

use std::borrow::Cow;
use std::collections::HashSet;

use super::context::{Context, Decision, Ruling};
use super::{Outcome, Part, Plan, Revealed, Row, trail};
use super::{accounts, commands, default_method, permission, service_settings};
use crate::domain::audit::{AuditEntry, Target};
use crate::domain::change::{Change, Fact};
use crate::domain::command::{Action, Command, NewUser};
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::settings::ServiceSettings;
use crate::domain::user::User;

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

    pub(super) fn run(mut self, command: &Command) -> Plan {
        match command {
            Command::SaveServiceSettings(settings) => self.plan_settings(settings),
            Command::CreateUser(new) => self.plan_new_user(new),
            _ => {
                let mut seen = HashSet::new();
                for &id in commands::targets(command) {
                    if seen.insert(id) {
                        self.plan_user(command, id);
                    }
                }
            }
        }
        Plan {
            revision: self.context.directory.revision(),
            edition: self.context.edition,
            at: self.context.now,
            actor: self.context.actor.clone(),
            title: self.title,
            rows: self.rows,
            audit: self.audit,
            revealed: self.revealed,
        }
    }

    fn plan_user(&mut self, command: &Command, id: UserId) {
        let known = self.context.directory.user(id);
        let mut row = Row {
            user: Some(id),
            name: known
                .as_ref()
                .map_or_else(|| id.to_string(), |user| user.name.clone()),
            upn: known
                .as_ref()
                .map_or_else(String::new, |user| user.upn.clone()),
            parts: Vec::new(),
        };
        // Each part sees the user as the earlier parts leave it.
        let mut user = known.as_deref().map(Cow::Borrowed);
        for action in commands::actions(command, user.as_deref()) {
            let decision = self.decide(command, action, id, user.as_deref());
            let part = match (decision, &mut user) {
                (Ok(ruling), Some(user)) => {
                    let (part, after) = self.allowed(action, ruling, user);
                    self.record(&row, &part, Some(&**user));
                    if let Some(after) = after {
                        *user = Cow::Owned(after);
                    }
                    part
                }
                (Err(refusal), _) => self.refused(&row, action, refusal),
                (Ok(_), None) => self.refused(&row, action, Refusal::NoUser(id)),
            };
            row.parts.push(part);
        }
        self.rows.push(row);
    }

    fn decide(
        &mut self,
        command: &Command,
        action: Action,
        id: UserId,
        user: Option<&User>,
    ) -> Decision {
        permission::performs(self.context.edition, self.context.actor, action)?;
        let user = user.ok_or(Refusal::NoUser(id))?;
        permission::reaches(self.context.edition, self.context.actor, action, user)?;
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
                let default = default_method::settle(&self.context, user, &after);
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
            action,
            outcome,
            warnings: ruling.warnings,
        };
        (part, after)
    }

    fn refused(&mut self, row: &Row, action: Action, refusal: Refusal) -> Part {
        let part = Part {
            action,
            outcome: Outcome::Refused(refusal),
            warnings: Vec::new(),
        };
        self.record(row, &part, None);
        part
    }

    fn plan_settings(&mut self, settings: &ServiceSettings) {
        let action = Action::ServiceSettings;
        let decided = permission::performs(self.context.edition, self.context.actor, action)
            .and_then(|()| service_settings::decide(&self.context, settings));
        let outcome = decided.unwrap_or_else(Outcome::Refused);
        let name = self.context.directory.facts().name.clone();
        self.only_part(None, name, String::new(), action, outcome);
    }

    fn plan_new_user(&mut self, new: &NewUser) {
        let action = Action::CreateUser;
        let id = UserId::generate(self.context.entropy);
        let decided = permission::performs(self.context.edition, self.context.actor, action)
            .and_then(|()| accounts::create(&mut self.context, id, new));
        let outcome = match decided {
            Ok((user, revealed)) => {
                self.revealed = revealed;
                Outcome::Change(vec![Fact::Create(Box::new(user))])
            }
            Err(refusal) => Outcome::Refused(refusal),
        };
        self.only_part(Some(id), new.name.clone(), new.upn.clone(), action, outcome);
    }

    /// A row of one part that concerns no existing user.
    fn only_part(
        &mut self,
        user: Option<UserId>,
        name: String,
        upn: String,
        action: Action,
        outcome: Outcome,
    ) {
        let part = Part {
            action,
            outcome,
            warnings: Vec::new(),
        };
        let mut row = Row {
            user,
            name,
            upn,
            parts: Vec::new(),
        };
        self.record(&row, &part, None);
        row.parts.push(part);
        self.rows.push(row);
    }

    fn record(&mut self, row: &Row, part: &Part, before: Option<&User>) {
        let target = row.user.map(|id| Target {
            id,
            upn: row.upn.clone(),
        });
        let heading = trail::Heading {
            at: self.context.now,
            actor: &self.context.actor.upn,
            target,
        };
        let settings = &self.context.directory.facts().settings;
        self.audit
            .extend(trail::entries(&heading, part, before, settings));
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
