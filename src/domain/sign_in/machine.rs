//! The machine itself: where the sign-in stands, and which part of it answers.

use std::sync::Arc;

use super::ask::{Answer, Ask, End, NotAsked, Step};
use super::attempt::Attempt;
use super::code::Code;
use super::entry::{Requirement, SignInEntry};
use super::sent::Sent;
use super::try_out::TryOut;
use super::ways::Proof;
use super::why::Why;
use crate::domain::audit::{Activity, AuditEntry, Target};
use crate::domain::change::{Change, Fact};
use crate::domain::command::Action;
use crate::domain::directory::{Directory, Revision};
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::{DeviceId, UserId};
use crate::domain::method::MethodKind;
use crate::domain::plan::default_method::{InUse, settle};
use crate::domain::plan::{Actor, Outcome, Part, Plan, Row, trail};
use crate::domain::secret::Secret;
use crate::domain::tenant::TenantFacts;
use crate::domain::text::Text;
use crate::domain::time::{Now, Timestamp};
use crate::domain::user::User;

/// A sign-in under way.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub(super) attempt: Attempt,
    pub(super) entropy: Entropy,
    /// What the tenant's clock shows.
    pub(super) now: Timestamp,
    /// What time it really is: codes go by it.
    pub(super) real: Timestamp,
    pub(super) step: Step,
    /// What was typed as the account.
    pub(super) typed: String,
    /// The account as everything decided so far leaves it.
    pub(super) user: Option<Arc<User>>,
    /// The password that was right; `None` where a Temporary Access Pass went in its place.
    pub(super) password: Option<Secret>,
    /// The last wrong passwords: one typed again is not counted again (LOCK).
    pub(super) wrong_passwords: Vec<Secret>,
    pub(super) wrong_codes: u8,
    /// What was sent out to prove the second factor with.
    pub(super) sent: Sent,
    /// What is being registered.
    pub(super) registering: Option<TryOut>,
    pub(super) met: Vec<Met>,
    /// Whether a second factor was proved or registered.
    pub(super) strong: bool,
    pub(super) errand: Errand,
    pub(super) notes: Notes,
    pub(super) decided: Decided,
}

/// What somebody signs in for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Errand {
    /// An application.
    #[default]
    Application,
    /// Security info, whose gate the second factor opens.
    SecurityInfo,
    /// Another password: the one that is known first.
    NewPassword,
}

/// What the log will say.
#[derive(Debug, Clone)]
pub(super) struct Notes {
    pub(super) requirement: Requirement,
    pub(super) method: &'static str,
    pub(super) detail: &'static str,
    pub(super) why: Vec<Why>,
    /// The mark of the device.
    pub(super) mark: Option<DeviceId>,
}

/// What a plan will say of it, up to the next one.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    revision: Revision,
    edition: Edition,
    parts: Vec<Part>,
    audit: Vec<AuditEntry>,
    pub(super) entries: Vec<SignInEntry>,
}

/// Something the user met on the way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Met {
    /// The registration interrupt.
    Registration,
    /// A second factor, asked for this way first.
    Mfa(MethodKind, Proof),
    /// The forced change of the password.
    PasswordChange,
}

impl SignIn {
    /// A sign-in that asks for the account. `entropy` gives codes, ids and salts.
    pub fn begin(
        directory: &dyn Directory,
        attempt: Attempt,
        entropy: Entropy,
        now: Timestamp,
    ) -> Self {
        let mark = attempt.device.mark;
        Self {
            attempt,
            entropy,
            now,
            real: now,
            step: Step::Ask(Ask::Account),
            typed: String::new(),
            user: None,
            password: None,
            wrong_passwords: Vec::new(),
            wrong_codes: 0,
            sent: Sent::default(),
            registering: None,
            met: Vec::new(),
            strong: false,
            errand: Errand::default(),
            notes: Notes {
                requirement: Requirement::SingleFactor,
                method: "",
                detail: "",
                why: Vec::new(),
                mark,
            },
            decided: Decided {
                revision: directory.revision(),
                edition: directory.edition(),
                parts: Vec::new(),
                audit: Vec::new(),
                entries: Vec::new(),
            },
        }
    }

    /// Where it stands.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// What the user met so far, in order.
    pub fn met(&self) -> &[Met] {
        &self.met
    }

    /// Why it goes as it goes, as far as it went.
    pub fn why(&self) -> &[Why] {
        &self.notes.why
    }

    /// The account, once it is known, as what was decided so far leaves it.
    pub fn user(&self) -> Option<&User> {
        self.user.as_deref()
    }

    /// Goes on with `answer`. An answer that was not asked for changes nothing.
    pub fn answer(
        &mut self,
        directory: &dyn Directory,
        answer: Answer,
        now: impl Into<Now>,
    ) -> Result<(), NotAsked> {
        let now: Now = now.into();
        self.now = now.tenant;
        self.real = now.real;
        let facts = directory.facts();
        match (self.step.clone(), answer) {
            (Step::End(_), _) => return Err(NotAsked),
            (_, Answer::Leave) => self.leave(),
            (Step::Ask(Ask::Account), Answer::Account(text)) => self.account(directory, &text),
            (Step::Ask(Ask::Password { .. }), Answer::Password(secret)) => {
                self.password_typed(secret);
            }
            (Step::Ask(Ask::Password { pass: true, .. }), Answer::AccessPass(secret)) => {
                self.pass_typed(facts, secret);
            }
            (Step::Check(check), Answer::Checked(found)) => self.checked(facts, check, found),
            (Step::Ask(Ask::Challenge(challenge)), answer) => {
                return self.challenge_answered(facts, challenge, answer);
            }
            (Step::Ask(Ask::Register(_)), Answer::Choose(proof)) => self.choose(facts, &proof),
            (Step::Ask(Ask::Scan(_) | Ask::Verify(_)), answer) => {
                return self.registration_answered(facts, &answer);
            }
            (Step::Ask(Ask::Registered { .. }), Answer::Continue) => self.second_factor_done(),
            (Step::Ask(Ask::UpdatePassword { .. }), Answer::NewPassword { new, again }) => {
                self.new_password(facts, new, &again);
            }
            (Step::Ask(Ask::StaySignedIn), Answer::StaySignedIn(_)) => self.finish(),
            _ => return Err(NotAsked),
        }
        Ok(())
    }

    pub(super) fn ask(&mut self, ask: Ask) {
        self.step = Step::Ask(ask);
    }

    /// The user that these changes lead to, with the default sign-in method settled.
    pub(super) fn decide(&mut self, facts: &TenantFacts, action: Action, mut changes: Vec<Change>) {
        let Some(user) = &mut self.user else {
            return;
        };
        let before = Arc::clone(user);
        let after = Arc::make_mut(user);
        for change in &changes {
            let applied = after.apply(change.clone());
            debug_assert!(applied.is_ok(), "a sign-in decided what does not fit");
        }
        let in_use = InUse {
            disabled: facts.policies.disabled_methods,
            now: self.now,
        };
        let default = settle(in_use, &before, after);
        if default != after.default_method {
            after.default_method = default;
            changes.push(Change::Default(default));
        }
        let part = Part {
            action,
            outcome: Outcome::Change(vec![Fact::User(before.id, changes.into())]),
            warnings: Vec::new(),
        };
        // The sign-in log tells of the sign-in itself.
        if action != Action::SignIn {
            let upn = Text::from(&before.upn);
            let heading = trail::Heading {
                at: self.now,
                actor: &upn,
                target: Some(Target {
                    id: before.id,
                    upn: upn.clone(),
                }),
                before: Some(&before),
                after: Some(after),
            };
            trail::add(&mut self.decided.audit, &heading, &part, facts);
        }
        self.decided.parts.push(part);
    }

    /// The registration that was required is complete, and the audit trail says so.
    pub(super) fn registered_all(&mut self) {
        if let Some(last) = self.decided.audit.last() {
            let entry = AuditEntry {
                activity: Activity::UserRegisteredAllRequired,
                modified: Arc::default(),
                ..last.clone()
            };
            self.decided.audit.push(entry);
        }
    }

    /// What was decided since the last plan was taken, to be submitted like any other; `None`
    /// where nothing was. After submitting, say so with [`SignIn::committed`].
    pub fn take_plan(&mut self) -> Option<Plan> {
        let decided = &mut self.decided;
        if decided.parts.is_empty() && decided.entries.is_empty() {
            return None;
        }
        let parts = std::mem::take(&mut decided.parts);
        let user = self.user.as_deref();
        let name = user.map_or(&self.typed, |user| &user.name);
        let row = user.filter(|_| !parts.is_empty()).map(|user| Row {
            user: Some(user.id),
            name: (&user.name).into(),
            upn: (&user.upn).into(),
            parts,
            // Its parts may be of several changes, each journaled by itself.
            becomes: None,
        });
        Some(Plan {
            revision: decided.revision,
            edition: decided.edition,
            at: self.now,
            actor: Actor {
                id: user.map_or(UserId(uuid::Uuid::nil()), |user| user.id),
                upn: user.map_or(&self.typed, |user| &user.upn).clone(),
                roles: user.map(|user| user.roles).unwrap_or_default(),
            },
            title: format!("Sign-in of {name}"),
            rows: row.into_iter().collect(),
            audit: std::mem::take(&mut decided.audit),
            sign_ins: std::mem::take(&mut decided.entries),
            revealed: None,
        })
    }

    /// The plan that was taken led to `revision`.
    pub fn committed(&mut self, revision: Revision) {
        self.decided.revision = revision;
    }

    pub(super) fn read_at(&mut self, revision: Revision) {
        self.decided.revision = revision;
    }

    /// The end, with its entry in the log.
    pub(super) fn end(&mut self, code: Code) {
        let entry = self.log(code);
        self.sent = Sent::default();
        self.registering = None;
        self.step = Step::End(End {
            code: Some(code),
            entry: Some(Box::new(entry)),
            mark: self.notes.mark,
        });
    }
}
