//! An administrator signs in to the portal. No second factor is asked: the portal is what is
//! rehearsed, not the way into it.

use crate::domain::directory::Directory;
use crate::domain::id::UserId;
use crate::domain::plan::Actor;
use crate::domain::secret::PasswordHash;
use crate::domain::time::Timestamp;

/// An administrator whose password is still to be checked.
#[derive(Debug, Clone)]
pub struct Candidate {
    actor: Actor,
    hash: PasswordHash,
}

/// Why somebody does not get in, with the code of `facts/portal.md` 8.4 where there is one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// No such account, or a deleted one: 50034.
    #[error("There is no account {0} in this tenant: check the spelling (50034)")]
    NotFound(String),
    /// Not everybody is known yet: see [`Directory::is_ready`].
    #[error("The users of this tenant are still being read: try again in a moment")]
    StillReading,
    /// Sign-in blocked: 50057.
    #[error("{0} is blocked from signing in: another administrator can unblock it (50057)")]
    Blocked(String),
    /// Smart lockout: 50053.
    #[error("{upn} is locked after too many wrong passwords: try again after {} (50053)", .until.date_and_time())]
    LockedOut {
        /// User principal name.
        upn: String,
        /// Until when.
        until: Timestamp,
    },
    /// No directory role.
    #[error("{0} holds no administrator role: sign in as an administrator")]
    NoRole(String),
    /// Wrong password: 50126.
    #[error("The password of {0} is not right (50126)")]
    WrongPassword(String),
}

impl SignInRefusal {
    /// The error code of the sign-in log; `None` for what only this portal refuses.
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::NotFound(_) => Some(50034),
            Self::LockedOut { .. } => Some(50053),
            Self::Blocked(_) => Some(50057),
            Self::WrongPassword(_) => Some(50126),
            Self::StillReading | Self::NoRole(_) => None,
        }
    }
}

/// The administrator of this user principal name, up to the password (D1: enabled, then smart
/// lockout, then the password).
pub fn administrator(
    directory: &dyn Directory,
    upn: &str,
    now: Timestamp,
) -> Result<Candidate, SignInRefusal> {
    let upn = upn.trim();
    let user = directory
        .find(upn)
        .and_then(|id| directory.user(id))
        .filter(|user| user.deleted.is_none())
        .ok_or_else(|| {
            if directory.is_ready() {
                SignInRefusal::NotFound(upn.to_owned())
            } else {
                SignInRefusal::StillReading
            }
        })?;
    if user.blocked {
        return Err(SignInRefusal::Blocked(user.upn.clone()));
    }
    if let Some(until) = user.lockout.until.filter(|until| now < *until) {
        let upn = user.upn.clone();
        return Err(SignInRefusal::LockedOut { upn, until });
    }
    if !user.is_administrator() {
        return Err(SignInRefusal::NoRole(user.upn.clone()));
    }
    Ok(Candidate {
        actor: Actor {
            id: user.id,
            upn: user.upn.clone(),
            roles: user.roles,
        },
        hash: user.password.hash.clone(),
    })
}

impl Candidate {
    /// What the typed password is checked against. That takes tens of milliseconds: not for the
    /// thread that draws.
    pub fn hash(&self) -> &PasswordHash {
        &self.hash
    }

    /// Who acts from now on, if the password was right.
    pub fn finish(self, right: bool) -> Result<Actor, SignInRefusal> {
        if right {
            Ok(self.actor)
        } else {
            Err(SignInRefusal::WrongPassword(self.actor.upn))
        }
    }
}

/// Who can sign in to the portal, in the order of their display names.
pub fn administrators(directory: &dyn Directory) -> Vec<UserId> {
    let heads = directory.in_roles().into_iter();
    let heads = heads.filter_map(|at| directory.head(at));
    let able = heads.filter(|head| !head.blocked && !head.deleted);
    able.map(|head| head.id).collect()
}
