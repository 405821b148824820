//! What a rule may look at while a plan is made, and what it answers.

use super::default_method::InUse;
use super::{Actor, Nothing, Revealed, Warning, permission};
use crate::domain::change::Change;
use crate::domain::command::Action;
use crate::domain::directory::Directory;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::method::{Method, MethodKind};
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::secret::Secret;
use crate::domain::settings::Policies;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

/// Who acts on what, when, and under which document.
pub(super) struct Context<'a> {
    pub(super) directory: &'a dyn Directory,
    pub(super) actor: &'a Actor,
    pub(super) edition: Edition,
    pub(super) entropy: &'a mut Entropy,
    pub(super) now: Timestamp,
    /// Global Administrators who could still sign in after the rows planned so far; counted when
    /// first asked for, because it reads every head.
    global_administrators: Option<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        directory: &'a dyn Directory,
        actor: &'a Actor,
        entropy: &'a mut Entropy,
        now: Timestamp,
    ) -> Self {
        Self {
            directory,
            actor,
            edition: directory.edition(),
            entropy,
            now,
            global_administrators: None,
        }
    }

    /// See [`permission::performs`].
    pub(super) fn performs(&self, action: Action) -> Result<(), Refusal> {
        permission::performs(self.edition, self.actor, action)
    }

    /// See [`permission::reaches`].
    pub(super) fn reaches(&self, action: Action, user: &User) -> Result<(), Refusal> {
        permission::reaches(self.edition, self.actor, action, user)
    }

    pub(super) fn policies(&self) -> &'a Policies {
        &self.directory.facts().policies
    }

    pub(super) fn in_use(&self) -> InUse {
        InUse {
            disabled: self.policies().disabled_methods,
            now: self.now,
        }
    }

    /// Whether `method` stands in the usable list now.
    pub(super) fn is_usable(&self, method: &Method) -> bool {
        self.in_use().holds(method)
    }

    /// Refuses a kind that the Authentication methods policy switched off.
    pub(super) fn enabled(&self, kind: MethodKind) -> Result<(), Refusal> {
        if self.policies().disabled_methods.contains(kind) {
            return Err(Refusal::MethodDisabled(kind));
        }
        Ok(())
    }

    /// Takes `user` out of the Global Administrators who can sign in, if it is one of them;
    /// refuses where nobody would be left. Rows of one plan count down together.
    pub(super) fn spare_global_administrator(&mut self, user: &User) -> Result<(), Refusal> {
        let counts = user.roles.contains(Role::GlobalAdministrator);
        if !counts || user.blocked || user.deleted.is_some() {
            return Ok(());
        }
        let directory = self.directory;
        let left = self.global_administrators.get_or_insert_with(|| {
            (0..directory.len())
                .filter_map(|at| directory.head(at))
                .filter(|head| head.roles.contains(Role::GlobalAdministrator))
                .filter(|head| !head.blocked && !head.deleted)
                .count()
        });
        if *left <= 1 {
            return Err(Refusal::LastGlobalAdministrator);
        }
        *left -= 1;
        Ok(())
    }
}

/// What the rules say to one action on one target.
pub(super) type Decision = Result<Ruling, Refusal>;

/// An answer other than a refusal.
pub(super) struct Ruling {
    /// What changes, or why nothing does.
    pub(super) changes: Result<Vec<Change>, Nothing>,
    pub(super) warnings: Vec<Warning>,
    pub(super) revealed: Option<Revealed>,
}

impl Ruling {
    /// Adds a warning where there is something to be done and `applies`.
    pub(super) fn warn_if(mut self, applies: bool, warning: Warning) -> Self {
        if applies && self.changes.is_ok() {
            self.warnings.push(warning);
        }
        self
    }

    /// A secret that is shown once.
    pub(super) fn reveal(mut self, label: &'static str, secret: Secret) -> Self {
        self.revealed = Some(Revealed { label, secret });
        self
    }
}

impl From<Result<Vec<Change>, Nothing>> for Ruling {
    fn from(changes: Result<Vec<Change>, Nothing>) -> Self {
        Self {
            changes,
            warnings: Vec::new(),
            revealed: None,
        }
    }
}

impl From<Vec<Change>> for Ruling {
    fn from(changes: Vec<Change>) -> Self {
        Self::from(Ok(changes))
    }
}

impl From<Change> for Ruling {
    fn from(change: Change) -> Self {
        Self::from(vec![change])
    }
}

impl From<Nothing> for Ruling {
    fn from(nothing: Nothing) -> Self {
        Self::from(Err(nothing))
    }
}
