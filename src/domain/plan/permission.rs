//! Who may do what to whom (`rules.md` 1; D8, D14, D16; matrix 7.1). Asked in this order: does the
//! edition offer it, does the actor hold a role that performs it, is it the own account, is every
//! standing of the target within reach.

use enumset::EnumSet;

use super::Actor;
use crate::domain::command::Action;
use crate::domain::edition::Edition;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Role, standings};
use crate::domain::user::User;

/// Roles that perform within the whole tenant: matrix 7.1 has no column for them, and
/// `facts/portal.md` 7.2 gives them per-user MFA without naming targets.
const TENANT_WIDE: Role = Role::AuthenticationPolicyAdministrator;

/// Whether the edition offers `action` and the actor holds a role that performs it.
pub fn performs(edition: Edition, actor: &Actor, action: Action) -> Result<(), Refusal> {
    performing_roles(edition, actor, action).map(|_| ())
}

/// Whether the actor may do `action` to `user`. What the state of the user says to it (D15, D17)
/// is for the plan.
pub fn reaches(
    edition: Edition,
    actor: &Actor,
    action: Action,
    user: &User,
) -> Result<(), Refusal> {
    let roles = performing_roles(edition, actor, action)?;
    let own = user.id == actor.id;
    if own && action.on_blade() && !edition.own_account_allowed() {
        return Err(Refusal::OwnAccount { action, edition });
    }
    if !action.within_reach() {
        return Ok(());
    }
    let may = roles & actor.roles;
    let blocking = standings(user.roles, user.protections)
        .map(|standing| (standing, standing.reached_by() | TENANT_WIDE))
        .find(|(_, reached_by)| reached_by.is_disjoint(may));
    match blocking {
        None => Ok(()),
        Some((target, reached_by)) => Err(Refusal::OutOfReach {
            actor: actor.roles,
            target,
            action,
            edition,
            needed: roles & reached_by,
        }),
    }
}

fn performing_roles(
    edition: Edition,
    actor: &Actor,
    action: Action,
) -> Result<EnumSet<Role>, Refusal> {
    let actor = actor.roles;
    let needed = edition
        .performers(action)
        .ok_or(Refusal::NotInThisEdition { action, edition })?;
    if needed.is_disjoint(actor) {
        return Err(Refusal::NotPermitted {
            actor,
            action,
            edition,
            needed,
        });
    }
    Ok(needed)
}
