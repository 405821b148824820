//! The head of a record: what lists show of a user.

use enumset::EnumSet;

use crate::domain::change::Change;
use crate::domain::directory::Head;
use crate::domain::id::UserId;
use crate::domain::method::MethodKinds;
use crate::domain::role::Role;
use crate::domain::user::{PerUserMfa, User, UserType};

/// What lists show of a user besides names and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) methods: MethodKinds,
    pub(super) roles: EnumSet<Role>,
    /// More than 65,535 count as that many.
    pub(super) app_passwords: u16,
    /// More than 65,535 count as that many.
    pub(super) devices: u16,
    pub(super) user_type: UserType,
    pub(super) mfa: PerUserMfa,
    pub(super) synced: bool,
    pub(super) blocked: bool,
    pub(super) must_register_again: bool,
    pub(super) deleted: bool,
}

impl State {
    pub(super) fn of(user: &User) -> Self {
        Self {
            methods: user.method_kinds(),
            roles: user.roles,
            app_passwords: short(user.app_passwords.len()),
            devices: short(user.devices.len()),
            user_type: user.user_type,
            mfa: user.mfa,
            synced: user.synced,
            blocked: user.blocked,
            must_register_again: user.must_register_again,
            deleted: user.deleted.is_some(),
        }
    }

    /// The head of a user in this state.
    pub(super) fn head<'a>(&self, id: UserId, [name, upn, folded]: [&'a str; 3]) -> Head<'a> {
        Head {
            id,
            name,
            upn,
            folded,
            user_type: self.user_type,
            synced: self.synced,
            blocked: self.blocked,
            mfa: self.mfa,
            methods: self.methods,
            roles: self.roles,
            must_register_again: self.must_register_again,
            app_passwords: self.app_passwords.into(),
            devices: self.devices.into(),
            deleted: self.deleted,
        }
    }
}

/// What a change to a user is to what lists show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of it is known, and it fits whatever the user has.
    Known,
    /// All of it is known of a user whom it fits, but for the kinds of methods.
    KnownIfItFits,
    /// The user has to be looked at.
    Unknown,
}

impl State {
    /// Takes `change` in, as far as that can be done without the user.
    pub(super) fn take_in(&mut self, change: &Change) -> Shown {
        let counted = |count: &mut u16, by: fn(u16, u16) -> Option<u16>| {
            // From so many on nobody counts.
            let exact = Some(*count).filter(|count| *count < u16::MAX);
            match exact.and_then(|exact| by(exact, 1)) {
                Some(now) => {
                    *count = now;
                    Shown::KnownIfItFits
                }
                None => Shown::Unknown,
            }
        };
        match change {
            Change::Blocked(to) => self.blocked = *to,
            Change::Mfa(to) => self.mfa = *to,
            Change::MustRegisterAgain(to) => self.must_register_again = *to,
            Change::Roles(to) => self.roles = *to,
            Change::Deleted(to) => self.deleted = to.is_some(),
            Change::Default(_)
            | Change::Password(_)
            | Change::MfaAtNextSignIn(_)
            | Change::Lockout(_)
            | Change::SessionsValidFrom(_)
            | Change::Profile(_) => {}
            Change::AddDevice(..) => return counted(&mut self.devices, u16::checked_add),
            Change::RemoveDevice(_) => return counted(&mut self.devices, u16::checked_sub),
            Change::AddAppPassword(..) => {
                return counted(&mut self.app_passwords, u16::checked_add);
            }
            Change::RemoveAppPassword(_) => {
                return counted(&mut self.app_passwords, u16::checked_sub);
            }
            Change::AddMethod(..) | Change::ReplaceMethod(_) | Change::RemoveMethod(_) => {
                return Shown::KnownIfItFits;
            }
            // Whoever is renamed stands elsewhere.
            Change::Name(_) => return Shown::Unknown,
        }
        Shown::Known
    }
}

fn short(count: usize) -> u16 {
    count.try_into().unwrap_or(u16::MAX)
}
