//! Walks through a command's targets and actions, asks permission and rules, and collects rows
//! and audit entries. Decides nothing itself.

use std::borrow::Cow;
use std::collections::HashSet;

use super::context::{Context, Decision, Ruling};
use super::own::{self, OwnCommand};
use super::text::plain;
use super::{Becomes, Outcome, Part, Plan, Revealed, Row, Watch, Witness, is_pending, trail};
use super::{accounts, clock, commands, default_method, service_settings};
use crate::domain::audit::{AuditEntry, Target};
use crate::domain::change::{Change, Changes, Fact};
use crate::domain::command::{Action, Command, NewUser};
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::domain::user::User;

/// So many targets are planned for before `watch` is told.
const STEP: usize = 256;

/// A plan in the making.
pub(super) struct Planner<'a> {
    context: Context<'a>,
    /// Who acts, as all audit entries say.
    actor: Text,
    title: String,
    rows: Vec<Row>,
    audit: Vec<AuditEntry>,
    revealed: Option<Revealed>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(context: Context<'a>, title: String) -> Self {
        Self {
            actor: (&context.actor.upn).into(),
            context,
            title,
            rows: Vec::new(),
            audit: Vec::new(),
            revealed: None,
        }
    }

    /// Plans for every target. False: `watch` gave it up.
    pub(super) fn run(
        &mut self,
        command: &Command,
        watch: Watch<'_>,
        witness: Witness<'_>,
    ) -> bool {
        match command {
            Command::SaveServiceSettings(settings) => {
                let action = Action::ServiceSettings;
                let decided = self
                    .context
                    .performs(action)
                    .and_then(|()| service_settings::decide(&self.context, settings));
                self.plan_tenant(action, decided, witness);
            }
            Command::AdvanceClock { days } => {
                let decided = clock::advance(&self.context, *days);
                self.plan_tenant(Action::SetClock, decided, witness);
            }
            Command::ResetClock => {
                let decided = clock::reset(&self.context);
                self.plan_tenant(Action::SetClock, Ok(decided), witness);
            }
            Command::CreateUser(new) => self.plan_new_user(new, witness),
            Command::SetPerUserMfaEach { states } => {
                let mut seen = HashSet::with_capacity(states.len());
                self.rows.reserve(states.len());
                for &(id, to) in states {
                    if seen.insert(id) {
                        if !self.goes_on(watch) {
                            return false;
                        }
                        let users = vec![id];
                        self.plan_user(&Command::SetPerUserMfa { users, to }, id, witness);
                    }
                }
            }
            Command::UploadHardwareTokens { tokens } => {
                let mut seen = HashSet::new();
                for (id, _) in tokens {
                    if seen.insert(*id) {
                        self.plan_user(command, *id, witness);
                    }
                }
            }
            Command::DeletePermanently { users } => {
                let mut seen = HashSet::new();
                for id in users {
                    if seen.insert(*id) {
                        self.plan_purge(*id, witness);
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
                        self.plan_user(command, id, witness);
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
        let mut back = Back::default();
        let (part, after) = match own::decide(&mut self.context, user, command) {
            Ok(ruling) => self.allowed(action, ruling, user, &mut back),
            Err(refusal) => (part(action, Outcome::Refused(refusal)), None),
        };
        self.add(&mut row, part, Some(user), after.as_ref());
        row.becomes = back.becomes(after.as_ref());
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

    fn plan_user(&mut self, command: &Command, id: UserId, witness: Witness<'_>) {
        let Some(known) = self.context.directory.user(id) else {
            return self.plan_unknown(command, id, witness);
        };
        let mut row = row(Some(id), &known.name, &known.upn);
        // Each part sees the user as the earlier parts leave it.
        let mut user = Cow::Borrowed(&*known);
        let mut back = Back::default();
        for action in commands::actions(command, Some(&user)) {
            let (part, after) = match self.decide(command, action, &user) {
                Ok(ruling) => self.allowed(action, ruling, &user, &mut back),
                Err(refusal) => (part(action, Outcome::Refused(refusal)), None),
            };
            self.add(&mut row, part, Some(&user), after.as_ref());
            if let Some(after) = after {
                user = Cow::Owned(after);
            }
        }
        row.becomes = match &user {
            Cow::Owned(after) => back.becomes(Some(after)),
            Cow::Borrowed(_) => None,
        };
        self.done(row, Some(&known), witness);
    }

    /// Everything about this row is decided.
    fn done(&mut self, mut row: Row, user: Option<&User>, witness: Witness<'_>) {
        let last = self.rows.last().and_then(|row| row.becomes.as_ref());
        if let (Some(own), Some(last)) = (&mut row.becomes, last) {
            own.share(last);
        }
        witness(&row, user);
        self.rows.push(row);
    }

    /// A deleted user goes for good.
    fn plan_purge(&mut self, id: UserId, witness: Witness<'_>) {
        let action = Action::HardDeleteUser;
        let Some(user) = self.context.directory.user(id) else {
            let users = vec![id];
            return self.plan_unknown(&Command::DeletePermanently { users }, id, witness);
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
        self.add(&mut row, part(action, outcome), Some(&user), None);
        self.done(row, Some(&user), witness);
    }

    /// Nobody has this id (any more).
    fn plan_unknown(&mut self, command: &Command, id: UserId, witness: Witness<'_>) {
        let mut row = row(Some(id), &id.to_string(), "");
        for action in commands::actions(command, None) {
            let refusal = self.context.performs(action).err();
            let refusal = refusal.unwrap_or(Refusal::NoUser(id));
            self.add(
                &mut row,
                part(action, Outcome::Refused(refusal)),
                None,
                None,
            );
        }
        self.done(row, None, witness);
    }

    /// What concerns the tenant itself.
    fn plan_tenant(
        &mut self,
        action: Action,
        decided: Result<Outcome, Refusal>,
        witness: Witness<'_>,
    ) {
        let outcome = decided.unwrap_or_else(Outcome::Refused);
        let mut row = row(None, &self.context.directory.facts().name, "");
        self.add(&mut row, part(action, outcome), None, None);
        self.done(row, None, witness);
    }

    fn plan_new_user(&mut self, new: &NewUser, witness: Witness<'_>) {
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
        self.add(&mut row, part(action, outcome), None, None);
        self.done(row, None, witness);
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
    fn allowed(
        &mut self,
        action: Action,
        ruling: Ruling,
        user: &User,
        back: &mut Back,
    ) -> (Part, Option<User>) {
        let (outcome, after) = match ruling.changes {
            Ok(mut changes) => {
                let mut after = back.after(user, &changes);
                let default = default_method::settle(self.context.in_use(), user, &after);
                if default != after.default_method {
                    back.apply(&mut after, &Change::Default(default));
                    changes.push(Change::Default(default));
                }
                let facts = vec![Fact::User(user.id, self.shared(changes))];
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

    /// `changes`, shared with the last row where the same happened to its user.
    fn shared(&self, changes: Vec<Change>) -> Changes {
        let last = self.rows.last().into_iter().flat_map(|row| &row.parts);
        let facts = last.filter_map(|part| part.outcome.facts()).flatten();
        let mut same = facts.filter_map(|fact| match fact {
            Fact::User(_, own) if **own == *changes => Some(own.clone()),
            _ => None,
        });
        same.next().unwrap_or_else(|| changes.into())
    }

    /// Adds a part to its row and to the audit trail; its user was `before` and is `after` then.
    fn add(&mut self, row: &mut Row, part: Part, before: Option<&User>, after: Option<&User>) {
        let heading = trail::Heading {
            at: self.context.now,
            actor: &self.actor,
            target: row.user.map(|id| Target {
                id,
                upn: row.upn.clone(),
            }),
            before,
            after,
        };
        let facts = self.context.directory.facts();
        trail::add(&mut self.audit, &heading, &part, facts);
        row.parts.push(part);
    }
}

/// What takes back what is planned for one user.
#[derive(Default)]
struct Back {
    /// The inverses, in the order of the changes.
    changes: Vec<Change>,
    /// Not all of it is known: a secret is still to be sealed.
    open: bool,
}

impl Back {
    /// `user` after `changes`, which its own rules made.
    fn after(&mut self, user: &User, changes: &[Change]) -> User {
        let mut after = user.clone();
        for change in changes {
            self.apply(&mut after, change);
        }
        after
    }

    fn apply(&mut self, user: &mut User, change: &Change) {
        self.open |= is_pending(change);
        let applied = user.apply(change.clone());
        debug_assert!(applied.is_ok(), "a rule made a change that does not fit");
        // What does not fit is refused where it is applied.
        self.open |= applied.is_err();
        self.changes.extend(applied);
    }

    fn becomes(self, after: Option<&User>) -> Option<Becomes> {
        let after = after.filter(|_| !self.open && !self.changes.is_empty())?;
        Some(Becomes::of(after, self.changes))
    }
}

fn row(user: Option<UserId>, name: &str, upn: &str) -> Row {
    Row {
        user,
        name: name.into(),
        upn: upn.into(),
        parts: Vec::new(),
        becomes: None,
    }
}

fn part(action: Action, outcome: Outcome) -> Part {
    Part {
        action,
        outcome,
        warnings: Vec::new(),
    }
}
