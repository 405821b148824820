//! Deciding: from a command to what would happen, target by target. The preview shows the very
//! plan that Save applies; there is no second path.

pub mod accounts;
mod clock;
mod commands;
mod context;
pub(super) mod default_method;
mod experience;
mod methods;
mod own;
mod password;
mod per_user_mfa;
pub mod permission;
mod planner;
mod profile;
mod service_settings;
pub(super) mod text;
mod title;
mod tokens;
pub(super) mod trail;
mod user_settings;

use context::Context;
pub(super) use methods::email_address;
pub use own::{OwnCommand, OwnMethod};
pub use title::title_for_many;

use super::audit::AuditEntry;
use super::change::{Change, Changes, Fact};
use super::command::{Action, Command};
use super::directory::{Directory, Revision};
use super::edition::Edition;
use super::entropy::Entropy;
use super::id::UserId;
use super::method::{Detail, MethodKinds};
use super::refusal::Refusal;
use super::role::Role;
use super::secret::Secret;
use super::sign_in::SignInEntry;
use super::text::Text;
use super::time::Timestamp;
use super::user::{Print, User};
use enumset::EnumSet;
use std::ops::Range;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Object id.
    pub id: UserId,
    /// User principal name.
    pub upn: String,
    /// Directory roles at sign-in.
    pub roles: EnumSet<Role>,
}

/// What a command comes to. A value: making it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The state it was made on.
    pub revision: Revision,
    /// The edition it was made under.
    pub edition: Edition,
    /// When.
    pub at: Timestamp,
    /// Who acts.
    pub actor: Actor,
    /// What undo will call it: `Manage user settings for 5 users`.
    pub title: String,
    /// Target by target, in the command's order.
    pub rows: Vec<Row>,
    /// What the audit trail will say, refusals included (D18).
    pub audit: Vec<AuditEntry>,
    /// What the sign-in log will say. Only a sign-in has any.
    pub sign_ins: Vec<SignInEntry>,
    /// What is shown once, after saving, and kept nowhere (D20).
    pub revealed: Option<Revealed>,
}

/// A secret that was generated, to be shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// What it is: `Temporary password`.
    pub label: &'static str,
    /// The secret.
    pub secret: Secret,
}

/// One target of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The user; `None`: the tenant itself.
    pub user: Option<UserId>,
    /// Display name, or the tenant's name.
    pub name: Text,
    /// User principal name; empty for the tenant.
    pub upn: Text,
    /// One part per action, in order.
    pub parts: Vec<Part>,
    /// What all of it makes of the user, where it changes one who is known.
    pub becomes: Option<Becomes>,
}

/// What a row's changes make of its user. Known because the user was read to plan them: whoever
/// carries them out on that very user need not read the user again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Becomes {
    /// What takes all of it back, in order.
    pub back: Changes,
    /// The kinds of methods then.
    pub methods: MethodKinds,
    /// The whole user then.
    pub print: Print,
}

impl Becomes {
    /// What becomes of a user who is `after` then. `back` are the inverses of the changes, in
    /// their order.
    pub(super) fn of(after: &User, mut back: Vec<Change>) -> Self {
        back.reverse();
        Self {
            back: back.into(),
            methods: after.method_kinds(),
            print: after.print(),
        }
    }

    /// Shares with `other` what is the same.
    pub(super) fn share(&mut self, other: &Self) {
        if self.back == other.back {
            self.back = other.back.clone();
        }
    }
}

/// One action on one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub action: Action,
    /// What comes of it.
    pub outcome: Outcome,
    /// What somebody should know before saying yes.
    pub warnings: Vec<Warning>,
}

/// What comes of an action on a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// These facts.
    Change(Vec<Fact>),
    /// Nothing (D19).
    Nothing(Nothing),
    /// It is refused.
    Refused(Refusal),
}

/// Why there is nothing to do (D19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Nothing {
    /// No method that a re-register deletes or deactivates.
    #[error("nothing to delete")]
    NothingToDelete,
    /// Already required to register again.
    #[error("already required to register again")]
    AlreadyRequired,
    /// No app passwords.
    #[error("no app passwords")]
    NoAppPasswords,
    /// No remembered devices.
    #[error("no remembered devices")]
    NoDevices,
    /// It is like that already.
    #[error("nothing to change")]
    AlreadySo,
}

/// What somebody should know before saying yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Warning {
    /// 2023: nothing requires MFA, and no MFA method is left (D4, D11; `rules.md`, last scenario).
    #[error("weaker than before: nothing requires MFA of this user, so the password alone will do")]
    WeakerThanBefore,
    /// 2020, 2022: the registered methods stay (S1, S2).
    #[error("registered methods are not deleted: review them after the user has registered again")]
    MethodsStay,
    /// App passwords go on working (S0; D6).
    #[error("app passwords keep working: delete them too if the account was taken over")]
    AppPasswordsStay,
    /// Legacy apps stop until a new app password is made (S0 to S3).
    #[error("non-browser apps stop working until a new app password is created")]
    AppsStop,
    /// Enforced: legacy clients need an app password (`facts/portal.md` 4.3).
    #[error("non-browser apps need an app password from now on")]
    LegacyNeedsAppPassword,
    /// Disabling keeps the methods and disables app passwords (D10).
    #[error("app passwords stop working while MFA is disabled; methods are kept")]
    AppPasswordsDisabled,
    /// A guest's sessions are kept by the guest's own organisation.
    #[error("has no effect on a guest's sessions at home")]
    GuestSessions,
    /// E-mail serves password reset only (D13).
    #[error("email serves password reset only, never sign-in")]
    PasswordResetOnly,
    /// The public profile is never used for MFA (D17).
    #[error(
        "the public profile is never used for MFA: the authentication methods stay as they are"
    )]
    ProfileIsNotMfa,
}

impl Plan {
    /// Everything it changes, in order.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.parts()
            .filter_map(|part| part.outcome.facts())
            .flatten()
    }

    /// Every part of every row.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.rows.iter().flat_map(|row| &row.parts)
    }

    /// These rows alone, and what the audit trail says of them: a part of a plan over more users
    /// than are saved at once. `part`: which of how many.
    #[must_use]
    pub fn part(&self, rows: Range<usize>, part: (usize, usize)) -> Self {
        let mut audit = self.audit.iter().peekable();
        let mut of_rows = Vec::new();
        // The trail tells of the rows one after the other.
        for (at, row) in self.rows.iter().enumerate().take(rows.end) {
            let own =
                |entry: &&AuditEntry| entry.target.as_ref().map(|target| target.id) == row.user;
            while let Some(entry) = audit.next_if(own) {
                if rows.contains(&at) {
                    of_rows.push(entry.clone());
                }
            }
        }
        Self {
            title: format!("{} (part {} of {})", self.title, part.0, part.1),
            rows: self.rows.get(rows).unwrap_or_default().to_vec(),
            audit: of_rows,
            sign_ins: Vec::new(),
            revealed: None,
            actor: self.actor.clone(),
            ..*self
        }
    }

    /// A plan of these rows of it, to be looked at and not to be carried out: without its trail.
    #[must_use]
    pub fn only(&self, rows: Vec<Row>) -> Self {
        Self {
            rows,
            title: String::new(),
            actor: self.actor.clone(),
            audit: Vec::new(),
            sign_ins: Vec::new(),
            revealed: None,
            ..*self
        }
    }

    /// Whether it changes anything at all.
    pub fn changes_anything(&self) -> bool {
        self.facts().next().is_some()
    }

    /// Hashes the secrets that are still pending. Takes tens of milliseconds for each; called by
    /// the store before anything is written, never on the thread that draws.
    pub fn seal(&mut self) {
        self.facts_mut().flatten().for_each(seal_fact);
    }

    /// Takes everything it changes out of its rows, in order, sealed like [`Plan::seal`] does. Of
    /// very many users every row is looked at once.
    pub fn take_facts(&mut self) -> Vec<Fact> {
        let mut all = Vec::with_capacity(self.rows.len());
        for facts in self.facts_mut() {
            facts.iter_mut().for_each(seal_fact);
            all.append(facts);
        }
        all
    }

    fn facts_mut(&mut self) -> impl Iterator<Item = &mut Vec<Fact>> {
        let parts = self.rows.iter_mut().flat_map(|row| &mut row.parts);
        parts.filter_map(|part| part.outcome.facts_mut())
    }
}

fn seal_fact(fact: &mut Fact) {
    match fact {
        Fact::User(_, changes) => {
            if changes.iter().any(is_pending) {
                changes.to_mut().iter_mut().for_each(seal);
            }
        }
        Fact::Create(user) => user.password.hash.seal(),
        Fact::Purge(_) | Fact::Settings(_) | Fact::Clock(_) | Fact::Tenant(_) => {}
    }
}

/// Whether a change has a secret that is still to be sealed.
fn is_pending(change: &Change) -> bool {
    match change {
        Change::Password(password) => password.hash.is_pending(),
        Change::AddAppPassword(_, password) => password.hash.is_pending(),
        Change::AddMethod(_, method) | Change::ReplaceMethod(method) => {
            matches!(&method.detail, Detail::TemporaryAccessPass { hash, .. } if hash.is_pending())
        }
        _ => false,
    }
}

fn seal(change: &mut Change) {
    match change {
        Change::Password(password) => password.hash.seal(),
        Change::AddAppPassword(_, password) => password.hash.seal(),
        Change::AddMethod(_, method) | Change::ReplaceMethod(method) => {
            if let Detail::TemporaryAccessPass { hash, .. } = &mut method.detail {
                hash.seal();
            }
        }
        _ => {}
    }
}

impl Row {
    /// Everything it changes, in order.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        let facts = self.parts.iter().filter_map(|part| part.outcome.facts());
        facts.flatten()
    }
}

impl Outcome {
    /// The facts, where it changes something.
    pub fn facts(&self) -> Option<&Vec<Fact>> {
        match self {
            Self::Change(facts) => Some(facts),
            Self::Nothing(_) | Self::Refused(_) => None,
        }
    }

    fn facts_mut(&mut self) -> Option<&mut Vec<Fact>> {
        match self {
            Self::Change(facts) => Some(facts),
            Self::Nothing(_) | Self::Refused(_) => None,
        }
    }

    /// The changes to users among the facts.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.facts()
            .into_iter()
            .flatten()
            .filter_map(|fact| match fact {
                Fact::User(_, changes) => Some(&**changes),
                _ => None,
            })
            .flatten()
    }
}

/// What `user` would do with the own account under Security info; `None` where there is no such
/// user who can sign in.
pub fn plan_own(
    directory: &dyn Directory,
    user: UserId,
    command: &OwnCommand,
    entropy: &mut Entropy,
    now: Timestamp,
) -> Option<Plan> {
    let user = directory.user(user)?;
    if user.blocked || user.deleted.is_some() {
        return None;
    }
    let actor = Actor {
        id: user.id,
        upn: user.upn.clone(),
        roles: user.roles,
    };
    let context = Context::new(directory, &actor, entropy, now);
    let title = own::title(&user, command);
    Some(planner::Planner::new(context, title).run_own(&user, command))
}

/// Is told from time to time for how many targets there is a plan. False: give it up.
pub type Watch<'a> = &'a mut dyn FnMut(usize) -> bool;

/// Is shown each row as it is planned, with its user as the user is before.
pub type Witness<'a> = &'a mut dyn FnMut(&Row, Option<&User>);

/// What `command` by `actor` would do to `directory` at `now`. Never fails: what may not be done
/// is a refusal in its row. `entropy` gives ids and generated secrets.
pub fn plan(
    directory: &dyn Directory,
    actor: &Actor,
    command: &Command,
    entropy: &mut Entropy,
    now: Timestamp,
) -> Plan {
    let context = Context::new(directory, actor, entropy, now);
    let title = title::title(directory, command);
    let mut planner = planner::Planner::new(context, title);
    planner.run(command, &mut |_| true, &mut |_, _| ());
    planner.finish()
}

/// The same plan, made under the eyes of `watch` and `witness`: for commands over many. `None`: it
/// was given up.
pub fn plan_watched(
    directory: &dyn Directory,
    actor: &Actor,
    command: &Command,
    entropy: &mut Entropy,
    now: Timestamp,
    watch: Watch<'_>,
    witness: Witness<'_>,
) -> Option<Plan> {
    let context = Context::new(directory, actor, entropy, now);
    let title = title::title(directory, command);
    let mut planner = planner::Planner::new(context, title);
    let whole = planner.run(command, watch, witness);
    whole.then(|| planner.finish())
}
