//! Accounts: create, delete, restore, block, unblock, roles. A tenant always keeps a Global
//! Administrator who can sign in.

use super::context::{Context, Decision, Ruling};
use super::text::plain;
use super::{Nothing, Revealed, password};
use crate::domain::change::Change;
use crate::domain::command::NewUser;
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::secret::PasswordHash;
use crate::domain::user::{Password, User, UserType};

/// Days for which a deleted user can be restored (`facts/portal.md` 1).
pub const RESTORABLE_DAYS: u32 = 30;

/// The user that the "New user" form makes. A member gets a temporary password, shown once; a
/// guest signs in with the password of the guest's own organisation, so none is made here.
pub(super) fn create(
    context: &mut Context,
    id: UserId,
    new: &NewUser,
) -> Result<(User, Option<Revealed>), Refusal> {
    let name = plain(&new.name);
    if name.is_empty() {
        return Err(Refusal::NoName);
    }
    let upn = plain(&new.upn);
    check_upn(&upn, &context.directory.facts().domains)?;
    if context.directory.find(&upn).is_some() {
        return Err(Refusal::UpnTaken(upn));
    }
    let (password, revealed) = match new.user_type {
        UserType::Member => {
            let (password, secret) = password::temporary(context);
            let label = password::TEMPORARY_PASSWORD;
            (password, Some(Revealed { label, secret }))
        }
        UserType::Guest => {
            let elsewhere = Password {
                hash: PasswordHash::from_phc("!"),
                must_change: false,
                changed: context.now,
            };
            (elsewhere, None)
        }
    };
    let user = User {
        user_type: new.user_type,
        ..User::new(id, upn, name, password, context.now)
    };
    Ok((user, revealed))
}

pub(super) fn delete(context: &mut Context, user: &User) -> Decision {
    if user.deleted.is_some() {
        return Ok(Nothing::AlreadySo.into());
    }
    if user.id == context.actor.id {
        return Err(Refusal::DeletesItself);
    }
    context.spare_global_administrator(user)?;
    Ok(Change::Deleted(Some(context.now)).into())
}

pub(super) fn restore(context: &Context, user: &User) -> Decision {
    let Some(deleted) = user.deleted else {
        return Ok(Nothing::AlreadySo.into());
    };
    if context.now > deleted.plus_days(RESTORABLE_DAYS) {
        return Err(Refusal::DeletedForGood);
    }
    Ok(Change::Deleted(None).into())
}

pub(super) fn block(context: &mut Context, user: &User) -> Decision {
    if user.blocked {
        return Ok(Nothing::AlreadySo.into());
    }
    context.spare_global_administrator(user)?;
    Ok(Change::Blocked(true).into())
}

pub(super) fn unblock(user: &User) -> Ruling {
    if user.blocked {
        Change::Blocked(false).into()
    } else {
        Nothing::AlreadySo.into()
    }
}

pub(super) fn assign_role(user: &User, role: Role) -> Ruling {
    if user.roles.contains(role) {
        return Nothing::AlreadySo.into();
    }
    Change::Roles(user.roles | role).into()
}

pub(super) fn remove_role(context: &mut Context, user: &User, role: Role) -> Decision {
    if !user.roles.contains(role) {
        return Ok(Nothing::AlreadySo.into());
    }
    if role == Role::GlobalAdministrator {
        context.spare_global_administrator(user)?;
    }
    Ok(Change::Roles(user.roles - role).into())
}

/// Why a text is no user principal name (`facts/portal.md` 1, "User limits").
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpnError {
    /// Nothing typed yet, or no `@`.
    #[error("Type a name and a domain, such as kim@contoso.com.")]
    Shape,
    /// Longer than 113 characters, 64 before and 48 after the `@`.
    #[error("At most 64 characters before the @ and 48 after it.")]
    TooLong,
    /// A character that is not allowed.
    #[error("`{0}` is not allowed: use letters, digits and ' . - _ ! # ^ ~")]
    Character(char),
    /// A dot right before the `@`.
    #[error("No dot right before the @.")]
    DotBeforeAt,
    /// Not one of the tenant's domains.
    #[error("{0} is not a domain of this tenant.")]
    Domain(String),
}

/// Whether `upn` is a well-formed user principal name of one of `domains`.
pub fn check_upn(upn: &str, domains: &[String]) -> Result<(), UpnError> {
    let (name, domain) = upn.split_once('@').ok_or(UpnError::Shape)?;
    if name.is_empty() || domain.is_empty() {
        return Err(UpnError::Shape);
    }
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "'.-_!#^~".contains(*c);
    if let Some(other) = name.chars().find(|c| !allowed(c)) {
        return Err(UpnError::Character(other));
    }
    if name.len() > 64 || domain.len() > 48 {
        return Err(UpnError::TooLong);
    }
    if name.ends_with('.') {
        return Err(UpnError::DotBeforeAt);
    }
    if !domains.iter().any(|own| own.eq_ignore_ascii_case(domain)) {
        return Err(UpnError::Domain(domain.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("kim@contoso.com", Ok(()))]
    #[case("Kim.O'Neil-2_!#^~x@CONTOSO.com", Ok(()))]
    #[case("", Err(UpnError::Shape))]
    #[case("kim", Err(UpnError::Shape))]
    #[case("@contoso.com", Err(UpnError::Shape))]
    #[case("kim@", Err(UpnError::Shape))]
    #[case("kim.@contoso.com", Err(UpnError::DotBeforeAt))]
    #[case("kim lee@contoso.com", Err(UpnError::Character(' ')))]
    #[case("kím@contoso.com", Err(UpnError::Character('í')))]
    #[case("kim@fabrikam.com", Err(UpnError::Domain("fabrikam.com".to_owned())))]
    #[case("kim@b@contoso.com", Err(UpnError::Domain("b@contoso.com".to_owned())))]
    fn user_principal_names(#[case] upn: &str, #[case] expected: Result<(), UpnError>) {
        assert_eq!(check_upn(upn, &["contoso.com".to_owned()]), expected);
    }

    #[test]
    fn sixty_four_characters_before_the_at() {
        let domains = ["contoso.com".to_owned()];
        let name = "k".repeat(64);
        assert_eq!(check_upn(&format!("{name}@contoso.com"), &domains), Ok(()));
        let too_long = check_upn(&format!("{name}k@contoso.com"), &domains);
        assert_eq!(too_long, Err(UpnError::TooLong));
    }
}
